// Long work: it can be stopped, a fault is told, and what the end of the shop cut off says so.
using Makola.Data;
using Makola.Domain.Operations;
using Makola.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Makola.Tests.Jobs;

public sealed class OperationsTests : IAsyncLifetime
{
    private readonly string _data = Watchman.NewFolder("operations");
    private ServiceProvider _services = null!;
    private Operations _operations = null!;

    public async ValueTask InitializeAsync()
    {
        await Cast.PutIntoAsync(_data);
        _services = new ServiceCollection().AddScoped(_ => RunningShop.OpenDb(_data)).BuildServiceProvider();
        _operations = new(_services.GetRequiredService<IServiceScopeFactory>(), TimeProvider.System, NullLogger<Operations>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        _operations.Dispose();
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task Stopped_work_ends_and_says_so()
    {
        var id = await BeginAsync(async (progress, stop) =>
        {
            progress.Report("Counting", 3, 10);
            await Task.Delay(Timeout.Infinite, stop);
            return new("never");
        });
        await UntilAsync(() => _operations.Find(id)?.Progress.Now == ("Counting", 3, 10));

        _operations.Stop(id);

        var ended = await EndedAsync(id);
        Assert.Equal((OperationState.Stopped, "Stopped. Nothing of it was kept."), (ended.State, ended.Outcome));
    }

    [Fact]
    public async Task One_piece_of_work_waits_for_another()
    {
        using var gate = new SemaphoreSlim(0);
        var first = await BeginAsync(async (_, stop) =>
        {
            await gate.WaitAsync(stop);
            return new("first");
        });
        var second = await BeginAsync((_, _) => Task.FromResult(new Outcome("second", 7)));
        await Task.Delay(200);
        Assert.NotNull(_operations.Find(second));

        gate.Release();

        Assert.Equal("first", (await EndedAsync(first)).Outcome);
        var ended = await EndedAsync(second);
        Assert.Equal((OperationState.Done, "second", 7L), (ended.State, ended.Outcome, ended.ChangeSetId));
    }

    [Fact]
    public async Task A_refusal_ends_it_in_its_own_words_and_a_fault_is_told_too()
    {
        var refused = await BeginAsync((_, _) => throw new Refusal("no", "Not {0}.", "today"));
        var broken = await BeginAsync((_, _) => throw new IOException("The disk is full."));

        Assert.Equal((OperationState.Failed, "Not today."), ((await EndedAsync(refused)).State, (await EndedAsync(refused)).Outcome));
        Assert.Contains("The disk is full.", (await EndedAsync(broken)).Outcome, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_end_of_the_shop_cut_off_says_so_afterwards()
    {
        var id = await BeginAsync(async (_, stop) =>
        {
            await Task.Delay(Timeout.Infinite, stop);
            return new("never");
        });
        using var next = new Operations(_services.GetRequiredService<IServiceScopeFactory>(), TimeProvider.System, NullLogger<Operations>.Instance);

        await next.StartAsync(CancellationToken.None);

        Assert.Contains("The shop was stopped before this was done.", (await EndedAsync(id)).Outcome, StringComparison.Ordinal);
        _operations.Stop(id);
    }

    private Task<long> BeginAsync(Func<OperationProgress, CancellationToken, Task<Outcome>> work) =>
        _operations.StartAsync("Work", "/office", new Makola.Domain.History.Deed(Actor.Shop("test"), "Work", DateTimeOffset.UtcNow), (_, progress, stop) => work(progress, stop));

    private async Task<Operation> EndedAsync(long id)
    {
        Operation? ended = null;
        await UntilAsync(() =>
        {
            using var db = RunningShop.OpenDb(_data);
            ended = db.Operations.AsNoTracking().Single(o => o.Id == id);
            return ended.State != OperationState.Running;
        });
        return ended!;
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        for (var patience = 300; !isSo(); patience--)
        {
            Assert.True(patience > 0, "It did not happen.");
            await Task.Delay(50);
        }
    }
}
