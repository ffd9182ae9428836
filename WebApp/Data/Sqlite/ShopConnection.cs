// A connection that stays open as long as its DbContext lives in the pool, and keeps the statements it has prepared.
using System.Data;
using System.Diagnostics.CodeAnalysis;
using Makola.Backstage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Makola.Data.Sqlite;

/// <summary>
/// EF opens and closes its connection around every query and makes a new command each time: SQLite would read and plan the same SQL again and
/// again, a quarter of all the work of a category page. Here closing waits until the connection is disposed, and <see cref="KeptCommand"/> prepares once.
/// </summary>
public sealed class ShopConnection(string connectionString) : SqliteConnection(connectionString)
{
    /// <summary>Most statements kept; a statement is a few kilobytes. When there are more, all are let go and the busy ones come back.</summary>
    private const int MostKept = 150;

    private readonly Dictionary<string, Prepared> kept = new(new ByItsEnd());
    private bool leaving;

    /// <summary>Opens it once, durable, with foreign keys, patient.</summary>
    public override void Open()
    {
        if (State == ConnectionState.Open) return;
        base.Open();
        Handle!.enable_sqlite3_next_stmt(true); // A prepared statement can be asked what it did.

        // Otherwise a new value for a parameter can expire a prepared statement, and SQLite plans it again (c3ref/c_dbconfig_defensive.html, ENABLE_QPSG).
        raw.sqlite3_db_config(Handle, raw.SQLITE_DBCONFIG_ENABLE_QPSG, 1, out _);
        using var command = base.CreateCommand();
        // A megabyte of pages for each: sixteen connections at once kept 30 to 50 MB more with four, and answered no faster (the machine keeps the file in memory anyway).
        command.CommandText = "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=5000; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-1000;";
        command.ExecuteNonQuery();
    }

    /// <summary>Ends what was under way; the connection itself stays open until <see cref="Dispose"/>.</summary>
    public override void Close()
    {
        Transaction?.Dispose();
        if (!leaving) return;
        kept.Clear();
        base.Close();
    }

    /// <inheritdoc/>
    public override SqliteCommand CreateCommand() => new KeptCommand { Connection = this, Transaction = Transaction };

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        leaving = true;
        base.Dispose(disposing);
    }

    /// <summary>The prepared command of a text: one that rests, or a new one. It is nobody else's until <see cref="GiveBack"/>.</summary>
    [SuppressMessage("Security", "CA2100", Justification = "The text is the one EF gave to its command; parameters stay parameters.")]
    private Prepared Take(string text)
    {
        if (kept.Remove(text, out var prepared)) return prepared;
        var command = base.CreateCommand();
        command.CommandText = text;
        command.Prepare();
        return new(command, raw.sqlite3_next_stmt(Handle, null), QuerySpans.NameOf(text)); // The latest comes first.
    }

    private void GiveBack(Prepared prepared)
    {
        var command = prepared.Command;
        command.Parameters.Clear();
        command.Transaction = null;
        if (kept.Count >= MostKept)
        {
            foreach (var old in kept.Values) old.Command.Dispose();
            kept.Clear();
        }

        if (State != ConnectionState.Open || !kept.TryAdd(command.CommandText, prepared)) command.Dispose();
    }

    /// <summary>A command whose text SQLite has read and planned.</summary>
    /// <param name="Command">The command.</param>
    /// <param name="Statement">Its statement, the last one where it has several.</param>
    /// <param name="Name">What its spans are called.</param>
    private sealed record Prepared(SqliteCommand Command, sqlite3_stmt Statement, string Name);

    /// <summary>Texts of kilobytes, asked for by each query: most differ in length, or at their end, and are the very same object when they do not.</summary>
    private sealed class ByItsEnd : IEqualityComparer<string>
    {
        private const int Characters = 32;

        public bool Equals(string? x, string? y) => string.Equals(x, y, StringComparison.Ordinal);

        public int GetHashCode(string obj) => obj.Length ^ string.GetHashCode(obj.AsSpan(Math.Max(0, obj.Length - Characters)), StringComparison.Ordinal);
    }

    /// <summary>What EF takes for a new command: it borrows the prepared one of the same text while it is used.</summary>
    internal sealed class KeptCommand : SqliteCommand
    {
        /// <summary>When it was last asked: SQLite finds, and sorts, while the reader is made; EF's clock of a reader begins only then.</summary>
        public DateTime Began { get; private set; }

        /// <summary>What SQLite did for it when it was last asked (c3ref/c_stmtstatus_counter.html): rows it looked at one after another, and how often it sorted; null when it was not kept.</summary>
        public (int Scanned, int Sorted)? Work => prepared is null ? null
            : (raw.sqlite3_stmt_status(prepared.Statement, raw.SQLITE_STMTSTATUS_FULLSCAN_STEP, 0), raw.sqlite3_stmt_status(prepared.Statement, raw.SQLITE_STMTSTATUS_SORT, 0));

        /// <summary>What its span is called; null when it was not kept.</summary>
        public string? Name => prepared?.Name;

        private Prepared? prepared;

        /// <summary>Every way to execute a command of Microsoft.Data.Sqlite comes through here.</summary>
        public override SqliteDataReader ExecuteReader(CommandBehavior behavior)
        {
            Began = DateTime.UtcNow;
            if (!IsWorthKeeping(CommandText)) return base.ExecuteReader(behavior);
            prepared ??= ((ShopConnection)Connection!).Take(CommandText);
            var (command, statement, _) = prepared;
            command.Transaction = Transaction;
            command.CommandTimeout = CommandTimeout;
            command.Parameters.Clear();
            foreach (SqliteParameter parameter in Parameters) command.Parameters.Add(parameter);
            raw.sqlite3_stmt_status(statement, raw.SQLITE_STMTSTATUS_FULLSCAN_STEP, 1);
            raw.sqlite3_stmt_status(statement, raw.SQLITE_STMTSTATUS_SORT, 1);
            try
            {
                return command.ExecuteReader(behavior);
            }
            catch
            {
                command.Dispose();
                prepared = null;
                throw;
            }
        }

        /// <summary>Queries and changes of rows are; what changes tables or the connection is not, and cannot always be prepared ahead.</summary>
        private static bool IsWorthKeeping(string text) =>
            text.StartsWith("SELECT", StringComparison.Ordinal) || text.StartsWith("UPDATE", StringComparison.Ordinal) || text.StartsWith("INSERT", StringComparison.Ordinal)
            || text.StartsWith("DELETE", StringComparison.Ordinal) || text.StartsWith("WITH", StringComparison.Ordinal);

        /// <inheritdoc/>
        protected override void Dispose(bool disposing)
        {
            if (disposing && prepared is { } borrowed)
            {
                prepared = null;
                ((ShopConnection)Connection!).GiveBack(borrowed);
            }

            base.Dispose(disposing);
        }
    }
}
