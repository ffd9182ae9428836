// The states of an order: what is stored, what is derived from its rows, and the one table of legal moves.
namespace Makola.Domain.Orders;

/// <summary>What an order is.</summary>
public enum OrderStatus
{
    /// <summary>Being put together; nothing is held for it.</summary>
    Draft,

    /// <summary>Placed: its goods are held, packed or on the way.</summary>
    Open,

    /// <summary>Everything delivered and paid.</summary>
    Completed,

    /// <summary>Called off before anything was sent.</summary>
    Cancelled,

    /// <summary>Not paid in time; its goods are free again.</summary>
    Expired,
}

/// <summary>How the money stands. Derived from payment events.</summary>
public enum MoneyState
{
    /// <summary>Nothing came in.</summary>
    Unpaid,

    /// <summary>Less came in than is due.</summary>
    PartPaid,

    /// <summary>What is due came in.</summary>
    Paid,

    /// <summary>The shop has more than is due and owes it to the buyer.</summary>
    CreditOwed,

    /// <summary>Some went back, and what stayed is due.</summary>
    PartRefunded,

    /// <summary>Everything went back.</summary>
    Refunded,
}

/// <summary>How the goods stand. Derived from the lines' counters.</summary>
public enum GoodsState
{
    /// <summary>Nothing packed.</summary>
    Unfulfilled,

    /// <summary>Some packed.</summary>
    PartPacked,

    /// <summary>All packed.</summary>
    Packed,

    /// <summary>Some sent.</summary>
    PartSent,

    /// <summary>All sent.</summary>
    Sent,

    /// <summary>All delivered.</summary>
    Delivered,
}

/// <summary>The table of legal moves and the derivations.</summary>
public static class OrderStates
{
    private static readonly HashSet<(OrderStatus From, OrderStatus To)> Legal =
    [
        (OrderStatus.Draft, OrderStatus.Open),
        (OrderStatus.Draft, OrderStatus.Cancelled),
        (OrderStatus.Open, OrderStatus.Cancelled),
        (OrderStatus.Open, OrderStatus.Expired),
        (OrderStatus.Expired, OrderStatus.Open),
        (OrderStatus.Open, OrderStatus.Completed),
    ];

    /// <summary>Whether an order may go from one status to another.</summary>
    public static bool Allows(OrderStatus from, OrderStatus to) => Legal.Contains((from, to));

    /// <summary>How the goods stand, from the lines' counters.</summary>
    public static GoodsState GoodsOf(IReadOnlyCollection<OrderLine> lines)
    {
        var (wanted, packed, sent, delivered) = (lines.Sum(l => l.Wanted), lines.Sum(l => l.Packed), lines.Sum(l => l.Sent), lines.Sum(l => l.Delivered));
        if (wanted == 0) return GoodsState.Unfulfilled;
        if (delivered == wanted) return GoodsState.Delivered;
        if (sent == wanted) return GoodsState.Sent;
        if (sent > 0) return GoodsState.PartSent;
        if (packed == wanted) return GoodsState.Packed;
        return packed > 0 ? GoodsState.PartPacked : GoodsState.Unfulfilled;
    }

    /// <summary>How the money stands.</summary>
    /// <param name="due">What the shop is to have, minor units: the total, or 0 for a cancelled or expired order.</param>
    /// <param name="received">What came in.</param>
    /// <param name="returned">What went back.</param>
    public static MoneyState MoneyOf(long due, long received, long returned)
    {
        var kept = received - returned;
        if (received == 0) return MoneyState.Unpaid;
        if (kept > due) return MoneyState.CreditOwed;
        if (kept == 0 && returned > 0) return MoneyState.Refunded;
        if (kept < due) return MoneyState.PartPaid;
        return returned > 0 ? MoneyState.PartRefunded : MoneyState.Paid;
    }
}
