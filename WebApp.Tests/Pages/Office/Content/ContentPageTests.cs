// Content pages kept by staff over HTTP: a new shop has sensible ones, they are renamed, hidden, deleted and taken back, and no text of them is ever code.
using System.Globalization;
using System.Net;

namespace Makola.Tests.Pages.Office.Content;

public sealed class ContentPageTests(OfficeShop office) : IClassFixture<OfficeShop>
{
    private RunningShop Shop => office.Shop;

    private Buyer Efua => office.Efua;

    [Fact]
    public async Task A_new_shop_has_its_pages_with_its_own_facts_linked_mapped_and_canonical()
    {
        using var ama = Shop.NewBuyer();
        var home = (await ama.GetAsync("/")).Expect(HttpStatusCode.OK);
        var map = (await ama.GetAsync("/sitemap.xml")).Body;
        foreach (var slug in new[] { "about", "delivery", "returns", "privacy", "terms" })
        {
            Assert.True(home.Has($"footer a[href='/pages/{slug}']"), slug);
            Assert.Contains($"/pages/{slug}<", map, StringComparison.Ordinal);
            var page = (await ama.GetAsync($"/pages/{slug}")).Expect(HttpStatusCode.OK);
            Assert.EndsWith($"/pages/{slug}", page.One("link[rel=canonical]").GetAttribute("href"), StringComparison.Ordinal);
            Assert.DoesNotContain("{", page.Text, StringComparison.Ordinal);
            Assert.False(page.Response.Headers.Contains("Set-Cookie"));
        }

        Assert.Contains("Greater Accra GH₵ 20.00, everywhere else GH₵ 45.00", (await ama.GetAsync("/pages/delivery")).Text, StringComparison.Ordinal);
        var about = await ama.GetAsync("/pages/about");
        Assert.Contains("Cast & Sons", about.Text, StringComparison.Ordinal);
        Assert.Contains("Call us: 030 240 0500", about.Text, StringComparison.Ordinal);
        Assert.Contains("Act 843", (await ama.GetAsync("/pages/privacy")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_renamed_page_is_found_at_its_old_address_and_all_of_it_is_taken_back()
    {
        using var ama = Shop.NewBuyer();
        await EditAsync(3, form =>
        {
            form["Form.Name"] = "Bringing back";
            form["Form.Slug"] = "bringing-back";
            form["Form.Text"] = "## How\n\nCome by.";
            form["Form.SeoTitle"] = "Bring it back";
        });
        var page = (await ama.GetAsync("/pages/returns")).Expect(HttpStatusCode.OK);
        Assert.Equal("/pages/bringing-back", page.Path);
        Assert.Equal("How", page.TextOf(".prose h2"));
        Assert.StartsWith("Bring it back", page.TextOf("title"), StringComparison.Ordinal);
        Assert.Equal("Bringing back", (await ama.GetAsync("/")).TextOf("footer a[href='/pages/bringing-back']"));

        await Efua.SubmitAsync((await Efua.GetAsync("/office/content/pages/3")).FormTo("handler=Undo"));
        Assert.Equal("/pages/returns", (await ama.GetAsync("/pages/bringing-back")).Expect(HttpStatusCode.OK).Path);
    }

    [Fact]
    public async Task A_draft_is_seen_by_nobody_and_a_deleted_page_comes_back()
    {
        using var ama = Shop.NewBuyer();
        var form = (await Efua.GetAsync("/office/content/pages/new")).Form("#edit");
        (form["Form.Name"], form["Form.Text"]) = ("Our women", "Who weaves.");
        var made = (await Efua.SubmitAsync(form)).Expect(HttpStatusCode.OK);
        (await ama.GetAsync("/pages/our-women")).Expect(HttpStatusCode.NotFound);

        var id = long.Parse(made.Path.Split('/')[^1], CultureInfo.InvariantCulture);
        await EditAsync(id, f => f["Form.State"] = "shown");
        Assert.Contains("Who weaves.", (await ama.GetAsync("/pages/our-women")).Expect(HttpStatusCode.OK).Text, StringComparison.Ordinal);

        await Efua.SubmitAsync((await Efua.GetAsync($"/office/content/pages/{id}")).FormTo("handler=Delete"));
        (await ama.GetAsync("/pages/our-women")).Expect(HttpStatusCode.NotFound);
        await Efua.SubmitAsync((await Efua.GetAsync("/office/history")).FormTo("handler=Undo"));
        (await ama.GetAsync("/pages/our-women")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Buttons_put_the_pages_in_order_and_a_preview_saves_nothing()
    {
        static int Place(Page page) => page.Html.QuerySelectorAll(".twig a").Select(a => a.GetAttribute("href")).ToList().IndexOf("/office/content/pages/5");
        var page = await Efua.GetAsync("/office/content/pages");
        var list = page.FormTo("handler=Move");
        list.Set("up", null).Set("down", null).Add("up", "5");
        var moved = await Efua.SubmitAsync(list);
        Assert.Equal(Place(page) - 1, Place(moved)); // Other tests add and rename pages.

        var form = (await Efua.GetAsync("/office/content/pages/2")).Form("#edit");
        form["Form.Text"] = "**New** {shop.name}";
        form.Action = new Uri(Shop.Address, "/office/content/pages/2?handler=Preview");
        var preview = (await Efua.SubmitAsync(form)).Expect(HttpStatusCode.OK);
        Assert.Equal("New Cast & Sons", preview.TextOf("#preview"));
        Assert.Equal("**New** {shop.name}", preview.TextOf("#Form_Text"));
        Assert.DoesNotContain("**New**", (await Efua.GetAsync("/office/content/pages/2")).TextOf("#Form_Text"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_second_of_two_people_sees_what_the_first_saved()
    {
        var second = (await Efua.GetAsync("/office/content/pages/4")).Form("#edit");
        await EditAsync(4, f => f["Form.SeoText"] = "The first.");
        second["Form.SeoText"] = "The second.";
        var both = (await Efua.SubmitAsync(second)).Expect(HttpStatusCode.Conflict);
        Assert.Contains("The first.", both.TextOf("[data-state=waiting][role=status]"), StringComparison.Ordinal);
        Assert.Equal("The second.", both.TextOf("#Form_SeoText"));
        (await Efua.SubmitAsync(both.Form("#edit"))).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("<script>window.__x=1</script>")]
    [InlineData("\"><img src=x onerror=window.__x=1>")]
    [InlineData("[x](javascript:window.__x=1)")]
    [InlineData("{{7+7}} {{ customer.password }} @(7+7) <%= 7+7 %> {shop.secret}")]
    public async Task IO01_IO13_words_stay_words_in_every_field(string words)
    {
        using var ama = Shop.NewBuyer();
        await EditAsync(5, form =>
        {
            foreach (var field in new[] { "Name", "SeoTitle", "SeoText" })
                form[$"Form.{field}"] = words[..Math.Min(words.Length, 60)];
            form["Form.Text"] = words;
            form["Form.Slug"] = "terms";
        });
        foreach (var page in new[] { await ama.GetAsync("/pages/terms"), await ama.GetAsync("/"), await Efua.GetAsync("/office/content/pages/5"), await Efua.GetAsync("/office/content/menus"), await Efua.GetAsync("/office/history") })
        {
            page.Expect(HttpStatusCode.OK);
            Assert.False(page.Has("[onerror], a[href^=javascript], img[src=x]"), page.Path);
            Assert.DoesNotContain(page.Html.Scripts, script => script.Source is null && script.TextContent.Contains("__x", StringComparison.Ordinal) && script.Type != "application/ld+json");
        }

        if (!words.StartsWith('['))
            Assert.Contains(words, Page.Fold((await ama.GetAsync("/pages/terms")).TextOf(".prose")), StringComparison.Ordinal);
        await Efua.SubmitAsync((await Efua.GetAsync("/office/content/pages/5")).FormTo("handler=Undo"));
    }

    private async Task EditAsync(long id, Action<Form> change)
    {
        var form = (await Efua.GetAsync($"/office/content/pages/{id}")).Expect(HttpStatusCode.OK).Form("#edit");
        change(form);
        (await Efua.SubmitAsync(form)).Expect(HttpStatusCode.OK);
    }
}
