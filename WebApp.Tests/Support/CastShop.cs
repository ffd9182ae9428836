// The cast's shop for one test class: opened once, shared by its tests, which run one after another.
namespace Makola.Tests.Support;

/// <summary>A class fixture: a running shop with the cast in it.</summary>
public sealed class CastShop : IAsyncLifetime
{
    private RunningShop? _shop;

    /// <summary>The shop.</summary>
    public RunningShop Shop => _shop ?? throw new InvalidOperationException("The shop is not open yet.");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _shop = await Cast.OpenAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_shop is not null)
            await _shop.DisposeAsync();
    }
}
