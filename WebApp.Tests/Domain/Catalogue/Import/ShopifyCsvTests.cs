// Reading Shopify's product exports: two real ones, and every kind of broken one, with the row and the reason.
using System.Globalization;
using System.Text;
using Makola.Domain.Catalogue.Import;

namespace Makola.Tests.Domain.Catalogue.Import;

public sealed class ShopifyCsvTests
{
    [Fact]
    public void The_apparel_export_is_twenty_products_of_which_one_comes_in_three_sizes()
    {
        var file = ReadFile("apparel.csv");

        Assert.Empty(file.Faults);
        Assert.Equal((22, 20, 22), (file.Rows, file.Products.Count, file.Products.Sum(p => p.Variants.Count)));
        var top = file.Products.Single(p => p.Slug == "classic-varsity-top");
        Assert.Equal(("Classic Varsity Top", "partners-demo", ProductStatus.Active), (top.Name, top.Brand, top.Status));
        Assert.Equal(["Small", "Medium", "Large"], top.Options.Single().Values.Select(v => v.Name));
        Assert.All(top.Variants, v => Assert.Equal((6000, null, 1, false, null), (v.Price, v.WasPrice, v.OnHand, v.AllowBackorder, v.Sku)));
        Assert.All(file.Products.Except([top]), p => Assert.Empty(p.Options));
        Assert.All(file.Products, p => Assert.Single(p.Pictures));
        Assert.Equal("Long-sleeved navy waterproof jacket in thin, polyester fabric with a soft mesh inside. The durable water-repellent finish means you'll be kept comfortable and protected when out in all weathers.",
            file.Products.Single(p => p.Slug == "navy-sport-jacket").Description);
    }

    [Fact]
    public void The_jewelry_export_has_was_prices_colours_weights_and_lists()
    {
        var file = ReadFile("jewelery.csv");

        Assert.Empty(file.Faults);
        Assert.Equal((41, 20, 23, 41), (file.Rows, file.Products.Count, file.Products.Sum(p => p.Variants.Count), file.Products.Sum(p => p.Pictures.Count)));
        var anchor = file.Products.Single(p => p.Slug == "leather-anchor");
        Assert.Equal(("Company 123", "Bracelet"), (anchor.Brand, anchor.Kind));
        Assert.Equal(["Anchor", "Gold", "Leather", "Silver"], anchor.Tags);
        Assert.Equal([("Gold", "#d4a93a"), ("Silver", "#c3c7cc")], anchor.Options.Single().Values.Select(v => (v.Name, v.Swatch!)));
        Assert.Equal([(6999, 8500, 1), (5500, 8500, 0)], anchor.Variants.Select(v => (v.Price, v.WasPrice!.Value, v.OnHand)));
        Assert.Equal(28, file.Products.Single(p => p.Slug == "boho-earrings").Variants.Single().WeightGrams);
        Assert.Equal("Gemstone pendant, housed in sterling silver, with sterling silver chain.\n\n- Sterling silver chain, 14 inches\n- Turquoise or Quartz\n- Boho Chic\n- Made in USA",
            file.Products.Single(p => p.Slug == "gemstone").Description);
    }

