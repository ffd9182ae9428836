// Many goods at once as staff do it: the grid by keyboard, ticks, and the price tool; on a phone and a desk, also without script.
using Microsoft.Playwright;

namespace Makola.Tests.Browser;

public sealed class ManyGoodsTests(CastShop cast, Chromium chromium) : IClassFixture<CastShop>
{
    [Theory]
    [InlineData(390, true)]
    [InlineData(1280, true)]
    [InlineData(390, false)]
    [InlineData(1280, false)]
    public async Task Prices_are_typed_down_a_column_goods_are_ticked_and_prices_planned(int width, bool script)
    {
        await using var staff = await chromium.VisitorAsync(cast.Shop, new Look { Width = width, Script = script });
        var page = await Chromium.SignInAsync(staff, "/office/products/grid?q=bead");
        Assert.Equal(width, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));

        var (first, second) = (page.Locator("#Form_Rows_0__Price"), page.Locator("#Form_Rows_1__Price"));
        await first.FillAsync($"{width}.50");
        if (script)
        {
            await first.PressAsync("Enter");
            await Assertions.Expect(second).ToBeFocusedAsync();
        }

        await second.FillAsync($"{width}.75");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save what changed" }).ClickAsync();
        await Assertions.Expect(page.Locator("#said")).ToContainTextAsync("Saved: 2 values.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Assertions.Expect(page.Locator("#said")).ToContainTextAsync("2 values are as they were");

        await page.GotoAsync("/office/products?q=bead");
        Assert.Equal(width, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        await page.Locator("[name='Form.Ids']").First.CheckAsync();
        await page.Locator("#Form_Deed").SelectOptionAsync("AddTag");
        await page.Locator("#Form_Word").FillAsync($"w{width}{script}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Do it" }).ClickAsync();
        await Assertions.Expect(page.Locator("#said")).ToContainTextAsync("1 product tagged");

        await page.GotoAsync("/office/products/prices");
        await page.Locator("#Form_Words").FillAsync("bead");
        await page.Locator("#Form_By").FillAsync("8");
        await page.GetByRole(AriaRole.Button, new() { Name = "See what changes" }).ClickAsync();
        await Assertions.Expect(page.Locator("#priced")).ToContainTextAsync("40 prices change, of 40 products");
        Assert.Equal(width, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Change 40 prices" }).ClickAsync();
        await Assertions.Expect(page.Locator("#said")).ToContainTextAsync("40 prices changed.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Assertions.Expect(page.Locator("#said")).ToContainTextAsync("40 values are as they were");
        await cast.Shop.BooksAsync();
    }
}
