// A product: its pictures, options as links that choose a variant, price, stock, and the way into the cart.
using Makola.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OutputCaching;

namespace Makola.Pages;

/// <summary>A product's page.</summary>
[OutputCache(PolicyName = PublicPage.Name)]
public sealed class ProductModel(ShopDb db, CurrentShop shop) : ShopPage
{
    private const int MostRelated = 4, MostReviews = 3;

    /// <summary>The product.</summary>
    public ProductView Product { get; private set; } = null!;

    /// <summary>The variant the address chooses.</summary>
    public VariantView Chosen { get; private set; } = null!;

    /// <summary>Its main category; null when it has none.</summary>
    public Shelf? Shelf { get; private set; }

    /// <summary>Goods that staff chose to show beside it.</summary>
    public IReadOnlyList<ProductCard> GoesWith { get; private set; } = [];

    /// <summary>Other goods of the same category, where staff chose none.</summary>
    public IReadOnlyList<ProductCard> Related { get; private set; } = [];

    /// <summary>What buyers wrote about it.</summary>
    public ProductReviews Reviews { get; private set; } = ProductReviews.None;

    /// <summary>The button that keeps it.</summary>
    public WishButton Wish { get; private set; } = null!;

    /// <summary>Shows the product.</summary>
    /// <param name="slug">Its place in the address.</param>
    /// <param name="v">The variant asked for.</param>
    /// <param name="ct">Stops the work.</param>
    public async Task<IActionResult> OnGetAsync(string slug, string? v, CancellationToken ct)
    {
        if (await ProductView.FindAsync(db, slug, ct) is not { } product) return NotFound();

        Product = product;
        Chosen = product.Pick(long.TryParse(v, System.Globalization.NumberStyles.None, null, out var asked) ? asked : null);
        Wish = new(product.Id, Chosen.Id, User.PersonId() is not null, User.PersonId() is { } person && await Wishes.HasAsync(db, person, product.Id, ct));
        Shelf = shop.Categories.Find(product.MainCategoryId);
        foreach (var variant in product.Variants) PublicPage.Tag(HttpContext, CacheEviction.StockTag(variant.Id));
        if (IsHtmx && !Request.Headers.ContainsKey("HX-History-Restore-Request"))
        {
            Response.Headers.CacheControl = "no-store";
            return Partial("_BuyBox", this);
        }

        PublicPage.Tag(HttpContext, CacheEviction.ReviewsTag(product.Id));
        Reviews = await ProductReviews.ReadAsync(db, product.Id, long.MaxValue, MostReviews, ct);
        if (product.Related.Count > 0) GoesWith = await Listing.OfKeysAsync(db, product.Related, ct);
        if (GoesWith.Count == 0 && Shelf is not null)
        {
            var best = await Listing.OfCategoryAsync(db, Shelf, new(), ct);
            Related = [.. best.Cards.Where(c => c.Id != product.Id).Take(MostRelated)];
        }

        return Page();
    }
}
