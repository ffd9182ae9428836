// Reading WooCommerce's product exports: a whole little shop with variations, and what cannot be with the row and the reason.
using System.Text;
using Makola.Domain.Catalogue.Import;
using Microsoft.EntityFrameworkCore;

namespace Makola.Tests.Domain.Catalogue.Import;

public sealed class WooCsvTests
{
    private const string Names = "ID,Type,SKU,Name,Published,Regular price,Sale price,In stock?,Stock,Backorders allowed?,Weight (kg),Categories,Parent,Attribute 1 name,Attribute 1 value(s)\n";

    [Fact]
    public void A_shop_comes_with_its_variations_prices_texts_and_facts()
    {
        var file = Market();

        Assert.Empty(file.Faults);
        Assert.Equal(["shea-butter-honey-250-g", "wax-print-t-shirt", "basket", "basket-14", "raffia-fan"], file.Products.Select(p => p.Slug));
        var shea = file.Products[0];
        Assert.Equal(("Shea butter & honey, 250 g", "Unrefined, from Bolgatanga", "Savanna Care", "Raw shea butter with honey", null),
            (shea.Name, shea.Blurb, shea.Brand, shea.SeoTitle, shea.SeoText));
        Assert.Equal("Whipped by hand in small batches.\n\n**How to use**\\\nWarm a little between the palms.\n\n- Keep cool\n- 12 months", shea.Description.ReplaceLineEndings("\n"));
        Assert.Equal(["shea", "honey, raw", "fair trade"], shea.Tags);
        Assert.Equal(["Beauty", "Skin"], shea.Category!);
        Assert.Equal([["Gifts"]], shea.OtherCategories);
        Assert.Equal([new ProductAttribute("Origin", "Upper East")], shea.Attributes);
        Assert.Equal((3800L, 4500L, 280, 40, 6, "6034000123457", "SHEA-250"),
            shea.Variants.Select(v => (v.Price, v.WasPrice!.Value, v.WeightGrams, v.OnHand, v.LowAt!.Value, v.Barcode!, v.Sku!)).Single());
        Assert.Equal(2, shea.Pictures.Count);
    }

    [Fact]
    public void A_variation_of_any_size_becomes_one_for_each_size_that_has_none_of_its_own()
    {
        var tee = Market().Products[1];

        Assert.Equal([("Colour", "Blue, Red"), ("Size", "S, M, L")], tee.Options.Select(o => (o.Name, string.Join(", ", o.Values.Select(v => v.Name)))));
        Assert.Equal([("Blue · S", 9000L, 5, "WAX-TEE-BLUE-S"), ("Red · M", 8000L, 0, "WAX-TEE-RED-M"), ("Blue · M", 9500L, 7, null), ("Blue · L", 9500L, 0, null)],
            tee.Variants.Select(v => (string.Join(" · ", v.Choices), v.Price, v.OnHand, v.Sku)));
        Assert.True(tee.Variants[1].AllowBackorder);
        Assert.Equal("", tee.Blurb);
        Assert.StartsWith("A cotton T-shirt with a pocket", tee.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_left_out_or_read_otherwise_is_said_with_its_row()
    {
        Assert.Equal(
        [
            "Row 5: stock -2 (sold before it was there) is read as 0", "Row 6: “Sewing pattern” is a download, which the shop does not sell; left out",
            "Row 7: “Gift set” is a group of goods; left out",
            "Row 9: it is hidden in WooCommerce, so it comes as a draft", "Row 9: the sale price 15 has dates, so the regular price was taken; lower it while the sale lasts",
            "Row 13: a variation without price, which cannot be bought; left out", "Row 11: its stock of 7 is shared by 2 variants in WooCommerce; here the first has all of it",
            "Row 8: “Carved stool” has no price and cannot be bought; left out",
        ], Market().Notes.Select(note => note.ToString()));
    }

    [Fact]
    public async Task The_same_file_again_changes_not_one_row()
    {
        await using var shop = new CatalogueShop();
        await shop.InitializeAsync();
        Assert.Equal((5, 8), await shop.ImportAsync(Market()) is var first ? (first.Created, first.Variants) : default);
        Assert.Equal("Beauty", await shop.AskAsync(db => db.Categories.Where(c => c.Name == "Skin").Select(c => c.Parent!.Name).SingleAsync()));
        var before = await shop.DumpAsync();

        Assert.Equal((0, 0, 5), await shop.ImportAsync(Market()) is var again ? (again.Created, again.Changed, again.Unchanged) : default);
        Assert.Equal(before, await shop.DumpAsync());
        await shop.BooksAsync();
    }

    /// <summary>One fault each, in a file that is good otherwise.</summary>
    [Theory]
    [InlineData("1,book,A,A,1,5,,1,,0,,,,,", "Row 2: the type “book” is none of simple, variable, variation, grouped, external")]
    [InlineData("1,simple,A,,1,5,,1,,0,,,,,", "Row 2: no name")]
    [InlineData("1,simple,A,A,1,five,,1,,0,,,,,", "Row 2: regular price “five” is not a number")]
    [InlineData("1,simple,A,A,maybe,5,,1,,0,,,,,", "Row 2: Published “maybe” is none of 1, 0, -1, 2")]
    [InlineData("1,simple,A,A,1,5,,1,,0,,,,,\n2,simple,a,B,1,5,,1,,0,,,,,", "Row 3: the SKU “a” was there already in row 2")]
    [InlineData("1,simple,A,A,1,5,,1,1.5,0,,,,,", "Row 2: stock “1.5” is not a whole number")]
    [InlineData("2,variation,A,A,1,5,,1,,0,,,nobody,Size,S", "Row 2: no row is the parent “nobody”")]
    [InlineData("2,variation,A,A,1,5,,1,,0,,,,Size,S", "Row 2: a variation without “Parent”")]
    [InlineData("1,variable,P,P,1,,,1,,0,,,,Size,\"S, M\"\n2,variation,A,A,1,5,,1,,0,,,P,Size,S\n3,variation,B,B,1,5,,1,,0,,,P,Size,s", "Row 4: the variation “s” was there already in row 3")]
    public void A_broken_row_is_told_with_its_number_and_the_reason(string rows, string fault) => Assert.Equal([fault], Read(Names + rows).Faults.Select(f => f.ToString()));

    [Fact]
    public void A_decimal_comma_is_read_and_a_variation_may_stand_above_its_parent()
    {
        var file = Read(Names + "2,variation,A,A,1,\"12,50\",,1,parent,0,,,P,Size,S\n1,variable,P,P,1,,,1,9,0,,,,Size,\"S, M\"");
        Assert.Empty(file.Faults);
        Assert.Equal((1250L, 9, "S"), file.Products.Single().Variants.Select(v => (v.Price, v.OnHand, v.Choices[0])).Single());
    }

    private static GoodsFile Read(string text) => GoodsCsv.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "GHS");

    private static GoodsFile Market()
    {
        using var file = File.OpenRead(Path.Combine(RunningShop.Repository, "WebApp.Tests", "Data", "WooCommerce", "market.csv"));
        return GoodsCsv.Read(file, "GHS");
    }
}