    /// <summary>One fault each, in a file that is good otherwise.</summary>
    [Theory]
    [InlineData("a,A,abc", "Row 2: price “abc” is not a number")]
    [InlineData("a,A,-1", "Row 2: price “-1” is below 0")]
    [InlineData("a,A,1e3", "Row 2: price “1e3” is not a number")]
    [InlineData("a,A,\"1,234.50\"", "Row 2: price “1,234.50” is not a number; write 1234.50")]
    [InlineData("a,A,٣", "Row 2: price “٣” is not a number")]
    [InlineData("a,A,NaN", "Row 2: price “NaN” is not a number")]
    [InlineData("a,A,9.999", "Row 2: price “9.999” has more than the 2 decimals of GHS")]
    [InlineData("a,A,0.00000000000000000000001", "Row 2: price “0.00000000000000000000001” is not a number")]
    [InlineData("a,A,1000000000.01", "Row 2: price “1000000000.01” is above GH₵\u00a01,000,000,000.00")]
    [InlineData("a,A,99999999999999999999", "Row 2: price “99999999999999999999” is above GH₵\u00a01,000,000,000.00")]
    [InlineData("a,A,", "Row 2: “A” has no price")]
    [InlineData("a,A,5,abc", "Row 2: compare-at price “abc” is not a number")]
    [InlineData("a,A,5,,1.5", "Row 2: stock “1.5” is not a whole number")]
    [InlineData("a,A,5,,-3", "Row 2: stock “-3” is below 0")]
    [InlineData("a,A,5,,99999999999", "Row 2: stock “99999999999” is above 1,000,000")]
    [InlineData("a,A,5,,,maybe", "Row 2: the inventory policy “maybe” is neither deny nor continue")]
    [InlineData("a,A,5,,,,perhaps", "Row 2: Published “perhaps” is neither true nor false")]
    [InlineData(",A,5", "Row 2: no handle; every row needs the handle of its product")]
    [InlineData("a,,5\na,A,5", "Row 2: the first row of “a” has no title; the row with the title comes first")]
    [InlineData("a,A,5\nb,B,5\na,,,,,,,,,x.jpg", "Row 4: the product “a” was there already in row 2; its rows must stand together")]
    [InlineData("a,A,5\nb,B,5\na,A,5", "Row 4: the product “a” was there already in row 2; its rows must stand together")]
    [InlineData("a,A,5\na,Other,,,,,,,,x.jpg", "Row 3: “a” has another title than in row 2; is it another product with the same handle?")]
    [InlineData("a,A,5\na,,5", "Row 3: a second variant of “a”, which has no options to tell it from that in row 2")]
    [InlineData("a,A,5,,,,,Size,S\na,,5,,,,,,s", "Row 3: the variant “s” was there already in row 2")]
    [InlineData("a,A,5,,,,,Size,S\na,,5", "Row 3: no value for the option “Size”")]
    [InlineData("a,A,5,,,,,Size,S\na,,,,,,,,M", "Row 3: no price")]
    [InlineData("a,A,5,,,,,,Red", "Row 2: the value “Red” belongs to no option; row 2 should name it in “Option1 Name”")]
    [InlineData("a,A,5,,,,,,,,X-1\nb,B,5,,,,,,,,x-1", "Row 3: the SKU “x-1” was there already in row 2")]
    [InlineData("blue_shirt,A,5\nBlue Shirt!,B,5", "Row 3: “Blue Shirt!” and “blue_shirt” (row 2) both lead to the address “blue-shirt”; rename one")]
    [InlineData("a,A \"quoted\" name,5", "Row 2: a quotation mark in the middle of a cell; put the whole cell in quotation marks and write those inside twice")]
    [InlineData("a,A,5\nb,\"B,5\nc,C,5", "Row 3: a quotation mark opens a cell and none closes it")]
    public void A_broken_row_is_told_with_its_number_and_the_reason(string rows, string fault)
    {
        var file = Read(Rows(rows));
        Assert.Equal([fault], file.Faults.Select(f => f.ToString()));
    }

    [Theory]
    [InlineData("", "Row 1: the file is empty")]
    [InlineData("Handle,Title\na,A", "Row 1: the column “Variant Price” is missing; is this a Shopify product export?")]
    [InlineData("Handle,Title,Variant Price,handle\na,A,5,b", "Row 1: the column “handle” is there twice")]
    [InlineData("Handle,Title,Variant Price\na,A,5,6", "Row 2: 4 cells, but row 1 names 3 columns; is a comma missing its quotation marks?")]
    [InlineData("Handle,Title,Variant Price\na,A,5\nb,B", "Row 3: 2 of 3 cells; is the file cut off here?")]
    [InlineData("PK\u0003\u0004 xl/workbook.xml", "Row 1: this is a spreadsheet, not a CSV file; save it as “CSV UTF-8” and import that")]
    [InlineData("Handle,Title,Variant Price\na,A\0,5", "Row 2: a byte 0, which no text has; is the file damaged? Save it as “CSV UTF-8” again and import that")]
    public void A_broken_file_is_told_so(string text, string fault) => Assert.Equal(fault, Read(text).Faults[0].ToString());

    [Fact]
    public void Every_fault_of_a_file_is_told_at_once_up_to_a_hundred()
    {
        var many = Read(Rows(string.Join('\n', Enumerable.Range(0, 500).Select(i => $"h{i},Name {i},bad"))));
        Assert.Equal(100, many.Faults.Count);
        Assert.Equal("Row 101: price “bad” is not a number", many.Faults[^1].ToString());
    }

    [Fact]
    public void Rows_are_counted_as_a_spreadsheet_does_and_lines_as_an_editor_does()
    {
        var file = Read("Handle,Title,Body (HTML),Variant Price\r\na,A,\"one\r\ntwo\r\nthree\",5\r\n\r\nb,B,,bad\r\n");
        Assert.Equal("Row 4 (line 6): price “bad” is not a number", file.Faults.Single().ToString());
    }

