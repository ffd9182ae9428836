// ST01 of the abuse cases: every deed of staff is in the log, and the log cannot be changed without Books naming it.
using System.Net;

namespace Makola.Tests.Pages.Office;

public sealed class LogTests(OfficeShop office) : IClassFixture<OfficeShop>
{
    private RunningShop Shop => office.Shop;

    /// <summary>A deed of each kind of record staff write: what is done, and what the log says of it: its words, and a value.</summary>
    public static TheoryData<string, string, string> Deeds { get; } = new()
    {
        { "an order is packed", "Order: pack", "goods: Unfulfilled → Packed" },
        { "money came in", "Order: receive", "TRX-1" },
        { "an order is cancelled", "Order: cancel", "status: Open → Cancelled" },
        { "an order gets a note", "Order: note", "Ring twice" },
        { "the settings are saved", "Settings: save", "headline: The whole market, one small page. → Look here." },
        { "a backup plan is saved", "Backup: plan", "backup days: 7 → 9" },
        { "goods are received", "received", "pieces in the house" },
        { "a product is renamed", "Gari", "name: Gari → Gari, white" },
        { "a page is changed", "Page", "text" },
        { "customers are taken out", "Export of all customers", "" },
        { "a backup is made", "Backup: ", "its Books have no differences" },
    };

