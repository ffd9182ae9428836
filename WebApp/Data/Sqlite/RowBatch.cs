// Many new rows of one kind as one statement.
using System.Text.Json;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Makola.Data.Sqlite;

/// <summary>
/// EF's SQLite provider writes each new row as a command of its own: an order of 40 lines would cost 120. New rows whose keys the domain
/// gives (nothing the database makes up) are written here, all of a table in one INSERT, principals before dependents. The rows travel as one
/// JSON parameter: SQLite finds a parameter by searching the names of all, so that thousands of them cost more than the rows.
/// </summary>
internal static class RowBatch
{
    /// <summary>Most rows of one statement: what bounds the size of its parameter.</summary>
    private const int MostRows = 2_000;

    private static readonly Type[] Tables =
        [typeof(Order), typeof(OrderLine), typeof(Hold), typeof(Parcel), typeof(ParcelLine), typeof(Payment), typeof(PaymentEvent), typeof(OrderEvent)];

    /// <summary>Writes the new rows of the tables of <see cref="Order"/>'s aggregate; they are unchanged afterwards.</summary>
    public static Task InsertAsync(ShopDb db, CancellationToken ct) => InsertAsync(db, Tables, ct);

    /// <summary>New records that are not tracked, as statements to be run later within a write transaction.</summary>
    /// <param name="db">Knows the tables.</param>
    /// <param name="records">Their keys, and the keys they refer to, are given.</param>
    public static IEnumerable<ReadyRows> Ready<T>(ShopDb db, IEnumerable<T> records) where T : class
    {
        var type = db.Model.FindEntityType(typeof(T))!;
        var columns = ColumnsOf(type.GetProperties());
        return records.Chunk(MostRows).Select(chunk => new ReadyRows(StatementFor(type, columns), chunk.Length,
            JsonSerializer.Serialize(chunk.Select(record => columns.Select(c => Kept(c, c.Property.GetGetter().GetClrValue(record)))))));
    }

    /// <summary>Writes new records, but for those whose key is taken, in one statement. They are not tracked; the database gives them their numbers.</summary>
    /// <param name="db">Within its write transaction.</param>
    /// <param name="records">New ones.</param>
    /// <param name="key">The column that is unique.</param>
    /// <param name="ct">Stops the work.</param>
    public static Task AddMissingAsync<T>(ShopDb db, IReadOnlyList<T> records, string key, CancellationToken ct) where T : class
    {
        var type = db.Model.FindEntityType(typeof(T))!;
        var columns = ColumnsOf(type.GetProperties().Where(p => !p.IsPrimaryKey()));
        var rows = JsonSerializer.Serialize(records.Select(record => columns.Select(c => Kept(c, c.Property.GetGetter().GetClrValue(record)))));
        // "WHERE true" tells SQLite that ON does not begin a join (lang_upsert.html, 2.2).
        var sql = $"{StatementFor(type, columns)} WHERE true ON CONFLICT (\"{key}\") DO NOTHING";
        return db.Database.ExecuteSqlRawAsync(sql, [rows], ct);
    }

    /// <summary>What has changed of tracked goods, as statements to be run later within a write transaction. A product another has changed meanwhile is not written.</summary>
    public static List<ReadyRows> ReadyChanges(ShopDb db)
    {
        List<ReadyRows> ready = [];
        var changed = db.ChangeTracker.Entries().Where(e => e is { State: EntityState.Modified, Entity: Product or Variant or StockItem })
            .GroupBy(e => (Type: e.Metadata, Fields: string.Join(' ', e.Properties.Where(p => p.IsModified).Select(p => p.Metadata.Name))));
        foreach (var group in changed)
        {
            var type = group.Key.Type;
            var version = type.FindProperty(nameof(Product.Version));
            var columns = ColumnsOf(group.Key.Fields.Split(' ').Select(name => type.FindProperty(name)!).Prepend(version ?? type.FindPrimaryKey()!.Properties[0]).Prepend(type.FindPrimaryKey()!.Properties[0]));
            var set = string.Join(", ", columns.Skip(2).Select((c, i) => $"\"{c.Property.GetColumnName()}\" = w.c{i + 2}").Append(version is null ? null : "\"Version\" = w.c1 + 1").OfType<string>());
            var sql = $$"""
                UPDATE "{{type.GetTableName()}}" SET {{set}}
                FROM (SELECT {{string.Join(", ", columns.Select((_, i) => $"value ->> {i} AS c{i}"))}} FROM json_each({0})) AS w
                WHERE "{{type.GetTableName()}}"."{{columns[0].Property.GetColumnName()}}" = w.c0 AND "{{columns[1].Property.GetColumnName()}}" = w.c1
                """;
            ready.AddRange(group.Chunk(MostRows).Select(chunk => new ReadyRows(sql, chunk.Length,
                JsonSerializer.Serialize(chunk.Select(e => columns.Select(c => Kept(c, e.CurrentValues[c.Property])))))));
        }

        return ready;
    }

