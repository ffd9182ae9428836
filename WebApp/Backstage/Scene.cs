// A request, or a job, as it was: what the pages "Behind the scenes" show.
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
/// <param name="Name">In words: "SELECT Products", "waits for its turn to write".</param>
/// <param name="Station">Where.</param>
/// <param name="Start">Microseconds after the request began.</param>
/// <param name="Took">Microseconds.</param>
public sealed record Step(string Name, Station Station, long Start, long Took);

/// <summary>A rule that ran.</summary>
/// <param name="Outcome">In words.</param>
/// <param name="At">Microseconds after the request began.</param>
public sealed record RuleRun(string Outcome, long At);

/// <summary>A query as it ran.</summary>
/// <param name="Sql">Its text.</param>
/// <param name="Parameters">Names and values; personal data and secrets are masked before they get here.</param>
/// <param name="Rows">Rows read, or written; -1 when not known.</param>
/// <param name="Start">Microseconds after the request began.</param>
/// <param name="Took">Microseconds from asking to the last row.</param>
/// <param name="Error">What the database said when it failed.</param>
public sealed record QueryRun(string Sql, IReadOnlyList<KeyValuePair<string, string>> Parameters, int Rows, long Start, long Took, string? Error = null);

/// <summary>One request or one run of a job.</summary>
public sealed record Scene
{
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

    /// <summary>HTTP status; 0 for a job.</summary>
    public int Status { get; init; }

    /// <summary>Bytes of the body as sent.</summary>
    public long Bytes { get; init; }

    /// <summary>Whether it was answered from what is kept, or why not.</summary>
    public string? Kept { get; init; }

    /// <summary>The order it was about.</summary>
    public long? Order { get; init; }

    /// <summary>The reference a customer sees beside an error.</summary>
    public string? Reference { get; init; }

    /// <summary>What went wrong: the exception's kind and message, without what was typed.</summary>
    public string? Error { get; init; }

    /// <summary>Steps by their beginning.</summary>
    public IReadOnlyList<Step> Steps { get; init; } = [];

    /// <summary>Rules in the order they ran.</summary>
    public IReadOnlyList<RuleRun> Rules { get; init; } = [];

    /// <summary>Queries in the order they ran.</summary>
    public IReadOnlyList<QueryRun> Queries { get; init; } = [];
}
