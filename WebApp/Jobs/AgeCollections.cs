// What was new grows old: collections of new goods let them go.
namespace Makola.Jobs;

/// <summary>Takes goods out of collections that hold what is "newer than" some days; at most ten minutes late.</summary>
public sealed class AgeCollections(IDbContextFactory<ShopDb> factory, TimeProvider clock, ILogger<AgeCollections> log) : Job(TimeSpan.FromMinutes(10), clock, log)
{
    /// <inheritdoc/>
    public override JobWords Words { get; } = new("New grows old", "Takes goods out of collections of what is “newer than” some days, once they are older.");

    /// <inheritdoc/>
    protected override async Task RunOnceAsync(CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        await Shelves.GrowOldAsync(db, Clock.GetUtcNow(), ct);
    }
}
