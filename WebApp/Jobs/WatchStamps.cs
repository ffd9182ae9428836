// Another process (an import beside the running shop) changed goods or settings: copies in memory are stale.
namespace Makola.Jobs;

/// <summary>Looks every two seconds whether the stamps rose, and tells the <see cref="ChangeFeed"/>.</summary>
public sealed class WatchStamps(IDbContextFactory<ShopDb> factory, ChangeFeed feed, TimeProvider clock, ILogger<WatchStamps> log) : Job(TimeSpan.FromSeconds(2), clock, log)
{
    /// <inheritdoc/>
    public override JobWords Words { get; } = new("Other programs", "Looks whether a command beside the shop changed goods or settings, so that customers see it.");

    private Dictionary<string, long>? known;

    /// <inheritdoc/>
    protected override async Task RunOnceAsync(CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        var now = await db.Counters.AsNoTracking().Where(c => c.Name != "order").ToDictionaryAsync(c => c.Name, c => c.Value, ct);
        if (known is { } before) feed.Publish([.. now.Where(c => before.GetValueOrDefault(c.Key) != c.Value).Select(c => new Change(c.Key))]);
        known = now;
    }
}
