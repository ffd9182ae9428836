// Facts of the shop inside its texts: {shop.phone} is filled in from the settings whenever the text is shown.
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;

namespace Makola.Domain.Content;

/// <summary>
/// A fixed list of names in curly brackets, filled with the shop's own settings: no language, nothing is computed, and what a setting says is never
/// read again. A line that names a fact the shop does not have is left out, so that a shop without a phone says nothing about calling.
/// Any other text in brackets stays as it was typed.
/// </summary>
public static partial class ShopFacts
{
    /// <summary>What can be named, and what it says.</summary>
    public static IReadOnlyList<(string Name, string Says, Func<ShopSettings, string?> Of)> All { get; } =
    [
        ("shop.name", "name of the shop", s => s.Name),
        ("shop.phone", "phone", s => PhoneNumber.Show(s.Phone)),
        ("shop.whatsapp", "WhatsApp", s => PhoneNumber.Show(s.WhatsApp)),
        ("shop.email", "e-mail", s => s.Email),
        ("collect.address", "where orders are collected", s => s.PickUpAddress),
        ("collect.hours", "opening hours", s => s.PickUpAddress is null ? null : s.OpeningHours),
        ("delivery.fees", "fees by region", Fees),
        ("delivery.free", "goods worth this much are delivered free", s => s is { Delivers: true, FreeDeliveryFrom: { } free } ? s.Money(free).ToString() : null),
        ("pay.ways", "how customers pay", Ways),
        ("pay.hours", "hours an unpaid transfer order is held", s => s.TransferNumber is null ? null : $"{s.TransferHours}"),
    ];

    /// <summary>A text in Markdown as safe HTML, with its facts.</summary>
    /// <param name="markdown">What was typed.</param>
    /// <param name="settings">The facts.</param>
    /// <param name="topHeading">See <see cref="MarkdownText.ToHtml"/>.</param>
    public static string ToHtml(string? markdown, ShopSettings settings, int topHeading = 2) =>
        Fill(MarkdownText.ToHtml(Known(markdown, settings), topHeading), settings, HtmlEncoder.Default.Encode);

    /// <summary>The words of a text, with its facts, on one line.</summary>
    /// <param name="markdown">What was typed.</param>
    /// <param name="settings">The facts.</param>
    /// <param name="longest">The most characters wanted, before facts are filled in.</param>
    public static string Words(string? markdown, ShopSettings settings, int longest) => Fill(MarkdownText.Words(Known(markdown, settings), longest), settings, text => text);

    /// <summary>The lines whose facts the shop has.</summary>
    private static string Known(string? markdown, ShopSettings settings) =>
        string.Join('\n', (markdown ?? "").ReplaceLineEndings("\n").Split('\n').Where(line => Place().Matches(line).All(place => Of(place, settings) is not "")));

    private static string Fill(string text, ShopSettings settings, Func<string, string> encode) =>
        Place().Replace(text, place => Of(place, settings) is { } fact ? encode(fact) : place.Value);

    /// <summary>The fact of a place: empty when the shop does not have it, null when there is no such fact.</summary>
    private static string? Of(Match place, ShopSettings settings)
    {
        foreach (var (name, _, of) in All)
            if (name == place.Groups[1].Value) return of(settings) ?? "";
        return null;
    }

    private static string? Fees(ShopSettings s)
    {
        if (!s.Delivers) return null;
        string Fee(long minor) => minor == 0 ? "free" : s.Money(minor).ToString();
        var own = Region.All.Where(r => s.DeliveryFees.ContainsKey(r.Code)).Select(r => $"{r.Name} {Fee(s.DeliveryFees[r.Code])}").ToList();
        return own.Count == 0 ? $"{Fee(s.DeliveryFee)} in every region" : $"{string.Join(", ", own)}, everywhere else {Fee(s.DeliveryFee)}";
    }

    private static string Ways(ShopSettings s)
    {
        var transfer = s.TransferNumber is null ? null : $"by transfer to {s.TransferNumber} ({string.Join(", ", new[] { s.TransferName, s.TransferNetwork }.OfType<string>())}) before the goods go out";
        var cash = s.CashOnDelivery ? "with cash or mobile money when you get the goods" : null;
        return string.Join(", or ", new[] { cash, transfer }.OfType<string>());
    }

    [GeneratedRegex(@"\{([a-z]+\.[a-z]+)\}")]
    private static partial Regex Place();
}
