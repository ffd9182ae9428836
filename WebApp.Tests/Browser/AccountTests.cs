// A guest's order kept in an account, an address added, and the order made again: in a real browser, small and wide, with and without JavaScript.
using System.Text.RegularExpressions;
using Makola.Tests.Pages.Account;
using Microsoft.Playwright;

namespace Makola.Tests.Browser;

public sealed class AccountTests(CastShop cast, Chromium chromium) : IClassFixture<CastShop>
{
    private RunningShop Shop => cast.Shop;

    [Theory]
    [InlineData(390, true)]
    [InlineData(390, false)]
    [InlineData(1280, true)]
    [InlineData(1280, false)]
    public async Task A_guest_keeps_the_order_adds_an_address_and_orders_again(int width, bool script)
    {
        await using var visitor = await chromium.VisitorAsync(Shop, Look.Phone with { Width = width, Height = 844, Script = script });
        var watch = await Watch.OverAsync(visitor);
        var page = await visitor.NewPageAsync();
        await page.GotoAsync($"/p/{Cast.Gari.Slug}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add to cart" }).ClickAsync();
        if (script) await Assertions.Expect(page.Locator("#cart-count")).ToHaveTextAsync("1");
        await page.GotoAsync("/checkout");
        await page.Locator("[name='Form.Contact']").FillAsync(CustomersShop.NewPhone());
        await page.Locator("[name='Form.Name']").FillAsync(Cast.CustomerName);
        await page.Locator("[name='Form.Landmark']").FillAsync("Blue gate");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Place order") }).ClickAsync();
        await page.IsAtAsync("**/o/*");

        await page.Locator("#Password").FillAsync(CustomersShop.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep it" }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("This order is in your account");
        await page.GotoAsync($"/p/{Cast.Gari.Slug}");
        if (script) await page.EvaluateAsync("window.before = true");
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep for later" }).ClickAsync();
        await Assertions.Expect(page.Locator("#wish")).ToContainTextAsync("On your wish list");
        if (script) Assert.True(await page.EvaluateAsync<bool>("window.before === true"), "Keep loaded the whole page.");
        await page.GotoAsync("/account/addresses");
        await page.GetByRole(AriaRole.Link, new() { Name = "Add an address" }).ClickAsync();
        await page.Locator("#Landmark").FillAsync("Osu, behind the Presby church");
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep this address" }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Osu, behind the Presby church");
        foreach (var path in new[] { "/account", "/account/orders", "/account/wishes", "/account/addresses", "/account/addresses/new" })
        {
            await page.GotoAsync(path);
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{path} is wider than {width}");
        }

        await page.GotoAsync("/account/orders");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Order again") }).ClickAsync();
        await page.IsAtAsync("**/cart");
        await page.GetByText("Go to checkout").ClickAsync();
        await Assertions.Expect(page.Locator("[name='Form.Landmark']")).ToHaveValueAsync("Osu, behind the Presby church");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Place order") }).ClickAsync();
        await page.IsAtAsync("**/o/*");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("This order is in your account");
        watch.AssertQuiet();
        await Shop.BooksAsync();
    }
}
