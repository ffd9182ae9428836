// What search engines and link previews read: addresses, structured data, pictures, and what they are asked to leave alone.
using System.Net;
using System.Text.Json;
using System.Xml.Linq;

namespace Makola.Tests.Pages;

public sealed class SearchEngineTests(Stall stall)
{
    [Fact]
    public async Task Robots_are_kept_from_carts_orders_and_searches_and_shown_the_map()
    {
        using var visitor = await stall.VisitorAsync();
        var text = (await visitor.GetAsync("/robots.txt")).Expect(HttpStatusCode.OK).Body;

        foreach (var path in new[] { "/cart", "/checkout", "/o/", "/search", "/office", "/account/" })
            Assert.Contains($"Disallow: {path}\n", text, StringComparison.Ordinal);
        Assert.Contains($"Sitemap: {Stall.PublicUrl}/sitemap.xml", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_map_names_every_page_once_and_only_visible_goods()
    {
        using var visitor = await stall.VisitorAsync();
        var page = (await visitor.GetAsync("/sitemap.xml")).Expect(HttpStatusCode.OK);
        var entries = XDocument.Parse(page.Body).Root!.Elements().ToList();
        var addresses = entries.Select(e => e.Elements().First(c => c.Name.LocalName == "loc").Value).ToList();

        Assert.Equal("application/xml", page.Response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(addresses.Distinct(), addresses);
        Assert.Contains($"{Stall.PublicUrl}/", addresses);
        Assert.Contains($"{Stall.PublicUrl}/c/crafts", addresses);
        Assert.Contains($"{Stall.PublicUrl}/p/kente-shirt", addresses);
        Assert.DoesNotContain(addresses, a => a.EndsWith("/secret-sauce", StringComparison.Ordinal) || a.EndsWith("/old-radio", StringComparison.Ordinal));
        Assert.All(entries.Where(e => e.Value.Contains("/p/", StringComparison.Ordinal)), e => Assert.True(DateTimeOffset.TryParse(e.Elements().Last().Value, out _)));
        (await visitor.GetAsync("/sitemap.xml?part=9")).Expect(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("/", "/")]
    [InlineData("/c/crafts", "/c/crafts")]
    [InlineData("/c/crafts?page=2", "/c/crafts?page=2")]
    [InlineData("/c/crafts?utm_source=chat", "/c/crafts")]
    [InlineData("/p/kente-shirt?v=1", "/p/kente-shirt")]
    public async Task A_page_names_its_one_address(string path, string canonical)
    {
        using var visitor = await stall.VisitorAsync();
        var page = await visitor.GetAsync(path);

        Assert.Equal(Stall.PublicUrl + canonical, page.One("link[rel=canonical]").GetAttribute("href"));
        Assert.False(page.Has("meta[name=robots]"));
    }

    [Theory]
    [InlineData("/c/crafts?sort=price")]
    [InlineData("/c/crafts?stock=1&o.Size=M")]
    [InlineData("/search?q=gari")]
    [InlineData("/search?sort=new")]
    [InlineData("/cart")]
    [InlineData("/track")]
    [InlineData("/no-such-page")]
    public async Task Lists_without_end_and_pages_of_one_person_ask_not_to_be_indexed(string path)
    {
        using var visitor = await stall.VisitorAsync();

        Assert.Equal("noindex", (await visitor.GetAsync(path)).One("meta[name=robots]").GetAttribute("content"));
    }

    [Fact]
    public async Task A_product_tells_its_price_and_stock_as_structured_data()
    {
        using var visitor = await stall.VisitorAsync();
        var shea = Data(await visitor.GetAsync($"/p/{Stall.ShownSlug}"), "Product");
        var offer = shea.GetProperty("offers");

        Assert.Equal("Shea butter", shea.GetProperty("name").GetString());
        Assert.Equal("Tamale women", shea.GetProperty("brand").GetProperty("name").GetString());
        Assert.Equal(("38.00", "GHS", "https://schema.org/InStock"), (offer.GetProperty("price").GetString(), offer.GetProperty("priceCurrency").GetString(), offer.GetProperty("availability").GetString()));
        Assert.StartsWith(Stall.PublicUrl, shea.GetProperty("image")[0].GetString(), StringComparison.Ordinal);

        var kente = Data(await visitor.GetAsync("/p/kente-shirt"), "Product").GetProperty("offers");
        Assert.Equal(("AggregateOffer", "150.00", "165.00", 4), (kente.GetProperty("@type").GetString(), kente.GetProperty("lowPrice").GetString(), kente.GetProperty("highPrice").GetString(), kente.GetProperty("offerCount").GetInt32()));
        var steps = Data(await visitor.GetAsync("/c/beads"), "BreadcrumbList").GetProperty("itemListElement");
        Assert.Equal(["Crafts", "Beads"], steps.EnumerateArray().Select(s => s.GetProperty("name").GetString()));
        Assert.Equal("Cast & Sons", Data(await visitor.GetAsync("/"), "Store").GetProperty("name").GetString());
    }

    [Fact]
    public async Task No_name_leaves_the_place_it_is_written_to()
    {
        using var visitor = await stall.VisitorAsync();
        var page = (await visitor.GetAsync($"/p/{Stall.BreakoutSlug}")).Expect(HttpStatusCode.OK);

        Assert.DoesNotContain("<script>alert", page.Body, StringComparison.Ordinal);
        Assert.All(page.Html.QuerySelectorAll("script"), script => Assert.True(script.HasAttribute("src") || script.GetAttribute("type") == "application/ld+json"));
        Assert.Equal(Stall.Breakout, Data(page, "Product").GetProperty("name").GetString());
        Assert.Equal(Stall.Breakout, page.One("h1").TextContent);
        Assert.Equal(Stall.Breakout, page.One("meta[property='og:title']").GetAttribute("content"));
    }

    [Fact]
    public async Task A_link_preview_has_a_title_and_a_jpeg_that_chats_show()
    {
        using var visitor = await stall.VisitorAsync();
        var page = await visitor.GetAsync($"/p/{Stall.ShownSlug}");
        string Open(string name) => page.One($"meta[property='og:{name}']").GetAttribute("content")!;

        Assert.Equal(Stall.ShownTitle, Open("title"));
        Assert.Equal("product", Open("type"));
        Assert.Contains("Whipped by hand. Smells of nothing at all", Open("description"), StringComparison.Ordinal);
        Assert.StartsWith(Stall.PublicUrl + "/img/goods/1f34c", Open("image"), StringComparison.Ordinal);

        foreach (var path in new[] { $"/p/{Stall.ShownSlug}", "/" })
        {
            page = await visitor.GetAsync(path);
            var (width, height) = (int.Parse(Open("image:width")), int.Parse(Open("image:height")));
            var picture = (await visitor.GetAsync(new Uri(Open("image")).AbsolutePath)).Expect(HttpStatusCode.OK);
            Assert.Equal("image/jpeg", picture.Response.Content.Headers.ContentType!.MediaType);
            Assert.Equal((width, height), JpegSize(picture.Bytes.ToArray()));
            Assert.True(width >= 300 && picture.Bytes.Length < 300_000);
        }
    }

    private static JsonElement Data(Page page, string type) => page.Html.QuerySelectorAll("script[type='application/ld+json']")
        .Select(script => JsonDocument.Parse(script.TextContent).RootElement).Single(data => data.GetProperty("@type").GetString() == type);

    // The first start-of-frame marker holds height and width (ITU T.81, B.2.2).
    private static (int Width, int Height) JpegSize(byte[] jpeg)
    {
        for (var at = 2; at + 9 < jpeg.Length; at += 2 + (jpeg[at + 2] << 8 | jpeg[at + 3]))
        {
            if (jpeg[at + 1] is >= 0xC0 and <= 0xC3)
                return (jpeg[at + 7] << 8 | jpeg[at + 8], jpeg[at + 5] << 8 | jpeg[at + 6]);
        }

        return default;
    }
}
