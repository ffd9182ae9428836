// Keeping a product on the wish list, and taking it off, from its page.
using System.Security.Claims;
using Makola.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Makola.Pages;

/// <summary>The button on a product's page.</summary>
/// <param name="ProductId">What it keeps.</param>
/// <param name="VariantId">The variant that is chosen, to come back to.</param>
/// <param name="IsIn">Whether somebody is signed in.</param>
/// <param name="IsKept">Whether it is on his list.</param>
public sealed record WishButton(long ProductId, long VariantId, bool IsIn, bool IsKept);

/// <summary>
/// Posts to <c>/keep</c>. Its form stands on pages that are the same for everybody and carries no antiforgery token; <see cref="CrossSiteGuard"/> stops
/// other sites. A guest goes through the door first: a cookie remembers what he pressed, and signing in keeps it (<see cref="Doorkeeper"/>).
/// </summary>
[IgnoreAntiforgeryToken]
[EnableRateLimiting(RateLimits.Cart)]
public sealed class KeepModel(ShopDb db, CurrentShop shop) : ShopPage
{
    /// <summary>The button as it stands now; null when nothing was done.</summary>
    public WishButton? Wish { get; private set; }

    /// <summary>Nothing is kept by opening an address.</summary>
    public IActionResult OnGet() => LocalRedirect("/account/wishes");

    /// <summary>Keeps a product, or takes it off.</summary>
    /// <param name="product">Its key.</param>
    /// <param name="v">The variant to come back to.</param>
    /// <param name="off">True to take it off.</param>
    /// <param name="ct">Stops it.</param>
    public async Task<IActionResult> OnPostAsync(long product, long v, bool off, CancellationToken ct)
    {
        if (await db.Products.Where(p => p.Id == product && p.Status == ProductStatus.Active).Select(p => p.Slug).FirstOrDefaultAsync(ct) is not { } slug) return NotFound();
        var back = v > 0 ? $"/p/{slug}?v={v}" : $"/p/{slug}";
        if (User.PersonId() is not { } person)
        {
            Response.SetWish(product);
            return Challenge(new AuthenticationProperties { RedirectUri = back });
        }

        await db.WriteAsync(async () =>
        {
            var card = await CustomerCards.OfPersonAsync(db, person, User.FindFirstValue(ClaimTypes.GivenName) ?? "", shop.Now, ct);
            if (off) await Wishes.RemoveAsync(db, card, product, ct);
            else await Wishes.KeepAsync(db, card, product, shop.Now, ct);
        }, ct);
        Wish = new(product, v, IsIn: true, IsKept: !off);
        return IsHtmx ? Partial("_WishChanged", this) : LocalRedirect(back);
    }

    /// <inheritdoc/>
    public override Task<IActionResult> AgainAsync(CancellationToken ct) => Task.FromResult<IActionResult>(IsHtmx ? Partial("_WishChanged", this) : Page());
}
