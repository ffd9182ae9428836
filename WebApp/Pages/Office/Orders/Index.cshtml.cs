// The orders: by pile, or found by number, name, phone or SKU; newest first, a page at a time.
using Makola.Web;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Pages.Office.Orders;

/// <summary>The list of orders at <c>/office/orders?tab=to-pack&amp;before=1042</c> or <c>?q=ama</c>.</summary>
[Needs(Scopes.Orders)]
public sealed class OrdersModel(ShopDb db, CurrentShop shop) : OfficePage(db, shop)
{
    /// <summary>Rows on a page.</summary>
    public const int PageSize = 25;

    /// <summary>What is looked for; empty shows a pile.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>Which pile.</summary>
    [BindProperty(SupportsGet = true, Name = "tab")]
    public string? TabKey { get; set; }

    /// <summary>Only orders with a lower number: the page after.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    /// <summary>The pile shown.</summary>
    public OrderTab Tab { get; private set; } = OrderTab.ToPack;

    /// <summary>The orders of this page.</summary>
    public IReadOnlyList<OrderRow> Rows { get; private set; } = [];

    /// <summary>Address of the page after this; null on the last.</summary>
    public string? Older { get; private set; }

    /// <summary>True when something is looked for.</summary>
    public bool Searching => Q is not null;

    /// <summary>Shows the list.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Q = string.IsNullOrWhiteSpace(Q) ? null : Q.Trim();
        if (Q?.Length > 100) Q = Q[..100];
        if (OrderTab.Find(Searching ? "all" : TabKey ?? "to-pack") is not { } tab) return NotFound();
        Tab = tab;

        var orders = Searching ? OrderSearch.Find(Db, Q!) : Db.Orders.Where(tab.Holds);
        if (Before is { } before) orders = orders.Where(o => o.Number < before);
        var rows = await orders.OrderByDescending(o => o.Number).Select(OrderRow.From).Take(PageSize + 1).ToListAsync(ct);

        Rows = [.. rows.Take(PageSize)];
        if (rows.Count > PageSize)
            Older = $"/office/orders?{(Searching ? $"q={Uri.EscapeDataString(Q!)}" : $"tab={tab.Key}")}&before={Rows[^1].Number}";
        return IsHtmx ? Partial("_OrderList", this) : Page();
    }
}
