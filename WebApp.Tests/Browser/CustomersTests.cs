// The owner finds a customer, notes something, blocks her and lets her order again, and keeps a segment: small and wide, with and without JavaScript.
using System.Text.RegularExpressions;
using Makola.Tests.Pages.Account;
using Microsoft.Playwright;

namespace Makola.Tests.Browser;

public sealed class CustomersTests(CastShop cast, Chromium chromium) : IClassFixture<CastShop>
{
    [Theory]
    [InlineData(390, true)]
    [InlineData(390, false)]
    [InlineData(1280, true)]
    [InlineData(1280, false)]
    public async Task A_customer_is_found_noted_about_blocked_and_let_in_again(int width, bool script)
    {
        var (phone, name) = (CustomersShop.NewPhone(), $"Adwoa Nyarko-Boateng of Bantama {width} {script}");
        using (var adwoa = cast.Shop.NewBuyer())
        {
            await adwoa.AddQuicklyAsync(Cast.Gari);
            Assert.True((await adwoa.PlaceAsync(form => (form["Contact"], form["Name"]) = (phone, name))).IsOrder);
        }

        await using var staff = await chromium.VisitorAsync(cast.Shop, Look.Phone with { Width = width, Height = 844, Script = script });
        var watch = await Watch.OverAsync(staff, 422);
        var page = await Chromium.SignInAsync(staff, "/office/customers");
        await page.Locator("#q").FillAsync(name);
        await page.Locator("#q").PressAsync("Enter");
        await page.GetByRole(AriaRole.Link, new() { Name = name }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync(name);
        await FitsAsync(page, width);

        await page.GetByLabel("A note").FillAsync("Sends her nephew to collect");
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep the note" }).ClickAsync();
        await Assertions.Expect(page.Locator(".event-note").First).ToHaveTextAsync("Sends her nephew to collect");

        await page.GetByRole(AriaRole.Link, new() { Name = "Card", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Block") }).ClickAsync();
        await Assertions.Expect(page.Locator("#Text-error")).ToBeVisibleAsync();
        await page.Locator("#Text").FillAsync("Sent three parcels back");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Block") }).ClickAsync();
        await Assertions.Expect(page.Locator(".head")).ToContainTextAsync("Blocked");
        await FitsAsync(page, width);
        await page.GotoAsync("/office/customers?tab=blocked");
        await page.GetByRole(AriaRole.Link, new() { Name = name }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Card", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Let ") }).ClickAsync();
        await Assertions.Expect(page.Locator(".head")).Not.ToContainTextAsync("Blocked");

        await page.GotoAsync("/office/customers/segments/new");
        await page.Locator("[name='Form.Name']").FillAsync($"Bought once {width} {script}");
        await page.Locator("[name='Form.OrdersFrom']").FillAsync("1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the segment" }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync(name);
        await FitsAsync(page, width);
        watch.AssertQuiet();
    }

    private static async Task FitsAsync(IPage page, int width) => Assert.True(await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth") <= width, $"{page.Url} is wider than {width} px.");
}
