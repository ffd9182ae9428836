// A view of the database that stands still while it is read.
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Storage;

namespace Makola.Data.Sqlite;

/// <summary>Begins a deferred transaction: in WAL mode its reads all see one moment, and writers are not held up.</summary>
public static class Snapshot
{
    /// <summary>Begins it; disposing the answer ends it.</summary>
    public static async Task<IDbContextTransaction> BeginAsync(ShopDb db, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        var connection = (SqliteConnection)db.Database.GetDbConnection();
        return (await db.Database.UseTransactionAsync(connection.BeginTransaction(deferred: true), ct))!;
    }
}
