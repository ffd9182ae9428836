// What is somebody else's cannot be reached by guessing, from another site, through a cache, or by a crawler with the owner's cookies.
using System.Globalization;
using System.Net;

namespace Makola.Tests.Abuse;

public sealed class SecretsTests(CastShop cast) : IClassFixture<CastShop>
{
    private RunningShop Shop => cast.Shop;

    [Fact]
    public async Task AC02_An_order_is_reached_by_its_link_only()
    {
        using var ama = Shop.NewBuyer();
        var order = await ama.BuyAsync(Cast.Gari);
        var token = order.Address.AbsolutePath["/o/".Length..];
        var number = Shop.Scalar<long>("SELECT Number FROM Orders WHERE Token = $t", ("$t", token));
        using var stranger = Shop.NewBuyer();
        var unknown = await stranger.GetAsync("/o/" + SecretToken.New());
        Assert.Equal(HttpStatusCode.NotFound, unknown.Status);

        string[] guesses = [number.ToString(CultureInfo.InvariantCulture), "1", token[..^1], token[..^1] + (token[^1] == 'A' ? 'B' : 'A'), token.ToUpperInvariant(), token + "x", "%", "../cart", "' OR 1=1", token.Replace(token[0], '*')];
        foreach (var guess in guesses)
        {
            var page = await stranger.GetAsync("/o/" + Uri.EscapeDataString(guess));
            Assert.Equal(HttpStatusCode.NotFound, page.Status);
            Assert.DoesNotContain(Cast.CustomerName, page.Body, StringComparison.Ordinal);
            var cancel = await stranger.PostAsync($"/o/{Uri.EscapeDataString(guess)}?handler=Cancel");
            Assert.True((int)cancel.Status is >= 400 and < 500, $"{guess}: {(int)cancel.Status}");
        }

        Assert.Equal("Open", Shop.Scalar<string>("SELECT Status FROM Orders WHERE Number = $n", ("$n", number)));
        Assert.Contains("no-store", order.Response.Headers.CacheControl?.ToString() ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task AC02_Number_and_phone_show_the_state_and_never_address_or_goods()
    {
        using var ama = Shop.NewBuyer();
        var order = await ama.BuyAsync(Cast.Gari);
        var number = Shop.Scalar<string>("SELECT Number FROM Orders WHERE Token = $t", ("$t", order.Address.AbsolutePath["/o/".Length..]));
        using var stranger = Shop.NewBuyer();

        var form = (await stranger.GetAsync("/track")).FormTo("/track").Set("Number", number).Set("Contact", Cast.CustomerPhone);
        var found = await stranger.SubmitAsync(form);
        Assert.Contains(number, found.Text, StringComparison.Ordinal);
        foreach (var secret in new[] { "Blue gate", "Methodist", Cast.Gari.Name, Cast.CustomerName, order.Address.AbsolutePath })
            Assert.DoesNotContain(secret, found.Html.QuerySelector("main")!.InnerHtml, StringComparison.OrdinalIgnoreCase);

        // A wrong phone and a wrong number say the same.
        var wrongPhone = await stranger.SubmitAsync(form.Copy().Set("Contact", "024 000 0000"));
        var wrongNumber = await stranger.SubmitAsync(form.Copy().Set("Number", "999999"));
        Assert.Equal(wrongPhone.Status, wrongNumber.Status);
        Assert.Equal(wrongPhone.Text.Replace("024 000 0000", "", StringComparison.Ordinal), wrongNumber.Text.Replace("999999", number, StringComparison.Ordinal).Replace(Cast.CustomerPhone, "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cart_is_reached_by_its_cookie_only()
    {
        using var ama = Shop.NewBuyer();
        await ama.AddAsync(Cast.Gari, 7);
        var token = ama.Cookies.GetCookies(Shop.Address)["cart"]!;
        Assert.True(token.HttpOnly, "Script cannot read the cart's cookie.");
        using var connection = Shop.Sql();
        Assert.Equal(0, RunningShop.Scalar<int>(connection, "SELECT count(*) FROM Carts WHERE TokenHash = $t", ("$t", token.Value)));

        foreach (var guess in new[] { "1", RunningShop.Scalar<string>(connection, "SELECT TokenHash FROM Carts ORDER BY Id DESC LIMIT 1"), token.Value.ToLowerInvariant(), token.Value[..^1] + "_", new string('A', 27), "" })
        {
            using var stranger = Shop.NewBuyer();
            stranger.Headers["Cookie"] = "cart=" + guess;
            Assert.DoesNotContain(Cast.Gari.Name, (await stranger.GetAsync("/cart")).Html.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_draft_and_a_product_no_longer_sold_are_nowhere()
    {
        using var visitor = Shop.NewBuyer();
        foreach (var hidden in new[] { Cast.SecretSauce, Cast.OldRadio })
        {
            Assert.True((await visitor.GetAsync("/p/" + hidden.Slug)).Status is HttpStatusCode.NotFound or HttpStatusCode.Gone, hidden.Slug);
            foreach (var path in new[] { "/", "/c/food", "/c/crafts", "/search?q=" + Uri.EscapeDataString(hidden.Name), "/search?q=" + hidden.Sku, "/search?handler=Suggest&q=" + hidden.Name[..4], "/sitemap.xml" })
            {
                var page = await visitor.GetAsync(path);
                Assert.DoesNotContain(hidden.Slug, page.Body, StringComparison.Ordinal);
            }

            var add = await visitor.AddQuicklyAsync(hidden);
            Assert.True((int)add.Status is >= 400 and < 500, $"{hidden.Slug}: {(int)add.Status}");
            Assert.Equal(0, Shop.Scalar<int>("SELECT count(*) FROM CartLines WHERE VariantId = $v", ("$v", Cast.VariantId(hidden))));
        }

        // By way of another product's page neither.
        var kente = await visitor.GetAsync($"/p/kente-shirt?v={Cast.VariantId(Cast.SecretSauce)}");
        Assert.DoesNotContain(Cast.SecretSauce.Name, kente.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task IO15_Forms_of_other_sites_and_forms_without_their_token_change_nothing()
    {
        using var owner = Shop.NewBuyer();
        await owner.SignInAsync();
        var order = await owner.BuyAsync(Cast.Gari);
        var number = Shop.Scalar<long>("SELECT max(Number) FROM Orders");
        string[] tables = ["Orders", "OrderEvents", "StockMovements", "Settings"];
        var before = Shop.Digest(t => tables.Contains(t));
        (string Path, string Body)[] deeds =
        [
            ("/cart?handler=Add", "VariantId=1&Qty=1"), ("/cart?handler=Quantity", "VariantId=1&Qty=5"), ("/cart?handler=Remove", "VariantId=1"), ("/checkout", "Form.Name=x"),
            (order.Path + "?handler=Cancel", ""), ("/account/sign-in", $"Form.Email={Cast.OwnerEmail}"), ("/account/sign-out", ""), ("/office/settings", "Form.Name=Evil"),
            ($"/office/orders/{number}?handler=Cancel", "Version=1"), ($"/office/orders/{number}?handler=Pack", "Version=1&Pack.All=true"), ($"/office/orders/{number}?handler=Note", "Version=1&Text=x"),
        ];
        foreach (var (path, body) in deeds)
        {
            foreach (var (name, value) in new[] { ("Origin", "https://evil.test"), ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"), ("Origin", "null") })
            {
                var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Shop.Address, path)) { Content = new StringContent(body, null, "application/x-www-form-urlencoded") };
                request.Headers.TryAddWithoutValidation(name, value);
                if (name == "Origin")
                    request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "");
                owner.Move();
                Assert.True((await owner.SendAsync(request)).Status is HttpStatusCode.Forbidden or HttpStatusCode.BadRequest, $"{path} with {name}: {value} → {(int)owner.Page!.Status}");
            }

            if (path.StartsWith("/cart", StringComparison.Ordinal))
                continue;
            owner.Move();
            Assert.Equal(HttpStatusCode.BadRequest, (await owner.SendAsync(new HttpRequestMessage(HttpMethod.Post, new Uri(Shop.Address, path)) { Content = new StringContent(body, null, "application/x-www-form-urlencoded") })).Status);
            Assert.True((await owner.SendAsync(new HttpRequestMessage(HttpMethod.Post, new Uri(Shop.Address, path)) { Content = new StringContent("{}", null, "text/plain") })).Status is HttpStatusCode.BadRequest or HttpStatusCode.UnsupportedMediaType);
        }

        // Another visitor's token is worth nothing here.
        using var other = Shop.NewBuyer();
        await other.AddAsync(Cast.Gari);
        var stolen = (await other.CheckoutAsync())["__token"]!;
        owner.Move();
        Assert.Equal(HttpStatusCode.BadRequest, (await owner.SendAsync(new HttpRequestMessage(HttpMethod.Post, new Uri(Shop.Address, order.Path + "?handler=Cancel")) { Content = new FormUrlEncodedContent([new("__token", stolen)]) })).Status);
        Assert.Equal(before, Shop.Digest(t => tables.Contains(t)));
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task IO16_A_crawler_with_the_owners_cookies_changes_nothing_by_looking()
    {
        await using var shop = await Cast.OpenAsync();
        using var owner = shop.NewBuyer();
        await owner.SignInAsync();
        var order = await owner.BuyAsync(Cast.Gari);
        await owner.AddAsync(Cast.PalmOil);
        var before = shop.Digest(Lasts);
        var seen = new HashSet<string>(["/", "/office", order.Path, "/cart", "/checkout", "/sitemap.xml", "/robots.txt", "/account/sign-out", order.Path + "?handler=Cancel", "/cart?handler=Remove&VariantId=1", "/office/orders/1001?handler=Pack"]);
        var queue = new Queue<string>(seen);

        while (queue.TryDequeue(out var path) && seen.Count < 400)
        {
            owner.Move();
            owner.Headers["Purpose"] = "prefetch";
            owner.Headers["Sec-Purpose"] = "prefetch;prerender";
            var head = await owner.SendAsync(new HttpRequestMessage(HttpMethod.Head, new Uri(shop.Address, path)));
            Assert.True((int)head.Status < 500, $"HEAD {path}: {(int)head.Status}");
            var page = await owner.GetAsync(path);
            Assert.True((int)page.Status < 500, $"GET {path}: {(int)page.Status}");
            if (page.Response.Content.Headers.ContentType?.MediaType != "text/html")
                continue;
            foreach (var link in page.Html.QuerySelectorAll("a[href], link[href], [hx-get]").Select(element => element.GetAttribute("hx-get") ?? element.GetAttribute("href")!))
            {
                if (Uri.TryCreate(page.Address, link, out var target) && target.Authority == shop.Address.Authority && target.Scheme == "http" && seen.Add(target.PathAndQuery))
                    queue.Enqueue(target.PathAndQuery);
            }
        }

        Assert.InRange(seen.Count, 40, 400);
        Assert.Equal(before, shop.Digest(Lasts));
        (await owner.GetAsync("/office")).Expect(HttpStatusCode.OK);
        Assert.Equal("/office", owner.Page!.Path);
    }

    [Fact]
    public async Task IO19_Nothing_of_one_visitor_reaches_another_through_a_cache()
    {
        using var ama = Shop.NewBuyer();
        var order = await ama.BuyAsync(Cast.Gari);
        await ama.AddAsync(Cast.Plantain, 8);
        using var guest = Shop.NewBuyer();
        foreach (var path in new[] { "/", "/c/food", "/p/gari", "/search?q=gari", "/cart", "/checkout", "/track", order.Path, "/account/sign-in" })
        {
            var hers = await ama.GetAsync(path);
            var control = hers.Response.Headers.CacheControl?.ToString() ?? "";
            if (hers.Address.AbsolutePath is "/cart" or "/checkout" || hers.IsOrder)
                Assert.True(control.Contains("no-store", StringComparison.Ordinal) || control.Contains("private", StringComparison.Ordinal), $"{path}: Cache-Control {control}");
            Assert.DoesNotContain("public", control, StringComparison.Ordinal);

            if (path == order.Path)
                continue;
            var theirs = await guest.GetAsync(path);
            Assert.DoesNotContain(Cast.CustomerName, theirs.Body, StringComparison.Ordinal);
            Assert.DoesNotContain(order.Path, theirs.Body, StringComparison.Ordinal);
            Assert.True(string.IsNullOrEmpty(theirs.Html.QuerySelector("#cart-count")?.TextContent.Trim()), path);
        }

        Assert.DoesNotContain(guest.Cookies.GetAllCookies(), cookie => cookie.Name == "cart");
        using var second = Shop.NewBuyer();
        foreach (var path in new[] { "/", "/c/food", "/p/gari", "/search?q=gari" })
        {
            var first = await guest.GetAsync(path);
            Assert.False(first.Response.Headers.Contains("Set-Cookie"), path);
            Assert.Equal(first.Body, (await second.GetAsync(path)).Body);
        }
    }

    [Fact]
    public async Task IO20_No_header_of_one_visitor_changes_the_page_of_the_next()
    {
        string[] paths = ["/", "/c/crafts", "/p/palm-oil"];
        (string Name, string Value)[] poison =
        [
            ("X-Forwarded-Host", "evil.test"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Prefix", "/evil"), ("X-Original-URL", "/office"), ("X-Rewrite-URL", "/office"), ("X-HTTP-Method-Override", "DELETE"),
            ("Accept-Language", "zz-ZZ,de;q=0.9"), ("Accept-Language", new string('a', 2_000)), ("Cookie", "currency=QQQ; lang=<script>"), ("User-Agent", "<script>x</script>"), ("Forwarded", "host=evil.test;proto=https"), ("Accept", "text/evil"), ("HX-Request", "true"),
        ];
        using var clean = Shop.NewBuyer();
        foreach (var path in paths)
        {
            // One address for each poison, so that the poisoned visit is the first to fill the cache.
            for (var n = 0; n < poison.Length; n++)
            {
                var address = $"{path}?page=1&v=&sort={(n % 2 == 0 ? "new" : "price")}";
                using var visitor = Shop.NewBuyer();
                visitor.Headers[poison[n].Name] = poison[n].Value;
                await visitor.GetAsync(address);
                await visitor.GetAsync(path + "?utm_source=evil&x=" + new string('y', 6_000));

                var body = (await clean.GetAsync(address)).Body;
                Assert.DoesNotContain("evil", body, StringComparison.Ordinal);
                Assert.DoesNotContain("https://127.0.0.1", body, StringComparison.Ordinal);
                Assert.DoesNotContain("QQQ", body, StringComparison.Ordinal);
                Assert.Contains("<html", body, StringComparison.Ordinal);
            }

            Assert.DoesNotContain("evil", (await clean.GetAsync(path)).Body, StringComparison.Ordinal);
        }
    }

    /// <summary>Tables that stay as they are while somebody only looks: not where a job writes by the clock how popular goods are, and the stamp that says so.</summary>
    private static bool Lasts(string table) => table is not ("ShelfPlaces" or "Counters");
}
