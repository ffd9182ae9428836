// What a cart costs. A pure function: the same cart, prices and way of delivery always give the same quote.
using System.Globalization;

namespace Makola.Domain.Pricing;

/// <summary>How the goods reach the buyer.</summary>
public enum DeliveryKind
{
    /// <summary>Brought to the buyer.</summary>
    Deliver,

    /// <summary>Collected at the shop.</summary>
    Collect,
}

/// <summary>A line to be priced.</summary>
/// <param name="VariantId">What.</param>
/// <param name="Qty">Pieces.</param>
/// <param name="UnitPrice">Minor units for one, tax included.</param>
public sealed record QuoteLine(long VariantId, int Qty, long UnitPrice)
{
    /// <summary>Minor units for all pieces.</summary>
    public long Total => checked(UnitPrice * Qty);
}

/// <summary>One step of a quote in words: "Goods", "Delivery to Ashanti".</summary>
/// <param name="Text">English text with places, key for the localiser.</param>
/// <param name="Amount">Minor units.</param>
/// <param name="Values">What goes into the places.</param>
public sealed record QuoteStep(string Text, long Amount, params object[] Values);

/// <summary>What a cart costs, and how that came about.</summary>
/// <param name="Lines">The lines.</param>
/// <param name="Goods">Sum of the lines, minor units.</param>
/// <param name="Delivery">Delivery fee, minor units.</param>
/// <param name="Steps">From goods to total, in words.</param>
public sealed record Quote(IReadOnlyList<QuoteLine> Lines, long Goods, long Delivery, IReadOnlyList<QuoteStep> Steps)
{
    /// <summary>What the buyer pays, minor units.</summary>
    public long Total => checked(Goods + Delivery);

    /// <summary>
    /// Everything the buyer agrees to, as text: <c>12x2@41000;15x1@1650;delivery 2500;total 86150</c>. Posted with the order; when the shop's own
    /// quote reads otherwise, the buyer is shown the <see cref="QuoteDifference"/>s and nothing is written. It gives no right: prices always come
    /// from the database.
    /// </summary>
    public string Shown { get; } = string.Create(CultureInfo.InvariantCulture,
        $"{string.Join(';', Lines.OrderBy(l => l.VariantId).Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.VariantId}x{l.Qty}@{l.UnitPrice}")))};delivery {Delivery};total {Goods + Delivery}");

    /// <summary>Prices a cart.</summary>
    /// <param name="lines">The goods.</param>
    /// <param name="kind">How they reach the buyer.</param>
    /// <param name="region">Code of the region they go to; ignored when collected.</param>
    /// <param name="shop">The shop's fees.</param>
    public static Quote For(IEnumerable<QuoteLine> lines, DeliveryKind kind, string? region, ShopSettings shop)
    {
        var list = lines.ToList();
        var goods = list.Sum(l => l.Total);
        List<QuoteStep> steps = [new("Goods", goods)];

        // Discounts belong here: they lower the goods before delivery is looked at.

        var delivery = DeliveryFee.For(goods, kind, region, shop);
        steps.Add(kind == DeliveryKind.Collect
            ? new("Collect from the shop", 0)
            : new("Delivery to {0}", delivery, Region.NameOf(region)));

        // Taxes belong here: named parts of the prices above, or on top of them.

        return new(list, goods, delivery, steps);
    }
}

/// <summary>What bringing the goods costs.</summary>
public static class DeliveryFee
{
    /// <summary>The fee in minor units: none when collected or when the goods are worth enough, else the region's, else the shop's usual one.</summary>
    public static long For(long goods, DeliveryKind kind, string? region, ShopSettings shop)
    {
        if (kind == DeliveryKind.Collect) return 0;
        if (shop.FreeDeliveryFrom is { } free && goods >= free) return 0;
        return region is not null && shop.DeliveryFees.TryGetValue(region, out var fee) ? fee : shop.DeliveryFee;
    }
}