    [Fact]
    public void The_encoding_of_old_spreadsheets_is_read_and_said()
    {
        var file = ShopifyCsv.Read(new MemoryStream([.. Encoding.Latin1.GetBytes(Rows("a,A,5\nb,Caf\u00e9 \u0080,5"))]), "GHS");
        Assert.Equal("Café €", file.Products[1].Name);
        Assert.Equal("Row 1: the file is not UTF-8 and was read as Windows-1252 (Western European); look at its accents and signs", file.Notes.Single().ToString());
    }

    /// <summary>Bytes that are none in any encoding the file could have, each behind a good row.</summary>
    [Theory]
    [InlineData("a,A,5\nb,Caf\u00e9 \u0081,5", "Row 3: this is not Windows-1252 text; save the file as “CSV UTF-8” and import that")]
    [InlineData("a,\u00c3\u00a9,5\nb,Caf\u00e9,5", "Row 3: this is not UTF-8 text; save the file as “CSV UTF-8” and import that")]
    public void Bytes_that_mean_nothing_are_told_with_their_row(string rows, string fault) =>
        Assert.Equal(fault, ShopifyCsv.Read(new MemoryStream(Encoding.Latin1.GetBytes(Rows(rows))), "GHS").Faults.Single().ToString());

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void A_half_character_of_utf_16_is_told_with_its_row(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        var bytes = encoding.GetPreamble().Concat(encoding.GetBytes(Rows("a,A,5\nb,B?,5"))).ToArray();
        var (high, low) = name == "utf-16" ? (1, 0) : (0, 1);
        var at = Enumerable.Range(0, bytes.Length / 2).First(i => bytes[(2 * i) + low] == '?' && bytes[(2 * i) + high] == 0);
        bytes[(2 * at) + high] = 0xD8;
        Assert.Equal("Row 3: this is not UTF-16 text; save the file as “CSV UTF-8” and import that", ShopifyCsv.Read(new MemoryStream(bytes), "GHS").Faults.Single().ToString());
    }

