// What customers look for: words that mean the same are found both ways or one way, at once and also misspelt; what is missed is counted.
using System.Net;

namespace Makola.Tests.Pages.Office;

public sealed class SynonymsTests(OfficeShop office) : IClassFixture<OfficeShop>
{
    [Fact]
    public async Task Words_of_a_line_find_each_other_also_misspelt_and_taken_back_they_do_not()
    {
        using var ama = office.Shop.NewBuyer();
        Assert.Empty(await FoundAsync(ama, "hamper"));

        await SaveAsync("basket, hamper, big bowl");

        foreach (var typed in (string[])["hamper", "hampers", "big bowl", "hampper", "bolga hamper"])
            Assert.Equal(["/p/bolga-basket"], await FoundAsync(ama, typed));
        Assert.Contains("/p/bolga-basket", (await ama.GetAsync("/search?handler=Suggest&q=hamper")).Html.QuerySelectorAll("a").Select(a => a.GetAttribute("href")));
        Assert.Contains("Showing results for “hamper”", (await ama.GetAsync("/search?q=hampper")).Text, StringComparison.Ordinal);

        var history = (await office.Efua.GetAsync("/office/history")).Expect(HttpStatusCode.OK);
        (await office.Efua.SubmitAsync(history.FormTo("handler=Undo"))).Expect(HttpStatusCode.OK);
        Assert.Empty(await FoundAsync(ama, "hamper"));
    }

    [Fact]
    public async Task An_arrow_goes_one_way()
    {
        using var ama = office.Shop.NewBuyer();
        await SaveAsync("percussion -> drum");
        await SaveAsync("gari → cassava");

        Assert.Equal(["/p/talking-drum"], await FoundAsync(ama, "percussion"));
        Assert.Equal(["/p/gari"], await FoundAsync(ama, "gari"));
        Assert.Empty(await FoundAsync(ama, "cassava"));
    }

    [Fact]
    public async Task A_line_is_changed_and_removed_and_two_people_do_not_overwrite_each_other()
    {
        using var ama = office.Shop.NewBuyer();
        await SaveAsync("plantain, kelewele");
        var page = (await office.Efua.GetAsync("/office/search")).Expect(HttpStatusCode.OK);
        var (first, second) = (Lines(page).First(f => f["Was"] == "plantain, kelewele"), Lines(page).First(f => f["Was"] == "plantain, kelewele"));
        first["Line"] = "plantain, dodo";
        (await office.Efua.SubmitAsync(first)).Expect(HttpStatusCode.OK);
        Assert.Equal(["/p/plantain-chips"], await FoundAsync(ama, "dodo"));
        Assert.Empty(await FoundAsync(ama, "kelewele"));

        second["Line"] = "plantain, chifle";
        var refused = (await office.Efua.SubmitAsync(second)).Expect(HttpStatusCode.Conflict);
        Assert.Contains("Somebody else changed this line", refused.Text, StringComparison.Ordinal);

        var remove = Lines((await office.Efua.GetAsync("/office/search"))).First(f => f["Was"] == "plantain, dodo");
        (await office.Efua.PostAsync("/office/search?handler=Remove", ("Id", remove["Id"]!), ("Was", remove["Was"]!), ("__token", remove["__token"]!))).Expect(HttpStatusCode.OK);
        Assert.Empty(await FoundAsync(ama, "dodo"));
    }

    [Theory]
    [InlineData("alone", "two words at least")]
    [InlineData("", "two words at least")]
    [InlineData("a → ", "two words at least")]
    [InlineData("a → b → c", "One arrow")]
    public async Task A_line_that_says_nothing_is_refused_and_stays_typed(string line, string why)
    {
        var form = (await office.Efua.GetAsync("/office/search?word=charley+wote")).Form("#synonyms form");
        Assert.Equal("charley wote, ", form["Line"]);
        form["Line"] = line;

        var refused = (await office.Efua.SubmitAsync(form)).Expect(HttpStatusCode.UnprocessableEntity);

        Assert.Contains(why, refused.Text, StringComparison.Ordinal);
        Assert.Equal(line, refused.One("#Line").GetAttribute("value") ?? "");
    }

    [Fact]
    public async Task What_customers_do_not_find_is_counted_and_neither_staff_nor_bots_nor_anything_personal()
    {
        using var ama = office.Shop.NewBuyer();
        using var bot = office.Shop.NewBuyer();
        ama.Headers["User-Agent"] = office.Efua.Headers["User-Agent"] = "Mozilla/5.0 (Linux; Android 10) Chrome/143.0 Mobile";
        bot.Headers["User-Agent"] = "Mozilla/5.0 (compatible; Googlebot/2.1)";

        await ama.GetAsync("/search?q=Telescope");
        await ama.GetAsync("/search?q=telescope");
        await ama.GetAsync("/search?q=telescope&page=1&stock=1");
        await ama.GetAsync("/search?q=bead");
        await ama.GetAsync("/search?q=ama%40example.com");
        await ama.GetAsync("/search?q=telescope+0248124490");
        await bot.GetAsync("/search?q=botscope");
        await office.Efua.GetAsync("/search?q=staffscope");
        office.Efua.Headers.Remove("User-Agent");

        var page = await office.Efua.GetAsync("/office/search");
        for (var i = 0; i < 60 && !page.Text.Contains("telescope", StringComparison.Ordinal); i++)
        {
            await Task.Delay(500);
            page = await office.Efua.GetAsync("/office/search");
        }

        Assert.Equal(["telescope"], page.Html.QuerySelectorAll("[aria-labelledby=missed] strong").Select(e => e.TextContent));
        Assert.Contains("2 times, last just now · nothing shown", page.Text, StringComparison.Ordinal);
        Assert.Contains("Searches, last 30 days: 5, of which 4 found nothing", page.Text, StringComparison.Ordinal);
        Assert.Equal(60, page.Html.QuerySelectorAll(".chart-bar").Length);
        Assert.True(page.Has("a[href='/office/search?word=telescope#synonyms']") && page.Has("a[href='/office/products/new']"));
    }

    private async Task SaveAsync(string line)
    {
        var form = (await office.Efua.GetAsync("/office/search")).Expect(HttpStatusCode.OK).Form("#synonyms form");
        form["Line"] = line;
        Assert.Contains("Saved.", (await office.Efua.SubmitAsync(form)).Expect(HttpStatusCode.OK).Text, StringComparison.Ordinal);
    }

    private static IEnumerable<Form> Lines(Page page) => page.Html.QuerySelectorAll("#synonyms form").Skip(1).Select(form => new Form((AngleSharp.Html.Dom.IHtmlFormElement)form, page.Address));

    /// <summary>What a search shows; nothing when it shows only what has some of the words.</summary>
    private static async Task<List<string?>> FoundAsync(Buyer visitor, string typed) =>
        [.. (await visitor.GetAsync($"/search?q={Uri.EscapeDataString(typed)}")).Expect(HttpStatusCode.OK).Html.QuerySelectorAll("#listing .card-link").Select(link => link.GetAttribute("href"))];
}
