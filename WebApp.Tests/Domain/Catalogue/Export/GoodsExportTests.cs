// What the shop writes of its goods it reads again, to the byte, whatever the texts are; and a spreadsheet that opens it runs nothing.
using System.Globalization;
using System.Text;
using CsvHelper;
using Makola.Domain.Catalogue.Import;
using Microsoft.EntityFrameworkCore;

namespace Makola.Tests.Domain.Catalogue.Export;

public sealed class GoodsExportTests
{
    private static readonly string[] Awkward =
    [
        "plain", "say \"hello\"", "\"", "\"\"\"", "two\nlines", "two\r\nlines", "old\rlines", "🥭🍌👩🏿‍🌾", "قميص قطن", "שלום, עולם", "\u202Eright\u202C to left", "  both ends  ", " ",
        "=HYPERLINK(\"http://x\",\"y\")", "'=1+1", "''", "+233 24 000", "-5", "@me", "\tTab", "a,b;c\td", "a|b", "a \\| b\\", "Food > Fruit", "x=#ffffff", "\u00a0no-break\u00a0",
        "\uFEFFmark", "NULL", "1e5", "001", "Ünïcode é", "é", "{0} % _ ' -- ;", "<b>bold</b>", "\u2028", "ends with quote\"", "#", "sep=;",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(20261122)]
    public async Task Goods_of_any_text_go_to_an_empty_shop_and_come_out_of_it_as_the_same_bytes(int seed)
    {
        await using var from = new CatalogueShop();
        await using var to = new CatalogueShop();
        await from.InitializeAsync();
        await to.InitializeAsync();
        await FillAsync(from, new Random(seed), 150);

        var file = await from.ExportAsync();
        var goods = GoodsCsv.Read(new MemoryStream(file), "GHS");
        Assert.Empty(goods.Faults);
        Assert.Equal(150, (await to.ImportAsync(goods)).Created);

        Assert.Equal(Encoding.UTF8.GetString(file), Encoding.UTF8.GetString(await to.ExportAsync()));
        await to.BooksAsync();
    }

    [Fact]
    public async Task A_file_changes_nothing_in_the_shop_that_wrote_it_not_even_a_row()
    {
        await using var shop = new CatalogueShop();
        await shop.InitializeAsync();
        await FillAsync(shop, new Random(7), 120);
        var before = await shop.DumpAsync();
        var file = GoodsCsv.Read(new MemoryStream(await shop.ExportAsync()), "GHS");

        Assert.Empty((await shop.TryAsync(file)).Deeds);
        var report = await shop.ImportAsync(file, CatalogueShop.Now.AddDays(1));

        Assert.Equal((0, 0, 120, 0), (report.Created, report.Changed, report.Unchanged, report.CountedOtherwise));
        Assert.Equal(before, await shop.DumpAsync());
    }

    [Fact]
    public async Task A_spreadsheet_finds_every_accent_and_runs_no_cell()
    {
        await using var shop = new CatalogueShop();
        await shop.InitializeAsync();
        await FillAsync(shop, new Random(3), 80);

        var file = await shop.ExportAsync();

        Assert.Equal([0xEF, 0xBB, 0xBF], file[..3]);
        using var reader = CsvReader.Create(file, new CsvReaderOptions { HasHeader = false });
        var rows = 0;
        while (reader.Read())
        {
            rows++;
            Assert.Equal(ShopCsv.Columns.Count, reader.FieldCount);
            for (var i = 0; i < reader.FieldCount; i++)
                Assert.False(reader.GetString(i).TrimStart(' ') is ['=' or '+' or '-' or '@' or '\t' or '\r', ..], reader.GetString(i));
        }
        Assert.Equal(1 + await shop.AskAsync(db => db.Variants.CountAsync()), rows);
    }

    [Fact]
    public async Task A_file_is_written_as_the_shop_stood_at_one_moment_while_it_goes_on_selling()
    {
        await using var shop = new CatalogueShop();
        await shop.InitializeAsync();
        await FillAsync(shop, new Random(5), 450);
        var before = await shop.ExportAsync();

        await using var db = shop.NewDb();
        var file = new ChangingWhileWritten(async () =>
        {
            await using var other = shop.NewDb();
            await other.WriteAsync(() => other.Products.ExecuteUpdateAsync(set => set.SetProperty(p => p.Blurb, "changed")));
        });
        await Makola.Domain.Catalogue.Export.GoodsExport.WriteAsync(db, file, CancellationToken.None);

        Assert.True(file.HasChanged);
        Assert.Equal(before, file.ToArray());
    }

