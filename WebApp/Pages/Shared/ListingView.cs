// A list of goods as a page shows it: the cards, what was asked, and the addresses of its other pages.
namespace Makola.Pages.Shared;

/// <summary>A list of goods as a page shows it.</summary>
/// <param name="Path">Address of the plain list, such as <c>/c/fashion</c>.</param>
/// <param name="Filter">What the customer asked.</param>
/// <param name="Page">The cards.</param>
/// <param name="Facets">What can be filtered by; null when only price and stock can.</param>
/// <param name="Words">Words searched for; null on other lists.</param>
/// <param name="ByHand">Whether staff chose the order it has when nothing else is asked.</param>
public sealed record ListingView(string Path, ListingFilter Filter, ListingPage Page, Facets? Facets, string? Words = null, bool ByHand = false)
{
    /// <summary>The list without filters.</summary>
    public string Plain => Address("");

    /// <summary>The list as asked, at another page when one is named.</summary>
    public string Href(int? page = null) => Address(Filter.ToQuery(page));

    /// <summary>The address search engines should keep: filters and sorting left out.</summary>
    public string Canonical => Address(Filter.Page > 1 ? $"page={Filter.Page}" : "");

    /// <summary>False when the list is narrowed or sorted: another address shows the same goods.</summary>
    public bool IsCanonical => Filter is { IsPlain: true, Sort: Sort.Popular } && Words is null;

    /// <summary>Page numbers to offer: the first, the last and those around this one; 0 stands for a gap.</summary>
    public IEnumerable<int> Numbers()
    {
        var before = 0;
        foreach (var n in new SortedSet<int> { 1, Page.Page - 1, Page.Page, Page.Page + 1, Page.Pages })
        {
            if (n < 1 || n > Page.Pages) continue;
            if (n - before > 1) yield return 0;
            yield return before = n;
        }
    }

    /// <summary>Whether the customer asked for this value of an option.</summary>
    public bool Wants(string option, string value) => Filter.Options.TryGetValue(option, out var values) && values.Contains(value);

    private string Address(string query)
    {
        var words = Words is null ? "" : "q=" + Uri.EscapeDataString(Words);
        return (words.Length, query.Length) switch
        {
            (0, 0) => Path,
            (_, 0) => $"{Path}?{words}",
            (0, _) => $"{Path}?{query}",
            _ => $"{Path}?{words}&{query}",
        };
    }
}
