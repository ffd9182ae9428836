// For the curious and for learners: the visitor's own request, from the tap to the answer.
using Makola.Backstage;
using Makola.Web;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Pages;

/// <summary>A good of the shop, read so that there is a question to the database to show.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Slug">Its address.</param>
/// <param name="Price">Minor units.</param>
/// <param name="Left">Pieces nobody has taken yet.</param>
public sealed record ShownGood(string Name, string Slug, long Price, int Left);

/// <summary>Shows the visitor what the shop did to answer him, with nothing but what everybody may see.</summary>
public sealed class HowItWorksModel(ShopDb db, CurrentShop shop) : ShopPage
{
    /// <summary>A good that was read for this page; null in an empty shop.</summary>
    public ShownGood? Good { get; private set; }

    /// <summary>The visitor's own request so far; null while requests like this are not recorded.</summary>
    public Scene? Scene { get; private set; }

    /// <summary>The question that was asked for <see cref="Good"/>.</summary>
    public QueryRun? Question { get; private set; }

    /// <summary>Shows the page, where the shop's owner wants it.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!shop.Settings.ShowsHow) return NotFound();
        Response.Headers.CacheControl = "no-store";
        Good = await db.Variants.Where(v => v.Product.Status == ProductStatus.Active).OrderByDescending(v => v.ProductId).ThenBy(v => v.Id)
            .Select(v => new ShownGood(v.Product.Name, v.Product.Slug, v.Price, v.Stock.OnHand - v.Stock.Reserved)).FirstOrDefaultAsync(ct);
        Telemetry.Rule($"everybody may see a good that is on the shelf, its price, and whether it can be had");
        Scene = SceneRecorder.SoFar;
        Question = Scene?.Queries.LastOrDefault(q => q.Sql.Contains("Products", StringComparison.Ordinal));
        return Page();
    }
}
