// A request, or a job, as it was: what the pages "Behind the scenes" show.
using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace Makola.Backstage;

/// <summary>Which of the five stations a step belongs to.</summary>
public enum Station
{
    /// <summary>Asked there, and shown there.</summary>
    Browser,

    /// <summary>Let in, bound, turned into a page.</summary>
    Server,

    /// <summary>The shop's rules.</summary>
    Rules,

    /// <summary>Read and written.</summary>
    Database,

    /// <summary>Sent back.</summary>
    Response,
}

/// <summary>A step on the way, for the waterfall.</summary>
/// <param name="Name">In words: "SELECT Products", "place the order".</param>
/// <param name="Station">Where.</param>
/// <param name="Start">Microseconds after the request began.</param>
/// <param name="Took">Microseconds.</param>
public sealed record Step(string Name, Station Station, long Start, long Took)
{
    /// <summary>Microseconds after the request began, at its end.</summary>
    [JsonIgnore]
    public long End => Start + Took;
}

/// <summary>A rule that ran.</summary>
/// <param name="Outcome">In words.</param>
/// <param name="At">Microseconds after the request began.</param>
public sealed record RuleRun(string Outcome, long At);

/// <summary>A query as it ran.</summary>
/// <param name="Sql">Its text.</param>
/// <param name="Values">What it was run with, a line each; personal data and secrets are masked before they get here.</param>
/// <param name="Rows">Rows read, or written; -1 when not known.</param>
/// <param name="Scanned">Rows it looked at one after another, because no index led to them (SQLITE_STMTSTATUS_FULLSCAN_STEP).</param>
/// <param name="Sorted">How often it had to sort (SQLITE_STMTSTATUS_SORT).</param>
/// <param name="Start">Microseconds after the request began.</param>
/// <param name="Took">Microseconds from asking to the last row.</param>
/// <param name="Error">What the database said when it failed.</param>
public sealed record QueryRun(string Sql, string Values, int Rows, int Scanned, int Sorted, long Start, long Took, string? Error = null)
{
    /// <summary>Whether it changed rows.</summary>
    [JsonIgnore]
    public bool Writes => QuerySpans.IsWrite(QuerySpans.NameOf(Sql));
}

/// <summary>One request or one run of a job.</summary>
public sealed record Scene
{
    /// <summary>What <see cref="Kept"/> says of an answer from the page cache, and of a part of a page that htmx asked for.</summary>
    public const string FromKept = "answered from the kept page", PartOnly = "made anew: a part of a page";

    /// <summary>Longer than this, microseconds, a request is slow and is kept.</summary>
    public const long Slow = 500_000;