    [Fact]
    public void Unicode_text_as_old_spreadsheets_save_it_is_read()
    {
        var bytes = Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("Handle\tTitle\tVariant Price\r\ncafe\tCafé\t5\r\n")).ToArray();
        Assert.Equal("Café", ShopifyCsv.Read(new MemoryStream(bytes), "GHS").Products.Single().Name);
    }

    [Fact]
    public void A_byte_order_mark_semicolons_old_line_ends_and_a_column_s_own_order_do_not_matter()
    {
        var text = "\uFEFFTitle;VARIANT PRICE;Handle;My column\r\nCafé;5.50;cafe;x\r\n";
        var product = Read(text).Products.Single();
        Assert.Equal(("Café", "cafe", 550L), (product.Name, product.Slug, product.Variants[0].Price));
    }

    [Fact]
    public void Too_long_texts_are_told_with_their_length()
    {
        var file = Read(Rows($"a,{new string('x', 161)},5\nb,B,5,,,,,{new string('o', 41)},{new string('v', 61)}\nc,C,5,,,,,,,,{new string('s', 61)}"));
        Assert.Equal(["Row 2: Title has 161 characters; 160 is the most", "Row 3: Option1 Name has 41 characters; 40 is the most",
            "Row 3: Option1 Value has 61 characters; 60 is the most", "Row 4: Variant SKU has 61 characters; 60 is the most"], file.Faults.Select(f => f.ToString()));
    }

    [Fact]
    public void What_looks_like_a_formula_stays_the_text_it_is()
    {
        var file = Read(Rows("a,=1+1,5,,,,,Size,+1\na,,5,,,,,,'-1\na,,5,,,,,,@SUM(A1)"));
        Assert.Empty(file.Faults);
        Assert.Equal("=1+1", file.Products[0].Name);
        Assert.Equal(["+1", "-1", "@SUM(A1)"], file.Products[0].Variants.Select(v => v.Choices[0]));
    }

    [Fact]
    public void Goods_that_may_be_sold_before_they_are_there_owe_no_stock()
    {
        var file = Read(Rows("a,A,5,,-3,continue"));
        Assert.Empty(file.Faults);
        Assert.Equal((0, true), (file.Products[0].Variants[0].OnHand, file.Products[0].Variants[0].AllowBackorder));
        Assert.Equal("Row 2: stock -3 (sold before it was there) is read as 0", file.Notes.Single().ToString());
    }

    [Fact]
    public void A_was_price_that_is_not_higher_is_none_and_hidden_goods_are_drafts()
    {
        var file = Read(Rows("a,A,5,5,,,false\nb,B,5,4.99\nc,C,5,5.01"));
        Assert.Equal([null, null, 501L], file.Products.Select(p => p.Variants[0].WasPrice));
        Assert.Equal([ProductStatus.Draft, ProductStatus.Active, ProductStatus.Active], file.Products.Select(p => p.Status));
    }

    [Theory]
    [InlineData("Été  & Soleil!", "ete-soleil")]
    [InlineData("../../etc/passwd", "etc-passwd")]
    [InlineData("<script>", "script")]
    [InlineData("قميص", "a")]
    public void A_handle_becomes_an_address_of_this_shop(string handle, string slug) =>
        Assert.Equal(slug, Read(Rows($"{handle},A,5")).Products.Single().Slug);

    [Fact]
    public void Names_without_a_latin_letter_get_the_same_address_every_time()
    {
        var slug = Read(Rows("قميص,قميص,5")).Products.Single().Slug;
        Assert.Matches("^item-[0-9a-f]{8}$", slug);
        Assert.Equal(slug, Read(Rows("x,X,5\nقميص,قميص,5")).Products[1].Slug);
    }

    [Fact]
    public void A_currency_without_decimals_takes_none()
    {
        Assert.Equal(5000, Read(Rows("a,A,5000.00"), "XOF").Products[0].Variants[0].Price);
        Assert.Equal("price “50.5” has more than the 0 decimals of XOF", Read(Rows("a,A,50.5"), "XOF").Faults.Single().Text);
    }

    [Theory]
    [InlineData("a,\"", "xxxxxxxxxx", "Row 2: a row with more than 800,000 characters; does a quotation mark open a cell that is never closed?")]
    [InlineData("a,A,5,\n", "a,,,x.jpg\n", "Row 100002: more than 100,000 rows; divide the file")]
    [InlineData("a,A,5,\n", "a,,,PICTURE\n", "the file has more than 64 MB; divide it")]
    public void A_file_without_end_is_refused_before_it_fills_the_memory(string first, string again, string fault)
    {
        var file = new Endless("Handle,Title,Variant Price,Image Src\n" + first, again.Replace("PICTURE", new string('x', 50_000), StringComparison.Ordinal));
        Assert.EndsWith(fault, ShopifyCsv.Read(file, "GHS").Faults.Single().ToString(), StringComparison.Ordinal);
        Assert.InRange(file.Given, 0, CsvTable.MostBytes + 1_000_000);
    }

    [Fact]
    public void Ten_thousand_rows_are_read_in_a_moment()
    {
        var rows = string.Join('\n', Enumerable.Range(0, 10_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"product-{i},Product {i},{i}.50,,5,deny,true,Size,M,x.jpg")));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal(10_000, Read(Rows(rows)).Products.Count);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), $"{watch.Elapsed}"); // Not the square of the rows; how fast is the load command's to say.
    }

    /// <summary>Rows of the few columns these tests need, each filled up with empty cells to the same length.</summary>
    private static string Rows(string rows)
    {
        const string names = "Handle,Title,Variant Price,Variant Compare At Price,Variant Inventory Qty,Variant Inventory Policy,Published,Option1 Name,Option1 Value,Image Src,Variant SKU";
        return names + "\n" + string.Join('\n', rows.Split('\n').Select(row => row + new string(',', Math.Max(0, 10 - CommasOutsideQuotes(row)))));
    }

    private static int CommasOutsideQuotes(string row)
    {
        var (commas, quoted) = (0, false);
        foreach (var c in row)
        {
            if (c == '"') quoted = !quoted;
            if (c == ',' && !quoted) commas++;
        }
        return commas;
    }

    private static GoodsFile Read(string text, string currency = "GHS") => ShopifyCsv.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), currency);

    private static GoodsFile ReadFile(string name)
    {
        using var file = File.OpenRead(CatalogueShop.SamplePath(name));
        return ShopifyCsv.Read(file, "GHS");
    }

    /// <summary>A beginning, then the same text without end.</summary>
    private sealed class Endless(string first, string again) : Stream
    {
        private readonly byte[] first = Encoding.UTF8.GetBytes(first);
        private readonly byte[] again = Encoding.UTF8.GetBytes(again);
        public long Given { get; private set; }
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => Given; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            for (var i = 0; i < count; i++, Given++)
                buffer[offset + i] = Given < first.Length ? first[Given] : again[(Given - first.Length) % again.Length];
            return count;
        }

        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
