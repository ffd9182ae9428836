// Words that are code somewhere else: markup, templates, SQL, log lines. They are kept and shown as the words they are.
using System.Net;
using Microsoft.Playwright;

namespace Makola.Tests.Abuse;

public sealed class PayloadsTests(CastShop cast, Chromium chromium) : IClassFixture<CastShop>
{
    private static readonly string[] Markup =
    [
        "<script>window.__x=1</script>", "\"><img src=x onerror=window.__x=1>", "<svg/onload=window.__x=1>", "'-window.__x-'", "javascript:window.__x=1",
        "<a hx-on:click=\"window.__x=1\" hx-get=\"/cart\" hx-trigger=\"load\">x</a>", "</textarea><script>window.__x=1</script>", "<!--<img src=\"--><img src=x onerror=window.__x=1//\">",
    ];

    private static readonly string[] Templates =
    [
        "{{7*7}}", "{% for x in y %}x{% endfor %}", "@(7*7)", "${7*7}", "<%= 7*7 %>", "{{ customer.password_hash }}", "{{order.customer.tokens}}", "{0} {1}", "#{7*7}",
    ];

    private RunningShop Shop => cast.Shop;

    [Fact]
    public async Task IO01_Markup_in_an_order_runs_nowhere_in_the_back_office()
    {
        foreach (var words in Markup)
        {
            using var visitor = Shop.NewBuyer();
            visitor.Headers["User-Agent"] = words;
            visitor.Headers["Referer"] = "http://127.0.0.1/" + Uri.EscapeDataString(words);
            await visitor.GetAsync("/search?q=" + Uri.EscapeDataString(words));
            await visitor.AddAsync(Cast.Plantain);
            var form = await visitor.CheckoutAsync();
            form["Name"] = words;
            form["Landmark"] = words;
            if (form["Note"] is not null)
                form["Note"] = words;
            var order = await visitor.SubmitAsync(form);
            Assert.True(order.IsOrder, $"{words}: {order.Text}");
            Assert.Contains(Page.Fold(words), order.Text, StringComparison.Ordinal);
        }

        await using var context = await chromium.VisitorAsync(Shop, Look.Desktop);
        var watch = await Watch.OverAsync(context);
        var page = await context.NewPageAsync();
        await Office.SignInAsync(page);
        var numbers = Numbers("SELECT Number FROM Orders");
        foreach (var path in new[] { "/office", "/office/orders", "/office/orders?q=script", "/office/settings" }
            .Concat(numbers.Select(number => "/office/orders/" + number))
            .Concat(numbers.Take(2).Select(number => $"/office/orders/{number}/print")))
        {
            await page.GotoAsync(path);
            Assert.Null(await page.EvaluateAsync<object?>("() => window.__x ?? null"));
        }

        watch.AssertQuiet();
    }

    [Fact]
    public async Task IO01_Markup_in_goods_runs_nowhere_in_the_shop()
    {
        await using (var db = Shop.Db())
        {
            await db.WriteAsync(async () =>
            {
                var product = await db.Products.Include(p => p.Variants).SingleAsync(p => p.Slug == Cast.PalmOil.Slug);
                (product.Name, product.Blurb) = ("Palm <script>window.__x=1</script>", Markup[1]);
                product.Description = string.Join("\n\n", Markup) + "\n\n[link](javascript:window.__x=1) ![p](x\" onerror=\"window.__x=1) <img src=x onerror=window.__x=1>";
                (product.SeoTitle, product.SeoText) = (Markup[0], Markup[1]);
                product.Pictures = [new("img/goods/1f34c.webp", "\"><script>window.__x=1</script>")];
                await db.SaveChangesAsync();
                await Shelves.ArrangeAsync(db, [product.Id], CancellationToken.None);
            });
        }

        await using var context = await chromium.VisitorAsync(Shop);
        var watch = await Watch.OverAsync(context);
        var page = await context.NewPageAsync();
        foreach (var path in new[] { "/", "/c/food", $"/p/{Cast.PalmOil.Slug}", "/search?q=palm" })
        {
            await page.GotoAsync(path);
            Assert.Null(await page.EvaluateAsync<object?>("() => window.__x ?? null"));
            Assert.Equal(0, await page.Locator("main script:not([type='application/ld+json']), main [onerror], main [onload]").CountAsync());
        }

        watch.AssertQuiet();
    }

