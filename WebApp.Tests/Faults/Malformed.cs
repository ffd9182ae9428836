// Requests that mean nothing, made by chance from a seed: every page gets them, and none may answer with an error of its own or not at all.
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Makola.Tests.Faults;

/// <summary>Talks nonsense to a shop.</summary>
internal static partial class Malformed
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Most wrong answers that are told of; the rest are often the same.</summary>
    private const int MostWrong = 20;

    /// <summary>Requests under way at once: some promise more than they send, and the shop waits five seconds for the rest.</summary>
    private const int MostAtOnce = 48;

    /// <summary>What is put wherever something can be put.</summary>
    private static readonly string[] Odd =
    [
        "", " ", "0", "-1", "1", "2", "999999999999999999999", "-9223372036854775808", "9223372036854775807", "1e9", "NaN", "1.5", "0x10", "null", "undefined", "true", "[]", "{}", "../../etc/passwd", "..%2f..%2f", "%", "%zz", "%00", "\0",
        "'", "\"", "' OR 1=1 --", "<script>alert(1)</script>", "{{7*7}}", "${7*7}", "\r\nX-Injected: 1", "\u202Eabc", "😀", "\u0301\u0301\u0301", "a\u0000b", "\uFFFF", "2026-02-30", "9999-12-31T23:59", "0001-01-01", "25:61", "Active", "Owner", "gari", "1001",
    ];

    private static readonly string[] Methods = ["GET", "GET", "GET", "POST", "POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "G3T", "get", "POST "];

    private static readonly string[] Names = ["handler", "page", "q", "sort", "min", "max", "o.Colour", "v", "at", "id", "ids", "Form", "Form.Name", "Form.Ids[0]", "Form[0]", "Form.Variants[99999999].Price", "returnUrl", "__token", "Qty", "VariantId", "token", "culture", "tab", "from", "until", "=", "[", "a.b.c[", "."];

    /// <summary>The odd values that reach a page: a form with a NUL is refused whole.</summary>
    private static readonly string[] Readable = [.. Odd.Where(text => !text.Contains('\0'))];

    /// <summary>The names that reach a page, for the same reason.</summary>
    private static readonly string[] ReadableNames = [.. Names.Where(name => name is not ("=" or "." or "a.b.c["))];

    /// <summary>Every page of the shop, with its parameters to be filled in: <c>/p/{slug}</c>; and the names of its handlers and fields.</summary>
    private static readonly Lazy<IReadOnlyList<(string Route, string[] Handlers, string[] Fields)>> Pages = new(() =>
    [
        .. Directory.EnumerateFiles(Path.Combine(RunningShop.Repository, "WebApp", "Pages"), "*.cshtml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => (View: File.ReadAllText(file), Model: File.Exists(file + ".cs") ? File.ReadAllText(file + ".cs") : "")).Where(page => PageLine().IsMatch(page.View))
            .Select(page => (PageLine().Match(page.View).Groups[1].Value is { Length: > 0 } route ? route : "/", Of(Handler(), page.Model), Of(Field(), page.View + page.Model))),
    ]);

    /// <summary>Sends nonsense to each page, half of it with the cookies of somebody who is signed in, none of it with a form's token.</summary>
    /// <param name="shop">The shop.</param>
    /// <param name="staff">Who is signed in.</param>
    /// <param name="seed">Of chance; the same seed makes the same requests.</param>
    /// <param name="count">How many for each page.</param>
    /// <returns>What came back, in words.</returns>
    public static async Task<string> ToEachPageAsync(RunningShop shop, Buyer staff, int seed, int count)
    {
        var cookies = staff.Cookies.GetCookieHeader(shop.Address);
        var heard = new SortedDictionary<string, int>(StringComparer.Ordinal);
        List<string> wrong = [];
        var there = ThereInCast();
        var jobs = Pages.Value.SelectMany((page, n) => Enumerable.Range(0, count).Select(i => (page.Route, page.Handlers, page.Fields, Seed: unchecked(seed + (n * 100_003) + i))));
        await Parallel.ForEachAsync(jobs, new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce }, async (job, _) =>
        {
            var request = Make(shop, there, job.Route, job.Handlers, job.Fields, cookies, job.Seed);
            var answer = await AskAsync(shop, request);
            lock (heard)
            {
                heard[answer] = heard.GetValueOrDefault(answer) + 1;
                if (answer is not ("hung up" or ['1' or '2' or '3' or '4', ..]) && wrong.Count < MostWrong)
                    wrong.Add($"Seed {job.Seed}: {answer} to\n{Encoding.Latin1.GetString(request.AsSpan(0, Math.Min(2_000, request.Length)))}\n…{Encoding.Latin1.GetString(request.AsSpan(Math.Max(0, request.Length - 500)))}\n{Tail(shop)}");
            }
        });
        Assert.True(wrong.Count == 0, string.Join("\n\n", wrong));
        Assert.True(heard.GetValueOrDefault("hung up") * 10 < heard.Values.Sum(), $"{heard.GetValueOrDefault("hung up")} of {heard.Values.Sum()} requests got no answer.");
        return $"seed {seed}: {count} requests to each of {Pages.Value.Count} pages: {string.Join(", ", heard.Select(a => $"{a.Value} × {a.Key}"))}";
    }

    /// <summary>Posts odd values with a token that is right, as the owner of a demo shop of its own: forms that pass the door may change it.</summary>
    /// <inheritdoc cref="ToEachPageAsync"/>
    public static async Task<string> FormsAsync(int seed, int count)
    {
        await using var shop = await RunningShop.StartAsync(new Opening { Environment = "Development" });
        using var staff = shop.NewBuyer();
        var (email, password) = shop.OwnersPassword;
        await staff.SignInAsync(email, password);
        var there = ThereIn(shop);
        var heard = new SortedDictionary<int, int>();
        List<string> wrong = [];
        foreach (var ((route, handlers, fields), n) in Pages.Value.Select((page, n) => (page, n)))
        {
            // Leaving, and bringing another shop, would be the end of it.
            if (route is "/account/sign-out" or "/office/system/backup" or "/account/data") continue;
            staff.Move();
            if ((await staff.GetAsync("/office")).Path != "/office") await staff.SignInAsync(email, password);
            var token = (await staff.GetAsync("/office")).One("input[name=__token]").GetAttribute("value")!;
            for (var i = 0; i < count; i++)
            {
                var mine = unchecked(seed + (n * 100_003) + i);
                var random = new Random(mine);
                var path = Fill(route, there, random) + (handlers.Length > 0 && random.Next(4) > 0 ? "?handler=" + handlers[random.Next(handlers.Length)] : "");
                // Most are of a kind that is read at all, to get behind the door.
                var (names, values) = random.Next(8) == 0 ? (Names, Odd) : (ReadableNames, Readable);
                List<(string, string)> said = [("__token", token), .. Enumerable.Range(0, random.Next(0, 12)).Select(_ => (fields.Length > 0 && random.Next(5) > 0 ? fields[random.Next(fields.Length)] : names[random.Next(names.Length)], values[random.Next(values.Length)]))];
                staff.Move();
                using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(shop.Address.AbsoluteUri.TrimEnd('/') + path)) { Content = new FormUrlEncodedContent(said.Select(s => KeyValuePair.Create(s.Item1, s.Item2))) };
                var answer = await staff.SendAsync(request);
                if ((int)answer.Status >= 500 && wrong.Count < MostWrong) wrong.Add($"Seed {mine}: {(int)answer.Status} to {path} with {string.Join(" & ", said.Skip(1))}\n{Tail(shop)}");
                heard[(int)answer.Status] = heard.GetValueOrDefault((int)answer.Status) + 1;
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n\n", wrong));
        await shop.BooksAsync();
        return $"seed {seed}: {count} odd forms to each page, by the owner: {string.Join(", ", heard.Select(a => $"{a.Value} × {a.Key}"))}";
    }

    private static byte[] Make(RunningShop shop, IReadOnlyDictionary<string, List<string>> there, string route, string[] handlers, string[] fields, string cookies, int seed)
    {
        var random = new Random(seed);
        string Any(string[] from) => from[random.Next(from.Length)];
        bool Perhaps(int one) => random.Next(one) == 0;
        string Name() => fields.Length > 0 && Perhaps(2) ? Any(fields) : Any(Names);
        string Escaped(string text) => Perhaps(4) ? Bytes(text.Where(c => c is not (' ' or '\r' or '\n' or '\0'))) : Uri.EscapeDataString(text.IsNormalizedOrOdd());
        var query = Enumerable.Range(0, random.Next(0, 5)).Select(_ => $"{Escaped(Name())}={Escaped(Any(Odd))}").ToList();
        if (handlers.Length > 0 && Perhaps(2)) query.Insert(0, "handler=" + Any(handlers));
        if (Perhaps(30)) query.AddRange(Enumerable.Range(0, 600).Select(n => $"a{n}=b"));
        var target = Fill(route, there, random) + (Perhaps(15) ? Any(["//", "/../", "/%2e%2e/", ";x=1", "/.", "\\"]) : "") + (query.Count > 0 ? "?" + string.Join('&', query) : "");
        var body = random.Next(6) switch
        {
            0 => "",
            1 => string.Join('&', Enumerable.Range(0, random.Next(1, 12)).Select(_ => $"{Escaped(Name())}={Escaped(Any(Odd))}")),
            2 => $"--x\r\nContent-Disposition: form-data; name=\"{Name()}\"; filename=\"{Any(Odd)}\"\r\n\r\n{Any(Odd)}\r\n--x{(Perhaps(2) ? "--" : "")}\r\n",
            3 => string.Concat(Enumerable.Repeat("[", random.Next(1, 3_000))),
            4 => string.Concat(Enumerable.Range(0, random.Next(1, 2_000)).Select(_ => (char)random.Next(0, 256))),
            _ => $"{{\"{Name()}\":\"{Any(Odd)}\"",
        };
        var bytes = Encoding.Latin1.GetBytes(Bytes(body));
        var head = new StringBuilder($"{Any(Methods)} {target} HTTP/1.{(Perhaps(20) ? 0 : 1)}\r\n");
        head.Append(Perhaps(40) ? "Host: evil.test\r\n" : $"Host: {shop.Address.Authority}\r\n");
        head.Append($"X-Forwarded-For: 10.{random.Next(100, 250)}.{random.Next(256)}.{random.Next(256)}\r\nConnection: close\r\n");
        if (Perhaps(2)) head.Append($"Cookie: {cookies}\r\n");
        else if (Perhaps(3)) head.Append($"Cookie: cart={Visible(Any(Odd))}; __Host-session={new string('A', random.Next(0, 2_000))}; {Visible(Any(Odd))}\r\n");
        if (Perhaps(3)) head.Append($"HX-Request: true\r\nHX-Target: {Visible(Any(Odd))}\r\n");
        if (Perhaps(5)) head.Append($"Accept-Encoding: {Any(["br", "gzip;q=2", "*;q=0", ",,,", "br;q=x"])}\r\n");
        if (Perhaps(5)) head.Append($"If-None-Match: {Any(["*", "\"x\"", "W/", "\"", "x"])}\r\nIf-Modified-Since: {Any(["never", "Thu, 01 Jan 1970 00:00:00 GMT", "-1"])}\r\n");
        if (Perhaps(5)) head.Append($"Range: {Any(["bytes=0-", "bytes=-1", "bytes=9-1", "bytes=0-0,1-1,2-2", "lines=1"])}\r\n");
        if (Perhaps(4)) head.Append($"Origin: {Any(["null", "https://evil.test", "x", shop.Address.GetLeftPart(UriPartial.Authority)])}\r\nSec-Fetch-Site: {Any(["cross-site", "none", "same-origin", "x"])}\r\n");
        if (Perhaps(5)) head.Append($"Accept-Language: {Visible(Any(Odd))}\r\nAccept: {Visible(Any(Odd))}\r\nUser-Agent: {Visible(Any(Odd))}\r\nReferer: {Visible(Any(Odd))}\r\n");
        if (Perhaps(25)) head.Append("Content-Encoding: gzip\r\n");
        if (Perhaps(2)) head.Append($"Content-Type: {Any(["application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=x", "multipart/form-data; boundary=x", "multipart/form-data", "application/json", "text/xml", "x", "application/x-www-form-urlencoded; charset=utf-7"])}\r\n");
        // A length that is more than what comes makes the shop wait; it may, but not too often here.
        head.Append(random.Next(60) switch { 0 => $"Content-Length: {bytes.Length + 5}\r\n", 1 => "Content-Length: -1\r\n", 2 => "Content-Length: x\r\n", 3 => "Transfer-Encoding: chunked\r\n", _ => $"Content-Length: {bytes.Length}\r\n" });
        return [.. Encoding.Latin1.GetBytes(Bytes(head.Append("\r\n").ToString())), .. bytes];
    }

    /// <summary>Sends a request over a line of its own; the status of the answer, or "hung up".</summary>
    private static async Task<string> AskAsync(RunningShop shop, byte[] request)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var line = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await line.ConnectAsync(IPAddress.Loopback, shop.Address.Port, patience.Token);
            await line.SendAsync(request, patience.Token);
            var answer = new byte[32 * 1024];
            var (have, read) = (0, 0);
            while (have < 12 && (read = await line.ReceiveAsync(answer.AsMemory(have), patience.Token)) > 0) have += read;
            while (await line.ReceiveAsync(answer.AsMemory(12), patience.Token) > 0)
            {
                // The rest of the page.
            }

            return have >= 12 ? Encoding.ASCII.GetString(answer, 9, 3) : "hung up";
        }
        catch (SocketException)
        {
            return "hung up";
        }
        catch (OperationCanceledException)
        {
            return $"nothing within {Patience.TotalMinutes} minutes";
        }
    }

    /// <summary>The address of a page, each parameter of it now odd, now one that is there.</summary>
    private static string Fill(string route, IReadOnlyDictionary<string, List<string>> there, Random random) => Parameter().Replace(route, parameter => random.Next(3) == 0
        ? Uri.EscapeDataString(Odd[random.Next(Odd.Length)].IsNormalizedOrOdd())
        : there.TryGetValue(parameter.Value, out var known) ? known[random.Next(known.Count)] : random.Next(1, 4).ToString(CultureInfo.InvariantCulture));

    /// <summary>What can be put into an address of the cast's shop.</summary>
    private static Dictionary<string, List<string>> ThereInCast() => new(StringComparer.Ordinal) { ["{slug}"] = [Cast.Gari.Slug], ["{number:long}"] = ["1001"], ["{variantId:long}"] = [$"{Cast.VariantId(Cast.Gari)}"] };

    /// <summary>What can be put into an address of a filled shop: each of these finds something on one page or another.</summary>
    private static Dictionary<string, List<string>> ThereIn(RunningShop shop)
    {
        using var connection = shop.Sql();
        List<string> Some(string sql) => RunningShop.Column(connection, sql);
        return new(StringComparer.Ordinal)
        {
            ["{slug}"] = Some("SELECT * FROM (SELECT Slug FROM Products ORDER BY Id LIMIT 3) UNION ALL SELECT * FROM (SELECT Slug FROM Categories ORDER BY Id LIMIT 2) UNION ALL SELECT * FROM (SELECT Slug FROM ContentPages ORDER BY Id LIMIT 2)"),
            ["{number:long}"] = Some("SELECT Number FROM Orders ORDER BY Number DESC LIMIT 20"),
            ["{token}"] = Some("SELECT Token FROM Orders ORDER BY Number DESC LIMIT 20"),
            ["{variantId:long}"] = Some("SELECT Id FROM Variants ORDER BY Id LIMIT 20"),
        };
    }

    /// <summary>The bytes of a text in UTF-8, each as a letter.</summary>
    private static string Bytes(IEnumerable<char> text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes([.. text]));

    private static string Visible(string text) => string.Concat(text.Where(c => c is >= ' ' and not '\x7F'));

    /// <summary>Text as it can be escaped: half a character cannot.</summary>
    private static string IsNormalizedOrOdd(this string text) => string.Concat(text.EnumerateRunes());

    private static string[] Of(Regex what, string text) => [.. what.Matches(text).Select(m => m.Groups[1].Value).Where(name => name.Length > 0).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The shop's last word about an error, or its last words at all.</summary>
    private static string Tail(RunningShop shop)
    {
        var said = shop.Output;
        return said.Split('\n').LastOrDefault(line => line.Contains("\"Error\"", StringComparison.Ordinal)) is { } error ? error[..Math.Min(error.Length, 4_000)] : Trial.Tail(said);
    }

    [GeneratedRegex("""^@page(?:\s+"([^"]+)")?""", RegexOptions.Multiline)]
    private static partial Regex PageLine();

    [GeneratedRegex(@"\bOn(?:Get|Post)(\w+?)(?:Async)?\(")]
    private static partial Regex Handler();

    [GeneratedRegex("""(?:asp-for|for|name)="@?([A-Za-z][\w.\[\]]*)"|\b(?:BindProperty[^\]]*\]|FromForm\]|FromQuery\])\s*(?:public\s+)?[\w?<>]+\s+(\w+)""")]
    private static partial Regex Field();

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
