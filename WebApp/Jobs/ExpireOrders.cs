// Orders that were to be paid by transfer and were not: their goods go back on sale.
namespace Makola.Jobs;

/// <summary>Expires unpaid orders whose time is over, each in a transaction of its own. Staff who record money at that moment win or lose cleanly: the row decides.</summary>
public sealed class ExpireOrders(IDbContextFactory<ShopDb> factory, Outbox outbox, TimeProvider clock, ILogger<ExpireOrders> log) : Job(TimeSpan.FromSeconds(30), clock, log)
{
    /// <inheritdoc/>
    public override JobWords Words { get; } = new("Unpaid orders", "Expires orders that were not paid in time, and puts their goods back on sale.");

    /// <inheritdoc/>
    protected override async Task RunOnceAsync(CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        var now = Clock.GetUtcNow();
        var over = await db.Orders.Where(o => o.Status == OrderStatus.Open && o.HoldUntil != null && o.HoldUntil <= now)
            .OrderBy(o => o.Number).Select(o => o.Number).Take(200).ToListAsync(ct);
        foreach (var number in over)
        {
            try
            {
                await db.WriteAsync(async () =>
                {
                    (await db.Orders.WholeAsync(number, ct))!.Expire(Clock.GetUtcNow());
                    await outbox.AnnounceAsync(db, ct);
                }, ct);
            }
            catch (Refusal refusal)
            {
                log.LogInformation("Order {Number} was not expired: {Why}", number, refusal.Message);
            }
            catch (DbUpdateException fault)
            {
                // Those after it have their time too.
                log.LogError(fault, "Order {Number} could not be expired", number);
            }
        }
    }
}