    /// <summary>Every field the tables of goods have is in the file, or stands here with the reason why not.</summary>
    [Fact]
    public async Task No_field_of_goods_is_forgotten()
    {
        string[] inTheFile =
        [
            "Product.Slug", "Product.Name", "Product.Blurb", "Product.Description", "Product.BrandId", "Product.Status", "Product.SeoTitle", "Product.SeoText", "Product.Tags",
            "Product.Pictures", "Product.Options", "Product.MainCategoryId", "Product.CreatedAt", "Product.Attributes", "Product.Related", "Product.PublishAt", "Product.UnpublishAt", "Variant.Position", "Variant.Sku", "Variant.Choices", "Variant.ChoiceText",
            "Variant.Price", "Variant.WasPrice", "Variant.Cost", "Variant.WeightGrams", "Variant.Barcode", "Variant.PicturePath",
            "Variant.SalePrice", "Variant.SaleFrom", "Variant.SaleUntil",
            "StockItem.OnHand", "StockItem.AllowBackorder", "StockItem.LowAt",
        ];
        string[] theShopsOwn =
        [
            "Product.Id", "Variant.Id", "Variant.ProductId", "StockItem.VariantId", // keys
            "Product.PriceFrom", "Product.PriceTo", "Product.WasFrom", "Product.OnlyVariantId", "Product.InStock", "Product.Popularity", // worked out
            "Product.CoverPath", "Product.CoverWidth", "Product.CoverHeight", // worked out, too
            "Product.UpdatedAt", "Product.Version", "Variant.Retired", "StockItem.Moves", "StockItem.Reserved", // what happened in this shop
        ];
        await using var shop = new CatalogueShop();
        await shop.InitializeAsync();
        await using var db = shop.NewDb();
        var fields = new[] { typeof(Product), typeof(Variant), typeof(StockItem) }.SelectMany(type => db.Model.FindEntityType(type)!.GetProperties().Select(p => $"{type.Name}.{p.Name}"));

        Assert.Equal(inTheFile.Concat(theShopsOwn).Order(StringComparer.Ordinal), fields.Order(StringComparer.Ordinal));
    }

