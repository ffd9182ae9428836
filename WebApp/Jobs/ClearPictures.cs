// Pictures nothing shows any more.
namespace Makola.Jobs;

/// <summary>Clears uploaded pictures that were unused for so long that no change could be taken back to them.</summary>
public sealed class ClearPictures(IDbContextFactory<ShopDb> factory, Album album, TimeProvider clock, ILogger<ClearPictures> log) : Job(TimeSpan.FromHours(24), clock, log)
{
    /// <inheritdoc/>
    public override JobWords Words { get; } = new("Unused pictures", "Clears pictures nothing has shown for so long that no change could bring them back.");

    /// <inheritdoc/>
    protected override async Task RunOnceAsync(CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        var now = Clock.GetUtcNow();
        int gone;
        do gone = await album.ClearAsync(db, now - Album.Kept, now, ct);
        while (gone > 0);
        await album.SweepAsync(db, now, ct);
    }
}
