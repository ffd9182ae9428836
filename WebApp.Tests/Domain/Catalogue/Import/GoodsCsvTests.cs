// Files of every kind and of none: which shop wrote it, what of the shop's own file is wrong, and what is too much.
using System.Globalization;
using System.Text;
using Makola.Domain.Catalogue.Import;
using Microsoft.EntityFrameworkCore;

namespace Makola.Tests.Domain.Catalogue.Import;

public sealed class GoodsCsvTests(CatalogueShop shop) : IClassFixture<CatalogueShop>
{
    private const string Names = "Slug,Name,Status,Stock,Option 1,Option 1 values,Choice 1,SKU,Price,Tags,Category,Pictures,Blurb\n";

    [Theory]
    [InlineData("Handle,Title,Variant Price\na,A,5", "a Shopify product export")]
    [InlineData("Type,Name,Regular price,Parent\nsimple,A,5,", "a WooCommerce product export")]
    [InlineData("Slug,Name,Price\na,A,5", "the shop's own export")]
    [InlineData("Price;Name;Slug\r\n5;A;a\r\n", "the shop's own export")]
    public void The_names_of_the_columns_tell_who_wrote_a_file(string text, string kind)
    {
        var file = Read(text);
        Assert.Empty(file.Faults);
        Assert.Equal((kind, 500L), (file.Format!.Name, file.Products.Single().Variants[0].Price));
    }

    [Theory]
    [InlineData("Type,Name,Parent\nsimple,A,", "Row 1: the column “Regular price” is missing; is this a WooCommerce product export?")]
    [InlineData("Slug,Price,Stock\na,5,1", "Row 1: the column “Name” is missing; is this the shop's own export?")]
    [InlineData("first,second\n1,2", "Row 1: the columns are of no file the shop can read. The shop's own export has “Slug”, “Name”, “Price”. A Shopify product export has “Handle”, “Title”, “Variant Price”. A WooCommerce product export has “Type”, “Name”, “Regular price”. This one has “first”, “second”")]
    public void What_is_missing_is_named(string text, string fault) => Assert.Equal([fault], Read(text).Faults.Select(f => f.ToString()));

    /// <summary>One fault each, in a file that is good otherwise.</summary>
    [Theory]
    [InlineData(",A,,,,,,,5,,,,", "Row 2: no slug; every row needs the address of its product")]
    [InlineData("Big Lamp,A,,,,,,,5,,,,", "Row 2: the slug “Big Lamp” cannot be an address; write “big-lamp”")]
    [InlineData("a,,,,,,,,5,,,,", "Row 2: the first row of “a” has no name; the row with the name comes first")]
    [InlineData("a,A,sold,,,,,,5,,,,", "Row 2: the status “sold” is none of active, draft, archived")]
    [InlineData("a,A,,,,,,,,,,,", "Row 2: no price")]
    [InlineData("a,A,,,,,,,-5,,,,", "Row 2: price “-5” is below 0")]
    [InlineData("a,A,,-1,,,,,5,,,,", "Row 2: stock “-1” is below 0")]
    [InlineData("a,A,,,,,,,5,,,,\nb,B,,,,,,,5,,,,\na,A,,,,,,,5,,,,", "Row 4: the product “a” was there already in row 2; its rows must stand together")]
    [InlineData("a,A,,,,,,,5,,,,\na,,,,,,,,5,,,,", "Row 3: a second variant of “a”, which has no options to tell it from that in row 2")]
    [InlineData("a,A,,,Size,,S,,5,,,,\na,B,,,,,M,,5,,,,", "Row 3: “Name” is “B” here and another in row 2; it belongs to the whole product “a”")]
    [InlineData("a,A,,,Size,,,,5,,,,", "Row 2: no value for the option “Size”")]
    [InlineData("a,A,,,Size,S=red,S,,5,,,,", "Row 2: “S=red” of “Option 1 values” names no colour; write “S=#c9bbf5”")]
    [InlineData("a,A,,,,,,,5,,,../../etc/passwd,", "Row 2: “../../etc/passwd” is no path of a picture of this shop, such as img/goods/basket.webp")]
    [InlineData("a,A,,,,,,,5,,,javascript:alert(1),", "Row 2: “javascript:alert(1)” is no path of a picture of this shop, such as img/goods/basket.webp")]
    public void A_broken_row_of_our_own_is_told_with_its_number_and_the_reason(string rows, string fault) =>
        Assert.Equal([fault], Read(Names + rows).Faults.Select(f => f.ToString()));

    [Fact]
    public async Task A_trial_says_what_becomes_of_each_row_and_writes_nothing()
    {
        await shop.ImportAsync(Read(Names + "trial-same,Same,active,1,,,,,5,,,,\ntrial-other,Other,active,1,,,,T-1,5,,,,\ntrial-sku,Sku,active,1,,,,T-2,5,,,,"));
        var before = await shop.DumpAsync();

        var report = await shop.TryAsync(Read(Names
            + "trial-same,Same,active,1,,,,,5,,,,\ntrial-other,Other,draft,1,,,,T-1,6.50,new,,,\ntrial-new,New,active,1,,,,,5,,,,\ntrial-clash,Clash,active,1,,,,T-2,5,,,,\ntrial-bad,Bad,active,1,,,,,five,,,,"));

        Assert.Equal(
        [
            "Row 3: changed: “Other”: status; tags; T-1 price from 5.00 to 6.50", "Row 4: created: “New”, 1 variant",
            "Row 5: refused: the SKU “T-2” belongs to “Sku” in the shop", "Row 6: refused: price “five” is not a number",
            "x.csv, the shop's own export, was tried only; nothing was written. 1 created, 1 changed, 1 unchanged, 2 refused; while a row is refused the file is not brought in.",
        ], report.TrialLines("x.csv"));
        Assert.Equal(before, await shop.DumpAsync());
    }

