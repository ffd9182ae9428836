// The packing slip of an order, black on white, for the box and the rider.
using Makola.Web;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Pages.Office.Orders;

/// <summary>The slip at <c>/office/orders/1042/print</c>.</summary>
[Needs(Scopes.Orders)]
public sealed class PrintModel(ShopDb db, CurrentShop shop) : OfficePage(db, shop)
{
    /// <summary>The order.</summary>
    public Order Order { get; private set; } = null!;

    /// <summary>Lines that still have pieces for the buyer.</summary>
    public IEnumerable<OrderLine> Lines => Order.Lines.Where(l => l.Wanted > 0 || Order.Status == OrderStatus.Cancelled);

    /// <summary>Shows the slip.</summary>
    public async Task<IActionResult> OnGetAsync(long number, CancellationToken ct)
    {
        if (await Db.Orders.AsNoTracking().WholeAsync(number, ct) is not { } order) return NotFound();
        Order = order;
        return Page();
    }
}
