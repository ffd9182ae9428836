// A customer's wish list: what is on it, and the link he shares it by.
using Makola.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace Makola.Pages.Account;

/// <summary>The page at <c>/account/wishes</c>.</summary>
public sealed class WishesModel(ShopDb db, CurrentShop shop, IStringLocalizer<Texts> texts) : OwnPage(db, shop)
{
    /// <summary>What is on it.</summary>
    public WishList List { get; private set; } = new([], 0);

    /// <summary>The address it is shared at; null while it is shared with nobody.</summary>
    public string? Link { get; private set; }

    /// <summary>Shows it.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        var card = await Db.Customers.Where(c => c.PersonId == MyId).Select(c => new { c.Id, c.WishToken }).FirstOrDefaultAsync(ct);
        if (card is null) return;
        List = await Wishes.ReadAsync(Db, card.Id, ct);
        Link = card.WishToken is { } token ? Shop.Absolute($"/w/{token}") : null;
    }

    /// <summary>Takes a product off.</summary>
    public Task<IActionResult> OnPostRemoveAsync(long product, CancellationToken ct) => DoAsync(card => Wishes.RemoveAsync(Db, card, product, ct), "It is off your wish list.", ct);

    /// <summary>Takes off what is not in the shop now.</summary>
    public Task<IActionResult> OnPostTidyAsync(CancellationToken ct) => DoAsync(card => Wishes.RemoveAwayAsync(Db, card, ct), "Your wish list is tidy.", ct);

    /// <summary>Makes the link.</summary>
    public Task<IActionResult> OnPostShareAsync(CancellationToken ct) => DoAsync(card => Wishes.ShareAsync(Db, card, ct), "Whoever has the link sees your wish list.", ct);

    /// <summary>Makes the link lead nowhere.</summary>
    public Task<IActionResult> OnPostStopAsync(CancellationToken ct) => DoAsync(card => Wishes.StopSharingAsync(Db, card, ct), "The link opens nothing any more.", ct);

    private async Task<IActionResult> DoAsync(Func<long, Task> deed, string said, CancellationToken ct)
    {
        await Db.WriteAsync(async () => await deed(await MakeCardAsync(ct)), ct);
        return SayAt("/account/wishes", texts[said]);
    }
}
