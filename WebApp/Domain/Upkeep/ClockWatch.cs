// Notices when somebody, or a time service, sets the machine's clock while the shop is running.
namespace Makola.Domain.Upkeep;

/// <summary>The clock was set, or the machine slept.</summary>
/// <param name="At">The moment after it, by the new time.</param>
/// <param name="By">How far; below zero when it went back.</param>
public sealed record ClockStep(DateTimeOffset At, TimeSpan By);

/// <summary>Compares the machine's clock with its counter of time since it was switched on, which nobody can set.</summary>
/// <param name="clock">The time.</param>
public sealed class ClockWatch(TimeProvider clock)
{
    /// <summary>A clock a time service keeps moves by less than this between two looks.</summary>
    public static readonly TimeSpan Least = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private (DateTimeOffset Wall, long Counter) last = (clock.GetUtcNow(), clock.GetTimestamp());

    /// <summary>The last time it was set; null while it was not.</summary>
    public ClockStep? Step { get; private set; }

    /// <summary>Looks once more; the more often, the nearer it knows the moment.</summary>
    public void Look()
    {
        lock (gate)
        {
            var (wall, counter) = (clock.GetUtcNow(), clock.GetTimestamp());
            var by = wall - last.Wall - clock.GetElapsedTime(last.Counter, counter);
            if (by.Duration() >= Least) Step = new(wall, by);
            last = (wall, counter);
        }
    }
}
