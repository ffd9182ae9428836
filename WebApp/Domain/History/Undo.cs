// Takes a change set back in one step: every field that nobody touched since gets its old value again.
using System.Globalization;

namespace Makola.Domain.History;

/// <summary>What taking back did.</summary>
/// <param name="Fields">Values that are as they were before.</param>
/// <param name="Kept">What stayed as it is, in words, a hundred at most: something newer had touched it.</param>
/// <param name="KeptCount">How many stayed.</param>
public sealed record UndoResult(int Fields, IReadOnlyList<string> Kept, int KeptCount);

/// <summary>Undo. It is a change set itself, so it can be taken back too.</summary>
public static class Undo
{
    /// <summary>Most names of what stayed.</summary>
    private const int MostNamed = 100;

    /// <summary>
    /// Takes a change set back, all in one transaction. A field whose value is no longer the one the change set gave it stays, and is named. A record
    /// that was made is not deleted, as orders may name it: a product is archived, a variant retired; only an empty category or brand, a collection and a
    /// redirect go. What was deleted comes back. Levels of stock are moved back by the difference.
    /// </summary>
    /// <exception cref="Refusal"><c>undo.none</c>, <c>undo.done</c>, <c>undo.late</c>; <c>undo.nothing</c> when everything has been touched since.</exception>
    public static Task<UndoResult> TakeBackAsync(ShopDb db, long id, Actor by, DateTimeOffset at, CancellationToken ct) => db.WriteAsync(async () =>
    {
        var set = await db.ChangeSets.SingleOrDefaultAsync(s => s.Id == id, ct) ?? throw new Refusal("undo.none", "There is no such change.") { Status = 404 };
        if (set.UndoneBy is not null) throw new Refusal("undo.done", "This is taken back already.") { Status = 409 };
        if (!set.CanBeUndone(at)) throw new Refusal("undo.late", "Changes can be taken back for {0} days.", ChangeSet.UndoTime.Days) { Status = 409 };

        var (undo, stayed) = await RevertAsync(db, id, by, at, ct);
        if (undo is null) throw new Refusal("undo.nothing", "Nothing was taken back: everything in it has been changed again since.") { Status = 409 };
        return new UndoResult(undo.Fields, await NamesAsync(db, stayed.Take(MostNamed), ct), stayed.Count);
    }, ct);

    /// <summary>Takes a change set back, however old: for what was meant to end by itself. In the caller's transaction.</summary>
    /// <returns>What that changed, null for nothing, and what stayed as it is.</returns>
    internal static async Task<(ChangeSet? Undo, List<FieldChange> Stayed)> RevertAsync(ShopDb db, long id, Actor by, DateTimeOffset at, CancellationToken ct)
    {
        var set = await db.ChangeSets.SingleAsync(s => s.Id == id, ct);
        List<FieldChange> stayed = [];
        var undo = await db.ChangeAsync($"Taken back: {set.Text}", by, at, async () =>
        {
            var fields = await db.FieldChanges.AsNoTracking().Where(c => c.ChangeSetId == id).OrderBy(c => c.Seq).ToListAsync(ct);
            // What was deleted comes first, as other values lead to it; what was made goes last.
            foreach (var group in fields.GroupBy(c => (c.Record, Field: c.Field.Split('/')[0], Turn: c.Field.Length > 0 ? 1 : c.New is null ? 0 : 2)).OrderBy(g => g.Key.Turn))
                stayed.AddRange(await RestoreAsync(db, group.Key.Record, group.Key.Field, [.. group], by, at, ct));
            await RefreshAsync(db, fields, at, ct);
        }, ct, undoes: id);
        set.UndoneBy = undo?.Id;
        return (undo, stayed);
    }

