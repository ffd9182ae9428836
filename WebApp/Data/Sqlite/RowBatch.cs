// Many new rows of one kind as one statement.
using System.Text.Json;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

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
        [typeof(Order), typeof(OrderLine), typeof(Hold), typeof(Parcel), typeof(ParcelLine), typeof(Payment), typeof(PaymentEvent), typeof(OrderEvent), typeof(StockMovement),
            typeof(FieldChange)];

    /// <summary>Writes the new rows of the tables of <see cref="Order"/>'s aggregate and of stock movements; they are unchanged afterwards.</summary>
    public static Task InsertAsync(ShopDb db, CancellationToken ct) => InsertAsync(db, Tables, ct);

    /// <summary>Writes thousands of new products with their variants and stock items: gives them their keys, which no one else can take meanwhile.</summary>
    /// <param name="db">The shop, inside its write transaction.</param>
    /// <param name="goods">Products that are not tracked yet; their brands and categories are saved. They are unchanged afterwards.</param>
    /// <param name="ct">Stops the work.</param>
    public static async Task InsertGoodsAsync(ShopDb db, IReadOnlyCollection<Product> goods, CancellationToken ct)
    {
        var (product, variant) = (await LastKeyAsync(db, "Products", ct), await LastKeyAsync(db, "Variants", ct));
        foreach (var item in goods)
        {
            db.Entry(item).Property(p => p.Id).CurrentValue = ++product;
            foreach (var choice in item.Variants) db.Entry(choice).Property(v => v.Id).CurrentValue = ++variant;
        }

        db.AddRange(goods);
        db.Recording?.Look(db.ChangeTracker);
        await InsertAsync(db, [typeof(Product), typeof(Variant), typeof(StockItem)], ct);
    }

    // Keys are never given twice (AUTOINCREMENT), also not those of rows that are gone: SQLite keeps the last of each table.
    private static Task<long> LastKeyAsync(ShopDb db, string table, CancellationToken ct) =>
        db.Database.SqlQuery<long>($"SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = {table}), 0) AS Value").SingleAsync(ct);

    private static async Task InsertAsync(ShopDb db, Type[] tables, CancellationToken ct)
    {
        var added = db.ChangeTracker.Entries().Where(e => e.State == EntityState.Added).ToLookup(e => e.Metadata.ClrType);
        foreach (var entries in tables.Select(t => added[t].ToList()).Where(e => e.Count > 0))
        {
            var sql = StatementFor(entries[0].Metadata);
            foreach (var chunk in entries.Chunk(MostRows)) await db.Database.ExecuteSqlRawAsync(sql, [RowsOf(chunk)], ct);
            foreach (var entry in entries) entry.State = EntityState.Unchanged;
        }
    }

    /// <summary><c>INSERT INTO "Orders" ("Number", …) SELECT value ->> 0, … FROM json_each({0})</c>.</summary>
    private static string StatementFor(IEntityType type)
    {
        var columns = type.GetProperties().Select(p => p.GetColumnName()).ToList();
        return $$"""
            INSERT INTO "{{type.GetTableName()}}" ({{string.Join(", ", columns.Select(c => $"\"{c}\""))}})
            SELECT {{string.Join(", ", columns.Select((_, i) => $"value ->> {i}"))}} FROM json_each({0})
            """;
    }

    private static string RowsOf(EntityEntry[] entries)
    {
        var columns = entries[0].Metadata.GetProperties().Select(p => (Property: p, p.GetTypeMapping().Converter)).ToList();
        return JsonSerializer.Serialize(entries.Select(e =>
        {
            var values = e.CurrentValues;
            return columns.Select(c => values[c.Property] is { } value ? Kept(c.Converter?.ConvertToProvider(value) ?? value) : null);
        }));
    }

    /// <summary>SQLite's JSON ends a text at a NUL: the NUL is left out, so that nothing behind it is lost.</summary>
    private static object Kept(object value) => value is string text ? text.Replace("\0", "", StringComparison.Ordinal) : value;
}
