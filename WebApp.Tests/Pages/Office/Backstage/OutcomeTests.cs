// Behind the scenes when it did not go well, or went on later: what was taken back has not happened, long work has a scene of its own, mail is where it was queued.
using System.Net;
using Makola.Backstage;
using Makola.Tests.Faults;
using Makola.Tests.Jobs;

namespace Makola.Tests.Pages.Office.Backstage;

public sealed class OutcomeTests(MailShop office) : IClassFixture<MailShop>
{
    private RunningShop Shop => office.Shop;

    private Buyer Efua => office.Efua;

    [Fact]
    public async Task An_order_that_was_rolled_back_is_not_among_the_requests_of_the_one_that_got_its_number()
    {
        using var ama = Shop.NewBuyer();
        await ama.AddAsync(Cast.Gari);
        var form = await ama.CheckoutAsync();
        var next = Shop.Scalar<long>("SELECT coalesce(max(Number), 1000) + 1 FROM Orders");
        Shop.Execute("CREATE TRIGGER NoRoom BEFORE INSERT ON Orders BEGIN SELECT RAISE(ABORT, 'no room'); END");
        Assert.Equal(HttpStatusCode.InternalServerError, (await ama.SubmitOnceAsync(form)).Status);
        Shop.Execute("DROP TRIGGER NoRoom");

        var failed = await SceneAsync("/office/backstage?status=error", "POST /checkout");
        Assert.Contains("SqliteException 19 in CheckoutModel.OnPostAsync", failed.Text, StringComparison.Ordinal);
        Assert.Contains("Nothing: it was all taken back", failed.TextOf("section[aria-labelledby=written]"), StringComparison.Ordinal);
        Assert.Contains("0 written", failed.TextOf(".station[data-station=database]"), StringComparison.Ordinal);

        Assert.Equal(next, await office.OrderAsync());
        Assert.Single((await Efua.GetAsync($"/office/backstage?order={next}")).Html.QuerySelectorAll("#scenes tr"), row => row.TextContent.Contains("POST /checkout", StringComparison.Ordinal));
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task Long_work_that_breaks_is_among_the_errors_and_has_a_scene_of_its_own()
    {
        Shop.Execute("ALTER TABLE SampleRecords RENAME TO Elsewhere");
        var page = (await Efua.GetAsync("/office/practice")).Expect(HttpStatusCode.OK);
        var begun = await Efua.SubmitAsync(page.Form("main form"));
        await Trial.UntilAsync("the work has failed", () => Shop.Scalar<int>("SELECT count(*) FROM Operations WHERE State = 'Failed'") == 1);
        Shop.Execute("ALTER TABLE Elsewhere RENAME TO SampleRecords");
        Assert.StartsWith("/office/work/", begun.Path, StringComparison.Ordinal);
        var title = Shop.Scalar<string>("SELECT Title FROM Operations WHERE State = 'Failed'");

        Assert.Contains("SampleRecords", (await SceneAsync("/office/backstage?status=error", title)).Text, StringComparison.Ordinal);
        await Trial.UntilAsync("it is among the errors", async () => (await Efua.GetAsync("/office/backstage/errors")).Text.Contains(title, StringComparison.Ordinal));
        var request = await SceneAsync("/office/backstage", "POST /office/practice");
        Assert.Contains($"long work begun: {title}", request.TextOf("section[aria-labelledby=rules]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lock_that_is_never_let_go_is_seen_as_a_wait()
    {
        using var ama = Shop.NewBuyer();
        await ama.AddAsync(Cast.Gari);
        var form = await ama.CheckoutAsync();
        using (var other = Shop.Sql())
        {
            RunningShop.Execute(other, "BEGIN IMMEDIATE");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await ama.SubmitOnceAsync(form)).Status);
            RunningShop.Execute(other, "ROLLBACK");
        }

        Assert.Contains("BEGIN", (await SceneAsync("/office/backstage?status=error", "POST /checkout", "503")).TextOf(".fall"), StringComparison.Ordinal);
        await Trial.UntilAsync("it is among the warnings", async () => (await Efua.GetAsync("/office/backstage/warnings")).Text.Contains("for another to end writing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_table_that_grew_without_an_index_is_warned_of_and_the_warning_is_gone_once_it_has_one()
    {
        const string Index = "IX_StockRequests_Token";
        var (making, token) = (Shop.Scalar<string>("SELECT sql FROM sqlite_master WHERE name = $n", ("$n", Index)), SecretToken.New());
        Shop.Execute($"DROP INDEX {Index}");
        Shop.Execute($"INSERT INTO StockRequests (VariantId, Email, Token, At) WITH RECURSIVE many(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM many WHERE n < {Watcher.ManyRows}) SELECT $v, n || '@many.example', n, $now FROM many",
            ("$v", Cast.VariantId(Cast.Stool)), ("$now", DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()));
        Shop.Execute($"UPDATE StockRequests SET Token = $t WHERE Email = '{Watcher.ManyRows}@many.example'", ("$t", token));
        using var esi = Shop.NewBuyer();
        var page = (await esi.GetAsync($"/notify/{token}")).Expect(HttpStatusCode.OK);
        (await esi.SubmitAsync(page.FormTo("handler=Back"))).Expect(HttpStatusCode.OK);

        // Of what was read, and of what was deleted.
        var (read, deleted) = ("SELECT StockRequests looked at", "DELETE StockRequests looked at");
        await Trial.UntilAsync("both are among the warnings", async () => await WarningAsync(read) is not null && await WarningAsync(deleted) is not null);

        Shop.Execute(making);
        Shop.Execute("UPDATE StockRequests SET Token = $t WHERE Email = '7@many.example'", ("$t", token));
        // One less than it takes, with the page that followed the deed, for which a row fewer was looked at.
        for (var n = 2; n < Watcher.CleanEnough; n++) (await esi.GetAsync($"/notify/{token}")).Expect(HttpStatusCode.OK);
        await Task.Delay(1_000, TestContext.Current.CancellationToken);
        Assert.Contains("still there", await WarningAsync(read), StringComparison.Ordinal);
        await Trial.UntilAsync("the first is gone", async () =>
        {
            await esi.GetAsync($"/notify/{token}");
            return (await WarningAsync(read))!.Contains("times without it", StringComparison.Ordinal);
        });
        Assert.Contains("still there", await WarningAsync(deleted), StringComparison.Ordinal);
        Shop.Execute("DELETE FROM StockRequests WHERE Email LIKE '%@many.example'");
    }

    [Fact]
    public async Task Mail_that_is_about_no_order_is_shown_where_it_was_queued()
    {
        using var esi = Shop.NewBuyer();
        var form = (await esi.GetAsync($"/p/{Cast.Stool.Slug}")).Form("#notify"); // Sold out.
        form["Email"] = "esi.waits@mail.example";
        await esi.SubmitAsync(form);

        var scene = await SceneAsync("/office/backstage", "POST /notify");
        Assert.Contains("message", scene.TextOf("section[aria-labelledby=queued]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_mail_server_says_of_an_address_is_masked_in_the_log()
    {
        office.Sink.Answer("kofi.gone@mail.example", "550 5.1.1 <kofi.gone@mail.example> unknown here");
        await office.OrderAsync("kofi.gone@mail.example");

        await Trial.UntilAsync("it is in the log", () => Shop.Output.Contains("was not sent", StringComparison.Ordinal));
        Assert.DoesNotContain("kofi.gone", Shop.Output, StringComparison.Ordinal);
    }

    /// <summary>What the page of warnings says of one; null when it is not there.</summary>
    private async Task<string?> WarningAsync(string words) =>
        (await Efua.GetAsync("/office/backstage/warnings")).Html.QuerySelectorAll(".change").Select(w => Page.Fold(w.TextContent)).FirstOrDefault(w => w.Contains(words, StringComparison.Ordinal));

    /// <summary>The newest scene in a list with words in its row, once it is there: it is noted after the answer.</summary>
    private async Task<Page> SceneAsync(string list, params string[] words)
    {
        string? address = null;
        await Trial.UntilAsync($"{words[0]} is in {list}", async () => (address = (await Efua.GetAsync(list)).Html.QuerySelectorAll("#scenes tr")
            .FirstOrDefault(row => words.All(w => row.TextContent.Contains(w, StringComparison.Ordinal)))?.QuerySelector("a[href^='/office/backstage/']")?.GetAttribute("href")) is not null);
        return (await Efua.GetAsync(address!)).Expect(HttpStatusCode.OK);
    }
}
