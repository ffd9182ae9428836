// A customer's own pages: his orders and addresses, ordering again, and a checkout that knows him. Cases AC01, AC04, AC10.
using System.Globalization;
using System.Net;

namespace Makola.Tests.Pages.Account;

public sealed class OwnPagesTests(CustomersShop customers) : IClassFixture<CustomersShop>
{
    private RunningShop Shop => customers.Shop;

    [Theory]
    [InlineData("/account")]
    [InlineData("/account/orders")]
    [InlineData("/account/addresses")]
    [InlineData("/account/addresses/new")]
    [InlineData("/account/data")]
    public async Task Nobody_but_who_is_signed_in_sees_them(string path)
    {
        using var stranger = Shop.NewBuyer();
        Assert.StartsWith("/account/sign-in?returnUrl=" + Uri.EscapeDataString(path), (await stranger.GetAsync(path)).Path, StringComparison.Ordinal);
        using var ama = await customers.JoinAsync();
        var page = (await ama.GetAsync(path)).Expect(HttpStatusCode.OK);
        Assert.Contains("no-store", page.Response.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal(path.Replace("/new", "", StringComparison.Ordinal), page.One("nav.chips [aria-current]").GetAttribute("href"));
        Assert.NotEmpty(page.Html.QuerySelectorAll("a[href='/account']"));
    }

    [Fact]
    public async Task An_order_is_his_stands_in_his_list_and_can_be_ordered_again()
    {
        using var ama = await customers.JoinAsync();
        var number = await customers.OrderAsync(ama, Cast.Gari, 2);
        Assert.Equal(1, Shop.Scalar<int>("SELECT count(*) FROM Orders o JOIN Customers c ON c.Id = o.CustomerId WHERE o.Number = $n AND c.PersonId IS NOT NULL AND c.Orders = 1", ("$n", number)));
        var list = (await ama.GetAsync("/account/orders")).Expect(HttpStatusCode.OK);
        Assert.Contains("Gari", list.Text, StringComparison.Ordinal);
        (await ama.GetAsync(list.One("main .row a").GetAttribute("href")!)).Expect(HttpStatusCode.OK);

        var cart = await ama.SubmitAsync(list.Form("form[action*='Again']").Add("number", number.ToString(CultureInfo.InvariantCulture)));
        Assert.Equal("/cart", cart.Path);
        Assert.Equal("2", cart.One("input[name=Qty]").GetAttribute("value"));
        Assert.False(cart.Has(".notice[data-state=trouble]"));
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task Ordering_again_says_what_is_gone_what_is_few_and_what_costs_another_price()
    {
        using var ama = await customers.JoinAsync();
        await ama.AddQuicklyAsync(Cast.Beads[0], 3);
        await ama.AddQuicklyAsync(Cast.Beads[1]);
        await ama.AddQuicklyAsync(Cast.Drum, 3);
        var number = await customers.OrderAsync(ama, Cast.Beads[3]);
        Shop.Execute("UPDATE Variants SET Price = Price + 100 WHERE Id = $v", ("$v", Cast.VariantId(Cast.Beads[0])));
        Shop.Execute("UPDATE Products SET Status = 'Archived' WHERE Slug = 'bead-02'");

        var cart = (await ama.PostFromAsync("/account/orders", "handler=Again", ("number", $"{number}"))).Expect(HttpStatusCode.OK);
        Assert.Equal("/cart", cart.Path);
        Assert.Contains("Krobo bead 02 is no longer sold.", cart.Text, StringComparison.Ordinal);
        Assert.Contains("Talking drum: only 2 left, you wanted 3.", cart.Text, StringComparison.Ordinal);
        Assert.Contains("The price changed from", cart.Text, StringComparison.Ordinal);
        Assert.Equal(["1", "2", "3"], cart.Html.QuerySelectorAll("input[name=Qty]").Select(q => q.GetAttribute("value")).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("no longer sold", (await ama.GetAsync("/cart")).Text, StringComparison.Ordinal);
        Shop.Execute("UPDATE Products SET Status = 'Active' WHERE Slug = 'bead-02'");
        Shop.Execute("UPDATE Variants SET Price = Price - 100 WHERE Id = $v", ("$v", Cast.VariantId(Cast.Beads[0])));
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task AC01_AC04_what_is_anothers_is_as_if_it_were_not_there()
    {
        using var ama = await customers.JoinAsync();
        using var kofi = await customers.JoinAsync("Kofi Agyeman");
        var number = await customers.OrderAsync(ama, Cast.Gari);
        var id = await AddAddressAsync(ama, "Osu, behind the Presby church");
        var (his, none) = ($"/account/addresses/{id}", "/account/addresses/99999");
        await AddAddressAsync(kofi, "Labone junction");

        Assert.DoesNotContain("Gari", (await kofi.GetAsync("/account/orders")).Text, StringComparison.Ordinal);
        Assert.Equal((await kofi.GetAsync(none)).Expect(HttpStatusCode.NotFound).Body.Replace(none, "?", StringComparison.Ordinal), (await kofi.GetAsync(his)).Expect(HttpStatusCode.NotFound).Body.Replace(his, "?", StringComparison.Ordinal));
        (await kofi.PostFromAsync("/account/orders", "handler=Again", ("number", $"{number}"), from: "/account/addresses")).Expect(HttpStatusCode.NotFound);
        (await kofi.PostFromAsync("/account/orders", "handler=Again", ("number", $"{number + 1000}"), from: "/account/addresses")).Expect(HttpStatusCode.NotFound);
        foreach (var handler in new[] { "Remove", "First" })
            (await kofi.PostFromAsync("/account/addresses", $"handler={handler}", ("id", $"{id}"))).Expect(HttpStatusCode.NotFound);
        var form = (await kofi.GetAsync("/account/addresses/new")).Form("main form");
        (form["Form.Name"], form["Form.Landmark"]) = ("Kofi", "Mine now");
        form.Action = new Uri(form.Action, his);
        (await kofi.SubmitAsync(form)).Expect(HttpStatusCode.NotFound);

        await kofi.AddQuicklyAsync(Cast.Gari);
        (await kofi.GetAsync($"/checkout?address={id}")).Expect(HttpStatusCode.NotFound);
        var checkout = (await kofi.GetAsync("/checkout")).Form("form#checkout");
        Assert.Equal("Labone junction", checkout["Form.Landmark"]);
        checkout.Add("address", $"{id}").Add("Form.AddressId", $"{id}").Add("Form.PersonId", "1");
        var placed = await kofi.SubmitAsync(checkout);
        Assert.True(placed.IsOrder, placed.Text);
        Assert.Contains("Labone junction", placed.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Presby", placed.Text, StringComparison.Ordinal);
        Assert.Equal(1, Shop.Scalar<int>("SELECT count(*) FROM Addresses WHERE Id = $i AND Landmark LIKE 'Osu%'", ("$i", id)));
        Assert.Equal("Kofi Agyeman", Shop.Scalar<string>("SELECT c.Name FROM Orders o JOIN Customers c ON c.Id = o.CustomerId WHERE o.Token = $t", ("$t", placed.Address.Segments[^1])));
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task AC10_an_address_takes_nothing_but_its_own_fields()
    {
        using var ama = await customers.JoinAsync();
        using var kofi = await customers.JoinAsync("Kofi Agyeman");
        await AddAddressAsync(kofi, "Labone junction");
        var other = Shop.Scalar<long>("SELECT max(Id) FROM Customers");
        var form = (await ama.GetAsync("/account/addresses/new")).Form("main form");
        (form["Form.Name"], form["Form.Landmark"], form["Form.DigitalAddress"]) = ("<script>alert(1)</script>", "Behind the <b>church</b>", "ga 183 8164");
        form.Add("Form.CustomerId", $"{other}").Add("CustomerId", $"{other}").Add("Form.Id", "1").Add("Form.IsFirst", "false");
        var list = (await ama.SubmitAsync(form)).Expect(HttpStatusCode.OK);

        Assert.Contains("<script>alert(1)</script>", list.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", list.Body, StringComparison.Ordinal);
        Assert.Contains("GA-183-8164", list.Text, StringComparison.Ordinal);
        Assert.Equal(1, Shop.Scalar<int>("SELECT count(*) FROM Addresses WHERE CustomerId = $c", ("$c", other)));
        Assert.Equal(1, Shop.Scalar<int>("SELECT IsFirst FROM Addresses WHERE Name LIKE '<script%'"));
    }

    [Fact]
    public async Task Addresses_are_changed_put_first_and_removed_and_twenty_is_the_end()
    {
        using var ama = await customers.JoinAsync();
        var (one, two) = (await AddAddressAsync(ama, "Osu, blue gate"), await AddAddressAsync(ama, "Madina, Zongo junction"));
        var form = (await ama.GetAsync($"/account/addresses/{two}")).Form("main form");
        form["Form.Landmark"] = "x";
        Assert.Contains("A landmark is enough", (await ama.SubmitAsync(form)).Expect(HttpStatusCode.UnprocessableEntity).TextOf("#Landmark-error"), StringComparison.Ordinal);
        (form["Form.Landmark"], form["Form.Phone"]) = ("Madina, by the tailor", "020 123 4567");
        Assert.Contains("020 123 4567", (await ama.SubmitAsync(form)).Text, StringComparison.Ordinal);
        await ama.PostFromAsync("/account/addresses", "handler=First", ("id", $"{two}"));

        await ama.AddQuicklyAsync(Cast.Gari);
        var checkout = (await ama.GetAsync("/checkout")).Form("form#checkout");
        Assert.Equal(("Madina, by the tailor", "020 123 4567"), (checkout["Form.Landmark"], checkout["Form.Contact"]));
        checkout = (await ama.GetAsync($"/checkout?address={one}")).Form("form#checkout");
        Assert.Equal("Osu, blue gate", checkout["Form.Landmark"]);

        var list = await ama.PostFromAsync("/account/addresses", "handler=Remove", ("id", $"{two}"));
        Assert.DoesNotContain("Madina", list.Text, StringComparison.Ordinal);
        Assert.Equal(1, Shop.Scalar<int>("SELECT IsFirst FROM Addresses WHERE Id = $i", ("$i", one)));
        for (var i = 1; i < Address.Most; i++) await AddAddressAsync(ama, $"Stall {i}");
        Assert.False((await ama.GetAsync("/account/addresses")).Has("a[href='/account/addresses/new']"));
        form = (await ama.GetAsync("/account/addresses/new")).Form("main form");
        form["Form.Landmark"] = "One too many";
        (await ama.SubmitAsync(form)).Expect(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Checkout_knows_who_is_signed_in_and_keeps_the_address_once()
    {
        var phone = CustomersShop.NewPhone();
        using var ama = await customers.JoinAsync(phone: phone);
        await ama.AddQuicklyAsync(Cast.Gari);
        var form = (await ama.GetAsync("/checkout")).Expect(HttpStatusCode.OK).Form("form#checkout");
        Assert.Equal((Cast.CustomerName, PhoneNumber.Show(PhoneNumber.Read(phone)), "true"), (form["Form.Name"], form["Form.Contact"], form["Form.Keep"]));
        form["Form.Landmark"] = "Osu, behind the Presby church";
        Assert.True((await ama.SubmitAsync(form)).IsOrder);
        var mine = "SELECT count(*) FROM Addresses a JOIN Customers c ON c.Id = a.CustomerId JOIN AspNetUsers u ON u.Id = c.PersonId WHERE u.PhoneNumber = $p AND a.IsFirst";
        Assert.Equal(1, Shop.Scalar<int>(mine, ("$p", PhoneNumber.Read(phone)!)));

        await ama.AddQuicklyAsync(Cast.Gari);
        form = (await ama.GetAsync("/checkout")).Form("form#checkout");
        Assert.Equal("Osu, behind the Presby church", form["Form.Landmark"]);
        form.Add("Form.Keep", "true");
        Assert.True((await ama.SubmitAsync(form)).IsOrder);
        Assert.Equal(1, Shop.Scalar<int>(mine, ("$p", PhoneNumber.Read(phone)!)));
        Assert.Contains("Osu", (await ama.GetAsync("/account")).Text, StringComparison.Ordinal);
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task Many_orders_come_page_by_page()
    {
        using var ama = await customers.JoinAsync("Abena of many orders");
        var first = await customers.OrderAsync(ama, Cast.Plantain);
        Assert.False((await ama.GetAsync("/account/orders")).Has("a[href*='before=']"));
        for (var i = 0; i < 20; i++) await customers.OrderAsync(ama, Cast.Plantain);
        var newest = await ama.GetAsync("/account/orders");
        Assert.Equal(20, newest.Html.QuerySelectorAll("main .row").Length);
        var older = await ama.GetAsync(newest.One("a[href*='before=']").GetAttribute("href")!);
        Assert.Contains($"Order {first}", Assert.Single(older.Html.QuerySelectorAll("main .row")).TextContent, StringComparison.Ordinal);
        await Shop.BooksAsync();
    }

    private async Task<long> AddAddressAsync(Buyer buyer, string landmark)
    {
        var form = (await buyer.GetAsync("/account/addresses/new")).Expect(HttpStatusCode.OK).Form("main form");
        form["Form.Landmark"] = landmark;
        (await buyer.SubmitAsync(form)).Expect(HttpStatusCode.OK);
        return Shop.Scalar<long>("SELECT max(Id) FROM Addresses");
    }
}
