// One box for everything: what is typed exactly is gone to, everything else is found by kind; settings and pages have their words.
using System.Net;
using AngleSharp.Dom;

namespace Makola.Tests.Pages.Office;

public sealed class FindTests(OfficeShop office) : IClassFixture<OfficeShop>
{
    [Fact]
    public async Task An_order_number_a_sku_and_a_bar_code_typed_exactly_are_gone_to()
    {
        var order = await office.OrderAsync();
        var gari = office.Shop.Scalar<long>("SELECT ProductId FROM Variants WHERE Sku = $s", ("$s", Cast.Gari.Sku));
        office.Shop.Execute("UPDATE Variants SET Barcode = '6034000123456' WHERE Sku = $s", ("$s", Cast.Gari.Sku));

        Assert.Equal($"/office/orders/{order}", (await FindAsync($"{order}")).Path);
        Assert.Equal($"/office/orders/{order}", (await FindAsync($"#{order}")).Path);
        Assert.Equal($"/office/products/{gari}", (await FindAsync("gari-1kg")).Path);
        Assert.Equal($"/office/products/{gari}", (await FindAsync("6034000123456")).Path);
    }

    [Fact]
    public async Task An_order_is_found_by_name_phone_email_and_transfer_and_so_is_its_customer()
    {
        var order = await office.OrderAsync(form => (form["Name"], form["Contact"]) = ("Kojo Antwi", "020 555 0199"), (Cast.Gari, 1));
        office.Shop.Execute("INSERT INTO PaymentEvents (OrderNumber, PaymentNo, Seq, Kind, Amount, TransactionId, By, At) SELECT OrderNumber, No, 1, 'Refunded', 1, 'MP241122.1532', 'shop//test', 0 FROM Payments WHERE OrderNumber = $n", ("$n", order));

        foreach (var typed in (string[])["kojo", "0205550199", "020 555", "mp241122.1532"])
            Assert.Contains($"/office/orders/{order}", LinksOf(await FindAsync(typed), "Orders"));
        var kojo = office.Shop.Scalar<long>("SELECT Id FROM Customers WHERE Phone = '+233205550199'");
        foreach (var typed in (string[])["kojo antwi", "0205550199"])
            Assert.Equal([$"/office/customers/{kojo}"], LinksOf(await FindAsync(typed), "Customers"));
        Assert.Empty(LinksOf(await FindAsync("gari"), "Customers"));
        office.Shop.Execute("DELETE FROM PaymentEvents WHERE TransactionId = 'MP241122.1532'");
        await office.Shop.BooksAsync();
    }

    [Fact]
    public async Task Goods_are_found_by_words_misspelt_ones_and_drafts_too()
    {
        var kente = office.Shop.Scalar<long>("SELECT Id FROM Products WHERE Slug = 'kente-shirt'");
        var sauce = office.Shop.Scalar<long>("SELECT Id FROM Products WHERE Slug = 'secret-sauce'");

        Assert.Equal([$"/office/products/{kente}"], LinksOf(await FindAsync("kente"), "Goods"));
        var misspelt = await FindAsync("kennte shrit");
        Assert.Equal([$"/office/products/{kente}"], LinksOf(misspelt, "Goods"));
        Assert.Contains("These have “kente shirt”.", misspelt.Text, StringComparison.Ordinal);
        Assert.False(misspelt.Has(".found .chip"));
        var draft = await FindAsync("secret");
        Assert.Equal([$"/office/products/{sauce}"], LinksOf(draft, "Goods"));
        Assert.Equal("Draft", draft.TextOf(".found .chip"));
    }

    [Theory]
    [InlineData("delivery fee", "/office/settings#Form_DeliveryFee")]
    [InlineData("momo", "/office/settings#Form_TransferNumber")]
    [InlineData("Ashanti", "/office/settings#Form_Fees")]
    [InlineData("inventory", "/office/stock")]
    [InlineData("undo", "/office/history")]
    [InlineData("setings", "/office/settings")]
    public async Task Settings_and_pages_are_found_by_what_people_call_them(string typed, string address) =>
        Assert.Contains(address, LinksOf(await FindAsync(typed), "Pages and settings"));

