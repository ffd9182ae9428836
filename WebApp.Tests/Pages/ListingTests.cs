// Lists of goods: categories with filters, sorting and pages, as links and forms that need no script.
using System.Net;
using Microsoft.EntityFrameworkCore.Query;

namespace Makola.Tests.Pages;

public sealed class ListingTests(Stall stall)
{
    [Fact]
    public async Task The_home_page_has_a_row_for_each_category_that_has_goods()
    {
        using var visitor = await stall.VisitorAsync();
        var home = (await visitor.GetAsync("/")).Expect(HttpStatusCode.OK);

        Assert.True(home.Has("main a[href='/c/food']"));
        Assert.True(home.Has("main a[href='/c/crafts']"));
        Assert.DoesNotContain("Empty shelf", home.Html.QuerySelectorAll("main h2").Select(h => h.TextContent));
        Assert.DoesNotContain(Cast.SecretSauce.Name, home.Body);
    }

    [Fact]
    public async Task A_category_shows_its_goods_and_those_below_24_a_page()
    {
        using var visitor = await stall.VisitorAsync();
        var first = (await visitor.GetAsync("/c/crafts")).Expect(HttpStatusCode.OK);
        var second = (await visitor.GetAsync("/c/crafts?page=2")).Expect(HttpStatusCode.OK);

        Assert.Equal(24, first.Html.QuerySelectorAll(".card").Length);
        Assert.Equal(45, Links(first).Concat(Links(second)).Distinct().Count());
        Assert.Equal("/c/crafts?page=2", first.One("a[rel=next]").GetAttribute("href"));
        Assert.Equal("/c/crafts", second.One("a[rel=prev]").GetAttribute("href"));
        Assert.DoesNotContain("/p/old-radio", Links(first).Concat(Links(second)));
    }

    [Theory]
    [InlineData("page=0", 200)]
    [InlineData("page=-1", 200)]
    [InlineData("page=abc", 200)]
    [InlineData("page=99999999999999999999", 200)]
    [InlineData("page=3", 404)]
    [InlineData("page=1000000000", 404)]
    [InlineData("sort=unknown", 200)]
    [InlineData("min=abc&max=-3", 200)]
    [InlineData("min=99999999999999999999", 200)]
    [InlineData("min=9&max=1", 200)]
    [InlineData("o.=x&o.Size=&o.Nothing=here", 200)]
    public async Task An_odd_address_shows_the_list_or_says_there_is_no_such_page(string query, int status)
    {
        using var visitor = await stall.VisitorAsync();

        Assert.Equal(status, (int)(await visitor.GetAsync($"/c/crafts?{query}")).Status);
    }

