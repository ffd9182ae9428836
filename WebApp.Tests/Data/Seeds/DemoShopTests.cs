// The demo shop is a whole, believable shop: goods with pictures and fair prices, sixty days behind it, and clean books.
using Makola.Data.Seeds;
using Makola.Data.Sqlite;

namespace Makola.Tests.Data.Seeds;

/// <summary>A demo shop filled on a Saturday at four in the afternoon, shared by the tests below.</summary>
public sealed class SaturdayDemo : IAsyncLifetime
{
    /// <summary>Saturday, 14 March 2026, 16:00 in Accra.</summary>
    public static readonly DateTimeOffset Now = new(2026, 3, 14, 16, 0, 0, TimeSpan.Zero);

    /// <summary>Its data folder.</summary>
    public string Data { get; private set; } = "";

    /// <summary>Opens its database.</summary>
    public ShopDb Db() => RunningShop.OpenDb(Data);

    /// <summary>Fills a new demo shop at a moment.</summary>
    /// <returns>Its data folder.</returns>
    public static async Task<string> FillAsync(DateTimeOffset now)
    {
        var data = Watchman.NewFolder("demo");
        await using var db = RunningShop.OpenDb(data);
        await db.Database.MigrateAsync();
        await SqliteConnections.AssertAsync(db, CancellationToken.None);
        await DemoShop.FillAsync(db, new StoppedClock(now), CancellationToken.None);
        return data;
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => Data = await FillAsync(Now);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}

public sealed class DemoShopTests(SaturdayDemo demo) : IClassFixture<SaturdayDemo>
{
    private static string Assets => Path.Combine(RunningShop.Repository, "wwwroot-assets");

    [Fact]
    public async Task Its_books_agree()
    {
        await using var db = demo.Db();

        Assert.Empty(await Books.CheckAsync(db, CancellationToken.None));
    }

    [Fact]
    public async Task At_least_160_products_stand_in_8_categories()
    {
        await using var db = demo.Db();
        var tops = await db.Categories.Where(c => c.ParentId == null).OrderBy(c => c.Position).ToListAsync();

        Assert.Equal(["fresh-food", "pantry", "home-kitchen", "fashion", "electronics", "beauty", "crafts", "books-toys"], tops.Select(c => c.Slug));
        Assert.True(await db.Products.CountAsync(p => p.Status == ProductStatus.Active) >= 160);
        foreach (var top in tops)
        {
            Assert.NotEmpty(top.Text);
            Assert.True(await db.ShelfPlaces.CountAsync(s => s.CategoryId == top.Id) >= 12, $"{top.Name} looks empty.");
        }
    }

    [Fact]
    public async Task Many_goods_have_options_and_each_variant_knows_its_choices()
    {
        await using var db = demo.Db();
        var products = await db.Products.AsNoTracking().Include(p => p.Variants).ToListAsync();

        Assert.True(products.Count(p => p.Options.Count > 0) >= 55);
        foreach (var product in products)
        {
            Assert.InRange(product.Variants.Count, 1, 24);
            foreach (var variant in product.Variants)
            {
                Assert.Equal(product.Options.Count, variant.Choices.Count);
                Assert.All(product.Options.Zip(variant.Choices), o => Assert.Contains(o.First.Values, v => v.Name == o.Second));
            }
        }
    }

    [Fact]
    public async Task Prices_are_those_of_a_market_and_a_was_price_was_higher()
    {
        await using var db = demo.Db();
        var variants = await db.Variants.AsNoTracking().Include(v => v.Product).ToListAsync();

        Assert.All(variants, v => Assert.InRange(v.Price, 2_00, 10_000_00));
        Assert.All(variants, v => Assert.True(v.WeightGrams > 0, v.Sku));
        Assert.All(variants.Where(v => v.WasPrice is not null), v => Assert.InRange(v.WasPrice!.Value, v.Price + 1, v.Price * 2));
        Assert.InRange(variants.Where(v => v.WasPrice is not null).Select(v => v.ProductId).Distinct().Count(), 30, 80);
    }

    [Fact]
    public async Task Every_picture_is_there_small_with_words_and_with_a_JPEG_for_link_previews()
    {
        await using var db = demo.Db();
        var pictures = (await db.Products.AsNoTracking().ToListAsync()).SelectMany(p => p.Pictures).ToList();
        var emblems = await db.Categories.Select(c => c.Emblem!).ToListAsync();

        foreach (var picture in pictures)
        {
            Assert.True(picture.Alt.Length > 5, picture.Path);
            Assert.InRange(new FileInfo(Path.Combine(Assets, picture.SharePath!)).Length, 2_000, 30_000);
            Assert.Equal((600, 600), JpegSize(Path.Combine(Assets, picture.SharePath!)));
        }

        foreach (var path in pictures.Select(p => p.Path).Concat(emblems).Distinct())
        {
            var bytes = await File.ReadAllBytesAsync(Path.Combine(Assets, path));
            Assert.True(bytes.Length < 12_000, $"{path} weighs {bytes.Length} bytes.");
            Assert.Equal("WEBP"u8, bytes.AsSpan(8, 4));
        }
    }

