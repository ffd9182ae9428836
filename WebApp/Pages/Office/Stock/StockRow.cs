// A variant's stock as lists of the back office show it.
using System.Linq.Expressions;

namespace Makola.Pages.Office.Stock;

/// <summary>One row of a list of stock.</summary>
public sealed record StockRow(
    long VariantId, long ProductId, int Position, string Slug, string Product, string Choices, string Sku, ProductStatus Status, bool Retired, string? Picture,
    int OnHand, int Reserved, int LowAt, bool AllowBackorder, int Moves)
{
    /// <summary>What is read of a variant.</summary>
    public static readonly Expression<Func<Variant, StockRow>> From = v => new StockRow(
        v.Id, v.ProductId, v.Position, v.Product.Slug, v.Product.Name, v.ChoiceText, v.Sku, v.Product.Status, v.Retired, v.PicturePath ?? v.Product.CoverPath,
        v.Stock.OnHand, v.Stock.Reserved, v.Stock.LowAt, v.Stock.AllowBackorder, v.Stock.Moves);

    /// <summary>What can be sold now; below 0 when more is promised than there is.</summary>
    public int Available => OnHand - Reserved;

    /// <summary>Background of the picture.</summary>
    public int Tint => Tints.Of(ProductId);

    /// <summary>Product and choices.</summary>
    public string Name => Choices.Length > 0 ? $"{Product} · {Choices}" : Product;

    /// <summary>Choices and SKU, the line below the product.</summary>
    public string About => Choices.Length > 0 ? $"{Choices} · {Sku}" : Sku;

    /// <summary>Its address.</summary>
    public string Address => $"/office/stock/{VariantId}";

    /// <summary>What is to be noticed.</summary>
    public IEnumerable<Orders.Chip> Chips
    {
        get
        {
            if (Retired) yield return new("elsewhere", "No longer offered");
            if (Status == ProductStatus.Draft) yield return new("elsewhere", "Draft");
            if (Status == ProductStatus.Archived) yield return new("elsewhere", "Archived");
            if (AllowBackorder && Available <= 0) yield return new("elsewhere", "Sold beyond stock");
            else if (Available <= 0) yield return new("trouble", "Sold out");
            else if (!AllowBackorder && Available <= LowAt) yield return new("waiting", "Running low");
        }
    }

    /// <summary>The rows of these variants, in the order of the keys. One query.</summary>
    public static async Task<IReadOnlyList<StockRow>> OfAsync(ShopDb db, IReadOnlyList<long> variants, CancellationToken ct)
    {
        if (variants.Count == 0) return [];
        var rows = await db.Variants.Where(v => EF.Parameter(variants).Contains(v.Id)).Select(From).ToDictionaryAsync(r => r.VariantId, ct);
        return [.. variants.Where(rows.ContainsKey).Select(id => rows[id])];
    }
}