    [Fact]
    public async Task A_missing_column_leaves_what_it_would_say_and_an_empty_cell_empties_it()
    {
        await shop.ImportAsync(Read(Names + "partly,Partly,active,1,,,,,5,one | two,Home > Kitchen,img/goods/a.webp,Line"));
        await shop.ImportAsync(Read("Slug,Name,Price,Blurb\npartly,Partly,6,"));

        var product = await shop.AskAsync(db => db.Products.AsNoTracking().Include(p => p.MainCategory).ThenInclude(c => c!.Parent).SingleAsync(p => p.Slug == "partly"));
        Assert.Equal(("", "Kitchen", "Home", ProductStatus.Active, 600L), (product.Blurb, product.MainCategory!.Name, product.MainCategory.Parent!.Name, product.Status, product.PriceFrom));
        Assert.Equal(["one", "two"], product.Tags);
        Assert.Equal("img/goods/a.webp", product.CoverPath);
    }

    [Fact]
    public async Task An_import_is_one_change_that_can_be_taken_back_and_brought_in_again()
    {
        var file = Read(Names + "undone,Undone,active,4,Size,,S,U-S,5,,,,\nundone,,,6,,,M,U-M,5,,,,");
        var first = await shop.ImportAsync(Read(Names + "undone,Undone,active,4,Size,,S,U-S,5,,,,"));
        var second = await shop.ImportAsync(file);
        Assert.NotNull(first.ChangeSetId);
        await using (var db = shop.NewDb())
            await Makola.Domain.History.Undo.TakeBackAsync(db, second.ChangeSetId!.Value, Actor.Shop("test"), CatalogueShop.Now, CancellationToken.None);
        Assert.Equal(["U-S"], await shop.AskAsync(db => db.Variants.Where(v => v.Product.Slug == "undone").Select(v => v.Sku).ToListAsync()));

        var again = await shop.ImportAsync(file);

        Assert.Equal((0, 1), (again.Created, again.Changed));
        Assert.Equal(["U-S", "U-M"], await shop.AskAsync(db => db.Variants.Where(v => v.Product.Slug == "undone").OrderBy(v => v.Position).Select(v => v.Sku).ToListAsync()));
        await shop.BooksAsync();
    }

    [Fact]
    public void A_hundred_thousand_rows_are_read_and_one_more_is_refused()
    {
        var text = new StringBuilder("Slug,Name,Price\n");
        for (var i = 0; i < CsvTable.MostRows; i++)
            text.Append(CultureInfo.InvariantCulture, $"goods-{i},Goods {i},5\n");
        Assert.Equal(CsvTable.MostRows, Read(text.ToString()).Products.Count);

        Assert.Equal(["Row 100002: more than 100,000 rows; divide the file"], Read(text + "one-more,More,5\n").Faults.Select(f => f.ToString()));
    }

    [Fact]
    public void Ten_gigabytes_are_refused_before_the_first_byte_is_read()
    {
        using var huge = new Sparse(10L * 1024 * 1024 * 1024);
        Assert.Equal(["Row 1: the file has 10,240 MB; 64 MB is the most, so divide it"], GoodsCsv.Read(huge, "GHS").Faults.Select(f => f.ToString()));
        Assert.InRange(huge.Given, 0, 1024 * 1024);
    }

    [Theory]
    [InlineData("a,\"", "Row 2: a row with more than 800,000 characters; does a quotation mark open a cell that is never closed?")]
    [InlineData("a,", "Row 2: a row with more than 800,000 characters; does a quotation mark open a cell that is never closed?")]
    public void A_cell_without_end_is_refused_in_its_row(string row, string fault) =>
        Assert.Equal([fault], Read("Slug,Name,Price\n" + row + new string('x', 20_000_000)).Faults.Select(f => f.ToString()));

    [Fact]
    public void A_huge_cell_is_refused_with_its_row() =>
        Assert.Equal(["Row 3: a cell with more than 100,000 characters"], Read("Slug,Name,Price\na,A,5\nb," + new string('x', 100_001) + ",5").Faults.Select(f => f.ToString()));

    private static GoodsFile Read(string text) => GoodsCsv.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "GHS");

    /// <summary>A file of a great length whose bytes are made when they are asked for.</summary>
    private sealed class Sparse(long length) : Stream
    {
        public long Given { get; private set; }
        public override bool CanRead => true;
        public override bool CanSeek => true;
        public override bool CanWrite => false;
        public override long Length => length;
        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Array.Fill(buffer, (byte)'x', offset, count);
            Position += count;
            Given += count;
            return count;
        }

        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
