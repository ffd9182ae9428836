// An order: what it is, who ordered it, and its line of events. Its verbs are in Order.Fulfilment.cs and Order.Money.cs.
using System.Text.Json;

namespace Makola.Domain.Orders;

/// <summary>
/// A buyer's order. Verbs refuse first and then change; each leaves an <see cref="OrderEvent"/> whose number is the order's
/// <see cref="Version"/>, so two people cannot act on the same state. Stock a verb moves is collected in <see cref="StockMoves"/> and
/// applied by <see cref="ShopDb.WriteAsync{T}"/> in the same transaction. Orders are never deleted.
/// </summary>
public sealed partial class Order
{
    /// <summary>Gapless per shop, from 1001. Primary key.</summary>
    public required long Number { get; init; }

    /// <summary>The secret of the buyer's link <c>/o/{token}</c>. Unique.</summary>
    public required string Token { get; init; }

    /// <summary>What made placing idempotent: hash of the cart's token and version. Unique.</summary>
    public required string PlaceKey { get; init; }

    /// <summary>The card of who ordered; null only in an order that is being written.</summary>
    public long? CustomerId { get; init; }

    /// <summary>What it is. Changes only along <see cref="OrderStates.Allows"/>.</summary>
    public OrderStatus Status { get; private set; } = OrderStatus.Draft;

    /// <summary>How the money stands; cached, recomputed by Books.</summary>
    public MoneyState Money { get; private set; }

    /// <summary>How the goods stand; cached, recomputed by Books.</summary>
    public GoodsState Goods { get; private set; }

    /// <summary>ISO 4217 code of all amounts.</summary>
    public required string Currency { get; init; }

    /// <summary>Who ordered, up to 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>E.164; null when only an e-mail was given.</summary>
    public string? Phone { get; init; }

    /// <summary>Null when only a phone was given.</summary>
    public string? Email { get; init; }

    /// <summary>Brought or collected.</summary>
    public required DeliveryKind Delivery { get; init; }

    /// <summary>Region code; null when collected.</summary>
    public string? RegionCode { get; init; }

    /// <summary>Address or landmark; null when collected.</summary>
    public string? Landmark { get; init; }

    /// <summary>GhanaPost digital address, if given: <c>GA-183-8164</c>.</summary>
    public string? DigitalAddress { get; init; }

    /// <summary>What the buyer wants the shop to know, up to 500 characters.</summary>
    public string? BuyerNote { get; init; }

    /// <summary>How the buyer chose to pay.</summary>
    public required PaymentMethod Method { get; init; }

    /// <summary>Sum of the lines, minor units.</summary>
    public required long GoodsTotal { get; init; }

    /// <summary>Delivery fee, minor units.</summary>
    public required long DeliveryTotal { get; init; }

    /// <summary>What the buyer pays, minor units.</summary>
    public required long Total { get; init; }

    /// <summary>When it was placed.</summary>
    public required DateTimeOffset PlacedAt { get; init; }

    /// <summary>When its stock is let go unless money came; null for cash on delivery and once money came.</summary>
    public DateTimeOffset? HoldUntil { get; private set; }

    /// <summary>Number of events so far: sequence number of the last, and concurrency token.</summary>
    public int Version { get; private set; }

    /// <summary>What was ordered.</summary>
    public List<OrderLine> Lines { get; private set; } = [];

    /// <summary>What was packed together.</summary>
    public List<Parcel> Parcels { get; private set; } = [];

    /// <summary>How it is paid.</summary>
    public List<Payment> Payments { get; private set; } = [];

    /// <summary>Everything that happened, oldest first.</summary>
    public List<OrderEvent> Events { get; private set; } = [];

    /// <summary>What the database's search of orders reads: number, name, phone, e-mail, SKUs.</summary>
    public string SearchText { get; private set; } = "";

    /// <summary>Stock the verbs moved and the transaction has yet to write.</summary>
    internal List<OrderStockMove> StockMoves { get; } = [];

    /// <summary>What happened since it was read, for those who tell people of it.</summary>
    internal List<OrderEvent> News { get; } = [];

    /// <summary>What a buyer writes on a transfer, and staff look for: <c>MK-1042</c>.</summary>
    public string Reference => $"MK-{Number}";

    /// <summary>An amount in the order's currency.</summary>
    public Money InMoney(long minor) => new(minor, Currency);

    /// <summary>What happened since it was read, or since this was asked last.</summary>
    internal IReadOnlyList<OrderEvent> TakeNews()
    {
        OrderEvent[] news = [.. News];
        News.Clear();
        return news;
    }

    /// <summary>Refuses when somebody acted on the order since the page was shown.</summary>
    /// <param name="version">The <see cref="Version"/> the page carried; null when the caller saw none.</param>
    /// <exception cref="Refusal"><c>order.changed</c>.</exception>
    public void RefuseIfChangedSince(int? version)
    {
        if (version is { } seen && seen != Version)
            throw new Refusal("order.changed", "Order {0} changed meanwhile. Nothing was done; the page shows how it stands now.", Number) { Status = 409 };
    }

