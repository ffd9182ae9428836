// A category or a collection: its goods and those of all categories below it, narrowed and sorted as the customer asks.
using Makola.Web;
using Makola.Pages.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OutputCaching;

namespace Makola.Pages;

/// <summary>A category's page.</summary>
[OutputCache(PolicyName = PublicPage.Name)]
public sealed class CategoryModel(ShopDb db, ShopMemory memory, CurrentShop shop) : ListingPageModel
{
    /// <summary>The category.</summary>
    public Shelf Shelf { get; private set; } = null!;

    /// <summary>Shows the category.</summary>
    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken ct)
    {
        if (shop.Categories.Find(slug) is not { } shelf) return NotFound();

        Shelf = shelf;
        var filter = Asked(shop);
        var page = await Listing.OfCategoryAsync(db, shelf, filter, ct);
        PublicPage.Tag(HttpContext, CacheEviction.ListsTag);
        return Answer(new ListingView($"/c/{shelf.Slug}", filter, page, await memory.FacetsAsync(shelf.Id, ct), ByHand: shelf.IsByHand));
    }
}
