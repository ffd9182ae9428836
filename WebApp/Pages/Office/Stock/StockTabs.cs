// The tabs of the list of stock, and how many goods lie under them.
namespace Makola.Pages.Office.Stock;

/// <summary>A tab of the list of stock.</summary>
/// <param name="Key">In the address: <c>/office/stock?tab=low</c>; empty for the first.</param>
/// <param name="Name">On the tab.</param>
public sealed record StockTab(string Key, string Name)
{
    /// <summary>Every variant, also of drafts and archived goods; newest product first.</summary>
    public static readonly StockTab Everything = new("", "All");

    /// <summary>At its level or below, and not sold beyond stock.</summary>
    public static readonly StockTab Low = new("low", "Running low");

    /// <summary>Nothing left to sell.</summary>
    public static readonly StockTab SoldOut = new("sold-out", "Sold out");

    /// <summary>The tabs from left to right.</summary>
    public static IReadOnlyList<StockTab> All { get; } = [Everything, Low, SoldOut];

    /// <summary>Its address.</summary>
    public string Address => Key.Length == 0 ? "/office/stock" : $"/office/stock?tab={Key}";

    /// <summary>The tab of a key; null when there is none.</summary>
    public static StockTab? Find(string? key) => All.FirstOrDefault(t => t.Key == (key ?? ""));
}

/// <summary>How many goods run low and are sold out, counted to a bound.</summary>
public sealed record StockCounts(int Low, int SoldOut)
{
    /// <summary>Counts both in one query.</summary>
    public static Task<StockCounts> ReadAsync(ShopDb db, CancellationToken ct)
    {
        // Named first: inside the expression they would be run apart.
        var low = db.StockItems.RunningLow().OnSale(db).Take(OrderCounts.Most);
        var soldOut = db.StockItems.SoldOut().OnSale(db).Take(OrderCounts.Most);
        return db.Settings.Select(_ => new StockCounts(low.Count(), soldOut.Count())).SingleAsync(ct);
    }

    /// <summary>The number of a tab; null where none is counted.</summary>
    public int? Of(StockTab tab) => tab == StockTab.Low ? Low : tab == StockTab.SoldOut ? SoldOut : null;
}
