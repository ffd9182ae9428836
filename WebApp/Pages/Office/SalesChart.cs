// Sales by day as a picture the page draws itself.
using System.Globalization;

namespace Makola.Pages.Office;

/// <summary>Sales by day as a picture: bars in a box of 600 × 160, stretched to the page by the browser.</summary>
/// <param name="days">Oldest first; the last is today.</param>
/// <param name="currency">ISO code of the totals.</param>
public sealed class SalesChart(IReadOnlyList<DaySales> days, string currency)
{
    /// <summary>Size of the box in its own units.</summary>
    public const int Width = 600, Height = 160;

    /// <summary>A bar.</summary>
    /// <param name="X">From the left.</param>
    /// <param name="Y">From the top.</param>
    /// <param name="Width">How wide.</param>
    /// <param name="Height">How high; at least 1 when anything was sold.</param>
    /// <param name="Label">Day and amount in words.</param>
    /// <param name="IsToday">True for the last.</param>
    public sealed record Bar(string X, string Y, string Width, string Height, string Label, bool IsToday);

    /// <summary>The days, oldest first.</summary>
    public IReadOnlyList<DaySales> Days => days;

    /// <summary>The best day's total.</summary>
    public Money Top { get; } = new(days.Max(d => d.Total), currency);

    /// <summary>All days together.</summary>
    public Money Sum { get; } = new(days.Sum(d => d.Total), currency);

    /// <summary>The bars, oldest first.</summary>
    public IEnumerable<Bar> Bars => days.Select((day, i) =>
    {
        var step = (double)Width / days.Count;
        var high = Top.Minor == 0 ? 0 : Math.Max(day.Total > 0 ? 1 : 0, (Height - 12) * (double)day.Total / Top.Minor);
        return new Bar(Figure(i * step + step * 0.15), Figure(Height - high), Figure(step * 0.7), Figure(high),
            $"{NameOf(day.Day)}: {new Money(day.Total, currency)}, {day.Orders} {(day.Orders == 1 ? "order" : "orders")}", i == days.Count - 1);
    });

    /// <summary>A day as the axis and the table name it.</summary>
    public static string NameOf(DateOnly day) => day.ToString("ddd d MMM", CultureInfo.CurrentUICulture);

    /// <summary>A day's total in figures.</summary>
    public string FiguresOf(DaySales day) => new Money(day.Total, currency).Figures;

    private static string Figure(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
