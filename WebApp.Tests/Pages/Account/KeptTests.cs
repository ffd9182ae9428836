// The cart that becomes one with its person's, and an order that moves into an account with nothing but its link. Case AC06.
using System.Net;

namespace Makola.Tests.Pages.Account;

public sealed class KeptTests(CustomersShop customers) : IClassFixture<CustomersShop>
{
    private RunningShop Shop => customers.Shop;

    [Fact]
    public async Task Signing_in_makes_one_cart_of_two_and_says_so_once()
    {
        var phone = CustomersShop.NewPhone();
        using var desk = await customers.JoinAsync(phone: phone);
        await desk.AddQuicklyAsync(Cast.Gari, 2);
        await desk.AddQuicklyAsync(Cast.Drum, 3);

        using var pocket = Shop.NewBuyer();
        await pocket.AddQuicklyAsync(Cast.Gari);
        await pocket.AddQuicklyAsync(Cast.Drum, 4);
        var cart = await CustomersShop.SignInAsync(pocket, phone, "/cart");
        Assert.Equal("/cart", cart.Path);
        Assert.Equal(["3", "5"], cart.Html.QuerySelectorAll("input[name=Qty]").Select(q => q.GetAttribute("value")));
        Assert.Contains("What you had in your cart before is here too: Gari, Talking drum.", cart.Text, StringComparison.Ordinal);
        Assert.Contains("Talking drum: only 5 left, you wanted 7.", cart.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("before is here too", (await pocket.GetAsync("/cart")).Text, StringComparison.Ordinal);
        Assert.Equal(2, (await desk.GetAsync("/cart")).Html.QuerySelectorAll("input[name=Qty]").Length);

        // One device orders; the other finds the next cart, not an empty one.
        Assert.True((await pocket.PlaceAsync(form => form["Form.Landmark"] = "Osu, blue gate")).IsOrder);
        await pocket.AddQuicklyAsync(Cast.Plantain, 6);
        Assert.Equal("6", (await desk.GetAsync("/cart")).One("input[name=Qty]").GetAttribute("value"));
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task A_guests_cart_becomes_his_and_signing_out_leaves_it_with_him()
    {
        var phone = CustomersShop.NewPhone();
        using var ama = Shop.NewBuyer();
        await ama.AddQuicklyAsync(Cast.Gari, 2);
        var form = (await ama.GetAsync("/account/register")).Form();
        (form["Form.Name"], form["Form.Phone"], form["Form.Password"]) = ("Ama", phone, CustomersShop.Password);
        await ama.SubmitAsync(form);
        Assert.Equal("2", (await ama.GetAsync("/cart")).One("input[name=Qty]").GetAttribute("value"));

        await ama.SubmitAsync((await ama.GetAsync("/account")).Form("form[action='/account/sign-out']"));
        Assert.DoesNotContain(ama.Cookies.GetAllCookies(), c => c.Name is "cart" or "session");
        Assert.False((await ama.GetAsync("/cart")).Has("input[name=Qty]"));

        using var kofi = await customers.JoinAsync("Kofi Agyeman");
        Assert.False((await kofi.GetAsync("/cart")).Has("input[name=Qty]"));
        Assert.Equal("2", (await CustomersShop.SignInAsync(ama, phone, "/cart")).One("input[name=Qty]").GetAttribute("value"));
    }

    [Fact]
    public async Task A_cart_left_in_a_browser_stays_whose_it_is()
    {
        using var ama = await customers.JoinAsync();
        await ama.AddQuicklyAsync(Cast.Gari, 2);
        // Her sign-in runs out; her brother comes in on the same browser.
        ama.Cookies.GetAllCookies().Single(c => c.Name == "session").Expired = true;
        var phone = CustomersShop.NewPhone();
        using var kofi = await customers.JoinAsync("Kofi Agyeman", phone);
        await CustomersShop.SignInAsync(ama, phone);
        Assert.False((await ama.GetAsync("/cart")).Has("input[name=Qty]"));
        Assert.Equal(1, Shop.Scalar<int>("SELECT count(*) FROM AspNetUsers u WHERE u.Name = $n AND u.CartToken IS NOT NULL AND u.Id = (SELECT max(Id) - 1 FROM AspNetUsers)", ("$n", Cast.CustomerName)));
    }

    [Fact]
    public async Task AC06_a_guests_order_goes_into_an_account_in_one_step_and_no_other_order_with_it()
    {
        var phone = CustomersShop.NewPhone();
        using var before = Shop.NewBuyer();
        var earlier = await customers.OrderAsync(before, Cast.Gari, 1, form => form["Form.Contact"] = phone);
        using var ama = Shop.NewBuyer();
        await customers.OrderAsync(ama, Cast.PalmOil, 1, form => form["Form.Contact"] = phone);
        var page = ama.Page!;
        var form = page.FormTo("handler=Account");
        form["password"] = "short";
        form = (await ama.SubmitAsync(form)).Expect(HttpStatusCode.UnprocessableEntity).FormTo("handler=Account");
        form["password"] = CustomersShop.Password;
        form.Add("Form.Role", "Owner").Add("CustomerId", "1").Add("EmailConfirmed", "true");
        page = (await ama.SubmitAsync(form)).Expect(HttpStatusCode.OK);
        Assert.Contains("This order is in your account", page.Text, StringComparison.Ordinal);

        var mine = await ama.GetAsync("/account/orders");
        Assert.Contains("Palm oil", mine.Text, StringComparison.Ordinal);
        Assert.DoesNotContain($"Order {earlier}", mine.Text, StringComparison.Ordinal);
        Assert.Equal(1, Shop.Scalar<int>("SELECT count(*) FROM AspNetUsers WHERE PhoneNumber = $p AND PhoneNumberConfirmed = 0", ("$p", PhoneNumber.Read(phone)!)));
        Assert.Equal(1, Shop.Scalar<int>("SELECT Orders FROM Customers WHERE Phone = $p AND PersonId IS NULL", ("$p", PhoneNumber.Read(phone)!)));

        // Who has the link later cannot take it away again.
        using var kofi = await customers.JoinAsync("Kofi Agyeman");
        var his = await kofi.GetAsync(page.Path);
        Assert.False(his.Has("#keep"));
        Assert.DoesNotContain("in your account", his.Text, StringComparison.Ordinal);
        await kofi.PostFromAsync(page.Path, "handler=Keep", ("x", "y"), from: "/account/addresses/new");
        Assert.DoesNotContain("Palm oil", (await kofi.GetAsync("/account/orders")).Text, StringComparison.Ordinal);
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task Who_is_signed_in_puts_an_order_in_with_one_press()
    {
        using var guest = Shop.NewBuyer();
        var number = await customers.OrderAsync(guest, Cast.Gari, 1, form => form["Form.Contact"] = "esi@mail.example");
        Assert.True(guest.Page!.Has("#keep a[href='/account/register?by=mail']"));
        using var esi = await customers.JoinAsync("Esi Quansah");
        var page = await esi.SubmitAsync((await esi.GetAsync(guest.Page!.Path)).FormTo("handler=Keep"));
        Assert.Contains("This order is in your account", page.Text, StringComparison.Ordinal);
        Assert.Contains($"Order {number}", (await esi.GetAsync("/account/orders")).Text, StringComparison.Ordinal);
        await Shop.BooksAsync();
    }
}
