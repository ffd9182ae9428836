// The goods as staff see them: by state, or found by name or SKU.
using Makola.Data.Sqlite;
using Makola.Web;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Pages.Office.Products;

/// <summary>A row of the list.</summary>
public sealed record ProductRow(long Id, string Name, string? Picture, ProductStatus Status, long PriceFrom, long PriceTo, int Variants, int Available, DateTimeOffset? PublishAt);

/// <summary>The list of goods at <c>/office/products?show=active&amp;at=2</c> or <c>?q=gari</c>.</summary>
public sealed class ProductsModel(ShopDb db, CurrentShop shop) : OfficePage(db, shop)
{
    /// <summary>Rows on a page.</summary>
    public const int PageSize = 30;

    /// <summary>What is looked for, in the name or as a SKU.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>Which goods: active, draft or archived.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Show { get; set; }

    /// <summary>Number of the page, from 1, as asked for.</summary>
    [BindProperty(SupportsGet = true, Name = "at")]
    public string? Asked { get; set; }

    /// <summary>The state shown.</summary>
    public ProductStatus Status { get; private set; }

    /// <summary>The goods of this page.</summary>
    public IReadOnlyList<ProductRow> Rows { get; private set; } = [];

    /// <summary>How many there are in each state.</summary>
    public IReadOnlyDictionary<ProductStatus, int> Counts { get; private set; } = new Dictionary<ProductStatus, int>();

    /// <summary>True when there is a page after this.</summary>
    public bool HasMore { get; private set; }

    /// <summary>This page, from 1.</summary>
    public int At => int.TryParse(Asked, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var at) ? Math.Clamp(at, 1, 10_000) : 1;

    /// <summary>Shows the list.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Q = string.IsNullOrWhiteSpace(Q) ? null : Q.Trim()[..Math.Min(Q.Trim().Length, 100)];
        if (!Enum.TryParse<ProductStatus>(Show ?? nameof(ProductStatus.Active), ignoreCase: true, out var status) || !Enum.IsDefined(status)) return NotFound();

        Status = status;
        Counts = new Dictionary<ProductStatus, int>
        {
            [ProductStatus.Active] = Shop.Categories.Goods,
            [ProductStatus.Draft] = await Db.Products.CountAsync(p => p.Status == ProductStatus.Draft, ct),
            [ProductStatus.Archived] = await Db.Products.CountAsync(p => p.Status == ProductStatus.Archived, ct),
        };
        var goods = Q is null ? Db.Products.Where(p => p.Status == status) : await FoundAsync(Q, status, ct);
        var rows = await goods.OrderBy(p => p.Name).ThenBy(p => p.Id).Skip((At - 1) * PageSize).Take(PageSize + 1)
            .Select(p => new ProductRow(p.Id, p.Name, p.CoverPath, p.Status, p.PriceFrom, p.PriceTo, p.Variants.Count, p.Variants.Sum(v => v.Stock.OnHand - v.Stock.Reserved), p.PublishAt))
            .ToListAsync(ct);
        (Rows, HasMore) = ([.. rows.Take(PageSize)], rows.Count > PageSize);
        return Page();
    }

    /// <summary>The address of another page of the same list.</summary>
    public string PageAt(int number) => $"/office/products?show={Status.ToString().ToLowerInvariant()}{(Q is null ? "" : $"&q={Uri.EscapeDataString(Q)}")}&at={number}";

    /// <summary>A SKU leads to its product, whatever its state; else words, with the full-text index for what customers see.</summary>
    private async Task<IQueryable<Product>> FoundAsync(string words, ProductStatus status, CancellationToken ct)
    {
        var bySku = await Db.Variants.IgnoreQueryFilters().Where(v => v.Sku == words || v.Barcode == words).Select(v => v.ProductId).Distinct().Take(PageSize).ToListAsync(ct);
        if (bySku.Count > 0) return Db.Products.Where(p => bySku.Contains(p.Id));
        if (status != ProductStatus.Active) return Db.Products.Where(p => p.Status == status && EF.Functions.Like(p.Name, "%" + Escaped(words) + "%", "\\"));

        var found = await ProductSearch.IdsAsync(Db, words, ct);
        return Db.Products.Where(p => EF.Parameter(found).Contains(p.Id));
    }

    private static string Escaped(string words) => words.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}
