// A shopkeeper brings an old shop over: on a phone with script, at a desk without.
using System.Text;
using Microsoft.Playwright;

namespace Makola.Tests.Browser;

public sealed class ImportTests(CastShop cast, Chromium chromium) : IClassFixture<CastShop>
{
    [Theory]
    [InlineData(390, true)]
    [InlineData(1280, false)]
    public async Task A_file_is_tried_looked_at_brought_in_and_taken_back(int width, bool script)
    {
        await using var staff = await chromium.VisitorAsync(cast.Shop, new Look { Width = width, Script = script });
        var page = await Chromium.SignInAsync(staff, "/office/products");

        await page.GetByRole(AriaRole.Link, new() { Name = "Import", Exact = true }).ClickAsync();
        await page.GetByLabel("CSV file").SetInputFilesAsync(new FilePayload
        {
            Name = "old shop.csv", MimeType = "text/csv",
            Buffer = Encoding.UTF8.GetBytes($"Handle,Title,Variant Price,Variant Inventory Qty\nfugu-{width},Fugu {width},80,3\n{Cast.Gari.Slug},Gari,19.00,100\n"),
        });
        await page.GetByRole(AriaRole.Button, new() { Name = "Send and try it" }).ClickAsync();
        await Chromium.WorkEndsAsync(page, script);
        await page.GetByRole(AriaRole.Link, new() { Name = "Go on" }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("GARI-1KG price from 18.50 to 19.00");
        Assert.Equal(width, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));

        await page.GetByRole(AriaRole.Button, new() { Name = "Import now" }).ClickAsync();
        await Chromium.WorkEndsAsync(page, script);
        await page.GetByRole(AriaRole.Button, new() { Name = "Take all of it back" }).ClickAsync();

        await Assertions.Expect(page.Locator("#said")).ToContainTextAsync("Taken back");
        Assert.Equal(Cast.Gari.Price, cast.Shop.Scalar<long>("SELECT Price FROM Variants WHERE Sku = 'GARI-1KG'"));
        await cast.Shop.BooksAsync();
    }
}
