// Facts in texts: filled in from the settings, left out where there is none, and never anything but words.
namespace Makola.Tests.Domain.Content;

public sealed class ShopFactsTests
{
    private static readonly ShopSettings Shop = new()
    {
        Name = "<b>A</b> & {shop.phone} *x*", Phone = "+233302400500", DeliveryFee = 45_00, DeliveryFees = new() { ["AA"] = 20_00, ["AH"] = 0 }, FreeDeliveryFrom = 500_00,
        TransferNumber = "0244 400 500", TransferName = "Cast and Sons", TransferNetwork = "MTN MoMo",
    };

    [Theory]
    [InlineData("{shop.name}", "<p>&lt;b&gt;A&lt;/b&gt; &amp; {shop.phone} *x*</p>\n")]
    [InlineData("Call **{shop.phone}**", "<p>Call <strong>030 240 0500</strong></p>\n")]
    [InlineData("{{shop.phone}} {shop.secret} {Shop.Name} {settings.Name} {0}", "<p>{030 240 0500} {shop.secret} {Shop.Name} {settings.Name} {0}</p>\n")]
    [InlineData("- {shop.phone}\n- {shop.email}\n- Come", "<ul>\n<li>030 240 0500</li>\n<li>Come</li>\n</ul>\n")]
    [InlineData("At {collect.address} ({collect.hours})", "")]
    public void A_fact_is_words_and_a_line_without_one_is_left_out(string typed, string html) => Assert.Equal(html, ShopFacts.ToHtml(typed, Shop));

    [Fact]
    public void Fees_and_ways_to_pay_are_said_as_the_settings_say_them()
    {
        Assert.Equal($"Ashanti free, Greater Accra {Shop.Money(20_00)}, everywhere else {Shop.Money(45_00)}", ShopFacts.Words("{delivery.fees}", Shop, 100));
        Assert.Equal(Shop.Money(500_00).ToString(), ShopFacts.Words("{delivery.free}", Shop, 100));
        Assert.Equal("with cash or mobile money when you get the goods, or by transfer to 0244 400 500 (Cast and Sons, MTN MoMo) before the goods go out", ShopFacts.Words("{pay.ways}", Shop, 100));
        Assert.Equal("24", ShopFacts.Words("{pay.hours}", Shop, 100));
        Assert.Equal($"{Shop.Money(45_00)} in every region", ShopFacts.Words("{delivery.fees}", new ShopSettings(), 100));
        Assert.Equal("", ShopFacts.Words("{delivery.fees}{delivery.free}", new ShopSettings { Delivers = false, FreeDeliveryFrom = 1 }, 100));
        Assert.Equal("", ShopFacts.Words("{pay.hours}", new ShopSettings(), 100));
    }
}
