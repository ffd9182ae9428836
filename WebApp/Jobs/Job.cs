// What happens by itself: a handful of small jobs, each with its rhythm.
using System.Diagnostics;
using Makola.Backstage;

namespace Makola.Jobs;

/// <summary>A job in words for the shopkeeper.</summary>
/// <param name="Name">Two or three words.</param>
/// <param name="Does">What it does, in a sentence.</param>
public sealed record JobWords(string Name, string Does);

/// <summary>How a job is at a moment; kept in memory, begins anew with the shop.</summary>
public sealed record JobState
{
    /// <summary>Most characters kept of a fault's words.</summary>
    public const int LongestFault = 300;

    /// <summary>True while it runs.</summary>
    public bool IsRunning { get; init; }

    /// <summary>When the last run began, or the one under way; null before the first.</summary>
    public DateTimeOffset? BegunAt { get; init; }

    /// <summary>How long the last whole run took.</summary>
    public TimeSpan? Took { get; init; }

    /// <summary>When it runs next by itself; null while it runs.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>What the last run that failed said, up to 300 characters; null when none did.</summary>
    public string? Fault { get; init; }

    /// <summary>When that was.</summary>
    public DateTimeOffset? FailedAt { get; init; }

    /// <summary>How many runs have failed one after another up to now; 0 when the last one went well.</summary>
    public int FailuresInARow { get; init; }
}

/// <summary>Runs a job again and again until the shop stops. A failure is logged and shown, and the rhythm goes on.</summary>
/// <param name="every">The rhythm: the pause between two runs.</param>
/// <param name="clock">The time.</param>
/// <param name="log">Told of failures.</param>
/// <param name="after">How long after the shop's start the first run begins, so that customers come first.</param>
public abstract class Job(TimeSpan every, TimeProvider clock, ILogger log, TimeSpan after = default) : BackgroundService
{
    private readonly SemaphoreSlim wake = new(0, 1);
    private volatile JobState state = new();

    /// <summary>What it is called and does.</summary>
    public abstract JobWords Words { get; }

    /// <summary>The pause between two runs.</summary>
    public TimeSpan Every => every;

    /// <summary>How it is.</summary>
    public JobState State => state;

    /// <summary>The time.</summary>
    protected TimeProvider Clock => clock;

    /// <summary>No job's first run comes sooner than this after the start, unless it is woken: opening the shop has the processor to itself.</summary>
    private static readonly TimeSpan Opening = TimeSpan.FromSeconds(1);

    /// <summary>Lets the next run begin now, or right after the one under way.</summary>
    public void Wake()
    {
        try
        {
            wake.Release();
        }
        catch (Exception idle) when (idle is SemaphoreFullException or ObjectDisposedException)
        {
            // Woken already, or over.
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        wake.Dispose();
        base.Dispose();
    }

    /// <summary>One run. Safe to repeat, and safe to be cut off.</summary>
    protected abstract Task RunOnceAsync(CancellationToken ct);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = after > Opening ? after : Opening;
        while (!stoppingToken.IsCancellationRequested && await NextAsync(pause, stoppingToken))
        {
            await RunAsync(stoppingToken);
            pause = every;
        }
    }

    /// <summary>One run, with what came of it kept in <see cref="State"/>. Throws nothing, unless it is told to stop.</summary>
    protected async Task RunAsync(CancellationToken ct)
    {
        using var run = Telemetry.Source.StartActivity(GetType().Name);
        var begun = clock.GetTimestamp();
        state = state with { IsRunning = true, BegunAt = clock.GetUtcNow(), NextAt = null };
        try
        {
            await RunOnceAsync(ct);
            state = state with { FailuresInARow = 0 };
        }
        catch (Exception fault) when (!ct.IsCancellationRequested)
        {
            run?.SetStatus(ActivityStatusCode.Error).SetCustomProperty(nameof(SceneFault), SceneFault.Of(fault));
            log.LogError(fault, "Job {Job} failed; it runs again in {Every}", GetType().Name, every);
            var said = fault.GetBaseException().Message;
            state = state with { Fault = said.Length > JobState.LongestFault ? said[..JobState.LongestFault] : said, FailedAt = clock.GetUtcNow(), FailuresInARow = state.FailuresInARow + 1 };
        }
        finally
        {
            state = state with { IsRunning = false, Took = clock.GetElapsedTime(begun) };
        }
    }

    private async Task<bool> NextAsync(TimeSpan pause, CancellationToken ct)
    {
        try
        {
            state = state with { NextAt = clock.GetUtcNow() + pause };
            await wake.WaitAsync(pause, ct);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
