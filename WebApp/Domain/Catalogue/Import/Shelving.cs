// The brands and categories a file of goods names: those of the shop, or new ones.
namespace Makola.Domain.Catalogue.Import;

/// <summary>Brands by name.</summary>
/// <param name="db">Gets the new ones.</param>
/// <param name="shop">Those the shop has.</param>
/// <param name="lastKey">The last key that was given to one.</param>
/// <param name="isExact">Whether new ones may differ in nothing but capitals, as in a file of this shop.</param>
internal sealed class Brands(ShopDb db, IEnumerable<Brand> shop, long lastKey, bool isExact)
{
    private readonly NameMap<Brand> known = new(shop.Select(brand => (brand.Name, brand)), isExact);
    private readonly HashSet<string> slugs = [.. shop.Select(brand => brand.Slug)];

    /// <summary>The brand of that name, a new one when there is none; null for no name.</summary>
    public Brand? Named(string? name)
    {
        if (name is null)
            return null;
        if (known.Find(name) is { } brand)
            return brand;

        brand = new Brand { Name = name, Slug = Slugs.Free(Slugs.From(name), slugs) };
        db.Entry(brand).Property(b => b.Id).CurrentValue = ++lastKey;
        db.Brands.Add(brand);
        return known.Add(name, brand);
    }
}

/// <summary>Categories by name or by path.</summary>
/// <param name="db">Gets the new ones.</param>
/// <param name="shop">Those the shop has, tracked, oldest first.</param>
/// <param name="collections">Addresses that collections have.</param>
/// <param name="lastKey">The last key that was given to one.</param>
/// <param name="isExact">Whether new ones may differ in nothing but capitals, as in a file of this shop.</param>
internal sealed class Categories(ShopDb db, IReadOnlyCollection<Category> shop, IEnumerable<string> collections, long lastKey, bool isExact)
{
    private readonly NameMap<Category> byName = new(shop.Reverse().Select(category => (category.Name, category)), isExact);
    private readonly Dictionary<ValueTuple<Category?>, NameMap<Category>> below = shop.GroupBy(category => ValueTuple.Create(category.Parent))
        .ToDictionary(group => group.Key, group => new NameMap<Category>(group.Select(category => (category.Name, category)), isExact));
    private readonly Dictionary<ValueTuple<Category?>, int> nextPositions = shop.GroupBy(category => ValueTuple.Create(category.Parent))
        .ToDictionary(group => group.Key, group => group.Max(category => category.Position) + 1);
    private readonly HashSet<string> slugs = [.. shop.Select(category => category.Slug), .. collections];

    /// <summary>The category of that name wherever it hangs; a new one at the top when there is none.</summary>
    public Category Named(string name) => byName.Find(name) ?? byName.Add(name, Hang(null, name));

    /// <summary>The category at the end of a path from the top; what is missing of the path is new.</summary>
    public Category At(IReadOnlyList<string> path)
    {
        Category? parent = null;
        foreach (var name in path)
            parent = (below.TryGetValue(ValueTuple.Create(parent), out var children) ? children.Find(name) : null) ?? Hang(parent, name);
        return parent ?? throw new ArgumentException("A path has at least one name.", nameof(path));
    }

    private Category Hang(Category? parent, string name)
    {
        var place = ValueTuple.Create(parent);
        var position = nextPositions.GetValueOrDefault(place);
        nextPositions[place] = position + 1;
        var category = new Category { Name = name, Slug = Slugs.Free(Slugs.From(name), slugs), Position = position, Parent = parent };
        db.Entry(category).Property(c => c.Id).CurrentValue = ++lastKey;
        db.Categories.Add(category);
        if (!below.TryGetValue(place, out var children))
            below[place] = children = new([], isExact);
        return children.Add(name, category);
    }
}

/// <summary>Things by name: letter by letter first, then without regard to capitals.</summary>
internal sealed class NameMap<T> where T : class
{
    private readonly Dictionary<string, T> exact = new(StringComparer.Ordinal);
    private readonly Dictionary<string, T> loose = new(StringComparer.OrdinalIgnoreCase);
    private readonly bool isExact;

    public NameMap(IEnumerable<(string Name, T Thing)> things, bool isExact)
    {
        this.isExact = isExact;
        foreach (var (name, thing) in things)
        {
            exact.TryAdd(name, thing);
            loose.TryAdd(name, thing);
        }
    }

    public T? Find(string name) => exact.GetValueOrDefault(name) ?? loose.GetValueOrDefault(name);

    /// <summary>A new thing; when names are exact, only its very name finds it.</summary>
    public T Add(string name, T thing)
    {
        exact.TryAdd(name, thing);
        if (!isExact) loose.TryAdd(name, thing);
        return thing;
    }
}
