// Carts nobody came back to.
namespace Makola.Jobs;

/// <summary>Throws away carts untouched for <see cref="Cart.KeptDays"/> days, and those that became orders a week ago.</summary>
public sealed class ClearCarts(IDbContextFactory<ShopDb> factory, TimeProvider clock, ILogger<ClearCarts> log) : Job(TimeSpan.FromHours(6), clock, log)
{
    /// <inheritdoc/>
    public override JobWords Words { get; } = new("Old carts", "Throws away carts nobody came back to.");

    /// <inheritdoc/>
    protected override async Task RunOnceAsync(CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        var (stale, done) = (Clock.GetUtcNow().AddDays(-Cart.KeptDays), Clock.GetUtcNow().AddDays(-7));
        int gone;
        do
        {
            gone = await db.WriteAsync(() => db.Carts
                .Where(c => db.Carts.Where(x => x.TouchedAt < stale || (x.TouchedAt < done && x.OrderNumber != null)).OrderBy(x => x.TouchedAt).Take(500).Select(x => x.Id).Contains(c.Id))
                .ExecuteDeleteAsync(ct), ct);
        }
        while (gone > 0);
    }
}
