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
    /// Writes the customers, a row for each card. Orders and what was spent leave out orders that were called off or not paid in time; first and last
    /// order do not.
    /// </summary>
    /// <param name="db">The shop.</param>
    /// <param name="stream">The file.</param>
    /// <param name="ct">Stops it.</param>
    /// <param name="rule">Only who belongs to this; null for everybody.</param>
    /// <param name="now">The time, for the rule.</param>
    /// <returns>Rows written.</returns>
    public static async Task<int> WriteCustomersAsync(ShopDb db, Stream stream, CancellationToken ct, SegmentRule? rule = null, DateTimeOffset now = default)
    {
        await using var moment = await Snapshot.BeginAsync(db, ct);
        var settings = await db.Settings.AsNoTracking().SingleAsync(ct);
        var (zone, currency, customers, last) = (settings.Zone(), settings.Currency, 0, 0L);
        var which = rule is null ? db.Customers : rule.Of(db.Customers, now);
        await using var sheet = new CsvSheet(stream, CustomerColumns);
        while (true)
        {
            var batch = await which.Where(c => c.Id > last).OrderBy(c => c.Id).Take(Batch).Select(c => new
            {
                c.Id, c.Phone, c.Email, c.Name, c.Orders, c.Spent,
                First = db.Orders.Where(o => o.CustomerId == c.Id).OrderBy(o => o.Number).Select(o => (DateTimeOffset?)o.PlacedAt).FirstOrDefault(),
                Last = db.Orders.Where(o => o.CustomerId == c.Id).OrderByDescending(o => o.Number).Select(o => (DateTimeOffset?)o.PlacedAt).FirstOrDefault(),
            }).ToListAsync(ct);
            foreach (var c in batch)
                await sheet.WriteAsync([c.Phone, c.Email, c.Name, Figure(c.Orders), currency, Amount(c.Spent, currency), Day(c.First, zone), Day(c.Last, zone)], ct);
            customers += batch.Count;
            if (batch.Count < Batch) return customers;
            last = batch[^1].Id;
        }
    }

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

    private static string? Day(DateTimeOffset? at, TimeZoneInfo zone) => at is { } moment ? TimeZoneInfo.ConvertTime(moment, zone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null;
}
