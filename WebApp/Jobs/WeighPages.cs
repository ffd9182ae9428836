// A page that became too heavy for a phone is noticed before its customers stay away.
using Makola.Backstage;
using Makola.Web;

namespace Makola.Jobs;

/// <summary>Weighs pages that customers opened, each at most once a day, so that what is above <see cref="PageWeight.Budget"/> is among the warnings.</summary>
public sealed class WeighPages(Watcher watcher, Scales scales, TimeProvider clock, ILogger<WeighPages> log) : Job(TimeSpan.FromMinutes(10), clock, log, after: TimeSpan.FromMinutes(10))
{
    /// <inheritdoc/>
    public override JobWords Words { get; } = new("Page weights", "Weighs pages customers opened, with pictures, style and script, as a phone gets them.");

    /// <summary>Most pages of one run: each is a dozen small requests to the shop itself.</summary>
    private const int AtOnce = 50;

    /// <inheritdoc/>
    protected override async Task RunOnceAsync(CancellationToken ct)
    {
        foreach (var path in watcher.ToWeigh(Clock.GetUtcNow(), AtOnce)) watcher.Weighed(path, await scales.WeighAsync(path, ct), Clock.GetUtcNow());
    }
}
