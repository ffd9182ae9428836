// The stock of every variant: all, what runs low, what is sold out, or found by name, SKU or bar code; a page at a time.
using System.Globalization;
using Makola.Web;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Pages.Office.Stock;

/// <summary>The list of stock at <c>/office/stock?tab=low&amp;after=2.17</c> or <c>?q=kente</c>.</summary>
[Needs(Scopes.Stock)]
public sealed class StockModel(ShopDb db, CurrentShop shop) : OfficePage(db, shop)
{
    /// <summary>Rows on a page.</summary>
    public const int PageSize = 25;

    /// <summary>Rows a search shows; who sees so many types another word.</summary>
    public const int MostFound = 50;

    /// <summary>What is looked for; empty shows a tab.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>Which tab.</summary>
    [BindProperty(SupportsGet = true, Name = "tab")]
    public string? TabKey { get; set; }

    /// <summary>Place of the last row of the page before: what the tab is sorted by, with points between.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    /// <summary>The tab shown.</summary>
    public StockTab Tab { get; private set; } = StockTab.Everything;

    /// <summary>The rows of this page.</summary>
    public IReadOnlyList<StockRow> Rows { get; private set; } = [];

    /// <summary>How much lies under the tabs.</summary>
    public StockCounts Counts { get; private set; } = new(0, 0);

    /// <summary>Address of the page after this; null on the last.</summary>
    public string? Next { get; private set; }

    /// <summary>True when something is looked for.</summary>
    public bool Searching => Q is not null;

    /// <summary>Shows the list.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Q = string.IsNullOrWhiteSpace(Q) ? null : Q.Trim();
        if (Q?.Length > 100) Q = Q[..100];
        if (StockTab.Find(Searching ? "" : TabKey) is not { } tab || !TryPlace(tab, out var place)) return NotFound();
        Tab = tab;

        Rows = Searching ? await StockRow.OfAsync(Db, await StockQueries.SearchAsync(Db, Q!, MostFound, ct), ct)
            : tab == StockTab.Everything ? await EverythingAsync(place, ct)
            : await FewestFirstAsync(tab, place, ct);
        if (!Searching && Rows.Count > PageSize)
        {
            Rows = [.. Rows.Take(PageSize)];
            Next = $"{tab.Address}{(tab == StockTab.Everything ? '?' : '&')}after={PlaceOf(tab, Rows[^1])}";
        }

        Counts = await StockCounts.ReadAsync(Db, ct);
        return IsHtmx ? Partial("_StockList", this) : Page();
    }

    private async Task<IReadOnlyList<StockRow>> EverythingAsync(long[]? place, CancellationToken ct)
    {
        var variants = Db.Variants.AsQueryable();
        if (place is [var product, var position, var id])
            variants = variants.Where(v => v.ProductId <= product && (v.ProductId < product || v.Position > position || (v.Position == position && v.Id > id)));
        return await variants.OrderByDescending(v => v.ProductId).ThenBy(v => v.Position).ThenBy(v => v.Id).Select(StockRow.From).Take(PageSize + 1).ToListAsync(ct);
    }

    private async Task<IReadOnlyList<StockRow>> FewestFirstAsync(StockTab tab, long[]? place, CancellationToken ct)
    {
        var items = (tab == StockTab.Low ? Db.StockItems.RunningLow() : Db.StockItems.SoldOut()).OnSale(Db);
        (int, long)? after = place is [var available, var id] ? ((int)available, id) : null;
        return await StockRow.OfAsync(Db, await items.FewestFirstAsync(after, PageSize + 1, ct), ct);
    }

    private static string PlaceOf(StockTab tab, StockRow row) => string.Join('.',
        (tab == StockTab.Everything ? new long[] { row.ProductId, row.Position, row.VariantId } : [row.Available, row.VariantId]).Select(n => n.ToString(CultureInfo.InvariantCulture)));

    private bool TryPlace(StockTab tab, out long[]? place)
    {
        place = null;
        if (string.IsNullOrEmpty(After)) return true;
        var parts = After.Split('.');
        if (parts.Length != (tab == StockTab.Everything ? 3 : 2)) return false;
        place = new long[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n)) return false;
            place[i] = n;
        }

        return true;
    }
}
