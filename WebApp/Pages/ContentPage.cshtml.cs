// A page of the shop's own words: about, delivery, returns …
using Makola.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OutputCaching;

namespace Makola.Pages;

/// <summary>A content page, as customers see it.</summary>
[OutputCache(PolicyName = PublicPage.Name)]
public sealed class ContentPageModel(ShopDb db) : ShopPage
{
    /// <summary>The page.</summary>
    public ContentPage Shown { get; private set; } = null!;

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken ct)
    {
        if (await db.ContentPages.AsNoTracking().FirstOrDefaultAsync(p => p.Slug == slug && p.Shown, ct) is not { } shown) return NotFound();
        Shown = shown;
        return Page();
    }
}
