// Accounts whose holders asked to be deleted, once the time to think it over has passed.
using Makola.Web;

namespace Makola.Jobs;

/// <summary>Looks every ten minutes; who has an open order is looked at again until it is closed.</summary>
public sealed class DeleteAccounts(IDbContextFactory<ShopDb> factory, Doorkeeper door, TimeProvider clock, ILogger<DeleteAccounts> log) : Job(TimeSpan.FromMinutes(10), clock, log)
{
    /// <inheritdoc/>
    public override JobWords Words { get; } = new("Accounts that leave", "Deletes the accounts of customers who asked for it, when their time to think it over has passed.");

    private const int AtOnce = 200;

    /// <inheritdoc/>
    protected override async Task RunOnceAsync(CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        var now = Clock.GetUtcNow();
        var due = await db.Users.AsNoTracking().Where(u => u.LeavesAt <= now && !db.UserRoles.Any(r => r.UserId == u.Id)).OrderBy(u => u.LeavesAt).ThenBy(u => u.Id).Take(AtOnce).ToListAsync(ct);
        foreach (var person in due)
        {
            await db.WriteAsync(() => Leaving.ForgetAsync(db, person, now, ct), ct);
            db.ChangeTracker.Clear();
        }

        if (due.Count > 0) door.ForgetAll();
    }
}
