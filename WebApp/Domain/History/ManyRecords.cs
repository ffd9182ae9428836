// Writes one field of thousands of records as one statement, and notes it: what the change tracker would do row by row.
using System.Globalization;
using System.Text.Json;

namespace Makola.Domain.History;

/// <summary>A new value for a field of a record; values as the database keeps them, as text.</summary>
/// <param name="Id">Key of the record.</param>
/// <param name="Old">Value it has.</param>
/// <param name="New">Value it gets; null for none.</param>
public readonly record struct FieldWrite(long Id, string? Old, string? New);

/// <summary>A product shown in a category besides its own.</summary>
public sealed record CategoryLink(long ProductId, long CategoryId);

/// <summary>Changes of many records, within a <see cref="ShopDb.ChangeAsync"/>.</summary>
public static class ManyRecords
{
    /// <summary>What may be written to, by the name history knows it by.</summary>
    internal static readonly Dictionary<string, Type> Records = new(StringComparer.Ordinal)
    {
        [nameof(Product)] = typeof(Product), [nameof(Variant)] = typeof(Variant), [nameof(Category)] = typeof(Category), [nameof(Collection)] = typeof(Collection),
        [nameof(Brand)] = typeof(Brand), [nameof(Redirect)] = typeof(Redirect), [nameof(StockItem)] = typeof(StockItem), [nameof(SynonymGroup)] = typeof(SynonymGroup),
        [nameof(ContentPage)] = typeof(ContentPage), [nameof(Storefront)] = typeof(Storefront),
    };

    /// <summary>Gives one field of many records its new value.</summary>
    /// <param name="db">The shop.</param>
    /// <param name="record">One of <see cref="Records"/>.</param>
    /// <param name="field">Name of the field.</param>
    /// <param name="writes">At most one for each record.</param>
    /// <param name="ct">Stops the work.</param>
    /// <param name="evenIfOther">True to write whatever the field holds now; otherwise a record without the old value stays as it is.</param>
    /// <param name="condition">What must hold besides, in SQL that names columns and <c>w.n</c>, the new value; never anything typed.</param>
    /// <returns>The records that were written.</returns>
    public static async Task<HashSet<long>> WriteAsync(
        ShopDb db, string record, string field, IReadOnlyCollection<FieldWrite> writes, CancellationToken ct, bool evenIfOther = false, string condition = "TRUE")
    {
        if (writes.Count == 0) return [];
        var type = db.Model.FindEntityType(Records[record])!;
        var property = type.FindProperty(field)!;
        var (table, key, column) = (type.GetTableName()!, type.FindPrimaryKey()!.Properties[0].GetColumnName(), property.GetColumnName());
        // A product's version rises once for all its fields, in ArrangeAsync.
        var more = record != nameof(Product) && type.FindProperty(nameof(Product.Version)) is not null ? ", Version = Version + 1" : "";
        var wish = JsonSerializer.Serialize(writes.Select(w => new object?[] { w.Id, w.Old, w.New }));
        // Names come from the model, values are parameters. A number column turns the text it is given into a number (SQLite, datatype3.html, 3).
        var sql = $$"""
            UPDATE "{{table}}" SET "{{column}}" = w.n{{more}}
            FROM (SELECT value ->> 0 AS id, value ->> 1 AS o, value ->> 2 AS n FROM json_each({0})) AS w
            WHERE "{{table}}"."{{key}}" = w.id AND {{condition}} {{(evenIfOther ? "" : $"AND \"{table}\".\"{column}\" IS CAST(w.o AS {property.GetColumnType()})")}}
            RETURNING "{{key}}" AS Value
            """;
        var done = (await db.Database.SqlQueryRaw<long>(sql, wish).ToListAsync(ct)).ToHashSet();
        foreach (var write in writes.Where(w => done.Contains(w.Id))) db.Recording!.Note(record, write.Id, field, write.Old, write.New);
        return done;
    }

    /// <summary>Shows products in other categories as well; where one is shown already, or the category is gone, nothing happens.</summary>
    /// <returns>What came.</returns>
    public static Task<HashSet<CategoryLink>> LinkAsync(ShopDb db, IReadOnlyCollection<CategoryLink> links, CancellationToken ct) => NoteAsync(db, links, isThere: true, asked => db.Database.SqlQuery<CategoryLink>($"""
        INSERT OR IGNORE INTO ProductCategories (ProductId, CategoryId)
        SELECT value ->> 0, value ->> 1 FROM json_each({asked}) WHERE value ->> 1 IN (SELECT Id FROM Categories WHERE Kind = 'Category')
        RETURNING ProductId, CategoryId
        """).ToListAsync(ct));

    /// <summary>Takes products out of other categories.</summary>
    /// <returns>What went.</returns>
    public static Task<HashSet<CategoryLink>> UnlinkAsync(ShopDb db, IReadOnlyCollection<CategoryLink> links, CancellationToken ct) => NoteAsync(db, links, isThere: false, asked => db.Database.SqlQuery<CategoryLink>($"""
        DELETE FROM ProductCategories WHERE (ProductId, CategoryId) IN (SELECT value ->> 0, value ->> 1 FROM json_each({asked}))
        RETURNING ProductId, CategoryId
        """).ToListAsync(ct));

    /// <summary>Products that changed are newer than before, for other editors and for search engines, and stand where they belong.</summary>
    /// <remarks>Within the caller's transaction.</remarks>
    public static async Task ArrangeAsync(ShopDb db, IReadOnlyCollection<long> products, DateTimeOffset at, CancellationToken ct)
    {
        if (products.Count == 0) return;
        List<long> ids = [.. products];
        await db.Products.Where(p => EF.Parameter(ids).Contains(p.Id)).ExecuteUpdateAsync(p => p.SetProperty(x => x.UpdatedAt, at).SetProperty(x => x.Version, x => x.Version + 1), ct);
        await Shelves.ArrangeAsync(db, ids, ct);
    }

    private static async Task<HashSet<CategoryLink>> NoteAsync(ShopDb db, IReadOnlyCollection<CategoryLink> links, bool isThere, Func<string, Task<List<CategoryLink>>> write)
    {
        if (links.Count == 0) return [];
        var done = await write(JsonSerializer.Serialize(links.Select(l => new[] { l.ProductId, l.CategoryId })));
        foreach (var link in done)
        {
            var category = link.CategoryId.ToString(CultureInfo.InvariantCulture);
            db.Recording!.Note(nameof(Product), link.ProductId, $"{nameof(Product.OtherCategories)}/{category}", isThere ? null : category, isThere ? category : null);
        }

        return [.. done];
    }
}
