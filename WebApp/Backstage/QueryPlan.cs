// How the database finds the rows of a query: SQLite's own plan, in a word anybody can read.
using Makola.Data.Sqlite;
using Microsoft.Data.Sqlite;

namespace Makola.Backstage;

/// <summary>A plan in words.</summary>
/// <param name="Word">"primary key", "index search", "index in order", "full scan", "sort in memory", "word index", "no rows to find".</param>
/// <param name="State">State of the chip that shows it: <c>done</c>, <c>waiting</c> or <c>trouble</c>.</param>
/// <param name="Lines">SQLite's own words (https://www.sqlite.org/eqp.html).</param>
public sealed record QueryPlan(IReadOnlyList<(string Word, string State)> Words, IReadOnlyList<string> Lines)
{
    /// <summary>Asks SQLite how it would run a query, without running it.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="sql">The query.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>Null for what has no plan, or can no longer be planned because the tables are others now.</returns>
    public static async Task<QueryPlan?> ReadAsync(string folder, string sql, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(sql);
        if (sql.Length == 0 || !Plannable.Contains(QuerySpans.NameOf(sql).Split(' ')[0])) return null;
        try
        {
            await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder(SqliteConnections.In(folder)) { Mode = SqliteOpenMode.ReadOnly }.ToString());
            await connection.OpenAsync(ct);
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is one EF wrote and ran here before; it is planned on a connection that cannot write.
            command.CommandText = string.Concat("EXPLAIN QUERY PLAN ", sql);
#pragma warning restore CA2100
            foreach (System.Text.RegularExpressions.Match name in Parameter.Matches(sql)) if (!command.Parameters.Contains(name.Value)) command.Parameters.AddWithValue(name.Value, DBNull.Value);
            List<string> lines = [];
            await using var rows = await command.ExecuteReaderAsync(ct);
            while (await rows.ReadAsync(ct)) lines.Add(rows.GetString(3));
            return new([.. lines.Select(WordOf).OfType<(string, string)>().Distinct()], lines);
        }
        catch (SqliteException)
        {
            return null;
        }
    }

    private static readonly HashSet<string> Plannable = ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"];
    private static readonly System.Text.RegularExpressions.Regex Parameter = new(@"@\w+", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));

    private static (string, string)? WordOf(string line) =>
        line.Contains("VIRTUAL TABLE", StringComparison.Ordinal) ? line.Contains("json_each", StringComparison.Ordinal) ? null : ("word index", "done")
        : line.Contains("INTEGER PRIMARY KEY", StringComparison.Ordinal) ? ("primary key", "done")
        : line.StartsWith("SEARCH", StringComparison.Ordinal) ? ("index search", "done")
        : line.StartsWith("USE TEMP B-TREE", StringComparison.Ordinal) ? ("sort in memory", "waiting")
        : line.StartsWith("SCAN", StringComparison.Ordinal) && !line.Contains("CONSTANT ROW", StringComparison.Ordinal) && !line.Contains('(', StringComparison.Ordinal)
            ? line.Contains("INDEX", StringComparison.Ordinal) ? ("index in order", "done") : ("full scan", "trouble")
        : null;
}
