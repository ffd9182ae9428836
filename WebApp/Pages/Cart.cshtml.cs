// The cart: add, change, remove, and agree to what changed since.
using Makola.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Makola.Pages;

/// <summary>The visitor's cart. Its forms carry no antiforgery token, since public pages post to it; <see cref="CrossSiteGuard"/> stops other sites.</summary>
[IgnoreAntiforgeryToken]
[EnableRateLimiting(RateLimits.Cart)]
public sealed class CartModel(ShopDb db, CurrentShop shop) : ShopPage
{
    /// <summary>The cart as it stands now.</summary>
    public CartView Cart { get; private set; } = CartView.Empty;

    /// <summary>True right after something was put in.</summary>
    public bool JustAdded { get; private set; }

    /// <summary>True when something differs from what the buyer last saw.</summary>
    public bool SomethingChanged => Cart.Lines.Any(l => l.Problems(shop.Settings).Any());

    /// <summary>What the visitor should know after goods were put in for him; said once.</summary>
    public IReadOnlyList<string> Notes { get; private set; } = [];

    /// <summary>Shows the cart.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (User.PersonId() is { } person && await CartDesk.TokenOfAsync(db, Request.CartToken(), person, ct) is { } own && own != Request.CartToken())
        {
            // Another device of his went on with another cart.
            Response.SetCart(own);
            await LoadAsync(ct, own);
            return Page();
        }

        Notes = CartNotes.Take(HttpContext);
        await LoadAsync(ct);
        return Page();
    }

    /// <summary>Puts a variant in. htmx gets the badge and a short message; a plain form is led to the cart.</summary>
    public async Task<IActionResult> OnPostAddAsync(long variantId, string? qty, string? key, CancellationToken ct)
    {
        var token = await CartDesk.AddAsync(db, Request.CartToken(), variantId, CartDesk.ReadQuantity(qty ?? "1"), key is { Length: <= 40 and > 0 } ? key : null, shop.Now, ct, User.PersonId());
        Response.SetCart(token);
        if (!IsHtmx) return RedirectToPage();

        await LoadAsync(ct, token);
        JustAdded = true;
        return Partial("_CartAdded", this);
    }

    /// <summary>Sets the pieces of a line.</summary>
    public async Task<IActionResult> OnPostQuantityAsync(long variantId, string? qty, CancellationToken ct)
    {
        await CartDesk.SetAsync(db, Request.CartToken(), variantId, CartDesk.ReadQuantity(qty, least: 0), shop.Now, ct);
        return await DoneAsync(ct);
    }

    /// <summary>Takes a line out.</summary>
    public async Task<IActionResult> OnPostRemoveAsync(long variantId, CancellationToken ct)
    {
        await CartDesk.SetAsync(db, Request.CartToken(), variantId, 0, shop.Now, ct);
        return await DoneAsync(ct);
    }

    /// <summary>Agrees to what changed.</summary>
    public async Task<IActionResult> OnPostAgreeAsync(CancellationToken ct)
    {
        await CartDesk.AgreeAsync(db, Request.CartToken(), shop.Now, ct);
        return await DoneAsync(ct);
    }

    /// <inheritdoc/>
    public override async Task<IActionResult> AgainAsync(CancellationToken ct)
    {
        await LoadAsync(ct);
        if (!IsHtmx) return Page();
        return Partial(RouteData.Values["handler"] is "Add" || Request.Query["handler"] == "Add" ? "_CartAdded" : "_CartChanged", this);
    }

    private async Task<IActionResult> DoneAsync(CancellationToken ct)
    {
        if (!IsHtmx) return RedirectToPage();
        await LoadAsync(ct);
        return Partial("_CartChanged", this);
    }

    private async Task LoadAsync(CancellationToken ct, string? token = null)
    {
        Cart = await CartView.ReadAsync(db, token ?? Request.CartToken(), ct);
        shop.CartNowHolds(Cart.Pieces);
    }
}
