// Goods of a file in the shop: all or none, the same again changes nothing, and what the shop knows better stays.
using System.Globalization;
using Makola.Domain.Catalogue.Import;
using Microsoft.EntityFrameworkCore;

namespace Makola.Tests.Domain.Catalogue.Import;

public sealed class GoodsImportTests(CatalogueShop shop) : IClassFixture<CatalogueShop>
{
    private const string Names = "Handle,Title,Variant Price,Variant Compare At Price,Variant Inventory Qty,Variant Inventory Policy,Published,Option1 Name,Option1 Value,Variant SKU,Vendor,Type,Tags\n";

    [Theory]
    [InlineData("apparel.csv", 20, 22, 22)]
    [InlineData("jewelery.csv", 20, 23, 20)]
    public async Task A_sample_comes_in_whole_and_a_second_time_changes_not_one_row(string name, int products, int variants, int pieces)
    {
        await using var own = new CatalogueShop();
        await own.InitializeAsync();

        var first = await own.ImportAsync(CatalogueShop.Sample(name));
        Assert.Equal((products, 0, 0, variants, pieces), (first.Created, first.Changed, first.Unchanged, first.Variants, first.Pieces));
        Assert.Equal((products, variants, pieces), await own.AskAsync(async db => (
            await db.Products.CountAsync(), await db.Variants.CountAsync(), await db.StockItems.SumAsync(s => s.OnHand))));
        await own.BooksAsync();

        var before = await own.DumpAsync();
        var again = await own.ImportAsync(CatalogueShop.Sample(name), CatalogueShop.Now.AddDays(1));
        Assert.Equal((0, 0, products), (again.Created, again.Changed, again.Unchanged));
        Assert.Equal(before, await own.DumpAsync());
    }

    [Fact]
    public async Task Goods_get_their_brand_category_tags_prices_skus_and_place_in_the_lists()
    {
        await shop.ImportAsync(CatalogueShop.Sample("jewelery.csv"));

        var anchor = await shop.AskAsync(db => db.Products.AsNoTracking().Include(p => p.Brand).Include(p => p.MainCategory).Include(p => p.Variants).ThenInclude(v => v.Stock)
            .SingleAsync(p => p.Slug == "leather-anchor"));
        Assert.Equal(("Company 123", "Bracelet", ProductStatus.Active), (anchor.Brand!.Name, anchor.MainCategory!.Name, anchor.Status));
        Assert.Equal((5500, 6999, 8500, true), (anchor.PriceFrom, anchor.PriceTo, anchor.WasFrom!.Value, anchor.InStock));
        Assert.Equal([("LEATHER-ANCHOR-GOLD", "Gold", 1), ("LEATHER-ANCHOR-SILVER", "Silver", 0)],
            anchor.Variants.OrderBy(v => v.Position).Select(v => (v.Sku, v.ChoiceText, v.Stock.OnHand)));
        Assert.Equal(1, await shop.AskAsync(db => db.ShelfPlaces.CountAsync(s => s.ProductId == anchor.Id)));
        Assert.Equal(2, await shop.AskAsync(db => db.FilterValues.CountAsync(f => f.ProductId == anchor.Id)));
        Assert.Equal("Imported from test.csv", await shop.AskAsync(db => db.StockMovements.Where(m => m.VariantId == anchor.Variants[0].Id).Select(m => m.Reason).SingleAsync()));
    }

