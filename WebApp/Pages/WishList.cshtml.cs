// A wish list somebody shares, by its secret link.
using Makola.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Makola.Pages;

/// <summary>The page <c>/w/{token}</c>. It says what is wished, not by whom; a link that opens nothing is answered like a page that never was.</summary>
[EnableRateLimiting(RateLimits.Checkout)]
public sealed class WishListModel(ShopDb db) : ShopPage
{
    /// <summary>The secret of the address.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Token { get; set; }

    /// <summary>What is wished and in the shop now.</summary>
    public IReadOnlyList<ProductCard> Goods { get; private set; } = [];

    /// <summary>Shows it.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Response.Headers.CacheControl = "no-store";
        Response.Headers["X-Robots-Tag"] = "noindex";
        if (await Wishes.SharedByAsync(db, Token, ct) is not (> 0 and var card)) return NotFound();
        Goods = (await Wishes.ReadAsync(db, card, ct)).Goods;
        return Page();
    }
}
