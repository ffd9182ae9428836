// Requests that want to keep the shop busy: odd lists, long words, huge bodies, slow lines, too many carts. They get a clear "no"
// or an ordinary page, and everybody else goes on buying.
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Makola.Tests.Abuse;

public sealed partial class AvailabilityTests(CastShop cast) : IClassFixture<CastShop>
{
    private RunningShop Shop => cast.Shop;

    [Fact]
    public async Task AV01_Odd_pages_sorts_and_filters_show_at_most_a_page()
    {
        using var visitor = Shop.NewBuyer();
        using var efua = Shop.NewBuyer();
        await efua.SignInAsync();
        string[] odd =
        [
            "page=0", "page=-1", "page=1000000000", "page=abc", "page=1.5", "page=99999999999999999999", "size=0", "size=1000000", "take=1000000", "sort=unknown", "sort=", "sort=price&sort=name",
            "min=-1", "min=1e9", "min=abc", "max=99999999999999999", "min=5&max=1", "stock=2", "o.=x", "o.Colour=", "o.Nothing=x",
            string.Join('&', Enumerable.Range(0, 60).Select(n => $"o.F{n}=x")), string.Join('&', Enumerable.Range(0, 60).Select(n => $"o.Colour=c{n}")), string.Join('&', Enumerable.Range(0, 300).Select(n => $"a{n}=b")),
        ];
        foreach (var list in new[] { "/c/crafts?", "/search?q=bead&", "/search?" })
        {
            var plain = await WorkAsync(efua, list);
            Assert.NotEqual(0, plain.Queries);
            foreach (var query in odd)
            {
                visitor.Move();
                var page = await visitor.GetAsync(list + query);
                Assert.True((int)page.Status is 200 or 400 or 404 or 414, $"{list}{query}: {(int)page.Status}");
                Assert.InRange(page.Html.QuerySelectorAll(".card").Length, 0, 24);
                var work = await WorkAsync(efua, list + query);
                Assert.True(work.Queries <= plain.Queries + 5 && work.Scanned <= plain.Scanned && work.Read <= plain.Read + APage, $"{list}{query}: {work}, where the list as it is asks for {plain}");
            }
        }
    }

    [Fact]
    public async Task AV02_Any_words_can_be_searched_for()
    {
        using var visitor = Shop.NewBuyer();
        string[] words =
        [
            new('x', 500), string.Join(' ', Enumerable.Repeat("bead", 200)), "****", "%%%%", "the and of", new('\u0301', 5_000), new('\u0301', 1_000), "\"unbalanced", "(((", "a\"b(c", "NEAR(bead, 2)", "bead*", "bead OR NOT",
            "bead AND", "{bead}", "^bead", "Name : bead", "-bead", "  ", "\t\n", "😀😀😀", "ааа", "\u202Egnirts",
        ];
        foreach (var asked in words)
        {
            visitor.Move();
            foreach (var path in new[] { "/search?q=", "/search?handler=Suggest&q=" })
            {
                var page = await visitor.GetAsync(path + Uri.EscapeDataString(asked));
                // What fits into a line of 8 KB is looked for; what does not is refused unread.
                Assert.True(Uri.EscapeDataString(asked).Length < 8_000 ? (int)page.Status is 200 or 204 : (int)page.Status is 414, $"{asked}: {(int)page.Status}");
                Assert.DoesNotContain("fts5", page.Body, StringComparison.OrdinalIgnoreCase);
            }
        }
    }

