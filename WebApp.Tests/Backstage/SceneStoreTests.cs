// The file of scenes stays within its bounds, and a warning goes when the page has got rid of it.
using Makola.Backstage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Makola.Tests.Backstage;

public sealed class SceneStoreTests : IAsyncLifetime
{
    private readonly SceneRecorder recorder = new(isOn: false);
    private readonly string folder = Watchman.NewFolder("scenes");
    private SceneStore store = null!;

    public async ValueTask InitializeAsync() => await StartAsync();

    private async Task StartAsync()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Shop:ScenesMegabytes"] = "4" }).Build();
        store = new SceneStore(recorder, new Watcher(), new DataFolder(folder), configuration, TimeProvider.System, NullLogger<SceneStore>.Instance);
        await store.StartAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await store.StopAsync(CancellationToken.None);
        store.Dispose();
        recorder.Dispose();
    }

    private static string Key(int n) => n.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);

    private static Scene About(int n, IReadOnlyList<long> orders, params QueryRun[] queries) =>
        new() { Id = Key(n), At = DateTimeOffset.UtcNow.AddMilliseconds(n), Took = 900_000, Method = "GET", Path = "/c/beads", Route = "/c/{slug}", Status = 200, Orders = orders, Queries = queries, QueryCount = queries.Length };

    /// <summary>The same query, often enough for a warning.</summary>
    private static QueryRun[] Repeated => [.. Enumerable.Repeat(new QueryRun("SELECT \"p\".\"Id\" FROM \"Products\" AS \"p\"", "", 1, 0, 0, 0, 10), 12)];

    /// <summary>Whether a scene is in the file: those in memory are found without it.</summary>
    private Task<bool> InFileAsync(int n) => Task.FromResult(Number("SELECT count(*) FROM Scenes WHERE Id = $id", ("$id", Key(n))) == 1);

    /// <summary>Bytes that hold something.</summary>
    private const string Used = "SELECT (page_count - freelist_count) * page_size FROM pragma_page_count, pragma_freelist_count, pragma_page_size";

    /// <summary>Puts scenes of 4 KB into the file, a millisecond apart: the shop itself keeps only so many each second.</summary>
    private void Fill(Keep keep, int count, DateTimeOffset from) => Number("""
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $count)
        INSERT INTO Scenes (Id, At, Keep, Took, Method, Path, Status, Bytes, Queries, Failed, Body)
        SELECT $name || i, $from + i, $keep, 900000, 'GET', '/c/beads', 200, 0, 0, 0, randomblob(4000) FROM n;
        SELECT changes()
        """, ("$count", count), ("$name", keep.ToString()), ("$from", from.ToUnixTimeMilliseconds()), ("$keep", (int)keep));

    private long Number(string sql, params (string Name, object Value)[] values)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, SceneStore.File)};Pooling=False");
        connection.Open();
        return RunningShop.Scalar<long>(connection, sql, values);
    }

    private async Task<T> UntilAsync<T>(Func<Task<T>> look, Func<T, bool> is_)
    {
        for (var tries = 0; ; tries++)
        {
            var seen = await look();
            if (is_(seen)) return seen;
            Assert.True(tries < 600, $"It did not come: {seen}");
            await Task.Delay(100);
        }
    }

    [Fact]
    public async Task The_file_stays_within_its_bound_and_keeps_orders_longest()
    {
        recorder.Add(About(0, [1042]));
        await UntilAsync(() => Task.FromResult(store.Size > 0 && Number("SELECT count(*) FROM Scenes") == 1), made => made);

        // 1 MB about orders, of weeks ago; 12 MB of trouble, of the last hour; 4 MB may be kept.
        Fill(Keep.Order, 250, DateTimeOffset.UtcNow.AddDays(-60));
        Fill(Keep.Trouble, 3_000, DateTimeOffset.UtcNow.AddHours(-1));
        Assert.True(Number(Used) > 12_000_000);
        recorder.Add(About(1, [1043]));

        await UntilAsync(() => Task.FromResult(Number(Used)), used => used < 4_200_000);
        await UntilAsync(() => Task.FromResult(store.Size), size => size < 9_000_000);
        Assert.Equal(250 + 2, Number("SELECT count(*) FROM Scenes WHERE Keep = 2"));
        Assert.InRange(Number("SELECT count(*) FROM Scenes WHERE Keep = 1"), 0, 1_000);
        Assert.Equal(0, Number("SELECT count(*) FROM Scenes WHERE Id = 'Trouble1'"));
    }

    [Fact]
    public async Task A_warning_stays_while_the_page_is_only_kept_missing_elsewhere_or_asked_in_part()
    {
        recorder.Add(About(1, [], Repeated));
        await UntilAsync(() => store.WarningsAsync(CancellationToken.None), found => found.Count > 0);

        for (var n = 2; n < 50; n++)
        {
            recorder.Add(About(n, [1]) with { Kept = Scene.FromKept });
            recorder.Add(About(n + 100, [1]) with { Kept = Scene.PartOnly });
            recorder.Add(About(n + 200, [1]) with { Status = 404 });
            recorder.Add(About(n + 300, [1]) with { Status = 302 });
            recorder.Add(About(n + 400, [1]) with { Status = 503 });
        }

        recorder.Add(About(999, [2]));
        await UntilAsync(() => InFileAsync(999), found => found);
        Assert.Null(Assert.Single(await store.WarningsAsync(CancellationToken.None)).SolvedAt);
    }

    [Fact]
    public async Task After_a_restart_too_a_page_and_a_job_get_rid_of_their_warnings_and_are_ordinary_then()
    {
        Scene Job(int n, params QueryRun[] queries) => About(n, [], queries) with { Method = "", Path = "Tidy up", Route = null, Status = 0 };
        Scene Ordinary(int n) => About(n, []) with { Took = 1_000 };
        recorder.Add(About(1, [], Repeated));
        recorder.Add(Job(2, new QueryRun("SELECT 1 FROM Orders", "", 1, Watcher.ManyRows, 0, 0, 10)));
        await UntilAsync(() => store.WarningsAsync(CancellationToken.None), found => found.Count == 2);
        await store.StopAsync(CancellationToken.None);
        store.Dispose();
        await StartAsync();
        await Task.Delay(1_500);

        for (var n = 10; n < 10 + Watcher.CleanEnough; n++)
        {
            recorder.Add(Ordinary(n));
            recorder.Add(Job(n + 100) with { Took = 1_000 });
        }

        await UntilAsync(() => store.WarningsAsync(CancellationToken.None), found => found.All(w => w.SolvedAt is not null));
        for (var n = 300; n < 340; n++) recorder.Add(Ordinary(n));
        recorder.Add(About(999, [2]));
        await UntilAsync(() => InFileAsync(999), found => found);
        Assert.InRange(Number("SELECT count(*) FROM Scenes WHERE Id BETWEEN $from AND $to", ("$from", Key(300)), ("$to", Key(340))), 0, 1);
    }

    [Fact]
    public async Task What_failed_is_kept_beside_many_of_a_page_with_a_warning_and_counts_where_it_is_not_kept()
    {
        Scene Failed(int n, string place) => About(n, []) with { Status = 500, Took = 1_000, Route = "/cart", Fault = new("TimeoutException", "It took too long.", place) };
        recorder.Add(About(1, [], Repeated));
        await UntilAsync(() => store.WarningsAsync(CancellationToken.None), found => found.Count > 0);

        for (var n = 10; n < 210; n++) recorder.Add(About(n, []) with { Took = 1_000 });
        recorder.Add(Failed(500, "Cart.Add"));
        await UntilAsync(() => InFileAsync(500), found => found);

        for (var n = 1_000; n < 1_300; n++) recorder.Add(Failed(n, "Cart.Empty"));
        recorder.Add(Failed(2_000, "Cart.Pay"));
        recorder.Add(About(2_001, [2]));
        var faults = await UntilAsync(() => store.FaultsAsync(CancellationToken.None), found => found.Count == 3);
        Assert.Equal([("Cart.Add", 1), ("Cart.Empty", 300), ("Cart.Pay", 1)], faults.Select(f => (f.Cause.Place, f.Count)).Order());
        Assert.InRange(Number("SELECT count(*) FROM Scenes WHERE Failed"), 2, 160);
    }

    [Fact]
    public async Task A_warning_goes_when_the_page_was_answered_often_enough_without_it()
    {
        recorder.Add(About(1, [], Repeated));
        var warning = Assert.Single(await UntilAsync(() => store.WarningsAsync(CancellationToken.None), found => found.Count > 0));
        Assert.Equal((WarningKind.Repeats, "GET /c/{slug}", null), (warning.Kind, warning.Page, warning.SolvedAt));

        for (var n = 2; n <= Watcher.CleanEnough; n++) recorder.Add(About(n, [1]));
        await UntilAsync(() => store.FindAsync(new SceneFilter { Order = 1 }, null, 100, CancellationToken.None), found => found.Count == Watcher.CleanEnough - 1);
        await Task.Delay(1_500);
        Assert.Null(Assert.Single(await store.WarningsAsync(CancellationToken.None)).SolvedAt);

        recorder.Add(About(Watcher.CleanEnough + 1, [1]));
        Assert.NotNull(Assert.Single(await UntilAsync(() => store.WarningsAsync(CancellationToken.None), found => found[0].SolvedAt is not null)).SolvedAt);

        recorder.Add(About(99, [], Repeated));
        var again = Assert.Single(await UntilAsync(() => store.WarningsAsync(CancellationToken.None), found => found[0].SolvedAt is null));
        Assert.Equal(2, again.Count);
    }
}
