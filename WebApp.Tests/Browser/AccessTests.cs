// axe finds nothing: on every page of the storefront and the back office, on a phone and a desk, in light and dark.
using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Makola.Tests.Browser;

public sealed class AccessTests(CastShop cast, Shops shops, Chromium chromium) : IClassFixture<CastShop>
{
    /// <summary>axe itself. It is put into a page once and asked there, for what is wrong alone: all it finds right is a megabyte on each page.</summary>
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    /// <summary>Asks axe, for one rule or for all: what is wrong, in words. A frame within a page is a page of its own here.</summary>
    private const string Ask = """
        async rule => {
          // Colours that still fade from dark to light are nobody's colours.
          for (const fading of document.getAnimations()) if (fading instanceof CSSTransition) fading.finish();
          return (await axe.run(document, { iframes: false, resultTypes: ['violations'], ...(rule && { runOnly: { type: 'rule', values: [rule] } }) })).violations
            .map(wrong => `${wrong.id} (${wrong.help}): ${wrong.nodes.slice(0, 4).map(node => `${node.html} ${node.any.map(check => check.message).join(', ')}`).join(' | ')}`).join('; ');
        }
        """;

    private RunningShop Shop => cast.Shop;

    [Fact]
    public async Task Axe_finds_nothing_where_customers_look_around()
    {
        var demo = await shops.DemoAsync();
        await using var visitor = await chromium.VisitorAsync(demo);
        var page = await visitor.NewPageAsync();
        await page.GotoAsync("/");
        var category = await page.Locator("main a[href^='/c/']").First.GetAttributeAsync("href");
        await page.GotoAsync(category!);
        var product = await page.Locator("a.card-link").First.GetAttributeAsync("href");

        await LookAtAsync(page, "/", category!, category + "?sort=price&stock=1", category + "?min=999999", product!, "/search?q=bag", "/search?q=zzzzzzqqq", "/track", "/how-it-works", "/contact", "/contact?sent=true", "/pages/delivery", "/account/sign-in", "/account/forgot", "/account/register", "/nothing-here", "/cart");
        var gone = demo.Scalar<string>("SELECT p.Slug || '?v=' || v.Id FROM Products p JOIN Variants v ON v.ProductId = p.Id JOIN StockItems s ON s.VariantId = v.Id WHERE p.Status = 'Active' AND NOT v.Retired AND NOT s.AllowBackorder AND s.OnHand <= s.Reserved ORDER BY v.Id LIMIT 1");
        await page.GotoAsync($"/p/{gone}");
        Assert.True(await page.Locator("#notify").IsVisibleAsync(), gone);
        await CheckAsync(page, "sold out, with the way to be told");
        var v = gone.Split('?')[1];
        await LookAtAsync(page, $"/notify?{v}", $"/notify?{v}&asked=true", "/notify/nothing");
    }

    [Fact]
    public async Task Axe_finds_nothing_on_the_way_to_an_order()
    {
        await using var visitor = await chromium.VisitorAsync(Shop);
        var page = await visitor.NewPageAsync();
        await page.GotoAsync($"/p/{Cast.KenteRedM.Slug}?v={Cast.VariantId(Cast.KenteRedM)}");
        await CheckAsync(page, "product with options");
        await page.GotoAsync($"/p/{Cast.Stool.Slug}");
        await CheckAsync(page, "sold out");
        await page.GotoAsync($"/p/{Cast.Basket.Slug}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add to cart" }).ClickAsync();
        await Assertions.Expect(page.Locator("#cart-count")).ToHaveTextAsync("1");
        await CheckAsync(page, "product with the message");
        await LookAtAsync(page, "/cart", "/checkout");

        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Place order") }).ClickAsync();
        await CheckAsync(page, "checkout with errors");
        await page.Locator("[name='Form.Contact']").FillAsync(Cast.CustomerPhone);
        await page.Locator("[name='Form.Name']").FillAsync(Cast.CustomerName);
        await page.Locator("[name='Form.Landmark']").FillAsync("Blue gate");
        await page.Locator("[name='Form.Method'][value=Transfer]").CheckAsync(new() { Force = true });
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Place order") }).ClickAsync();
        await page.IsAtAsync("**/o/*");
        await CheckAsync(page, "order");
        await page.Locator("#Password").FillAsync("six yellow baskets");
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep it" }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("This order is in your account");
        await CheckAsync(page, "order in the account");
        await LookAtAsync(page, "/account", "/account/orders", "/account/addresses", "/account/addresses/new", "/account/data", "/account/security", "/account/passkeys", "/account/authenticator", "/account/reach", "/account/left", "/account/wishes");
        foreach (var good in new[] { Cast.KenteRedM, Cast.Stool })
        {
            await page.GotoAsync($"/p/{good.Slug}");
            await page.GetByRole(AriaRole.Button, new() { Name = "Keep for later" }).ClickAsync();
            await Assertions.Expect(page.Locator("#wish")).ToContainTextAsync("On your wish list");
        }

