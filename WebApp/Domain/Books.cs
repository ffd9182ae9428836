// Books: recomputes every figure the shop keeps twice from the rows it derives from, and names what differs.
using System.Runtime.CompilerServices;

namespace Makola.Domain;

/// <summary>A figure that is not what its rows say.</summary>
/// <param name="What">Which check: <c>stock.onhand</c>, <c>order.money</c> …</param>
/// <param name="Which">Of what: <c>SKU KENTE-RED</c>, <c>order 1042</c>.</param>
/// <param name="Kept">The figure that is kept.</param>
/// <param name="Recomputed">What its rows say.</param>
public sealed record BooksDifference(string What, string Which, string Kept, string Recomputed)
{
    /// <summary>One line for people.</summary>
    public override string ToString() => $"{What}: {Which}: kept {Kept}, rows say {Recomputed}";
}

/// <summary>
/// Proves that stock, holds, orders and money are what their rows say. Reads in one snapshot, changes nothing, and may run beside a selling shop.
/// </summary>
public static class Books
{
    /// <summary>Every difference there is; none when the shop is right.</summary>
    /// <param name="db">The shop.</param>
    /// <param name="ct">Stops it.</param>
    /// <param name="head">Where the log ended when that was last noted elsewhere (<see cref="AuditEntry.Head"/>), to prove that its end is still there.</param>
    public static async Task<IReadOnlyList<BooksDifference>> CheckAsync(ShopDb db, CancellationToken ct, string? head = null)
    {
        await using var snapshot = db.Database.CurrentTransaction is null ? await Data.Sqlite.Snapshot.BeginAsync(db, ct) : null;
        var found = new List<BooksDifference>();
        await foreach (var difference in StockAsync(db, ct)) found.Add(difference);
        await foreach (var difference in OrdersAsync(db, ct)) found.Add(difference);
        await foreach (var difference in ListsAsync(db, ct)) found.Add(difference);
        await foreach (var difference in CustomersAsync(db, ct)) found.Add(difference);
        await foreach (var difference in AuditLog.CheckAsync(db, head, ct)) found.Add(difference);
        await foreach (var difference in FileAsync(db, ct)) found.Add(difference);
        return found;
    }

    /// <summary>Stock equals the sum of its movements, each movement follows from the one before, and what is reserved is held by orders.</summary>
    private static async IAsyncEnumerable<BooksDifference> StockAsync(ShopDb db, [EnumeratorCancellation] CancellationToken ct)
    {
        var held = await db.Holds.Where(h => h.State != HoldState.Released).GroupBy(h => h.VariantId)
            .Select(g => new { g.Key, Qty = g.Sum(h => h.Qty) }).ToDictionaryAsync(g => g.Key, g => g.Qty, ct);
        var skus = await db.Variants.IgnoreQueryFilters().Select(v => new { v.Id, v.Sku }).ToDictionaryAsync(v => v.Id, v => $"SKU {v.Sku}", ct);
        // A damaged database may lack the row a name comes from; the check still names what it can.
        string NameOf(long variantId) => skus.GetValueOrDefault(variantId) ?? $"variant {variantId}";
        var items = await db.StockItems.AsNoTracking().ToDictionaryAsync(s => s.VariantId, ct);

        foreach (var missing in skus.Keys.Except(items.Keys)) yield return new("stock.item", skus[missing], "none", "one");

        var sums = items.Keys.ToDictionary(id => id, _ => (Seq: 0, OnHand: 0, Reserved: 0));
        await foreach (var m in db.StockMovements.AsNoTracking().OrderBy(m => m.VariantId).ThenBy(m => m.Seq).AsAsyncEnumerable().WithCancellation(ct))
        {
            var before = sums.GetValueOrDefault(m.VariantId);
            var after = (Seq: before.Seq + 1, OnHand: before.OnHand + m.OnHandDelta, Reserved: before.Reserved + m.ReservedDelta);
            var which = $"{NameOf(m.VariantId)} movement {m.Seq}";
            if (m.Seq != after.Seq) yield return new("movement.seq", which, $"{m.Seq}", $"{after.Seq}");
            if (m.OnHandAfter != after.OnHand) yield return new("movement.onhand", which, $"{m.OnHandAfter}", $"{after.OnHand}");
            if (m.ReservedAfter != after.Reserved) yield return new("movement.reserved", which, $"{m.ReservedAfter}", $"{after.Reserved}");
            sums[m.VariantId] = (m.Seq, after.OnHand, after.Reserved);
        }

        foreach (var (id, item) in items)
        {
            var (seq, onHand, reserved) = sums[id];
            if (item.Moves != seq) yield return new("stock.moves", NameOf(id), $"{item.Moves}", $"{seq}");
            if (item.OnHand != onHand) yield return new("stock.onhand", NameOf(id), $"{item.OnHand}", $"{onHand}");
            if (item.Reserved != reserved) yield return new("stock.reserved", NameOf(id), $"{item.Reserved}", $"{reserved}");
            if (item.Reserved != held.GetValueOrDefault(id)) yield return new("stock.held", NameOf(id), $"{item.Reserved}", $"{held.GetValueOrDefault(id)} in holds");
        }
    }

