// The brands by name, a page at a time, or found by name.
using Makola.Web;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Pages.Office.Brands;

/// <summary>A row of the list.</summary>
public sealed record BrandRow(long Id, string Name, int Goods);

/// <summary>The page <c>/office/brands?at=2</c> or <c>?q=tamale</c>.</summary>
[Needs(Scopes.Products)]
public sealed class BrandsModel(ShopDb db, CurrentShop shop) : OfficePage(db, shop)
{
    /// <summary>Rows on a page.</summary>
    public const int PageSize = 50;

    /// <summary>A part of the name.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>Number of the page, from 1.</summary>
    [BindProperty(SupportsGet = true)]
    public int At { get; set; } = 1;

    /// <summary>The brands of this page.</summary>
    public IReadOnlyList<BrandRow> Rows { get; private set; } = [];

    /// <summary>True when there is a page after this.</summary>
    public bool HasMore { get; private set; }

    /// <summary>Shows the list.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        (Q, At) = (string.IsNullOrWhiteSpace(Q) ? null : Q.Trim(), Math.Clamp(At, 1, 10_000));
        var brands = Q is null ? Db.Brands : Db.Brands.Where(b => b.Name.ToLower().Contains(Q.ToLower()));
        var rows = await brands.OrderBy(b => b.Name).ThenBy(b => b.Id).Skip((At - 1) * PageSize).Take(PageSize + 1)
            .Select(b => new BrandRow(b.Id, b.Name, Db.Products.Count(p => p.BrandId == b.Id))).ToListAsync(ct);
        (Rows, HasMore) = ([.. rows.Take(PageSize)], rows.Count > PageSize);
    }

    /// <summary>The address of another page of the same list.</summary>
    public string PageAt(int number) => $"/office/brands?at={number}{(Q is null ? "" : $"&q={Uri.EscapeDataString(Q)}")}";
}
