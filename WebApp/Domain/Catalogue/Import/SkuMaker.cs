// SKUs for goods that come without: short enough for a label, readable enough to pack by, and the same at every import.
using System.Text;

namespace Makola.Domain.Catalogue.Import;

/// <summary>Makes SKUs such as <c>OCEAN-BLUE-SHIRT</c> and <c>CLASSIC-VARSITY-TOP-S</c>, each one unlike every other of the shop.</summary>
/// <param name="taken">SKUs in use, also those of the same import; what is made is added. Compared without case.</param>
public sealed class SkuMaker(IEnumerable<string> taken)
{
    /// <summary>Most characters of a SKU that is made.</summary>
    public const int Longest = 40;

    private static readonly Dictionary<string, string> Sizes = new(StringComparer.Ordinal)
    {
        ["EXTRA-SMALL"] = "XS", ["X-SMALL"] = "XS", ["SMALL"] = "S", ["MEDIUM"] = "M", ["LARGE"] = "L", ["X-LARGE"] = "XL", ["EXTRA-LARGE"] = "XL",
        ["XX-LARGE"] = "XXL", ["2XL"] = "XXL", ["ONE-SIZE"] = "OS",
    };

    private readonly HashSet<string> taken = new(taken, StringComparer.OrdinalIgnoreCase);

    /// <summary>A new SKU: capital letters, digits and dashes, 1–40 characters.</summary>
    /// <param name="slug">Address of the product.</param>
    /// <param name="choices">The variant's value of each option; empty without options.</param>
    public string Make(string slug, IReadOnlyList<string> choices)
    {
        // The choices tell variants apart, so they keep their room and the name gives way.
        var room = choices.Count switch { 0 => 0, 1 => 16, 2 => 10, _ => 7 };
        var ending = new StringBuilder();
        foreach (var choice in choices)
        {
            if (Code(choice, room) is { Length: > 0 } code)
                ending.Append('-').Append(code);
        }

        var wanted = Cut(slug.ToUpperInvariant(), Longest - ending.Length) + ending;
        var sku = wanted;
        for (var n = 2; !taken.Add(sku); n++)
        {
            var number = $"-{n}";
            sku = wanted[..Math.Min(wanted.Length, Longest - number.Length)].TrimEnd('-') + number;
        }
        return sku;
    }

    /// <summary>Keeps a SKU from being made: somebody else has it.</summary>
    public void Take(string sku) => taken.Add(sku);

    private static string Code(string choice, int room)
    {
        var slug = Slugs.From(choice);
        if (slug == "item")
            return "";

        var code = slug.ToUpperInvariant();
        return Sizes.TryGetValue(code, out var size) ? size : Cut(code, room);
    }

    // At the end of a word where one ends in the second half, else in the middle of it.
    private static string Cut(string code, int longest)
    {
        if (code.Length <= longest)
            return code;

        var end = code.LastIndexOf('-', longest);
        return code[..(end > longest / 2 ? end : longest)].TrimEnd('-');
    }
}