    /// <summary>Totals add up, counters follow from parcels, states follow from counters and money, holds follow from lines, numbers have no gaps.</summary>
    private static async IAsyncEnumerable<BooksDifference> OrdersAsync(ShopDb db, [EnumeratorCancellation] CancellationToken ct)
    {
        var last = 1000L;
        await foreach (var order in ByHundredsAsync(db, ct))
        {
            var which = $"order {order.Number}";
            if (order.Number != last + 1) yield return new("order.number", which, $"{order.Number}", $"{last + 1}");
            last = order.Number;

            var goods = order.Lines.Sum(l => l.UnitPrice * l.Ordered);
            if (order.Lines.Count == 0) yield return new("order.lines", which, "0", "1 or more");
            if (order.GoodsTotal != goods) yield return new("order.goods_total", which, $"{order.GoodsTotal}", $"{goods}");
            if (order.Total != goods + order.DeliveryTotal) yield return new("order.total", which, $"{order.Total}", $"{goods + order.DeliveryTotal}");
            if (order.Goods != OrderStates.GoodsOf(order.Lines)) yield return new("order.goods", which, $"{order.Goods}", $"{OrderStates.GoodsOf(order.Lines)}");
            var money = OrderStates.MoneyOf(order.Due, order.Received, order.Returned);
            if (order.Money != money) yield return new("order.money", which, $"{order.Money}", $"{money}");
            if (order.Payments.Count == 0 || order.Payments[0].AmountExpected != order.Total) yield return new("order.payment", which, $"{order.Payments.FirstOrDefault()?.AmountExpected}", $"{order.Total}");

            var (events, status) = (order.Events, StatusFrom(order.Events));
            if (events.Count != order.Version || events.Where((e, i) => e.Seq != i + 1).Any()) yield return new("order.events", which, $"{order.Version}", $"{events.Count}");
            if (order.Status != status) yield return new("order.status", which, $"{order.Status}", $"{status}");
            foreach (var difference in LinesOf(order, which)) yield return difference;
        }

        var counter = await db.Counters.Where(c => c.Name == "order").Select(c => c.Value).SingleAsync(ct);
        if (counter != last) yield return new("order.counter", "last number", $"{counter}", $"{last}");
        var carts = await db.Carts.CountAsync(c => c.OrderNumber != null && !db.Orders.Any(o => o.Number == c.OrderNumber), ct);
        if (carts > 0) yield return new("cart.order", "carts of orders that do not exist", $"{carts}", "0");
    }

    private static IEnumerable<BooksDifference> LinesOf(Order order, string which)
    {
        int In(OrderLine line, params ParcelState[] states) =>
            order.Parcels.Where(p => states.Contains(p.State)).SelectMany(p => p.Lines).Where(l => l.LineNo == line.LineNo).Sum(l => l.Qty);

        foreach (var line in order.Lines)
        {
            var name = $"{which} line {line.LineNo}";
            var (packed, sent, delivered) = (In(line, ParcelState.Packed, ParcelState.Sent, ParcelState.Delivered), In(line, ParcelState.Sent, ParcelState.Delivered), In(line, ParcelState.Delivered));
            if (line.Packed != packed) yield return new("line.packed", name, $"{line.Packed}", $"{packed}");
            if (line.Sent != sent) yield return new("line.sent", name, $"{line.Sent}", $"{sent}");
            if (line.Delivered != delivered) yield return new("line.delivered", name, $"{line.Delivered}", $"{delivered}");
            if (line.Total != line.UnitPrice * line.Ordered) yield return new("line.total", name, $"{line.Total}", $"{line.UnitPrice * line.Ordered}");

            var owed = order.Status is OrderStatus.Open or OrderStatus.Completed ? line.Wanted - line.Sent : 0;
            var hold = order.Holds.Find(h => h.LineNo == line.LineNo);
            if (hold is null) yield return new("hold.missing", name, "none", $"{owed}");
            else if (hold.Qty != owed) yield return new("hold.qty", name, $"{hold.Qty}", $"{owed}");
            else if (hold.VariantId != line.VariantId) yield return new("hold.variant", name, $"{hold.VariantId}", $"{line.VariantId}");
            else if (hold.State == HoldState.Held != (order.HoldUntil is not null && owed > 0)) yield return new("hold.state", name, $"{hold.State}", order.HoldUntil is null ? "not Held" : "Held");
        }
    }

