// Searches by day as a picture the page draws itself: all of them, and in front those that found nothing.
using System.Globalization;

namespace Makola.Pages.Office;

/// <summary>Searches by day: bars in the box of <see cref="SalesChart"/>, stretched to the page by the browser.</summary>
/// <param name="days">Oldest first; the last is today.</param>
public sealed class SearchChart(IReadOnlyList<SearchDay> days)
{
    /// <summary>The days, oldest first.</summary>
    public IReadOnlyList<SearchDay> Days => days;

    /// <summary>The most searches of a day.</summary>
    public int Top { get; } = days.Max(d => d.Searches);

    /// <summary>The bars: of each day all searches, then those that found nothing, which stand in front and are the gold ones.</summary>
    public IEnumerable<SalesChart.Bar> Bars => days.SelectMany((day, i) => new[] { BarOf(i, day, day.Searches, false), BarOf(i, day, day.Missed, true) });

    /// <summary>The last days, each present even when nobody searched. One query.</summary>
    public static async Task<SearchChart> OfLastDaysAsync(ShopDb db, int count, DateOnly today, CancellationToken ct)
    {
        var names = Enumerable.Range(1 - count, count).Select(i => today.AddDays(i).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).ToList();
        var kept = await db.SearchDays.AsNoTracking().Where(d => string.Compare(d.Day, names[0]) >= 0).OrderBy(d => d.Day).Take(count + 1).ToDictionaryAsync(d => d.Day, ct);
        return new([.. names.Select(name => kept.GetValueOrDefault(name) ?? new SearchDay { Day = name })]);
    }

    /// <summary>A day as the axis and the table name it.</summary>
    public static string NameOf(SearchDay day) => SalesChart.NameOf(DateOnly.ParseExact(day.Day, "yyyy-MM-dd", CultureInfo.InvariantCulture));

    private SalesChart.Bar BarOf(int i, SearchDay day, int count, bool missed)
    {
        var (step, high) = ((double)SalesChart.Width / days.Count, Top == 0 ? 0 : (SalesChart.Height - 12) * (double)count / Top);
        return new(Figure(i * step + step * 0.15), Figure(SalesChart.Height - high), Figure(step * 0.7), Figure(high), $"{NameOf(day)}: {day.Searches} searches, {day.Missed} found nothing", missed);
    }

    private static string Figure(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
