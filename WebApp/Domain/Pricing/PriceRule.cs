// What the price tool makes of a price: a percentage, an amount or a new price, and the ending it gets. Pure.
namespace Makola.Domain.Pricing;

/// <summary>How a price moves.</summary>
public enum PriceMove
{
    /// <summary>By a share of itself.</summary>
    Percent,

    /// <summary>By an amount.</summary>
    Amount,

    /// <summary>To an amount.</summary>
    Set,
}

/// <summary>The way to an ending.</summary>
public enum PriceRounding
{
    /// <summary>To the nearest; up when two are as near.</summary>
    Nearest,

    /// <summary>Never cheaper.</summary>
    Up,

    /// <summary>Never dearer.</summary>
    Down,
}

/// <summary>What becomes of the price before.</summary>
public enum WasMove
{
    /// <summary>It stays while it is higher than the price; else it goes.</summary>
    Keep,

    /// <summary>It becomes the price of now, where the new one is lower.</summary>
    FromPrice,

    /// <summary>It goes.</summary>
    Remove,
}

/// <summary>How prices change. Whole minor units, half up.</summary>
public sealed record PriceRule
{
    /// <summary>The dearest a thing may be, minor units.</summary>
    public const long Dearest = 1_000_000_000_000;

    /// <summary>How it moves.</summary>
    public PriceMove Move { get; init; }

    /// <summary>Hundredths of a percent, or minor units; below 0 for cheaper.</summary>
    public long By { get; init; }

    /// <summary>What prices end in, in minor units of a whole one: 0, 50 or 99; null leaves them.</summary>
    public int? Ending { get; init; }

    /// <summary>The way to the ending.</summary>
    public PriceRounding Rounding { get; init; }

    /// <summary>What becomes of the price before.</summary>
    public WasMove Was { get; init; }

    /// <summary>The new price.</summary>
    /// <param name="price">Minor units.</param>
    /// <param name="unit">Minor units of a whole one: 100, or 1 where a currency has no smaller ones and endings mean nothing.</param>
    /// <returns>Null when it would be 0 or below, or dearer than <see cref="Dearest"/>. A gift stays one as long as it is multiplied.</returns>
    public long? Of(long price, int unit)
    {
        var moved = Move switch
        {
            PriceMove.Percent => decimal.Floor((price * (10_000m + By) / 10_000m) + 0.5m),
            PriceMove.Amount => price + (decimal)By,
            _ => By,
        };
        if (moved == price && Ending is null) return price;
        if (moved <= 0) return moved == price ? price : null;
        var ended = End(moved, unit);
        return ended is > 0 and <= Dearest ? (long)ended : null;
    }

    /// <summary>The new price before.</summary>
    /// <param name="was">The old one, minor units.</param>
    /// <param name="from">The price until now.</param>
    /// <param name="to">The price from now on.</param>
    public long? WasOf(long? was, long from, long to) => Was switch
    {
        WasMove.Remove => null,
        WasMove.FromPrice when to < from => from,
        _ => was > to ? was : null,
    };

    private decimal End(decimal price, int unit)
    {
        if (Ending is not { } ending || unit == 1) return price;
        var below = (decimal.Floor((price - ending) / unit) * unit) + ending;
        if (below == price) return price;
        return Rounding switch
        {
            PriceRounding.Up => below + unit,
            PriceRounding.Down => below,
            _ => below > 0 && price - below < below + unit - price ? below : below + unit,
        };
    }
}
