// Goods that come into the shop, and leave it, at a time staff set.
namespace Makola.Jobs;

/// <summary>Publishes drafts and takes goods out when their time has come; at most a minute late.</summary>
public sealed class PublishGoods(IDbContextFactory<ShopDb> factory, TimeProvider clock, ILogger<PublishGoods> log) : Job(TimeSpan.FromMinutes(1), clock, log)
{
    /// <inheritdoc/>
    public override JobWords Words { get; } = new("Planned goods", "Puts goods into the shop, and takes them out, at the time staff set.");

    /// <summary>Most goods of one turn.</summary>
    private const int AtOnce = 500;

    /// <inheritdoc/>
    protected override async Task RunOnceAsync(CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        var now = Clock.GetUtcNow();
        var due = await db.Products.Where(p => p.PublishAt != null && p.PublishAt <= now).Select(p => p.Id)
            .Union(db.Products.Where(p => p.UnpublishAt != null && p.UnpublishAt <= now).Select(p => p.Id)).OrderBy(i => i).Take(AtOnce).ToListAsync(ct);
        if (due.Count == 0) return;

        await db.ChangeAsync("Goods came into the shop or left it at their time", Actor.Shop("shop"), now, async () =>
        {
            foreach (var product in await db.Products.Where(p => due.Contains(p.Id)).ToListAsync(ct)) product.KeepTimes(now);
            await db.SaveChangesAsync(ct);
            await Shelves.ArrangeAsync(db, due, ct);
        }, ct);
    }
}
