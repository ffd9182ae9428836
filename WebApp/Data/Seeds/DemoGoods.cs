// The goods of the demo shop: demo-goods.json, read and made into categories, brands, products and variants.
using System.Text.Json;
using Bogus;

namespace Makola.Data.Seeds;

/// <summary>A category of the demo shop, as demo-goods.json writes it.</summary>
/// <param name="Slug">Its place in the address.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Text">A few sentences on top of its page.</param>
/// <param name="Emblem">Code of its picture.</param>
/// <param name="Within">The categories below it.</param>
internal sealed record DemoCategory(string Slug, string Name, string Text, string Emblem, IReadOnlyList<DemoCategory>? Within = null);

/// <summary>A picture: its code is the file name below <c>img/goods</c>.</summary>
internal sealed record DemoPicture(string Code, string Alt);

/// <summary>A choice. What it adds to the price is in minor units; null where it changes nothing.</summary>
internal sealed record DemoValue(string Name, string? Swatch = null, long Adds = 0, int? Grams = null, string? Picture = null);

/// <summary>Something to choose.</summary>
internal sealed record DemoOption(string Name, IReadOnlyList<DemoValue> Values);

/// <summary>One of the goods. Its variants are all combinations of its options' values, less those in <see cref="Without"/>.</summary>
internal sealed record DemoProduct
{
    public required string Name { get; init; }
    public required string Blurb { get; init; }
    public required string Description { get; init; }
    public string? Brand { get; init; }

    /// <summary>Slugs; the first is where it is at home.</summary>
    public required IReadOnlyList<string> Categories { get; init; }

    /// <summary>Minor units, before what the choices add.</summary>
    public required long Price { get; init; }
    public long? Was { get; init; }
    public int Grams { get; init; }

    /// <summary>About how many pieces of each variant lie on the shelf today.</summary>
    public required int Stock { get; init; }
    public int? LowAt { get; init; }
    public IReadOnlyList<string> Tags { get; init; } = [];
    public required IReadOnlyList<DemoPicture> Pictures { get; init; }
    public IReadOnlyList<DemoOption> Options { get; init; } = [];

    /// <summary>Combinations that are not made: "Lilac · 41".</summary>
    public IReadOnlyList<string> Without { get; init; } = [];

    /// <summary>Combinations of which none is left.</summary>
    public IReadOnlyList<string> SoldOut { get; init; } = [];
}

/// <summary>A variant on the shelf of the demo shop.</summary>
/// <param name="Variant">What is bought.</param>
/// <param name="Left">Pieces that are to be there today.</param>
internal sealed record DemoItem(Variant Variant, int Left);

/// <summary>The goods of the demo shop.</summary>
internal sealed record DemoGoods(IReadOnlyList<DemoCategory> Categories, IReadOnlyList<DemoProduct> Goods)
{
    /// <summary>Reads the file that is built into the program.</summary>
    public static DemoGoods Read()
    {
        using var file = typeof(DemoGoods).Assembly.GetManifestResourceStream("Makola.Data.Seeds.demo-goods.json")!;
        return JsonSerializer.Deserialize<DemoGoods>(file, JsonSerializerOptions.Web)!;
    }