    /// <summary>Gives new records the next keys of their table.</summary>
    /// <param name="db">The shop.</param>
    /// <param name="records">Not tracked.</param>
    /// <param name="last">The last key that is given; see <see cref="LastKeysAsync"/>.</param>
    public static void GiveKeys<T>(ShopDb db, IEnumerable<T> records, long last) where T : class
    {
        foreach (var record in records) db.Entry(record).Property("Id").CurrentValue = ++last;
    }

    /// <summary>The last key of each table. Keys are never given twice (AUTOINCREMENT), also not those of rows that are gone: SQLite keeps the last of each.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> LastKeysAsync(ShopDb db, CancellationToken ct) =>
        (await db.Database.SqlQuery<LastKey>($"SELECT name AS \"Table\", seq AS Key FROM sqlite_sequence").ToListAsync(ct)).ToDictionary(k => k.Table, k => k.Key);

    private static async Task InsertAsync(ShopDb db, Type[] tables, CancellationToken ct)
    {
        var added = db.ChangeTracker.Entries().Where(e => e.State == EntityState.Added).ToLookup(e => e.Metadata.ClrType);
        foreach (var entries in tables.Select(t => added[t].ToList()).Where(e => e.Count > 0))
        {
            var sql = StatementFor(entries[0].Metadata, ColumnsOf(entries[0].Metadata.GetProperties()));
            foreach (var chunk in entries.Chunk(MostRows)) await db.Database.ExecuteSqlRawAsync(sql, [RowsOf(chunk)], ct);
            foreach (var entry in entries) entry.State = EntityState.Unchanged;
        }
    }

    /// <summary><c>INSERT INTO "Orders" ("Number", …) SELECT value ->> 0, … FROM json_each({0})</c>.</summary>
    private static string StatementFor(IEntityType type, List<Column> columns) => $$"""
        INSERT INTO "{{type.GetTableName()}}" ({{string.Join(", ", columns.Select(c => $"\"{c.Property.GetColumnName()}\""))}})
        SELECT {{string.Join(", ", columns.Select((_, i) => $"value ->> {i}"))}} FROM json_each({0})
        """;

    private static string RowsOf(EntityEntry[] entries)
    {
        var columns = ColumnsOf(entries[0].Metadata.GetProperties());
        return JsonSerializer.Serialize(entries.Select(e =>
        {
            var values = e.CurrentValues;
            return columns.Select(c => Kept(c, values[c.Property]));
        }));
    }

    private static List<Column> ColumnsOf(IEnumerable<IProperty> properties) => [.. properties.Select(p => new Column(p, p.GetTypeMapping().Converter))];

    /// <summary>As the database keeps it. SQLite's JSON ends a text at a NUL: the NUL is left out, so that nothing behind it is lost.</summary>
    private static object? Kept(Column column, object? value) =>
        (value is null ? null : column.Converter?.ConvertToProvider(value) ?? value) is var kept && kept is string text ? text.Replace("\0", "", StringComparison.Ordinal) : kept;

    private sealed record Column(IProperty Property, ValueConverter? Converter);

    private sealed record LastKey(string Table, long Key);
}

/// <summary>A statement that writes many rows, made ready before the transaction it runs in.</summary>
/// <param name="Sql">The statement.</param>
/// <param name="Count">Rows it writes.</param>
/// <param name="Rows">The rows as JSON.</param>
internal sealed record ReadyRows(string Sql, int Count, string Rows)
{
    /// <summary>Writes them, within the caller's write transaction.</summary>
    /// <returns>True when all of them were written.</returns>
    public async Task<bool> WriteAsync(ShopDb db, CancellationToken ct) => await db.Database.ExecuteSqlRawAsync(Sql, [Rows], ct) == Count;
}
