// A whole purchase in a real browser, with and without JavaScript, while the browser's console and the policy's reports are read.
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Makola.Tests.Browser;

public sealed class PurchaseTests(CastShop cast, Chromium chromium) : IClassFixture<CastShop>
{
    private RunningShop Shop => cast.Shop;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_guest_on_a_phone_finds_chooses_buys_and_calls_it_off(bool script)
    {
        await using var visitor = await chromium.VisitorAsync(Shop, Look.Phone with { Script = script });
        var watch = await Watch.OverAsync(visitor);
        var page = await visitor.NewPageAsync();
        var before = Shop.Scalar<int>("SELECT count(*) FROM Orders");

        // Home → category → its cheapest goods → search → product.
        await page.GotoAsync("/");
        await page.Locator("main a[href='/c/crafts']").First.ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Crafts");
        await page.Locator("input[name=q]").First.FillAsync("kente");
        await page.Locator("input[name=q]").First.PressAsync("Enter");
        await page.Locator("a.card-link[href='/p/kente-shirt']").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Kente shirt");

        // Options choose a variant: its price and stock change.
        await page.GetByRole(AriaRole.Group, new() { Name = "Size" }).GetByText("L", new() { Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".buy-now")).ToContainTextAsync("160.00");
        await page.GetByRole(AriaRole.Group, new() { Name = "Colour" }).Locator("a").Nth(1).ClickAsync();
        await Assertions.Expect(page.Locator(".stock")).ToContainTextAsync("Sold out");
        await page.GetByRole(AriaRole.Group, new() { Name = "Size" }).GetByText("M", new() { Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".buy-now")).ToContainTextAsync("155.00");

        // Cart: two pieces, then one.
        await page.Locator(".buy input[name=Qty]").FillAsync("2");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add to cart" }).ClickAsync();
        if (script)
            await Assertions.Expect(page.Locator("#cart-count")).ToHaveTextAsync("2");
        await page.GotoAsync("/cart");
        await Assertions.Expect(page.Locator(".line-price").First).ToContainTextAsync("310.00");
        await page.Locator("main input[name=Qty]").FillAsync("1");
        if (script)
            await page.Locator("main input[name=Qty]").PressAsync("Tab");
        else
            await page.GetByText("Change", new() { Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".line-price").First).ToContainTextAsync("155.00");

        // One checkout page; three fields typed.
        await page.GetByText("Go to checkout").ClickAsync();
        await page.Locator("[name='Form.Contact']").FillAsync(Cast.CustomerPhone);
        await page.Locator("[name='Form.Name']").FillAsync(Cast.CustomerName);
        await page.Locator("[name='Form.Landmark']").FillAsync("Blue gate");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Place order") }).ClickAsync();

        // The order's page: state, receipt, and out of it again.
        await page.IsAtAsync("**/o/*");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("175.00");
        Assert.Equal(before + 1, Shop.Scalar<int>("SELECT count(*) FROM Orders"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel this order" }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Cancelled");
        Assert.Equal(0, Shop.Scalar<int>("SELECT Reserved FROM StockItems WHERE VariantId = $v", ("$v", Cast.VariantId(Cast.KenteGoldM))));

        watch.AssertQuiet();
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task MS05_Reload_back_and_a_restored_tab_never_order_twice()
    {
        await using var visitor = await chromium.VisitorAsync(Shop);
        var page = await visitor.NewPageAsync();
        await page.GotoAsync($"/p/{Cast.Gari.Slug}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add to cart" }).ClickAsync();
        await Assertions.Expect(page.Locator("#cart-count")).ToHaveTextAsync("1");
        await page.GotoAsync("/checkout");
        await FillInAsync(page);
        await PlaceAsync(page);
        await page.IsAtAsync("**/o/*");
        var order = page.Url;
        var before = Shop.Scalar<int>("SELECT count(*) FROM Orders");

        await page.ReloadAsync();
        await page.GoBackAsync();
        if (await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Place order") }).CountAsync() > 0)
        {
            await FillInAsync(page);
            await PlaceAsync(page);
            await page.IsAtAsync(order);
        }

        var restored = await visitor.NewPageAsync();
        await restored.GotoAsync("/checkout");

        Assert.EndsWith("/cart", restored.Url, StringComparison.Ordinal);
        Assert.Equal(before, Shop.Scalar<int>("SELECT count(*) FROM Orders"));
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task IO04_Staff_see_an_order_through_and_no_page_breaks_the_policy()
    {
        using (var buyer = Shop.NewBuyer())
            await buyer.BuyAsync(Cast.Gari, 2);
        var number = Shop.Scalar<long>("SELECT max(Number) FROM Orders");
        await using var staff = await chromium.VisitorAsync(Shop, Look.Phone);
        var watch = await Watch.OverAsync(staff);
        var page = await staff.NewPageAsync();
        var bare = new List<string>();
        page.Response += (_, response) =>
        {
            if (response.Status != 304 && !IsGuarded(response))
                bare.Add(response.Url);
        };

        await Office.SignInAsync(page);
        foreach (var path in new[] { "/office/orders", "/office/orders?q=" + number, $"/office/orders/{number}/print", "/office/settings", $"/office/orders/{number}" })
            await page.GotoAsync(path);
        await PressAsync(page, "packed");
        await PressAsync(page, "sent|gone|way");
        await PressAsync(page, "delivered|arrived|has it");

        Assert.Equal("Delivered", Shop.Scalar<string>("SELECT Goods FROM Orders WHERE Number = $n", ("$n", number)));
        watch.AssertQuiet();
        Assert.Empty(bare);
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task IO04_Every_answer_carries_its_guards_errors_and_files_too()
    {
        using var client = Shop.NewClient();
        var css = (await (await client.GetAsync(new Uri("/", UriKind.Relative))).Content.ReadAsStringAsync()) is var home
            ? Regex.Match(home, "href=\"(/css/[^\"]+)\"").Groups[1].Value
            : "";
        Assert.NotEmpty(css);
        foreach (var path in new[] { "/", "/c/food", "/p/gari", "/search?q=gari", "/cart", "/track", "/nothing-here", "/p/nothing", "/o/nothing", "/account/sign-in", "/office", "/robots.txt", "/sitemap.xml", css })
        {
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
            string Header(string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : "";

            Assert.True((int)answer.StatusCode < 500, path);
            var policy = Header("Content-Security-Policy");
            Assert.True(policy.Contains("default-src 'none'", StringComparison.Ordinal) && policy.Contains("frame-ancestors 'none'", StringComparison.Ordinal), path);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", Header("X-Content-Type-Options"));
            Assert.NotEmpty(Header("Referrer-Policy"));
            Assert.Empty(Header("Server") + Header("X-Powered-By"));
        }
    }

    private static bool IsGuarded(IResponse response) =>
        response.Headers.TryGetValue("content-security-policy", out var policy) && !policy.Contains("unsafe", StringComparison.Ordinal)
        && response.Headers.TryGetValue("x-content-type-options", out var sniff) && sniff == "nosniff" && response.Headers.ContainsKey("referrer-policy");

    private static async Task FillInAsync(IPage page)
    {
        await page.Locator("[name='Form.Contact']").FillAsync(Cast.CustomerPhone);
        await page.Locator("[name='Form.Name']").FillAsync(Cast.CustomerName);
        await page.Locator("[name='Form.Landmark']").FillAsync("Blue gate");
    }

    private static Task PlaceAsync(IPage page) => page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Place order") }).ClickAsync();

    /// <summary>Presses the big button of the next step, and waits until the page has moved on.</summary>
    private static async Task PressAsync(IPage page, string words)
    {
        var before = await page.Locator("#next").TextContentAsync();
        await page.Locator("main form button.button--main").Filter(new() { HasTextRegex = new Regex(words, RegexOptions.IgnoreCase) }).First.ClickAsync();
        await Assertions.Expect(page.Locator("#next")).Not.ToHaveTextAsync(before ?? "");
    }
}
