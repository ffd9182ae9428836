// Wish lists: kept from a product's page, also by who signs in for it, shared by a secret link, and never more than there is to see.
using System.Net;

namespace Makola.Tests.Pages.Account;

public sealed class WishesTests(CustomersShop customers) : IClassFixture<CustomersShop>
{
    private RunningShop Shop => customers.Shop;

    [Fact]
    public async Task A_product_is_kept_and_taken_off_and_the_list_shows_the_newest_first()
    {
        using var ama = await customers.JoinAsync();
        await KeepAsync(ama, Cast.Gari);
        var kept = await KeepAsync(ama, Cast.KenteGoldM);
        Assert.Equal($"/p/kente-shirt?v={Cast.VariantId(Cast.KenteGoldM)}", kept.Path);
        Assert.Contains("On your wish list", kept.TextOf("#wish"), StringComparison.Ordinal);
        await KeepAsync(ama, Cast.Stool);
        await ama.PostAsync("/keep", ("product", ProductOf(Cast.Gari))); // Pressed again elsewhere: still one.

        var list = (await ama.GetAsync("/account/wishes")).Expect(HttpStatusCode.OK);
        Assert.Equal(["Ashanti stool", "Kente shirt", "Gari"], list.Html.QuerySelectorAll(".line-name").Select(e => e.TextContent));
        Assert.Equal(["Sold out for now", "In stock", "In stock"], list.Html.QuerySelectorAll(".line .stock").Select(e => e.TextContent));
        Assert.Equal(["Look", "Choose", "Add"], list.Html.QuerySelectorAll(".line-tools > .button").Select(e => e.TextContent));

        var back = await ama.SubmitAsync((await ama.GetAsync("/p/gari")).Form("#wish"));
        Assert.Equal(("/p/gari", true), (back.Path.Split('?')[0], back.TextOf("#wish").Contains("On your wish list", StringComparison.Ordinal)));
        var off = back.Form("#wish").Add("off", "true");
        Assert.Contains("Keep for later", (await ama.SubmitAsync(off)).TextOf("#wish"), StringComparison.Ordinal);
        var removed = await ama.PostFromAsync("/account/wishes", "handler=Remove", ("product", ProductOf(Cast.Stool)));
        Assert.Equal("Kente shirt", Assert.Single(removed.Html.QuerySelectorAll(".line-name")).TextContent);
    }

    [Fact]
    public async Task Who_signs_in_for_it_finds_it_kept_and_where_he_was()
    {
        var phone = CustomersShop.NewPhone();
        using (await customers.JoinAsync("Ama of old", phone)) { }
        using var guest = Shop.NewBuyer();
        var door = await KeepAsync(guest, Cast.Gari);
        Assert.StartsWith("/account/sign-in", door.Path, StringComparison.Ordinal);
        Assert.Contains("it is on your wish list", door.Text, StringComparison.Ordinal);
        Assert.Equal(0, Wishes("Ama of old"));
        var form = door.Form();
        (form["Form.Email"], form["Form.Password"]) = (phone, "wrong wrong wrong");
        form = (await guest.SubmitAsync(form)).Expect(HttpStatusCode.UnprocessableEntity).Form();
        (form["Form.Email"], form["Form.Password"]) = (phone, CustomersShop.Password);
        var back = await guest.SubmitAsync(form);
        Assert.Equal($"/p/gari?v={Cast.VariantId(Cast.Gari)}", back.Path);
        Assert.Contains("On your wish list", back.TextOf("#wish"), StringComparison.Ordinal);
        Assert.Equal(1, Wishes("Ama of old"));
        Assert.DoesNotContain(guest.Cookies.GetCookies(Shop.Address), c => c.Name == "wish");
    }

    [Fact]
    public async Task Who_opens_an_account_for_it_finds_it_kept_too()
    {
        using var guest = Shop.NewBuyer();
        var door = await KeepAsync(guest, Cast.PalmOil);
        var form = (await guest.GetAsync(door.One("a[href*='/account/register']").GetAttribute("href")!)).Form();
        (form["Form.Name"], form["Form.Phone"], form["Form.Password"]) = ("Yaw the new", CustomersShop.NewPhone(), CustomersShop.Password);
        var back = await guest.SubmitAsync(form);
        Assert.StartsWith("/p/palm-oil", back.Path, StringComparison.Ordinal);
        Assert.Contains("On your wish list", back.TextOf("#wish"), StringComparison.Ordinal);
        Assert.Equal(1, Wishes("Yaw the new"));
    }

