// All reviews of a product that are shown.
using Makola.Web;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Pages;

/// <summary>The page <c>/p/{slug}/reviews</c>; <c>?before=40</c> goes on.</summary>
public sealed class ProductReviewsModel(ShopDb db) : ShopPage
{
    private const int PageSize = 20;

    /// <summary>The product's place in the address.</summary>
    [BindProperty(SupportsGet = true)]
    public string Slug { get; set; } = "";

    /// <summary>Only older ones than this.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    /// <summary>The product's name.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The reviews.</summary>
    public ProductReviews Shown { get; private set; } = ProductReviews.None;

    /// <summary>Where older ones are; null when there are none.</summary>
    public long? Older => Shown.Newest.Count == PageSize ? Shown.Newest[^1].Id : null;

    /// <summary>Shows them; a product without has no such page.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await db.Products.Where(p => p.Slug == Slug && p.Status == ProductStatus.Active).Select(p => new { p.Id, p.Name }).SingleOrDefaultAsync(ct) is not { } product) return NotFound();
        (Name, Shown) = (product.Name, await ProductReviews.ReadAsync(db, product.Id, Before ?? long.MaxValue, PageSize, ct));
        return Shown.Newest.Count == 0 ? NotFound() : Page();
    }
}
