// Being told when something is back: asked with an e-mail, confirmed, taken back, and told once, in turn, whatever happens meanwhile.
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Makola.Data;
using Makola.Domain.Messages;
using Makola.Tests.Jobs;
using Makola.Tests.Pages.Account;
using Makola.Web;
using Microsoft.Extensions.DependencyInjection;

namespace Makola.Tests.Pages;

public sealed partial class NotifyTests(MailShop office) : IClassFixture<MailShop>
{
    private RunningShop Shop => office.Shop;

    private SmtpSink Sink => office.Sink;

    [Fact]
    public async Task Who_asks_is_confirmed_once_and_told_once_when_it_is_back()
    {
        using var ama = Shop.NewBuyer();
        var form = (await ama.GetAsync("/p/ashanti-stool")).Expect(HttpStatusCode.OK).Form("#notify");
        form["Email"] = "Ama.Waits@Mail.example";
        var thanks = (await ama.SubmitAsync(form)).Expect(HttpStatusCode.OK);
        Assert.Contains("We write to you once", thanks.Text, StringComparison.Ordinal);
        Assert.Empty(ama.Cookies.GetAllCookies());
        var asked = Assert.Single(await Sink.ForAsync("ama.waits@mail.example"));
        Assert.Equal("We tell you when it is back: Ashanti stool", asked["Subject"]);

        form["Email"] = " ama.waits@mail.example ";
        Assert.Equal(thanks.Text, (await ama.SubmitAsync(form)).Expect(HttpStatusCode.OK).Text);
        ama.Headers["HX-Request"] = "true";
        var swapped = (await ama.SubmitOnceAsync(form)).Expect(HttpStatusCode.OK);
        Assert.Contains("We write to you once", swapped.One("#notify").TextContent, StringComparison.Ordinal);
        Assert.Equal((1, 1), (Waiting(Cast.Stool), Mails("ama.waits@mail.example")));
        Assert.Contains("1 customer waits for it", (await office.Efua.GetAsync(Stock(Cast.Stool))).Text, StringComparison.Ordinal);

        await ReceiveAsync(Cast.Stool, 1);
        var back = (await Sink.ForAsync("ama.waits@mail.example", 2))[1];
        Assert.Equal("It is back: Ashanti stool", back["Subject"]);
        foreach (var part in (string[])["GH₵\u00a0500.00", $"https://shop.example/p/ashanti-stool?v={Cast.VariantId(Cast.Stool)}", "the only mail about it"]) Assert.Contains(part, back.Body, StringComparison.Ordinal);
        Assert.Equal((0, 2), (Waiting(Cast.Stool), Mails("ama.waits@mail.example")));
        Assert.False((await ama.GetAsync("/p/ashanti-stool")).Has("#notify"));
        ama.Headers.Remove("HX-Request");
        Assert.Contains("It is there again", (await ama.SubmitAsync(form)).Expect(HttpStatusCode.UnprocessableEntity).Text, StringComparison.Ordinal);
        await SellOutAsync(Cast.Stool);
        await ReceiveAsync(Cast.Stool, 1);
        await Task.Delay(1_500, TestContext.Current.CancellationToken);
        Assert.Equal(2, Mails("ama.waits@mail.example"));
        await SellOutAsync(Cast.Stool);
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task The_link_of_the_mail_takes_it_back_but_only_by_its_button()
    {
        var bead = Cast.Beads[1];
        await SellOutAsync(bead);
        using var esi = Shop.NewBuyer();
        await AskAsync(esi, bead, "esi.waits@mail.example");
        var link = Link().Match((await Sink.ForAsync("esi.waits@mail.example"))[0].Body).Groups[1].Value;
        using var program = Shop.NewBuyer();
        for (var i = 0; i < 3; i++) Assert.Contains(bead.Name, (await program.GetAsync(link)).Expect(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("esi.waits", program.Page!.Body, StringComparison.Ordinal);
        Assert.Equal("noindex", program.Page.One("meta[name=robots]").GetAttribute("content"));
        Assert.Equal(1, Waiting(bead));

        var gone = await esi.SubmitAsync((await esi.GetAsync(link)).FormTo("handler=Back"));
        Assert.Contains("Your address is off the list", gone.Expect(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        Assert.Equal(0, Waiting(bead));
        var after = (await program.GetAsync(link)).Expect(HttpStatusCode.NotFound);
        Assert.Equal(after.Text, (await program.GetAsync($"/notify/{SecretToken.New()}")).Expect(HttpStatusCode.NotFound).Text);
        Assert.Equal(after.Text, (await program.GetAsync("/notify/x")).Expect(HttpStatusCode.NotFound).Text);
        (await program.PostAsync("/notify/x?handler=Back")).Expect(HttpStatusCode.NotFound);
        await ReceiveAsync(bead, 5);
        await Task.Delay(1_500, TestContext.Current.CancellationToken);
        Assert.Equal(1, Mails("esi.waits@mail.example"));
    }

    [Fact]
    public async Task Only_what_is_sold_out_can_be_waited_for_and_the_form_names_the_variant()
    {
        using var ama = Shop.NewBuyer();
        Assert.False((await ama.GetAsync($"/p/kente-shirt?v={Cast.VariantId(Cast.KenteGoldM)}")).Has("#notify"));
        var form = (await ama.GetAsync($"/p/kente-shirt?v={Cast.VariantId(Cast.KenteGoldL)}")).Form("#notify");
        Assert.Contains("Kente shirt, Gold · L", ama.Page!.TextOf("#notify"), StringComparison.Ordinal);
        Assert.Equal($"{Cast.VariantId(Cast.KenteGoldL)}", form["v"]);
        foreach (var none in (string[])[$"{Cast.VariantId(Cast.SecretSauce)}", $"{Cast.VariantId(Cast.OldRadio)}", "0", "-3", "x", "99999999999999999999", ""])
        {
            (await ama.PostAsync("/notify", ("v", none), ("Email", $"ama{none}@mail.example"))).Expect(HttpStatusCode.NotFound);
            ama.Move();
        }

        (await ama.GetAsync("/notify")).Expect(HttpStatusCode.NotFound);
        foreach (var wrong in (string[])["", "ama", "a@b@c", "ama@mail.example, kofi@mail.example", "ama@mail.example\r\nBcc: kofi@mail.example", "\"><script>alert(1)</script>@x.y", new string('a', 260) + "@x.y"])
        {
            ama.Move();
            form["Email"] = wrong;
            var again = (await ama.SubmitAsync(form)).Expect(HttpStatusCode.UnprocessableEntity);
            Assert.Equal("That is not an e-mail address.", again.TextOf("#Email-error"));
            Assert.DoesNotContain("<script>alert", again.Body, StringComparison.Ordinal);
            if (!wrong.Contains('\n', StringComparison.Ordinal)) Assert.Equal(wrong, again.Form("#notify")["Email"]);
        }

        ama.Move();
        ama.Headers["Sec-Fetch-Site"] = "cross-site";
        (await ama.PostAsync("/notify", ("v", form["v"]!), ("Email", "ama@mail.example"))).Expect(HttpStatusCode.Forbidden);
        Assert.Equal(0, Waiting(Cast.KenteGoldL));
    }

    [Fact]
    public async Task AU02_a_full_list_and_too_many_tries_say_the_same_of_every_address()
    {
        var bead = Cast.Beads[2];
        await SellOutAsync(bead);
        Fill(bead, StockRequest.Most);
        var answers = new List<string>();
        foreach (var email in (string[])["w7@wait.example", "new@wait.example"])
        {
            using var one = Shop.NewBuyer();
            answers.Add((await one.PostAsync("/notify", ("v", $"{Cast.VariantId(bead)}"), ("Email", email))).Expect(HttpStatusCode.UnprocessableEntity).Text);
        }

        Assert.Contains("Very many wait for it already", answers[0], StringComparison.Ordinal);
        Assert.Equal(answers[0], answers[1]);
        Assert.Equal(StockRequest.Most, Waiting(bead));
        Shop.Execute("DELETE FROM StockRequests WHERE VariantId = $v", ("$v", Cast.VariantId(bead)));

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 6; i++)
        {
            using var one = Shop.NewBuyer();
            statuses.Add((await one.PostAsync("/notify", ("v", $"{Cast.VariantId(bead)}"), ("Email", "victim@mail.example"))).Status);
        }

        Assert.Equal([.. Enumerable.Repeat(HttpStatusCode.OK, 5), HttpStatusCode.TooManyRequests], statuses);
        Assert.Equal(1, Mails("victim@mail.example"));
        using var busy = Shop.NewBuyer();
        for (var i = 0; i < 6; i++) (await busy.PostAsync("/notify", ("v", $"{Cast.VariantId(bead)}"), ("Email", $"busy{i}@mail.example"))).Expect(HttpStatusCode.OK);
        (await busy.PostAsync("/notify", ("v", $"{Cast.VariantId(bead)}"), ("Email", "busy7@mail.example"))).Expect(HttpStatusCode.TooManyRequests);
        Shop.Execute("DELETE FROM StockRequests WHERE VariantId = $v", ("$v", Cast.VariantId(bead)));
    }

    [Fact]
    public async Task Of_one_piece_ten_are_told_in_the_order_they_asked()
    {
        var bead = Cast.Beads[3];
        await SellOutAsync(bead);
        Fill(bead, 25, "turn");
        await ReceiveAsync(bead, 1);
        await UntilAsync(() => Waiting(bead) == 15);
        await Task.Delay(1_000, TestContext.Current.CancellationToken);
        Assert.Equal(15, Waiting(bead));
        Assert.Equal("11", Shop.Scalar<string>("SELECT substr(Email, 5, instr(Email, '@') - 5) FROM StockRequests WHERE VariantId = $v ORDER BY Id LIMIT 1", ("$v", Cast.VariantId(bead))));
        Assert.Equal((1, 1, 0), (Mails("turn1@wait.example"), Mails("turn10@wait.example"), Mails("turn11@wait.example")));
        // Gone and back within the pause: the ten have had their turn, the next are not called for the same piece.
        await SellOutAsync(bead);
        await ReceiveAsync(bead, 2);
        await UntilAsync(() => Waiting(bead) == 5);
        await SellOutAsync(bead);
        Shop.Execute("DELETE FROM StockRequests WHERE VariantId = $v", ("$v", Cast.VariantId(bead)));
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task Several_at_once_while_it_sells_out_tell_everybody_at_most_once_and_lose_nobody()
    {
        var bead = Cast.Beads[4];
        await SellOutAsync(bead);
        const int waiting = 400;
        Fill(bead, waiting, "race");
        await using var services = Services(Shop.Data);
        var outbox = services.GetRequiredService<Outbox>();
        using var crowd = new Crowd(Shop, 12);
        using var go = new SemaphoreSlim(0);
        var sweeps = Enumerable.Range(0, 6).Select(async _ =>
        {
            await go.WaitAsync();
            await using var db = await services.GetRequiredService<IDbContextFactory<ShopDb>>().CreateDbContextAsync();
            var told = 0;
            // Each looks again and again, as if it had told nobody yet: the rows alone keep them from telling twice.
            for (var look = 0; look < 12; look++) told += await db.WriteAsync(() => StockRequests.TellAsync(db, outbox, Cast.VariantId(bead), 0, CancellationToken.None), CancellationToken.None);
            return told;
        }).ToList();
        await ReceiveAsync(bead, 3);
        await crowd.EachAsync(buyer => buyer.AddQuicklyAsync(bead));
        go.Release(6);
        var orders = await crowd.PlaceAtOnceAsync();
        await Task.WhenAll(sweeps);

        Assert.Equal(3, orders.Count(page => page.SentToOrder));
        await UntilAsync(() => office.StockOf(bead) is { OnHand: 3, Reserved: 3 });
        await Task.Delay(1_000, TestContext.Current.CancellationToken);
        var left = Waiting(bead);
        var told = Shop.Scalar<int>("SELECT count(*) FROM Messages WHERE \"To\" LIKE 'race%@wait.example'");
        Assert.Equal(waiting, left + told);
        Assert.Equal(told, Shop.Scalar<int>("SELECT count(DISTINCT \"To\") FROM Messages WHERE \"To\" LIKE 'race%@wait.example'"));
        Assert.Equal(0, Shop.Scalar<int>("SELECT count(*) FROM Messages m JOIN StockRequests r ON r.Email = m.\"To\" WHERE m.\"To\" LIKE 'race%'"));
        Assert.InRange(told, 10, waiting);
        // Sold out: whoever looks now tells nobody.
        Fill(bead, 1, "late");
        await using var last = Shop.Db();
        Assert.Equal(0, await last.WriteAsync(() => StockRequests.TellAsync(last, outbox, Cast.VariantId(bead), 0, CancellationToken.None), CancellationToken.None));
        Shop.Execute("DELETE FROM StockRequests WHERE VariantId = $v", ("$v", Cast.VariantId(bead)));
        await Shop.BooksAsync();
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 0, 10)]
    [InlineData(1, 10, 0)]
    [InlineData(2, 10, 10)]
    [InlineData(1, 40, -30)]
    [InlineData(int.MaxValue, 0, StockRequests.AtOnce)]
    public void Few_pieces_call_few(int available, int told, int room) => Assert.Equal(room, StockRequests.RoomFor(available, allowBackorder: false, told));

    private async Task SellOutAsync(Good good)
    {
        var form = (await office.Efua.GetAsync(Stock(good))).Expect(HttpStatusCode.OK).FormTo("handler=Adjust");
        (form["Way"], form["Pieces"], form["Why"]) = ("exactly", "0", "Counted");
        (await office.Efua.SubmitAsync(form)).Expect(HttpStatusCode.OK);
    }

    private async Task ReceiveAsync(Good good, int pieces)
    {
        var form = (await office.Efua.GetAsync(Stock(good))).Expect(HttpStatusCode.OK).FormTo("handler=Receive");
        form["Pieces"] = pieces.ToString(CultureInfo.InvariantCulture);
        (await office.Efua.SubmitAsync(form)).Expect(HttpStatusCode.OK);
    }

    private static async Task AskAsync(Buyer buyer, Good good, string email)
    {
        var form = (await buyer.GetAsync($"/p/{good.Slug}")).Expect(HttpStatusCode.OK).Form("#notify");
        form["Email"] = email;
        (await buyer.SubmitAsync(form)).Expect(HttpStatusCode.OK);
    }

    private void Fill(Good good, int count, string name = "w") => Fill(Shop, Cast.VariantId(good), count, name);

    internal static void Fill(RunningShop shop, long variant, int count, string name) => shop.Execute("""
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $c)
        INSERT INTO StockRequests (VariantId, Email, Token, At) SELECT $v, $n || i || '@wait.example', substr($n || $v || 'xxxxxxxxxxxxxxxxxxxxxxxxxxx', 1, 22) || printf('%05d', i), $t FROM n
        """, ("$c", count), ("$v", variant), ("$n", name), ("$t", DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()));

    private int Waiting(Good good) => Shop.Scalar<int>("SELECT count(*) FROM StockRequests WHERE VariantId = $v", ("$v", Cast.VariantId(good)));

    private int Mails(string to) => Shop.Scalar<int>("SELECT count(*) FROM Messages WHERE \"To\" = $t", ("$t", to));

    private static string Stock(Good good) => $"/office/stock/{Cast.VariantId(good)}";

    private static async Task UntilAsync(Func<bool> so)
    {
        for (var tries = 0; !so(); tries++)
        {
            Assert.True(tries < 300, "It did not come to that.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>What a sweep beside the running shop works with.</summary>
    private static ServiceProvider Services(string data)
    {
        var services = new ServiceCollection();
        services.AddLogging().AddLocalization().AddSingleton(TimeProvider.System).AddSingleton(new DataFolder(data)).AddSingleton(new MailLinks(() => new Uri("https://shop.example"))).AddSingleton<Outbox>();
        services.AddShopDatabase();
        services.AddShopPeople();
        return services.BuildServiceProvider();
    }

    [GeneratedRegex(@"https://shop\.example(/notify/[\w-]{27})")]
    private static partial Regex Link();
}

public sealed class WaitingTests
{
    [Fact]
    public async Task While_no_mail_can_be_sent_everybody_keeps_waiting_and_who_waited_too_long_is_forgotten()
    {
        await using var shop = await Cast.OpenAsync(new Support.Opening { Settings = new Dictionary<string, string> { ["Shop:PublicUrl"] = "https://shop.example" } });
        NotifyTests.Fill(shop, Cast.VariantId(Cast.Gari), 3, "wait");
        NotifyTests.Fill(shop, Cast.VariantId(Cast.SecretSauce), 2, "draft");
        shop.Execute("UPDATE StockRequests SET At = 1 WHERE Email = 'wait1@wait.example'");
        await shop.StopAsync();
        await shop.RestartAsync();
        for (var tries = 0; tries < 100 && shop.Scalar<int>("SELECT count(*) FROM StockRequests") > 4; tries++) await Task.Delay(100, TestContext.Current.CancellationToken);
        await Task.Delay(1_000, TestContext.Current.CancellationToken);
        Assert.Equal(4, shop.Scalar<int>("SELECT count(*) FROM StockRequests"));
        Assert.Equal(0, shop.Scalar<int>("SELECT count(*) FROM Messages"));
    }

    [Fact]
    public async Task What_comes_into_the_shop_is_told_and_what_is_a_draft_is_not()
    {
        await using var sink = new SmtpSink();
        await using var shop = await Cast.OpenAsync(new Support.Opening { Settings = sink.Settings });
        NotifyTests.Fill(shop, Cast.VariantId(Cast.SecretSauce), 2, "draft");
        NotifyTests.Fill(shop, Cast.VariantId(Cast.OldRadio), 2, "old");
        using var efua = shop.NewBuyer();
        await efua.SignInAsync();
        await shop.StopAsync();
        await shop.RestartAsync();
        await Task.Delay(1_500, TestContext.Current.CancellationToken);
        Assert.Equal(4, shop.Scalar<int>("SELECT count(*) FROM StockRequests"));
        shop.Execute("UPDATE Products SET PublishAt = 1 WHERE Slug = 'secret-sauce'");
        await shop.StopAsync();
        await shop.RestartAsync();
        await sink.ForAsync("draft1@wait.example");
        await sink.ForAsync("draft2@wait.example");
        Assert.Equal(2, shop.Scalar<int>("SELECT count(*) FROM StockRequests"));
    }

    [Fact]
    public async Task What_somebody_waits_for_is_in_his_data_and_goes_with_his_account()
    {
        var customers = new CustomersShop();
        await customers.InitializeAsync();
        await using var shop = customers.Shop;
        using var ama = await customers.JoinAsync("Ama who waits");
        NotifyTests.Fill(shop, Cast.VariantId(Cast.Stool), 3, "ama");
        NotifyTests.Fill(shop, Cast.VariantId(Cast.KenteGoldL), 3, "ama");
        shop.Execute("UPDATE AspNetUsers SET Email = 'Ama2@wait.example', NormalizedEmail = 'AMA2@WAIT.EXAMPLE', EmailConfirmed = 1 WHERE Name = 'Ama who waits'");
        var zip = (await ama.PostFromAsync("/account/data", "handler=Download", ("x", "y"))).Expect(HttpStatusCode.OK);
        using var archive = new System.IO.Compression.ZipArchive(new MemoryStream(zip.Bytes.ToArray()));
        using var reader = new StreamReader(await archive.GetEntry("requests.json")!.OpenAsync(TestContext.Current.CancellationToken));
        var requests = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, Regex.Count(requests, "\"Product\""));
        Assert.Contains("Ashanti stool", requests, StringComparison.Ordinal);

        await ama.PostFromAsync("/account/data", "handler=Leave", ("x", "y"));
        await shop.StopAsync();
        shop.Execute("UPDATE AspNetUsers SET LeavesAt = 1 WHERE LeavesAt IS NOT NULL");
        await shop.RestartAsync();
        for (var tries = 0; tries < 100 && shop.Scalar<int>("SELECT count(*) FROM StockRequests") != 4; tries++) await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.Equal(4, shop.Scalar<int>("SELECT count(*) FROM StockRequests WHERE Email <> 'ama2@wait.example'"));
        Assert.Equal(4, shop.Scalar<int>("SELECT count(*) FROM StockRequests"));
    }
}
