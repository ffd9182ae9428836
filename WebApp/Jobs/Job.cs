// What happens by itself: a handful of small jobs, each with its rhythm.
namespace Makola.Jobs;

/// <summary>Runs a job again and again until the shop stops. A failure is logged and the rhythm goes on.</summary>
public abstract class Job(TimeSpan every, ILogger log) : BackgroundService
{
    private readonly SemaphoreSlim wake = new(0, 1);

    /// <summary>One run. Safe to repeat, and safe to be cut off.</summary>
    protected abstract Task RunOnceAsync(CancellationToken ct);

    /// <summary>Lets the next run begin now, or right after the one under way.</summary>
    protected void Wake()
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

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        do
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(e, "Job {Job} failed; it runs again in {Every}", GetType().Name, every);
            }
        }
        while (!stoppingToken.IsCancellationRequested && await NextAsync(stoppingToken));
    }

    private async Task<bool> NextAsync(CancellationToken ct)
    {
        try
        {
            await wake.WaitAsync(every, ct);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
