// Writes down what was searched for, and forgets what is old.
using System.Text.Json;

namespace Makola.Jobs;

/// <summary>Writes the waiting counts in one transaction every few seconds, and when the shop stops. Nobody can fill the disk: new words a day have a bound, and all have an end.</summary>
public sealed class CountSearches(IDbContextFactory<ShopDb> factory, SearchTally tally, TimeProvider clock, ILogger<CountSearches> log) : Job(TimeSpan.FromSeconds(10), clock, log)
{
    /// <inheritdoc/>
    public override JobWords Words { get; } = new("Search words", "Writes down what was searched for, and forgets what is old.");

    /// <summary>How long words nobody looks for any more are kept, and the days.</summary>
    private const int DaysOfPhrases = 90, DaysOfDays = 400;

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await RunAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task RunOnceAsync(CancellationToken ct)
    {
        var (counted, missed) = tally.Take();
        if (counted.Count == 0) return;

        var now = Clock.GetUtcNow();
        var (days, phrases) = (JsonSerializer.Serialize(counted), JsonSerializer.Serialize(missed.Select(m => new { m.Phrase, m.Times, m.LastFound, At = m.LastAt.ToUnixTimeMilliseconds() })));
        var (yesterday, old, oldDay) = (now.AddDays(-1).ToUnixTimeMilliseconds(), now.AddDays(-DaysOfPhrases).ToUnixTimeMilliseconds(), $"{now.AddDays(-DaysOfDays):yyyy-MM-dd}");
        await using var db = await factory.CreateDbContextAsync(ct);
        await db.WriteAsync(async () =>
        {
            await db.Database.ExecuteSqlAsync($"""
                INSERT INTO SearchDays (Day, Searches, Missed) SELECT value ->> 'Day', value ->> 'Searches', value ->> 'Missed' FROM json_each({days}) WHERE true
                ON CONFLICT (Day) DO UPDATE SET Searches = Searches + excluded.Searches, Missed = Missed + excluded.Missed
                """, ct);
            await db.Database.ExecuteSqlAsync($"""
                UPDATE MissedSearches SET Times = MissedSearches.Times + w.Times, LastFound = w.LastFound, LastAt = w.At
                FROM (SELECT value ->> 'Phrase' AS Phrase, value ->> 'Times' AS Times, value ->> 'LastFound' AS LastFound, value ->> 'At' AS At FROM json_each({phrases})) AS w
                WHERE MissedSearches.Phrase = w.Phrase
                """, ct);
            await db.Database.ExecuteSqlAsync($"""
                INSERT OR IGNORE INTO MissedSearches (Phrase, Times, LastFound, FirstAt, LastAt)
                SELECT value ->> 'Phrase', value ->> 'Times', value ->> 'LastFound', value ->> 'At', value ->> 'At' FROM json_each({phrases})
                WHERE value ->> 'Phrase' NOT IN (SELECT Phrase FROM MissedSearches)
                LIMIT max(0, {SearchTally.MostPhrases} - (SELECT count(*) FROM MissedSearches WHERE FirstAt > {yesterday}))
                """, ct);
            await db.Database.ExecuteSqlAsync($"DELETE FROM MissedSearches WHERE LastAt < {old}", ct);
            await db.Database.ExecuteSqlAsync($"DELETE FROM SearchDays WHERE Day < {oldDay}", ct);
        }, ct);
    }
}
