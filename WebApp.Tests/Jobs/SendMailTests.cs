// Mail from the press of a button to the mail server: once, or tried again, or shown to staff; never lost, never in the way of an order.
using System.Net;
using Makola.Tests.Pages.Office;

namespace Makola.Tests.Jobs;

/// <summary>The cast's shop that sends to a sink, with its owner at the counter.</summary>
public sealed class MailShop : OfficeShop
{
    /// <summary>The mail server.</summary>
    public SmtpSink Sink { get; } = new();

    /// <inheritdoc/>
    protected override Opening Opening => new() { Settings = Sink.Settings };

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Sink.DisposeAsync();
    }

    /// <summary>A customer orders and gives an e-mail.</summary>
    public Task<long> OrderAsync(string email, PaymentMethod method = PaymentMethod.CashOnDelivery, string name = Cast.CustomerName) =>
        OrderAsync(form => (form["Contact"], form["Name"], form["Method"]) = (email, name, method.ToString()), (Cast.Gari, 2));

    /// <summary>Puts a message into the outbox behind the shop's back.</summary>
    public static void Queue(RunningShop shop, string to, bool secret = false, int number = 1) => shop.Execute(
        """
        INSERT INTO Messages (Key, Kind, "To", Subject, Text, Html, Secret, MessageId, QueuedAt, GoodUntil, State, DueAt, Tries)
        VALUES ('test:' || $to || $n, 'Account', $to, 'A test', 'the words', '<p>the words</p>', $secret, '<' || $to || $n || '@test>', $now, $now + 86400000, 'Waiting', $now, 0)
        """, ("$to", to), ("$n", number), ("$secret", secret ? 1 : 0), ("$now", DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()));

    /// <summary>Lets the time pass until everything is due.</summary>
    public static void PassTime(RunningShop shop) => shop.Execute("UPDATE Messages SET DueAt = 1 WHERE DueAt IS NOT NULL");

    /// <summary>How the message to somebody stands, once it is so.</summary>
    public static async Task StandsAsync(RunningShop shop, string to, string wanted)
    {
        for (var tries = 0; ; tries++)
        {
            var stands = shop.Scalar<string>("SELECT coalesce((SELECT State || ' ' || Tries FROM Messages WHERE \"To\" = $to ORDER BY Id DESC LIMIT 1), 'none')", ("$to", to));
            if (stands == wanted) return;
            Assert.True(tries < 400, $"The message to {to} is {stands}, not {wanted}: {shop.Scalar<string>("SELECT coalesce((SELECT LastError FROM Messages WHERE \"To\" = $to ORDER BY Id DESC LIMIT 1), '')", ("$to", to))}");
            await Task.Delay(50);
        }
    }
}

public sealed class SendMailTests(MailShop office) : IClassFixture<MailShop>
{
    private RunningShop Shop => office.Shop;

    private SmtpSink Sink => office.Sink;

    [Fact]
    public async Task An_order_with_an_email_leaves_one_mail_with_the_link_that_opens_it()
    {
        var number = await office.OrderAsync("ama@mail.example", PaymentMethod.Transfer);
        var token = Shop.Scalar<string>("SELECT Token FROM Orders WHERE Number = $n", ("$n", number));

        var mail = Assert.Single(await Sink.ForAsync("ama@mail.example"));
        Assert.Equal($"Your order MK-{number} at Cast & Sons", mail["Subject"]);
        Assert.Equal("auto-generated", mail["Auto-Submitted"]);
        Assert.Matches(@"^<[\w-]{27}@shop\.example>$", mail["Message-ID"]);
        Assert.Contains($"https://shop.example/o/{token}", mail.Body, StringComparison.Ordinal);
        foreach (var words in (string[])["2 × Gari", "GH₵\u00a057.00", "0244 400 500", "Cast and Sons", $"MK-{number}", "030 240 0500", "text/plain", "text/html"])
            Assert.Contains(words, mail.Raw.Split("\r\n\r\n")[0] + mail.Body, StringComparison.Ordinal);
        Assert.InRange(mail.Raw.Length, 500, 20_000);
        using var ama = Shop.NewBuyer();
        Assert.Contains($"Order {number}", (await ama.GetAsync($"/o/{token}")).Text, StringComparison.Ordinal);
        Assert.Equal($"New order #{number}: GH₵\u00a057.00", Assert.Single(await Sink.ForAsync(Cast.OwnerEmail, about: $"#{number}"))["Subject"]);
        await MailShop.StandsAsync(Shop, "ama@mail.example", "Sent 1");
    }

