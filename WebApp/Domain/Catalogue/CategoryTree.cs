// The categories as every page needs them: read once, kept in memory until goods change.
namespace Makola.Domain.Catalogue;

/// <summary>A category in memory, with its place in the tree.</summary>
public sealed record Shelf(long Id, string Slug, string Name, string Text, string? Emblem, Shelf? Parent)
{
    private readonly List<Shelf> children = [];

    /// <summary>The categories below, in their order.</summary>
    public IReadOnlyList<Shelf> Children => children;

    /// <summary>Goods on its page: its own and those of all below.</summary>
    public int Goods { get; init; }

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

    /// <summary>The category with this slug; null when there is none.</summary>
    public Shelf? Find(string slug) => bySlug.GetValueOrDefault(slug);

    /// <summary>The category with this key; null when there is none.</summary>
    public Shelf? Find(long? id) => id is { } i ? byId.GetValueOrDefault(i) : null;

    /// <summary>Reads the tree: two queries.</summary>
    public static async Task<CategoryTree> LoadAsync(ShopDb db, CancellationToken ct)
    {
        var rows = await db.Categories.AsNoTracking().OrderBy(c => c.Position).ThenBy(c => c.Id)
            .Select(c => new { c.Id, c.ParentId, c.Slug, c.Name, c.Text, c.Emblem, Goods = db.ShelfPlaces.Count(s => s.CategoryId == c.Id) })
            .ToListAsync(ct);
        var goods = await db.Products.CountAsync(p => p.Status == ProductStatus.Active, ct);

        var top = new List<Shelf>();
        var tree = new CategoryTree { Top = top, Goods = goods };
        var below = rows.ToLookup(r => r.ParentId);
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
