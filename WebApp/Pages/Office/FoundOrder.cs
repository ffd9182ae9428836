// An order as the find box shows it, with whose it is.
using System.Linq.Expressions;
using Makola.Pages.Office.Orders;

namespace Makola.Pages.Office;

/// <summary>An order that was found.</summary>
public sealed record FoundOrder(
    long Number, string Name, string? Phone, string? Email, OrderStatus Status, GoodsState Goods, MoneyState Money, PaymentMethod Method, DeliveryKind Delivery, long Total, string Currency)
{
    /// <summary>What is read of an order.</summary>
    public static readonly Expression<Func<Order, FoundOrder>> From = o =>
        new FoundOrder(o.Number, o.Name, o.Phone, o.Email, o.Status, o.Goods, o.Money, o.Method, o.Delivery, o.Total, o.Currency);

    /// <summary>Its state in words.</summary>
    public IEnumerable<Chip> Chips => OrderChips.Of(Status, Goods, Money, Method, Delivery);
}
