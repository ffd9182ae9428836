// What a page weighs for a customer's phone with nothing kept yet: fetched from this very shop, as that phone would.
using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Makola.Web;

/// <summary>A picture a page makes a phone fetch.</summary>
/// <param name="Address">Path and query.</param>
/// <param name="Bytes">As sent, with headers.</param>
/// <param name="InFirstView">True when it is fetched before anything is touched; false when it comes as one goes on.</param>
public sealed record PictureWeight(string Address, int Bytes, bool InFirstView);

/// <summary>What a page makes a phone fetch, bytes as sent: compressed, with headers.</summary>
public sealed record PageWeight(int Html, int Style, int Script, IReadOnlyList<PictureWeight> Pictures)
{
    /// <summary>Most bytes of a first view, and the slow network it is counted for (bits a second).</summary>
    public const int Budget = 70 * 1024, Slow = 50_000;

    /// <summary>Bytes until the first view stands.</summary>
    public int FirstView => Html + Style + Script + Pictures.Where(p => p.InFirstView).Sum(p => p.Bytes);

    /// <summary>Seconds that takes on a slow network.</summary>
    public double Seconds => FirstView * 8.0 / Slow;
}

/// <summary>
/// Weighs public pages over the shop's own address. The phone is 390 pixels wide with three screen pixels to each; of a picture's sizes it takes the one
/// Chromium takes. A lazy picture belongs to what comes later.
/// </summary>
public sealed partial class Scales(IServer server) : IDisposable
{
    private const double Wide = 390, Sharp = 3, Rem = 16;

    private readonly HttpClient client = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>Weighs a page.</summary>
    /// <returns>Null when customers cannot open it, it is no page, or the shop cannot be asked at its own address.</returns>
    public async Task<PageWeight?> WeighAsync(string path, CancellationToken ct)
    {
        if (OwnAddress() is not { } shop) return null;
        try
        {
            using var answer = await AskAsync(new Uri(shop, path), ct);
            if (!answer.IsSuccessStatusCode || answer.Content.Headers.ContentType?.MediaType != "text/html") return null;

            var packed = await answer.Content.ReadAsByteArrayAsync(ct);
            await using var sent = new MemoryStream(packed);
            await using Stream plain = answer.Content.Headers.ContentEncoding.Contains("br") ? new BrotliStream(sent, CompressionMode.Decompress) : sent;
            using var page = await new HtmlParser().ParseDocumentAsync(plain, ct);
            async Task<int> SumAsync(string selector, string attribute)
            {
                var sum = 0;
                foreach (var element in page.QuerySelectorAll(selector)) sum += await WeightOfAsync(new Uri(shop, element.GetAttribute(attribute)!), ct);
                return sum;
            }

            // On a phone a dot stands for the thumbnail of a photo.
            var shown = page.QuerySelectorAll("img").Where(i => i.Closest(".thumb--photo") is null).GroupBy(TakenOf, (address, same) => (Address: address, InFirstView: same.Any(i => i.GetAttribute("loading") != "lazy")));
            List<PictureWeight> pictures = [];
            foreach (var (address, first) in shown) pictures.Add(new(address, await WeightOfAsync(new Uri(shop, address), ct), first));
            return new(packed.Length + HeadOf(answer), await SumAsync("link[rel=stylesheet]", "href"), await SumAsync("script[src]", "src"), pictures);
        }
        catch (Exception fault) when (fault is HttpRequestException or InvalidDataException || (fault is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    /// <summary>The size of a picture that Chromium fetches: the sharp enough one, or the one below it when that is nearer.</summary>
    private static string TakenOf(IElement image)
    {
        var sizes = Candidate().Matches(image.GetAttribute("srcset") ?? "").Select(m => (Address: m.Groups[1].Value, Sharpness: Number(m.Groups[2].Value) / WidthOf(image.GetAttribute("sizes") ?? ""))).OrderBy(s => s.Sharpness).ToList();
        for (var i = 0; i + 1 < sizes.Count; i++)
            if (sizes[i + 1].Sharpness >= Sharp) return sizes[Sharp >= Math.Sqrt(sizes[i].Sharpness * sizes[i + 1].Sharpness) ? i + 1 : i].Address;
        return sizes.Count > 0 ? sizes[^1].Address : image.GetAttribute("src")!;
    }

    /// <summary>The first of <c>(min-width:60rem) 34rem,50vw</c> that holds on this phone, in its pixels.</summary>
    private static double WidthOf(string sizes)
    {
        foreach (Match size in Size().Matches(sizes))
            if (!size.Groups[1].Success || Number(size.Groups[1].Value) * Rem <= Wide) return Number(size.Groups[2].Value) * (size.Groups[3].Value == "rem" ? Rem : Wide / 100);
        return Wide;
    }

    private async Task<int> WeightOfAsync(Uri address, CancellationToken ct)
    {
        using var answer = await AskAsync(address, ct);
        return HeadOf(answer) + (await answer.Content.ReadAsByteArrayAsync(ct)).Length;
    }

    private async Task<HttpResponseMessage> AskAsync(Uri address, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.AcceptEncoding.Add(new("br"));
        return await client.SendAsync(request, ct);
    }

    /// <summary>Bytes of the answer's status line and headers.</summary>
    private static int HeadOf(HttpResponseMessage answer) => "HTTP/1.1 200 OK\r\n\r\n".Length + answer.Headers.Concat(answer.Content.Headers).Sum(h => h.Key.Length + string.Join(", ", h.Value).Length + 4);

    private Uri? OwnAddress() =>
        server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault(a => a.StartsWith("http://", StringComparison.Ordinal)) is { } bound
        && Uri.TryCreate(EveryHost().Replace(bound, "//127.0.0.1:"), UriKind.Absolute, out var address) ? address : null;

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(\S+) (\d+)w")]
    private static partial Regex Candidate();

    [GeneratedRegex(@"(?:\(min-width:(\d+)rem\) )?(\d+)(rem|vw)")]
    private static partial Regex Size();

    [GeneratedRegex(@"//(\*|\+|\[::\]|0\.0\.0\.0):")]
    private static partial Regex EveryHost();
}
