// The shops all tests share, so that few processes start: the demo shop (looked at, never changed) and copies of the
// cast's shop, one for each test class that changes things.
using Makola.Tests.Support;

[assembly: AssemblyFixture(typeof(Shops))]
[assembly: AssemblyFixture(typeof(Chromium))]

namespace Makola.Tests.Support;

/// <summary>Opens shops for tests. One instance serves the whole run (an xunit assembly fixture: ask for it in the constructor).</summary>
public sealed class Shops : IAsyncDisposable
{
    private readonly Lazy<Task<RunningShop>> _demo = new(() => RunningShop.StartAsync(new Opening { Environment = "Development" }));

    /// <summary>The demo shop as a newcomer's first `dotnet run` makes it. Shared by everyone: look, do not change.</summary>
    public Task<RunningShop> DemoAsync() => _demo.Value;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_demo.IsValueCreated)
            await (await _demo.Value).DisposeAsync();
    }
}
