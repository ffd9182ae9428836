// Runs long work one piece after another, beside the selling shop, and knows how far each is.
using System.Collections.Concurrent;
using System.Diagnostics;
using Makola.Backstage;

namespace Makola.Jobs;

/// <summary>
/// The long work of this process. Work is all or nothing and hears its cancellation token; it takes services from a scope of its own, never
/// from the request that began it.
/// </summary>
public sealed class Operations(IServiceScopeFactory scopes, TimeProvider clock, ILogger<Operations> log) : IHostedService, IDisposable
{
    private readonly ConcurrentDictionary<long, Running> running = [];
    private readonly SemaphoreSlim turn = new(1);

    /// <summary>Begins a piece of work and returns at once.</summary>
    /// <param name="title">What it is, in words.</param>
    /// <param name="page">Address of the page that shows it.</param>
    /// <param name="deed">Who begins it. What staff began is entered in the log when it ends, and what it writes meanwhile.</param>
    /// <param name="work">The work; what it throws ends it, a <see cref="Refusal"/> with its own words.</param>
    /// <returns>The operation's key.</returns>
    public async Task<long> StartAsync(string title, string page, Deed deed, Func<IServiceProvider, OperationProgress, CancellationToken, Task<Outcome>> work)
    {
        var operation = new Operation { Title = title.Length > 200 ? title[..200] : title, Page = page, By = deed.By, StartedAt = clock.GetUtcNow() };
        await using (var scope = scopes.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<ShopDb>();
            await db.WriteAsync(() => Task.FromResult(db.Operations.Add(operation)));
        }

        var one = running[operation.Id] = new(operation, deed with { What = operation.Title }, new OperationProgress(), new CancellationTokenSource());
        var turnCame = turn.WaitAsync(one.Cancel.Token); // Asked for here, so that turns come in the order of starts.
        one.Task = Task.Run(() => RunAsync(one, turnCame, work));
        Telemetry.Rule($"long work begun: {operation.Title}");
        return operation.Id;
    }

    /// <summary>An operation under way, and how far it is; null when it is not running here.</summary>
    /// <remarks>Its row may be gone meanwhile: a restore puts another database in the place of the one it began in.</remarks>
    public (Operation Operation, OperationProgress Progress)? Find(long id) => running.TryGetValue(id, out var one) ? (one.Operation, one.Progress) : null;

    /// <summary>Asks an operation to stop; it may still come to its end.</summary>
    public void Stop(long id)
    {
        if (running.TryGetValue(id, out var one)) one.Cancel.Cancel();
    }

    /// <summary>What was under way when the shop was last stopped has ended with it.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ShopDb>();
        if (!await db.Operations.AnyAsync(o => o.State == OperationState.Running, cancellationToken)) return;
        await db.WriteAsync(async () =>
        {
            foreach (var cut in await db.Operations.Where(o => o.State == OperationState.Running).ToListAsync(cancellationToken))
                cut.End(OperationState.Stopped, "The shop was stopped before this was done. Nothing of it was kept; begin it again.", null, clock.GetUtcNow());
        }, cancellationToken);
    }

    /// <summary>Stops all work with the shop.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var one in running.Values) await one.Cancel.CancelAsync();
        await Task.WhenAny(Task.WhenAll(running.Values.Select(o => o.Task)), Task.Delay(Timeout.Infinite, cancellationToken));
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private async Task RunAsync(Running one, Task turnCame, Func<IServiceProvider, OperationProgress, CancellationToken, Task<Outcome>> work)
    {
        var (operation, state, outcome) = (one.Operation, OperationState.Done, new Outcome(""));
        Activity.Current = null; // A scene of its own: the request that began it has long been answered.
        Activity? run = null;
        try
        {
            await turnCame;
            run = Telemetry.Source.StartActivity(operation.Title);
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                if (one.IsStaffs) scope.ServiceProvider.GetRequiredService<ShopDb>().Deed = one.Deed;
                outcome = await work(scope.ServiceProvider, one.Progress, one.Cancel.Token);
            }
            finally
            {
                turn.Release();
            }
        }
        catch (OperationCanceledException) when (one.Cancel.IsCancellationRequested)
        {
            (state, outcome) = (OperationState.Stopped, new("Stopped. Nothing of it was kept."));
        }
        catch (Refusal refusal)
        {
            (state, outcome) = (OperationState.Failed, new(refusal.Message));
        }
        catch (Exception fault)
        {
            log.LogError(fault, "{Operation} failed", operation.Title);
            run?.SetStatus(ActivityStatusCode.Error).SetCustomProperty(nameof(SceneFault), SceneFault.Of(fault));
            (state, outcome) = (OperationState.Failed, new(fault is ShopBusyException ? "The shop was too busy. Nothing was kept; begin it again." : $"Something went wrong: {fault.Message} Nothing was kept."));
        }

        operation.End(state, outcome.Text, outcome.ChangeSetId, clock.GetUtcNow());
        run?.Dispose();
        await KeepAsync(one); // Before it is forgotten: who asks meanwhile finds it here or there.
        running.TryRemove(operation.Id, out _);
        one.Cancel.Dispose();
    }

    /// <summary>Writes the end down; anew where the row is gone, since a restore puts another database in the place of the one it began in.</summary>
    private async Task KeepAsync(Running one)
    {
        var operation = one.Operation;
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<ShopDb>();
            if (one.IsStaffs && operation.ChangeSetId is null) db.Deed = one.Deed with { What = $"{operation.Title}: {operation.Outcome.Split('\n')[0]}" }; // A change set is in the log already.
            await db.WriteAsync(async () =>
            {
                db.Entry(operation).State = await db.Operations.AnyAsync(o => o.Id == operation.Id) ? EntityState.Modified : EntityState.Added;
            });
        }
        catch (Exception fault)
        {
            log.LogError(fault, "The end of {Operation} could not be written down: {Outcome}", operation.Title, operation.Outcome);
        }
    }

    private sealed record Running(Operation Operation, Deed Deed, OperationProgress Progress, CancellationTokenSource Cancel)
    {
        public bool IsStaffs => Deed.By.Kind == Actor.StaffKind;

        public Task Task { get; set; } = Task.CompletedTask;
    }
}
