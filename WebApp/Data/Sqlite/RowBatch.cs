// Many new rows of one kind as one statement.
using System.Text;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Makola.Data.Sqlite;

/// <summary>
/// EF's SQLite provider writes each new row as a command of its own: an order of 40 lines would cost 120. New rows whose keys the domain
/// gives (nothing the database makes up) are written here, all of a table in one INSERT, principals before dependents.
/// </summary>
internal static class RowBatch
{
    /// <summary>Most parameters of one statement: SQLITE_MAX_VARIABLE_NUMBER is 32,766.</summary>
    private const int MostParameters = 32_000;

    /// <summary>Writes the new rows of the tables named in <see cref="Order"/>'s aggregate and of stock movements; they are unchanged afterwards.</summary>
    public static async Task InsertAsync(ShopDb db, CancellationToken ct)
    {
        Type[] tables = [typeof(Order), typeof(OrderLine), typeof(Hold), typeof(Parcel), typeof(ParcelLine), typeof(Payment), typeof(PaymentEvent), typeof(OrderEvent), typeof(StockMovement)];
        var added = db.ChangeTracker.Entries().Where(e => e.State == EntityState.Added).ToLookup(e => e.Metadata.ClrType);
        foreach (var table in tables)
        {
            var entries = added[table].ToList();
            if (entries.Count == 0) continue;
            var columns = ColumnsOf(entries[0].Metadata);
            foreach (var chunk in entries.Chunk(MostParameters / columns.Count)) await InsertAsync(db, columns, chunk, ct);
            foreach (var entry in entries) entry.State = EntityState.Unchanged;
        }
    }

    private static List<IProperty> ColumnsOf(IEntityType type) => [.. type.GetProperties()];

    private static Task InsertAsync(ShopDb db, List<IProperty> columns, EntityEntry[] entries, CancellationToken ct)
    {
        var type = entries[0].Metadata;
        var sql = new StringBuilder($"INSERT INTO \"{type.GetTableName()}\" (").AppendJoin(", ", columns.Select(c => $"\"{c.GetColumnName()}\"")).Append(") VALUES ");
        var values = new List<object?>(entries.Length * columns.Count);
        foreach (var entry in entries)
        {
            if (values.Count > 0) sql.Append(", ");
            sql.Append('(');
            for (var i = 0; i < columns.Count; i++)
            {
                sql.Append(i > 0 ? ", {" : "{").Append(values.Count).Append('}');
                var value = entry.Property(columns[i]).CurrentValue;
                values.Add(columns[i].GetTypeMapping().Converter is { } converter && value is not null ? converter.ConvertToProvider(value) : value);
            }

            sql.Append(')');
        }

        return db.Database.ExecuteSqlRawAsync(sql.ToString(), values!, ct);
    }
}