    [Theory]
    [MemberData(nameof(Deeds))]
    public async Task ST01_each_deed_of_staff_is_one_entry(string deed, string words, string value)
    {
        var before = await EntriesAsync();
        await DoAsync(deed);
        var after = await EntriesAsync();
        Assert.True(after == before + 1, $"{deed}: {after - before} entries\n{string.Join('\n', RunningShop.Column(Shop.Sql(), "SELECT What || ' ' || Changes FROM AuditEntries"))}");

        var page = (await office.Efua.GetAsync($"/office/log?seq={after}")).Expect(HttpStatusCode.OK);
        Assert.Contains(words, page.Text, StringComparison.Ordinal);
        Assert.Contains(value, page.Text, StringComparison.Ordinal);
        Assert.Contains("Efua Owusu", page.Text, StringComparison.Ordinal);
        Assert.Equal(office.Efua.From.ToString(), Shop.Scalar<string>("SELECT \"From\" FROM AuditEntries WHERE Seq = $s", ("$s", after)));
        Assert.NotEqual(0, Shop.Scalar<int>("SELECT length(Request) FROM AuditEntries WHERE Seq = $s", ("$s", after)));
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task What_was_refused_or_only_looked_at_is_no_deed()
    {
        var number = await office.OrderAsync();
        var before = await EntriesAsync();
        await office.OpenAsync(number);
        await office.Efua.GetAsync("/office/settings");
        var wrong = (await office.Efua.GetAsync("/office/settings")).Form("main form[method=post]");
        wrong["Form.Name"] = "";
        (await office.Efua.SubmitAsync(wrong)).Expect(HttpStatusCode.UnprocessableEntity);
        await office.OrderAsync();
        Assert.Equal(before, await EntriesAsync());
    }

    [Fact]
    public async Task The_list_is_narrowed_by_person_place_page_and_day()
    {
        var number = await office.OrderAsync();
        await office.DoAsync(number, "Note", form => form["Note.Text"] = "For the filter");
        var here = await office.Efua.GetAsync($"/office/log?on=/office/orders/{number}");
        Assert.Single(here.Html.QuerySelectorAll(".change"));
        Assert.Contains("For the filter", here.Text, StringComparison.Ordinal);
        var person = Shop.Scalar<long>("SELECT Id FROM AspNetUsers WHERE Email = $e", ("$e", Cast.OwnerEmail));
        Assert.Contains("For the filter", (await office.Efua.GetAsync($"/office/log?who={person}&area=orders&from=2026-01-01")).Text, StringComparison.Ordinal);
        foreach (var none in new[] { "who=999", "area=brands", "from=2999-01-01", "until=2001-01-01", $"on=/office/orders/{number + 500}" })
            Assert.Contains("Nothing here.", (await office.Efua.GetAsync($"/office/log?{none}")).Expect(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        (await office.Efua.GetAsync("/office/log?from=yesterday")).Expect(HttpStatusCode.BadRequest);
        (await office.Efua.GetAsync("/office/log?seq=99999")).Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task ST01_the_database_refuses_to_change_the_log_and_Books_name_what_was_changed_behind_its_back()
    {
        await using var shop = await Cast.OpenAsync();
        using var efua = shop.NewBuyer();
        await efua.SignInAsync();
        foreach (var headline in new[] { "One.", "Two.", "Three." })
        {
            var form = (await efua.GetAsync("/office/settings")).Form("main form[method=post]");
            form["Form.Headline"] = headline;
            (await efua.SubmitAsync(form)).Expect(HttpStatusCode.OK);
        }

        foreach (var sql in new[] { "UPDATE AuditEntries SET What = 'nothing' WHERE Seq = 2", "DELETE FROM AuditEntries WHERE Seq = 3" })
            Assert.Contains("The log cannot be changed", Assert.ThrowsAny<Exception>(() => shop.Execute(sql)).Message, StringComparison.Ordinal);
        await shop.BooksAsync();
        var head = shop.Scalar<string>("SELECT Seq || '-' || substr(Hash, 1, 12) FROM AuditEntries ORDER BY Seq DESC LIMIT 1");
        Assert.Equal(0, (await shop.CliAsync("books", $"--head=nightly-20261122-030000-log{head}.zip")).ExitCode);

        await shop.StopAsync();
        shop.Execute("DROP TRIGGER AuditEntriesNoUPDATE");
        shop.Execute("DROP TRIGGER AuditEntriesNoDELETE");
        shop.Execute("UPDATE AuditEntries SET \"From\" = '192.0.2.7' WHERE Seq = 2");
        var changed = await shop.CliAsync("books");
        Assert.Equal(1, changed.ExitCode);
        Assert.Contains("log.hash: entry 2, Settings: save", changed.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("entry 3", changed.Output, StringComparison.Ordinal);

        shop.Execute("UPDATE AuditEntries SET \"From\" = (SELECT \"From\" FROM AuditEntries WHERE Seq = 1) WHERE Seq = 2");
        shop.Execute("DELETE FROM AuditEntries WHERE Seq = 3");
        var cut = await shop.CliAsync("books", $"--head={head}");
        Assert.Equal(1, cut.ExitCode);
        Assert.Contains($"log.head: kept elsewhere: {head}", cut.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await shop.CliAsync("books")).ExitCode); // A chain alone does not show that its end is gone.
        Assert.Equal(1, (await shop.CliAsync("books", "--head=nonsense")).ExitCode);
    }

    [Fact]
    public async Task Old_and_new_values_of_goods_are_under_the_seal_as_well()
    {
        await using var shop = await Cast.OpenAsync();
        using var efua = shop.NewBuyer();
        await efua.SignInAsync();
        var form = (await efua.GetAsync($"/office/products/{ProductOf(shop, Cast.Gari)}")).Form("#product");
        form["Form.Name"] = "Gari, fine";
        (await efua.SubmitAsync(form)).Expect(HttpStatusCode.OK);
        await shop.BooksAsync();
        await shop.StopAsync();
        Assert.Equal(1, shop.Execute("UPDATE FieldChanges SET Old = 'Never' WHERE Field = 'Name'"));
        Assert.Contains("log.changes: entry 1", (await shop.CliAsync("books")).Output, StringComparison.Ordinal);
    }

    private static long ProductOf(RunningShop shop, Good good) => shop.Scalar<long>("SELECT ProductId FROM Variants WHERE Id = $v", ("$v", Cast.VariantId(good)));

    private Task<long> EntriesAsync() => Task.FromResult(Shop.Scalar<long>("SELECT count(*) FROM AuditEntries"));

    private async Task DoAsync(string deed)
    {
        var answer = await (deed switch
        {
            "an order is packed" => office.DoAsync(await office.OrderAsync(), "Pack"),
            "money came in" => office.DoAsync(await office.TransferOrderAsync(), "Receive", form => form["TransactionId"] = "TRX-1"),
            "an order is cancelled" => office.DoAsync(await office.OrderAsync(), "Cancel", form => form["Cancel.Reason"] = "Nobody there"),
            "an order gets a note" => office.DoAsync(await office.OrderAsync(), "Note", form => form["Note.Text"] = "Ring twice"),
            "the settings are saved" => FillAsync("/office/settings", "main form[method=post]", ("Form.Headline", "Look here.")),
            "a backup plan is saved" => FillAsync("/office/system/backup", "form[action*='handler=Plan']", ("Plan.Days", "9")),
            "goods are received" => FillAsync($"/office/stock/{Cast.VariantId(Cast.Gari)}", "form[action*='handler=Receive']", ("Receive.Pieces", "5")),
            "a product is renamed" => FillAsync($"/office/products/{ProductOf(Shop, Cast.Gari)}", "#product", ("Form.Name", "Gari, white")),
            "a page is changed" => FillAsync("/office/content/pages/2", "#edit", ("Form.Text", "How it comes.")),
            "customers are taken out" => FillAsync("/office/products/export", "form[action*='handler=Customers']"),
            "a backup is made" => WatchAsync(),
            _ => throw new ArgumentOutOfRangeException(nameof(deed), deed, null),
        });
        answer.Expect(HttpStatusCode.OK);
    }

    private async Task<Page> FillAsync(string path, string form, params (string Name, string Value)[] fields)
    {
        var filled = (await office.Efua.GetAsync(path)).Expect(HttpStatusCode.OK).Form(form);
        foreach (var (name, value) in fields) filled[name] = value;
        return await office.Efua.SubmitAsync(filled);
    }

    private async Task<Page> WatchAsync()
    {
        var page = await FillAsync("/office/system/backup", "form[action*='handler=Now']");
        for (var tries = 0; page.Has("progress") && tries < 300; tries++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
            page = await office.Efua.GetAsync(page.Path);
        }

        // The end is shown a moment before it is written down.
        for (var tries = 0; tries < 100 && Shop.Scalar<long>("SELECT count(*) FROM Operations WHERE State = 'Running'") > 0; tries++)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        return page;
    }
}