    [Fact]
    public async Task Sixty_filters_at_once_are_answered()
    {
        using var visitor = await stall.VisitorAsync();
        var query = string.Join('&', Enumerable.Range(1, 60).Select(n => $"o.Option{n}=Value{n}"));

        var page = (await visitor.GetAsync($"/c/crafts?{query}")).Expect(HttpStatusCode.OK);
        Assert.Contains("No product matches", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_price_and_stock_narrow_the_list()
    {
        using var visitor = await stall.VisitorAsync();

        Assert.Equal(["/p/kente-shirt"], Links(await visitor.GetAsync("/c/crafts?o.Colour=Red&o.Size=M")));
        Assert.Contains("/p/ashanti-stool", Links(await visitor.GetAsync("/c/crafts?min=300")));
        Assert.DoesNotContain("/p/ashanti-stool", Links(await visitor.GetAsync("/c/crafts?min=300&stock=1")));
        Assert.Equal(["/p/talking-drum"], Links(await visitor.GetAsync("/c/crafts?min=300&max=400")));
    }

    [Fact]
    public async Task The_filter_form_works_as_a_plain_form()
    {
        using var visitor = await stall.VisitorAsync();
        var page = await visitor.GetAsync("/c/crafts");
        Assert.Contains("Colour", page.Html.QuerySelectorAll("#filters legend").Select(l => l.TextContent));

        var found = await visitor.SubmitAsync(page.Form("#filters").Set("min", "300").Add("stock", "1"));

        Assert.Equal(["/p/talking-drum"], Links(found));
        Assert.Equal("300.00", found.Form("#filters")["min"]);
        Assert.Equal("/c/crafts", found.One("#listing .button--text").GetAttribute("href"));
    }

    [Fact]
    public async Task Sorting_puts_the_cheapest_or_the_dearest_first()
    {
        using var visitor = await stall.VisitorAsync();
        var cheap = Links(await visitor.GetAsync("/c/crafts?sort=price"));
        var dear = Links(await visitor.GetAsync("/c/crafts?sort=-price"));
        var named = Links(await visitor.GetAsync("/c/crafts?sort=name"));

        Assert.Equal("/p/bead-01", cheap[0]);
        Assert.Equal(["/p/ashanti-stool", "/p/talking-drum"], dear.Take(2));
        Assert.Equal(["/p/ashanti-stool", "/p/bolga-basket"], named.Take(2));
    }

    [Fact]
    public async Task Htmx_gets_the_list_alone_under_its_clean_address_and_no_browser_keeps_it()
    {
        using var visitor = await stall.VisitorAsync();
        visitor.Headers["HX-Request"] = "true";
        var part = await visitor.GetAsync("/c/crafts?sort=price&min=&max=&stock=1");

        Assert.StartsWith("<div class=\"listing-goods\" id=\"listing\"", part.Body.TrimStart(), StringComparison.Ordinal);
        Assert.Equal("/c/crafts?sort=price&stock=1", part.Response.Headers.GetValues("HX-Push-Url").Single());
        Assert.True(part.Response.Headers.CacheControl!.NoStore);

        visitor.Headers["HX-History-Restore-Request"] = "true";
        Assert.True((await visitor.GetAsync("/c/crafts?sort=price")).Has("html head title"));
    }

    [Fact]
    public async Task An_empty_category_and_a_brand_have_pages_and_unknown_ones_have_not()
    {
        using var visitor = await stall.VisitorAsync();

        Assert.Contains("Nothing here yet", (await visitor.GetAsync("/c/empty")).Expect(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        Assert.Equal(["/p/" + Stall.ShownSlug], Links(await visitor.GetAsync("/b/tamale-women")));
        (await visitor.GetAsync("/c/no-such")).Expect(HttpStatusCode.NotFound);
        (await visitor.GetAsync("/b/no-such")).Expect(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/c/food")]
    [InlineData("/p/gari")]
    [InlineData("/search?q=gari")]
    [InlineData("/b/tamale-women")]
    public async Task A_public_page_sets_no_cookie_and_is_the_same_for_every_stranger(string path)
    {
        using var one = await stall.VisitorAsync();
        using var other = await stall.VisitorAsync();
        var page = await one.GetAsync(path);

        Assert.False(page.Response.Headers.Contains("Set-Cookie"));
        Assert.Equal(0, one.Cookies.Count);
        Assert.False(page.Has("input[name=__token]"));
        Assert.Equal(page.Body, (await other.GetAsync(path)).Body);
    }

    /// <summary>Cards are made once and kept by what they show: whoever changes it, without telling the shop, is seen at the next look.</summary>
    [Fact]
    public async Task A_card_shows_what_is_true_now()
    {
        await using var shop = await Cast.OpenAsync();
        using var ama = shop.NewBuyer();
        await ama.AddQuicklyAsync(Cast.Plantain); // With a cart, no page of hers is kept.
        var before = await CardAsync();
        Assert.Contains("18.50", before, StringComparison.Ordinal);
        Assert.Equal(before, await CardAsync());

        await ChangeAsync(p => p.SetProperty(x => x.PriceFrom, 19_00).SetProperty(x => x.PriceTo, 19_00));
        Assert.Contains("19.00", await CardAsync(), StringComparison.Ordinal);
        await ChangeAsync(p => p.SetProperty(x => x.WasFrom, 21_00));
        Assert.Contains("21.00", await CardAsync(), StringComparison.Ordinal);
        await ChangeAsync(p => p.SetProperty(x => x.Blurb, "Fine and white"));
        Assert.Contains("Fine and white", await CardAsync(), StringComparison.Ordinal);
        await ChangeAsync(p => p.SetProperty(x => x.InStock, false));
        Assert.Contains("data-state=\"gone\"", await CardAsync(), StringComparison.Ordinal);
        Assert.Contains("loading=\"lazy\"", await CardAsync("/p/plantain-chips"), StringComparison.Ordinal);
        Assert.DoesNotContain("loading=\"lazy\"", await CardAsync(), StringComparison.Ordinal);

        async Task<string> CardAsync(string path = "/c/food") =>
            (await ama.GetAsync(path)).Expect(HttpStatusCode.OK).Html.QuerySelectorAll(".card").Single(card => card.QuerySelector($"a[href='/p/{Cast.Gari.Slug}']") is not null).OuterHtml;

        async Task ChangeAsync(Action<UpdateSettersBuilder<Product>> change)
        {
            await using var db = RunningShop.OpenDb(shop.Data);
            Assert.Equal(1, await db.Products.Where(p => p.Slug == Cast.Gari.Slug).ExecuteUpdateAsync(change));
        }
    }

    private static List<string?> Links(Page page) => [.. page.Html.QuerySelectorAll("#listing .card-link").Select(a => a.GetAttribute("href"))];
}
