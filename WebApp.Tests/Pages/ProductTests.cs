// The product page: options are links that choose a variant, so it works without script.
using System.Net;

namespace Makola.Tests.Pages;

public sealed class ProductTests(Stall stall)
{
    [Fact]
    public async Task Options_are_links_that_change_price_and_stock()
    {
        using var visitor = await stall.VisitorAsync();
        var page = await visitor.GetAsync($"/p/kente-shirt?v={Cast.VariantId(Cast.KenteRedM)}");
        Assert.Equal("GH₵ 150.00", page.TextOf(".buy-now"));
        Assert.Equal(["Red", "M"], page.Html.QuerySelectorAll(".option-name .muted").Select(c => c.TextContent));

        var gold = await visitor.GetAsync("/p/kente-shirt" + page.One("[role=group][aria-label=Colour] a:not([aria-current])").GetAttribute("href"));
        Assert.Equal("GH₵ 155.00", gold.TextOf(".buy-now"));
        Assert.Equal(Cast.VariantId(Cast.KenteGoldM).ToString(), gold.FormTo("/cart")["VariantId"]);

        var large = gold.One("[role=group][aria-label=Size] a[data-state=gone]");
        Assert.Contains("sold out", large.TextContent, StringComparison.Ordinal);
        var gone = await visitor.GetAsync("/p/kente-shirt" + large.GetAttribute("href"));
        Assert.Equal("GH₵ 165.00", gone.TextOf(".buy-now"));
        Assert.Contains("Sold out", gone.TextOf(".stock"), StringComparison.Ordinal);
        Assert.False(gone.Has("#buy-box input[name=VariantId]"));
    }

    [Theory]
    [InlineData("?v=0")]
    [InlineData("?v=-5")]
    [InlineData("?v=abc")]
    [InlineData("?v=99999999999999999999")]
    public async Task An_unknown_variant_shows_the_first_that_can_be_bought(string query)
    {
        using var visitor = await stall.VisitorAsync();

        Assert.Equal("GH₵ 150.00", (await visitor.GetAsync("/p/kente-shirt" + query)).Expect(HttpStatusCode.OK).TextOf(".buy-now"));
    }

    [Fact]
    public async Task Few_pieces_are_counted_and_a_fallen_price_is_said()
    {
        using var visitor = await stall.VisitorAsync();

        Assert.Equal("5 left", (await visitor.GetAsync("/p/talking-drum")).TextOf(".stock"));
        Assert.Contains("You save GH₵ 7.00", (await visitor.GetAsync($"/p/{Stall.ShownSlug}")).TextOf(".buy-price"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("secret-sauce")]
    [InlineData("old-radio")]
    [InlineData("no-such-thing")]
    [InlineData("..%2f..%2fetc%2fpasswd")]
    public async Task Goods_that_are_not_for_customers_are_not_there(string slug)
    {
        using var visitor = await stall.VisitorAsync();
        var page = (await visitor.GetAsync($"/p/{slug}")).Expect(HttpStatusCode.NotFound);

        Assert.True(page.Has("main form[action='/search']"));
    }

    [Fact]
    public async Task A_renamed_product_is_found_under_its_old_address()
    {
        using var visitor = await stall.VisitorAsync();
        var moved = await visitor.SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri((await visitor.GetAsync("/")).Address, $"/p/{Stall.OldSlug}")));

        Assert.Equal(HttpStatusCode.MovedPermanently, moved.Status);
        Assert.Equal($"/p/{Stall.ShownSlug}", moved.Response.Headers.Location!.ToString());
    }

    [Fact]
    public async Task Asking_on_whatsapp_names_the_product_the_choice_and_the_address()
    {
        using var visitor = await stall.VisitorAsync();
        var page = await visitor.GetAsync($"/p/kente-shirt?v={Cast.VariantId(Cast.KenteRedL)}");
        var text = Uri.UnescapeDataString(page.One("#buy-box a[href^='https://wa.me/233244400500']").GetAttribute("href")!);

        Assert.Contains("Kente shirt, Red · L", text, StringComparison.Ordinal);
        Assert.Contains($"{Stall.PublicUrl}/p/kente-shirt?v={Cast.VariantId(Cast.KenteRedL)}", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Htmx_gets_the_buy_box_alone()
    {
        using var visitor = await stall.VisitorAsync();
        visitor.Headers["HX-Request"] = "true";
        var part = await visitor.GetAsync($"/p/kente-shirt?v={Cast.VariantId(Cast.KenteGoldM)}");

        Assert.StartsWith("<div class=\"product\" id=\"buy-box\"", part.Body.TrimStart(), StringComparison.Ordinal);
        Assert.Equal("GH₵ 155.00", part.TextOf(".buy-now"));
    }
}
