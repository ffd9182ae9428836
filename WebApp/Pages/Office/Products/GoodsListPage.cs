// What the list of goods and the grid have in common: which goods they show, by state or words, a page at a time.
using System.Globalization;
using Makola.Web;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Pages.Office.Products;

/// <summary>A page of goods: <c>?show=active&amp;q=gari&amp;at=2</c>.</summary>
public abstract class GoodsListPage(ShopDb db, CurrentShop shop) : OfficePage(db, shop)
{
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

    /// <summary>This page, from 1.</summary>
    public int At => int.TryParse(Asked, NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? Math.Clamp(at, 1, 10_000) : 1;

    /// <summary>What is shown, as a part of an address.</summary>
    public string Query => $"show={Status.ToString().ToLowerInvariant()}{(Q is null ? "" : $"&q={Uri.EscapeDataString(Q)}")}";

    /// <summary>The goods of the whole list.</summary>
    protected GoodsFilter Which => new() { Words = Q, Status = Status };

    /// <summary>Reads what is asked for; false when there is no such state.</summary>
    protected bool TryRead()
    {
        Q = string.IsNullOrWhiteSpace(Q) ? null : Q.Trim()[..Math.Min(Q.Trim().Length, 100)];
        if (!Enum.TryParse<ProductStatus>(Show ?? nameof(ProductStatus.Active), ignoreCase: true, out var status) || !Enum.IsDefined(status)) return false;
        Status = status;
        return true;
    }
}