        await CheckAsync(page, "a product that is kept");
        await page.GotoAsync("/account/wishes");
        await CheckAsync(page, "the wish list");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make a link" }).ClickAsync();
        await Assertions.Expect(page.Locator("#link")).ToBeVisibleAsync();
        await CheckAsync(page, "the wish list, shared");
        await LookAtAsync(page, new Uri(await page.Locator("#link").InputValueAsync()).AbsolutePath);
    }

    [Fact]
    public async Task Axe_finds_nothing_in_the_back_office()
    {
        await shops.DemoAsync();
        await using var staff = await shops.StaffOfDemoAsync(chromium, Look.Phone);
        var page = await staff.NewPageAsync();
        await page.GotoAsync("/office/orders");
        var orders = await page.Locator("main a[href^='/office/orders/1']").EvaluateAllAsync<string[]>("links => [...new Set(links.map(l => l.getAttribute('href')))]");
        var tabs = await page.Locator("main a[href^='/office/orders?']").EvaluateAllAsync<string[]>("links => [...new Set(links.map(l => l.getAttribute('href')))]");

        await page.GotoAsync("/office/products");
        var products = await page.Locator("main a[href^='/office/products/']:not([href$=new])").EvaluateAllAsync<string[]>("links => links.map(l => l.getAttribute('href'))");

        await page.GotoAsync("/office/stock?tab=low");
        var stock = await page.Locator("main a[href^='/office/stock/']").EvaluateAllAsync<string[]>("links => links.map(l => l.getAttribute('href')).filter(h => /\\d$/.test(h))");
        var counted = $"/office/stock/count?lines={string.Join(',', stock.Take(3).Select(href => $"{href.Split('/')[^1]}.3.4.1"))}&q=bag";

        await page.GotoAsync("/office/backstage");
        var scenes = await page.Locator("#scenes a[href^='/office/backstage/']").EvaluateAllAsync<string[]>("links => links.map(l => l.getAttribute('href'))");

        await LookAtAsync(page, ["/office", scenes[0], "/office/orders", "/office/orders?q=zzzzzz", .. tabs.Take(2), .. orders.Take(3), orders[0].Split('?')[0] + "/print", "/office/settings",
            "/office/products", "/office/products/new", "/office/products/import", "/office/products/export", "/office/practice", "/office/products/grid", "/office/products/prices", products[0], "/office/history", "/office/log", "/office/staff", "/office/staff/1", "/office/staff/roles", "/office/staff/roles/new", "/account/prove", "/account/security", "/office/system", "/office/system/jobs", "/office/backstage", "/office/backstage?status=4xx", "/office/backstage/warnings", "/office/backstage/errors", "/office/system/backup", "/office/find?q=bag", "/office/search?word=bag",
            "/office/categories", "/office/categories/1", "/office/collections", "/office/collections/new", "/office/brands", "/office/brands/1", "/office/redirects",
            products[0] + "/pictures", products[0] + "/weight", "/office/media", "/office/media?show=unused",
            "/office/content/pages", "/office/content/pages/2", "/office/content/menus", "/office/content/menus?menu=Footer&at=4", "/office/content/home", "/office/content/home/0", "/office/content/home/new?kind=Text",
            "/office/content/home/preview", "/office/messages", "/office/customers", "/office/customers?q=zzzzzz", "/office/customers/1", "/office/customers/1?show=card", "/office/customers/1?show=written", "/office/customers/1/merge", "/office/customers/new",
            "/office/customers/segments", "/office/customers/segments/new", "/office/reviews", "/office/mail", "/office/settings/mail",
            "/office/stock", "/office/stock?tab=low", "/office/stock?q=zzzzzz", .. stock.Take(2), "/office/stock/count", counted]);
    }

    private static async Task LookAtAsync(IPage page, params string[] paths)
    {
        foreach (var path in paths)
        {
            await page.GotoAsync(path);
            await CheckAsync(page, path);
        }
    }

    private static async Task CheckAsync(IPage page, string what)
    {
        await page.EvaluateAsync(Axe);
        foreach (var look in new[] { Look.Phone, Look.Desktop })
        {
            await page.SetViewportSizeAsync(look.Width, look.Height);
            foreach (var dark in new[] { false, true })
            {
                // Dark redefines colours only, so that only contrast needs a second look.
                await page.EmulateMediaAsync(new() { ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light });
                var wrong = await page.EvaluateAsync<string>(Ask, dark ? "color-contrast" : null);
                Assert.True(wrong.Length == 0, $"{what}, {look with { Dark = dark }}: {wrong}");
            }
        }
    }
}
