// A scanner types faster than a slow network answers: no code may be lost, and the field stays open for the next.
using Microsoft.Playwright;

namespace Makola.Tests.Browser;

public sealed class ScannerTests(CastShop cast, Chromium chromium) : IClassFixture<CastShop>
{
    [Fact]
    public async Task Codes_scanned_faster_than_the_shop_answers_are_all_counted()
    {
        await using var staff = await chromium.VisitorAsync(cast.Shop, Look.Phone);
        var page = await Chromium.SignInAsync(staff, "/office/stock/count");
        await page.RouteAsync("**/office/stock/count?handler=Scan", async route =>
        {
            await Task.Delay(300);
            await route.ContinueAsync();
        });

        foreach (var code in (string[])["GARI-1KG", "PALM-1L", "GARI-1KG", "GARI-1KG", "nothing such", "PALM-1L"])
        {
            await page.Keyboard.TypeAsync(code);
            await page.Keyboard.PressAsync("Enter");
        }

        await Assertions.Expect(page.Locator("#scan-last")).ToHaveTextAsync("Palm oil: 2 counted", new() { Timeout = 20_000 });
        Assert.Equal(["2", "3"], await page.Locator(".count-line .input").EvaluateAllAsync<string[]>("inputs => inputs.map(i => i.value)"));
        Assert.Equal("scan", await page.EvaluateAsync<string>("() => document.activeElement.id"));
        await page.ReloadAsync();
        Assert.Equal(2, await page.Locator(".count-line").CountAsync());

        await page.GetByRole(AriaRole.Button, new() { Name = "Apply 2 differences" }).ClickAsync();
        await Assertions.Expect(page.Locator("#said")).ToContainTextAsync("GARI-1KG −97, now 3");
        await cast.Shop.BooksAsync();
    }
}
