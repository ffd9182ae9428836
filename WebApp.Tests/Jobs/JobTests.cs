// How a job tells what it does: well, failing, running, woken; and that all of the shop's can be seen and run by hand.
using System.Net;
using Makola.Jobs;
using Makola.Tests.Pages.Office;
using Microsoft.Extensions.Logging.Abstractions;

namespace Makola.Tests.Jobs;

public sealed class JobTests(OfficeShop office) : IClassFixture<OfficeShop>
{
    private const string Address = "/office/system/jobs";

    [Fact]
    public async Task A_job_that_fails_says_why_how_often_and_forgets_it_when_it_goes_well_again()
    {
        using var job = new Fickle();
        await job.StartAsync(CancellationToken.None);
        await UntilAsync(() => job.State.IsRunning);
        await job.TurnAsync(new InvalidOperationException("outer", new IOException("The printer is on fire " + new string('!', 400))));
        await UntilAsync(() => job.State.NextAt is not null);
        Assert.Equal((1, JobState.LongestFault), (job.State.FailuresInARow, job.State.Fault!.Length));
        await job.TurnAsync(new IOException("Still on fire."));
        await UntilAsync(() => job.State.NextAt is not null);
        Assert.Equal((2, "Still on fire."), (job.State.FailuresInARow, job.State.Fault));

        await job.TurnAsync(null);

        await UntilAsync(() => job.State.NextAt is not null);
        Assert.Equal((0, "Still on fire."), (job.State.FailuresInARow, job.State.Fault));
        Assert.NotNull(job.State.Took);
        await job.StopAsync(CancellationToken.None);
        Assert.False(job.State.IsRunning);
    }

    [Fact]
    public async Task A_running_job_says_so_and_woken_meanwhile_it_runs_once_more()
    {
        using var job = new Fickle();
        await job.StartAsync(CancellationToken.None);
        await UntilAsync(() => job.State.IsRunning);
        Assert.Null(job.State.NextAt);
        for (var times = 0; times < 5; times++) job.Wake();
        await job.TurnAsync(null);
        await UntilAsync(() => job.State.IsRunning);
        await job.TurnAsync(null);
        await UntilAsync(() => job.State.NextAt is not null);
        await Task.Delay(100);
        Assert.False(job.State.IsRunning);
        Assert.Equal(2, job.Runs);
        await job.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task All_jobs_are_shown_in_words_and_one_is_run_by_hand_with_an_entry_in_the_log()
    {
        var page = (await office.Efua.GetAsync(Address)).Expect(HttpStatusCode.OK);
        var jobs = typeof(Job).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Job))).Select(type => type.Name).ToList();
        Assert.All(jobs, name => Assert.True(page.Has($"form[action$='name={name}']"), name));
        Assert.Contains("Expires orders that were not paid in time", page.Text, StringComparison.Ordinal);
        Assert.Contains("Every 6 h.", page.Text, StringComparison.Ordinal);
        var order = await office.TransferOrderAsync();
        office.Shop.Execute("UPDATE Orders SET HoldUntil = 1000 WHERE Number = $n", ("$n", order));

        var said = await office.Efua.SubmitAsync(page.Form("form[action$='name=ExpireOrders']"));

        Assert.Contains("“Unpaid orders” runs now.", said.Expect(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        for (var patience = 200; patience > 0 && !office.StatesOf(order).StartsWith("Expired", StringComparison.Ordinal); patience--) await Task.Delay(50);
        Assert.StartsWith("Expired", office.StatesOf(order), StringComparison.Ordinal);
        Assert.Equal(1, office.Shop.Scalar<int>("SELECT count(*) FROM AuditEntries WHERE What = 'Job run by hand: Unpaid orders'"));
        var unknown = (await office.Efua.GetAsync(Address)).Form("form[action$='name=ExpireOrders']");
        (await office.Efua.PostAsync($"{Address}?handler=Run&name=Nonsense", ("__token", unknown["__token"]!))).Expect(HttpStatusCode.NotFound);
        await office.Shop.BooksAsync();
    }

    [Fact]
    public async Task A_job_that_fails_and_long_work_that_failed_are_shown_with_the_reason_and_a_way_on()
    {
        await using var shop = await Cast.OpenAsync();
        using var efua = shop.NewBuyer();
        await efua.SignInAsync();
        shop.Execute("ALTER TABLE PricePlans RENAME TO Elsewhere");
        shop.Execute("INSERT INTO Operations (Title, Page, By, StartedAt, EndedAt, State, Outcome) VALUES ('Backup', '/office/system/backup', 'shop//shop', $at, $at, 'Failed', 'No space.'), ('Import of beads.csv', '/office/products/import', 'shop//shop', $at, $at, 'Stopped', 'Stopped.')", ("$at", DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()));
        await efua.SubmitAsync((await efua.GetAsync(Address)).Form("form[action$='name=ChangePrices']"));
        Page page = null!;
        for (var patience = 100; patience > 0 && !(page = await efua.GetAsync(Address)).Text.Contains("no such table: PricePlans", StringComparison.Ordinal); patience--) await Task.Delay(50);

        Assert.Contains("no such table: PricePlans", page.Text, StringComparison.Ordinal);
        Assert.Contains("No space.", page.Text, StringComparison.Ordinal);
        Assert.True(page.Has("form[action='/office/system/backup?handler=Now']"));
        Assert.True(page.Has("a.button[href='/office/products/import']"));
        Assert.Contains("“Planned prices” failed", (await efua.GetAsync("/office/system")).Text, StringComparison.Ordinal);
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        for (var patience = 400; patience > 0 && !isSo(); patience--) await Task.Delay(10);
        Assert.True(isSo());
    }

    /// <summary>Runs only when it is told how the run shall end.</summary>
    private sealed class Fickle() : Job(TimeSpan.FromHours(1), TimeProvider.System, NullLogger.Instance)
    {
        private readonly SemaphoreSlim turn = new(0);
        private Exception? fault;

        public int Runs { get; private set; }

        public override JobWords Words { get; } = new("Fickle", "Does as it is told.");

        public async Task TurnAsync(Exception? ends)
        {
            if (!State.IsRunning) Wake();
            await UntilAsync(() => State.IsRunning);
            (fault, var runs) = (ends, Runs);
            turn.Release();
            await UntilAsync(() => Runs > runs);
        }

        public override void Dispose()
        {
            turn.Dispose();
            base.Dispose();
        }

        protected override async Task RunOnceAsync(CancellationToken ct)
        {
            await turn.WaitAsync(ct);
            Runs++;
            if (fault is { } wrong) throw wrong;
        }
    }
}
