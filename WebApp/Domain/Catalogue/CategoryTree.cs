// The categories as every page needs them: read once, kept in memory until goods change.
namespace Makola.Domain.Catalogue;

/// <summary>A category in memory, with its place in the tree; or a collection, which stands alone.</summary>
public sealed record Shelf(long Id, string Slug, string Name, string Text, string? Emblem, Shelf? Parent)
{
    private readonly List<Shelf> children = [];

    /// <summary>The categories below, in their order.</summary>
    public IReadOnlyList<Shelf> Children => children;

    /// <summary>Goods on its page: its own and those of all below.</summary>
    public int Goods { get; init; }

    /// <summary>True for a collection whose goods stand in an order of their own.</summary>
    public bool IsByHand { get; init; }

    /// <summary>From the top of the tree down to this one: the breadcrumb.</summary>
    public IEnumerable<Shelf> Path => Parent is null ? [this] : Parent.Path.Append(this);

    internal void Add(Shelf child) => children.Add(child);
}

/// <summary>All categories, and how many goods the shop shows.</summary>
public sealed class CategoryTree
{
    private readonly Dictionary<string, Shelf> bySlug = new(StringComparer.Ordinal);
    private readonly Dictionary<long, Shelf> byId = [];

    /// <summary>Categories at the top, in their order.</summary>
    public IReadOnlyList<Shelf> Top { get; private init; } = [];

    /// <summary>Goods customers can see.</summary>
    public int Goods { get; private init; }

    /// <summary>Every category, parents before children.</summary>
    public IEnumerable<Shelf> All => byId.Values;

    /// <summary>Collections customers can see, by their order.</summary>
    public IReadOnlyList<Shelf> Collections { get; private init; } = [];

    /// <summary>The category, or collection customers can see, with this slug; null when there is none.</summary>
    public Shelf? Find(string? slug) => slug is null ? null : bySlug.GetValueOrDefault(slug);

    /// <summary>The category with this key; null when there is none.</summary>
    public Shelf? Find(long? id) => id is { } i ? byId.GetValueOrDefault(i) : null;

    /// <summary>Reads the tree: two queries.</summary>
    public static async Task<CategoryTree> LoadAsync(ShopDb db, CancellationToken ct)
    {
        var rows = await db.Aisles.AsNoTracking().Where(a => a is Category || ((Collection)a).Shown).OrderBy(a => a.Position).ThenBy(a => a.Id)
            .Select(a => new
            {
                a.Id, a.Slug, a.Name, a.Text, a.Emblem, Goods = db.ShelfPlaces.Count(s => s.CategoryId == a.Id), IsCollection = a is Collection,
                ((Category)a).ParentId, Rule = a is Collection ? ((Collection)a).Rule : null,
            })
            .ToListAsync(ct);
        var goods = await db.Products.CountAsync(p => p.Status == ProductStatus.Active, ct);

        var top = new List<Shelf>();
        var collections = rows.Where(r => r.IsCollection)
            .Select(r => new Shelf(r.Id, r.Slug, r.Name, r.Text, r.Emblem, null) { Goods = r.Goods, IsByHand = r.Rule!.Conditions.Count == 0 }).ToList();
        var tree = new CategoryTree { Top = top, Goods = goods, Collections = collections };
        foreach (var collection in collections) tree.bySlug[collection.Slug] = collection;
        var below = rows.Where(r => !r.IsCollection).ToLookup(r => r.ParentId);
        void Hang(long? parentId, Shelf? parent)
        {
            foreach (var row in below[parentId])
            {
                var shelf = new Shelf(row.Id, row.Slug, row.Name, row.Text, row.Emblem, parent) { Goods = row.Goods };
                (tree.byId[row.Id], tree.bySlug[row.Slug]) = (shelf, shelf);
                if (parent is null) top.Add(shelf);
                else parent.Add(shelf);
                Hang(row.Id, shelf);
            }
        }

        Hang(null, null);
        return tree;
    }
}
