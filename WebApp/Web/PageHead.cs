// What a public page says about itself to search engines and link previews.
using Microsoft.AspNetCore.Html;

namespace Makola.Web;

/// <summary>
/// What the layout writes into the head. A page without one is for one person's eyes (cart, checkout, order) and asks not to be indexed.
/// </summary>
/// <param name="Title">Title without the shop's name.</param>
public sealed record PageHead(string Title)
{
    /// <summary>Key in <c>ViewData</c>.</summary>
    public const string Key = "Head";

    /// <summary>One or two sentences; null leaves the description out.</summary>
    public string? Text { get; init; }

    /// <summary>The one address of this content, path and query; null leaves the link out.</summary>
    public string? Canonical { get; init; }

    /// <summary>False for lists of a search or a filter: there is no end of them.</summary>
    public bool Indexed { get; init; } = true;

    /// <summary>Asset path of a JPEG for link previews, at least 300 px and below 300 KB; null means the shop's own picture.</summary>
    public string? Picture { get; init; }

    /// <summary>Open Graph type.</summary>
    public string Type { get; init; } = "website";

    /// <summary>Structured data blocks.</summary>
    public IReadOnlyList<IHtmlContent> Data { get; init; } = [];
}
