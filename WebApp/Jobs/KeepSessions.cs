// Sessions: when each was last used is written down, and those whose time is over go.
using Makola.Web;

namespace Makola.Jobs;

/// <summary>Keeps sessions once a minute.</summary>
public sealed class KeepSessions(IDbContextFactory<ShopDb> factory, Doorkeeper door, TimeProvider clock, ILogger<KeepSessions> log) : Job(TimeSpan.FromMinutes(1), log)
{
    /// <inheritdoc/>
    protected override async Task RunOnceAsync(CancellationToken ct)
    {
        var seen = door.TakeSeen();
        await using var db = await factory.CreateDbContextAsync(ct);
        var (longest, idle) = (clock.GetUtcNow() - SignInSession.CustomerLongest, clock.GetUtcNow() - SignInSession.CustomerIdle);
        var anyOver = await db.SignInSessions.AnyAsync(s => s.SeenAt < idle, ct) || await db.SignInSessions.AnyAsync(s => s.StartedAt < longest, ct);
        if (seen.Count == 0 && !anyOver) return;
        var list = System.Text.Json.JsonSerializer.Serialize(seen.Select(s => new object[] { s.Key, s.Value.ToUnixTimeMilliseconds() }));
        await db.WriteAsync(async () =>
        {
            await db.Database.ExecuteSqlAsync($"UPDATE SignInSessions SET SeenAt = w.at FROM (SELECT value ->> 0 AS k, value ->> 1 AS at FROM json_each({list})) AS w WHERE \"Key\" = w.k AND SeenAt < w.at", ct);
            await db.SignInSessions.Where(s => s.SeenAt < idle || s.StartedAt < longest).ExecuteDeleteAsync(ct);
        }, ct);
    }
}