    /// <summary>The status an order's own events lead to.</summary>
    private static OrderStatus StatusFrom(IEnumerable<OrderEvent> events) => events.Aggregate(OrderStatus.Draft, (status, e) => e.Type switch
    {
        "Placed" or "Revived" => OrderStatus.Open,
        "Cancelled" => OrderStatus.Cancelled,
        "Expired" => OrderStatus.Expired,
        "Completed" => OrderStatus.Completed,
        _ => status,
    });

    /// <summary>Every order is on a card, and a card counts its orders.</summary>
    private static async IAsyncEnumerable<BooksDifference> CustomersAsync(ShopDb db, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var number in await db.Orders.Where(o => !db.Customers.Any(c => c.Id == o.CustomerId)).OrderBy(o => o.Number).Select(o => o.Number).Take(100).ToListAsync(ct))
            yield return new("order.customer", $"order {number}", "none", "one");

        var wrong = await db.Database.SqlQuery<CardCount>($"""
            SELECT c.Id, c.Orders, c.Spent, coalesce(f.Orders, 0) AS IsOrders, coalesce(f.Spent, 0) AS IsSpent FROM Customers c LEFT JOIN (
                SELECT CustomerId, count(*) AS Orders, sum(Total) AS Spent, max(PlacedAt) AS Last FROM Orders WHERE Status IN ('Open', 'Completed') GROUP BY CustomerId) f ON f.CustomerId = c.Id
            WHERE c.Orders <> coalesce(f.Orders, 0) OR c.Spent <> coalesce(f.Spent, 0) OR c.LastOrderAt IS NOT f.Last ORDER BY c.Id LIMIT 100
            """).ToListAsync(ct);
        foreach (var c in wrong) yield return new("customer.orders", $"customer {c.Id}", $"{c.Orders} worth {c.Spent}", $"{c.IsOrders} worth {c.IsSpent}");
    }

    private sealed record CardCount(long Id, int Orders, long Spent, int IsOrders, long IsSpent);

    /// <summary>What lists repeat of goods is what the goods say.</summary>
    private static async IAsyncEnumerable<BooksDifference> ListsAsync(ShopDb db, [EnumeratorCancellation] CancellationToken ct)
    {
        var stale = await db.Products.AsNoTracking().Where(p =>
                p.PriceFrom != (p.Variants.Min(v => (long?)v.Price) ?? 0) || p.PriceTo != (p.Variants.Max(v => (long?)v.Price) ?? 0)
                || p.InStock != p.Variants.Any(v => v.Stock.AllowBackorder || v.Stock.OnHand > v.Stock.Reserved))
            .OrderBy(p => p.Id).Take(100)
            .Select(p => new { p.Slug, p.PriceFrom, p.PriceTo, p.InStock, From = p.Variants.Min(v => (long?)v.Price), To = p.Variants.Max(v => (long?)v.Price), Has = p.Variants.Any(v => v.Stock.AllowBackorder || v.Stock.OnHand > v.Stock.Reserved) })
            .ToListAsync(ct);
        foreach (var p in stale)
            yield return new("product.list", $"product {p.Slug}", $"{p.PriceFrom}–{p.PriceTo}, in stock {p.InStock}", $"{p.From}–{p.To}, in stock {p.Has}");
        foreach (var wrong in await Shelves.MisplacedAsync(db, ct))
            yield return new("collection.goods", $"collection {wrong.Slug} product {wrong.ProductId}", wrong.Kept == "kept" ? "is in it" : "is not in it", "the other way round");
    }

    /// <summary>The file itself is whole.</summary>
    private static async IAsyncEnumerable<BooksDifference> FileAsync(ShopDb db, [EnumeratorCancellation] CancellationToken ct)
    {
        await Data.Sqlite.SearchTables.LookAgainAsync(db, ct);
        foreach (var problem in await db.Database.SqlQuery<string>($"SELECT integrity_check AS Value FROM pragma_integrity_check").ToListAsync(ct))
            if (problem != "ok") yield return new("file.integrity", "database", problem, "ok");
        foreach (var table in await db.Database.SqlQuery<string>($"SELECT \"table\" AS Value FROM pragma_foreign_key_check").ToListAsync(ct))
            yield return new("file.foreign_key", table, "a row that points nowhere", "none");
    }

    private static async IAsyncEnumerable<Order> ByHundredsAsync(ShopDb db, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var after = 0L; ;)
        {
            var from = after;
            var some = await db.Orders.AsNoTracking().Where(o => o.Number > from).OrderBy(o => o.Number).Take(200).Whole().ToListAsync(ct);
            foreach (var order in some) yield return order;
            if (some.Count < 200) yield break;
            after = some[^1].Number;
        }
    }
}
