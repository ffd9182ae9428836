// Finding stock: what runs out, and a good by its code or name.
using Makola.Data.Sqlite;

namespace Makola.Domain.Stock;

/// <summary>Named queries of stock.</summary>
public static class StockQueries
{
    /// <summary>Products a search by words looks at, at most.</summary>
    private const int MostProducts = 50;

    /// <summary>
    /// Stock that is at or below its level and may not be sold beyond it, sold out included. The condition is that of the index
    /// (<see cref="StockIndexes"/>): change both or none.
    /// </summary>
    public static IQueryable<StockItem> RunningLow(this IQueryable<StockItem> items) =>
        items.Where(s => s.OnHand - s.Reserved <= s.LowAt && !s.AllowBackorder);

    /// <summary>Stock of which nothing can be sold any more.</summary>
    public static IQueryable<StockItem> SoldOut(this IQueryable<StockItem> items) => items.RunningLow().Where(s => s.OnHand - s.Reserved <= 0);

    /// <summary>Only of goods customers see.</summary>
    public static IQueryable<StockItem> OnSale(this IQueryable<StockItem> items, ShopDb db) =>
        items.Where(s => db.Variants.Any(v => v.Id == s.VariantId && v.Product.Status == ProductStatus.Active));

    /// <summary>The variants of a list of running out stock, fewest first, after a place in it.</summary>
    /// <param name="items"><see cref="RunningLow"/> or <see cref="SoldOut"/>.</param>
    /// <param name="after">Available pieces and key of the last before; null from the beginning.</param>
    /// <param name="most">How many.</param>
    /// <param name="ct">Stops the work.</param>
    public static Task<List<long>> FewestFirstAsync(this IQueryable<StockItem> items, (int Available, long VariantId)? after, int most, CancellationToken ct)
    {
        // Said in two parts, so that the index is entered at the place and not walked up to it.
        if (after is var (available, id))
            items = items.Where(s => s.OnHand - s.Reserved >= available && (s.OnHand - s.Reserved > available || s.VariantId > id));
        return items.OrderBy(s => s.OnHand - s.Reserved).ThenBy(s => s.VariantId).Select(s => s.VariantId).Take(most).ToListAsync(ct);
    }

    /// <summary>The variants with exactly this SKU (also typed in small letters) or bar code: what a scanner reads.</summary>
    public static IQueryable<Variant> WithCode(this IQueryable<Variant> variants, string code)
    {
        var (typed, upper) = (code.Trim(), code.Trim().ToUpperInvariant());
        return variants.Where(v => v.Sku == typed || v.Sku == upper || v.Barcode == typed);
    }

    /// <summary>Keys of the variants somebody may mean, best first: those with the very code, then by their products (<see cref="GoodsSearch"/>).</summary>
    public static async Task<List<long>> SearchAsync(ShopDb db, string text, int most, CancellationToken ct)
    {
        var products = (await GoodsSearch.FindAsync(db, text, ct)).Ids.Take(MostProducts).ToList();
        var found = await db.Variants.Where(v => EF.Parameter(products).Contains(v.ProductId))
            .OrderBy(v => v.ProductId).ThenBy(v => v.Position).ThenBy(v => v.Id)
            .Select(v => new { v.Id, v.ProductId, v.Sku, v.Barcode }).Take(MostProducts * 100).ToListAsync(ct);

        var (words, rank) = (text.Trim(), products.Select((id, i) => (id, i)).ToDictionary(p => p.id, p => p.i));
        return [.. found
            .OrderByDescending(v => v.Sku.Equals(words, StringComparison.OrdinalIgnoreCase) || v.Barcode == words)
            .ThenBy(v => rank[v.ProductId])
            .Select(v => v.Id).Take(most)];
    }
}
