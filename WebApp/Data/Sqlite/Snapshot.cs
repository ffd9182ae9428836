// A view of the database that stands still while it is read.
using Microsoft.Data.Sqlite;

namespace Makola.Data.Sqlite;

/// <summary>Begins a deferred transaction: in WAL mode its reads all see one moment, and writers are not held up.</summary>
public static class Snapshot
{
    /// <summary>Begins it; disposing the answer ends it.</summary>
    public static async Task<IAsyncDisposable> BeginAsync(ShopDb db, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        var moment = new Moment(db, ((SqliteConnection)db.Database.GetDbConnection()).BeginTransaction(deferred: true));
        await db.Database.UseTransactionAsync(moment.Transaction, ct);
        return moment;
    }

    // EF does not end a transaction it was given; the connection could begin no other.
    private sealed record Moment(ShopDb Db, SqliteTransaction Transaction) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Db.Database.UseTransactionAsync(null);
            await Transaction.DisposeAsync();
            await Db.Database.CloseConnectionAsync();
        }
    }
}
