// Search: by name, SKU and description, with slips of the finger, and suggestions while typing.
using System.Net;

namespace Makola.Tests.Pages;

public sealed class SearchTests(Stall stall)
{
    [Theory]
    [InlineData("plantain", "plantain-chips")]
    [InlineData("PLANTAIN-150", "plantain-chips")]
    [InlineData("chips plant", "plantain-chips")]
    [InlineData("nothing at all", Stall.ShownSlug)]
    [InlineData("plantian", "plantain-chips")]
    [InlineData("plantan chps", "plantain-chips")]
    [InlineData("tlaking drum", "talking-drum")]
    [InlineData("báskét", "bolga-basket")]
    public async Task Goods_are_found_by_name_sku_and_description_also_with_a_slip(string words, string slug)
    {
        using var visitor = await stall.VisitorAsync();
        var page = (await visitor.GetAsync("/search?q=" + Uri.EscapeDataString(words))).Expect(HttpStatusCode.OK);

        Assert.Equal($"/p/{slug}", page.One("#listing .card-link").GetAttribute("href"));
    }

    [Fact]
    public async Task A_corrected_word_is_said()
    {
        using var visitor = await stall.VisitorAsync();

        Assert.Contains("Showing results for “plantain”", (await visitor.GetAsync("/search?q=plantian")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\" OR 1=1 --")]
    [InlineData("NEAR(a b) * ^ : \"")]
    [InlineData("'); DROP TABLE Products;--")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("%00")]
    [InlineData("   ")]
    public async Task What_is_typed_is_words_and_nothing_else(string words)
    {
        using var visitor = await stall.VisitorAsync();
        var page = (await visitor.GetAsync("/search?q=" + Uri.EscapeDataString(words))).Expect(HttpStatusCode.OK);

        Assert.DoesNotContain("<script>alert", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Very_long_words_are_answered()
    {
        using var visitor = await stall.VisitorAsync();

        (await visitor.GetAsync("/search?q=" + string.Concat(Enumerable.Repeat("plantain+", 400)))).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Without_words_search_lists_everything_newest_first_when_asked()
    {
        using var visitor = await stall.VisitorAsync();

        Assert.Equal(24, (await visitor.GetAsync("/search?sort=new")).Html.QuerySelectorAll("#listing .card").Length);
    }

    [Fact]
    public async Task When_nothing_is_found_the_page_says_what_to_do()
    {
        using var visitor = await stall.VisitorAsync();
        var page = (await visitor.GetAsync("/search?q=xylophone")).Expect(HttpStatusCode.OK);

        Assert.Contains("Nothing found", page.Text, StringComparison.Ordinal);
        Assert.True(page.Has("main a[href^='https://wa.me/233244400500?text=']"));
    }

    [Fact]
    public async Task Goods_customers_may_not_see_are_not_found()
    {
        using var visitor = await stall.VisitorAsync();

        foreach (var words in new[] { "secret+sauce", "sauce", "SAUCE-1", "RADIO-1", "old+radio" })
        {
            var found = (await visitor.GetAsync("/search?q=" + words)).Html.QuerySelectorAll(".card-link").Select(a => a.GetAttribute("href"));
            Assert.DoesNotContain(found, href => href is "/p/secret-sauce" or "/p/old-radio");
        }
    }

    [Fact]
    public async Task Suggestions_name_categories_and_goods_and_may_be_chosen_by_keyboard()
    {
        using var visitor = await stall.VisitorAsync();
        var list = (await visitor.GetAsync("/search?handler=Suggest&q=bead")).Expect(HttpStatusCode.OK);

        Assert.Equal("/c/beads", list.One("a[role=option]").GetAttribute("href"));
        Assert.Contains(list.Html.QuerySelectorAll("a[role=option]"), a => a.GetAttribute("href")!.StartsWith("/p/bead-", StringComparison.Ordinal));
        Assert.Equal(list.Html.QuerySelectorAll("a").Length, list.Html.QuerySelectorAll("a[id]").Select(a => a.Id).Distinct().Count());
    }
}