    [Fact]
    public async Task Nothing_is_kept_by_opening_an_address_nor_for_another_site_nor_what_is_not_in_the_shop()
    {
        using var kofi = await customers.JoinAsync("Kofi who keeps nothing");
        await kofi.GetAsync($"/keep?product={ProductOf(Cast.Gari)}");
        foreach (var good in new[] { Cast.SecretSauce, Cast.OldRadio }) (await kofi.PostAsync("/keep", ("product", ProductOf(good)))).Expect(HttpStatusCode.NotFound);
        foreach (var none in new[] { "0", "-1", "x", "99999999999999999999", "" }) Assert.NotEqual(HttpStatusCode.InternalServerError, (await kofi.PostAsync("/keep", ("product", none))).Status);
        kofi.Headers["Sec-Fetch-Site"] = "cross-site";
        (await kofi.PostAsync("/keep", ("product", ProductOf(Cast.Gari)))).Expect(HttpStatusCode.Forbidden);
        Assert.Equal(0, Wishes("Kofi who keeps nothing"));
    }

    [Fact]
    public async Task A_strangers_product_page_stays_the_same_for_everybody()
    {
        using var ama = await customers.JoinAsync();
        await KeepAsync(ama, Cast.Drum);
        using var one = Shop.NewBuyer();
        using var two = Shop.NewBuyer();
        var page = await one.GetAsync("/p/talking-drum");
        await KeepAsync(two, Cast.Drum); // Led to the door: the cookie that remembers it changes no page.
        var again = await two.GetAsync("/p/talking-drum");
        Assert.Equal(page.Body, again.Body);
        Assert.Contains("Keep for later", again.TextOf("#wish"), StringComparison.Ordinal);
        Assert.Empty(page.Html.QuerySelectorAll("#wish[hx-post], input[name=__token]"));
        Assert.True(again.Response.Headers.Age is not null, "It did not come from the output cache.");
    }

