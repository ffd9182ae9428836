// Passkeys in a real browser with a virtual authenticator: opening an account with nothing else, coming back, proving, and coming in where the
// password is locked out. Cases AU08 and AV14.
using System.Net;
using Microsoft.Playwright;

namespace Makola.Tests.Browser;

public sealed class PasskeyTests(Chromium chromium) : IAsyncLifetime
{
    private RunningShop? _shop;

    private RunningShop Shop => _shop!;

    /// <summary>Passkeys of a shop without a public address belong to the machine itself: localhost, not its number.</summary>
    private string Here => $"http://localhost:{Shop.Address.Port}";

    public async ValueTask InitializeAsync() => _shop = await Cast.OpenAsync();

    public async ValueTask DisposeAsync() => await Shop.DisposeAsync();

    [Fact]
    public async Task AV14_A_customer_opens_an_account_with_a_passkey_comes_back_with_it_after_a_new_start_and_proves_himself()
    {
        await using var window = await chromium.VisitorAsync(Shop);
        var page = await window.NewPageAsync();
        var keys = await PlugInAsync(window, page);
        await page.GotoAsync($"{Here}/account/register?by=passkey");
        await page.Locator("[name='Form.Name']").FillAsync(Cast.CustomerName);
        await page.Locator("[data-passkey=make]").ClickAsync();
        await page.IsAtAsync("**/account");
        Assert.Equal(1, Shop.Scalar<int>("SELECT count(*) FROM AspNetUsers u JOIN AspNetUserPasskeys p ON p.UserId = u.Id JOIN Customers c ON c.PersonId = u.Id WHERE u.Name = $n AND u.PasswordHash IS NULL", ("$n", Cast.CustomerName)));
        await page.GotoAsync($"{Here}/account/security");
        await Shop.StopAsync();
        await Shop.RestartAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();
        await page.IsAtAsync("**/");

        // The field itself offers the passkey; here the authenticator answers at once.
        await page.GotoAsync($"{Here}/account/sign-in");
        if (!page.Url.EndsWith("/account", StringComparison.Ordinal))
        {
            try
            {
                await page.IsAtAsync("**/account", TimeSpan.FromSeconds(3));
            }
            catch (TimeoutException)
            {
                await page.Locator("[data-passkey=get]").ClickAsync();
                await page.IsAtAsync("**/account");
            }
        }

        // What is sensitive asks; the passkey answers.
        Shop.Execute("UPDATE SignInSessions SET ProvenAt = ProvenAt - 600000");
        await Task.Delay(4_500, TestContext.Current.CancellationToken);
        await page.GotoAsync($"{Here}/account/passkeys");
        await page.GetByRole(AriaRole.Link, new() { Name = "Add a passkey" }).ClickAsync();
        await page.Locator("[data-passkey=get]").ClickAsync();
        await page.IsAtAsync("**/account/passkeys");
        await Assertions.Expect(page.Locator("[data-passkey=make]")).ToBeVisibleAsync();

        // His only way in stays; an authenticator that did not see its owner opens nothing.
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await Assertions.Expect(page.Locator("#said")).ToContainTextAsync("only way in");
        await page.GotoAsync($"{Here}/account/security");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();
        await keys.Session.SendAsync("WebAuthn.setUserVerified", new() { ["authenticatorId"] = keys.Id, ["isUserVerified"] = false });
        await page.GotoAsync($"{Here}/account/sign-in");
        await page.Locator("[data-passkey=get]").ClickAsync();
        await Assertions.Expect(page.Locator("#passkey-said")).Not.ToBeEmptyAsync();
    }

    [Fact]
    public async Task AU08_staff_come_in_by_passkey_while_the_password_rests_and_without_a_second_question()
    {
        await using var window = await chromium.VisitorAsync(Shop, Look.Desktop);
        var page = await window.NewPageAsync();
        await PlugInAsync(window, page);
        await page.GotoAsync($"{Here}/account/sign-in?returnUrl=/account/passkeys");
        await page.Locator("[name='Form.Email']").FillAsync(Cast.OwnerEmail);
        await page.Locator("[name='Form.Password']").FillAsync(Cast.OwnerPassword);
        await page.Locator("main form[method=post] button").First.ClickAsync();
        await page.IsAtAsync("**/account/passkeys");
        await page.Locator("[name='Name']").FillAsync("Shop phone");
        await page.Locator("[data-passkey=make]").ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("The passkey is added");
        Assert.Equal(1, Shop.Scalar<int>("SELECT count(*) FROM Messages WHERE Key LIKE 'account.changed:%'"));
        Assert.Equal(1, Shop.Scalar<int>("SELECT count(*) FROM AuditEntries WHERE What = 'Own sign-in: passkey added'"));
        await window.ClearCookiesAsync(); // The browser is not known any more either.

        Shop.Execute("UPDATE AspNetUsers SET LockoutEnd = 99999999999999");
        using var thief = Shop.NewBuyer();
        var form = (await thief.GetAsync("/account/sign-in")).Form();
        (form["Form.Email"], form["Form.Password"]) = (Cast.OwnerEmail, Cast.OwnerPassword);
        (await thief.SubmitAsync(form)).Expect(HttpStatusCode.UnprocessableEntity);
        await page.GotoAsync($"{Here}/account/sign-in");
        try
        {
            await page.IsAtAsync("**/office", TimeSpan.FromSeconds(3));
        }
        catch (TimeoutException)
        {
            await page.Locator("[data-passkey=get]").ClickAsync();
            await page.IsAtAsync("**/office");
        }
    }

    private static async Task<(ICDPSession Session, string Id)> PlugInAsync(IBrowserContext window, IPage page)
    {
        var session = await window.NewCDPSessionAsync(page);
        await session.SendAsync("WebAuthn.enable");
        var added = await session.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true, ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true,
            },
        });
        return (session, added!.Value.GetProperty("authenticatorId").GetString()!);
    }
}
