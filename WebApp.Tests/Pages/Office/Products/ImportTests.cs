// A file of goods on its way into the shop: sent, tried, looked at, brought in, stopped, taken back; and every awkward file there is.
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace Makola.Tests.Pages.Office.Products;

public sealed class ImportTests(OfficeShop office) : IClassFixture<OfficeShop>
{
    private const string Columns = "Handle,Title,Variant Price,Variant Inventory Qty,Published";

    private RunningShop Shop => office.Shop;

    [Fact]
    public async Task A_file_is_tried_first_then_brought_in_and_taken_back_in_one_press()
    {
        var before = Goods();
        var trial = await TryAsync("cloth.csv", $"{Columns}\nbatik,Batik cloth,45.50,7,true\nsmock,=cmd|'/c calc',80,2,true\n");
        Assert.Contains("Created2", trial.Text, StringComparison.Ordinal);
        Assert.Contains("a Shopify product export", trial.Text, StringComparison.Ordinal);
        Assert.Equal(before, Goods());

        var list = (await office.Efua.GetAsync(trial.Html.QuerySelector("a[download]")!.GetAttribute("href")!)).Expect(HttpStatusCode.OK);
        Assert.Equal("attachment", list.Response.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Contains("2,2,Created,\"“Batik cloth”, 1 variant\"", list.Body, StringComparison.Ordinal);

        var done = await EndAsync(await office.Efua.SubmitAsync(trial.FormTo("handler=Import")));
        Assert.Contains("2 created, 0 changed, 0 unchanged, 0 refused", done.Text, StringComparison.Ordinal);
        Assert.Equal(before + 2, Goods());
        Assert.Contains("Batik cloth", (await office.Efua.GetAsync("/p/batik")).Expect(HttpStatusCode.OK).Text, StringComparison.Ordinal);

        await office.Efua.SubmitAsync(done.FormTo("handler=Undo"));
        Assert.Equal("Archived", Shop.Scalar<string>("SELECT Status FROM Products WHERE Slug = 'batik'"));
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task Two_at_once_come_in_one_after_the_other_and_the_bar_is_there_again_after_a_reload()
    {
        var first = await TryAsync("first.csv", Many("first", 1_500));
        var second = await TryAsync("second.csv", Many("second", 10));

        var one = (await office.Efua.SubmitAsync(first.FormTo("handler=Import"))).Path;
        var two = (await office.Efua.SubmitAsync(second.FormTo("handler=Import"))).Path;
        var again = await office.Efua.GetAsync(one);
        Assert.True(again.Has("progress") || again.Text.Contains("created", StringComparison.Ordinal), again.Text);

        Assert.Contains("10 created", (await EndAsync(await office.Efua.GetAsync(two))).Text, StringComparison.Ordinal);
        Assert.Contains("1500 created", (await office.Efua.GetAsync(one)).Text, StringComparison.Ordinal);
        Assert.True(Shop.Scalar<long>("SELECT EndedAt FROM Operations WHERE Title = 'Import of first.csv'") <= Shop.Scalar<long>("SELECT EndedAt FROM Operations WHERE Title = 'Import of second.csv'"));
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task A_stopped_import_leaves_nothing()
    {
        var trial = await TryAsync("stop.csv", Many("stop", 4_000));
        var running = await office.Efua.SubmitAsync(trial.FormTo("handler=Import"));
        await office.Efua.SubmitAsync(running.FormTo("handler=Stop"));

        var ended = await EndAsync(await office.Efua.GetAsync(running.Path));

        Assert.Contains("Stopped. Nothing of it was kept.", ended.Text, StringComparison.Ordinal);
        Assert.Equal(0, Shop.Scalar<int>("SELECT count(*) FROM Products WHERE Slug LIKE 'stop-%'"));
        Assert.False(ended.Has("form[action*=Undo]"));
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task A_file_that_was_changed_behind_the_shop_is_not_brought_in()
    {
        var trial = await TryAsync("swap.csv", $"{Columns}\nhonest,Honest goods,5,1,true\n");
        var key = Regex.Match(trial.Path, "[0-9a-f]{64}").Value;
        await File.WriteAllTextAsync(Path.Combine(Shop.Data, "work", "incoming", key + ".csv"), $"{Columns}\nother,Other goods,5,1,true\n");

        var ended = await EndAsync(await office.Efua.SubmitAsync(trial.FormTo("handler=Import")));

        Assert.Contains("its fingerprint differs", ended.Text, StringComparison.Ordinal);
        Assert.Equal(0, Shop.Scalar<int>("SELECT count(*) FROM Products WHERE Slug IN ('honest', 'other')"));
        (await office.Efua.GetAsync("/office/products/import?file=../../shop")).Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Rows_that_are_refused_are_named_and_the_rest_stays_out_too()
    {
        var trial = await TryAsync("faults.csv", $"{Columns}\ngood,Good,5,1,true\nbad,Bad,five,1,true\n");

        Assert.Contains("This file cannot be brought in yet", trial.Text, StringComparison.Ordinal);
        Assert.Contains("Refused Row 3: price “five” is not a number", trial.Text, StringComparison.Ordinal);
        Assert.False(trial.Has("form[action*='handler=Import']"));
        var form = trial.Html.QuerySelector("form[action*=sign-out] input[name=__token]")!.GetAttribute("value")!;
        Assert.Equal(HttpStatusCode.Conflict, (await office.Efua.PostAsync($"{trial.Path.Replace("?", "?handler=Import&", StringComparison.Ordinal)}", ("__token", form))).Status);
        Assert.Equal(0, Shop.Scalar<int>("SELECT count(*) FROM Products WHERE Slug = 'good'"));
    }

    public static TheoryData<string, string> Awkward() => new()
    {
        { "utf-16", "Created1" }, { "windows-1252", "read as Windows-1252" }, { "bom", "Created1" }, { "semicolons", "Created1" },
        { "no price column", "the columns are of no file the shop can read" }, { "formula", "Created1" }, { "nul", "a byte 0, which no text has" },
        { "unclosed quote", "a quotation mark opens a cell and none closes it" }, { "zip", "this is a spreadsheet, not a CSV file" },
        { "html", "the columns are of no file the shop can read" }, { "cut off", "is the file cut off here?" }, { "too many rows", "more than 100,000 rows; divide the file" },
    };

    [Theory]
    [MemberData(nameof(Awkward))]
    public async Task An_awkward_file_comes_in_or_says_why_not(string kind, string says)
    {
        var before = Goods();
        var trial = await TryAsync($"{kind}.csv", AwkwardFile(kind));

        Assert.Contains(says, trial.Text, StringComparison.Ordinal);
        Assert.Equal(before, Goods());
    }

    [Fact]
    public async Task IO05_A_formula_in_a_cell_is_text_in_the_list_and_in_the_shop()
    {
        string[] names = ["=1+1", "+1", "-1+1", "@SUM(A1)", "\"\t=1\"", "\"=1\",x"];
        var rows = string.Concat(names.Take(5).Select((name, i) => $"f{i},{name},5,1,true\n"));
        var trial = await TryAsync("formulas.csv", $"{Columns}\n{rows}");

        var list = await office.Efua.GetAsync(trial.Html.QuerySelector("a[download]")!.GetAttribute("href")!);
        Assert.DoesNotMatch(new Regex("(^|,|\")[=+@-]", RegexOptions.Multiline), list.Body[1..]);
        await EndAsync(await office.Efua.SubmitAsync(trial.FormTo("handler=Import")));
        Assert.Equal("=1+1", Shop.Scalar<string>("SELECT Name FROM Products WHERE Slug = 'f0'"));
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_refused_before_it_is_sent()
    {
        using var client = Shop.NewClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/office/products/import");
        request.Headers.TryAddWithoutValidation("Cookie", office.Efua.Cookies.GetCookieHeader(Shop.Address));
        request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "same-origin");
        request.Headers.ExpectContinue = true;
        request.Content = new Endless(10L << 30);

        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.InRange(((Endless)request.Content).Sent, 0, 16 << 20);
    }

    [Fact]
    public async Task Nothing_chosen_is_said_at_the_field_and_a_stranger_is_shown_the_door()
    {
        var page = await office.Efua.GetAsync("/office/products/import");
        Assert.Contains("Choose a file that is not empty.", (await SendAsync(page, "empty.csv", [])).Expect(HttpStatusCode.UnprocessableEntity).Text, StringComparison.Ordinal);

        using var stranger = Shop.NewBuyer();
        Assert.StartsWith("/account/sign-in", (await stranger.GetAsync("/office/products/import")).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Killed_in_the_middle_of_an_import_the_shop_has_none_of_it()
    {
        await using var own = await Cast.OpenAsync();
        using var efua = own.NewBuyer();
        await efua.SignInAsync();
        var sent = await SendAsync(await efua.GetAsync("/office/products/import"), "kill.csv", Encoding.UTF8.GetBytes(Many("kill", 3_000)), efua);
        var tried = await EndAsync(sent, efua);
        var trial = await efua.GetAsync(tried.One("a.button--main").GetAttribute("href")!);
        var running = await efua.SubmitAsync(trial.FormTo("handler=Import"));
        for (var look = 0; look < 300 && !running.Text.Contains("Writing", StringComparison.Ordinal) && !running.Text.Contains("shelves", StringComparison.Ordinal) && running.Has("progress"); look++)
            running = await efua.GetAsync(running.Path);
        await own.KillAsync();
        await own.RestartAsync();

        Assert.Contains(own.Scalar<int>("SELECT count(*) FROM Products WHERE Slug LIKE 'kill-%'"), new[] { 0, 3_000 });
        Assert.Equal(0, own.Scalar<int>("SELECT count(*) FROM Operations WHERE State = 'Running'"));
        await own.BooksAsync();
    }

    private int Goods() => Shop.Scalar<int>("SELECT count(*) FROM Products");

    private Task<Page> TryAsync(string name, string csv) => TryAsync(name, Encoding.UTF8.GetBytes(csv));

    /// <summary>Sends a file, waits for its trial, and goes on to what it found.</summary>
    private async Task<Page> TryAsync(string name, byte[] csv)
    {
        var done = await EndAsync(await SendAsync(await office.Efua.GetAsync("/office/products/import"), name, csv));
        return (await office.Efua.GetAsync(done.One("a.button--main").GetAttribute("href")!)).Expect(HttpStatusCode.OK);
    }

    private async Task<Page> SendAsync(Page page, string name, byte[] csv, Buyer? by = null)
    {
        var form = page.Form("main form[enctype]");
        using var parts = new MultipartFormDataContent();
        foreach (var (field, value) in form.Fields.Where(field => field.Key != "csv"))
            parts.Add(new StringContent(value), field);
        var file = new ByteArrayContent(csv);
        file.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        parts.Add(file, "csv", name);
        var answer = await (by ?? office.Efua).SendAsync(new HttpRequestMessage(HttpMethod.Post, form.Action) { Content = parts });
        return answer.SentTo is { } next ? await (by ?? office.Efua).GetAsync(next) : answer;
    }

    /// <summary>Waits for the end of the work a page shows.</summary>
    private async Task<Page> EndAsync(Page page, Buyer? by = null)
    {
        for (var look = 0; look < 600 && page.Has("#how-far"); look++)
        {
            await Task.Delay(100);
            page = await (by ?? office.Efua).GetAsync(page.Path);
        }
        return page.Expect(HttpStatusCode.OK);
    }

    private static string Many(string name, int products)
    {
        var csv = new StringBuilder($"{Columns}\n");
        for (var i = 0; i < products; i++)
            csv.Append(CultureInfo.InvariantCulture, $"{name}-{i},Many {name} {i},{i}.50,5,true\n");
        return csv.ToString();
    }

    private static byte[] AwkwardFile(string kind)
    {
        byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
        return kind switch
        {
            "utf-16" => [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes($"{Columns}\ncafe,Café 🍌,5,1,true\n")],
            "windows-1252" => Encoding.Latin1.GetBytes($"{Columns}\ncafe,Café,5,1,true\n"),
            "bom" => [.. Encoding.UTF8.GetPreamble(), .. Utf8($"{Columns}\ncafe,Café,5,1,true\n")],
            "semicolons" => Utf8($"{Columns}\ncafe,Café,5,1,true\n".Replace(',', ';')),
            "no price column" => Utf8("What,How much\ncafe,5\n"),
            "formula" => Utf8($"{Columns}\nsum,\"=SUM(A1:A9)\",5,1,true\n"),
            "nul" => Utf8($"{Columns}\ncafe,Ca\0fe,5,1,true\n"),
            "unclosed quote" => Utf8($"{Columns}\ncafe,\"Café,5,1,true\n"),
            "zip" => Zip(),
            "html" => Utf8("<html><script>alert(1)</script></html>"),
            "cut off" => Utf8($"{Columns}\ncafe,Café,5,1,true\ntea,Te"),
            _ => Utf8(Many("too-many", 100_001)),
        };
    }

    private static byte[] Zip()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = new StreamWriter(zip.CreateEntry("goods.csv").Open()))
            entry.Write(Columns);
        return bytes.ToArray();
    }

    /// <summary>A body that goes on and on, and counts what went.</summary>
    private sealed class Endless(long length) : HttpContent
    {
        public long Sent { get; private set; }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var block = new byte[64 * 1024];
            while (Sent < length)
            {
                await stream.WriteAsync(block);
                Sent += block.Length;
            }
        }

        protected override bool TryComputeLength(out long computed)
        {
            computed = length;
            return true;
        }
    }
}
