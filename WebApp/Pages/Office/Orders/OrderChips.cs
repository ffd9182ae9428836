// What the state of an order is called in the back office, and in which colour: the same words in every list and on the order.
namespace Makola.Pages.Office.Orders;

/// <summary>A word about an order and the colour it wears.</summary>
/// <param name="Tone">What <c>data-state</c> says: <c>waiting</c>, <c>done</c>, <c>elsewhere</c> (it is another's turn) or <c>trouble</c>.</param>
/// <param name="Text">English, as staff say it.</param>
public sealed record Chip(string Tone, string Text);

/// <summary>Chooses the chips of an order from its states alone, so that a list needs no more than its own row.</summary>
public static class OrderChips
{
    /// <summary>One chip for the order or its goods, and one for the money where it says something the first does not.</summary>
    public static IEnumerable<Chip> Of(OrderStatus status, GoodsState goods, MoneyState money, PaymentMethod method, DeliveryKind delivery)
    {
        var unpaid = money is MoneyState.Unpaid or MoneyState.PartPaid;
        yield return status switch
        {
            OrderStatus.Draft => new("elsewhere", "Draft"),
            OrderStatus.Completed => new("done", "Completed"),
            OrderStatus.Cancelled => new("trouble", "Cancelled"),
            OrderStatus.Expired => new("trouble", "Expired"),
            _ when goods == GoodsState.Unfulfilled && method == PaymentMethod.Transfer && unpaid => new("elsewhere", "Awaiting transfer"),
            _ => OfGoods(goods, delivery),
        };

        if (money == MoneyState.CreditOwed) yield return new("trouble", "Money to return");
        else if (money == MoneyState.Refunded) yield return new("done", "Money returned");
        else if (status != OrderStatus.Open) yield break;
        else if (money == MoneyState.PartPaid) yield return new("waiting", "Part paid");
        else if (money == MoneyState.Unpaid && (goods != GoodsState.Unfulfilled || method == PaymentMethod.CashOnDelivery)) yield return new("waiting", "Unpaid");
        else if (!unpaid) yield return new("done", "Paid");
    }

    private static Chip OfGoods(GoodsState goods, DeliveryKind delivery) => goods switch
    {
        GoodsState.Unfulfilled => new("waiting", "To pack"),
        GoodsState.PartPacked => new("waiting", "Partly packed"),
        GoodsState.Packed when delivery == DeliveryKind.Collect => new("elsewhere", "Ready to collect"),
        GoodsState.Packed => new("waiting", "To send"),
        GoodsState.PartSent => new("waiting", "Partly sent"),
        GoodsState.Sent => new("elsewhere", "On its way"),
        _ => new("done", "Delivered"),
    };
}
