// Files that were sent to be brought in and are not wanted any more.
namespace Makola.Jobs;

/// <summary>Throws away files older than <see cref="IncomingFiles.Kept"/>.</summary>
public sealed class ClearIncoming(IncomingFiles files, ILogger<ClearIncoming> log) : Job(TimeSpan.FromHours(1), log)
{
    /// <inheritdoc/>
    protected override Task RunOnceAsync(CancellationToken ct)
    {
        files.Clear();
        return Task.CompletedTask;
    }
}
