// SKUs the shop makes: readable, short, never twice.
using Makola.Domain.Catalogue.Import;

namespace Makola.Tests.Domain.Catalogue.Import;

public sealed class SkuMakerTests
{
    [Theory]
    [InlineData("ocean-blue-shirt", "", "OCEAN-BLUE-SHIRT")]
    [InlineData("classic-varsity-top", "Small", "CLASSIC-VARSITY-TOP-S")]
    [InlineData("classic-varsity-top", "X-Large", "CLASSIC-VARSITY-TOP-XL")]
    [InlineData("gemstone", "Blue|Sterling silver", "GEMSTONE-BLUE-STERLING")]
    [InlineData("the-very-long-name-of-a-hand-woven-kente-cloth-from-bonwire", "Red", "THE-VERY-LONG-NAME-OF-A-HAND-WOVEN-RED")]
    [InlineData("boot", "Noir|42½", "BOOT-NOIR-42")]
    public void A_sku_says_what_it_is_for(string slug, string choices, string sku)
    {
        var made = new SkuMaker([]).Make(slug, choices.Split('|', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(sku, made);
    }

    [Fact]
    public void No_sku_is_given_twice_and_none_is_longer_than_a_label()
    {
        var maker = new SkuMaker(["shirt", "SHIRT-2"]);
        Assert.Equal(["SHIRT-3", "SHIRT-4"], [maker.Make("shirt", []), maker.Make("shirt", [])]);

        var made = Enumerable.Range(0, 2_000).Select(i => maker.Make("the-very-long-name-of-a-hand-woven-kente-cloth-from-bonwire", ["Sunrise over Lake Volta", "Extra extra long", $"{i}"])).ToList();
        Assert.Equal(made.Count, made.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(made, sku => Assert.Matches("^[A-Z0-9](-?[A-Z0-9])*$", sku));
        Assert.All(made, sku => Assert.InRange(sku.Length, 1, SkuMaker.Longest));
    }
}
