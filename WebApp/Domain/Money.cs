// An amount of money: whole minor units and a currency. The one place that knows decimals and signs.
using System.Globalization;

namespace Makola.Domain;

/// <summary>An amount in whole minor units (pesewas, kobo, cents) of an ISO 4217 currency. Never a fraction, never a float.</summary>
/// <param name="Minor">Whole minor units; may be negative (a discount, money to return).</param>
/// <param name="Currency">ISO 4217 code in capitals, such as GHS.</param>
public readonly record struct Money(long Minor, string Currency)
{
    /// <summary>Decimals and sign of a currency. The decimals are ISO 4217's; the signs are what West African shops write.</summary>
    private static readonly Dictionary<string, (int Decimals, string Sign)> Known = new(StringComparer.Ordinal)
    {
        ["GHS"] = (2, "GH₵"), ["NGN"] = (2, "₦"), ["XOF"] = (0, "CFA"), ["XAF"] = (0, "FCFA"), ["KES"] = (2, "KSh"), ["ZAR"] = (2, "R"),
        ["SLE"] = (2, "Le"), ["LRD"] = (2, "L$"), ["GMD"] = (2, "D"), ["GNF"] = (0, "FG"), ["UGX"] = (0, "USh"), ["RWF"] = (0, "FRw"),
        ["TZS"] = (2, "TSh"), ["USD"] = (2, "US$"), ["EUR"] = (2, "€"), ["GBP"] = (2, "£"),
    };

    /// <summary>The currencies a shop can be kept in, alphabetically.</summary>
    public static IReadOnlyList<string> Currencies { get; } = [.. Known.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Digits after the point of a currency (ISO 4217): 2 for GHS, 0 for XOF. An unknown code counts as 2.</summary>
    public static int DecimalsOf(string currency) => Known.TryGetValue(currency, out var c) ? c.Decimals : 2;

    /// <summary>The sign a price starts with, such as <c>GH₵</c>; the code itself when none is known.</summary>
    public static string SignOf(string currency) => Known.TryGetValue(currency, out var c) ? c.Sign : currency;

    /// <summary>The figures alone, grouped by thousands: <c>1,234.50</c>.</summary>
    public string Figures => Write(Minor, Currency, grouped: true);

    /// <summary>The amount as a plain decimal for machines and form fields: <c>1234.50</c>.</summary>
    public string Plain => Write(Minor, Currency, grouped: false);

    /// <summary>As a customer reads it: <c>GH₵ 1,234.50</c>, with a no-break space so that a price never wraps.</summary>
    public override string ToString() => Minor < 0
        ? $"−{SignOf(Currency)}\u00a0{Write(-Minor, Currency, grouped: true)}"
        : $"{SignOf(Currency)}\u00a0{Figures}";

    /// <summary>Reads what a person or a file writes: <c>1234.5</c>, <c>1,234.50</c>. No signs, no exponents, no more decimals than the currency has.</summary>
    /// <returns>False when the text is no amount from 0 to 10^12 minor units.</returns>
    public static bool TryParse(string? text, string currency, out Money money)
    {
        money = default;
        var trimmed = text?.Trim();
        if (trimmed is not { Length: > 0 and <= 20 }) return false;
        if (!decimal.TryParse(trimmed, NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var value)) return false;

        for (var i = DecimalsOf(currency); i > 0; i--) value *= 10;
        if (value is < 0 or > 1_000_000_000_000m || value != decimal.Truncate(value)) return false;
        money = new((long)value, currency);
        return true;
    }

    private static string Write(long minor, string currency, bool grouped)
    {
        var decimals = DecimalsOf(currency);
        var value = (decimal)minor;
        for (var i = 0; i < decimals; i++) value /= 10;
        return value.ToString((grouped ? "N" : "F") + decimals, CultureInfo.InvariantCulture);
    }
}
