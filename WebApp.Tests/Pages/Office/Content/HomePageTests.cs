// The home page put together by staff: prepared, previewed, published in one press, taken back in one press.
using System.Globalization;
using System.Net;

namespace Makola.Tests.Pages.Office.Content;

public sealed class HomePageTests(OfficeShop office) : IClassFixture<OfficeShop>
{
    private RunningShop Shop => office.Shop;

    private Buyer Efua => office.Efua;

    [Fact]
    public async Task A_new_shop_shows_the_settings_words_the_newest_and_a_row_for_each_category()
    {
        await using var shop = await Cast.OpenAsync();
        using var ama = shop.NewBuyer();
        shop.Execute("UPDATE Variants SET WasPrice = Price * 2 WHERE Sku = 'GARI-1KG'");
        shop.Execute("UPDATE Products SET WasFrom = PriceFrom * 2 WHERE Slug = 'gari'");
        shop.Execute("UPDATE Products SET WasFrom = PriceFrom + 10000 WHERE Slug = 'talking-drum'");

        var home = (await ama.GetAsync("/")).Expect(HttpStatusCode.OK);

        Assert.Equal("The whole market, one small page.", home.TextOf("h1.hero-title"));
        Assert.True(home.Has(".hero a.button[href='/search?sort=new']"));
        Assert.Equal(["New this week", "Costs less now", "Food", "Crafts"], Headings(home));
        // Half price comes before a dear thing that costs a little less.
        var reduced = home.Html.QuerySelectorAll("section").Single(s => s.QuerySelector("h2")?.TextContent == "Costs less now");
        Assert.Equal(["Gari", "Talking drum"], reduced.QuerySelectorAll(".card-link").Select(a => a.TextContent));
    }

    [Fact]
    public async Task A_banner_shows_a_picture_that_is_sent_and_keeps_it_while_a_draft_or_the_shop_shows_it()
    {
        await using var shop = await Cast.OpenAsync();
        using var efua = shop.NewBuyer();
        await efua.SignInAsync();
        var form = (await efua.GetAsync("/office/content/home/0")).Form("#edit").Attach("Files", "stall.jpg", Photos.JpegOf(900, 300));
        form["Form.Alt"] = "Our stall <b>";
        (await efua.SubmitAsync(form)).Expect(HttpStatusCode.OK);
        var path = shop.Scalar<string>("SELECT Path FROM StoredPictures");

        Assert.True((await efua.GetAsync("/office/content/home/0")).Has($"input[value='{path}'][checked]"));
        Assert.False((await efua.GetAsync("/")).Has(".hero-photo"));
        Assert.False((await efua.GetAsync("/office/media?show=unused")).Has(".shot"));
        await efua.SubmitAsync((await efua.GetAsync("/office/content/home")).FormTo("handler=Publish"));

        var photo = (await efua.GetAsync("/")).One("img.hero-photo");
        Assert.Equal(("Our stall <b>", "900", "300"), (photo.GetAttribute("alt"), photo.GetAttribute("width"), photo.GetAttribute("height")));
        Assert.Contains("Home page", (await efua.GetAsync("/office/media")).TextOf(".shot"), StringComparison.Ordinal);
        (await efua.GetAsync(photo.GetAttribute("src")!)).Expect(HttpStatusCode.OK);

        var none = (await efua.GetAsync("/office/content/home/0")).Form("#edit");
        none["Form.Emblem"] = "";
        (await efua.SubmitAsync(none)).Expect(HttpStatusCode.OK);
        Assert.False((await efua.GetAsync("/office/media?show=unused")).Has(".shot")); // The shop shows it still.
        await efua.SubmitAsync((await efua.GetAsync("/office/content/home")).FormTo("handler=Publish"));
        Assert.True((await efua.GetAsync("/office/media?show=unused")).Has(".shot"));
        Assert.False((await efua.GetAsync("/")).Has(".hero-photo"));
    }

