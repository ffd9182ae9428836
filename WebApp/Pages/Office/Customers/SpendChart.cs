// What a customer spent, month by month, as a picture the page draws itself.
using System.Globalization;

namespace Makola.Pages.Office.Customers;

/// <summary>Spending by month: bars in a box of 600 × 160, at most 24 of them, the last one this month.</summary>
public sealed class SpendChart
{
    /// <summary>Size of the box in its own units, and most months.</summary>
    public const int Width = 600, Height = 160, MostMonths = 24;

    /// <summary>Orders and days it takes for a picture to say more than the list.</summary>
    private const int FewestOrders = 3, FewestDays = 31;

    private readonly string currency;

    private SpendChart(IReadOnlyList<Month> months, string currency) => (Months, this.currency) = (months, currency);

    /// <summary>A month of the shop's zone.</summary>
    /// <param name="First">Its first day.</param>
    /// <param name="Orders">Orders placed and not called off.</param>
    /// <param name="Total">Their totals, minor units.</param>
    public sealed record Month(DateOnly First, int Orders, long Total)
    {
        /// <summary>As the axis and the table name it.</summary>
        public string Name => First.ToString("MMM yyyy", CultureInfo.CurrentUICulture);
    }

    /// <summary>A bar.</summary>
    public sealed record Bar(string X, string Y, string Width, string Height, string Label);

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<Month> Months { get; }

    /// <summary>The best month's total.</summary>
    public Money Top => new(Months.Max(m => m.Total), currency);

    /// <summary>The bars, oldest first.</summary>
    public IEnumerable<Bar> Bars => Months.Select((month, i) =>
    {
        var step = (double)Width / Months.Count;
        var high = Math.Max(month.Total > 0 ? 1 : 0, (Height - 12) * (double)month.Total / Math.Max(1, Top.Minor));
        return new Bar(Figure(i * step + step * 0.15), Figure(Height - high), Figure(step * 0.7), Figure(high), $"{month.Name}: {new Money(month.Total, currency)}, {CustomerRow.OrdersIn(month.Orders)}");
    });

    /// <summary>The picture of a customer's orders; null while there are too few to see anything in it.</summary>
    /// <param name="orders">When each was placed, and its total.</param>
    /// <param name="currency">ISO code.</param>
    /// <param name="now">The time.</param>
    /// <param name="zone">The shop's zone.</param>
    public static SpendChart? Of(IReadOnlyCollection<(DateTimeOffset At, long Total)> orders, string currency, DateTimeOffset now, TimeZoneInfo zone)
    {
        if (orders.Count < FewestOrders || (orders.Max(o => o.At) - orders.Min(o => o.At)).TotalDays < FewestDays) return null;
        DateOnly MonthOf(DateTimeOffset at) => Sales.DayOf(at, zone) is var day ? new(day.Year, day.Month, 1) : default;
        var (last, first) = (MonthOf(now), MonthOf(orders.Min(o => o.At)));
        if (last.AddMonths(1 - MostMonths) is var oldest && first < oldest) first = oldest;
        var spent = orders.GroupBy(o => MonthOf(o.At)).ToDictionary(m => m.Key, m => new Month(m.Key, m.Count(), m.Sum(o => o.Total)));
        List<Month> months = [];
        for (var month = first; month <= last; month = month.AddMonths(1)) months.Add(spent.GetValueOrDefault(month, new(month, 0, 0)));
        return months.Exists(m => m.Total > 0) ? new(months, currency) : null;
    }

    /// <summary>A month's total in figures.</summary>
    public string FiguresOf(Month month) => new Money(month.Total, currency).Figures;

    private static string Figure(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