    [Fact]
    public async Task A_shared_list_opens_by_its_link_only_and_tells_no_name_and_no_draft()
    {
        using var ama = await customers.JoinAsync("Ama Serwaa Boateng");
        await KeepAsync(ama, Cast.Gari);
        await KeepAsync(ama, Cast.Stool);
        var (draft, archived) = (ProductOf(Cast.SecretSauce), ProductOf(Cast.OldRadio));
        Shop.Execute("INSERT INTO Wishes (CustomerId, ProductId, At) SELECT (SELECT Id FROM Customers WHERE Name = 'Ama Serwaa Boateng'), Id, 1 FROM Products WHERE Id IN ($d, $a)", ("$d", draft), ("$a", archived));
        Assert.False((await ama.GetAsync("/account/wishes")).Has("#link"));
        var shared = await PressAsync(ama, "Share");
        var link = new Uri(shared.One("#link").GetAttribute("value")!).AbsolutePath;
        Assert.Contains(Uri.EscapeDataString(link), shared.One("a[href^='https://wa.me/']").GetAttribute("href"), StringComparison.Ordinal);
        Assert.Contains("2 more things are not in the shop now", shared.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("sauce", shared.Text, StringComparison.OrdinalIgnoreCase);

        using var friend = Shop.NewBuyer();
        var seen = (await friend.GetAsync(link)).Expect(HttpStatusCode.OK);
        Assert.Equal(["Ashanti stool", "Gari"], seen.Html.QuerySelectorAll(".card-link").Select(e => e.TextContent));
        foreach (var never in new[] { "Ama", "Serwaa", "Boateng", "Secret sauce", "Old radio" }) Assert.DoesNotContain(never, seen.Body, StringComparison.Ordinal);
        Assert.Equal("noindex", seen.One("meta[name=robots]").GetAttribute("content"));
        Assert.Equal(("same-origin", "no-store"), (seen.Response.Headers.GetValues("Referrer-Policy").Single(), seen.Response.Headers.CacheControl!.ToString()));

        Assert.Equal(link, new Uri((await PressAsync(ama, "Share")).One("#link").GetAttribute("value")!).AbsolutePath);
        await PressAsync(ama, "Stop");
        var gone = (await friend.GetAsync(link)).Expect(HttpStatusCode.NotFound);
        var never2 = (await friend.GetAsync($"/w/{SecretToken.New()}")).Expect(HttpStatusCode.NotFound);
        Assert.Equal(never2.Text, gone.Text);
        foreach (var odd in new[] { "x", "null", new string('a', 5_000) }) (await friend.GetAsync($"/w/{odd}")).Expect(HttpStatusCode.NotFound);
        Assert.NotEqual(link, new Uri((await PressAsync(ama, "Share")).One("#link").GetAttribute("value")!).AbsolutePath);

        var tidy = await PressAsync(ama, "Tidy");
        Assert.DoesNotContain("not in the shop now", tidy.Text, StringComparison.Ordinal);
        Assert.Equal(2, Wishes("Ama Serwaa Boateng"));
    }

    [Fact]
    public async Task AC04_nobody_changes_the_list_of_another()
    {
        using var ama = await customers.JoinAsync("Ama with a list");
        await KeepAsync(ama, Cast.Gari);
        using var kofi = await customers.JoinAsync("Kofi the curious");
        await kofi.PostFromAsync("/account/wishes", "handler=Remove", ("product", ProductOf(Cast.Gari)), from: "/account/addresses/new");
        await kofi.PostAsync("/keep", ("product", ProductOf(Cast.Gari)), ("off", "true"));
        (await kofi.PostAsync("/account/wishes?handler=Share", ("x", "y"))).Expect(HttpStatusCode.BadRequest);
        Assert.Equal(1, Wishes("Ama with a list"));
        using var stranger = Shop.NewBuyer();
        Assert.StartsWith("/account/sign-in", (await stranger.GetAsync("/account/wishes")).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_has_an_end_and_says_so()
    {
        using var ama = await customers.JoinAsync("Ama of many wishes");
        await KeepAsync(ama, Cast.Gari);
        Shop.Execute("""
            INSERT INTO Products (Slug, Name, Blurb, Description, Status, Tags, Pictures, Options, Attributes, Related, CreatedAt, UpdatedAt, PriceFrom, PriceTo, InStock, Popularity, Version, CoverWidth, CoverHeight)
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 199)
            SELECT 'wished-' || i, 'Wished ' || i, '', '', 'Active', '[]', '[]', '[]', '[]', '[]', 1, 1, 1, 1, 0, 0, 0, 0, 0 FROM n
            """);
        Shop.Execute("INSERT INTO Wishes (CustomerId, ProductId, At) SELECT (SELECT Id FROM Customers WHERE Name = 'Ama of many wishes'), Id, 1 FROM Products WHERE Slug LIKE 'wished-%'");
        var full = (await KeepAsync(ama, Cast.PalmOil)).Expect(HttpStatusCode.UnprocessableEntity);
        Assert.Contains("it holds 200 products", full.Text, StringComparison.Ordinal);
        ama.Headers["HX-Request"] = "true";
        Assert.Contains("it holds 200 products", (await ama.PostAsync("/keep", ("product", ProductOf(Cast.PalmOil)))).Expect(HttpStatusCode.UnprocessableEntity).Body, StringComparison.Ordinal);
        ama.Headers.Remove("HX-Request");
        Assert.Equal(200, (await ama.GetAsync("/account/wishes")).Html.QuerySelectorAll("li.line").Length);
        Assert.Equal(200, Wishes("Ama of many wishes"));
        Shop.Execute("DELETE FROM Products WHERE Slug LIKE 'wished-%'");
        Assert.Equal(1, Wishes("Ama of many wishes"));
    }

    private async Task<Page> PressAsync(Buyer buyer, string handler) => (await buyer.PostFromAsync("/account/wishes", $"handler={handler}", ("x", "y"))).Expect(HttpStatusCode.OK);

    private static async Task<Page> KeepAsync(Buyer buyer, Good good) =>
        await buyer.SubmitAsync((await buyer.GetAsync($"/p/{good.Slug}?v={Cast.VariantId(good)}")).Expect(HttpStatusCode.OK).Form("#wish"));

    private string ProductOf(Good good) => Shop.Scalar<string>("SELECT Id FROM Products WHERE Slug = $s", ("$s", good.Slug));

    private int Wishes(string name) => Shop.Scalar<int>("SELECT count(*) FROM Wishes w JOIN Customers c ON c.Id = w.CustomerId WHERE c.Name = $n", ("$n", name));
}