    /// <summary>Leaves a note in the timeline, seen by staff only.</summary>
    /// <exception cref="Refusal"><c>note.empty</c>, <c>note.long</c>.</exception>
    public void AddNote(string text, Actor by, DateTimeOffset at)
    {
        if (string.IsNullOrWhiteSpace(text)) throw new Refusal("note.empty", "Write something first.") { On = "Text" };
        if (text.Length > 1000) throw new Refusal("note.long", "A note has at most {0} characters.", 1000) { On = "Text" };
        Record("Note", by, at, new { text = text.Trim() });
    }

    /// <summary>Moves to another status, or refuses.</summary>
    /// <exception cref="Refusal"><c>order.move</c> when the table does not allow it.</exception>
    private void Become(OrderStatus status)
    {
        if (!OrderStates.Allows(Status, status))
            throw new Refusal("order.move", "Order {0} is {1} and cannot become {2}.", Number, Status, status) { Status = 409 };
        Status = status;
    }

    /// <summary>Writes an event, brings the derived states up, and completes the order when all is delivered and paid.</summary>
    private void Record(string type, Actor by, DateTimeOffset at, object? data = null)
    {
        Version++;
        var happened = new OrderEvent { OrderNumber = Number, Seq = Version, Type = type, By = by, At = at, Data = JsonSerializer.Serialize(data ?? new { }), Scene = Backstage.Telemetry.SceneNow };
        Events.Add(happened);
        News.Add(happened);
        Backstage.Telemetry.Rule($"order {Number}: {type}");
        Goods = OrderStates.GoodsOf(Lines);
        Money = OrderStates.MoneyOf(Due, Received, Returned);
        if (Status == OrderStatus.Open && Goods == GoodsState.Delivered && Kept == Due)
        {
            Become(OrderStatus.Completed);
            Record("Completed", Actor.Shop("shop"), at);
        }
    }
}

/// <summary>One good of an order: a snapshot of what was bought, and how far it has come.</summary>
public sealed class OrderLine
{
    /// <summary>The order.</summary>
    public required long OrderNumber { get; init; }

    /// <summary>1, 2 … within the order.</summary>
    public required int LineNo { get; init; }

    /// <summary>What was bought.</summary>
    public required long VariantId { get; init; }

    /// <summary>Name of the product then.</summary>
    public required string Name { get; init; }

    /// <summary>SKU then.</summary>
    public required string Sku { get; init; }

    /// <summary>The choices then: "Lilac · 42".</summary>
    public required string Choices { get; init; }

    /// <summary>Picture then.</summary>
    public string? Picture { get; init; }

    /// <summary>Price of one piece then, minor units.</summary>
    public required long UnitPrice { get; init; }

    /// <summary>Pieces ordered, 1 or more.</summary>
    public required int Ordered { get; init; }

    /// <summary>Price of all pieces, minor units.</summary>
    public required long Total { get; init; }

    /// <summary>Pieces called off.</summary>
    public int Cancelled { get; internal set; }

    /// <summary>Pieces ever packed, less those unpacked.</summary>
    public int Packed { get; internal set; }

    /// <summary>Pieces that left the house.</summary>
    public int Sent { get; internal set; }

    /// <summary>Pieces that arrived.</summary>
    public int Delivered { get; internal set; }

    /// <summary>Pieces the buyer still is to have in the end.</summary>
    public int Wanted => Ordered - Cancelled;

    /// <summary>Pieces yet to be packed.</summary>
    public int ToPack => Wanted - Packed;
}

/// <summary>Something that happened to an order. Append-only; the timeline is read from these.</summary>
public sealed class OrderEvent
{
    /// <summary>The order.</summary>
    public required long OrderNumber { get; init; }

    /// <summary>1, 2 … within the order.</summary>
    public required int Seq { get; init; }

    /// <summary>Placed, Packed, Unpacked, Sent, Delivered, MoneyReceived, MoneyReturned, PaidClaimed, Cancelled, Expired, Revived, Completed or Note.</summary>
    public required string Type { get; init; }

    /// <summary>Who.</summary>
    public required Actor By { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What belongs to it, as a JSON object.</summary>
    public required string Data { get; init; }

    /// <summary>The request, or the run of a job, that did it: the key of its scene (<see cref="Backstage.Scene"/>). Null for what was before the shop recorded.</summary>
    public string? Scene { get; init; }

    /// <summary>Tells whoever records, once it is committed: what is rolled back has not happened, and its number goes to the next order.</summary>
    internal void Tell()
    {
        Backstage.Telemetry.About(OrderNumber);
        Backstage.Telemetry.OrderEvents.Add(1, new KeyValuePair<string, object?>("type", Type));
    }
}

/// <summary>A movement of stock that a verb of an order asks for.</summary>
/// <param name="Kind">Hold, Release or Ship.</param>
/// <param name="LineNo">Of which line.</param>
/// <param name="Qty">Pieces.</param>
/// <param name="Reason">In words.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
internal sealed record OrderStockMove(MovementKind Kind, int LineNo, int Qty, string Reason, Actor By, DateTimeOffset At);