    /// <summary>Goods as staff could have made them, from a seed.</summary>
    private static async Task FillAsync(CatalogueShop shop, Random chance, int products)
    {
        await using var db = shop.NewDb();
        await db.WriteAsync(async () =>
        {
            string Text(int longest) => Cut(string.Concat(Enumerable.Range(0, chance.Next(1, 4)).Select(_ => Awkward[chance.Next(Awkward.Length)])), longest);
            string Name(int longest) => Cut($"{Text(longest)}n", longest);
            bool Coin() => chance.Next(2) == 0;
            long Price() => chance.Next(5) switch { 0 => 0, 1 => 100_000_000_000, 2 => 1, _ => chance.Next(1, 10_000_000) };

            var brands = Enumerable.Range(0, 8).Select(i => new Brand { Slug = $"brand-{i}", Name = $"{Text(50)}{(i % 2 == 0 ? "b" : "B")}{i / 2}" }).ToList();
            db.Brands.AddRange(brands);
            var categories = new List<Category>();
            for (var i = 0; i < 12; i++)
                categories.Add(new Category { Slug = $"category-{i}", Name = $"{Text(50)}{i}", Position = i, Parent = i > 2 && Coin() ? categories[chance.Next(categories.Count)] : null });
            db.Categories.AddRange(categories);
            await db.SaveChangesAsync();

            var stock = new List<(Variant Variant, int Pieces)>();
            for (var i = 0; i < products; i++)
            {
                var product = new Product
                {
                    Slug = $"goods-{i}", Name = Name(160), Blurb = Coin() ? "" : Text(120), Description = Coin() ? "" : Text(20_000), Brand = Coin() ? null : brands[chance.Next(8)],
                    Status = (ProductStatus)chance.Next(3), SeoTitle = Coin() ? null : Text(160), SeoText = Coin() ? null : Text(320),
                    Tags = [.. Enumerable.Range(0, chance.Next(5)).Select(_ => Text(60)).Distinct()], MainCategory = chance.Next(4) == 0 ? null : categories[chance.Next(12)],
                    Pictures = [.. Enumerable.Range(0, chance.Next(4)).Select(n => new Picture($"img/goods/{i}-{n}.webp", Coin() ? "" : Text(100), chance.Next(1, 2000), 256, Coin() ? null : $"img/goods/{i}.jpg"))],
                    Attributes = [.. Enumerable.Range(0, chance.Next(3)).Select(n => new ProductAttribute($"{n}{Text(38)}".Trim() + "n", Text(59) + "v"))],
                    PublishAt = Coin() ? null : CatalogueShop.Now.AddMilliseconds(chance.Next()), UnpublishAt = Coin() ? null : CatalogueShop.Now.AddDays(400),
                    CreatedAt = CatalogueShop.Now.AddMilliseconds(-chance.NextInt64(100_000_000_000)), UpdatedAt = CatalogueShop.Now,
                };
                product.OtherCategories.AddRange(categories.Where(_ => chance.Next(8) == 0));
                // The first has a hundred sizes; the others none, one or two options.
                var values = i == 0 ? 100 : chance.Next(1, 4);
                var options = i == 0 ? 1 : chance.Next(3);
                for (var o = 0; o < options; o++)
                    product.Options.Add(new(Cut($"{o}{Text(38)}", 40), [.. Enumerable.Range(0, values + 1).Select(v => new OptionValue(Cut($"{Text(50)}{v}", 60), Coin() ? null : "#C9bbf5"))]));
                var choices = product.Options.Aggregate(new List<List<string>> { new() }, (all, option) => [.. all.SelectMany(one => option.Values.Take(values).Select(v => one.Append(v.Name).ToList()))]);
                for (var n = 0; n < choices.Count; n++)
                {
                    var variant = new Variant
                    {
                        Sku = $"{Text(40)}{i}-{n}", Position = n, Price = Price(), WasPrice = Coin() ? null : Price(), Cost = Coin() ? null : Price(), WeightGrams = chance.Next(3) * 500,
                        Barcode = Coin() ? null : Text(60), PicturePath = Coin() ? null : $"img/goods/{i}-0.webp",
                        Stock = new StockItem().TakeBackorders(Coin()).WarnAt(chance.Next(10)),
                    }.Choose(choices[n]);
                    if (variant.Price > 1 && Coin())
                        (variant.SalePrice, variant.SaleFrom, variant.SaleUntil) = (variant.Price / 2, CatalogueShop.Now.AddDays(10).AddMinutes(n), Coin() ? null : CatalogueShop.Now.AddDays(20));
                    product.Variants.Add(variant);
                    stock.Add((variant, chance.Next(3) * chance.Next(1_000_000)));
                }
                db.Products.Add(product);
            }
            await db.SaveChangesAsync();
            foreach (var product in db.Products.Local.Where(_ => Coin()).ToList())
                product.Related = [.. Enumerable.Range(0, chance.Next(5)).Select(_ => db.Products.Local.ElementAt(chance.Next(products)).Id).Distinct(), 999_999];
            await db.SaveChangesAsync();
            await StockRoom.MoveAsync(db, MovementKind.Receive, [.. stock.Where(s => s.Pieces > 0).Select(s => new StockChange(s.Variant.Id, s.Pieces, 0))], "First count", null, Actor.Shop("test"), CatalogueShop.Now, default);
            await Shelves.ArrangeAsync(db, null, default);
        });
    }

    // Not in the middle of a character of two halves.
    private static string Cut(string text, int longest) =>
        text.Length <= longest ? text : text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)];

    /// <summary>Changes the shop once the first bytes are written.</summary>
    private sealed class ChangingWhileWritten(Func<Task> change) : MemoryStream
    {
        public bool HasChanged { get; private set; }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (!HasChanged)
            {
                HasChanged = true;
                await change();
            }
            await base.WriteAsync(buffer, cancellationToken);
        }
    }
}
