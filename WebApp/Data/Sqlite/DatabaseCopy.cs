// SQLite's online backup (https://sqlite.org/backup.html): a whole database of one moment, copied while others read and write it.
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Makola.Data.Sqlite;

/// <summary>Copies whole databases, out of a selling shop and into it.</summary>
public static class DatabaseCopy
{
    /// <summary>Pages of one step: 4 MB, so that a large copy can be watched and stopped.</summary>
    private const int PagesAtOnce = 1024;

    /// <summary>
    /// Writes what the database says at this moment into a new file. Nobody is held up: a reader's transaction stays open meanwhile, so that
    /// writes of others do not make the copy begin anew.
    /// </summary>
    /// <param name="from">The database's file.</param>
    /// <param name="to">The new file.</param>
    /// <param name="progress">Told of pages done and pages in all.</param>
    /// <param name="ct">Stops it; the new file is then worth nothing.</param>
    public static void Out(string from, string to, Action<long, long> progress, CancellationToken ct)
    {
        using var source = Open(from, SqliteOpenMode.ReadWrite);
        using var target = Open(to, SqliteOpenMode.ReadWriteCreate);
        using var standing = source.BeginTransaction(deferred: true);
        Execute(source, "SELECT 1 FROM sqlite_schema LIMIT 1");
        using (var copy = Begin(source, target))
        {
            while (copy.Step(PagesAtOnce))
            {
                ct.ThrowIfCancellationRequested();
                progress(copy.Done, copy.Total);
            }
        }

        Execute(target, "PRAGMA journal_mode=DELETE"); // One file: the copy has the original's mode, whose log would lie beside it.
    }

    /// <summary>
    /// Puts another database in the place of a living one, as one transaction of it: its readers and writers, also of other processes, see the
    /// old one or the new one, and after a power cut the file is one of them.
    /// </summary>
    /// <param name="from">The database to put in place; nobody else uses it.</param>
    /// <param name="living">The file of the living one.</param>
    /// <param name="held">Done while nobody can write to the living one and all can read it, before it changes.</param>
    /// <exception cref="ShopBusyException">Somebody was writing to it all the time.</exception>
    public static void In(string from, string living, Action held)
    {
        using var source = Open(from, SqliteOpenMode.ReadOnly);
        using var target = Open(living, SqliteOpenMode.ReadWrite);
        Execute(target, "PRAGMA synchronous=FULL; PRAGMA busy_timeout=15000");
        using var copy = Begin(source, target);
        copy.Step(1); // Takes the write lock, and keeps it until the end.
        held();
        while (copy.Step(PagesAtOnce))
        {
        }
    }

    /// <summary>Copies a database that is open already into a new file.</summary>
    public static void Out(SqliteConnection source, string to)
    {
        using var target = Open(to, SqliteOpenMode.ReadWriteCreate);
        source.BackupDatabase(target);
        Execute(target, "PRAGMA journal_mode=DELETE");
    }

    /// <summary>Puts another database over the one that is open (see <see cref="Alone"/>), as one transaction of it: after a power cut the file is one of the two.</summary>
    /// <param name="from">The database to put in place; nobody else uses it.</param>
    /// <param name="alone">The one it is put over.</param>
    public static void Over(string from, SqliteConnection alone)
    {
        using var source = Open(from, SqliteOpenMode.ReadOnly);
        Execute(alone, "PRAGMA synchronous=FULL");
        using var copy = Begin(source, alone);
        while (copy.Step(PagesAtOnce))
        {
        }
    }

    /// <summary>Opens a database so that nobody else, of this process or another, can open it as long as the connection lives. Changes nothing in it.</summary>
    /// <exception cref="ShopBusyException">Somebody had it open all the time.</exception>
    public static SqliteConnection Alone(string path)
    {
        for (var tries = 1; ; tries++)
        {
            var connection = Open(path, SqliteOpenMode.ReadWrite);
            try
            {
                // Set before the first look into the file, a connection takes the whole of it and keeps it (pragma.html, "locking_mode"; wal.html, "Use of WAL Without Shared-Memory").
                Execute(connection, "PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT");
                return connection;
            }
            catch (SqliteException busy) when (busy.SqliteErrorCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED)
            {
                connection.Dispose();
                if (tries >= WriteGate.Patience.TotalSeconds * 5) throw new ShopBusyException();
                Thread.Sleep(200);
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        }
    }

    /// <summary>What SQLite finds wrong with a database; null when it is whole.</summary>
    public static string? Fault(string path)
    {
        using var connection = Open(path, SqliteOpenMode.ReadWrite);
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check(1)";
        return command.ExecuteScalar() is string said and not "ok" ? $"Its database is damaged: {said}" : null;
    }

    /// <summary>The migrations a database has; none in a new one.</summary>
    public static IReadOnlyList<string> Migrations(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM sqlite_schema WHERE name = '__EFMigrationsHistory'";
        if (command.ExecuteScalar() is not 1L) return [];
        command.CommandText = "SELECT MigrationId FROM __EFMigrationsHistory ORDER BY MigrationId";
        using var rows = command.ExecuteReader();
        List<string> found = [];
        while (rows.Read()) found.Add(rows.GetString(0));
        return found;
    }

    /// <summary>A plain connection of its own, outside of EF.</summary>
    internal static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        var answer = raw.sqlite3_exec(connection.Handle, sql);
        if (answer != raw.SQLITE_OK) SqliteException.ThrowExceptionForRC(answer, connection.Handle);
    }

    private static Steps Begin(SqliteConnection source, SqliteConnection target)
    {
        var backup = raw.sqlite3_backup_init(target.Handle, "main", source.Handle, "main");
        if (backup.IsInvalid) SqliteException.ThrowExceptionForRC(raw.sqlite3_errcode(target.Handle), target.Handle);
        return new(backup, target);
    }

    /// <summary>A copy under way. Disposed before its end, it leaves the target as it was.</summary>
    private sealed class Steps(sqlite3_backup backup, SqliteConnection target) : IDisposable
    {
        public long Total => raw.sqlite3_backup_pagecount(backup);

        public long Done => Total - raw.sqlite3_backup_remaining(backup);

        /// <summary>Copies some pages; false when all are there.</summary>
        public bool Step(int pages)
        {
            var answer = raw.sqlite3_backup_step(backup, pages);
            if (answer == raw.SQLITE_DONE) return false;
            if (answer is raw.SQLITE_BUSY or raw.SQLITE_LOCKED) throw new ShopBusyException();
            if (answer != raw.SQLITE_OK) throw new SqliteException($"The database could not be copied: {raw.sqlite3_errstr(answer).utf8_to_string()}.", answer);
            return true;
        }

        public void Dispose()
        {
            backup.Dispose();
            GC.KeepAlive(target);
        }
    }
}