    [Fact]
    public async Task A_changed_row_changes_its_product_and_no_other()
    {
        await shop.ImportAsync(Names + "lamp,Lamp,50,,3,deny,true,,,,Kofi,Light,\"a, b\"\nchair,Chair,80,,1,deny,true,,,,,,");
        var chair = await shop.AskAsync(db => db.Products.AsNoTracking().SingleAsync(p => p.Slug == "chair"));

        var report = await shop.ImportAsync(Names + "lamp,Table lamp,45,50,3,deny,false,,,,Kofi,Light,\"a, b, c\"\nchair,Chair,80,,1,deny,true,,,,,,");

        Assert.Equal((0, 1, 1), (report.Created, report.Changed, report.Unchanged));
        var lamp = await shop.AskAsync(db => db.Products.AsNoTracking().Include(p => p.Variants).SingleAsync(p => p.Slug == "lamp"));
        Assert.Equal(("Table lamp", ProductStatus.Draft, 4500, 5000), (lamp.Name, lamp.Status, lamp.PriceFrom, lamp.WasFrom!.Value));
        Assert.Equal(["a", "b", "c"], lamp.Tags);
        Assert.Equal("LAMP", lamp.Variants[0].Sku);
        Assert.Equal(0, await shop.AskAsync(db => db.ShelfPlaces.CountAsync(s => s.ProductId == lamp.Id)));
        Assert.Equal(chair.UpdatedAt, (await shop.AskAsync(db => db.Products.AsNoTracking().SingleAsync(p => p.Slug == "chair"))).UpdatedAt);
        await shop.BooksAsync();
    }

    [Fact]
    public async Task Stock_the_shop_has_since_sold_stays_as_the_shop_counts_it()
    {
        const string csv = Names + "drum,Drum,50,,10,deny,true,,,,,,";
        await shop.ImportAsync(csv);
        await using (var db = shop.NewDb())
        {
            var variant = await db.Variants.Where(v => v.Sku == "DRUM").Select(v => v.Id).SingleAsync();
            await db.WriteAsync(() => StockRoom.MoveAsync(db, MovementKind.Adjust, [new StockChange(variant, -4, 0)], "Sold at the fair", null, Actor.Shop("test"), CatalogueShop.Now, default));
        }

        var report = await shop.ImportAsync(csv);

        Assert.Equal((0, 1, 1), (report.Changed, report.Unchanged, report.CountedOtherwise));
        Assert.Equal(6, await shop.AskAsync(db => db.StockItems.Where(s => s.OnHand > 0 && db.Variants.Any(v => v.Id == s.VariantId && v.Sku == "DRUM")).Select(s => s.OnHand).SingleAsync()));
        Assert.Contains(report.Lines("drum.csv"), line => line.Contains("The shop's was kept", StringComparison.Ordinal));
        await shop.BooksAsync();
    }

    [Fact]
    public async Task A_new_size_joins_with_its_stock_and_a_size_the_file_forgets_stays()
    {
        await shop.ImportAsync(Names + "sock,Sock,5,,3,deny,true,Size,S,,,,\nsock,,5,,4,,,,M,,,,");
        var report = await shop.ImportAsync(Names + "sock,Sock,5,,9,deny,true,Size,M,,,,\nsock,,6,,7,,,,L,,,,");

        Assert.Equal((0, 1), (report.Created, report.Changed));
        var sock = await shop.AskAsync(db => db.Products.AsNoTracking().Include(p => p.Variants).ThenInclude(v => v.Stock).SingleAsync(p => p.Slug == "sock"));
        Assert.Equal([("SOCK-S", 3), ("SOCK-M", 4), ("SOCK-L", 7)], sock.Variants.OrderBy(v => v.Position).Select(v => (v.Sku, v.Stock.OnHand)));
        Assert.Equal(["S", "M", "L"], sock.Options[0].Values.Select(v => v.Name));
        Assert.Equal((500, 600), (sock.PriceFrom, sock.PriceTo));
        await shop.BooksAsync();
    }

    [Fact]
    public async Task Goods_are_known_again_by_a_former_address()
    {
        await shop.ImportAsync(Names + "old-name,Bowl,5,,3,deny,true,,,,,,");
        await using (var db = shop.NewDb())
        {
            var bowl = await db.Products.SingleAsync(p => p.Slug == "old-name");
            await db.WriteAsync(() => Slugs.RenameProductAsync(db, bowl, "Calabash bowl", default));
        }

        var report = await shop.ImportAsync(Names + "old-name,Bowl,6,,3,deny,true,,,,,,");

        Assert.Equal((0, 1), (report.Created, report.Changed));
        Assert.Equal(600, await shop.AskAsync(db => db.Products.Where(p => p.Slug == "calabash-bowl").Select(p => p.PriceFrom).SingleAsync()));
    }

