// An order as lists of the back office show it.
using System.Linq.Expressions;

namespace Makola.Pages.Office.Orders;

/// <summary>One row of a list of orders.</summary>
public sealed record OrderRow(
    long Number, string Name, DateTimeOffset PlacedAt, OrderStatus Status, GoodsState Goods, MoneyState Money,
    PaymentMethod Method, DeliveryKind Delivery, string? RegionCode, long Total, string Currency)
{
    /// <summary>What is read of an order.</summary>
    public static readonly Expression<Func<Order, OrderRow>> From = o =>
        new OrderRow(o.Number, o.Name, o.PlacedAt, o.Status, o.Goods, o.Money, o.Method, o.Delivery, o.RegionCode, o.Total, o.Currency);

    /// <summary>Its state in words.</summary>
    public IEnumerable<Chip> Chips => OrderChips.Of(Status, Goods, Money, Method, Delivery);

    /// <summary>Where it goes and how it is paid.</summary>
    public string About => $"{(Delivery == DeliveryKind.Collect ? "Collects" : Region.NameOf(RegionCode))} · {(Method == PaymentMethod.Transfer ? "transfer" : "cash on delivery")}";

    /// <summary>Its total in figures, without the sign.</summary>
    public string TotalFigures => new Money(Total, Currency).Figures;
}
