// A shopkeeper backs the shop up and brings it back: on a phone with script, at a desk without.
using Microsoft.Playwright;

namespace Makola.Tests.Browser;

public sealed class BackupTests(CastShop cast, Chromium chromium) : IClassFixture<CastShop>
{
    [Theory]
    [InlineData(390, true)]
    [InlineData(1280, false)]
    public async Task The_shop_is_backed_up_and_brought_back(int width, bool script)
    {
        await using var staff = await chromium.VisitorAsync(cast.Shop, new Look { Width = width, Script = script });
        var page = await Chromium.SignInAsync(staff, "/office/system/backup");

        await page.GetByRole(AriaRole.Button, new() { Name = "Back up now" }).ClickAsync();
        await Chromium.WorkEndsAsync(page, script);
        await page.GetByRole(AriaRole.Link, new() { Name = "Go on" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Look into it shop-") }).First.ClickAsync();
        await Chromium.WorkEndsAsync(page, script);
        await page.GetByRole(AriaRole.Link, new() { Name = "Go on" }).ClickAsync();
        Assert.Equal(width, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Bring it back" }).ClickAsync();
        await Chromium.WorkEndsAsync(page, script);

        await Assertions.Expect(page.Locator("#work")).ToContainTextAsync("The shop is as it was in the backup.");
        await page.GotoAsync("/office/system/backup");
        await Assertions.Expect(page.Locator("main")).Not.ToContainTextAsync("Under way");
        await cast.Shop.BooksAsync();
    }
}
