// Sessions: when each was last used is written down, and those whose time is over go. Proofs nobody made use of go too.
using Makola.Web;

namespace Makola.Jobs;

/// <summary>Keeps sessions once a minute.</summary>
public sealed class KeepSessions(IDbContextFactory<ShopDb> factory, Doorkeeper door, TimeProvider clock, ILogger<KeepSessions> log) : Job(TimeSpan.FromMinutes(1), clock, log)
{
    /// <inheritdoc/>
    public override JobWords Words { get; } = new("Sign-ins", "Writes down when each sign-in was last used, and ends those whose time is over.");

    /// <inheritdoc/>
    protected override async Task RunOnceAsync(CancellationToken ct)
    {
        var seen = door.TakeSeen();
        await using var db = await factory.CreateDbContextAsync(ct);
        var (longest, idle) = (Clock.GetUtcNow() - SignInSession.CustomerLongest, Clock.GetUtcNow() - SignInSession.CustomerIdle);
        var anyOver = await db.SignInSessions.AnyAsync(s => s.SeenAt < idle, ct) || await db.SignInSessions.AnyAsync(s => s.StartedAt < longest, ct);
        var old = Clock.GetUtcNow() - ContactProof.PhoneGood;
        var anyOld = await db.ContactProofs.AnyAsync(p => p.Kind == ProofKind.SignUp && p.At < old || p.Kind == ProofKind.SignIn && p.At < old || p.Kind == ProofKind.Email && p.At < old, ct);
        if (seen.Count == 0 && !anyOver && !anyOld) return;
        var list = System.Text.Json.JsonSerializer.Serialize(seen.Select(s => new object[] { s.Key, s.Value.ToUnixTimeMilliseconds() }));
        await db.WriteAsync(async () =>
        {
            await db.Database.ExecuteSqlAsync($"UPDATE SignInSessions SET SeenAt = w.at FROM (SELECT value ->> 0 AS k, value ->> 1 AS at FROM json_each({list})) AS w WHERE \"Key\" = w.k AND SeenAt < w.at", ct);
            await db.SignInSessions.Where(s => s.SeenAt < idle || s.StartedAt < longest).ExecuteDeleteAsync(ct);
            foreach (var kind in anyOld ? new[] { ProofKind.SignUp, ProofKind.SignIn, ProofKind.Email } : []) await db.ContactProofs.Where(p => p.Kind == kind && p.At < old).ExecuteDeleteAsync(ct);
        }, ct);
    }
}