    /// <summary>Sixteen hexadecimal digits, made here: the span's own key, never one a client sent along.</summary>
    public required string Id { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Microseconds until the last byte was handed on.</summary>
    public required long Took { get; init; }

    /// <summary>HTTP method; empty for a job.</summary>
    public string Method { get; init; } = "";

    /// <summary>The path with secrets masked; the name of a job.</summary>
    public required string Path { get; init; }

    /// <summary>Route of the page: "/p/{slug}"; null where no page answered.</summary>
    public string? Route { get; init; }

    /// <summary>What was used to ask, roughly: "a phone", "a computer", "a program".</summary>
    public string? From { get; init; }

    /// <summary>HTTP status; 0 for a job.</summary>
    public int Status { get; init; }

    /// <summary>Where the answer sends the browser, masked; null when it does not.</summary>
    public string? To { get; init; }

    /// <summary>Bytes of the body as sent.</summary>
    public long Bytes { get; init; }

    /// <summary>Whether it was answered from what is kept, or why not.</summary>
    public string? Kept { get; init; }

    /// <summary>The account that was signed in.</summary>
    public long? Person { get; init; }

    /// <summary>The orders it was about.</summary>
    public IReadOnlyList<long> Orders { get; init; } = [];

    /// <summary>The reference a customer sees beside an error.</summary>
    public string? Reference { get; init; }

    /// <summary>Kind of what went wrong, its message without what was typed, and where in the shop's code.</summary>
    public SceneFault? Fault { get; init; }

    /// <summary>Steps by their beginning.</summary>
    public IReadOnlyList<Step> Steps { get; init; } = [];

    /// <summary>Rules in the order they ran.</summary>
    public IReadOnlyList<RuleRun> Rules { get; init; } = [];

    /// <summary>Queries in the order they ran.</summary>
    public IReadOnlyList<QueryRun> Queries { get; init; } = [];

    /// <summary>How many queries ran; more than <see cref="Queries"/> holds when there were very many.</summary>
    public int QueryCount { get; init; }

    /// <summary>Whether it is a job's run.</summary>
    public bool IsJob => Method.Length == 0;

    /// <summary>Whether it ended badly.</summary>
    public bool IsFailed => Status >= 500 || (Fault is not null && Status is not (>= 400 and < 500));

    /// <summary>Whether it took long.</summary>
    public bool IsSlow => Took >= Slow && !IsJob;

    /// <summary>Whether a page of the shop answered, not one of the back office.</summary>
    [JsonIgnore]
    public bool IsForCustomers => !IsJob && Route is { } route && !route.StartsWith("/office", StringComparison.Ordinal);

    /// <summary>Queries that changed rows for good: not those of a transaction that was rolled back.</summary>
    [JsonIgnore]
    public IEnumerable<QueryRun> Written => Queries.Where(q => q.Writes && Steps.Where(s => s.Start >= q.Start && s.Name is QuerySpans.Committed or QuerySpans.RolledBack).MinBy(s => s.Start)?.Name != QuerySpans.RolledBack);

    /// <summary>Whether something that had been written was taken back.</summary>
    [JsonIgnore]
    public bool IsRolledBack => Steps.Any(s => s.Name == QuerySpans.RolledBack) && Queries.Any(q => q.Writes);

    /// <summary>What the page, or the job, is called: its route, else its path.</summary>
    public string Page => IsJob ? Path : $"{Method} {Route ?? Path}";

    /// <summary>Microseconds spent at a station. Where steps lie within each other the innermost counts: a query within a rule is the database's time.</summary>
    public long TimeAt(Station station)
    {
        var ends = Steps.SelectMany(s => new[] { s.Start, s.End }).Append(0).Append(Took).Distinct().Order().ToList();
        var sum = 0L;
        for (var i = 0; i + 1 < ends.Count; i++)
        {
            var (from, to) = (ends[i], ends[i + 1]);
            var at = Station.Server;
            foreach (var step in Steps)
                if (step.Start <= from && step.End >= to && step.Station > at) at = step.Station;
            if (at == station) sum += to - from;
        }

        return sum;
    }
}

/// <summary>What went wrong.</summary>
/// <param name="Kind">Name of the exception's type; of the database's with its result code: "SqliteException 13".</param>
/// <param name="Message">What it said, without what was typed.</param>
/// <param name="Place">The first method of the shop on its way that is not plumbing: "PlaceOrder.PlaceAsync"; empty when there is none.</param>
public sealed partial record SceneFault(string Kind, string Message, string Place)
{
    /// <summary>Reads an exception.</summary>
    public static SceneFault Of(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var root = exception;
        while (root is not SqliteException && root.InnerException is { } inner) root = inner;
        // A full disk, a lock and a duplicate are all the database's: only its code tells them apart.
        return new(root is SqliteException { SqliteErrorCode: var code } ? $"{Database} {code}" : root.GetType().Name, Masks.Message(root.Message), PlaceOf(exception) ?? PlaceOf(root) ?? "");
    }

    /// <summary>The database's result code (https://www.sqlite.org/rescode.html); 0 where it is not the database's.</summary>
    [JsonIgnore]
    public int Code => Kind.StartsWith(Database, StringComparison.Ordinal) && int.TryParse(Kind.AsSpan(Database.Length), CultureInfo.InvariantCulture, out var code) ? code : 0;

    /// <summary>Two with the same key have the same cause.</summary>
    [JsonIgnore]
    public string Key => $"{Kind} {Place}";

    private const string Database = nameof(SqliteException);

    private static string? PlaceOf(Exception exception)
    {
        foreach (var frame in new System.Diagnostics.StackTrace(exception).GetFrames())
        {
            if (frame.GetMethod() is not { DeclaringType: { } type } method || type.Assembly != typeof(Scene).Assembly || type.Namespace is "Makola.Data.Sqlite" or "Makola.Backstage") continue; // Plumbing breaks for whoever calls it.
            var (outer, written) = (type, Written(method.Name));
            for (; outer is { DeclaringType: { } above } && outer.Name.StartsWith('<'); outer = above) written ??= Written(outer.Name);
            if (outer == typeof(ShopDb) || outer == typeof(WriteGate)) continue; // Every write goes through them.
            return $"{outer.Name}.{written ?? method.Name}";
        }

        return null;
    }

    /// <summary>The method, as it is written, whose code has a name the compiler made: of an async method, a lambda, an async lambda; null for all others.</summary>
    private static string? Written(string name) => Made().Match(name) is { Success: true } made ? made.Groups[1].Value : null;

    [GeneratedRegex("^<+([^<>]+)>")] // <PlaceAsync>d__4, <PlaceAsync>b__1, <<PlaceAsync>b__1>d
    private static partial Regex Made();
}
