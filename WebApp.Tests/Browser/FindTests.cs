// The box that finds everything, as it is used: on a phone and a desk, by keyboard, and without script.
using Microsoft.Playwright;

namespace Makola.Tests.Browser;

public sealed class FindTests(CastShop cast, Chromium chromium) : IClassFixture<CastShop>
{
    [Theory]
    [InlineData(390)]
    [InlineData(1280)]
    public async Task Goods_are_found_by_keyboard_from_any_page(int width)
    {
        await using var staff = await chromium.VisitorAsync(cast.Shop, new Look { Width = width });
        var page = await Chromium.SignInAsync(staff, "/office/stock");

        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("kennte");
        await Assertions.Expect(page.Locator("#seek-offers .hit-link")).ToHaveTextAsync("Kente shirt");
        Assert.Equal(width, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("#seek-offers .hit")).ToHaveCountAsync(0);
        await page.Keyboard.TypeAsync(" shirt");
        await Assertions.Expect(page.Locator("#seek-offers .hit-link")).ToHaveCountAsync(1); // After each letter something else is offered.
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");

        await page.IsAtAsync("**/office/products/*");
        await Assertions.Expect(page.Locator("#seek-field")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(390)]
    [InlineData(1280)]
    public async Task Without_script_the_box_leads_to_a_page_of_all_that_was_found(int width)
    {
        await using var staff = await chromium.VisitorAsync(cast.Shop, new Look { Width = width, Script = false });
        var page = await Chromium.SignInAsync(staff, "/office/stock");

        await page.Locator("#seek-field").FillAsync("delivery fee");
        await page.Locator("#seek button").ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Usual fee" }).ClickAsync();

        Assert.EndsWith("/office/settings#Form_DeliveryFee", page.Url, StringComparison.Ordinal);
    }
}
