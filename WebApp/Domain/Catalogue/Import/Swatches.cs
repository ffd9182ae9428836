// Colours that files of goods name in words, as the shop draws them.
namespace Makola.Domain.Catalogue.Import;

/// <summary>The colour a plain word means.</summary>
public static class Swatches
{
    private static readonly Dictionary<string, string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["black"] = "#1d1d1f", ["white"] = "#ffffff", ["grey"] = "#8a8d91", ["gray"] = "#8a8d91", ["silver"] = "#c3c7cc", ["gold"] = "#d4a93a",
        ["rose gold"] = "#d9a08b", ["red"] = "#c62f2b", ["burgundy"] = "#6f1d2c", ["wine"] = "#6f1d2c", ["pink"] = "#f0a3bd", ["coral"] = "#f4795b",
        ["orange"] = "#ee8424", ["yellow"] = "#f3ca3e", ["mustard"] = "#d6a021", ["green"] = "#2f8f4e", ["olive"] = "#6f7430", ["mint"] = "#a9dcc3",
        ["teal"] = "#1f7f82", ["turquoise"] = "#3fb8b5", ["blue"] = "#2c62b8", ["navy"] = "#1e2b52", ["light blue"] = "#a3c9ee", ["purple"] = "#7a469c",
        ["lilac"] = "#c9bbf5", ["brown"] = "#7a4f2c", ["tan"] = "#c59b6d", ["beige"] = "#e4d5b7", ["cream"] = "#f6edd8", ["khaki"] = "#b3a878",
    };

    /// <summary>The colour as <c>#rrggbb</c>; null for a word that is none, such as "Ankara print".</summary>
    public static string? Of(string word) => Known.GetValueOrDefault(word.Trim());
}
