// The home page put together, previewed and published, and a customer who writes: on a phone and at a desk, without script.
using Microsoft.Playwright;

namespace Makola.Tests.Browser;

public sealed class ContentTests(Chromium chromium)
{
    [Theory]
    [InlineData(390)]
    [InlineData(1280)]
    public async Task Staff_announce_something_and_a_customer_asks_about_it(int width)
    {
        await using var shop = await Cast.OpenAsync();
        await using var staff = await chromium.VisitorAsync(shop, new Look { Width = width, Script = false });
        var page = await staff.NewPageAsync();
        await page.GotoAsync("/account/sign-in?returnUrl=/office/content/home");
        await page.Locator("[name='Form.Email']").FillAsync(Cast.OwnerEmail);
        await page.Locator("[name='Form.Password']").FillAsync(Cast.OwnerPassword);
        await page.Locator("main form[method=post] button").First.ClickAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Add Announcement" }).ClickAsync();
        await page.GetByLabel("Words", new() { Exact = true }).FillAsync("New kente on Friday");
        await page.GetByLabel("Leads to").SelectOptionAsync("Contact");
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep in the draft" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Preview" }).First.ClickAsync();
        await Assertions.Expect(page.Locator(".bar")).ToHaveTextAsync("New kente on Friday Contact");
        Assert.Equal(width, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish" }).ClickAsync();
        await Assertions.Expect(page.Locator("#said")).ToContainTextAsync("Published.");

        await using var customer = await chromium.VisitorAsync(shop, new Look { Width = width, Script = false });
        var ama = await customer.NewPageAsync();
        await ama.GotoAsync("/p/gari");
        await ama.Locator(".bar a").ClickAsync();
        await ama.WaitForTimeoutAsync(2_200);
        await ama.GetByLabel("Your name").FillAsync("Ama Mensah");
        await ama.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Assertions.Expect(ama.Locator("#Reach-error")).ToContainTextAsync("phone number");
        await ama.GetByLabel("Phone or e-mail").FillAsync("024 812 4490");
        await ama.GetByLabel("Your message").FillAsync("Will there be red?");
        await ama.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Assertions.Expect(ama.GetByRole(AriaRole.Status)).ToContainTextAsync("a person will answer you");
        Assert.Equal(width, await ama.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        Assert.Empty(await customer.CookiesAsync());

        await page.GotoAsync("/office/messages");
        await page.GetByRole(AriaRole.Link, new() { Name = "Ama Mensah" }).ClickAsync();
        await Assertions.Expect(page.Locator(".event-note")).ToHaveTextAsync("Will there be red?");
        await page.GetByRole(AriaRole.Button, new() { Name = "Mark as answered" }).ClickAsync();
        await Assertions.Expect(page.Locator("#said")).ToHaveTextAsync("Marked as answered.");
    }
}
