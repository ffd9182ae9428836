// A customer over real HTTP: own cookies, own source address, forms read out of the page and posted as a browser does.
using System.Net;

namespace Makola.Tests.Support;

/// <summary>
/// One visitor. The shop sees 200 buyers as 200 addresses: it trusts the loopback proxy's X-Forwarded-For, and each buyer
/// sends his own (10.x.y.z), so that rate limits meant for one person do not meet the crowd.
/// </summary>
public sealed partial class Buyer : IDisposable
{
    private const int MostRedirects = 5;
    private readonly SocketsHttpHandler _handler;
    private readonly HttpClient _client;
    private readonly RunningShop _shop;

    internal Buyer(RunningShop shop, int number)
    {
        _shop = shop;
        From = Address(number);
        _handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            CookieContainer = Cookies,
            AutomaticDecompression = DecompressionMethods.All,
        };
        _client = new HttpClient(_handler) { Timeout = TimeSpan.FromSeconds(100) };
    }

    /// <summary>The address the shop sees this buyer come from.</summary>
    public IPAddress From { get; private set; }

    /// <summary>This buyer's cookies.</summary>
    public CookieContainer Cookies { get; } = new();

    /// <summary>How this buyer's connections are made, where it is not the usual way.</summary>
    public Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>> Line { set => _handler.ConnectCallback = value; }

    /// <summary>Headers sent with every request, on top of a browser's own.</summary>
    public Dictionary<string, string> Headers { get; } = [];

    /// <summary>The page last seen.</summary>
    public Page? Page { get; private set; }

    /// <summary>Goes on from another source address, as a phone does between two networks: rate limits begin anew.</summary>
    public void Move() => From = Address(_shop.NextVisitor());

    /// <summary>Opens an address of the shop and follows redirects.</summary>
    public Task<Page> GetAsync(string path) => FollowAsync(() => new HttpRequestMessage(HttpMethod.Get, new Uri(_shop.Address, path)));

    /// <summary>Posts fields to an address of the shop and follows redirects.</summary>
    public Task<Page> PostAsync(string path, params (string Name, string Value)[] fields) =>
        FollowAsync(() => new HttpRequestMessage(HttpMethod.Post, new Uri(_shop.Address, path))
        {
            Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        });

    /// <summary>Sends a form and follows redirects.</summary>
    public Task<Page> SubmitAsync(Form form) => FollowAsync(() => Request(form));

    /// <summary>Sends a form and returns the very first answer: a redirect stays one.</summary>
    public Task<Page> SubmitOnceAsync(Form form) => SendAsync(Request(form));

    /// <summary>Sends any request with this buyer's cookies and address; follows nothing.</summary>
    public async Task<Page> SendAsync(HttpRequestMessage request)
    {
        ArgumentNullException.ThrowIfNull(request);
        Dress(request);
        using var response = await _client.SendAsync(request);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        return Page = new Page(request.RequestUri!, response.StatusCode, response, bytes);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        _handler.Dispose();
    }

    private static IPAddress Address(int number) => new([10, (byte)(number >> 16), (byte)(number >> 8), (byte)number]);

    private async Task<Page> FollowAsync(Func<HttpRequestMessage> first)
    {
        var page = await SendAsync(first());
        for (var hop = 0; hop < MostRedirects && page.Response.Headers.Location is { } location && (int)page.Status is >= 300 and < 400; hop++)
            page = await SendAsync(Next(page, new Uri(page.Address, location)));
        return page;

        // As a browser: 307 sends the same form again, everything else asks for the page.
        HttpRequestMessage Next(Page from, Uri to)
        {
            if (from.Status != System.Net.HttpStatusCode.TemporaryRedirect) return new(HttpMethod.Get, to);
            var again = first();
            again.RequestUri = to;
            return again;
        }
    }

    private static HttpRequestMessage Request(Form form)
    {
        if (form.Method == HttpMethod.Post)
            return new HttpRequestMessage(HttpMethod.Post, form.Action) { Content = form.Content() };

        using var query = new FormUrlEncodedContent(form.Fields);
        var address = new UriBuilder(form.Action) { Query = query.ReadAsStringAsync().GetAwaiter().GetResult() };
        return new HttpRequestMessage(HttpMethod.Get, address.Uri);
    }

    private void Dress(HttpRequestMessage request)
    {
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", From.ToString());
        request.Headers.TryAddWithoutValidation("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        if (!request.Headers.Contains("Sec-Fetch-Site"))
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", Page is null ? "none" : "same-origin");
        if (request.Method != HttpMethod.Get && !request.Headers.Contains("Origin"))
            request.Headers.TryAddWithoutValidation("Origin", _shop.Address.GetLeftPart(UriPartial.Authority));
        foreach (var (name, value) in Headers)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
