// The piles orders lie in: the tabs of the list, the numbers in the menu and the "waiting for you" of today.
using System.Linq.Expressions;

namespace Makola.Domain.Orders;

/// <summary>A pile of orders. An order with two parcels can lie in two.</summary>
/// <param name="Key">In the address: <c>/office/orders?tab=to-pack</c>.</param>
/// <param name="Name">On the tab.</param>
/// <param name="Holds">Which orders lie in it. Every condition begins with the status, as the indexes do.</param>
/// <param name="Always">Whether the tab shows when nothing lies in it.</param>
public sealed record OrderTab(string Key, string Name, Expression<Func<Order, bool>> Holds, bool Always = true)
{
    /// <summary>Paid, or paid at the door, and not all packed.</summary>
    public static readonly OrderTab ToPack = new("to-pack", "To pack", o => o.Status == OrderStatus.Open
        && (o.Goods == GoodsState.Unfulfilled || o.Goods == GoodsState.PartPacked || o.Goods == GoodsState.PartSent && o.Lines.Any(l => l.Packed < l.Ordered - l.Cancelled))
        && !(o.Method == PaymentMethod.Transfer && (o.Money == MoneyState.Unpaid || o.Money == MoneyState.PartPaid)));

    /// <summary>A transfer is to come before the goods go, or the rider's cash after they went.</summary>
    public static readonly OrderTab AwaitingMoney = new("awaiting-money", "Awaiting money", o => o.Status == OrderStatus.Open
        && (o.Money == MoneyState.Unpaid || o.Money == MoneyState.PartPaid)
        && (o.Method == PaymentMethod.Transfer || o.Goods == GoodsState.Delivered));

    /// <summary>A parcel stands ready for the rider, or for the buyer.</summary>
    public static readonly OrderTab ToSend = new("to-send", "To send", o => o.Status == OrderStatus.Open
        && (o.Goods == GoodsState.Packed || o.Goods == GoodsState.PartPacked || o.Goods == GoodsState.PartSent)
        && o.Parcels.Any(p => p.State == ParcelState.Packed));

    /// <summary>A parcel is with the rider.</summary>
    public static readonly OrderTab Sent = new("sent", "Sent", o => o.Status == OrderStatus.Open
        && (o.Goods == GoodsState.Sent || o.Goods == GoodsState.PartSent));

    /// <summary>The shop has money that is the buyer's.</summary>
    public static readonly OrderTab ToReturn = new("to-return", "Money to return", o =>
        (o.Status == OrderStatus.Open || o.Status == OrderStatus.Completed || o.Status == OrderStatus.Cancelled || o.Status == OrderStatus.Expired)
        && o.Money == MoneyState.CreditOwed, Always: false);

    /// <summary>Delivered and paid.</summary>
    public static readonly OrderTab Done = new("done", "Done", o => o.Status == OrderStatus.Completed && o.Goods == GoodsState.Delivered);

    /// <summary>Called off, or not paid in time.</summary>
    public static readonly OrderTab Cancelled = new("cancelled", "Cancelled", o => o.Status == OrderStatus.Cancelled || o.Status == OrderStatus.Expired);

    /// <summary>Every order.</summary>
    public static readonly OrderTab Everything = new("all", "All", o => o.Status != OrderStatus.Draft);

    /// <summary>The tabs from left to right.</summary>
    public static IReadOnlyList<OrderTab> All { get; } = [ToPack, AwaitingMoney, ToSend, Sent, ToReturn, Done, Cancelled, Everything];

    /// <summary>The tab of a key; null when there is none.</summary>
    public static OrderTab? Find(string? key) => All.FirstOrDefault(t => t.Key == key);
}

/// <summary>How many orders lie in each pile, messages, phones and reviews wait, and mails could not be sent, counted to a bound so that a full archive costs no more than a small one.</summary>
public sealed record OrderCounts(int ToPack, int AwaitingMoney, int ToSend, int Sent, int ToReturn, int Done, int Cancelled, int Everything, int Messages, int MailFailed, int PhonesToConfirm = 0, int ReviewsWaiting = 0)
{
    /// <summary>Counting stops here; shown as "999+".</summary>
    public const int Most = 1000;

    /// <summary>What of it somebody may know who does not see orders, or what customers write.</summary>
    public OrderCounts SeenBy(bool orders, bool messages) => (orders ? this : new OrderCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0)) with
    {
        Messages = messages ? Messages : 0, MailFailed = messages ? MailFailed : 0,
        PhonesToConfirm = messages ? PhonesToConfirm : 0, ReviewsWaiting = messages ? ReviewsWaiting : 0,
    };

    /// <summary>Counts all piles in one query.</summary>
    public static Task<OrderCounts> ReadAsync(ShopDb db, DateTimeOffset now, CancellationToken ct)
    {
        // Named first: an expression in which nothing depends on the row is run apart, one statement for each count.
        var (toPack, awaitingMoney, toSend, sent) = (Pile(db, OrderTab.ToPack), Pile(db, OrderTab.AwaitingMoney), Pile(db, OrderTab.ToSend), Pile(db, OrderTab.Sent));
        var (toReturn, done, cancelled, everything) = (Pile(db, OrderTab.ToReturn), Pile(db, OrderTab.Done), Pile(db, OrderTab.Cancelled), Pile(db, OrderTab.Everything));
        var messages = db.ContactMessages.Waiting().Take(Most);
        var mailFailed = db.Messages.In(MessageState.Failed).Take(Most);
        var phones = db.ContactProofs.PhonesWaiting(now).Take(Most);
        var reviews = db.Reviews.Where(r => r.State == ReviewState.Waiting).Take(Most);
        return db.Settings.Select(_ => new OrderCounts(
            toPack.Count(), awaitingMoney.Count(), toSend.Count(), sent.Count(), toReturn.Count(), done.Count(), cancelled.Count(), everything.Count(), messages.Count(), mailFailed.Count(), phones.Count(), reviews.Count())).SingleAsync(ct);
    }

    /// <summary>The number of a tab.</summary>
    public int Of(OrderTab tab) => tab.Key switch
    {
        "to-pack" => ToPack, "awaiting-money" => AwaitingMoney, "to-send" => ToSend, "sent" => Sent,
        "to-return" => ToReturn, "done" => Done, "cancelled" => Cancelled, _ => Everything,
    };

    /// <summary>A number as it is shown.</summary>
    public static string Shown(int count) => count < Most ? count.ToString(System.Globalization.CultureInfo.InvariantCulture) : "999+";

    private static IQueryable<Order> Pile(ShopDb db, OrderTab tab) => db.Orders.Where(tab.Holds).Take(Most);
}
