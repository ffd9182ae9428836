// Work too long for one request: an import, a backup, a restore. It goes on when its page is left, and what came of it can be read later.
namespace Makola.Domain.Operations;

/// <summary>How far a piece of long work is.</summary>
public enum OperationState
{
    /// <summary>Waiting for its turn, or under way.</summary>
    Running,

    /// <summary>Done; <see cref="Operation.Outcome"/> says what.</summary>
    Done,

    /// <summary>Ended by a fault or a refusal; nothing of it was kept.</summary>
    Failed,

    /// <summary>Stopped by a person, or with the shop; nothing of it was kept.</summary>
    Stopped,
}

/// <summary>
/// A long-running operation somebody began in the back office. Its row is written when it begins and when it ends, in between
/// <c>Jobs/Operations</c> knows how far it is. What it does is all or nothing, so an operation cut off with the shop left nothing behind.
/// </summary>
public sealed class Operation
{
    /// <summary>Database key.</summary>
    public long Id { get; init; }

    /// <summary>What it is, up to 200 characters: "Import of apparel.csv".</summary>
    public required string Title { get; init; }

    /// <summary>The page it was begun on, which shows it: "/office/system/backup".</summary>
    public required string Page { get; init; }

    /// <summary>Who began it.</summary>
    public required Actor By { get; init; }

    /// <summary>When it was begun.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>How far it is.</summary>
    public OperationState State { get; private set; }

    /// <summary>What came of it, a line each, up to 20,000 characters; empty while it runs.</summary>
    public string Outcome { get; private set; } = "";

    /// <summary>The change set it made, which can be taken back; null when it made none.</summary>
    public long? ChangeSetId { get; private set; }

    /// <summary>Writes down the end.</summary>
    /// <param name="state">How it ended.</param>
    /// <param name="outcome">What came of it.</param>
    /// <param name="changeSetId">The change set it made, if any.</param>
    /// <param name="at">When.</param>
    public void End(OperationState state, string outcome, long? changeSetId, DateTimeOffset at)
    {
        const int longest = 20_000;
        (State, Outcome, ChangeSetId, EndedAt) = (state, outcome.Length <= longest ? outcome : $"{outcome[..(longest - 2)]}\n…", changeSetId, at);
    }
}

/// <summary>What came of an operation.</summary>
/// <param name="Text">A line each.</param>
/// <param name="ChangeSetId">The change set it made, which can be taken back.</param>
public sealed record Outcome(string Text, long? ChangeSetId = null);

/// <summary>How far a running operation is; written by the work, read by its page.</summary>
public sealed class OperationProgress
{
    private (string Step, long Done, long Total) now = ("Waiting for its turn", 0, 0);
    private readonly Lock gate = new();

    /// <summary>What is being done, how many of how many units; a total of 0 means that nobody knows yet.</summary>
    public (string Step, long Done, long Total) Now
    {
        get
        {
            lock (gate) return now;
        }
    }

    /// <summary>Says how far the work is.</summary>
    /// <param name="step">What is being done: "Reading rows".</param>
    /// <param name="done">Units done.</param>
    /// <param name="total">Units in all; 0 when nobody knows.</param>
    public void Report(string step, long done = 0, long total = 0)
    {
        lock (gate) now = (step, done, total);
    }
}
