// What script adds to the storefront: suggestions by keyboard, lists and options swapped in place, one add for two presses,
// and a plain word when the connection is gone.
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Makola.Tests.Browser;

public sealed class StorefrontTests(CastShop cast, Chromium chromium) : IClassFixture<CastShop>
{
    [Fact]
    public async Task Suggestions_are_chosen_by_arrow_and_enter_and_closed_by_escape()
    {
        await using var visitor = await chromium.VisitorAsync(cast.Shop, Look.Desktop);
        var page = await visitor.NewPageAsync();
        await page.GotoAsync("/");
        var box = page.GetByRole(AriaRole.Combobox, new() { Name = "Search" });

        await box.PressSequentiallyAsync("drum");
        await Assertions.Expect(page.GetByRole(AriaRole.Option)).ToHaveCountAsync(1);
        await Assertions.Expect(box).ToHaveAttributeAsync("aria-expanded", "true");
        await box.PressAsync("Escape");
        await Assertions.Expect(page.GetByRole(AriaRole.Option)).ToHaveCountAsync(0);

        await box.PressSequentiallyAsync(" ta");
        await Assertions.Expect(page.GetByRole(AriaRole.Option)).ToHaveCountAsync(1);
        await box.PressAsync("ArrowDown");
        await Assertions.Expect(page.GetByRole(AriaRole.Option)).ToHaveAttributeAsync("aria-selected", "true");
        await box.PressAsync("Enter");
        await page.IsAtAsync("**/p/talking-drum");
    }

    [Fact]
    public async Task A_filter_and_a_sort_swap_the_list_and_back_goes_back()
    {
        await using var visitor = await chromium.VisitorAsync(cast.Shop, Look.Desktop);
        var page = await visitor.NewPageAsync();
        await page.GotoAsync("/c/crafts");

        await page.GetByLabel("In stock").CheckAsync();
        await page.IsAtAsync("**/c/crafts?stock=1");
        await Assertions.Expect(page.Locator("#listing")).Not.ToContainTextAsync(Cast.Stool.Name);
        await page.Locator("#sort").FocusAsync();
        await page.Locator("#sort").SelectOptionAsync("-price");
        await page.IsAtAsync("**/c/crafts?sort=-price&stock=1");
        await Assertions.Expect(page.Locator(".card-link").First).ToHaveTextAsync(Cast.Drum.Name);
        await Assertions.Expect(page.Locator("#sort")).ToBeFocusedAsync();

        await page.GoBackAsync();
        await page.IsAtAsync("**/c/crafts?stock=1");
        await Assertions.Expect(page.Locator("header")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("#sort")).ToHaveValueAsync("popular");
    }

    [Fact]
    public async Task Two_presses_add_once_and_a_lost_connection_is_said()
    {
        await using var visitor = await chromium.VisitorAsync(cast.Shop, Look.Phone);
        var page = await visitor.NewPageAsync();
        await page.GotoAsync("/p/gari");
        var add = page.GetByRole(AriaRole.Button, new() { Name = "Add to cart" });
        var toast = page.Locator("#toast");

        await page.GetByRole(AriaRole.Button, new() { Name = "One more" }).ClickAsync();
        await add.DblClickAsync();
        await Assertions.Expect(page.Locator("#cart-count")).ToHaveTextAsync("2");
        await Assertions.Expect(toast).ToContainTextAsync("In your cart");

        await visitor.SetOfflineAsync(true);
        await add.ClickAsync();
        await Assertions.Expect(toast).ToHaveTextAsync("No connection. Try again.");
        await visitor.SetOfflineAsync(false);
        await add.ClickAsync();
        await Assertions.Expect(page.Locator("#cart-count")).ToHaveTextAsync("4");
        await Assertions.Expect(add).Not.ToHaveAttributeAsync("aria-busy", new Regex("true"));
    }
}
