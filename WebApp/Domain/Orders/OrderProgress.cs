// How far an order is, as the buyer reads it.
namespace Makola.Domain.Orders;

/// <summary>How far an order is, in the buyer's words.</summary>
/// <param name="Word">English words, key for the localiser.</param>
/// <param name="Tone"><c>waiting</c>, <c>done</c>, <c>elsewhere</c> or <c>trouble</c>: the colour of the chip.</param>
/// <param name="Steps">The way of the goods, each with whether it is behind the buyer; empty when the order was called off.</param>
public sealed record OrderProgress(string Word, string Tone, IReadOnlyList<(string Name, bool Done)> Steps)
{
    /// <summary>Tells it from the order's states.</summary>
    public static OrderProgress Of(OrderStatus status, GoodsState goods, MoneyState money, PaymentMethod method, DeliveryKind delivery)
    {
        var waits = method == PaymentMethod.Transfer && money is MoneyState.Unpaid or MoneyState.PartPaid && method == PaymentMethod.Transfer;
        return status switch
        {
            OrderStatus.Cancelled => new("Cancelled", "trouble", []),
            OrderStatus.Expired => new("Not paid in time", "trouble", []),
            OrderStatus.Completed => new(delivery == DeliveryKind.Collect ? "Collected" : "Delivered", "done", StepsOf(GoodsState.Delivered, delivery)),
            _ => goods switch
            {
                GoodsState.Delivered => new(delivery == DeliveryKind.Collect ? "Collected" : "Delivered", "done", StepsOf(goods, delivery)),
                GoodsState.Sent or GoodsState.PartSent => new("On its way", "elsewhere", StepsOf(goods, delivery)),
                GoodsState.Packed => new(delivery == DeliveryKind.Collect ? "Ready to collect" : "Packed", "elsewhere", StepsOf(goods, delivery)),
                _ when waits => new("Waiting for your transfer", "waiting", StepsOf(goods, delivery)),
                GoodsState.PartPacked => new("Being packed", "waiting", StepsOf(goods, delivery)),
                _ => new("Waiting to be packed", "waiting", StepsOf(goods, delivery)),
            },
        };
    }

    private static List<(string, bool)> StepsOf(GoodsState goods, DeliveryKind delivery) => delivery == DeliveryKind.Collect
        ? [("Placed", true), ("Ready to collect", goods >= GoodsState.Packed), ("Collected", goods == GoodsState.Delivered)]
        : [("Placed", true), ("Packed", goods >= GoodsState.Packed), ("Sent", goods >= GoodsState.Sent), ("Delivered", goods == GoodsState.Delivered)];
}
