// What changed between the quote a buyer was shown and the quote as it is now, in words.
using System.Globalization;

namespace Makola.Domain.Pricing;

/// <summary>One thing that changed since the buyer saw the quote.</summary>
/// <param name="Text">English sentence with places, key for the localiser.</param>
/// <param name="Values">What goes into the places.</param>
public sealed record QuoteDifference(string Text, params object[] Values)
{
    /// <summary>Compares what was shown with what is now. Whatever was posted can be told apart, but changes nothing.</summary>
    /// <param name="shown">The posted <see cref="Quote.Shown"/>; nonsense is read as "something changed".</param>
    /// <param name="now">The quote as it is.</param>
    /// <param name="nameOf">Name of a variant in the cart.</param>
    /// <param name="money">Writes an amount.</param>
    public static IReadOnlyList<QuoteDifference> Between(string? shown, Quote now, Func<long, string> nameOf, Func<long, Money> money)
    {
        var (lines, delivery, total) = Read(shown);
        var differences = new List<QuoteDifference>();
        foreach (var line in now.Lines)
        {
            if (!lines.Remove(line.VariantId, out var before)) differences.Add(new("{0} was added.", nameOf(line.VariantId)));
            else if (before.Price != line.UnitPrice) differences.Add(new("{0}: the price changed from {1} to {2}.", nameOf(line.VariantId), money(before.Price), money(line.UnitPrice)));
            else if (before.Qty != line.Qty) differences.Add(new("{0}: from {1} to {2} pieces.", nameOf(line.VariantId), before.Qty, line.Qty));
        }

        if (lines.Count > 0) differences.Add(new("Something was taken out of your cart."));
        if (delivery is { } fee && fee != now.Delivery) differences.Add(new("Delivery: from {0} to {1}.", money(fee), money(now.Delivery)));
        if (total is { } sum && sum != now.Total) differences.Add(new("Total: from {0} to {1}.", money(sum), money(now.Total)));
        return differences.Count > 0 ? differences : [new("Your cart changed. Please look again.")];
    }

    private static (Dictionary<long, (int Qty, long Price)> Lines, long? Delivery, long? Total) Read(string? shown)
    {
        var lines = new Dictionary<long, (int, long)>();
        long? delivery = null, total = null;
        foreach (var part in (shown is { Length: <= 8_000 } ? shown : "").Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.StartsWith("delivery ", StringComparison.Ordinal)) delivery = Number(part[9..]);
            else if (part.StartsWith("total ", StringComparison.Ordinal)) total = Number(part[6..]);
            else if (part.Split('x', '@') is [var id, var qty, var price] && Number(id) is { } i && Number(qty) is >= 1 and <= Variant.MostPieces and { } q && Number(price) is { } p)
                lines[i] = ((int)q, p);
        }

        return (lines, delivery, total);
    }

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n <= 1_000_000_000_000_000 ? n : null;
}