    /// <summary>Gives one field of many records its old value again.</summary>
    /// <returns>The changes whose field is no longer as they left it.</returns>
    private static async Task<List<FieldChange>> RestoreAsync(ShopDb db, string record, string field, List<FieldChange> changes, Actor by, DateTimeOffset at, CancellationToken ct) => (record, field) switch
    {
        (nameof(Product), "") => await PutAwayAsync(db, record, nameof(Product.Status), nameof(ProductStatus.Archived), changes,
            ids => db.Products.Where(p => EF.Parameter(ids).Contains(p.Id)).Select(p => new Kept(p.Id, p.Status.ToString())), ct),
        (nameof(Variant), "") => await PutAwayAsync(db, record, nameof(Variant.Retired), "1", changes,
            ids => db.Variants.IgnoreQueryFilters().Where(v => EF.Parameter(ids).Contains(v.Id)).Select(v => new Kept(v.Id, v.Retired ? "1" : "0")), ct),
        (nameof(SynonymGroup), "") => await PutAsync(db, record, nameof(SynonymGroup.Line), changes.ConvertAll(Emptied), ct),
        (_, "") => changes[0].New is null ? await BringBackAsync(db, record, changes, ct) : await DeleteAsync(db, record, changes, ct),
        (nameof(Category), nameof(Category.ParentId)) => await HangAsync(db, changes, ct),
        (_, nameof(Product.Slug)) => await RenameAsync(db, record, changes, ct),
        (nameof(Product), nameof(Product.MainCategoryId)) => await PutAsync(db, record, field, changes, ct, "(w.n IS NULL OR EXISTS (SELECT 1 FROM Categories c WHERE c.Id = w.n))"),
        (nameof(Product), nameof(Product.BrandId)) => await PutAsync(db, record, field, changes, ct, "(w.n IS NULL OR EXISTS (SELECT 1 FROM Brands b WHERE b.Id = w.n))"),
        (nameof(Product), nameof(Product.OtherCategories)) => await LinkAsync(db, changes, ct),
        (nameof(StockItem), Recorder.Level) => await MoveAsync(db, changes, by, at, ct),
        // Where more is promised than there is, it must stay possible to sell what is not there.
        (nameof(StockItem), nameof(StockItem.AllowBackorder)) => await PutAsync(db, record, field, changes, ct, "(w.n = '1' OR Reserved <= OnHand)"),
        _ => await PutAsync(db, record, field, changes, ct),
    };

    /// <summary>Words that were written down, as the change of a line that was empty.</summary>
    private static FieldChange Emptied(FieldChange made) => new()
    {
        ChangeSetId = made.ChangeSetId, Seq = made.Seq, Record = made.Record, RecordId = made.RecordId, Field = nameof(SynonymGroup.Line), Old = "", New = made.New,
    };

    /// <summary>What a field holds now.</summary>
    private sealed record Kept(long Id, string Value);

    /// <summary>Records that were made are put away; what they held is noted, so that they can come back.</summary>
    private static async Task<List<FieldChange>> PutAwayAsync(ShopDb db, string record, string field, string away, List<FieldChange> made, Func<List<long>, IQueryable<Kept>> now, CancellationToken ct)
    {
        var writes = (await now(made.ConvertAll(c => c.RecordId)).ToListAsync(ct)).Where(r => r.Value != away).Select(r => new FieldWrite(r.Id, r.Value, away)).ToList();
        await ManyRecords.WriteAsync(db, record, field, writes, ct);
        return [];
    }

    private static async Task<List<FieldChange>> PutAsync(ShopDb db, string record, string field, List<FieldChange> changes, CancellationToken ct, string condition = "TRUE")
    {
        var done = await ManyRecords.WriteAsync(db, record, field, changes.ConvertAll(c => new FieldWrite(c.RecordId, c.New, c.Old)), ct, condition: condition);
        return changes.FindAll(c => !done.Contains(c.RecordId));
    }

