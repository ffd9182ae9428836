// Who comes into the back office, and who does not.
using System.Net;

namespace Makola.Tests.Pages.Office;

public sealed class DoorTests(OfficeShop office) : IClassFixture<OfficeShop>
{
    [Theory]
    [InlineData("/office")]
    [InlineData("/office/orders")]
    [InlineData("/office/orders/1001")]
    [InlineData("/office/orders/1001/print")]
    [InlineData("/office/settings")]
    public async Task Strangers_are_sent_to_the_door_and_back_afterwards(string path)
    {
        using var stranger = office.Shop.NewBuyer();

        var door = await stranger.GetAsync(path);

        Assert.Equal($"/account/sign-in?returnUrl={Uri.EscapeDataString(path)}", door.Path);
    }

    [Theory]
    [InlineData("/office/orders/1001?handler=Cancel")]
    [InlineData("/office/settings")]
    public async Task A_strangers_form_does_nothing(string path)
    {
        using var stranger = office.Shop.NewBuyer();

        var answer = await stranger.PostAsync(path, ("Name", "Mine"), ("version", "1"));

        Assert.NotEqual(HttpStatusCode.OK, answer.Path.StartsWith("/office", StringComparison.Ordinal) ? answer.Status : HttpStatusCode.Forbidden);
        Assert.Equal("Cast & Sons", office.Shop.Scalar<string>("SELECT Name FROM Settings"));
    }

    [Fact]
    public async Task A_customer_with_a_cart_is_a_stranger_too()
    {
        using var ama = office.Shop.NewBuyer();
        await ama.AddQuicklyAsync(Cast.Gari);

        Assert.StartsWith("/account/sign-in", (await ama.GetAsync("/office")).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_address_get_the_same_answer()
    {
        using var guesser = office.Shop.NewBuyer();
        var wrong = await SignInAsync(guesser, Cast.OwnerEmail, "not the password");
        var unknown = await SignInAsync(guesser, "nobody@makola.example", "not the password");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Equal(wrong.Status, unknown.Status);
        Assert.Equal(wrong.TextOf("#said"), unknown.TextOf("#said"));
        Assert.Equal(Cast.OwnerEmail, wrong.One("#Form_Email").GetAttribute("value"));
        Assert.DoesNotContain("not the password", wrong.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Guessing_is_slowed_down()
    {
        using var guesser = office.Shop.NewBuyer();
        var answers = new List<Page>();
        for (var i = 0; i < 11; i++) answers.Add(await SignInAsync(guesser, Cast.OwnerEmail, $"guess number {i}"));

        var last = answers[^1];
        Assert.Equal(HttpStatusCode.TooManyRequests, last.Status);
        Assert.NotNull(last.Response.Headers.RetryAfter);
    }

    [Fact]
    public async Task After_twenty_wrong_passwords_the_account_rests_even_for_the_right_one()
    {
        await using var shop = await Cast.OpenAsync();
        shop.Execute("UPDATE AspNetUsers SET LockoutEnabled = 1");
        for (var i = 0; i < 20; i++)
        {
            using var guesser = shop.NewBuyer();
            await SignInAsync(guesser, Cast.OwnerEmail, $"guess number {i}");
        }

        using var efua = shop.NewBuyer();
        var answer = await SignInAsync(efua, Cast.OwnerEmail, Cast.OwnerPassword);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("rests for five minutes", answer.TextOf("#said"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example")]
    public async Task Signing_in_leads_to_addresses_of_this_shop_only(string elsewhere)
    {
        using var efua = office.Shop.NewBuyer();
        var form = (await efua.GetAsync($"/account/sign-in?returnUrl={Uri.EscapeDataString(elsewhere)}")).Form("main form");
        (form["Email"], form["Password"]) = (Cast.OwnerEmail, Cast.OwnerPassword);

        Assert.Equal("/office", (await efua.SubmitAsync(form)).Path);
    }

    [Fact]
    public async Task Signing_out_needs_a_press_and_ends_the_session()
    {
        using var efua = office.Shop.NewBuyer();
        await efua.SignInAsync();
        await efua.GetAsync("/account/sign-out");
        var today = (await efua.GetAsync("/office")).Expect(HttpStatusCode.OK);

        await efua.SubmitAsync(today.FormTo("/account/sign-out"));

        Assert.StartsWith("/account/sign-in", (await efua.GetAsync("/office")).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Htmx_is_told_to_open_the_door_as_a_page()
    {
        using var stranger = office.Shop.NewBuyer();
        stranger.Headers["HX-Request"] = "true";

        var answer = await stranger.GetAsync("/office/orders?tab=all");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Contains("/account/sign-in?returnUrl=", answer.Response.Headers.GetValues("HX-Redirect").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_consoles_link_signs_the_owner_in_once()
    {
        await using var shop = await Cast.OpenAsync(new Opening { Environment = "Development" });
        using var efua = shop.NewBuyer();
        using var other = shop.NewBuyer();
        var link = shop.OneTimeLink!.PathAndQuery;
        Assert.True((await other.GetAsync(link)).Has("main form"));

        var office = await efua.SubmitAsync((await efua.GetAsync(link)).Form("main form"));

        Assert.Equal("/office", office.Path);
        Assert.Equal(HttpStatusCode.Gone, (await other.SubmitAsync(other.Page!.Form("main form"))).Status);
        Assert.StartsWith("/account/sign-in", (await other.GetAsync("/office")).Path, StringComparison.Ordinal);
    }

    private static async Task<Page> SignInAsync(Buyer buyer, string email, string password)
    {
        var form = (await buyer.GetAsync("/account/sign-in")).Form("main form");
        (form["Email"], form["Password"]) = (email, password);
        return await buyer.SubmitAsync(form);
    }
}
