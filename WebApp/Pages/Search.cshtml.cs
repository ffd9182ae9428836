// Search: goods by words, also misspelt ones; without words everything there is; and suggestions while typing.
using Makola.Web;
using Makola.Data.Sqlite;
using Makola.Pages.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Makola.Pages;

/// <summary>The search page.</summary>
[EnableRateLimiting(RateLimits.Search)]
public sealed class SearchModel(ShopDb db, CurrentShop shop, ShopMemory memory, SearchTally tally) : ListingPageModel
{
    /// <summary>What was typed, at most 100 characters; null when nothing was.</summary>
    public string? Words { get; private set; }

    /// <summary>What was looked for instead, when the words as typed find nothing; else null.</summary>
    public string? Corrected { get; private set; }

    /// <summary>True when nothing has all the words, and what is shown has some of them.</summary>
    public bool AnyWord { get; private set; }

    /// <summary>Shows what is found.</summary>
    public async Task<IActionResult> OnGetAsync(string? q, CancellationToken ct)
    {
        Words = Typed(q);
        var filter = Asked(shop);
        if (Words is null)
            return Answer(new ListingView("/search", filter, await Listing.OfAsync(db, db.Products.Where(p => p.Status == ProductStatus.Active), filter, ct), null));

        var found = await ProductSearch.FindAsync(db, Words, filter, ct, await memory.SynonymsAsync(ct));
        (Corrected, AnyWord) = (found.Corrected, found.AnyWord);
        if (filter is { IsPlain: true, Page: 1 } && !IsHtmx && IsOfACustomer())
            tally.Count(Words, found.Goods.Total > 0 && Corrected is null && !AnyWord, found.Goods.Total, shop.Now, shop.Settings.Zone());
        return Answer(new ListingView("/search", filter, found.Goods, null, Words));
    }

    /// <summary>Answers the search box while something is typed into it.</summary>
    public async Task<IActionResult> OnGetSuggestAsync(string? q, CancellationToken ct)
    {
        Response.Headers.CacheControl = "no-store";
        if (Typed(q) is not { Length: > 1 } words) return Content("", "text/html");

        var found = await ProductSearch.SuggestAsync(db, shop.Categories, words, ct, await memory.SynonymsAsync(ct));
        return Partial("_Suggestions", (found.Categories, found.Goods));
    }

    /// <summary>Neither staff nor a program that says it is one: search engines, previews, monitors. Browsers name Mozilla, for reasons of history.</summary>
    private bool IsOfACustomer() => User.Identity is not { IsAuthenticated: true } && HttpMethods.IsGet(Request.Method) && !Request.Headers.ContainsKey("Sec-Purpose")
        && Request.Headers.UserAgent.ToString() is var agent && agent.Contains("Mozilla/", StringComparison.Ordinal)
        && !Programs.Any(name => agent.Contains(name, StringComparison.OrdinalIgnoreCase));

    private static readonly string[] Programs = ["bot", "crawl", "spider", "slurp", "preview", "monitor", "facebookexternalhit", "lighthouse"];

    private static string? Typed(string? q)
    {
        var words = q?.Trim();
        return words is not { Length: > 0 } ? null : words.Length > SearchWords.MostCharacters ? words[..SearchWords.MostCharacters] : words;
    }
}
