// Sections of the home page in words.
using Makola.Web;

namespace Makola.Pages.Office.Content;

/// <summary>What sections are called in the back office.</summary>
public static class SectionNames
{
    /// <summary>The kinds, with what they do.</summary>
    public static IReadOnlyList<(SectionKind Kind, string Name, string Says)> All { get; } =
    [
        (SectionKind.Banner, "Banner", "Big words with a button. Empty words are those of the settings."),
        (SectionKind.Goods, "Goods of a category or collection", "A row of four, most sold first; of a collection in its order."),
        (SectionKind.EachCategory, "Goods of every category", "A row of four for each category at the top."),
        (SectionKind.Categories, "Categories", "A tile for each category at the top."),
        (SectionKind.Newest, "Newest goods", "The four that came in last."),
        (SectionKind.Reduced, "Costs less now", "The four with the largest saving."),
        (SectionKind.Text, "Text", "Words of your own."),
        (SectionKind.Announcement, "Announcement", "A thin bar on top of every page of the shop, wherever it stands in this list. With dates it comes and goes by itself."),
    ];

    /// <summary>A kind in words.</summary>
    public static string Of(SectionKind kind) => All.First(k => k.Kind == kind).Name;

    /// <summary>What tells a section from another of its kind.</summary>
    public static string About(Section section, Front front) => section.Kind switch
    {
        SectionKind.Goods => front.ShelfOf(section)?.Name ?? "what it showed is gone: not shown",
        SectionKind.Text when section.Heading.Length == 0 => MarkdownText.Words(section.Text, 60),
        SectionKind.Announcement => MarkdownText.Words(section.Text, 60),
        _ => section.Heading,
    };

    /// <summary>When it shows, in words; empty when always.</summary>
    public static string When(Section section, CurrentShop shop)
    {
        string Day(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, shop.Settings.Zone()).ToString("d MMM yyyy, HH:mm", System.Globalization.CultureInfo.CurrentUICulture);
        var parts = new[] { section.From is { } from ? $"from {Day(from)}" : null, section.Until is { } until ? $"until {Day(until)}" : null };
        return string.Join(" ", parts.OfType<string>());
    }
}