    /// <summary>Puts rows back as they were, where their address is still free.</summary>
    private static async Task<List<FieldChange>> BringBackAsync(ShopDb db, string record, List<FieldChange> changes, CancellationToken ct)
    {
        var type = db.Model.FindEntityType(ManyRecords.Records[record])!;
        var columns = type.GetProperties().Select(p => p.GetColumnName()).ToList();
        var sql = $$"""
            INSERT OR IGNORE INTO "{{type.GetTableName()}}" ({{string.Join(", ", columns.Select(c => $"\"{c}\""))}})
            SELECT {{string.Join(", ", columns.Select(c => c == nameof(Category.ParentId) ? "(SELECT Id FROM Categories WHERE Id = {0} ->> '$.ParentId')" : $"{{0}} ->> '$.{c}'"))}}
            """;
        List<FieldChange> stayed = [];
        foreach (var change in changes)
        {
            if (await db.Database.ExecuteSqlRawAsync(sql, [change.Old!], ct) == 0)
            {
                stayed.Add(change);
                continue;
            }

            var row = System.Text.Json.JsonDocument.Parse(change.Old!).RootElement;
            if (row.TryGetProperty(nameof(Aisle.Slug), out var slug))
            {
                var page = Slugs.FolderOf(record) + slug.GetString();
                await db.Redirects.Where(r => r.From == page).ExecuteDeleteAsync(ct);
            }

            db.Recording!.Note(record, change.RecordId, "", null, row.GetProperty(record == nameof(Redirect) ? nameof(Redirect.From) : nameof(Aisle.Name)).GetString());
        }

        return stayed;
    }

    /// <summary>Deletes records that were made, unless something leads to them by now: an empty category or brand does no harm.</summary>
    private static async Task<List<FieldChange>> DeleteAsync(ShopDb db, string record, List<FieldChange> changes, CancellationToken ct)
    {
        foreach (var change in changes)
        {
            var found = await db.FindAsync(ManyRecords.Records[record], [change.RecordId], ct);
            var used = found switch
            {
                Category => await db.Categories.AnyAsync(c => c.ParentId == change.RecordId, ct) || await db.Products.AnyAsync(p => p.MainCategoryId == change.RecordId || p.OtherCategories.Any(c => c.Id == change.RecordId), ct),
                Brand => await db.Products.AnyAsync(p => p.BrandId == change.RecordId, ct),
                _ => found is null,
            };
            if (!used) db.Remove(found!);
        }

        await db.SaveChangesAsync(ct);
        return [];
    }

    /// <summary>Moves categories back to where they hung, unless one would hang below itself or below nothing.</summary>
    private static async Task<List<FieldChange>> HangAsync(ShopDb db, List<FieldChange> changes, CancellationToken ct)
    {
        List<FieldChange> stayed = [];
        foreach (var change in changes)
        {
            long? above = change.Old is null ? null : long.Parse(change.Old, CultureInfo.InvariantCulture);
            var fits = await CategoryEdit.FitsAsync(db, change.RecordId, above, ct);
            stayed.AddRange(fits ? await PutAsync(db, nameof(Category), nameof(Category.ParentId), [change], ct) : [change]);
        }

        return stayed;
    }

    /// <summary>Gives addresses back where they are still free; the newer ones lead to them.</summary>
    private static async Task<List<FieldChange>> RenameAsync(ShopDb db, string record, List<FieldChange> changes, CancellationToken ct)
    {
        var table = db.Model.FindEntityType(ManyRecords.Records[record])!.GetTableName();
        var stayed = await PutAsync(db, record, nameof(Product.Slug), changes, ct, $"NOT EXISTS (SELECT 1 FROM \"{table}\" o WHERE o.Slug = w.n)");
        foreach (var change in changes.Except(stayed)) await Slugs.LeadAsync(db, Slugs.FolderOf(record) + change.New, Slugs.FolderOf(record) + change.Old, ct);
        return stayed;
    }

    private static async Task<List<FieldChange>> LinkAsync(ShopDb db, List<FieldChange> changes, CancellationToken ct)
    {
        static CategoryLink Link(FieldChange change) => new(change.RecordId, long.Parse(change.Old ?? change.New!, CultureInfo.InvariantCulture));
        var done = await ManyRecords.UnlinkAsync(db, [.. changes.Where(c => c.Old is null).Select(Link)], ct);
        done.UnionWith(await ManyRecords.LinkAsync(db, [.. changes.Where(c => c.Old is not null).Select(Link)], ct));
        return changes.FindAll(c => !done.Contains(Link(c)));
    }

