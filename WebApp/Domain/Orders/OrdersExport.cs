// Orders, and the people who placed them, as CSV files for a bookkeeper or another program.
using System.Globalization;
using Makola.Data.Sqlite;

namespace Makola.Domain.Orders;

/// <summary>
/// Writes orders and customers. Read a few hundred at a time, all at one moment, while the shop goes on selling. Times are in the shop's zone,
/// amounts plain decimals.
/// </summary>
public static class OrdersExport
{
    /// <summary>Orders or customers in memory at a time.</summary>
    private const int Batch = 500;

    private static readonly string[] OrderColumns =
    [
        "Order", "Placed", "Status", "Money", "Goods", "Name", "Phone", "E-mail", "Delivery", "Region", "Address", "Digital address", "Buyer's note", "Payment", "Currency",
        "Goods total", "Delivery fee", "Total", "Line", "SKU", "Product", "Choice", "Pieces", "Cancelled", "Delivered", "Price", "Line total",
    ];

    private static readonly string[] CustomerColumns = ["Phone", "E-mail", "Name", "Orders", "Currency", "Spent", "First order", "Last order"];

    /// <summary>Writes every order, one row per line; what concerns the whole order stands in its first row, so that a column adds up.</summary>
    /// <returns>Orders written.</returns>
    public static async Task<int> WriteOrdersAsync(ShopDb db, Stream stream, CancellationToken ct)
    {
        await using var moment = await Snapshot.BeginAsync(db, ct);
        var zone = await ZoneAsync(db, ct);
        var (orders, last) = (0, 0L);
        await using var sheet = new CsvSheet(stream, OrderColumns);
        while (true)
        {
            var batch = await db.Orders.AsNoTracking().Where(o => o.Number > last).OrderBy(o => o.Number).Take(Batch)
                .Include(o => o.Lines.OrderBy(l => l.LineNo)).AsSplitQuery().ToListAsync(ct);
            foreach (var order in batch)
            {
                string?[] totals = [Amount(order.GoodsTotal, order.Currency), Amount(order.DeliveryTotal, order.Currency), Amount(order.Total, order.Currency)];
                foreach (var line in order.Lines)
                {
                    await sheet.WriteAsync([.. Order(order, zone), .. totals, .. Line(line, order.Currency)], ct);
                    totals = new string?[totals.Length];
                }
            }
            orders += batch.Count;
            if (batch.Count < Batch)
                return orders;
            last = batch[^1].Number;
        }
    }

    /// <summary>
    /// Writes everybody who ordered: known by the phone, or by the e-mail where no phone was given; a row for each currency they paid in. Orders and
    /// what was spent leave out orders that were called off or not paid in time; name and e-mail are those given last.
    /// </summary>
    /// <returns>Rows written.</returns>
    public static async Task<int> WriteCustomersAsync(ShopDb db, Stream stream, CancellationToken ct)
    {
        await using var moment = await Snapshot.BeginAsync(db, ct);
        var zone = await ZoneAsync(db, ct);
        var customers = 0;
        await using var sheet = new CsvSheet(stream, CustomerColumns);
        foreach (var byPhone in new[] { true, false })
        {
            var (last, lastCurrency) = ("", "");
            while (true)
            {
                var batch = byPhone ? await ByPhoneAsync(db, last, lastCurrency, ct) : await ByEmailAsync(db, last, lastCurrency, ct);
                foreach (var c in batch)
                    await sheet.WriteAsync([c.Phone, c.Email, c.Name, Figure(c.Orders), c.Currency, Amount(c.Spent, c.Currency), Day(c.First, zone), Day(c.Last, zone)], ct);
                customers += batch.Count;
                if (batch.Count < Batch)
                    break;
                (last, lastCurrency) = (batch[^1].Who, batch[^1].Currency);
            }
        }
        return customers;
    }

    private static Task<List<Customer>> ByPhoneAsync(ShopDb db, string last, string lastCurrency, CancellationToken ct) => db.Database.SqlQuery<Customer>($"""
        SELECT g.Who, o.Phone, o.Email, o.Name, g.Currency, g.First, g.Last, g.Orders, g.Spent FROM (
            SELECT Phone AS Who, Currency, max(Number) AS Newest, min(PlacedAt) AS First, max(PlacedAt) AS Last,
                sum(Status IN ('Open', 'Completed')) AS Orders, sum(CASE WHEN Status IN ('Open', 'Completed') THEN Total ELSE 0 END) AS Spent
            FROM Orders WHERE (Phone, Currency) > ({last}, {lastCurrency})
            GROUP BY Phone, Currency ORDER BY Phone, Currency LIMIT {Batch}) g
        JOIN Orders o ON o.Number = g.Newest ORDER BY g.Who, g.Currency
        """).ToListAsync(ct);

    private static Task<List<Customer>> ByEmailAsync(ShopDb db, string last, string lastCurrency, CancellationToken ct) => db.Database.SqlQuery<Customer>($"""
        SELECT g.Who, o.Phone, o.Email, o.Name, g.Currency, g.First, g.Last, g.Orders, g.Spent FROM (
            SELECT lower(Email) AS Who, Currency, max(Number) AS Newest, min(PlacedAt) AS First, max(PlacedAt) AS Last,
                sum(Status IN ('Open', 'Completed')) AS Orders, sum(CASE WHEN Status IN ('Open', 'Completed') THEN Total ELSE 0 END) AS Spent
            FROM Orders WHERE Phone IS NULL AND Email IS NOT NULL AND (lower(Email), Currency) > ({last}, {lastCurrency})
            GROUP BY lower(Email), Currency ORDER BY lower(Email), Currency LIMIT {Batch}) g
        JOIN Orders o ON o.Number = g.Newest ORDER BY g.Who, g.Currency
        """).ToListAsync(ct);

    private static string?[] Order(Order order, TimeZoneInfo zone) =>
    [
        Figure(order.Number), Time(order.PlacedAt, zone), order.Status.ToString(), order.Money.ToString(), order.Goods.ToString(), order.Name, order.Phone, order.Email,
        order.Delivery.ToString(), order.RegionCode, order.Landmark, order.DigitalAddress, order.BuyerNote, order.Method.ToString(), order.Currency,
    ];

    private static string?[] Line(OrderLine line, string currency) =>
    [
        Figure(line.LineNo), line.Sku, line.Name, line.Choices, Figure(line.Ordered), Figure(line.Cancelled), Figure(line.Delivered),
        Amount(line.UnitPrice, currency), Amount(line.Total, currency),
    ];

    private static async Task<TimeZoneInfo> ZoneAsync(ShopDb db, CancellationToken ct) => (await db.Settings.AsNoTracking().SingleAsync(ct)).Zone();

    private static string Amount(long minor, string currency) => new Money(minor, currency).Plain;

    private static string Figure(long figure) => figure.ToString(CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Day(long milliseconds, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), zone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private sealed record Customer(string Who, string? Phone, string? Email, string Name, string Currency, long First, long Last, long Orders, long Spent);
}