    [Fact]
    public async Task IO02_Markup_in_addresses_is_shown_as_words()
    {
        using var visitor = Shop.NewBuyer();
        string[] places =
        [
            "/search?q={0}", "/c/food?sort={0}", "/c/food?page={0}", "/c/food?min={0}&max={0}", "/c/food?o.Colour={0}", "/c/food?o.{0}=x", "/p/gari?v={0}", "/account/sign-in?returnUrl={0}",
            "/c/{0}", "/p/{0}", "/b/{0}", "/o/{0}", "/{0}", "/cart?handler={0}", "/track?number={0}", "/setup?token={0}", "/office/enter?code={0}", "/error?x={0}",
        ];
        foreach (var place in places)
        {
            foreach (var words in Markup)
            {
                visitor.Move();
                var page = await visitor.GetAsync(place.Replace("{0}", Uri.EscapeDataString(words), StringComparison.Ordinal));
                Assert.True((int)page.Status < 500, $"{place} {words}: {(int)page.Status}");
                Assert.DoesNotContain("<script>window", page.Body, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain("<img src=x", page.Body, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain("<svg/onload", page.Body, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain("hx-on:click=\"window", page.Body, StringComparison.OrdinalIgnoreCase);
            }
        }
    }

    [Fact]
    public async Task IO10_Sign_in_leads_nowhere_but_into_the_shop()
    {
        string[] elsewhere =
        [
            "//evil.test", "/\\evil.test", "\\/\\/evil.test", "https:evil.test", "http:///evil.test", "javascript:1", "%09//evil.test", "/%0d%0aLocation:https://evil.test", "\t//evil.test",
            "https://shop.test@evil.test", "https://shop.test.evil.test", "https://evil.test/office", "~//evil.test", "/\t/evil.test",
        ];
        foreach (var target in elsewhere)
        {
            using var owner = Shop.NewBuyer();
            var form = (await owner.GetAsync("/account/sign-in?returnUrl=" + Uri.EscapeDataString(target))).FormTo("/account/sign-in");
            form["Email"] = Cast.OwnerEmail;
            form["Password"] = Cast.OwnerPassword;
            var answer = await owner.SubmitOnceAsync(form);

            Assert.True((int)answer.Status is 302 or 303, $"{target}: {(int)answer.Status} {answer.Text}");
            var location = answer.Response.Headers.Location!.OriginalString;
            Assert.True(location.StartsWith('/') && location is not ['/', '/' or '\\', ..] && !location.Any(char.IsControl), $"{target} → {location}");
            Assert.Equal(Shop.Address.Authority, new Uri(Shop.Address, location).Authority);
        }
    }

    [Fact]
    public async Task IO12_No_visitor_writes_a_line_into_the_log()
    {
        using var visitor = Shop.NewBuyer();
        var fake = "x\r\ninfo: Makola[0] FAKE-LINE order 1001 paid\u001b[31m\u001b[2J\"}";
        await visitor.GetAsync("/search?q=" + Uri.EscapeDataString(fake));
        await visitor.GetAsync("/" + Uri.EscapeDataString(fake));
        await visitor.GetAsync("/p/" + Uri.EscapeDataString(fake));
        var door = (await visitor.GetAsync("/account/sign-in")).FormTo("/account/sign-in");
        door["Email"] = fake;
        door["Password"] = fake;
        await visitor.SubmitAsync(door);
        await visitor.PostAsync("/cart?handler=" + Uri.EscapeDataString(fake), ("VariantId", fake), ("Qty", fake));
        var crossing = new HttpRequestMessage(HttpMethod.Post, new Uri(Shop.Address, "/cart/" + Uri.EscapeDataString(fake))) { Content = new StringContent("x") };
        crossing.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "cross-site");
        await visitor.SendAsync(crossing);

        Assert.DoesNotContain(Shop.Output.Split('\n'), line => line.TrimStart().StartsWith("info: Makola[0] FAKE-LINE", StringComparison.Ordinal));
        Assert.DoesNotContain('\u001b', Shop.Output);
        Assert.All(Shop.Output.Split('\n'), line => Assert.True(line.Length < 8_192, "A log line is bounded."));
    }

    [Fact]
    public async Task IO13_Templates_in_names_stay_as_typed()
    {
        foreach (var words in Templates)
        {
            using var ama = Shop.NewBuyer();
            await ama.AddAsync(Cast.Plantain);
            var order = await ama.PlaceAsync(form => form.Set("Name", words).Set("Landmark", words));

            Assert.True(order.IsOrder, order.Text);
            Assert.Contains(words, order.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("49", order.TextOf("h1"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task IO14_Sql_in_any_field_finds_nothing_more_and_breaks_nothing()
    {
        string[] sql =
        [
            "'", "''", "\"", "')", "' OR '1'='1", "' OR 1=1 --", "1; DROP TABLE Orders; --", "' UNION SELECT PasswordHash FROM AspNetUsers --", "%", "_", "%%%", "\\", "*", "a*", "\"a", "a\"b\"c", "NEAR(a b)",
            "a AND", "OR", "NOT", "-a", "+a", "^a", "a:b", "Name:gari", "(((((", "{a}", "\u0000", "a\u0000b", "randomblob(1000000000)", "1 AND 1=randomblob(100000000)", "\u00FF", "\uFFFD", "\U0001F34C",
        ];
        using var visitor = Shop.NewBuyer();
        foreach (var words in sql)
        {
            visitor.Move();
            var asked = Uri.EscapeDataString(words);
            foreach (var path in new[] { $"/search?q={asked}", $"/search?q=gari%20{asked}", $"/c/food?sort={asked}", $"/c/food?o.Colour={asked}", $"/c/food?o.{asked}=M", $"/c/food?min={asked}", $"/p/{asked}", $"/o/{asked}", $"/c/{asked}", $"/b/{asked}" })
            {
                var page = await visitor.GetAsync(path);
                Assert.True((int)page.Status < 500, $"{path}: {(int)page.Status}");
                Assert.DoesNotContain("SQLite", page.Body, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain("fts5", page.Body, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain(Cast.SecretSauce.Name, page.Body, StringComparison.Ordinal);
            }

            var track = (await visitor.GetAsync("/track")).FormTo("/track");
            track["Number"] = words;
            track["Phone"] = words;
            Assert.True((int)(await visitor.SubmitAsync(track)).Status < 500, "/track " + words);
        }

        // % and _ are themselves, not "anything".
        foreach (var wild in new[] { "%", "_", "*" })
            Assert.DoesNotContain("/p/gari", (await visitor.GetAsync("/search?q=" + Uri.EscapeDataString(wild))).Html.QuerySelectorAll("main a").Select(a => a.GetAttribute("href")));
        await Shop.BooksAsync();
    }

    private List<long> Numbers(string sql)
    {
        using var connection = Shop.Sql();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A constant of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var rows = command.ExecuteReader();
        var numbers = new List<long>();
        while (rows.Read())
            numbers.Add(rows.GetInt64(0));
        return numbers;
    }
}
