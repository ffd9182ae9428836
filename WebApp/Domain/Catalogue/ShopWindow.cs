// What the home page shows: a row of goods for each category, what is new, and what costs less than before.
namespace Makola.Domain.Catalogue;

/// <summary>A row of cards under a heading.</summary>
/// <param name="Shelf">The category; null for a row of its own.</param>
/// <param name="Cards">At most <see cref="ShopWindow.RowLength"/>.</param>
public sealed record WindowRow(Shelf? Shelf, IReadOnlyList<ProductCard> Cards);

/// <summary>The home page's rows.</summary>
/// <param name="Categories">A row for each category at the top that has goods, most sold first, sold-out ones last.</param>
/// <param name="Newest">What came in last.</param>
/// <param name="Reduced">What costs less than before.</param>
public sealed record ShopWindow(IReadOnlyList<WindowRow> Categories, IReadOnlyList<ProductCard> Newest, IReadOnlyList<ProductCard> Reduced)
{
    /// <summary>Cards in a row.</summary>
    public const int RowLength = 4;

    private const int MostRows = 8;

    /// <summary>How many are looked at for a row, so that what is sold out can give way.</summary>
    private const int Looked = 2 * RowLength;

    /// <summary>Reads the rows: three queries, whatever the number of categories.</summary>
    public static async Task<ShopWindow> ReadAsync(ShopDb db, CategoryTree tree, CancellationToken ct)
    {
        var shelves = tree.Top.Where(s => s.Goods > 0).Take(MostRows).ToList();
        var best = shelves.Count == 0 ? [] : await BestOf(db, shelves).ToListAsync(ct);
        var ids = best.Select(b => b.ProductId).ToList();
        var cards = (await db.Products.Where(p => ids.Contains(p.Id)).Select(ProductCard.From).ToListAsync(ct)).ToDictionary(c => c.Id);
        var newest = await db.Products.Where(p => p.Status == ProductStatus.Active)
            .OrderByDescending(p => p.CreatedAt).ThenByDescending(p => p.Id).Take(RowLength).Select(ProductCard.From).ToListAsync(ct);
        var reduced = await db.Products.Where(p => p.Status == ProductStatus.Active && p.WasFrom > 0)
            .OrderByDescending(p => p.WasFrom).ThenBy(p => p.Id).Take(RowLength).Select(ProductCard.From).ToListAsync(ct);

        var rows = shelves.Select(s => new WindowRow(s, [.. best.Where(b => b.CategoryId == s.Id && cards.ContainsKey(b.ProductId)).Select(b => cards[b.ProductId]).OrderByDescending(c => c.InStock).Take(RowLength)]));
        return new([.. rows.Where(r => r.Cards.Count > 0)], newest, reduced);
    }

    /// <summary>The front of each category's shelf, as one statement of as many parts.</summary>
    private static IQueryable<Place> BestOf(ShopDb db, List<Shelf> shelves)
    {
        IQueryable<Place>? all = null;
        foreach (var id in shelves.Select(s => s.Id))
        {
            var part = db.ShelfPlaces.Where(s => s.CategoryId == id).OrderByDescending(s => s.Popularity).ThenByDescending(s => s.ProductId).Take(Looked)
                .Select(s => new Place { CategoryId = s.CategoryId, ProductId = s.ProductId });
            all = all is null ? part : all.Concat(part);
        }

        return all!;
    }

    private sealed class Place
    {
        public long CategoryId { get; init; }

        public long ProductId { get; init; }
    }
}
