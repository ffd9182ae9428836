// The shops all tests share, so that few processes start: the demo shop (looked at, never changed) and copies of the
// cast's shop, one for each test class that changes things.
using Makola.Tests.Support;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Shops))]
[assembly: AssemblyFixture(typeof(Chromium))]

namespace Makola.Tests.Support;

/// <summary>Opens shops for tests. One instance serves the whole run (an xunit assembly fixture: ask for it in the constructor).</summary>
public sealed class Shops : IAsyncDisposable
{
    private readonly Lazy<Task<RunningShop>> _demo = new(() => RunningShop.StartAsync(new Opening { Environment = "Development" }));

    private readonly SemaphoreSlim _door = new(1);
    private IReadOnlyList<BrowserContextCookiesResult>? _session;

    /// <summary>The demo shop as a newcomer's first `dotnet run` makes it. Shared by everyone: look, do not change.</summary>
    public Task<RunningShop> DemoAsync() => _demo.Value;

    /// <summary>A browser window of the demo shop's owner, let in by the link on the console; that link is used once a run.</summary>
    public async Task<IBrowserContext> StaffOfDemoAsync(Chromium chromium, Look look)
    {
        ArgumentNullException.ThrowIfNull(chromium);
        var shop = await DemoAsync();
        await _door.WaitAsync();
        try
        {
            if (_session is null)
            {
                await using var first = await chromium.VisitorAsync(shop);
                var page = await first.NewPageAsync();
                await page.GotoAsync(shop.OneTimeLink!.ToString());
                if (!page.Url.EndsWith("/office", StringComparison.Ordinal))
                {
                    await page.Locator("form[method=post] button").First.ClickAsync();
                    await page.IsAtAsync("**/office");
                }

                _session = await first.CookiesAsync();
            }
        }
        finally
        {
            _door.Release();
        }

        var staff = await chromium.VisitorAsync(shop, look);
        await staff.AddCookiesAsync(_session.Select(cookie => new Cookie
        {
            Name = cookie.Name, Value = cookie.Value, Domain = cookie.Domain, Path = cookie.Path, HttpOnly = cookie.HttpOnly, SameSite = cookie.SameSite,
        }));
        return staff;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_demo.IsValueCreated)
            await (await _demo.Value).DisposeAsync();
        _door.Dispose();
    }
}
