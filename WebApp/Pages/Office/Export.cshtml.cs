// The shop's goods, orders and customers as CSV files. Each one that is taken is noted in the log: they hold people's names and numbers.
using Makola.Domain.Catalogue.Export;
using Makola.Web;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Pages.Office;

/// <summary>The page <c>/office/products/export?show=draft&amp;q=gari</c>.</summary>
[Needs(Scopes.Anyone)]
public sealed class ExportModel(ShopDb db, CurrentShop shop) : OfficePage(db, shop)
{
    /// <summary>Which goods: active, draft or archived; empty for all.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Show { get; set; }

    /// <summary>Words of the goods, or a SKU; empty for all.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>The state that is asked for; null for all.</summary>
    public ProductStatus? Status => Enum.TryParse<ProductStatus>(Show, ignoreCase: true, out var status) && Enum.IsDefined(status) ? status : null;

    /// <summary>Shows what can be taken.</summary>
    public void OnGet()
    {
    }

    /// <summary>Goods, a row for each variant: what the import reads.</summary>
    [Needs(Scopes.Products, ReadOnly = true)]
    public async Task<IActionResult> OnPostGoodsAsync(CancellationToken ct)
    {
        var words = string.IsNullOrWhiteSpace(Q) ? null : Q.Trim()[..Math.Min(Q.Trim().Length, 100)];
        var which = new GoodsFilter { Words = words, Status = Status };
        if (words is not null && !await (await which.OfAsync(Db, ct)).AnyAsync(ct)) throw new Refusal("export.none", "No product of this state has these words.") { On = nameof(Q) };

        string?[] narrowed = [Status?.ToString(), words is null ? null : $"“{words}”"];
        var said = string.Join(", ", narrowed.OfType<string>());
        return SendCsv("goods", said.Length > 0 ? $"Export of goods: {said}" : "Export of all goods", async (stream, stop) => (await GoodsExport.WriteAsync(Db, stream, stop, which)).Variants);
    }

    /// <summary>Orders, a row for each line.</summary>
    [Needs(Scopes.Orders, ReadOnly = true), Sensitive]
    public IActionResult OnPostOrders() => SendCsv("orders", "Export of all orders", (stream, stop) => OrdersExport.WriteOrdersAsync(Db, stream, stop));

    /// <summary>Everybody who ordered.</summary>
    [Needs(Scopes.Customers, ReadOnly = true), Sensitive]
    public IActionResult OnPostCustomers() => SendCsv("customers", "Export of all customers", (stream, stop) => OrdersExport.WriteCustomersAsync(Db, stream, stop));
}
