// Search: goods by words, also misspelt ones; without words everything there is; and suggestions while typing.
using Makola.Web;
using Makola.Data.Sqlite;
using Makola.Pages.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Makola.Pages;

/// <summary>The search page.</summary>
[EnableRateLimiting(RateLimits.Search)]
public sealed class SearchModel(ShopDb db, CurrentShop shop) : ListingPageModel
{
    private const int MostSuggested = 6, LongestWords = 100;

    /// <summary>What was typed, at most 100 characters; null when nothing was.</summary>
    public string? Words { get; private set; }

    /// <summary>What was looked for instead, when the words as typed find nothing; else null.</summary>
    public string? Corrected { get; private set; }

    /// <summary>Shows what is found.</summary>
    public async Task<IActionResult> OnGetAsync(string? q, CancellationToken ct)
    {
        Words = Typed(q);
        var filter = Asked(shop);
        if (Words is null)
            return Answer(new ListingView("/search", filter, await Listing.OfAsync(db, db.Products.Where(p => p.Status == ProductStatus.Active), filter, ct), null));

        var found = await ProductFinder.FindAsync(db, Words, ProductFinder.Most, ct);
        Corrected = found.Corrected;
        return Answer(new ListingView("/search", filter, await Listing.OfRankedAsync(db, found.Ids, filter, ct), null, Words));
    }

    /// <summary>Answers the search box while something is typed into it.</summary>
    public async Task<IActionResult> OnGetSuggestAsync(string? q, CancellationToken ct)
    {
        Response.Headers.CacheControl = "no-store";
        if (Typed(q) is not { Length: > 1 } words) return Content("", "text/html");

        var found = await ProductFinder.FindAsync(db, words, MostSuggested, ct);
        var goods = await Listing.OfRankedAsync(db, found.Ids, new(), ct);
        var categories = shop.Categories.All.Where(s => s.Name.Contains(found.Corrected ?? words, StringComparison.CurrentCultureIgnoreCase)).Take(2).ToList();
        return Partial("_Suggestions", ((IReadOnlyList<Shelf>)categories, goods.Cards));
    }

    private static string? Typed(string? q)
    {
        var words = q?.Trim();
        return words is not { Length: > 0 } ? null : words.Length > LongestWords ? words[..LongestWords] : words;
    }
}