    [Fact]
    public async Task What_happens_to_an_order_is_told_once_each()
    {
        var number = await office.OrderAsync("kofi@mail.example", PaymentMethod.Transfer);
        await office.DoAsync(number, "Receive", form => (form["Amount"], form["TransactionId"]) = ("57.00", "MP-KOFI-1"));
        await office.DoAsync(number, "Pack");
        await office.DoAsync(number, "Send", form => (form["Carrier"], form["Tracking"]) = ("STC", "024 555 0101"));

        var mails = await Sink.ForAsync("kofi@mail.example", 3);

        Assert.Equal([$"Your order MK-{number} at Cast & Sons", $"We received GH₵\u00a057.00 for your order MK-{number}", $"Your order MK-{number} is on its way"], mails.Select(m => m["Subject"]));
        Assert.Contains("It is paid in full.", mails[1].Body, StringComparison.Ordinal);
        Assert.Contains("STC, 024 555 0101", mails[2].Body, StringComparison.Ordinal);
        await office.DoAsync(number, "Deliver");
        Assert.Equal(3, Shop.Scalar<int>("SELECT count(*) FROM Messages WHERE \"To\" = 'kofi@mail.example'"));
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task Cancelled_and_expired_orders_are_told_with_what_becomes_of_the_money()
    {
        var cancelled = await office.OrderAsync("esi@mail.example", PaymentMethod.Transfer);
        await office.DoAsync(cancelled, "Receive", form => (form["Amount"], form["TransactionId"]) = ("57.00", "MP-ESI-1"));
        await office.DoAsync(cancelled, "Cancel", form => form["Reason"] = "The sack burst.");
        var expired = await office.OrderAsync("yaw@mail.example", PaymentMethod.Transfer);
        Shop.Execute("UPDATE Orders SET HoldUntil = 1 WHERE Number = $n", ("$n", expired));

        var last = (await Sink.ForAsync("esi@mail.example", 3))[^1];
        Assert.Contains("The sack burst.", last.Body, StringComparison.Ordinal);
        Assert.Contains("The shop owes you GH₵\u00a057.00 and returns it.", last.Body, StringComparison.Ordinal);
        Assert.Equal($"Your order MK-{expired} was not paid in time", (await Sink.ForAsync("yaw@mail.example", 2))[^1]["Subject"]);
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task An_unknown_mailbox_fails_for_good_and_a_full_one_is_tried_again()
    {
        Sink.Answer("nobody@mail.example", "550 5.1.1 no such user");
        Sink.Answer("full@mail.example", "452 4.2.2 mailbox full");
        await office.OrderAsync("nobody@mail.example");
        await office.OrderAsync("full@mail.example");

        await MailShop.StandsAsync(Shop, "nobody@mail.example", "Failed 1");
        await MailShop.StandsAsync(Shop, "full@mail.example", "Waiting 1");
        Assert.Contains("no such user", Shop.Scalar<string>("SELECT LastError FROM Messages WHERE \"To\" = 'nobody@mail.example'"), StringComparison.Ordinal);
        Assert.InRange(Shop.Scalar<long>("SELECT DueAt FROM Messages WHERE \"To\" = 'full@mail.example'") - DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), 20_000, 75_000);
        MailShop.PassTime(Shop);
        await MailShop.StandsAsync(Shop, "full@mail.example", "Waiting 2");
        Sink.Answer("full@mail.example", null);
        MailShop.PassTime(Shop);

        Assert.Single(await Sink.ForAsync("full@mail.example"));
        await MailShop.StandsAsync(Shop, "full@mail.example", "Sent 3");
        Assert.Single(Sink.Asked, "nobody@mail.example");
    }

    [Theory]
    [InlineData(SmtpSink.Hang)]
    [InlineData(SmtpSink.HangUp)]
    [InlineData("what? 250-250")]
    public async Task One_mailbox_that_hangs_or_talks_rubbish_holds_nobody_up(string answer)
    {
        var (bad, good) = ($"bad{answer.Length}@mail.example", $"good{answer.Length}@mail.example");
        Sink.Answer(bad, answer);
        MailShop.Queue(Shop, bad);
        MailShop.Queue(Shop, good);

        Assert.Single(await Sink.ForAsync(good));
        await MailShop.StandsAsync(Shop, bad, "Waiting 1");
        Sink.Answer(bad, null);
        MailShop.PassTime(Shop);
        Assert.Single(await Sink.ForAsync(bad));
    }

    [Theory]
    [InlineData("Ama\r\nBcc: thief@mail.example", "crlf")]
    [InlineData("Ama\" <thief@mail.example>, \"x", "quotes")]
    [InlineData("Ama 🥭 Mensah", "emoji")]
    [InlineData("Ama \u202egnihtyna\u202c", "bidi")]
    [InlineData("עמה <b>מנסה</b>", "hebrew")]
    public async Task No_name_can_write_a_header_or_a_tag(string name, string who)
    {
        await office.OrderAsync($"{who}@mail.example", name: name);

        var mail = Assert.Single(await Sink.ForAsync($"{who}@mail.example"));
        Assert.DoesNotContain(mail.Headers, line => line.StartsWith("Bcc", StringComparison.OrdinalIgnoreCase) || line.StartsWith("Cc", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(1, mail.Headers.Count(line => line.StartsWith("To:", StringComparison.OrdinalIgnoreCase)));
        Assert.Equal($"{who}@mail.example", mail["To"]);
        Assert.DoesNotContain("\u202e", mail.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", mail.Body.Split("<!doctype html>")[1], StringComparison.Ordinal);
        Assert.DoesNotContain("thief@mail.example", Sink.Asked);
    }

    [Fact]
    public async Task What_opens_a_door_is_wiped_once_it_is_sent_and_never_shown()
    {
        MailShop.Queue(Shop, "secret@mail.example", secret: true);

        Assert.Contains("the words", Assert.Single(await Sink.ForAsync("secret@mail.example")).Body, StringComparison.Ordinal);
        await MailShop.StandsAsync(Shop, "secret@mail.example", "Sent 1");
        Assert.Equal("", Shop.Scalar<string>("SELECT Text || Html FROM Messages WHERE \"To\" = 'secret@mail.example'"));
    }

    [Fact]
    public async Task What_waited_too_long_is_put_aside()
    {
        Sink.Answer("late@mail.example", "452 later");
        MailShop.Queue(Shop, "late@mail.example");
        await MailShop.StandsAsync(Shop, "late@mail.example", "Waiting 1");

        Shop.Execute("UPDATE Messages SET GoodUntil = 2, DueAt = 1 WHERE \"To\" = 'late@mail.example'");

        await MailShop.StandsAsync(Shop, "late@mail.example", "Stopped 1");
    }

    [Fact]
    public async Task Killed_while_it_sends_the_shop_sends_again_under_the_same_name()
    {
        await using var sink = new SmtpSink();
        await using var shop = await Cast.OpenAsync(new Opening { Settings = sink.Settings });
        sink.Answer("ama@mail.example", SmtpSink.Hang);
        MailShop.Queue(shop, "ama@mail.example");
        await MailShop.StandsAsync(shop, "ama@mail.example", "Sending 1");

        await shop.KillAsync();
        sink.Answer("ama@mail.example", null);
        await shop.RestartAsync();
        Assert.Empty(sink.Mails);
        MailShop.PassTime(shop); // The lease runs out.

        Assert.Equal("<ama@mail.example1@test>", Assert.Single(await sink.ForAsync("ama@mail.example"))["Message-ID"]);
        await MailShop.StandsAsync(shop, "ama@mail.example", "Sent 2");
    }

    [Fact]
    public async Task Two_processes_send_each_message_once()
    {
        await using var other = await RunningShop.StartAsync(new Opening { Data = Shop.Data, Settings = Sink.Settings });
        for (var number = 1; number <= 40; number++) MailShop.Queue(Shop, $"crowd{number}@mail.example", number: number);

        for (var number = 1; number <= 40; number++) await MailShop.StandsAsync(Shop, $"crowd{number}@mail.example", "Sent 1");
        Assert.Equal(40, Sink.Mails.Count(mail => mail.To.StartsWith("crowd", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Without_a_mail_server_orders_are_placed_as_ever_and_mail_waits()
    {
        await using var shop = await Cast.OpenAsync(new Opening { Settings = new SmtpSink().Settings.ToDictionary(s => s.Key, s => s.Key == "Mail:Port" ? $"{RunningShop.FreePort()}" : s.Value) });
        using var ama = shop.NewBuyer();
        await ama.AddAsync(Cast.Gari);

        var order = await ama.PlaceAsync(form => form["Contact"] = "ama@mail.example");

        Assert.True(order.IsOrder, order.Text);
        await MailShop.StandsAsync(shop, "ama@mail.example", "Waiting 1");
        await shop.BooksAsync();
    }

    [Fact]
    public async Task An_order_does_not_wait_for_a_mail_server_that_hangs()
    {
        await using var sink = new SmtpSink();
        sink.Answer("ama@mail.example", SmtpSink.Hang);
        await using var shop = await Cast.OpenAsync(new Opening { Settings = new Dictionary<string, string>(sink.Settings) { ["Mail:Patience"] = "60" } });
        using var ama = shop.NewBuyer();
        await ama.AddAsync(Cast.Gari);

        var order = await ama.PlaceAsync(form => form["Contact"] = "ama@mail.example");

        Assert.True(order.IsOrder, order.Text);
        // Had the order waited for the server, the server would have been given up on by now.
        Assert.Equal(0, shop.Scalar<int>("SELECT count(*) FROM Messages WHERE LastError IS NOT NULL"));
        await MailShop.StandsAsync(shop, "ama@mail.example", "Sending 1");
        await shop.BooksAsync();
    }

    [Theory]
    [InlineData("", SmtpSink.Password, "offers no sign-in")]
    [InlineData("PLAIN", SmtpSink.Password, "offers no sign-in")]
    [InlineData("LOGIN", "wrong", "535 5.7.8 wrong password")]
    public async Task Nothing_is_sent_unsigned(string offered, string password, string why)
    {
        await using var sink = new SmtpSink { Auth = offered };
        await using var shop = await Cast.OpenAsync(new Opening { Settings = new Dictionary<string, string>(sink.Settings) { ["Mail:User"] = "shop", ["Mail:Password"] = password } });
        MailShop.Queue(shop, "ama@mail.example");

        await MailShop.StandsAsync(shop, "ama@mail.example", "Waiting 1");

        Assert.Contains(why, shop.Scalar<string>("SELECT LastError FROM Messages"), StringComparison.Ordinal);
        Assert.Empty(sink.Mails);
        Assert.DoesNotContain(SmtpSink.Password, shop.Output, StringComparison.Ordinal);
    }
}
