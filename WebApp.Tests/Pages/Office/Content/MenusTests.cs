// Menus kept by staff over HTTP: lines lead where they should and nowhere else, and what is gone is not shown.
using System.Net;

namespace Makola.Tests.Pages.Office.Content;

public sealed class MenusTests(OfficeShop office) : IClassFixture<OfficeShop>
{
    private Buyer Efua => office.Efua;

    [Fact]
    public async Task A_new_shop_shows_what_it_always_showed_and_a_line_more_is_on_every_page_without_a_query_more()
    {
        using var ama = office.Shop.NewBuyer();
        Assert.Equal(["Track order", "Sign in"], await LinksAsync(ama, "header .top-link"));
        Assert.Equal(["Track order", "New arrivals", "Sign in", "Contact", "About us", "Delivery", "Returns", "Privacy", "Terms"], await LinksAsync(ama, "footer .foot-menu .foot-link"));
        Assert.Equal(["Track order", "Back office"], await LinksAsync(Efua, "header .top-link"));

        var food = office.Shop.Scalar<long>("SELECT Id FROM Categories WHERE Slug = 'food'");
        await AddAsync("Header", $"Category:{food}", null, "To eat");
        await AddAsync("Header", "Search", "kente & beads", "Kente");
        await AddAsync("Header", "Address", "https://example.com/a?b=1", "Elsewhere");
        Assert.Equal(["Track order", "Sign in", "To eat", "Kente", "Elsewhere"], await LinksAsync(ama, "header .top-link"));
        var page = await ama.GetAsync("/track");
        Assert.True(page.Has("header a[href='/c/food']") && page.Has("header a[href='/search?q=kente%20%26%20beads']") && page.Has("header a[href='https://example.com/a?b=1']"));

        await PressAsync("Header", "up", 2);
        Assert.Equal(["Track order", "To eat", "Sign in", "Kente", "Elsewhere"], await LinksAsync(ama, "header .top-link"));
        await PressAsync("Header", "remove", 4);
        await PressAsync("Header", "remove", 3);
        await Efua.SubmitAsync((await Efua.GetAsync("/office/history")).FormTo("handler=Undo"));
        Assert.Equal(["Track order", "To eat", "Sign in", "Kente"], await LinksAsync(ama, "header .top-link"));

        var form = (await Efua.GetAsync("/office/content/menus?menu=Header&at=1")).Form("form:has(#Form_Label)");
        Assert.Equal("To eat", form["Form.Label"]);
        form["Form.Label"] = "";
        (await Efua.SubmitAsync(form)).Expect(HttpStatusCode.OK);
        Assert.Equal(["Track order", "Food", "Sign in", "Kente"], await LinksAsync(ama, "header .top-link"));
    }

    [Fact]
    public async Task What_is_hidden_is_left_out_and_staff_are_told()
    {
        using var ama = office.Shop.NewBuyer();
        var form = (await Efua.GetAsync("/office/content/pages/1")).Form("#edit");
        form["Form.State"] = "draft";
        (await Efua.SubmitAsync(form)).Expect(HttpStatusCode.OK);

        Assert.DoesNotContain("About us", await LinksAsync(ama, "footer .foot-link"));
        Assert.Contains("Leads nowhere now", (await Efua.GetAsync("/office/content/menus")).Text, StringComparison.Ordinal);
        await Efua.SubmitAsync((await Efua.GetAsync("/office/history")).FormTo("handler=Undo"));
        Assert.Contains("About us", await LinksAsync(ama, "footer .foot-link"));
    }

    [Theory]
    [InlineData("Address", "javascript:alert(1)", "x")]
    [InlineData("Address", "//evil.test", "x")]
    [InlineData("Address", "/\\evil.test", "x")]
    [InlineData("Address", "http://example.com", "x")]
    [InlineData("Address", "data:text/html,x", "x")]
    [InlineData("Address", "", "x")]
    [InlineData("Address", "/c/food", "")]
    [InlineData("Search", "", "x")]
    [InlineData("Category:x", "", "x")]
    [InlineData("Nothing", "", "x")]
    [InlineData("", "", "x")]
    [InlineData("Contact", "", "a label that is much too long for any menu")]
    public async Task A_line_that_leads_nowhere_or_astray_is_refused_and_stays_typed(string to, string value, string label)
    {
        var before = office.Shop.Scalar<string>("SELECT Footer FROM Storefronts");
        var form = (await Efua.GetAsync("/office/content/menus")).Form("form:has(#Form_Label)");
        form.Set("Form.To", to).Set("Form.Value", value).Set("Form.Label", label);

        var refused = (await Efua.SubmitAsync(form)).Expect(HttpStatusCode.UnprocessableEntity);

        Assert.True(refused.Has("[aria-invalid=true]"), refused.Text);
        Assert.Equal(label, refused.One("#Form_Label").GetAttribute("value") ?? "");
        Assert.Equal(before, office.Shop.Scalar<string>("SELECT Footer FROM Storefronts"));
    }

    [Fact]
    public async Task Markup_in_a_label_is_words_and_who_comes_second_is_told()
    {
        using var ama = office.Shop.NewBuyer();
        var second = (await Efua.GetAsync("/office/content/menus")).FormTo("menu=Footer");
        await AddAsync("Footer", "Contact", null, "<svg/onload=window.__x=1>");
        Assert.Contains("<svg/onload=window.__x=1>", await LinksAsync(ama, "footer .foot-link"));

        second.Set("up", null).Set("down", null).Set("remove", "0");
        (await Efua.SubmitAsync(second)).Expect(HttpStatusCode.Conflict);
        Assert.Contains("Track order", await LinksAsync(ama, "footer .foot-link"));
        await PressAsync("Footer", "remove", 9);
    }

    private async Task AddAsync(string menu, string to, string? value, string label)
    {
        var form = (await Efua.GetAsync("/office/content/menus")).Form("form:has(#Form_Label)");
        form.Set("Form.Menu", menu).Set("Form.To", to).Set("Form.Value", value ?? "").Set("Form.Label", label);
        (await Efua.SubmitAsync(form)).Expect(HttpStatusCode.OK);
    }

    private async Task PressAsync(string menu, string button, int at)
    {
        var form = (await Efua.GetAsync("/office/content/menus")).FormTo($"menu={menu}");
        form.Set("up", null).Set("down", null).Set("remove", null).Set(button, $"{at}");
        (await Efua.SubmitAsync(form)).Expect(HttpStatusCode.OK);
    }

    private static async Task<List<string>> LinksAsync(Buyer visitor, string selector) => [.. (await visitor.GetAsync("/")).Html.QuerySelectorAll(selector).Select(a => a.TextContent)];
}
