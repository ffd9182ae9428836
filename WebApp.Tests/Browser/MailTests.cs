// The owner sets mail up, tests it and looks through the outbox: on a phone with script, at a desk without.
using Makola.Tests.Jobs;
using Microsoft.Playwright;

namespace Makola.Tests.Browser;

public sealed class MailTests(CastShop cast, Chromium chromium) : IClassFixture<CastShop>
{
    [Theory]
    [InlineData(390, true)]
    [InlineData(1280, false)]
    public async Task Mail_is_set_up_tested_and_looked_through(int width, bool script)
    {
        await using var sink = new SmtpSink();
        await using var staff = await chromium.VisitorAsync(cast.Shop, new Look { Width = width, Script = script });
        var page = await Chromium.SignInAsync(staff, "/office/settings/mail");

        await page.Locator("#Form_Host").FillAsync("127.0.0.1");
        await page.Locator("#Form_Port").FillAsync($"{sink.Port}");
        await page.Locator("[name='Form.Encrypted']").First.UncheckAsync(new() { Force = true });
        await page.Locator("#Form_From").FillAsync("orders@makola.example");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send me a test" }).ClickAsync();
        await Assertions.Expect(page.Locator("#steps li").Last).ToContainTextAsync($"sent to {Cast.OwnerEmail}");
        Assert.Equal(width, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));

        // Only now: the shop may still know the mail server of the test before.
        MailShop.Queue(cast.Shop, $"ama{width}@mail.example");
        await sink.ForAsync($"ama{width}@mail.example");
        await MailShop.StandsAsync(cast.Shop, $"ama{width}@mail.example", "Sent 1");
        await page.GetByRole(AriaRole.Link, new() { Name = "Mail", Exact = true }).First.ClickAsync();
        await page.GetByRole(AriaRole.Searchbox, new() { Name = "Find mail by address or order number" }).FillAsync($"ama{width}@mail.example");
        await page.Locator("main .find button").ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = $"ama{width}@mail.example" }).ClickAsync();
        await Assertions.Expect(page.Locator(".event-note")).ToHaveTextAsync("the words");
        Assert.Equal(width, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new("^See it as") }).ClickAsync();
        await Assertions.Expect(page.Locator("p")).ToHaveTextAsync("the words");
    }
}