    [Fact]
    public async Task What_is_prepared_is_seen_by_staff_alone_until_it_is_published_and_taken_back()
    {
        using var ama = Shop.NewBuyer();
        var before = Headings(await ama.GetAsync("/"));
        await AddAsync("Text", ("Form.Heading", "From our market"), ("Form.Text", "We are **{shop.name}**.\n\nCall {shop.phone}"));
        var crafts = Shop.Scalar<long>("SELECT Id FROM Categories WHERE Slug = 'crafts'");
        await AddAsync("Goods", ("Form.Shelf", crafts.ToString(CultureInfo.InvariantCulture)), ("Form.Heading", "Made by hand"));
        await AddAsync("Categories", ("Form.Heading", "All shelves"));
        await PressAsync("up", 4);

        Assert.Equal(before, Headings(await ama.GetAsync("/")));
        var preview = (await Efua.GetAsync("/office/content/home/preview")).Expect(HttpStatusCode.OK);
        Assert.Equal(["New this week", "From our market", "Food", "Crafts", "Made by hand", "All shelves"], Headings(preview));
        Assert.Equal("We are Cast & Sons. Call 030 240 0500", preview.TextOf(".prose"));
        using var stranger = Shop.NewBuyer();
        Assert.StartsWith("/account/sign-in", (await stranger.GetAsync("/office/content/home/preview")).Path, StringComparison.Ordinal);

        var done = (await Efua.SubmitAsync(preview.FormTo("handler=Publish"))).Expect(HttpStatusCode.OK);
        Assert.Contains("Published.", done.Text, StringComparison.Ordinal);
        Assert.Equal(Headings(preview), Headings(await ama.GetAsync("/")));

        await Efua.SubmitAsync((await Efua.GetAsync("/office/history")).FormTo("handler=Undo"));
        Assert.Equal(before, Headings(await ama.GetAsync("/")));
        Assert.Contains("Not published yet", (await Efua.GetAsync("/office/content/home")).Text, StringComparison.Ordinal);

        var forget = (await Efua.GetAsync("/office/content/home")).FormTo("handler=Publish");
        forget.Action = new Uri(Shop.Address, "/office/content/home?handler=Discard");
        Assert.DoesNotContain("Not published yet", (await Efua.SubmitAsync(forget)).Expect(HttpStatusCode.OK).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_announcement_comes_and_goes_on_every_page_but_the_checkout()
    {
        await using var shop = await Cast.OpenAsync();
        using var efua = shop.NewBuyer();
        await efua.SignInAsync();
        using var ama = shop.NewBuyer();
        var now = DateTime.UtcNow; // The cast lives in Accra, whose time is UTC.
        await AddAsync(efua, "Announcement", ("Form.Text", "Closed on Friday <b>"), ("Form.To", "Page:2"), ("Form.Until", $"{now.AddDays(1):yyyy-MM-ddTHH:mm}"));
        await AddAsync(efua, "Announcement", ("Form.Text", "Too early"), ("Form.From", $"{now.AddDays(1):yyyy-MM-ddTHH:mm}"));
        await AddAsync(efua, "Announcement", ("Form.Text", "Too late"), ("Form.Until", $"{now.AddDays(-1):yyyy-MM-ddTHH:mm}"));
        Assert.False((await ama.GetAsync("/p/gari")).Has(".bar"));
        (await efua.SubmitAsync((await efua.GetAsync("/office/content/home")).FormTo("handler=Publish"))).Expect(HttpStatusCode.OK);

        foreach (var path in new[] { "/", "/p/gari", "/pages/about", "/search?q=gari" })
        {
            var page = await ama.GetAsync(path);
            Assert.Equal(["Closed on Friday <b> Delivery"], page.Html.QuerySelectorAll(".bar").Select(b => Page.Fold(b.TextContent)));
            Assert.True(page.Has(".bar a[href='/pages/delivery']"));
        }

        await ama.AddQuicklyAsync(Cast.Gari);
        Assert.False((await ama.GetAsync("/checkout")).Has(".bar"));
    }

    [Theory]
    [InlineData("Text", "Form.Text", "")]
    [InlineData("Announcement", "Form.Text", "")]
    [InlineData("Goods", "Form.Shelf", "")]
    [InlineData("Banner", "Form.From", "tomorrow")]
    [InlineData("Banner", "Form.Until", "2020-01-01 08:00")]
    public async Task A_section_that_cannot_be_is_refused_at_its_field(string kind, string field, string value)
    {
        var form = (await Efua.GetAsync($"/office/content/home/new?kind={kind}")).Form("#edit");
        form["Form.From"] = "2026-01-01T08:00";
        form[field] = value;
        var refused = (await Efua.SubmitAsync(form)).Expect(HttpStatusCode.UnprocessableEntity);
        Assert.True(refused.Has($"#{field.Replace('.', '_')}[aria-invalid=true]"), refused.Text);
    }

    [Fact]
    public async Task A_banner_has_its_own_words_and_a_page_without_one_still_has_a_heading()
    {
        await using var shop = await Cast.OpenAsync();
        using var efua = shop.NewBuyer();
        await efua.SignInAsync();
        using var ama = shop.NewBuyer();
        var form = (await efua.GetAsync("/office/content/home/0")).Form("#edit");
        form.Set("Form.Heading", "'-window.__x-' <i>").Set("Form.Text", "{{7*7}}").Set("Form.Label", "Go").Set("Form.To", "Address").Set("Form.Value", "/c/food");
        (await efua.SubmitAsync(form)).Expect(HttpStatusCode.OK);
        (await efua.SubmitAsync((await efua.GetAsync("/office/content/home")).FormTo("handler=Publish"))).Expect(HttpStatusCode.OK);
        var home = await ama.GetAsync("/");
        Assert.Equal(("'-window.__x-' <i>", "{{7*7}}", "Go"), (home.TextOf("h1"), home.TextOf(".hero-text"), home.TextOf(".hero a.button[href='/c/food']")));

        await PressAsync(efua, "turn", 0);
        (await efua.SubmitAsync((await efua.GetAsync("/office/content/home")).FormTo("handler=Publish"))).Expect(HttpStatusCode.OK);
        home = await ama.GetAsync("/");
        Assert.False(home.Has(".hero"));
        Assert.Equal("Cast & Sons", home.TextOf("h1"));
    }

    private Task AddAsync(string kind, params (string Field, string Value)[] fields) => AddAsync(Efua, kind, fields);

    private static async Task AddAsync(Buyer staff, string kind, params (string Field, string Value)[] fields)
    {
        var form = (await staff.GetAsync($"/office/content/home/new?kind={kind}")).Expect(HttpStatusCode.OK).Form("#edit");
        foreach (var (field, value) in fields)
            form[field] = value;
        (await staff.SubmitAsync(form)).Expect(HttpStatusCode.OK);
    }

    private Task PressAsync(string button, int at) => PressAsync(Efua, button, at);

    private static async Task PressAsync(Buyer staff, string button, int at)
    {
        var form = (await staff.GetAsync("/office/content/home")).FormTo("handler=Move");
        form.Set("up", null).Set("down", null).Set("turn", null).Set("remove", null).Set(button, at.ToString(CultureInfo.InvariantCulture));
        (await staff.SubmitAsync(form)).Expect(HttpStatusCode.OK);
    }

    private static List<string> Headings(Page page) => [.. page.Html.QuerySelectorAll("main h2").Select(h => h.TextContent)];
}