    [Theory]
    [InlineData("taken,Taken,5,,1,deny,true,,,SKU-OF-A,,,", "Row 3: the SKU “SKU-OF-A” belongs to “Clash A” in the shop")]
    [InlineData("clash-b,Clash B,5,,1,deny,true,Size,S,,,,", "Row 3: “Clash B” is chosen by nothing in the shop, but by “Size” in the file")]
    [InlineData("bad,Bad,abc,,1,deny,true,,,,,,", "Row 3: price “abc” is not a number")]
    public async Task One_row_that_cannot_be_keeps_the_whole_file_out(string row, string fault)
    {
        await shop.ImportAsync(Names + "clash-a,Clash A,5,,1,deny,true,,,SKU-OF-A,,,\nclash-b,Clash B,5,,1,deny,true,,,,,,");
        var before = await shop.DumpAsync();

        var report = await shop.ImportAsync(Names + $"good,Good,5,,1,deny,true,,,,New brand,New kind,\n{row}");

        Assert.Equal([fault], report.Faults.Select(f => f.ToString()));
        Assert.Contains(report.Lines("x.csv"), line => line.Contains("nothing in the shop has changed", StringComparison.Ordinal));
        Assert.Equal(before, await shop.DumpAsync());
    }

    [Fact]
    public async Task A_picture_the_shop_does_not_have_is_noted_and_its_goods_come_in()
    {
        var path = $"pictures/{new string('a', 32)}/1200.webp";
        var csv = $"Slug,Name,Status,Price,Stock,Pictures\ndark-lamp,Dark lamp,active,5,1,{path}\nlit-lamp,Lit lamp,active,5,1,img/goods/1f34c.webp\n";

        var report = await shop.ImportAsync(GoodsCsv.Read(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(csv)), "GHS"));

        Assert.Equal(2, report.Created);
        Assert.Equal($"Row 2: the picture {path} of “Dark lamp” is not in this shop; add it in the back office", Assert.Single(report.Notes).ToString());
    }

    [Fact]
    public async Task An_import_stopped_in_the_middle_leaves_nothing()
    {
        await using var own = new CatalogueShop();
        await own.InitializeAsync();
        var before = await own.DumpAsync();
        var file = Many(400);

        // Stopped after the goods are written and before their stock and their places in the lists are.
        await using (var db = own.NewDb())
        {
            using var stop = new CancellationTokenSource();
            db.SavedChanges += (_, _) => stop.Cancel();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => GoodsImport.ApplyAsync(db, file, "many.csv", Actor.Shop("import"), CatalogueShop.Now, stop.Token));
        }

        Assert.Equal(before, await own.DumpAsync());
        Assert.Equal(200, (await own.ImportAsync(file)).Created);
        await own.BooksAsync();
    }

    [Fact]
    public async Task A_running_shop_is_told_that_goods_have_changed()
    {
        Task<long> Stamp() => shop.AskAsync(db => db.Counters.Where(c => c.Name == "catalogue").Select(c => c.Value).SingleAsync());
        var before = await Stamp();
        await shop.ImportAsync(Names + "stamp,Stamp,5,,1,deny,true,,,,,,");
        Assert.Equal(before + 1, await Stamp());
        await shop.ImportAsync(Names + "stamp,Stamp,5,,1,deny,true,,,,,,");
        Assert.Equal(before + 1, await Stamp());
    }

    [Fact]
    public async Task Thousands_of_rows_do_not_take_minutes()
    {
        await using var own = new CatalogueShop();
        await own.InitializeAsync();
        var file = Many(2_000);

        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal(1_000, (await own.ImportAsync(file)).Created);
        Assert.Equal(1_000, (await own.ImportAsync(file)).Unchanged);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromMinutes(2));
    }

    /// <summary>A file of so many rows, two to a product.</summary>
    private static GoodsFile Many(int rows)
    {
        var csv = new System.Text.StringBuilder(Names);
        for (var i = 0; i < rows / 2; i++)
            csv.Append(CultureInfo.InvariantCulture, $"many-{i},Many things {i},{i}.50,,5,deny,true,Size,S,,Brand {i % 50},Kind {i % 20},\"tag {i % 7}\"\nmany-{i},,{i}.75,,0,,,,M,,,,\n");
        return ShopifyCsv.Read(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(csv.ToString())), "GHS");
    }
}
