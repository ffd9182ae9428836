// A brand: everything the shop has of one maker.
using Makola.Web;
using Makola.Pages.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OutputCaching;

namespace Makola.Pages;

/// <summary>A brand's page.</summary>
[OutputCache(PolicyName = PublicPage.Name)]
public sealed class BrandModel(ShopDb db, CurrentShop shop) : ListingPageModel
{
    /// <summary>The brand.</summary>
    public Brand Brand { get; private set; } = null!;

    /// <summary>Shows the brand.</summary>
    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken ct)
    {
        if (await db.Brands.AsNoTracking().FirstOrDefaultAsync(b => b.Slug == slug, ct) is not { } brand) return NotFound();

        Brand = brand;
        var filter = Asked(shop);
        var page = await Listing.OfAsync(db, db.Products.Where(p => p.BrandId == brand.Id && p.Status == ProductStatus.Active), filter, ct);
        PublicPage.Tag(HttpContext, CacheEviction.ListsTag);
        return Answer(new ListingView($"/b/{brand.Slug}", filter, page, null));
    }
}
