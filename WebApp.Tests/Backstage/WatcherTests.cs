// What the shop notices about itself, and when it says that it is gone.
using Makola.Backstage;
using Makola.Web;

namespace Makola.Tests.Backstage;

public sealed class WatcherTests
{
    private static Scene With(params QueryRun[] queries) => new() { Id = "00000000000000aa", At = DateTimeOffset.UnixEpoch, Took = 5_000, Method = "GET", Path = "/c/beads", Route = "/c/{slug}", Status = 200, Queries = queries, QueryCount = queries.Length };

    private static QueryRun Query(string sql, int scanned = 0) => new(sql, "", 1, scanned, 0, 0, 100);

    [Theory]
    [InlineData(9, 0)]
    [InlineData(10, 1)]
    public void The_same_query_ten_times_in_a_request_is_told(int times, int findings)
    {
        var found = new Watcher().Of(With([.. Enumerable.Repeat(Query("SELECT \"v\".\"Id\" FROM \"Variants\" AS \"v\""), times)]));
        Assert.Equal(findings, found.Count);
        Assert.All(found, f => Assert.Equal("SELECT Variants ran 10 times in one request.", f.Text));
    }

    [Theory]
    [InlineData(Watcher.ManyRows - 1, 0)]
    [InlineData(Watcher.ManyRows, 1)]
    public void Rows_looked_at_one_after_another_are_told_when_they_are_many(int rows, int findings) =>
        Assert.Equal(findings, new Watcher().Of(With(Query("SELECT 1 FROM Orders", rows))).Count(f => f.Kind == WarningKind.Scans));

    [Fact]
    public void A_heavy_page_is_told_but_not_one_of_the_back_office()
    {
        var heavy = With() with { Bytes = Watcher.MostHtml + 1 };
        Assert.Equal(WarningKind.Heavy, Assert.Single(new Watcher().Of(heavy)).Kind);
        Assert.Empty(new Watcher().Of(heavy with { Route = "/office/orders" }));
    }

    [Fact]
    public void A_page_that_was_weighed_is_heavy_with_all_that_its_first_view_fetches_until_it_is_weighed_again()
    {
        var (watcher, now) = (new Watcher(), DateTimeOffset.UnixEpoch);
        var (page, other) = (With() with { Bytes = 10 * 1024 }, With() with { Path = "/c/food", Bytes = 10 * 1024 });
        foreach (var seen in new[] { page, other, page with { Path = "/c/beads?page=2" }, page with { Path = "/o/‹secret›" }, page with { Path = "/c/gone", Status = 404 }, page with { Path = "/office", Route = "/office" } }) watcher.Learn(seen);
        Assert.Equal(["/c/beads", "/c/food"], watcher.ToWeigh(now, 10).Order());
        Assert.Empty(watcher.Of(page));
        Assert.Equal(["GET /c/{slug}"], watcher.Tells(page));

        watcher.Weighed("/c/beads", new PageWeight(9 * 1024, 20 * 1024, 15 * 1024, [new("/a.webp", 26 * 1024, true), new("/b.webp", 90 * 1024, false)]), now);
        watcher.Weighed("/c/food", new PageWeight(9 * 1024, 20 * 1024, 15 * 1024, [new("/a.webp", 25 * 1024, true)]), now);

        Assert.Empty(watcher.ToWeigh(now, 10));
        Assert.Equal(new Remark(WarningKind.Heavy, "/c/beads", "page", "A phone fetches 71 KB for its first view, 10 KB of it the page itself; it may have 70."), Assert.Single(watcher.Of(page)));
        Assert.Single(watcher.Of(page with { Kept = Scene.FromKept }));
        Assert.Empty(watcher.Of(other));
        Assert.True(watcher.HasSeen(page));
        Assert.False(watcher.HasSeen(other));
        Assert.Equal(["GET /c/{slug}", "/c/food"], watcher.Tells(other));
        Assert.Equal(["/c/food"], watcher.Tells(other with { Kept = Scene.FromKept }));

        Assert.Empty(watcher.ToWeigh(now + Watcher.WeighedFor + TimeSpan.FromSeconds(1), 10));
        watcher.Learn(page);
        Assert.Equal(["/c/beads"], watcher.ToWeigh(now + Watcher.WeighedFor, 10));
    }

