// Prices that change at a time staff set, and go back.
namespace Makola.Jobs;

/// <summary>Begins and ends what was planned of prices; at most ten seconds late.</summary>
public sealed class ChangePrices(IDbContextFactory<ShopDb> factory, TimeProvider clock, ILogger<ChangePrices> log) : Job(TimeSpan.FromSeconds(10), clock, log)
{
    /// <inheritdoc/>
    public override JobWords Words { get; } = new("Planned prices", "Begins and ends planned prices and sales at their time.");

    /// <summary>Most plans, and most goods on sale, of one turn.</summary>
    private const int AtOnce = 500;

    /// <inheritdoc/>
    protected override async Task RunOnceAsync(CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        var now = Clock.GetUtcNow();
        var plans = await db.PricePlans.Where(p => (p.State == PlanState.Waiting && p.From <= now) || (p.State == PlanState.Running && p.Until <= now))
            .OrderBy(p => p.From).ThenBy(p => p.Id).Take(AtOnce).Select(p => p.Id).ToListAsync(ct);
        foreach (var plan in plans) await PricePlan.KeepAsync(db, plan, now, ct);

        var sales = await db.Variants.Where(v => v.SaleFrom != null && v.SaleFrom <= now).Select(v => v.Id)
            .Union(db.Variants.Where(v => v.SaleUntil != null && v.SaleUntil <= now).Select(v => v.Id)).OrderBy(i => i).Take(AtOnce).ToListAsync(ct);
        if (sales.Count == 0) return;
        await db.ChangeAsync("Sales began or ended at their time", Actor.Shop("shop"), now, async () =>
        {
            var variants = await db.Variants.Where(v => EF.Parameter(sales).Contains(v.Id)).ToListAsync(ct);
            foreach (var variant in variants) variant.KeepSale(now);
            await db.SaveChangesAsync(ct);
            await Shelves.PriceAsync(db, [.. variants.Select(v => v.ProductId).Distinct()], now, ct);
        }, ct);
    }
}
