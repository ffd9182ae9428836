// What the shop sold: by day, and so far today against the same weekday a week ago.
namespace Makola.Domain.Orders;

/// <summary>The sales of a day in the shop's zone: orders placed that day and not called off.</summary>
/// <param name="Day">Which day.</param>
/// <param name="Orders">How many orders.</param>
/// <param name="Total">Their totals, minor units.</param>
public sealed record DaySales(DateOnly Day, int Orders, long Total);

/// <summary>Reads sales.</summary>
public static class Sales
{
    /// <summary>Every zone is a whole number of quarter hours away from UTC, so quarters of UTC add up to days of any zone.</summary>
    private const long Quarter = 15 * 60 * 1000;

    /// <summary>The last days, oldest first, each present even when nothing was sold. Read in one query of at most 96 rows a day.</summary>
    public static async Task<IReadOnlyList<DaySales>> OfLastDaysAsync(ShopDb db, int days, DateTimeOffset now, TimeZoneInfo zone, CancellationToken ct)
    {
        var today = DayOf(now, zone);
        var first = today.AddDays(1 - days);
        var from = StartOf(first, zone).ToUnixTimeMilliseconds();
        var quarters = await db.Database.SqlQuery<QuarterSales>($"""
            SELECT PlacedAt / {Quarter} AS Quarter, COUNT(*) AS Orders, SUM(Total) AS Total FROM Orders
            WHERE PlacedAt >= {from} AND Status IN ('Open', 'Completed') GROUP BY 1
            """).ToListAsync(ct);

        var sold = quarters.GroupBy(q => DayOf(DateTimeOffset.FromUnixTimeMilliseconds(q.Quarter * Quarter), zone))
            .ToDictionary(d => d.Key, d => new DaySales(d.Key, d.Sum(q => q.Orders), d.Sum(q => q.Total)));
        return [.. Enumerable.Range(0, days).Select(i => first.AddDays(i)).Select(day => sold.GetValueOrDefault(day, new(day, 0, 0)))];
    }

    /// <summary>The sales between two instants.</summary>
    public static async Task<DaySales> BetweenAsync(ShopDb db, DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        var sold = await db.Orders.Where(o => o.PlacedAt >= from && o.PlacedAt <= to && (o.Status == OrderStatus.Open || o.Status == OrderStatus.Completed))
            .GroupBy(_ => 1).Select(g => new { Orders = g.Count(), Total = g.Sum(o => o.Total) }).SingleOrDefaultAsync(ct);
        return new(DateOnly.FromDateTime(from.Date), sold?.Orders ?? 0, sold?.Total ?? 0);
    }

    /// <summary>The day an instant falls on in the shop's zone.</summary>
    public static DateOnly DayOf(DateTimeOffset at, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);

    /// <summary>When a day begins in the shop's zone. Where midnight is skipped by a change of clocks, the first moment after it.</summary>
    public static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(midnight)) midnight = midnight.AddMinutes(15);
        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
    }

    private sealed record QuarterSales(long Quarter, int Orders, long Total);
}
