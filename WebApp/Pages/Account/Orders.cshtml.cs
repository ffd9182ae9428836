// A customer's orders: found again, and ordered again.
using Makola.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;

namespace Makola.Pages.Account;

/// <summary>The page at <c>/account/orders?before=1042</c>.</summary>
[EnableRateLimiting(RateLimits.Cart)]
public sealed class OrdersModel(ShopDb db, CurrentShop shop, IStringLocalizer<Texts> texts) : OwnPage(db, shop)
{
    private const int AtOnce = 20;

    /// <summary>Only orders with a lower number.</summary>
    [BindProperty(SupportsGet = true, Name = "before")]
    public long? Before { get; set; }

    /// <summary>The orders of this page.</summary>
    public IReadOnlyList<OwnOrder> Orders { get; private set; } = [];

    /// <summary>Where the next page begins; null when there is none.</summary>
    public long? Older { get; private set; }

    /// <summary>Shows them.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var found = await OwnOrders.ReadAsync(Db, await CardAsync(ct), Before, AtOnce + 1, ct);
        Orders = [.. found.Take(AtOnce)];
        Older = found.Count > AtOnce ? Orders[^1].Number : null;
        return Page();
    }

    /// <summary>Puts an order's goods into the cart once more, and leads there.</summary>
    public async Task<IActionResult> OnPostAgainAsync(long number, CancellationToken ct)
    {
        var card = await CardAsync(ct);
        if (!await Db.Orders.AnyAsync(o => o.Number == number && o.CustomerId == card, ct)) return NotFound();
        var (token, notes) = await CartDesk.AgainAsync(Db, Request.CartToken(), number, MyId, Shop.Now, ct);
        if (token is null) return SayAt("/account/orders", texts["Nothing of order {0} can be had now. {1}", number, string.Join(' ', notes.Take(12).Select(n => texts[n.Text, n.Values].Value))]);
        Response.SetCart(token);
        CartNotes.Tell(HttpContext, notes);
        return LocalRedirect("/cart");
    }

    /// <inheritdoc/>
    public override Task<IActionResult> AgainAsync(CancellationToken ct) => OnGetAsync(ct);
}
