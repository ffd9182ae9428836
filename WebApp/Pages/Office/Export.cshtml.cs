// The shop's goods, orders and customers as CSV files. Each one that is taken is noted in the history: they hold people's names and numbers.
using System.Globalization;
using Makola.Domain.Catalogue.Export;
using Makola.Web;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Pages.Office;

/// <summary>The page <c>/office/products/export?show=draft</c>.</summary>
public sealed class ExportModel(ShopDb db, CurrentShop shop) : OfficePage(db, shop)
{
    /// <summary>Which goods: active, draft or archived; empty for all.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Show { get; set; }

    /// <summary>The state that is asked for; null for all.</summary>
    public ProductStatus? Status => Enum.TryParse<ProductStatus>(Show, ignoreCase: true, out var status) && Enum.IsDefined(status) ? status : null;

    /// <summary>Shows what can be taken.</summary>
    public void OnGet()
    {
    }

    /// <summary>Goods, a row for each variant: what the import reads.</summary>
    public Task<IActionResult> OnPostGoodsAsync(CancellationToken ct) => SendAsync("goods", Status is { } status ? $"Export of goods: {status}" : "Export of all goods",
        (stream, stop) => GoodsExport.WriteAsync(Db, stream, stop, Status is { } only ? goods => goods.Where(p => p.Status == only) : null), ct);

    /// <summary>Orders, a row for each line.</summary>
    public Task<IActionResult> OnPostOrdersAsync(CancellationToken ct) => SendAsync("orders", "Export of all orders", (stream, stop) => OrdersExport.WriteOrdersAsync(Db, stream, stop), ct);

    /// <summary>Everybody who ordered.</summary>
    public Task<IActionResult> OnPostCustomersAsync(CancellationToken ct) => SendAsync("customers", "Export of all customers", (stream, stop) => OrdersExport.WriteCustomersAsync(Db, stream, stop), ct);

    private async Task<IActionResult> SendAsync(string what, string said, Func<Stream, CancellationToken, Task> write, CancellationToken ct)
    {
        await Db.WriteAsync(() => Task.FromResult(Db.ChangeSets.Add(new ChangeSet { Text = said, By = Me, At = Shop.Now, Fields = 0 })), ct);
        var day = TimeZoneInfo.ConvertTime(Shop.Now, Shop.Settings.Zone()).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return new CsvDownload($"{what}-{day}.csv", write);
    }
}
