// Every query, write and wait as a span of the shop's own source.
using System.Data.Common;
using System.Diagnostics;
using Makola.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Makola.Backstage;

/// <summary>
/// Tells of each command of EF after it ended, with OpenTelemetry's words for databases (semantic conventions 1.33, "db.*"). A span is begun and ended in
/// one go: begun before, it would be the parent of whatever the caller does next. While nobody listens nothing is made.
/// </summary>
public sealed class QuerySpans : DbCommandInterceptor, IDbTransactionInterceptor
{
    /// <summary>Tags of a query: its text; rows read or written; its parameters, masked; rows it looked at one after another; how often it sorted.</summary>
    internal const string Text = "db.query.text", Rows = "db.response.returned_rows", Values = "makola.query.values", Scanned = "makola.query.scanned", Sorted = "makola.query.sorted";

    /// <summary>Names of the steps that end a transaction.</summary>
    internal const string Committed = "COMMIT", RolledBack = "ROLLBACK";

    /// <inheritdoc/>
    public override InterceptionResult DataReaderDisposing(DbCommand command, DataReaderDisposingEventData eventData, InterceptionResult result)
    {
        if (Listens())
        {
            var began = command is ShopConnection.KeptCommand { Began: var asked } && asked != default ? asked : eventData.StartTime.UtcDateTime;
            Tell(command, began, DateTime.UtcNow - began, eventData.RecordsAffected > 0 ? eventData.RecordsAffected : eventData.ReadCount, null);
        }

        return result;
    }

    /// <inheritdoc/>
    public override int NonQueryExecuted(DbCommand command, CommandExecutedEventData eventData, int result)
    {
        if (Listens()) Tell(command, eventData.StartTime, eventData.Duration, result, null);
        return result;
    }

    /// <inheritdoc/>
    public override ValueTask<int> NonQueryExecutedAsync(DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default) => new(NonQueryExecuted(command, eventData, result));

    /// <inheritdoc/>
    public override object? ScalarExecuted(DbCommand command, CommandExecutedEventData eventData, object? result)
    {
        if (Listens()) Tell(command, eventData.StartTime, eventData.Duration, 1, null);
        return result;
    }

    /// <inheritdoc/>
    public override ValueTask<object?> ScalarExecutedAsync(DbCommand command, CommandExecutedEventData eventData, object? result, CancellationToken cancellationToken = default) => new(ScalarExecuted(command, eventData, result));

    /// <inheritdoc/>
    public override void CommandFailed(DbCommand command, CommandErrorEventData eventData)
    {
        if (Listens()) Tell(command, eventData.StartTime, eventData.Duration, -1, eventData.Exception);
    }

    /// <inheritdoc/>
    public override Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        CommandFailed(command, eventData);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public DbTransaction TransactionStarted(DbConnection connection, TransactionEndEventData eventData, DbTransaction result)
    {
        TellOf("BEGIN", eventData);
        return result;
    }

    /// <inheritdoc/>
    public ValueTask<DbTransaction> TransactionStartedAsync(DbConnection connection, TransactionEndEventData eventData, DbTransaction result, CancellationToken cancellationToken = default) => new(TransactionStarted(connection, eventData, result));

    /// <inheritdoc/>
    public void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => TellOf(Committed, eventData);

    /// <inheritdoc/>
    public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        TransactionCommitted(transaction, eventData);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void TransactionRolledBack(DbTransaction transaction, TransactionEndEventData eventData) => TellOf(RolledBack, eventData);

    /// <inheritdoc/>
    public Task TransactionRolledBackAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        TransactionRolledBack(transaction, eventData);
        return Task.CompletedTask;
    }

    /// <summary>Whether somebody gathers what is under way: queries at the start, or in a job that finds nothing to do, are of nobody.</summary>
    private static bool Listens() => Activity.Current is { IsAllDataRequested: true } current && current.Source == Telemetry.Source;

    /// <summary>Tells of a transaction that came to nothing: of the wait, when it was never begun; else that it was rolled back. (EF says neither when a transaction is let go of.)</summary>
    /// <param name="asked">When it was asked for.</param>
    /// <param name="isBegun">Whether it had begun.</param>
    public static void TellFailed(DateTimeOffset asked, bool isBegun)
    {
        if (!Listens()) return;
        var (now, what) = (DateTimeOffset.UtcNow, isBegun ? RolledBack : "BEGIN");
        var start = isBegun ? now : asked;
        End(Telemetry.Source.StartActivity(what, ActivityKind.Client, parentContext: default, startTime: start), start, now - start);
    }

    private static void TellOf(string what, TransactionEndEventData ended)
    {
        if (Listens()) End(Telemetry.Source.StartActivity(what, ActivityKind.Client, parentContext: default, startTime: ended.StartTime), ended.StartTime, ended.Duration);
    }

    private static void Tell(DbCommand command, DateTimeOffset start, TimeSpan took, int rows, Exception? error)
    {
        var kept = command as ShopConnection.KeptCommand;
        if (Telemetry.Source.StartActivity(kept?.Name ?? NameOf(command.CommandText), ActivityKind.Client, parentContext: default, startTime: start) is not { } span) return;
        if (span.IsAllDataRequested)
        {
            span.AddTag(Text, command.CommandText).AddTag("db.system.name", "sqlite").AddTag(Rows, rows);
            if (command.Parameters.Count > 0) span.AddTag(Values, Masks.Of(command.Parameters));
            if (kept?.Work is var (scanned, sorted))
            {
                // Most do neither, and a tag costs.
                if (scanned > 0) span.AddTag(Scanned, scanned);
                if (sorted > 0) span.AddTag(Sorted, sorted);
            }

            if (error is not null)
            {
                span.SetStatus(ActivityStatusCode.Error, Masks.Message(error.Message));
                span.AddTag("error.type", error.GetType().Name);
            }
        }

        End(span, start, took);
    }

    private static void End(Activity? span, DateTimeOffset start, TimeSpan took)
    {
        Telemetry.Queries.Record(took.TotalSeconds);
        if (span is null) return;
        span.SetEndTime(start.UtcDateTime + took);
        span.Stop();
    }

    /// <summary>Whether a query of that name changes rows.</summary>
    internal static bool IsWrite(string name) => name.StartsWith("INSERT", StringComparison.Ordinal) || name.StartsWith("UPDATE", StringComparison.Ordinal) || name.StartsWith("DELETE", StringComparison.Ordinal);

    /// <summary>The verb and the first table: "SELECT Products".</summary>
    internal static string NameOf(string sql)
    {
        var text = sql.AsSpan().TrimStart();
        while (text.StartsWith("--")) text = text[(text.IndexOf('\n') + 1)..].TrimStart();
        var end = text.IndexOfAny(" \n\r(;");
        var verb = end < 0 ? text : text[..end];
        var mark = verb switch { "SELECT" or "DELETE" or "WITH" => "FROM ", "INSERT" => "INTO ", "UPDATE" => "UPDATE ", _ => "" };
        if (mark.Length == 0 || text.IndexOf(mark) is not (>= 0 and var at)) return verb.ToString();
        var rest = text[(at + mark.Length)..].TrimStart("\"( \n\r");
        if (rest.StartsWith("OR IGNORE ")) rest = rest["OR IGNORE ".Length..].TrimStart("\"");
        var stop = rest.IndexOfAny("\" \n\r(,;)");
        return $"{verb} {(stop < 0 ? rest : rest[..stop])}";
    }
}
