// What the checkup asks the database, in one statement that walks indexes only.
using System.Globalization;

namespace Makola.Domain.Upkeep;

/// <summary>Figures of the running shop.</summary>
/// <param name="Since">The first thing that is written down; null in a new shop.</param>
/// <param name="Latest">The last order, deed or message; null in a new shop.</param>
/// <param name="Built">A day on which this program was not yet finished: the clock cannot rightly say an earlier one.</param>
/// <param name="MailWaiting">Messages that wait, up to 1,000.</param>
/// <param name="MailDueSince">Since when the first of them is due; null when none is.</param>
/// <param name="MailFailed">Messages that could not be sent, up to 1,000.</param>
/// <param name="Bytes">Size of the database.</param>
/// <param name="Sqlite">Version of SQLite.</param>
public sealed record ShopState(DateTimeOffset? Since, DateTimeOffset? Latest, DateTimeOffset Built, int MailWaiting, DateTimeOffset? MailDueSince, int MailFailed, long Bytes, string Sqlite)
{
    /// <summary>Reads them.</summary>
    public static async Task<ShopState> ReadAsync(ShopDb db, DateTimeOffset now, CancellationToken ct)
    {
        var at = now.ToUnixTimeMilliseconds();
        var row = await db.Database.SqlQuery<Row>($"""
            SELECT
                (SELECT min(At) FROM (SELECT PlacedAt AS At FROM Orders WHERE Number = (SELECT min(Number) FROM Orders) UNION ALL SELECT At FROM AuditEntries WHERE Seq = (SELECT min(Seq) FROM AuditEntries))) AS Since,
                (SELECT max(At) FROM (SELECT PlacedAt AS At FROM Orders WHERE Number = (SELECT max(Number) FROM Orders) UNION ALL SELECT At FROM AuditEntries WHERE Seq = (SELECT max(Seq) FROM AuditEntries)
                    UNION ALL SELECT QueuedAt FROM Messages WHERE Id = (SELECT max(Id) FROM Messages))) AS Latest,
                (SELECT count(*) FROM (SELECT 1 FROM Messages WHERE DueAt IS NOT NULL LIMIT 1000)) AS Waiting,
                (SELECT min(DueAt) FROM Messages WHERE DueAt IS NOT NULL AND DueAt <= {at}) AS DueSince,
                (SELECT count(*) FROM (SELECT 1 FROM Messages WHERE State = 'Failed' LIMIT 1000)) AS Failed,
                (SELECT page_count * page_size FROM pragma_page_count, pragma_page_size) AS Bytes,
                sqlite_version() AS Sqlite
            """).SingleAsync(ct);
        // The name of a migration begins with the second it was made in.
        var built = DateTimeOffset.ParseExact(db.Database.GetMigrations().Last()[..14], "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        return new(Moment(row.Since), Moment(row.Latest), built.AddDays(-1), row.Waiting, Moment(row.DueSince), row.Failed, row.Bytes, row.Sqlite);
    }

    private static DateTimeOffset? Moment(long? milliseconds) => milliseconds is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;

    private sealed record Row(long? Since, long? Latest, int Waiting, long? DueSince, int Failed, long Bytes, string Sqlite);
}