    /// <summary>Moves levels back by the difference, so that what was sold meanwhile stays sold; where that many are no longer free, the level stays.</summary>
    private static async Task<List<FieldChange>> MoveAsync(ShopDb db, List<FieldChange> changes, Actor by, DateTimeOffset at, CancellationToken ct)
    {
        var back = changes.ToDictionary(c => c.RecordId, c => int.Parse(c.Old!, CultureInfo.InvariantCulture) - int.Parse(c.New!, CultureInfo.InvariantCulture));
        var ids = back.Keys.ToList();
        var free = (await db.StockItems.AsNoTracking().Where(s => EF.Parameter(ids).Contains(s.VariantId)).ToListAsync(ct))
            .Where(s => s.OnHand + back[s.VariantId] >= (s.AllowBackorder ? 0 : s.Reserved)).Select(s => s.VariantId).ToHashSet();
        await StockRoom.MoveAsync(db, MovementKind.Adjust, [.. free.Select(v => new StockChange(v, back[v], 0))], "Taken back", null, by, at, ct);
        return changes.FindAll(c => !free.Contains(c.RecordId));
    }

    /// <summary>Brings what is derived from the records up to them.</summary>
    private static async Task RefreshAsync(ShopDb db, List<FieldChange> fields, DateTimeOffset at, CancellationToken ct)
    {
        db.Changed.Add(Change.Catalogue);
        if (fields.TrueForAll(c => c.Record == nameof(Variant) && c.Field is nameof(Variant.Price) or nameof(Variant.WasPrice)))
        {
            var priced = fields.ConvertAll(c => c.RecordId);
            await Shelves.PriceAsync(db, await db.Variants.IgnoreQueryFilters().Where(v => EF.Parameter(priced).Contains(v.Id)).Select(v => v.ProductId).Distinct().ToListAsync(ct), at, ct);
            return;
        }

        var products = fields.Where(c => c.Record == nameof(Product)).Select(c => c.RecordId).ToList();
        var variants = fields.Where(c => c.Record == nameof(Variant) || (c.Record == nameof(StockItem) && c.Field != Recorder.Level)).Select(c => c.RecordId).ToList();
        products.AddRange(await db.Variants.IgnoreQueryFilters().Where(v => EF.Parameter(variants).Contains(v.Id)).Select(v => v.ProductId).ToListAsync(ct));
        var brands = fields.Where(c => c.Record == nameof(Brand)).Select(c => c.RecordId).ToList();
        products.AddRange(await db.Products.Where(p => p.BrandId != null && EF.Parameter(brands).Contains(p.BrandId.Value)).Select(p => p.Id).ToListAsync(ct));
        await ManyRecords.ArrangeAsync(db, [.. products.Distinct()], at, ct);
        if (fields.Exists(c => c.Record == nameof(Category))) await Shelves.ArrangeAsync(db, null, ct);
        if (fields.Where(c => c.Record == nameof(Collection)).Select(c => c.RecordId).Distinct().ToList() is { Count: > 0 } collections) await Shelves.GatherAsync(db, collections, ct);
    }

    private static async Task<IReadOnlyList<string>> NamesAsync(ShopDb db, IEnumerable<FieldChange> stayed, CancellationToken ct)
    {
        var changes = stayed.ToList();
        var products = changes.Where(c => c.Record == nameof(Product)).Select(c => c.RecordId).ToList();
        var variants = changes.Where(c => c.Record is nameof(Variant) or nameof(StockItem)).Select(c => c.RecordId).ToList();
        var names = await db.Products.Where(p => EF.Parameter(products).Contains(p.Id)).Select(p => new { p.Id, p.Name }).ToDictionaryAsync(p => p.Id, p => p.Name, ct);
        var skus = await db.Variants.IgnoreQueryFilters().Where(v => EF.Parameter(variants).Contains(v.Id)).Select(v => new { v.Id, v.Sku }).ToDictionaryAsync(v => v.Id, v => v.Sku, ct);
        return [.. changes.Select(c => c.Record switch
        {
            nameof(Product) => $"{names.GetValueOrDefault(c.RecordId, "?")}: {FieldNames.Of(c)}",
            nameof(Variant) or nameof(StockItem) => $"{skus.GetValueOrDefault(c.RecordId, "?")}: {FieldNames.Of(c)}",
            _ => $"{c.Record} {c.RecordId}: {FieldNames.Of(c)}",
        })];
    }
}
