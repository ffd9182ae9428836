// A collection that keeps itself: staff make a category, write a rule, see how many goods meet it, and customers find them; with script and without.
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Makola.Tests.Browser;

public sealed class CollectionsTests(CastShop cast, Chromium chromium) : IClassFixture<CastShop>
{
    [Theory]
    [InlineData(390, true)]
    [InlineData(1280, true)]
    [InlineData(390, false)]
    public async Task A_category_and_a_collection_by_rule_are_made_counted_and_seen_in_the_shop(int width, bool script)
    {
        var mark = $"{width}{(script ? "" : " plain")}";
        await using var staff = await chromium.VisitorAsync(cast.Shop, new Look { Width = width, Script = script });
        var page = await Chromium.SignInAsync(staff, "/office/categories");
        await page.GetByRole(AriaRole.Link, new() { Name = "New category", Exact = true }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync($"Bracelets {mark}");
        await page.GetByLabel("Below").SelectOptionAsync(new SelectOptionValue { Label = "Crafts" });
        await page.GetByRole(AriaRole.Button, new() { Name = "Make it" }).ClickAsync();
        await Assertions.Expect(page.Locator("#said")).ToHaveTextAsync($"Bracelets {mark} is made.");
        await Assertions.Expect(page.Locator("#tree")).ToContainTextAsync($"Bracelets {mark}");

        await page.GotoAsync("/office/collections");
        await page.GetByRole(AriaRole.Link, new() { Name = "New collection" }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync($"Small beads {mark}");
        await page.GetByLabel("State").SelectOptionAsync("shown");
        await page.GetByLabel("By a rule").CheckAsync();
        await CountAsync(page, script, "Price under", "3.00", "9 products meet this.");
        await CountAsync(page, script, "Price over", "2.50", "4 products meet this.");
        Assert.Equal(width, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Make it" }).ClickAsync();
        await Assertions.Expect(page.Locator("#said")).ToHaveTextAsync($"Small beads {mark} is made.");

        await using var customer = await chromium.VisitorAsync(cast.Shop, new Look { Width = width, Script = script });
        var ama = await customer.NewPageAsync();
        await ama.GotoAsync((await page.GetByRole(AriaRole.Link, new() { Name = "See it in the shop" }).GetAttributeAsync("href"))!);
        await Assertions.Expect(ama.Locator("h1")).ToHaveTextAsync($"Small beads {mark}");
        await Assertions.Expect(ama.Locator(".listing-count")).ToHaveTextAsync("4 products");
        await Assertions.Expect(ama.Locator("#listing .card-link")).ToHaveTextAsync(Cast.Beads.Skip(5).Take(4).Select(bead => new Regex(bead.Name)).Reverse());
        await ama.GotoAsync("/c/crafts");
        await Assertions.Expect(ama.GetByRole(AriaRole.Link, new() { Name = $"Bracelets {mark}", Exact = true })).ToBeVisibleAsync();
    }

    /// <summary>With script the count follows what is typed by itself; without, a button asks for it.</summary>
    private static async Task CountAsync(IPage page, bool script, string field, string amount, string says)
    {
        await page.GetByLabel(field).FillAsync(amount);
        if (script)
            await page.GetByLabel(field).BlurAsync();
        else
            await page.GetByRole(AriaRole.Button, new() { Name = "Count" }).ClickAsync();
        await Assertions.Expect(page.Locator("#found")).ToContainTextAsync(says);
        await Assertions.Expect(page.GetByLabel(field)).ToHaveValueAsync(amount);
    }
}