    [Fact]
    public void The_pictures_carry_their_licence()
    {
        var licence = File.ReadAllText(Path.Combine(Assets, "img", "goods", "LICENSE.txt"));

        Assert.Contains("MIT License", licence);
        Assert.Contains("Microsoft", licence);
        Assert.Contains("@lobehub/fluent-emoji-3d", licence);
    }

    [Fact]
    public async Task Sixty_days_of_orders_grow_and_are_in_every_state()
    {
        await using var db = demo.Db();
        var orders = await db.Orders.AsNoTracking().ToListAsync();
        var days = orders.GroupBy(o => (SaturdayDemo.Now.Date - o.PlacedAt.Date).Days).ToDictionary(d => d.Key, d => d.Count());

        Assert.InRange(orders.Count, 450, 900);
        Assert.Equal(Enumerable.Range(0, 61), days.Keys.Order());
        Assert.True(days.Where(d => d.Key is >= 1 and <= 14).Sum(d => d.Value) > days.Where(d => d.Key > 46).Sum(d => d.Value));
        Assert.Equal(Enumerable.Range(1001, orders.Count).Select(n => (long)n), orders.OrderBy(o => o.PlacedAt).Select(o => o.Number));
        foreach (var status in new[] { OrderStatus.Open, OrderStatus.Completed, OrderStatus.Cancelled, OrderStatus.Expired }) Assert.Contains(orders, o => o.Status == status);
        Assert.True(orders.Count(o => o.Status == OrderStatus.Completed) > orders.Count * 3 / 4);
        Assert.True(await db.Products.CountAsync(p => p.Popularity > 0) > 150);
    }

    [Fact]
    public async Task The_back_office_has_work_in_the_afternoon_and_just_after_midnight()
    {
        await using var afternoon = demo.Db();
        await AssertWorkAsync(afternoon, SaturdayDemo.Now);

        var early = new DateTimeOffset(2026, 3, 16, 0, 20, 0, TimeSpan.Zero);
        await using var midnight = RunningShop.OpenDb(await SaturdayDemo.FillAsync(early));
        await AssertWorkAsync(midnight, early);
        Assert.Empty(await Books.CheckAsync(midnight, CancellationToken.None));
    }

    [Fact]
    public async Task Some_goods_run_out_and_some_are_gone()
    {
        await using var db = demo.Db();
        var stock = await db.StockItems.AsNoTracking().ToListAsync();

        Assert.InRange(stock.Count(s => s.Available == 0), 5, 60);
        Assert.InRange(stock.Count(s => s.Available > 0 && s.Available <= s.LowAt), 3, 60);
        Assert.InRange(await db.Products.CountAsync(p => !p.InStock), 2, 12);
    }

    [Fact]
    public async Task The_same_clock_makes_the_same_shop()
    {
        await using var one = demo.Db();
        await using var other = RunningShop.OpenDb(await SaturdayDemo.FillAsync(SaturdayDemo.Now));

        Assert.Equal(await PrintAsync(one), await PrintAsync(other));
    }

    [Fact]
    public async Task A_shop_with_goods_is_left_alone()
    {
        await using var db = demo.Db();

        var refusal = await Assert.ThrowsAsync<Refusal>(() => DemoShop.FillAsync(db, TimeProvider.System, CancellationToken.None));

        Assert.Equal("demo.goods", refusal.Code);
    }

    private static async Task AssertWorkAsync(ShopDb db, DateTimeOffset now)
    {
        var open = await db.Orders.AsNoTracking().Where(o => o.Status == OrderStatus.Open).ToListAsync();

        Assert.Contains(open, o => o.PlacedAt.Date == now.Date);
        Assert.Contains(open, o => o.Goods == GoodsState.Unfulfilled && o.HoldUntil is null);
        Assert.Contains(open, o => o.Money == MoneyState.Unpaid && o.HoldUntil > now);
        Assert.Contains(open, o => o.Goods == GoodsState.Sent);
    }

    /// <summary>Everything but the secrets, as text.</summary>
    private static async Task<string> PrintAsync(ShopDb db)
    {
        var goods = await db.Variants.OrderBy(v => v.Id).Select(v => $"{v.Sku} {v.Product.Slug} {v.ChoiceText} {v.Price} {v.Stock.OnHand} {v.Stock.Reserved} {v.Stock.Moves}").ToListAsync();
        var orders = await db.Orders.OrderBy(o => o.Number).Select(o => $"{o.Number} {o.Name} {o.Phone} {o.Total} {o.Status} {o.Money} {o.Goods} {o.Version}").ToListAsync();
        return string.Join('\n', [.. goods, .. orders]);
    }

    /// <summary>Width and height from a JPEG's frame header (ITU-T T.81, B.2.2).</summary>
    private static (int Width, int Height) JpegSize(string path)
    {
        var bytes = File.ReadAllBytes(path);
        Assert.Equal([0xFF, 0xD8], bytes[..2]);
        for (var at = 2; ; at += 2 + (bytes[at + 2] << 8) + bytes[at + 3])
        {
            if (bytes[at + 1] is 0xC0 or 0xC1 or 0xC2) return ((bytes[at + 7] << 8) + bytes[at + 8], (bytes[at + 5] << 8) + bytes[at + 6]);
        }
    }
}
