// What the page of a product weighs for a customer, and what to do when that is too much.
using Makola.Web;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Pages.Office.Products;

/// <summary>The page <c>/office/products/{id}/weight</c>; the product's page brings its part in.</summary>
[Needs(Scopes.Products)]
public sealed class WeightModel(ShopDb db, CurrentShop shop, Scales scales) : OfficePage(db, shop)
{
    /// <summary>A picture above this many bytes is named.</summary>
    private const int Heavy = 50 * 1024;

    /// <summary>The product.</summary>
    public Product Product { get; private set; } = null!;

    /// <summary>What its page weighs; null when customers cannot open it.</summary>
    public PageWeight? Weight { get; private set; }

    /// <summary>What to do, a sentence each.</summary>
    public IReadOnlyList<string> Advice { get; private set; } = [];

    /// <summary>Weighs it.</summary>
    public async Task<IActionResult> OnGetAsync(long id, CancellationToken ct)
    {
        if (await Db.Products.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) is not { } product) return NotFound();

        Product = product;
        if (product.Status == ProductStatus.Active) Weight = await scales.WeighAsync($"/p/{product.Slug}", ct);
        if (Weight is not null) Advice = [.. AdviceOn(Weight)];
        return IsHtmx ? Partial("_Weight", this) : Page();
    }

    private IEnumerable<string> AdviceOn(PageWeight weight)
    {
        var heavy = weight.Pictures.Where(p => p.Bytes > Heavy).Select(p => (Weight: p, Number: 1 + Product.Pictures.FindIndex(own => p.Address.Contains(own.Path[..(own.Path.LastIndexOf('/') + 1)], StringComparison.Ordinal) && PictureSizes.IsOwn(own.Path)))).ToList();
        foreach (var (picture, number) in heavy.Where(h => h.Number > 0).OrderBy(h => h.Number))
            yield return PictureSizes.Of(Product.Pictures[number - 1].Path).Any()
                ? $"Picture {number} weighs {Kilobytes(picture.Bytes)}: it has much detail. A calmer background makes it lighter."
                : $"Picture {number} weighs {Kilobytes(picture.Bytes)}; add it again, in a browser with JavaScript, so that it is made small.";
        if (heavy.Exists(h => h.Number == 0)) yield return "A picture of the goods shown below it is heavy: look at their pages.";
        if (weight.FirstView > PageWeight.Budget && weight.Html > 20 * 1024) yield return $"The text weighs {Kilobytes(weight.Html)}: a shorter description or fewer variants make it lighter.";
    }

    /// <summary>Bytes as people say them.</summary>
    public static string Kilobytes(int bytes) => $"{(bytes + 512) / 1024} KB";
}
