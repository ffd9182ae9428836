// Sample goods come and go from their page while real goods are sold beside them; with script and without.
using Microsoft.Playwright;

namespace Makola.Tests.Browser;

public sealed class PracticeTests(CastShop cast, Chromium chromium) : IClassFixture<CastShop>
{
    [Theory]
    [InlineData(390, true)]
    [InlineData(1280, true)]
    [InlineData(390, false)]
    public async Task Sample_goods_come_and_go_and_real_goods_stay_as_they_are(int width, bool script)
    {
        var before = Goods();
        await using var staff = await chromium.VisitorAsync(cast.Shop, new Look { Width = width, Script = script });
        var page = await Chromium.SignInAsync(staff, "/office/practice");
        await page.GetByRole(AriaRole.Button, new() { Name = "Put sample goods in" }).ClickAsync();
        await Chromium.WorkEndsAsync(page, script);
        await Assertions.Expect(page.Locator(".outcome")).ToContainTextAsync("sample goods stand beside yours");
        await page.GetByRole(AriaRole.Link, new() { Name = "Go on" }).ClickAsync();
        await Assertions.Expect(page.Locator("#p-goods")).ToHaveTextAsync("Sample goods are in the shop");
        Assert.Equal(width, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        Assert.StartsWith(before, Goods(), StringComparison.Ordinal);
        Assert.NotEqual(before, Goods());

        await page.GetByRole(AriaRole.Button, new() { Name = "Take the sample goods away" }).ClickAsync();
        await Chromium.WorkEndsAsync(page, script);
        await Assertions.Expect(page.Locator(".outcome")).ToContainTextAsync("sample goods are gone");
        await page.GetByRole(AriaRole.Link, new() { Name = "Go on" }).ClickAsync();
        await Assertions.Expect(page.Locator("#p-goods")).ToHaveTextAsync("There are no sample goods in the shop");

        Assert.Equal(before, Goods());
        await page.GotoAsync($"/office/products?q={Cast.Gari.Sku}");
        await Assertions.Expect(page.Locator(".list-row")).ToContainTextAsync("100 available");
        await page.GotoAsync($"/p/{Cast.Gari.Slug}");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync(Cast.Gari.Name);
        await cast.Shop.BooksAsync();
    }

    /// <summary>Every good with its state, version, price and stock, oldest first.</summary>
    private string Goods() => cast.Shop.Scalar<string>("""
        SELECT group_concat(Slug || Status || Version || Price || OnHand) FROM
            (SELECT * FROM Products p JOIN Variants v ON v.ProductId = p.Id JOIN StockItems s ON s.VariantId = v.Id ORDER BY p.Id, v.Id)
        """);
}
