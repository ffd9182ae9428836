// Somebody sets the machine's clock while the shop runs: what is due, and what is over, would be wrong.
namespace Makola.Jobs;

/// <summary>Looks every half minute whether the clock was set, for the page of the system.</summary>
public sealed class WatchClock(ClockWatch watch, TimeProvider clock, ILogger<WatchClock> log) : Job(TimeSpan.FromSeconds(30), clock, log)
{
    /// <inheritdoc/>
    public override JobWords Words { get; } = new("Clock", "Looks whether somebody set the machine’s clock.");

    /// <inheritdoc/>
    protected override Task RunOnceAsync(CancellationToken ct)
    {
        var before = watch.Step;
        watch.Look();
        if (watch.Step is { } step && step != before) log.LogWarning("The machine's clock was set by {By}, or the machine slept", step.By);
        return Task.CompletedTask;
    }
}
