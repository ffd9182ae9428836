// Which goods are in a collection is kept as rows. After whatever happens to goods, time and rules, the rows are what the rules say anew.
using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace Makola.Tests.Domain.Catalogue;

public sealed class CollectionRuleTests(CatalogueShop shop, ITestOutputHelper output) : IClassFixture<CatalogueShop>
{
    private static readonly Actor Efua = Actor.Staff(1, "Efua Owusu");
    private static readonly string[] Tags = ["gift", "Sale", "new", "wood"];

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(300)]
    public async Task Rows_equal_the_rule_worked_out_anew_after_random_changes(int seed)
    {
        var random = new Random(seed);
        var (products, categories, brands) = await FillAsync(seed, random);
        var rules = new Dictionary<long, CollectionRule>();
        for (var n = 0; n < 12; n++)
        {
            var rule = new CollectionRule { Any = random.Next(2) == 0, Conditions = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Any(random, categories, brands))] };
            await using var db = shop.NewDb();
            rules[(await new CollectionEdit { Name = $"Rule {seed} {n}", Shown = true, Rule = rule }.CreateAsync(db, Efua, CatalogueShop.Now, CancellationToken.None)).Id] = rule;
        }

        var now = CatalogueShop.Now;
        var seen = 0;
        for (var step = 0; step < 40; step++)
        {
            await using (var db = shop.NewDb())
            {
                var id = products[random.Next(products.Count)];
                if (random.Next(6) == 0) await Shelves.GrowOldAsync(db, now = now.AddHours(random.Next(60)), CancellationToken.None);
                else if (random.Next(3) == 0) await SellAsync(db, id, random);
                else await ChangeAsync(db, id, random, categories, brands, now);
            }

            seen += await AssertRowsAsync(rules);
        }

        output.WriteLine($"{seen} places compared");
        Assert.True(seen > 500);
        await shop.BooksAsync();
    }

    [Fact]
    public async Task Books_name_a_product_that_is_where_it_should_not_be()
    {
        await using var db = shop.NewDb();
        var random = new Random(7);
        var (products, _, _) = await FillAsync(7_000, random);
        var collection = await new CollectionEdit { Name = "By hand", Goods = [products[0], products[1]] }.CreateAsync(db, Efua, CatalogueShop.Now, CancellationToken.None);
        await shop.BooksAsync();
        await db.ShelfPlaces.Where(s => s.CategoryId == collection.Id && s.ProductId == products[0]).ExecuteDeleteAsync();

        var wrong = Assert.Single(await shop.AskAsync(d => Books.CheckAsync(d, CancellationToken.None)));
        Assert.Equal(("collection.goods", "is not in it"), (wrong.What, wrong.Kept));
        await db.WriteAsync(() => Shelves.GatherAsync(db, [collection.Id], CancellationToken.None));
        await shop.BooksAsync();
    }

    private static Condition Any(Random random, List<long> categories, List<long> brands)
    {
        var what = (RuleKind)random.Next(Enum.GetValues<RuleKind>().Length);
        return new(what, what switch
        {
            RuleKind.Tag => Tags[random.Next(Tags.Length)].ToUpperInvariant(),
            RuleKind.Category => Text(categories[random.Next(categories.Count)]),
            RuleKind.Brand => Text(brands[random.Next(brands.Count)]),
            RuleKind.PriceUnder or RuleKind.PriceOver => Text(random.Next(100, 1000)),
            RuleKind.NewerThan => Text(random.Next(1, 30)),
            _ => "",
        });
    }

    private async Task<int> AssertRowsAsync(Dictionary<long, CollectionRule> rules)
    {
        await using var db = shop.NewDb();
        var above = await db.Categories.ToDictionaryAsync(c => c.Id, c => c.ParentId);
        var goods = await db.Products.AsNoTracking().Include(p => p.OtherCategories).Where(p => p.Status == ProductStatus.Active).ToListAsync();
        var collections = await db.Collections.AsNoTracking().Where(c => rules.Keys.Contains(c.Id)).ToListAsync();
        var kept = (await db.ShelfPlaces.AsNoTracking().Where(s => rules.Keys.Contains(s.CategoryId)).ToListAsync()).ToLookup(s => s.CategoryId, s => s.ProductId);
        foreach (var collection in collections)
            Assert.Equal(goods.Where(p => Meets(collection, p, above)).Select(p => p.Id).Order(), kept[collection.Id].Order());
        return kept.Sum(k => k.Count());
    }

    /// <summary>The rule in plain words of C#, apart from the shop's.</summary>
    private static bool Meets(Collection collection, Product p, Dictionary<long, long?> above)
    {
        bool Is(Condition c) => c.What switch
        {
            RuleKind.Tag => p.Tags.Contains(c.Value, StringComparer.OrdinalIgnoreCase),
            RuleKind.Category => p.OtherCategories.Select(o => (long?)o.Id).Append(p.MainCategoryId).Any(id => Path(id, above).Contains(long.Parse(c.Value, CultureInfo.InvariantCulture))),
            RuleKind.Brand => p.BrandId == long.Parse(c.Value, CultureInfo.InvariantCulture),
            RuleKind.PriceUnder => p.PriceFrom < long.Parse(c.Value, CultureInfo.InvariantCulture),
            RuleKind.PriceOver => p.PriceFrom > long.Parse(c.Value, CultureInfo.InvariantCulture),
            RuleKind.OnSale => p.WasFrom is not null,
            RuleKind.InStock => p.InStock,
            _ => p.CreatedAt > collection.AsOf.AddDays(-int.Parse(c.Value, CultureInfo.InvariantCulture)),
        };
        return collection.Rule.Any ? collection.Rule.Conditions.Any(Is) : collection.Rule.Conditions.All(Is);
    }

    private static IEnumerable<long> Path(long? id, Dictionary<long, long?> above)
    {
        for (; id is { } at; id = above[at]) yield return at;
    }

    private async Task<(List<long> Products, List<long> Categories, List<long> Brands)> FillAsync(int seed, Random random)
    {
        await using var db = shop.NewDb();
        var top = new Category { Slug = $"top-{seed}", Name = "Top" };
        Category[] categories = [top, new() { Slug = $"a-{seed}", Name = "A", Parent = top }, new() { Slug = $"b-{seed}", Name = "B", Parent = top }, new() { Slug = $"c-{seed}", Name = "C" }];
        Brand[] brands = [new() { Slug = $"x-{seed}", Name = $"X {seed}" }, new() { Slug = $"y-{seed}", Name = $"Y {seed}" }];
        var products = Enumerable.Range(0, 20).Select(n =>
        {
            var product = new Product
            {
                Slug = $"good-{seed}-{n}", Name = $"Good {n}", Status = ProductStatus.Active, MainCategory = categories[random.Next(4)], Brand = random.Next(3) == 0 ? null : brands[random.Next(2)],
                Tags = [.. Tags.Where(_ => random.Next(3) == 0)], CreatedAt = CatalogueShop.Now.AddDays(-random.Next(40)),
            };
            product.Variants.Add(new Variant { Sku = $"GOOD-{seed}-{n}", Price = random.Next(50, 1100), Stock = new StockItem() });
            return product;
        }).ToList();
        await db.WriteAsync(async () =>
        {
            db.AddRange(products);
            db.AddRange(categories);
            db.AddRange(brands);
            await db.SaveChangesAsync();
            await Shelves.ArrangeAsync(db, [.. products.Select(p => p.Id)], CancellationToken.None);
        });
        return (products.ConvertAll(p => p.Id), [.. categories.Select(c => c.Id)], [.. brands.Select(b => b.Id)]);
    }

    private static async Task SellAsync(ShopDb db, long id, Random random)
    {
        var stock = await db.Variants.Where(v => v.ProductId == id).Select(v => v.Stock).AsNoTracking().SingleAsync();
        var change = stock.OnHand == 0 ? random.Next(1, 3) : -random.Next(1, stock.OnHand + 1);
        await db.WriteAsync(() => StockRoom.MoveAsync(db, MovementKind.Adjust, [new(stock.VariantId, change, 0)], "Test", null, Efua, CatalogueShop.Now, CancellationToken.None));
    }

    private static Task ChangeAsync(ShopDb db, long id, Random random, List<long> categories, List<long> brands, DateTimeOffset now) => db.WriteAsync(async () =>
    {
        var product = await db.Products.Include(p => p.Variants).SingleAsync(p => p.Id == id);
        switch (random.Next(6))
        {
            case 0: product.Tags = [.. Tags.Where(_ => random.Next(2) == 0)]; break;
            case 1: product.MainCategoryId = categories[random.Next(categories.Count)]; break;
            case 2: product.BrandId = random.Next(3) == 0 ? null : brands[random.Next(brands.Count)]; break;
            case 3: product.Variants[0].Price = random.Next(50, 1100); break;
            case 4: product.Variants[0].WasPrice = random.Next(2) == 0 ? null : 5_000; break;
            default: (product.Status, product.CreatedAt) = (random.Next(3) == 0 ? ProductStatus.Draft : ProductStatus.Active, now); break;
        }

        await db.SaveChangesAsync();
        await Shelves.ArrangeAsync(db, [id], CancellationToken.None);
    });

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