    /// <summary>Adds everything to the unit of work, with no stock yet.</summary>
    /// <param name="db">The shop.</param>
    /// <param name="random">Decides ages and how full each shelf is.</param>
    /// <param name="now">The newest goods came in shortly before.</param>
    /// <param name="known">What the shop has; new categories and brands are added.</param>
    /// <returns>What can be bought, product by product.</returns>
    public IReadOnlyList<DemoItem> AddTo(ShopDb db, Randomizer random, DateTimeOffset now, DemoKnown known)
    {
        var categories = new Dictionary<string, (Category Category, string Prefix)>(StringComparer.Ordinal);
        foreach (var (top, i) in Categories.Select((c, i) => (c, i))) AddCategory(top, null, i, Initials(top.Slug), categories, known);
        db.Categories.AddRange(categories.Values.Select(c => c.Category).Where(c => c.Id == 0));

        var items = new List<DemoItem>();
        foreach (var (goods, i) in Goods.Select((g, i) => (g, i)).Where(g => !known.Samples.Contains(g.g.Name)))
        {
            var (home, prefix) = categories[goods.Categories[0]];
            var made = now.AddHours(-(random.Bool(0.08f) ? random.Int(5, 150) : random.Int(200, 4000)));
            var product = new Product
            {
                Slug = Slugs.Free(Slugs.From(goods.Name), known.Slugs), Name = goods.Name, Blurb = goods.Blurb, Description = goods.Description,
                Brand = goods.Brand is { } brand ? BrandOf(brand, known.Brands) : null, Status = ProductStatus.Active, Tags = [.. goods.Tags], MainCategory = home,
                Pictures = [.. goods.Pictures.Select(p => new Picture($"img/goods/{p.Code}.webp", p.Alt, 256, 256, $"img/goods/{p.Code}.jpg"))],
                Options = [.. goods.Options.Select(o => new Option(o.Name, [.. o.Values.Select(v => new OptionValue(v.Name, v.Swatch))]))],
                CreatedAt = made, UpdatedAt = made,
            };
            product.OtherCategories.AddRange(goods.Categories.Skip(1).Select(c => categories[c].Category));
            foreach (var choices in Combinations(goods))
            {
                var variant = VariantOf(goods, choices, product.Variants.Count, $"{prefix}-{i + 101}", known.Skus);
                product.Variants.Add(variant);
                items.Add(new(variant, LeftOf(goods, variant, random)));
            }

            db.Products.Add(product);
        }

        return items;
    }

    private static void AddCategory(DemoCategory made, Category? parent, int position, string prefix, Dictionary<string, (Category, string)> all, DemoKnown known)
    {
        if (!known.Categories.TryGetValue(made.Slug, out var category))
            known.Categories[made.Slug] = category = new Category { Parent = parent, Slug = made.Slug, Name = made.Name, Text = made.Text, Emblem = $"img/goods/{made.Emblem}.webp", Position = position };
        all.Add(made.Slug, (category, prefix));
        foreach (var (child, i) in (made.Within ?? []).Select((c, i) => (c, i))) AddCategory(child, category, i, prefix, all, known);
    }

    private static Brand BrandOf(string name, Dictionary<string, Brand> brands)
    {
        var slug = Slugs.From(name);
        if (!brands.TryGetValue(slug, out var brand)) brands.Add(slug, brand = new Brand { Slug = slug, Name = name });
        return brand;
    }

    /// <summary>All combinations of the options' values, the last option turning fastest; one empty combination without options.</summary>
    private static IEnumerable<IReadOnlyList<DemoValue>> Combinations(DemoProduct goods)
    {
        IEnumerable<IReadOnlyList<DemoValue>> all = [[]];
        foreach (var option in goods.Options) all = all.SelectMany(_ => option.Values, (chosen, value) => (IReadOnlyList<DemoValue>)[.. chosen, value]);
        return all.Where(chosen => !goods.Without.Contains(string.Join(" · ", chosen.Select(v => v.Name))));
    }

    private static Variant VariantOf(DemoProduct goods, IReadOnlyList<DemoValue> choices, int position, string item, HashSet<string> taken)
    {
        var sku = choices.Count == 0 ? item : $"{item}-{position + 1:00}";
        var adds = choices.Sum(v => v.Adds);
        return new Variant
        {
            Position = position, Sku = taken.Contains(sku) ? $"SAMPLE-{sku}" : sku, Price = goods.Price + adds, WasPrice = goods.Was + adds,
            Cost = (goods.Price + adds) * 65 / 100, WeightGrams = choices.LastOrDefault(v => v.Grams is not null)?.Grams ?? goods.Grams,
            PicturePath = choices.LastOrDefault(v => v.Picture is not null)?.Picture is { } code ? $"img/goods/{code}.webp" : null,
            Stock = new StockItem().WarnAt(goods.LowAt ?? Math.Clamp(goods.Stock / 4, 1, 5)),
        }.Choose(choices.Select(v => v.Name));
    }

    private static int LeftOf(DemoProduct goods, Variant variant, Randomizer random)
    {
        var about = goods.Options.Count == 0 ? goods.Stock : (int)Math.Ceiling(goods.Stock * random.Double(0.6, 1.5));
        return goods.SoldOut.Contains(variant.ChoiceText) ? 0 : about;
    }

    /// <summary>How a SKU begins: <c>FF</c> for fresh-food, <c>PA</c> for pantry.</summary>
    private static string Initials(string slug) =>
        (slug.Split('-') is [var first, var second, ..] ? $"{first[0]}{second[0]}" : slug[..2]).ToUpperInvariant();
}
