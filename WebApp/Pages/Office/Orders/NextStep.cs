// The one thing to do next with an order: what the big green button says.
namespace Makola.Pages.Office.Orders;

/// <summary>What the shop does next with an order.</summary>
public enum NextStep
{
    /// <summary>Nothing is left to do.</summary>
    Nothing,

    /// <summary>Look for the buyer's transfer; the goods are held meanwhile.</summary>
    AwaitTransfer,

    /// <summary>Pack what is not packed.</summary>
    Pack,

    /// <summary>Give a packed parcel to who carries it.</summary>
    Send,

    /// <summary>Give a packed parcel to the buyer who collects it.</summary>
    HandOver,

    /// <summary>Hear that a parcel arrived.</summary>
    Deliver,

    /// <summary>Everything arrived; the rider's cash is still to come in.</summary>
    CollectMoney,

    /// <summary>The shop has money of the buyer's.</summary>
    ReturnMoney,
}

/// <summary>Finds the next step.</summary>
public static class NextSteps
{
    /// <summary>What to do next, and with which parcel where it is about one.</summary>
    /// <param name="order">With its lines, parcels and payments.</param>
    public static (NextStep Step, Parcel? Parcel) Next(this Order order)
    {
        if (order.Status != OrderStatus.Open) return (order.Credit > 0 ? NextStep.ReturnMoney : NextStep.Nothing, null);

        var sent = order.Parcels.Find(p => p.State == ParcelState.Sent);
        var packed = order.Parcels.Find(p => p.State == ParcelState.Packed);
        if (order.Method == PaymentMethod.Transfer && order.Outstanding > 0 && sent is null && !AllDelivered(order)) return (NextStep.AwaitTransfer, null);
        if (packed is not null) return (order.Delivery == DeliveryKind.Collect ? NextStep.HandOver : NextStep.Send, packed);
        if (order.Lines.Exists(l => l.ToPack > 0)) return (NextStep.Pack, null);
        if (sent is not null) return (NextStep.Deliver, sent);
        if (order.Outstanding > 0) return (NextStep.CollectMoney, null);
        return (order.Credit > 0 ? NextStep.ReturnMoney : NextStep.Nothing, null);
    }

    private static bool AllDelivered(Order order) => order.Lines.TrueForAll(l => l.Delivered == l.Wanted);
}
