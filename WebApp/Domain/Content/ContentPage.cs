// The shop's own pages of words: about, delivery, returns, privacy, terms, and whatever else it wants to say.
namespace Makola.Domain.Content;

/// <summary>A page of words at <c>/pages/{slug}</c>.</summary>
public sealed class ContentPage
{
    /// <summary>Most pages of a shop.</summary>
    public const int Most = 100;

    /// <summary>Database key.</summary>
    public long Id { get; private set; }

    /// <summary>Its place in the address. Unique.</summary>
    public required string Slug { get; set; }

    /// <summary>The title, up to 60 characters.</summary>
    public required string Name { get; set; }

    /// <summary>Markdown with <see cref="ShopFacts"/>, up to 20,000 characters.</summary>
    public string Text { get; set; } = "";

    /// <summary>Title for search engines, up to 160 characters; null: the name.</summary>
    public string? SeoTitle { get; set; }

    /// <summary>Text for search engines, up to 320 characters; null: the beginning of the text.</summary>
    public string? SeoText { get; set; }

    /// <summary>Whether customers see it.</summary>
    public bool Shown { get; set; }

    /// <summary>Order among the pages.</summary>
    public int Position { get; set; }

    /// <summary>Rises with each save: a second editor cannot overwrite the first unseen.</summary>
    public int Version { get; set; }
}