    [Fact]
    public async Task AV03_Long_food_for_patterns_is_refused_by_its_length()
    {
        var hungry = new[] { string.Concat(Enumerable.Repeat("a@a.", 12_000)) + "@", new string('a', 50_000) + "!", string.Concat(Enumerable.Repeat("0 24 ", 10_000)), new string('-', 30_000), "GA-" + new string('1', 40_000) };
        using var ama = Shop.NewBuyer();
        await ama.AddAsync(Cast.Plantain);
        var form = await ama.CheckoutAsync();
        foreach (var food in hungry)
        {
            foreach (var field in new[] { "Contact", "Name", "Landmark", "DigitalAddress", "Region", "Note", "key", "shown" })
            {
                ama.Move();
                var answer = await ama.SubmitOnceAsync(form.Copy().Set(field, food));
                Assert.True((int)answer.Status is >= 400 and < 500 and not 429, $"{field}: {(int)answer.Status}");
            }

            ama.Move();
            var track = (await ama.GetAsync("/track")).FormTo("/track").Set("Number", food).Set("Contact", food);
            Assert.True((int)(await ama.SubmitOnceAsync(track)).Status < 500);
            var door = (await ama.GetAsync("/account/sign-in")).FormTo("/account/sign-in").Set("Email", food).Set("Password", food);
            Assert.True((int)(await ama.SubmitOnceAsync(door)).Status < 500);
        }

        Assert.Equal(0, Shop.Scalar<int>("SELECT count(*) FROM Orders WHERE Phone IS NULL AND Email IS NULL"));
        foreach (var food in hungry)
        {
            // Whole it is more than a line or a header may hold; a bite of it comes through.
            var bite = food[..3_000];
            foreach (var (path, right) in new[] { ("/search?q=", HttpStatusCode.OK), ("/search?handler=Suggest&q=", HttpStatusCode.OK), ("/p/", HttpStatusCode.NotFound), ("/c/", HttpStatusCode.NotFound), ("/pages/", HttpStatusCode.NotFound) })
            {
                Assert.StartsWith("HTTP/1.1 414", await RawAsync($"GET {path}{Uri.EscapeDataString(food)} HTTP/1.1\r\nHost: {Shop.Address.Authority}\r\n\r\n"), StringComparison.Ordinal);
                ama.Move();
                var answer = await ama.GetAsync(path + Uri.EscapeDataString(bite));
                Assert.True(answer.Status == right || answer.Status == HttpStatusCode.NoContent, $"{path}{food[..9]}…: {(int)answer.Status}");
            }

            foreach (var header in new[] { "User-Agent", "Accept-Language" })
            {
                Assert.StartsWith("HTTP/1.1 431", await RawAsync($"GET /track HTTP/1.1\r\nHost: {Shop.Address.Authority}\r\n{header}: {food}\r\n\r\n"), StringComparison.Ordinal);
                ama.Headers[header] = bite;
                (await ama.GetAsync("/track")).Expect(HttpStatusCode.OK);
                ama.Headers.Remove(header);
            }
        }

        // No pattern had to be stopped at the end of its time.
        Assert.DoesNotContain("RegexMatchTimeout", Shop.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AV04_Huge_and_broken_requests_get_a_plain_no_and_cost_no_memory()
    {
        using var visitor = Shop.NewBuyer();
        using var shop = System.Diagnostics.Process.GetProcessById(Shop.ProcessId);
        await visitor.GetAsync("/");
        var before = shop.WorkingSet64;

        Assert.InRange((int)await SendAsync(100L * 1024 * 1024, "/cart?handler=Add", "application/x-www-form-urlencoded"), 400, 431);
        Assert.InRange((int)await SendAsync(100L * 1024 * 1024, "/checkout", "multipart/form-data; boundary=x"), 400, 431);
        visitor.Move();
        var keys = await visitor.SendAsync(new HttpRequestMessage(HttpMethod.Post, new Uri(Shop.Address, "/cart?handler=Add")) { Content = new StringContent(string.Join('&', Enumerable.Range(0, 10_000).Select(n => $"k{n}=v")), Encoding.ASCII, "application/x-www-form-urlencoded") });
        Assert.InRange((int)keys.Status, 400, 431);
        var deep = await visitor.SendAsync(new HttpRequestMessage(HttpMethod.Post, new Uri(Shop.Address, "/checkout")) { Content = new StringContent(new string('[', 10_000), Encoding.ASCII, "application/json") });
        Assert.InRange((int)deep.Status, 400, 431);

        Assert.StartsWith("HTTP/1.1 4", await RawAsync($"GET /{new string('a', 100_000)} HTTP/1.1\r\nHost: {Shop.Address.Authority}\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 431", await RawAsync($"GET / HTTP/1.1\r\nHost: {Shop.Address.Authority}\r\nCookie: cart={new string('a', 1_000_000)}\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 4", await RawAsync($"POST /cart?handler=Add HTTP/1.1\r\nHost: {Shop.Address.Authority}\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 4", await RawAsync($"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 4", await RawAsync($"TRACE / HTTP/1.1\r\nHost: {Shop.Address.Authority}\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 400", await RawAsync("GET / HTTP/1.1\r\nHost: evil.test\r\n\r\n"), StringComparison.Ordinal);

        // What is packed stays packed: it is neither a form nor the hundred megabytes that would come out of it.
        var carts = Shop.Scalar<int>("SELECT count(*) FROM Carts");
        foreach (var packed in new[] { Packed(Encoding.ASCII.GetBytes($"VariantId={Cast.VariantId(Cast.Plantain)}&Qty=1")), Packed(new byte[100 * 1024 * 1024]) })
        {
            using var stranger = Shop.NewBuyer();
            Assert.InRange(await PostAsync(stranger, "/cart?handler=Add", packed), 400, 428);
        }

        Assert.Equal(carts, Shop.Scalar<int>("SELECT count(*) FROM Carts"));

        // While bodies without end pour in on four lines, one after another, somebody buys.
        using var bought = new CancellationTokenSource();
        var pouring = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            List<int> answers = [];
            while (!bought.IsCancellationRequested)
            {
                using var stranger = Shop.NewBuyer();
                using var endless = new StreamContent(new Zeros(long.MaxValue));
                endless.Headers.TryAddWithoutValidation("Content-Type", "application/x-www-form-urlencoded");
                answers.Add(await PostAsync(stranger, "/cart?handler=Add", endless));
            }

            return answers;
        })).ToList();
        visitor.Move();
        await visitor.BuyAsync(Cast.Plantain);
        Assert.All(pouring, line => Assert.False(line.IsCompleted));
        await bought.CancelAsync();
        foreach (var answers in await Task.WhenAll(pouring))
            Assert.All(answers, answer => Assert.InRange(answer, 400, 428));

        shop.Refresh();
        Assert.InRange(shop.WorkingSet64 - before, long.MinValue, 150L * 1024 * 1024);
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task AV05_Two_hundred_slow_lines_do_not_keep_a_buyer_out()
    {
        var lines = new List<Socket>();
        try
        {
            for (var n = 0; n < 200; n++)
            {
                var line = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await line.ConnectAsync(IPAddress.Loopback, Shop.Address.Port);
                await line.SendAsync(Encoding.ASCII.GetBytes(n % 2 == 0
                    ? "GET / HT"
                    : $"POST /cart?handler=Add HTTP/1.1\r\nHost: {Shop.Address.Authority}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nV"));
                lines.Add(line);
            }

            using var ama = Shop.NewBuyer();
            await ama.BuyAsync(Cast.Plantain);

            // A header that never ends is cut off after a while (15 s in the shop's limits; a byte more does not buy time).
            var first = lines[0];
            first.ReceiveTimeout = 60_000;
            var answer = new byte[512];
            var read = await Task.Run(() =>
            {
                try
                {
                    return first.Receive(answer);
                }
                catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
                {
                    return 0;
                }
            });
            Assert.True(read == 0 || Encoding.ASCII.GetString(answer, 0, read).StartsWith("HTTP/1.1 408", StringComparison.Ordinal));
        }
        finally
        {
            lines.ForEach(line => line.Dispose());
        }

        await Shop.BooksAsync();
    }

    [Fact]
    public async Task AV06_One_address_cannot_make_thousands_of_carts()
    {
        var carts = Shop.Scalar<int>("SELECT count(*) FROM Carts");
        using var greedy = Shop.NewBuyer();
        Page? refused = null;
        for (var n = 0; n < 400 && refused is null; n++)
        {
            greedy.Cookies.GetAllCookies().ToList().ForEach(cookie => cookie.Expired = true);
            var page = await greedy.SendAsync(new HttpRequestMessage(HttpMethod.Post, new Uri(Shop.Address, "/cart?handler=Add"))
            {
                Content = new FormUrlEncodedContent([new("VariantId", Cast.VariantId(Cast.Plantain).ToString(System.Globalization.CultureInfo.InvariantCulture)), new("Qty", "1")]),
            });
            if (page.Status == HttpStatusCode.TooManyRequests)
                refused = page;
        }

        Assert.NotNull(refused);
        Assert.NotNull(refused.Response.Headers.RetryAfter);
        Assert.True(refused.Has("main"), "Too many requests get a page for people.");
        Assert.InRange(Shop.Scalar<int>("SELECT count(*) FROM Carts") - carts, 1, 200);
        using var other = Shop.NewBuyer();
        (await other.AddAsync(Cast.Plantain)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task AV06_One_address_cannot_open_hundreds_of_accounts_fill_the_inbox_or_review_a_good_twice()
    {
        using var greedy = Shop.NewBuyer();
        var (people, letters) = (Shop.Scalar<int>("SELECT count(*) FROM AspNetUsers"), Shop.Scalar<int>("SELECT count(*) FROM ContactMessages"));
        await UntilTooManyAsync(greedy, 60, async n =>
        {
            greedy.Cookies.GetAllCookies().ToList().ForEach(cookie => cookie.Expired = true);
            var form = (await greedy.GetAsync("/account/register")).Expect(HttpStatusCode.OK).Form();
            (form["Form.Name"], form["Form.Phone"], form["Form.Password"]) = ($"Greedy {n}", $"02477{n:00000}", "six yellow baskets");
            return form;
        });
        Assert.InRange(Shop.Scalar<int>("SELECT count(*) FROM AspNetUsers") - people, 1, 50);

        greedy.Cookies.GetAllCookies().ToList().ForEach(cookie => cookie.Expired = true);
        var letter = (await greedy.GetAsync("/contact")).FormTo("/contact");
        await Task.Delay(2_200); // No person writes faster, and a program that does is not listened to.
        await UntilTooManyAsync(greedy, 60, n => Task.FromResult(letter.Set("Name", $"Greedy {n}").Set("Contact", "024 812 4490").Set("Text", $"Buy this, number {n}.")));
        Assert.InRange(Shop.Scalar<int>("SELECT count(*) FROM ContactMessages") - letters, 1, 50);

        using var ama = Shop.NewBuyer();
        var link = (await ama.BuyAsync(Cast.Gari)).Path;
        await using (var db = Shop.Db())
        {
            await db.WriteAsync(async () =>
            {
                var order = (await db.Orders.WholeAsync(await db.Orders.MaxAsync(o => o.Number), CancellationToken.None))!;
                var parcel = order.Pack(null, Actor.Shop("test"), DateTimeOffset.UtcNow);
                order.Send(parcel.No, null, null, Actor.Shop("test"), DateTimeOffset.UtcNow);
                order.Deliver(parcel.No, Actor.Shop("test"), DateTimeOffset.UtcNow);
            });
        }

        var review = (await ama.GetAsync(link + "/review/1")).FormTo("/review/");
        await UntilTooManyAsync(ama, 400, n => Task.FromResult(review.Set("Stars", "1").Set("Text", $"Bad, {n} times").Set("Name", "Ama")));
        Assert.Equal(1, Shop.Scalar<int>("SELECT count(*) FROM Reviews"));
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task AV06_Carts_nobody_came_back_to_are_cleared_away()
    {
        using var ama = Shop.NewBuyer();
        await ama.AddAsync(Cast.Plantain);
        Shop.Execute("UPDATE Carts SET TouchedAt = $then", ("$then", DateTimeOffset.UtcNow.AddDays(-Cart.KeptDays - 1).ToUnixTimeMilliseconds()));
        using var kofi = Shop.NewBuyer();
        await kofi.AddAsync(Cast.Plantain);

        await Shop.StopAsync();
        await Shop.RestartAsync();

        for (var patience = 600; Shop.Scalar<int>("SELECT count(*) FROM Carts") > 1 && patience > 0; patience--) await Task.Delay(100);
        Assert.Equal(1, Shop.Scalar<int>("SELECT count(*) FROM Carts"));
        Assert.True((await kofi.PlaceAsync()).IsOrder);
        await Shop.BooksAsync();
    }

    [Theory]
    [InlineData("/track", "Number", 60)]
    [InlineData("/account/sign-in", "Password", 40)]
    public async Task Guessing_is_slowed_down(string path, string field, int tries)
    {
        using var guesser = Shop.NewBuyer();
        var form = (await guesser.GetAsync(path)).FormTo(path);
        var slowed = false;
        for (var n = 0; n < tries && !slowed; n++)
        {
            var answer = await guesser.SubmitOnceAsync(form.Set(field, "guess" + n).Set("Email", Cast.OwnerEmail).Set("Contact", Cast.CustomerPhone));
            Assert.True((int)answer.Status < 500);
            slowed = answer.Status == HttpStatusCode.TooManyRequests && answer.Response.Headers.RetryAfter is not null;
        }

        Assert.True(slowed, $"{tries} guesses at {path} went through.");
    }

    /// <summary>Presses until the shop says "too many", which it does before so many tries, and without an error.</summary>
    private static async Task UntilTooManyAsync(Buyer greedy, int tries, Func<int, Task<Form>> fill)
    {
        for (var n = 0; n < tries; n++)
        {
            var answer = await greedy.SubmitOnceAsync(await fill(n));
            Assert.True((int)answer.Status < 500, $"{answer.Path}: {(int)answer.Status}");
            if (answer.Status != HttpStatusCode.TooManyRequests) continue;
            Assert.NotNull(answer.Response.Headers.RetryAfter);
            return;
        }

        Assert.Fail($"{tries} times went through at {greedy.Page?.Path}.");
    }

    /// <summary>Rows a list may read more than another of its kind: a page of them, and what it shows of each.</summary>
    private const int APage = 100;

    /// <summary>
    /// What the shop did for a list, as staff read it behind the scenes: queries, rows looked at without an index, rows read. Nothing for a request that was refused before.
    /// </summary>
    private static async Task<(int Queries, int Scanned, int Read)> WorkAsync(Buyer efua, string path)
    {
        efua.Move();
        var page = await efua.GetAsync(path);
        if (page.Status != HttpStatusCode.OK) return default;
        var scene = page.One("aside.staff a[href^='/office/backstage/']").GetAttribute("href")!;
        // It is noted once the answer is sent.
        for (var tries = 0; (page = await efua.GetAsync(scene)).Status == HttpStatusCode.NotFound && tries < 300; tries++) await Task.Delay(100);
        page.Expect(HttpStatusCode.OK);
        var (queries, scanned, read) = (0, 0, 0);
        foreach (var query in page.Html.QuerySelectorAll(".query"))
        {
            var words = Page.Fold(query.TextContent);
            queries += Figure(Times().Match(words));
            read += Figure(Rows().Match(words));
            scanned += Figure(LookedAt().Match(words));
        }

        return (queries, scanned, read);
    }

    private static int Figure(Match found) => found.Success ? int.Parse(found.Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"([\d,]+)× ·")]
    private static partial Regex Times();

    [GeneratedRegex(@"· ([\d,]+) rows?\b")]
    private static partial Regex Rows();

    [GeneratedRegex(@"looked at ([\d,]+) one after another")]
    private static partial Regex LookedAt();

    /// <summary>Posts a body by somebody new; the status, or 413 when the shop hung up in the middle of it, which is as clear.</summary>
    private async Task<int> PostAsync(Buyer stranger, string path, HttpContent body)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Shop.Address, path)) { Content = body };
            return (int)(await stranger.SendAsync(request)).Status;
        }
        catch (HttpRequestException)
        {
            return (int)HttpStatusCode.RequestEntityTooLarge;
        }
    }

    /// <summary>A form packed as a browser never does.</summary>
    private static ByteArrayContent Packed(byte[] form)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest)) zip.Write(form);
        var content = new ByteArrayContent(packed.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", "application/x-www-form-urlencoded");
        content.Headers.ContentEncoding.Add("gzip");
        return content;
    }

    private async Task<HttpStatusCode> SendAsync(long length, string path, string type)
    {
        using var client = Shop.NewClient();
        client.DefaultRequestHeaders.ExpectContinue = true;
        using var content = new StreamContent(new Zeros(length));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        content.Headers.ContentLength = length;
        try
        {
            using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), content);
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            // The shop hung up in the middle of it, which is as clear.
            return HttpStatusCode.RequestEntityTooLarge;
        }
    }

    private async Task<string> RawAsync(string request)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, Shop.Address.Port);
        var answer = new byte[256];
        try
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes(request));
        }
        catch (SocketException)
        {
            // Refused before all was said; the answer is on the line.
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var read = await socket.ReceiveAsync(answer.AsMemory(), patience.Token);
        return Encoding.ASCII.GetString(answer, 0, read);
    }

    /// <summary>So many zeros, made as they are read.</summary>
    private sealed class Zeros(long length) : Stream
    {
        private long _left = length;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var now = (int)Math.Min(count, _left);
            buffer.AsSpan(offset, now).Fill((byte)'0');
            _left -= now;
            return now;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
