// A section of the home page.
using System.Text.Json.Serialization;

namespace Makola.Domain.Content;

/// <summary>Kinds of sections.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SectionKind>))]
public enum SectionKind
{
    /// <summary>Big words with a button, and a picture or the categories' pictures beside them.</summary>
    Banner,

    /// <summary>A row of goods of one category or collection.</summary>
    Goods,

    /// <summary>A row of goods for each category at the top.</summary>
    EachCategory,

    /// <summary>A tile for each category at the top.</summary>
    Categories,

    /// <summary>What came in last.</summary>
    Newest,

    /// <summary>What costs less than before, the largest saving first.</summary>
    Reduced,

    /// <summary>A text of the shop.</summary>
    Text,

    /// <summary>A thin bar on top of every page of the shop, wherever it stands in the list.</summary>
    Announcement,
}

/// <summary>A section of the home page. What a kind has no use for is empty.</summary>
public sealed record Section
{
    /// <summary>Most characters of a heading, a button, an announcement and a banner's text.</summary>
    public const int LongestHeading = 80, LongestLabel = 40, LongestLine = 200, LongestWords = 300;

    /// <summary>The home page of a new shop.</summary>
    public static IReadOnlyList<Section> AtFirst { get; } =
        [new() { Kind = SectionKind.Banner }, new() { Kind = SectionKind.Newest }, new() { Kind = SectionKind.Reduced }, new() { Kind = SectionKind.EachCategory }];

    /// <summary>What it is.</summary>
    public SectionKind Kind { get; init; }

    /// <summary>False while it is switched off.</summary>
    public bool Shown { get; init; } = true;

    /// <summary>Words above it; empty: the usual ones (of a banner, the headline in the settings).</summary>
    public string Heading { get; init; } = "";

    /// <summary>The words of a banner (empty: those in the settings) or an announcement; Markdown with <see cref="ShopFacts"/> of a text.</summary>
    public string Text { get; init; } = "";

    /// <summary>Words of the link; empty: the usual ones.</summary>
    public string Label { get; init; } = "";

    /// <summary>Where the button of a banner or an announcement leads; null: to what is new, or nowhere.</summary>
    public Target? Link { get; init; }

    /// <summary>The category or collection whose goods are shown.</summary>
    public long? ShelfId { get; init; }

    /// <summary>The picture of a banner; null: the categories' pictures, where there is room.</summary>
    public Picture? Picture { get; init; }

    /// <summary>The moment it begins to show; null: at once.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The moment it goes; null: never.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Whether it shows at a moment.</summary>
    public bool IsOn(DateTimeOffset now) => Shown && !(From > now) && !(Until <= now);

    /// <summary>Refuses what cannot be shown.</summary>
    /// <exception cref="Refusal">One for each field that is wrong.</exception>
    public void RefuseBad()
    {
        var longest = Kind switch { SectionKind.Text => MarkdownText.Longest, SectionKind.Banner => LongestWords, _ => LongestLine };
        if (Heading.Length > LongestHeading) throw new Refusal("section.long", "At most {0} characters.", LongestHeading) { On = "Form.Heading" };
        if (Text.Length > longest) throw new Refusal("section.long", "At most {0} characters.", longest) { On = "Form.Text" };
        if (Text.Length == 0 && Kind is SectionKind.Text or SectionKind.Announcement) throw new Refusal("section.text", "Write what it says.") { On = "Form.Text" };
        if (Label.Length > LongestLabel) throw new Refusal("section.long", "At most {0} characters.", LongestLabel) { On = "Form.Label" };
        if (Picture?.Alt.Length > Picture.LongestAlt) throw new Refusal("section.long", "At most {0} characters.", Picture.LongestAlt) { On = "Form.Alt" };
        if (Kind == SectionKind.Goods && ShelfId is null) throw new Refusal("section.shelf", "Choose whose goods are shown.") { On = "Form.Shelf" };
        if (Until <= From) throw new Refusal("section.dates", "It would end before it begins.") { On = "Form.Until" };
        Link?.RefuseBad();
    }
}
