// What was done to one record, as its page lists it.
namespace Makola.Pages.Office;

/// <summary>One thing done, and what it changed of the record.</summary>
public sealed record HistoryRow(ChangeSet Set, IReadOnlyList<FieldChange> Fields);

/// <summary>The history of a record.</summary>
/// <param name="Rows">Newest first.</param>
/// <param name="Back">The page it is shown on; taking back returns there.</param>
public sealed record RecordHistory(IReadOnlyList<HistoryRow> Rows, string Back)
{
    private const int MostFields = 200;

    /// <summary>Reads what was done to a record: one query.</summary>
    public static async Task<RecordHistory> OfAsync(ShopDb db, string record, long id, string back, CancellationToken ct)
    {
        var changes = await db.FieldChanges.AsNoTracking().Where(c => c.Record == record && c.RecordId == id).OrderByDescending(c => c.ChangeSetId).ThenBy(c => c.Seq).Take(MostFields)
            .Join(db.ChangeSets.AsNoTracking(), c => c.ChangeSetId, s => s.Id, (c, s) => new { Change = c, Set = s }).ToListAsync(ct);
        return new([.. changes.GroupBy(c => c.Set.Id).OrderByDescending(g => g.Key).Select(g => new HistoryRow(g.First().Set, [.. g.Select(c => c.Change)]))], back);
    }
}
