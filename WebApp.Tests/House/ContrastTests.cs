// Text on any ground has at least 4.5 : 1 (WCAG 2.2, 1.4.3), in the light and in the dark palette, computed from the sheets.
using System.Globalization;
using System.Text.RegularExpressions;

namespace Makola.Tests.House;

public sealed partial class ContrastTests
{
    private const double Enough = 4.5;

    /// <summary>Words that stand on the plain grounds.</summary>
    private static readonly string[] Inks = ["ink", "muted", "brand", "danger", "ok"];

    [Theory]
    [InlineData("shop.css", false)]
    [InlineData("shop.css", true)]
    [InlineData("office.css", false)]
    [InlineData("office.css", true)]
    public void Text_stands_out_from_every_ground(string sheet, bool dark)
    {
        var css = Source.Files("wwwroot-assets/css/" + sheet, "").Single().Text;
        var colours = Palette(css, dark);
        Assert.Contains("ink", colours.Keys);

        var faint = Pairs(css, colours).Distinct()
            .Select(pair => (pair.Text, pair.Ground, Ratio: Contrast(colours[pair.Text], colours[pair.Ground])))
            .Where(pair => pair.Ratio < Enough)
            .Select(pair => $"{pair.Text} on {pair.Ground}: {pair.Ratio:0.00}");

        Assert.Empty(faint);
    }

    /// <summary>Only tokens have values: a colour written anywhere else would not turn dark, and no test would see it.</summary>
    [Theory]
    [InlineData("shop.css")]
    [InlineData("office.css")]
    public void Colours_are_named_once(string sheet)
    {
        var css = Source.Files("wwwroot-assets/css/" + sheet, "").Single().Text;
        var rules = Comment().Replace(css, "");
        rules = Root().Replace(rules, "");

        Assert.DoesNotContain(Colour().Matches(rules), colour => colour.Value is not ("#000" or "#fff"));
    }

    private static IEnumerable<(string Text, string Ground)> Pairs(string css, Dictionary<string, string> colours)
    {
        foreach (var ink in Inks.Where(colours.ContainsKey))
        {
            foreach (var ground in new[] { "paper", "surface" }.Where(colours.ContainsKey))
                yield return (ink, ground);
        }

        foreach (var tint in colours.Keys.Where(name => name.StartsWith("tint", StringComparison.Ordinal)))
            yield return ("ink", tint);

        foreach (var on in colours.Keys.Where(name => name.StartsWith("on-", StringComparison.Ordinal) && colours.ContainsKey(name[3..])))
            yield return (on, on[3..]);

        // Rules that set both.
        foreach (Match rule in Rule().Matches(Comment().Replace(css, "")))
        {
            var text = TextColour().Match(rule.Value);
            var ground = GroundColour().Match(rule.Value);
            if (text.Success && ground.Success && colours.ContainsKey(text.Groups[1].Value) && colours.ContainsKey(ground.Groups[1].Value))
                yield return (text.Groups[1].Value, ground.Groups[1].Value);
        }
    }

    private static Dictionary<string, string> Palette(string css, bool dark)
    {
        css = Comment().Replace(css, "");
        var colours = new Dictionary<string, string>();
        foreach (Match root in Root().Matches(css))
        {
            var isDark = css[..root.Index].LastIndexOf("prefers-color-scheme: dark", StringComparison.Ordinal) is var at and >= 0
                && css[at..root.Index].Count(c => c == '}') == 0;
            if (isDark && !dark)
                continue;
            foreach (Match token in Token().Matches(root.Value))
                colours[token.Groups[1].Value] = token.Groups[2].Value;
        }

        return colours;
    }

    // WCAG 2.2, definition of relative luminance and contrast ratio.
    private static double Contrast(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string hex)
    {
        hex = hex.Length == 4 ? string.Concat(hex[1..].SelectMany(c => new[] { c, c })) : hex[1..7];
        double Part(int at)
        {
            var value = int.Parse(hex.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }

        return 0.2126 * Part(0) + 0.7152 * Part(2) + 0.0722 * Part(4);
    }

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@":root\s*\{[^}]*\}")]
    private static partial Regex Root();

    [GeneratedRegex(@"--([\w-]+)\s*:\s*(#[0-9a-fA-F]{3,8})")]
    private static partial Regex Token();

    [GeneratedRegex(@"[^{}]+\{[^{}]*\}")]
    private static partial Regex Rule();

    [GeneratedRegex(@"(?<![-\w])color:\s*var\(--([\w-]+)\)")]
    private static partial Regex TextColour();

    [GeneratedRegex(@"(?<![-\w])background(?:-color)?:\s*var\(--([\w-]+)\)")]
    private static partial Regex GroundColour();

    [GeneratedRegex(@"(?<!--[\w-]+:\s*)#[0-9a-fA-F]{3,8}\b(?=[^{}]*[;}])|\brgba?\([^)]*\)|\bhsla?\([^)]*\)")]
    private static partial Regex Colour();
}
