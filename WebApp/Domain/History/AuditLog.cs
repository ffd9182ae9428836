// Writing the log of staff's deeds, and proving it.
using System.Runtime.CompilerServices;

namespace Makola.Domain.History;

/// <summary>The log as a whole: see <see cref="AuditEntry"/>.</summary>
public static class AuditLog
{
    /// <summary>Where the log ends now; null while it is empty.</summary>
    public static async Task<string?> HeadAsync(ShopDb db, CancellationToken ct) => (await LastAsync(db, ct))?.Head;

    /// <summary>Adds what was done to the log: an entry for each change set, else one. In the caller's write transaction, which gives the order.</summary>
    internal static async Task AppendAsync(ShopDb db, Deed deed, Witness witness, IReadOnlyList<(ChangeSet Set, string Digest)> sets, CancellationToken ct)
    {
        var last = await LastAsync(db, ct);
        var seen = witness.Take();
        (ChangeSet, string)?[] left = sets.Count == 0 ? [null] : [.. sets];
        foreach (var set in left)
        {
            db.AuditEntries.Add(last = AuditEntry.After(last, deed, seen, witness.More, set));
            seen = [];
        }
    }

    /// <summary>
    /// Proves that the log is as it was written: entries follow each other without a gap, each hash follows from the one before, the change sets they name
    /// are as they were. Names the first that is not. Given a head that was kept elsewhere, proves that the log still has it.
    /// </summary>
    /// <param name="db">The shop.</param>
    /// <param name="head">A head as a backup's name or the daily mail has it; null for none.</param>
    /// <param name="ct">Stops it.</param>
    internal static async IAsyncEnumerable<BooksDifference> CheckAsync(ShopDb db, string? head, [EnumeratorCancellation] CancellationToken ct)
    {
        var digests = await DigestsAsync(db, ct);
        var (last, hash, found) = (0L, (string?)null, head is null);
        await foreach (var entry in db.AuditEntries.AsNoTracking().OrderBy(e => e.Seq).AsAsyncEnumerable().WithCancellation(ct))
        {
            var which = $"entry {entry.Seq}, {entry.What}";
            if (entry.Seq != last + 1) yield return new("log.gap", which, $"{entry.Seq}", $"{last + 1}");
            else if (entry.HashAfter(hash) is var right && right != entry.Hash) yield return new("log.hash", which, entry.Hash, right);
            else if (entry.ChangeSetId is { } set && digests.GetValueOrDefault(set) != entry.Digest) yield return new("log.changes", which, $"{entry.Digest}", digests.GetValueOrDefault(set) ?? $"no change set {set}");
            else
            {
                (last, hash, found) = (entry.Seq, entry.Hash, found || entry.Head == head);
                continue;
            }

            yield break; // Everything behind the first one follows from it.
        }

        if (!found) yield return new("log.head", $"kept elsewhere: {head}", hash is null ? "an empty log" : $"{last}-{hash[..12]}", "a log with it: its end was cut off, or written anew");
    }

    private static Task<AuditEntry?> LastAsync(ShopDb db, CancellationToken ct) => db.AuditEntries.AsNoTracking().OrderByDescending(e => e.Seq).FirstOrDefaultAsync(ct);

    private static async Task<Dictionary<long, string>> DigestsAsync(ShopDb db, CancellationToken ct)
    {
        var logged = db.AuditEntries.Where(e => e.ChangeSetId != null).Select(e => e.ChangeSetId!.Value);
        var sets = await db.ChangeSets.AsNoTracking().Where(s => logged.Contains(s.Id)).ToDictionaryAsync(s => s.Id, ct);
        var digests = new Dictionary<long, string>();
        var rows = new List<FieldChange>();
        void Close()
        {
            if (rows is [var first, ..] && sets.Remove(first.ChangeSetId, out var set)) digests[set.Id] = AuditEntry.DigestOf(set, rows);
            rows.Clear();
        }

        await foreach (var row in db.FieldChanges.AsNoTracking().OrderBy(c => c.ChangeSetId).ThenBy(c => c.Seq).AsAsyncEnumerable().WithCancellation(ct))
        {
            if (rows is [var first, ..] && first.ChangeSetId != row.ChangeSetId) Close();
            rows.Add(row);
        }

        Close();
        foreach (var empty in sets.Values) digests[empty.Id] = AuditEntry.DigestOf(empty, []);
        return digests;
    }
}
