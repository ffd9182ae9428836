// Goods go out as a file and come back: what the browser saved is what the import knows already; with script and without.
using Microsoft.Playwright;

namespace Makola.Tests.Browser;

public sealed class ExportTests(CastShop cast, Chromium chromium) : IClassFixture<CastShop>
{
    [Theory]
    [InlineData(390, true)]
    [InlineData(1280, true)]
    [InlineData(390, false)]
    public async Task What_is_exported_is_saved_and_comes_back_as_unchanged(int width, bool script)
    {
        await using var staff = await chromium.VisitorAsync(cast.Shop, new Look { Width = width, Script = script });
        var page = await Chromium.SignInAsync(staff, "/office/products");
        await page.GetByRole(AriaRole.Link, new() { Name = "Export", Exact = true }).ClickAsync();
        await page.GetByLabel("Which").SelectOptionAsync("All of them");
        Assert.Equal(width, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        var saved = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Export goods" }).ClickAsync());
        Assert.Matches(@"^goods-\d{4}-\d\d-\d\d\.csv$", saved.SuggestedFilename);
        var file = Path.Combine(Watchman.NewFolder("export"), saved.SuggestedFilename);
        await saved.SaveAsAsync(file);

        await page.GotoAsync("/office/products/import");
        await page.GetByLabel("CSV file").SetInputFilesAsync(file);
        await page.GetByRole(AriaRole.Button, new() { Name = "Send and try it" }).ClickAsync();
        await Chromium.WorkEndsAsync(page, script);
        await page.GetByRole(AriaRole.Link, new() { Name = "Go on" }).ClickAsync();

        await Assertions.Expect(page.Locator("#i-found")).ToHaveTextAsync("The shop has all of this already");
        await Assertions.Expect(page.GetByRole(AriaRole.Row, new() { Name = "Stay as they are" })).ToContainTextAsync($"{cast.Shop.Scalar<int>("SELECT count(*) FROM Products")}");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Import now" })).ToHaveCountAsync(0);
    }
}
