// What happens by itself: a handful of small jobs, each with its rhythm.
namespace Makola.Jobs;

/// <summary>Runs a job again and again until the shop stops. A failure is logged and the rhythm goes on.</summary>
public abstract class Job(TimeSpan every, ILogger log) : BackgroundService
{
    /// <summary>One run. Safe to repeat, and safe to be cut off.</summary>
    protected abstract Task RunOnceAsync(CancellationToken ct);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(every);
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
        while (!stoppingToken.IsCancellationRequested && await NextAsync(timer, stoppingToken));
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken ct)
    {
        try
        {
            return await timer.WaitForNextTickAsync(ct);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
