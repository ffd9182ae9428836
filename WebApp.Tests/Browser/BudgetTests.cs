// What a first visit weighs, measured over the running demo shop as a browser receives it: compressed, with an empty cache.
// The limits are those of the design (ui.md): a page for a slow network and a phone paid by the megabyte.
using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Makola.Tests.Browser;

public sealed class BudgetTests(Shops shops, Chromium chromium, ITestOutputHelper output)
{
    private const int KB = 1_024;

    public static TheoryData<string> FirstViews() => ["home", "category", "product"];

    [Theory]
    [MemberData(nameof(FirstViews))]
    public async Task A_first_view_on_a_phone_weighs_at_most_70_KB(string view)
    {
        var shop = await shops.DemoAsync();
        await using var visitor = await chromium.VisitorAsync(shop, Look.Phone);
        var page = await visitor.NewPageAsync();
        var loads = new List<(string Url, string Type, int Bytes)>();
        page.RequestFinished += async (_, request) =>
        {
            var sizes = await request.SizesAsync();
            lock (loads)
                loads.Add((request.Url, request.ResourceType, sizes.ResponseBodySize + sizes.ResponseHeadersSize));
        };

        await page.GotoAsync(await PathOfAsync(shop, view), new() { WaitUntil = Microsoft.Playwright.WaitUntilState.NetworkIdle });
        await Task.Delay(300);
        var inView = await page.EvaluateAsync<string[]>("() => [...document.images].filter(i => { const r = i.getBoundingClientRect(); return r.top < innerHeight && r.bottom > 0 && r.width > 0; }).map(i => i.currentSrc)");

        // The icon in the window's frame comes last of all, after the pictures.
        var rest = loads.Where(load => load.Type != "image" && !load.Url.Contains("/img/", StringComparison.Ordinal)).ToList();
        var pictures = loads.Where(load => load.Type == "image" && inView.Contains(load.Url)).ToList();
        output.WriteLine($"{view}: {rest.Sum(load => load.Bytes)} B before pictures in {rest.Count} requests, {pictures.Count} pictures in view {pictures.Sum(load => load.Bytes)} B, all {loads.Sum(load => load.Bytes)} B");
        Assert.True(rest.Count <= 4, "Requests before pictures: " + string.Join(", ", rest.Select(load => load.Url)));
        Assert.InRange(pictures.Sum(load => load.Bytes), 0, 40 * KB);
        Assert.InRange(rest.Sum(load => load.Bytes) + pictures.Sum(load => load.Bytes), 1, 70 * KB);
    }

    [Theory]
    [InlineData("br")]
    public async Task A_category_page_of_24_goods_is_at_most_8_KB_of_html(string encoding)
    {
        var shop = await shops.DemoAsync();
        var (bytes, text) = await WeighAsync(shop, await PathOfAsync(shop, "category"), encoding);

        output.WriteLine($"category: {bytes} B {encoding}");
        Assert.Equal(24, Regex.Count(text, "class=\"card\""));
        Assert.InRange(bytes, 1, 8 * KB);
    }

    [Fact]
    public async Task Style_is_at_most_6_KB_and_all_script_14_KB_and_deferred()
    {
        var shop = await shops.DemoAsync();
        var (_, home) = await WeighAsync(shop, "/", "br");
        var (style, script) = (0, 0);
        foreach (Match sheet in Regex.Matches(home, "<link rel=\"stylesheet\" href=\"([^\"]+)\""))
            style += (await WeighAsync(shop, sheet.Groups[1].Value, "br")).Bytes;
        foreach (Match tag in Regex.Matches(home, "<script(?![^>]*application/ld)[^>]*>"))
        {
            Assert.Contains("defer", tag.Value, StringComparison.Ordinal);
            script += (await WeighAsync(shop, Regex.Match(tag.Value, "src=\"([^\"]+)\"").Groups[1].Value, "br")).Bytes;
        }

        output.WriteLine($"style {style} B, script {script} B");
        Assert.InRange(style, 1, 6 * KB);
        Assert.InRange(script, 1, 14 * KB);
    }

    [Fact]
    public async Task A_phone_without_brotli_gets_gzip()
    {
        var shop = await shops.DemoAsync();
        foreach (var view in new[] { "home", "category", "product" })
        {
            var (bytes, _) = await WeighAsync(shop, await PathOfAsync(shop, view), "gzip");
            Assert.InRange(bytes, 1, 10 * KB);
        }
    }

