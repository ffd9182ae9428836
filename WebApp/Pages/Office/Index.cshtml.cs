// Today: what was sold, what money is out, and what waits for a hand.
using Makola.Data.Backups;
using Makola.Jobs;
using Makola.Pages.Office.Orders;
using Makola.Pages.Office.Stock;
using Makola.Web;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Pages.Office;

/// <summary>The back office's first page.</summary>
[Needs(Scopes.Anyone)]
public sealed class TodayModel(ShopDb db, CurrentShop shop, MailSetup mail, Backups backups) : OfficePage(db, shop)
{
    /// <summary>How many low goods are listed; "10+" when there are more.</summary>
    public const int MostLow = 10;

    /// <summary>How many days the picture shows: 30 or 60.</summary>
    [BindProperty(SupportsGet = true)]
    public int Days { get; set; } = 30;

    /// <summary>Today in the shop's zone.</summary>
    public DateOnly Today { get; private set; }

    /// <summary>Sold so far today.</summary>
    public DaySales Sold { get; private set; } = new(default, 0, 0);

    /// <summary>Sold a week ago by the same time of day.</summary>
    public DaySales WeekAgo { get; private set; } = new(default, 0, 0);

    /// <summary>Still to come in for transfer orders, minor units.</summary>
    public long TransfersAwaited { get; private set; }

    /// <summary>Cash riders and buyers at the counter will bring, minor units.</summary>
    public long CashAwaited { get; private set; }

    /// <summary>Sales by day; null for who may not see figures.</summary>
    public SalesChart? Chart { get; private set; }

    /// <summary>Goods running out, fewest first.</summary>
    public IReadOnlyList<StockRow> Low { get; private set; } = [];

    /// <summary>True when what the shop writes goes out; else it waits.</summary>
    public bool MailGoesOut { get; private set; }

    /// <summary>True when last night's backup is not there.</summary>
    public bool BackupIsMissing { get; private set; }

    /// <summary>The latest orders.</summary>
    public IReadOnlyList<OrderRow> Latest { get; private set; } = [];

    /// <summary>Change of sales against a week ago in whole percent; null when nothing was sold then.</summary>
    public int? SalesTrend => WeekAgo.Total == 0 ? null : (int)Math.Round(100.0 * (Sold.Total - WeekAgo.Total) / WeekAgo.Total);

    /// <summary>Shows today.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (Days is not 60) Days = 30;
        var (now, zone) = (Shop.Now, Shop.Settings.Zone());
        Today = Sales.DayOf(now, zone);
        var dayBegan = Sales.StartOf(Today, zone);
        var thenBegan = Sales.StartOf(Today.AddDays(-7), zone);

        if (May(Scopes.Reports))
        {
            Sold = await Sales.BetweenAsync(Db, dayBegan, now, ct);
            WeekAgo = await Sales.BetweenAsync(Db, thenBegan, thenBegan + (now - dayBegan), ct);
            Chart = new(await Sales.OfLastDaysAsync(Db, Days, now, zone, ct), Shop.Settings.Currency);
            (TransfersAwaited, CashAwaited) = await AwaitedAsync(ct);
        }

        if (May(Scopes.Stock)) Low = await StockRow.OfAsync(Db, await Db.StockItems.RunningLow().OnSale(Db).FewestFirstAsync(null, MostLow + 1, ct), ct);
        BackupIsMissing = May(Scopes.System) && BackUp.IsMissing(backups, Shop.Settings, now);
        if (May(Scopes.Orders)) Latest = await Db.Orders.OrderByDescending(o => o.Number).Where(OrderTab.Everything.Holds).Select(OrderRow.From).Take(6).ToListAsync(ct);
        MailGoesOut = !May(Scopes.Settings) || mail.TransportOf(await Db.MailSettings.AsNoTracking().SingleAsync(ct), Shop.Settings.Name) is not null;
        return IsHtmx && Chart is not null ? Partial("_Sales", this) : Page();
    }

    /// <summary>What is still to come in, of open orders alone: there are never many.</summary>
    private async Task<(long Transfers, long Cash)> AwaitedAsync(CancellationToken ct)
    {
        var awaited = await Db.Orders.Where(o => o.Status == OrderStatus.Open && (o.Money == MoneyState.Unpaid || o.Money == MoneyState.PartPaid))
            .Select(o => new
            {
                o.Method,
                Due = o.Total - o.Payments.SelectMany(p => p.Events).Sum(e => e.Kind == PaymentEventKind.Charged ? e.Amount : -e.Amount),
            })
            .GroupBy(o => o.Method).Select(g => new { Method = g.Key, Due = g.Sum(o => o.Due) }).ToListAsync(ct);
        return (awaited.Where(a => a.Method == PaymentMethod.Transfer).Sum(a => a.Due), awaited.Where(a => a.Method != PaymentMethod.Transfer).Sum(a => a.Due));
    }
}
