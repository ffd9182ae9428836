// What the home page shows: its sections, each with its goods.
namespace Makola.Domain.Catalogue;

/// <summary>A row of cards under a heading.</summary>
/// <param name="Shelf">The category or collection; null for a row of its own.</param>
/// <param name="Cards">At most <see cref="ShopWindow.RowLength"/>.</param>
public sealed record WindowRow(Shelf? Shelf, IReadOnlyList<ProductCard> Cards);

/// <summary>A section of the home page with its goods.</summary>
/// <param name="Section">The section.</param>
/// <param name="Rows">Its rows of goods; empty where it has none.</param>
public sealed record WindowPart(Section Section, IReadOnlyList<WindowRow> Rows);

/// <summary>The home page.</summary>
/// <param name="Parts">From top to bottom; what has nothing to show is left out.</param>
public sealed record ShopWindow(IReadOnlyList<WindowPart> Parts)
{
    /// <summary>Cards in a row.</summary>
    public const int RowLength = 4;

    private const int MostCategories = 8;

    /// <summary>How many are looked at for a row, so that what is sold out can give way.</summary>
    private const int Looked = 2 * RowLength;

    /// <summary>Reads the goods of the sections: four queries at most, whatever their number.</summary>
    public static async Task<ShopWindow> ReadAsync(ShopDb db, Front front, CategoryTree tree, IReadOnlyList<Section> sections, CancellationToken ct)
    {
        List<Shelf> ShelvesOf(Section section) => section.Kind switch
        {
            SectionKind.EachCategory => [.. tree.Top.Where(s => s.Goods > 0).Take(MostCategories)],
            SectionKind.Goods when front.ShelfOf(section) is { } shelf => [shelf],
            _ => [],
        };
        var ids = sections.SelectMany(ShelvesOf).Select(s => s.Id).Distinct().ToList();
        var best = ids.Count == 0 ? [] : await BestOf(db, ids).ToListAsync(ct);
        var wanted = best.Select(b => b.ProductId).Distinct().ToList();
        var cards = wanted.Count == 0 ? [] : (await db.Products.Where(p => wanted.Contains(p.Id)).Select(ProductCard.From).ToListAsync(ct)).ToDictionary(c => c.Id);
        var newest = sections.Any(s => s.Kind == SectionKind.Newest) ? await NewestAsync(db, ct) : [];
        var reduced = sections.Any(s => s.Kind == SectionKind.Reduced) ? await ReducedAsync(db, ct) : [];

        WindowRow RowOf(Shelf shelf) => new(shelf, [.. best.Where(b => b.CategoryId == shelf.Id && cards.ContainsKey(b.ProductId)).Select(b => cards[b.ProductId]).OrderByDescending(c => c.InStock).Take(RowLength)]);
        IEnumerable<WindowRow> RowsOf(Section section) => section.Kind switch
        {
            SectionKind.Newest => [new(null, newest)],
            SectionKind.Reduced => [new(null, reduced)],
            _ => ShelvesOf(section).Select(RowOf),
        };
        return new([.. sections.Select(s => new WindowPart(s, [.. RowsOf(s).Where(r => r.Cards.Count > 0)])).Where(HasSomething)]);
    }

    /// <summary>An empty shop says that its first goods are on their way; other rows without goods are not there.</summary>
    private static bool HasSomething(WindowPart part) =>
        part.Rows.Count > 0 || part.Section.Kind is SectionKind.Banner or SectionKind.Categories or SectionKind.Newest or SectionKind.Text;

    private static Task<List<ProductCard>> NewestAsync(ShopDb db, CancellationToken ct) => db.Products.Where(p => p.Status == ProductStatus.Active)
        .OrderByDescending(p => p.CreatedAt).ThenByDescending(p => p.Id).Take(RowLength).Select(ProductCard.From).ToListAsync(ct);

    /// <summary>The largest saving in percent first; read from the front of an index of just that (<see cref="Data.Sqlite.SavingIndex"/>).</summary>
    private static Task<List<ProductCard>> ReducedAsync(ShopDb db, CancellationToken ct) => db.Products.Where(p => p.Status == ProductStatus.Active && p.WasFrom > 0)
        .OrderByDescending(p => (p.WasFrom - p.PriceFrom) * 100 / p.WasFrom).ThenBy(p => p.Id).Take(RowLength).Select(ProductCard.From).ToListAsync(ct);

    /// <summary>The front of each shelf, as one statement of as many parts.</summary>
    private static IQueryable<Place> BestOf(ShopDb db, List<long> shelves)
    {
        IQueryable<Place>? all = null;
        foreach (var id in shelves)
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
