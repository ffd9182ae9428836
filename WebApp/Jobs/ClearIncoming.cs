// Files that were sent to be brought in and are not wanted any more.
namespace Makola.Jobs;

/// <summary>Throws away files older than <see cref="IncomingFiles.Kept"/>.</summary>
public sealed class ClearIncoming(IncomingFiles files, TimeProvider clock, ILogger<ClearIncoming> log) : Job(TimeSpan.FromHours(1), clock, log)
{
    /// <inheritdoc/>
    public override JobWords Words { get; } = new("Sent files", "Throws away files that were sent to be imported a day ago.");

    /// <inheritdoc/>
    protected override Task RunOnceAsync(CancellationToken ct)
    {
        files.Clear();
        return Task.CompletedTask;
    }
}
