// Tells those who wait for a good that it is back.
namespace Makola.Jobs;

/// <summary>
/// Looks every five minutes, and at once when something came back into the shop. Of few pieces only some are told at a time
/// (<see cref="StockRequests.ForEachPiece"/>); the next after <see cref="Pause"/>. While no mail can be sent, everybody keeps waiting.
/// </summary>
public sealed class TellWaiting : Job
{
    /// <inheritdoc/>
    public override JobWords Words { get; } = new("Back in stock", "Writes to customers who wait for a good that is back.");

    /// <summary>How long those who were told have before the next are, while pieces are still there.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(30);

    private readonly IDbContextFactory<ShopDb> factory;
    private readonly MailSetup setup;
    private readonly Outbox outbox;
    private readonly TimeProvider clock;

    /// <summary>Whom of how many: kept in memory. A restart begins the pause anew, which sends a few more, never the same twice.</summary>
    private readonly Dictionary<long, (DateTimeOffset Since, int Count)> told = [];

    /// <summary>Listens for goods that come back from now on.</summary>
    public TellWaiting(IDbContextFactory<ShopDb> factory, MailSetup setup, Outbox outbox, ChangeFeed feed, TimeProvider clock, ILogger<TellWaiting> log) : base(TimeSpan.FromMinutes(5), clock, log)
    {
        (this.factory, this.setup, this.outbox, this.clock) = (factory, setup, outbox, clock);
        feed.Happened += changes =>
        {
            if (changes.Contains(Change.Lists) || changes.Contains(Change.Catalogue)) Wake();
        };
    }

    /// <inheritdoc/>
    protected override async Task RunOnceAsync(CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        var old = now - StockRequest.Kept;
        if (await db.StockRequests.AnyAsync(r => r.At < old, ct)) await db.WriteAsync(() => StockRequests.ForgetOldAsync(db, now, ct), ct);
        var back = await StockRequests.BackAsync(db, ct);
        if (back.Count == 0) return;
        var (settings, _) = await outbox.LookAsync(db, ct);
        if (setup.TransportOf(settings, "") is null) return;

        foreach (var over in told.Where(t => t.Value.Since + Pause <= now).Select(t => t.Key).ToList()) told.Remove(over);
        foreach (var good in back) await TellAsync(db, good, now, ct);
    }

    private async Task TellAsync(ShopDb db, BackInStock good, DateTimeOffset now, CancellationToken ct)
    {
        while (true)
        {
            var (since, count) = told.GetValueOrDefault(good.VariantId, (now, 0));
            if (StockRequests.RoomFor(good.Available, good.AllowBackorder, count) <= 0) return;
            var more = await db.WriteAsync(() => StockRequests.TellAsync(db, outbox, good.VariantId, count, ct), ct);
            if (more == 0) return;
            told[good.VariantId] = (since, count + more);
        }
    }
}