    [Fact]
    public void A_step_is_slow_against_its_usual_time_and_waiting_to_write_against_none()
    {
        var watcher = new Watcher();
        Scene Taking(long took, string name = "make the answer") => With() with { Steps = [new(name, Station.Server, 0, took)], Took = took };
        Assert.Empty(watcher.Of(Taking(400_000)));
        for (var n = 0; n < 30; n++) watcher.Learn(Taking(10_000));
        Assert.Empty(watcher.Of(Taking(99_000)));
        Assert.Equal(WarningKind.Slow, Assert.Single(watcher.Of(Taking(120_000))).Kind);
        Assert.Equal(WarningKind.Waits, Assert.Single(watcher.Of(Taking(120_000, "wait for the turn to write"))).Kind);
        Assert.Equal(WarningKind.Waits, Assert.Single(watcher.Of(Taking(120_000, "BEGIN"))).Kind);
    }

    [Fact]
    public void Thousands_of_addresses_without_a_page_leave_room_to_learn_from_pages_and_to_watch_them()
    {
        var watcher = new Watcher();
        Scene Taking(long took) => With() with { Steps = [new("make the answer", Station.Server, 0, took)], Took = took };
        for (var n = 0; n < 3_000; n++)
        {
            var nowhere = Taking(10_000) with { Route = null, Path = $"/wp-{n}", Status = 404, Queries = [Query("SELECT 1 FROM Orders", Watcher.ManyRows)] };
            watcher.Learn(nowhere);
            watcher.HasSeen(nowhere);
        }

        for (var n = 0; n < 30; n++) watcher.Learn(Taking(10_000));
        var slow = Taking(120_000);
        Assert.Equal(WarningKind.Slow, Assert.Single(watcher.Of(slow)).Kind);
        Assert.True(watcher.HasSeen(slow));
        Assert.True(watcher.Suspects(With().Page));
    }

    [Fact]
    public void Where_steps_lie_within_each_other_the_innermost_has_the_time()
    {
        var scene = With() with { Took = 1_000, Steps = [new("run the page", Station.Server, 100, 800), new("place the order", Station.Rules, 200, 500), new("INSERT Orders", Station.Database, 300, 100), new("COMMIT", Station.Database, 650, 100)] };
        Assert.Equal(200, scene.TimeAt(Station.Database));
        Assert.Equal(350, scene.TimeAt(Station.Rules));
        Assert.Equal(450, scene.TimeAt(Station.Server));
    }

    [Theory]
    [InlineData("/o/b713-FpMeK5COOZao2D_XzFZP0A", "/o/{token}", "/o/‹secret›")]
    [InlineData("/notify/abcdefghijklmnopqrstuv", "/notify/{token?}", "/notify/‹secret›")]
    [InlineData("/p/kente-shirt", "/p/{slug}", "/p/kente-shirt")]
    public void Secrets_in_addresses_are_masked(string path, string route, string shown)
    {
        Assert.Equal(shown, Masks.Path(path, route, []));
        Assert.Equal(shown, Masks.Address(path));
    }

    [Fact]
    public void A_secret_is_masked_where_no_page_answers_too() => Assert.Equal("/o/‹secret›/more", Masks.Path("/o/b713-FpMeK5COOZao2D_XzFZP0A/more", null, []));

    [Fact]
    public void What_is_typed_into_an_address_is_masked() =>
        Assert.Equal("/search?sort=price&…", Masks.Path("/search", "/search", [new("q", "my secret wish"), new("sort", "price")]));

    [Theory]
    [InlineData("No such user 'ama@makola.example' here", "No such user ‹…› here")]
    [InlineData("Call +233 24 812 4490 now", "Call ‹…› now")]
    [InlineData("only 2 left", "only 2 left")]
    [InlineData("SQLite Error 13: 'database or disk is full'.", "SQLite Error 13: 'database or disk is full'.")]
    [InlineData("SQLite Error 19: 'UNIQUE constraint failed: StockRequests.VariantId, StockRequests.Email'.", "SQLite Error 19: 'UNIQUE constraint failed: StockRequests.VariantId, StockRequests.Email'.")]
    [InlineData("SQLite Error 1: 'fts5: syntax error near \"wish\"'.", "SQLite Error 1: ‹…›.")]
    public void Messages_lose_what_somebody_typed(string said, string shown) => Assert.Equal(shown, Masks.Message(said).Replace("‹…›now", "‹…› now", StringComparison.Ordinal));
}
