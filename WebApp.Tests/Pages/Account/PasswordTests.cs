// Forgotten and changed passwords: who learns what, how often a link opens, and what ends with it. Cases AU02, AU03, AU04, AU06.
using System.Net;

namespace Makola.Tests.Pages.Account;

public sealed class PasswordTests : IAsyncLifetime
{
    private RunningShop? _shop;

    private RunningShop Shop => _shop!;

    public async ValueTask InitializeAsync() => _shop = await Cast.OpenAsync(new Opening { Settings = new Dictionary<string, string> { ["Shop:PublicUrl"] = "https://shop.makola.test" } });

    public async ValueTask DisposeAsync() => await Shop.DisposeAsync();

    [Fact]
    public async Task AU02_AU04_only_the_mailbox_learns_of_the_account_and_the_link_opens_once()
    {
        using var thief = Shop.NewBuyer();
        await thief.SignInAsync(); // Before the link is made: the first sign-in rehashes the cast's password, and old links die with the old hash.
        using var ama = Shop.NewBuyer();
        var known = await AskAsync(ama, Cast.OwnerEmail);
        var unknown = await AskAsync(ama, "nobody@makola.test");
        Assert.Equal(known.Text.Replace(Cast.OwnerEmail, "?", StringComparison.Ordinal), unknown.Text.Replace("nobody@makola.test", "?", StringComparison.Ordinal));
        Assert.Equal(known.Status, unknown.Status);
        await AskAsync(ama, Cast.OwnerEmail); // Within minutes it is the same letter.

        var path = await LinkAsync();
        Assert.Equal(1, Shop.Scalar<int>("SELECT count(*) FROM Messages WHERE Key LIKE 'account.reset:%'"));
        (await ama.GetAsync(path.Replace("id=1", "id=2", StringComparison.Ordinal))).Expect(HttpStatusCode.Gone);
        (await ama.GetAsync(path[..^3])).Expect(HttpStatusCode.Gone);

        var form = (await ama.GetAsync(path)).Expect(HttpStatusCode.OK).Form();
        form["Password"] = "qwertyuiop";
        var common = (await ama.SubmitAsync(form)).Expect(HttpStatusCode.UnprocessableEntity);
        Assert.Contains("everybody tries first", common.Text, StringComparison.Ordinal);
        form = common.Form();
        form["Password"] = "efua owusu 1";
        form = (await ama.SubmitAsync(form)).Expect(HttpStatusCode.UnprocessableEntity).Form();
        form["Password"] = "yams under the bed";
        Assert.Contains("Your password is changed", (await ama.SubmitAsync(form)).Expect(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(ama.Cookies.GetAllCookies(), c => c.Name == "session");

        (await ama.GetAsync(path)).Expect(HttpStatusCode.Gone);
        Assert.StartsWith("/account/sign-in", (await thief.GetAsync("/office")).Path, StringComparison.Ordinal);
        Assert.Equal(1, Shop.Scalar<int>("SELECT count(*) FROM Messages WHERE Key LIKE 'account.password:%'"));
        Assert.Equal(1, Shop.Scalar<int>("SELECT count(*) FROM AuditEntries WHERE What = 'Own password: reset by mail' AND Changes LIKE '%•••%'"));
        Assert.DoesNotContain(path.Split("code=")[1], Shop.Output, StringComparison.Ordinal);
        using var efua = Shop.NewBuyer();
        Assert.Equal("/office", (await SignInAsync(efua, "yams under the bed")).Path);
        await Shop.BooksAsync();
    }

    [Theory]
    [InlineData("Host", "evil.test")]
    [InlineData("X-Forwarded-Host", "evil.test")]
    [InlineData("Forwarded", "host=evil.test")]
    public async Task AU03_the_link_leads_to_the_shop_whatever_the_request_says(string header, string value)
    {
        using var ama = Shop.NewBuyer();
        var form = (await ama.GetAsync("/account/forgot")).Form();
        form["Email"] = Cast.OwnerEmail;
        ama.Headers[header] = value;
        var answer = await ama.SubmitAsync(form);
        ama.Headers.Clear();
        if (answer.Status == HttpStatusCode.BadRequest) return;
        await LinkAsync();
        Assert.DoesNotContain("evil", Shop.Scalar<string>("SELECT Text || Html FROM Messages WHERE Key LIKE 'account.reset:%'"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AU08_guessing_from_elsewhere_does_not_keep_the_person_out_of_his_own_browser()
    {
        using var phone = Shop.NewBuyer();
        await phone.SignInAsync();
        await phone.SubmitAsync((await phone.GetAsync("/office")).Form("form[action='/account/sign-out']"));
        using var thief = Shop.NewBuyer();
        for (var guess = 0; guess < 24; guess++)
        {
            if (guess % 6 == 0) thief.Move();
            (await SignInAsync(thief, $"guess number {guess}")).Expect(HttpStatusCode.UnprocessableEntity);
        }

        Assert.StartsWith("/account/sign-in", (await SignInAsync(thief, Cast.OwnerPassword)).Path, StringComparison.Ordinal); // It rests.
        Assert.Equal("/office", (await SignInAsync(phone, Cast.OwnerPassword)).Path);
        phone.Cookies.Add(new Uri(Shop.Address, "/account"), new Cookie("device", "made-up", "/account"));
        (await phone.GetAsync("/account/sign-in")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task AU06_another_password_ends_every_other_session_and_is_told_by_mail()
    {
        using var phone = Shop.NewBuyer();
        using var other = Shop.NewBuyer();
        await phone.SignInAsync();
        await other.SignInAsync();
        var form = (await phone.GetAsync("/account/security")).Expect(HttpStatusCode.OK).Form("form[action='/account/security']");
        (form["Current"], form["Password"]) = ("not it at all", "seven red drums");
        (await phone.SubmitAsync(form)).Expect(HttpStatusCode.UnprocessableEntity);
        (form["Current"], form["Password"]) = (Cast.OwnerPassword, "seven red drums");
        Assert.Contains("Your password is changed", (await phone.SubmitAsync(form)).Expect(HttpStatusCode.OK).Text, StringComparison.Ordinal);

        (await phone.GetAsync("/office/orders")).Expect(HttpStatusCode.OK);
        Assert.Equal("/office/orders", phone.Page!.Path);
        Assert.StartsWith("/account/sign-in", (await other.GetAsync("/office/orders")).Path, StringComparison.Ordinal);
        Assert.Equal(1, Shop.Scalar<int>("SELECT count(*) FROM Messages WHERE \"To\" = $e AND Key LIKE 'account.password:%'", ("$e", Cast.OwnerEmail)));
    }

    private static async Task<Page> AskAsync(Buyer who, string email)
    {
        var form = (await who.GetAsync("/account/forgot")).Form();
        form["Email"] = email;
        return (await who.SubmitAsync(form)).Expect(HttpStatusCode.OK);
    }

    /// <summary>The link of the mail, which is made behind the answer.</summary>
    private async Task<string> LinkAsync()
    {
        for (var tries = 0; tries < 200; tries++)
        {
            if (Shop.Scalar<int>("SELECT count(*) FROM Messages WHERE Key LIKE 'account.reset:%'") > 0) break;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        var text = Shop.Scalar<string>("SELECT Text FROM Messages WHERE Key LIKE 'account.reset:%'");
        var at = text.IndexOf("https://shop.makola.test/account/reset", StringComparison.Ordinal);
        Assert.True(at >= 0, text);
        return new Uri(text[at..].Split(['\n', ' '])[0]).PathAndQuery;
    }

    private static async Task<Page> SignInAsync(Buyer who, string password)
    {
        var form = (await who.GetAsync("/account/sign-in")).Form();
        (form["Form.Email"], form["Form.Password"]) = (Cast.OwnerEmail, password);
        return await who.SubmitAsync(form);
    }
}