    [Theory]
    [InlineData("/office")]
    [InlineData("/office/orders")]
    [InlineData("/office/settings")]
    [InlineData("/office/products")]
    [InlineData("/office/products/import")]
    [InlineData("/office/categories")]
    [InlineData("/office/collections/new")]
    [InlineData("/office/brands")]
    [InlineData("/office/redirects")]
    [InlineData("/office/content/pages/4")]
    [InlineData("/office/content/menus")]
    [InlineData("/office/content/home")]
    [InlineData("/office/messages")]
    [InlineData("/office/customers")]
    [InlineData("/office/customers/1")]
    [InlineData("/office/customers/1?show=card")]
    [InlineData("/office/reviews")]
    [InlineData("/office/mail")]
    [InlineData("/office/settings/mail")]
    [InlineData("/office/products/export")]
    [InlineData("/office/practice")]
    [InlineData("/office/system")]
    [InlineData("/office/system/jobs")]
    [InlineData("/office/backstage")]
    [InlineData("/office/backstage/warnings")]
    [InlineData("/office/backstage/errors")]
    [InlineData("/office/history")]
    [InlineData("/office/log")]
    [InlineData("/office/staff")]
    [InlineData("/office/staff/roles/new")]
    [InlineData("/office/search")]
    [InlineData("/office/media")]
    public async Task A_back_office_page_weighs_at_most_45_KB_without_pictures(string path)
    {
        var shop = await shops.DemoAsync();
        await using var staff = await shops.StaffOfDemoAsync(chromium, Look.Phone);
        var page = await staff.NewPageAsync();
        var bytes = 0;
        page.RequestFinished += async (_, request) =>
        {
            var sizes = await request.SizesAsync();
            if (request.ResourceType != "image")
                Interlocked.Add(ref bytes, sizes.ResponseBodySize + sizes.ResponseHeadersSize);
        };

        await page.GotoAsync(path, new() { WaitUntil = Microsoft.Playwright.WaitUntilState.NetworkIdle });
        await Task.Delay(300);

        Assert.EndsWith(path, page.Url, StringComparison.Ordinal);
        output.WriteLine($"{path}: {bytes} B");
        Assert.InRange(bytes, 1, 45 * KB);
    }

    [Fact]
    public async Task Files_are_fingerprinted_and_kept_for_good()
    {
        var shop = await shops.DemoAsync();
        var (_, home) = await WeighAsync(shop, "/", "br");
        using var client = shop.NewClient();
        foreach (Match file in Regex.Matches(home, "(?:src|href)=\"(/(?:css|js|img)/[^\"]+)\"").Take(12))
        {
            using var answer = await client.GetAsync(new Uri(file.Groups[1].Value, UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.True(answer.Headers.CacheControl?.MaxAge >= TimeSpan.FromDays(365) && answer.Headers.CacheControl.ToString().Contains("immutable", StringComparison.Ordinal), $"{file.Groups[1].Value}: {answer.Headers.CacheControl}");
        }
    }

    private static async Task<string> PathOfAsync(RunningShop shop, string view)
    {
        if (view == "home")
            return "/";
        var (_, home) = await WeighAsync(shop, "/", "br");
        foreach (Match category in Regex.Matches(home, "href=\"(/c/[^\"]+)\""))
        {
            var (_, text) = await WeighAsync(shop, category.Groups[1].Value, "br");
            if (Regex.Count(text, "class=\"card\"") == 24)
                return view == "category" ? category.Groups[1].Value : Regex.Match(text, "class=\"card-link\" href=\"(/p/[^\"]+)\"").Groups[1].Value;
        }

        throw new InvalidOperationException("No category of the demo shop shows 24 goods.");
    }

    private static async Task<(int Bytes, string Text)> WeighAsync(RunningShop shop, string path, string encoding)
    {
        using var client = shop.NewClient();
        client.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue(encoding));
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal([encoding], answer.Content.Headers.ContentEncoding);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        await using Stream plain = encoding == "br"
            ? new System.IO.Compression.BrotliStream(new MemoryStream(bytes), System.IO.Compression.CompressionMode.Decompress)
            : new System.IO.Compression.GZipStream(new MemoryStream(bytes), System.IO.Compression.CompressionMode.Decompress);
        using var reader = new StreamReader(plain);
        return (bytes.Length, await reader.ReadToEndAsync());
    }
}
