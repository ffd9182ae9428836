// The table of legal moves of an order: every pair of states, and every verb in every state.
using System.Reflection;

namespace Makola.Tests.Domain.Orders;

public sealed class OrderMovesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 6, 12, 0, 0, TimeSpan.Zero);
    private static readonly Actor Efua = Actor.Staff(1, "Efua Owusu");

    /// <summary>The moves the shop's rules name (domain.md, "Order"); everything else is refused.</summary>
    private static readonly (OrderStatus From, OrderStatus To)[] Legal =
    [
        (OrderStatus.Draft, OrderStatus.Open),
        (OrderStatus.Draft, OrderStatus.Cancelled),
        (OrderStatus.Open, OrderStatus.Cancelled),
        (OrderStatus.Open, OrderStatus.Expired),
        (OrderStatus.Open, OrderStatus.Completed),
        (OrderStatus.Expired, OrderStatus.Open),
    ];

    public static TheoryData<OrderStatus, OrderStatus> Pairs()
    {
        var pairs = new TheoryData<OrderStatus, OrderStatus>();
        foreach (var from in Enum.GetValues<OrderStatus>())
        {
            foreach (var to in Enum.GetValues<OrderStatus>())
                pairs.Add(from, to);
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_pair_of_states_is_legal_or_refused(OrderStatus from, OrderStatus to)
    {
        var order = OrderIn(from);
        var become = typeof(Order).GetMethod("Become", BindingFlags.NonPublic | BindingFlags.Instance)!;

        var refused = Record.Exception(() => become.Invoke(order, [to]))?.InnerException;

        if (Legal.Contains((from, to)))
        {
            Assert.Null(refused);
            Assert.Equal(to, order.Status);
        }
        else
        {
            Assert.Equal("order.move", Assert.IsType<Refusal>(refused).Code);
            Assert.Equal(from, order.Status);
        }

        Assert.Equal(Legal.Contains((from, to)), OrderStates.Allows(from, to));
    }

    public static TheoryData<string, OrderStatus, OrderStatus?> Verbs() => new()
    {
        // Where the verb leads; null: refused, and nothing changed.
        { "open", OrderStatus.Draft, OrderStatus.Open },
        { "open", OrderStatus.Open, null },
        { "open", OrderStatus.Completed, null },
        { "open", OrderStatus.Cancelled, null },
        { "pack", OrderStatus.Draft, null },
        { "pack", OrderStatus.Open, OrderStatus.Open },
        { "pack", OrderStatus.Completed, null },
        { "pack", OrderStatus.Cancelled, null },
        { "pack", OrderStatus.Expired, null },
        { "send", OrderStatus.Draft, null },
        { "send", OrderStatus.Completed, null },
        { "send", OrderStatus.Cancelled, null },
        { "send", OrderStatus.Expired, null },
        { "deliver", OrderStatus.Draft, null },
        { "deliver", OrderStatus.Completed, null },
        { "deliver", OrderStatus.Cancelled, null },
        { "deliver", OrderStatus.Expired, null },
        { "cancel", OrderStatus.Draft, OrderStatus.Cancelled },
        { "cancel", OrderStatus.Open, OrderStatus.Cancelled },
        { "cancel", OrderStatus.Completed, null },
        { "cancel", OrderStatus.Cancelled, null },
        { "cancel", OrderStatus.Expired, null },
        { "cancel by buyer", OrderStatus.Open, OrderStatus.Cancelled },
        { "cancel by buyer", OrderStatus.Completed, null },
        { "cancel by buyer", OrderStatus.Cancelled, null },
        { "cancel by buyer", OrderStatus.Expired, null },
        { "expire", OrderStatus.Draft, null },
        { "expire", OrderStatus.Open, OrderStatus.Expired },
        { "expire", OrderStatus.Completed, null },
        { "expire", OrderStatus.Cancelled, null },
        { "expire", OrderStatus.Expired, null },
        { "money", OrderStatus.Draft, null },
        { "money", OrderStatus.Open, OrderStatus.Open },
        { "money", OrderStatus.Completed, OrderStatus.Completed },
        { "money", OrderStatus.Cancelled, OrderStatus.Cancelled },
        { "money", OrderStatus.Expired, OrderStatus.Open },
    };

    [Theory]
    [MemberData(nameof(Verbs))]
    public void A_verb_works_where_it_is_legal_and_changes_nothing_elsewhere(string verb, OrderStatus from, OrderStatus? to)
    {
        var order = OrderIn(from);
        var before = Facts(order);

        var refusal = Record.Exception(() => Do(verb, order));

        if (to is { } expected)
        {
            Assert.Null(refusal);
            Assert.Equal(expected, order.Status);
        }
        else
        {
            Assert.IsType<Refusal>(refusal);
            Assert.Equal(before, Facts(order));
        }
    }

    [Fact]
    public void What_was_sent_cannot_be_called_off()
    {
        var order = OrderIn(OrderStatus.Open);
        order.Send(order.Pack(new Dictionary<int, int> { [1] = 1 }, Efua, Noon).No, null, null, Efua, Noon);

        Assert.Equal("cancel.too_late", Assert.Throws<Refusal>(() => order.Cancel(null, Efua, Noon)).Code);
        Assert.Equal(OrderStatus.Open, order.Status);
        Assert.Equal(GoodsState.PartSent, order.Goods);
    }

    [Fact]
    public void A_buyer_cannot_call_off_what_is_packed_but_staff_can()
    {
        var order = OrderIn(OrderStatus.Open);
        order.Pack(null, Efua, Noon);

        Assert.Equal("cancel.too_late", Assert.Throws<Refusal>(() => order.Cancel(null, Actor.Customer, Noon)).Code);
        order.Cancel("Customer called", Efua, Noon);

        Assert.Equal(OrderStatus.Cancelled, order.Status);
        Assert.Equal(0, order.PiecesHeld);
    }

    [Fact]
    public void Part_of_the_money_stops_the_clock_but_only_the_whole_brings_an_expired_order_back()
    {
        var open = OrderIn(OrderStatus.Open);
        open.ReceiveMoney(4_00, "TX-1", revive: true, Efua, Noon);
        Assert.Equal((MoneyState.PartPaid, null), (open.Money, open.HoldUntil));
        Assert.Equal("expire.paid", Assert.Throws<Refusal>(() => open.Expire(Noon.AddDays(9))).Code);

        var late = OrderIn(OrderStatus.Expired);
        late.ReceiveMoney(4_00, "TX-1", revive: true, Efua, Noon);
        Assert.Equal((OrderStatus.Expired, MoneyState.CreditOwed, 0), (late.Status, late.Money, late.PiecesHeld));

        late.ReceiveMoney(late.Total - 4_00, "TX-2", revive: true, Efua, Noon);
        Assert.Equal((OrderStatus.Open, MoneyState.Paid, 5), (late.Status, late.Money, late.PiecesHeld));
    }

    [Fact]
    public void Goods_that_left_stop_the_clock_of_an_order_nobody_has_paid()
    {
        var order = OrderIn(OrderStatus.Open);
        order.Send(order.Pack(new Dictionary<int, int> { [1] = 1 }, Efua, Noon).No, null, null, Efua, Noon);

        Assert.Null(order.HoldUntil);
        Assert.DoesNotContain(order.Holds, hold => hold.State == HoldState.Held);
        Assert.Equal("expire.sent", Assert.Throws<Refusal>(() => order.Expire(Noon.AddDays(9))).Code);
    }

    private static void Do(string verb, Order order)
    {
        switch (verb)
        {
            case "open": order.Open(null, Efua, Noon); break;
            case "pack": order.Pack(null, Efua, Noon); break;
            case "send": order.Send(1, "Rider", null, Efua, Noon); break;
            case "deliver": order.Deliver(1, Efua, Noon); break;
            case "cancel": order.Cancel("Changed my mind", Efua, Noon); break;
            case "cancel by buyer": order.Cancel(null, Actor.Customer, Noon); break;
            case "expire": order.Expire(Noon.AddDays(2)); break;
            case "money": order.ReceiveMoney(order.Total, "TX-" + order.Version, revive: true, Efua, Noon); break;
            default: throw new ArgumentException(verb);
        }
    }

    private static string Facts(Order order) =>
        $"{order.Status} {order.Goods} {order.Money} v{order.Version} {order.Events.Count} events {order.StockMovesCount()} moves " +
        $"{order.Parcels.Count} parcels {order.Received} in {order.PiecesHeld} held {string.Join(',', order.Lines.Select(l => (l.Cancelled, l.Packed, l.Sent, l.Delivered)))}";

    /// <summary>An order of two lines, brought by its own verbs into a state.</summary>
    private static Order OrderIn(OrderStatus status)
    {
        var order = new Order
        {
            Number = 1001, Token = SecretToken.New(), PlaceKey = SecretToken.Hash("x"), Currency = "GHS", Name = Cast.CustomerName, Phone = "+233248124490",
            Delivery = DeliveryKind.Deliver, RegionCode = "AA", Landmark = "Blue gate", Method = PaymentMethod.Transfer,
            GoodsTotal = 84_00, DeliveryTotal = 20_00, Total = 104_00, PlacedAt = Noon,
        };
        order.Lines.Add(Line(1, Cast.Plantain, 3));
        order.Lines.Add(Line(2, Cast.Drum, 2));
        order.Payments.Add(new Payment { OrderNumber = 1001, No = 1, Method = PaymentMethod.Transfer, Currency = "GHS", AmountExpected = 104_00, Reference = order.Reference });
        if (status == OrderStatus.Draft)
            return order;

        order.Open(Noon.AddDays(1), Actor.Customer, Noon);
        switch (status)
        {
            case OrderStatus.Cancelled:
                order.Cancel(null, Actor.Customer, Noon);
                break;
            case OrderStatus.Expired:
                order.Expire(Noon.AddDays(2));
                break;
            case OrderStatus.Completed:
                order.ReceiveMoney(order.Total, "TX-0", revive: true, Efua, Noon);
                var parcel = order.Pack(null, Efua, Noon);
                order.Send(parcel.No, null, null, Efua, Noon);
                order.Deliver(parcel.No, Efua, Noon);
                break;
        }

        Assert.Equal(status, order.Status);
        return order;
    }

    private static OrderLine Line(int no, Good good, int pieces) => new()
    {
        OrderNumber = 1001, LineNo = no, VariantId = no, Name = good.Name, Sku = good.Sku, Choices = "", UnitPrice = no == 1 ? 12_00 : 24_00,
        Ordered = pieces, Total = (no == 1 ? 12_00 : 24_00) * pieces,
    };
}

internal static class OrderPeek
{
    /// <summary>How many stock movements an order's verbs have asked for and not yet written.</summary>
    public static int StockMovesCount(this Order order) =>
        ((System.Collections.ICollection)typeof(Order).GetProperty("StockMoves", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(order)!).Count;
}