    [Fact]
    public async Task Every_setting_of_the_settings_page_can_be_found_and_is_where_it_is_said_to_be()
    {
        foreach (var settings in Makola.Pages.Office.SettingsMap.All.GroupBy(setting => setting.Page)) await CheckAsync(settings.Key, [.. settings]);
    }

    private async Task CheckAsync(string address, IReadOnlyList<Makola.Pages.Office.SettingPlace> settings)
    {
        var page = (await office.Efua.GetAsync(address)).Expect(HttpStatusCode.OK);

        foreach (var setting in settings)
        {
            var place = page.One($"#Form_{setting.Field}");
            var section = place.Closest("section")!;
            Assert.Equal(setting.Section, section.QuerySelector("h2")!.TextContent);
            Assert.Contains(setting.Label, Page.Fold(section.TextContent), StringComparison.Ordinal);
        }

        var known = settings.Select(setting => $"Form_{setting.Field}").ToHashSet();
        Assert.DoesNotContain(page.Html.QuerySelectorAll("main [name^='Form.']:not([type=hidden])"), field => !known.Contains(field.Id!.Split("_AA")[0]) && !field.Id.StartsWith("Form_Fees_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_page_of_the_list_is_there_and_the_menu_shows_those_it_should()
    {
        foreach (var place in Makola.Pages.Office.OfficeMap.Places)
            (await office.Efua.GetAsync(place.Address)).Expect(HttpStatusCode.OK);

        var menu = (await office.Efua.GetAsync("/office")).Html.QuerySelectorAll("#menu .menu-link[href]").Select(link => link.GetAttribute("href"));
        Assert.Equal(Makola.Pages.Office.OfficeMap.Places.Where(p => p.Menu != Makola.Pages.Office.MenuPart.None).Select(p => p.Address), menu);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("\" OR zzz=zzz --")]
    [InlineData("NEAR(a b) * ^ : \"")]
    [InlineData("%_\\")]
    [InlineData("%00")]
    [InlineData("zzzzzzqqq")]
    public async Task What_is_typed_is_words_and_nothing_else(string typed) => Assert.False((await FindAsync(typed)).Has(".hit"));

    [Fact]
    public async Task While_something_is_typed_a_few_of_each_are_offered_without_the_page()
    {
        office.Efua.Headers["HX-Request"] = "true";
        try
        {
            var offered = await FindAsync("bead");
            Assert.False(offered.Has("h1"));
            Assert.Equal(4, offered.Html.QuerySelectorAll(".hit").Length);
            Assert.Equal("/office/products?q=bead", offered.One(".found p a").GetAttribute("href"));
            Assert.Equal("/office/find", (await FindAsync(Cast.Gari.Sku)).Address.AbsolutePath);
        }
        finally
        {
            office.Efua.Headers.Remove("HX-Request");
        }
    }

    [Fact]
    public async Task Only_staff_find()
    {
        using var stranger = office.Shop.NewBuyer();
        Assert.StartsWith("/account/sign-in", (await stranger.GetAsync("/office/find?q=ama")).Path, StringComparison.Ordinal);
    }

    private async Task<Page> FindAsync(string typed) => (await office.Efua.GetAsync($"/office/find?q={Uri.EscapeDataString(typed)}")).Expect(HttpStatusCode.OK);

    private static List<string?> LinksOf(Page page, string kind) =>
        [.. page.Html.QuerySelectorAll(".found").Where(group => group.QuerySelector("h2")!.TextContent == kind).SelectMany(group => group.QuerySelectorAll(".hit-link")).Select(link => link.GetAttribute("href"))];
}
