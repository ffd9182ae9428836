// Staff see what the shop wrote to people, try it again, stop it, send it once more; what opens a door they do not see.
using System.Net;
using Makola.Tests.Jobs;

namespace Makola.Tests.Pages.Office.Mail;

public sealed class OutboxTests(MailShop office) : IClassFixture<MailShop>
{
    private RunningShop Shop => office.Shop;

    private SmtpSink Sink => office.Sink;

    [Fact]
    public async Task What_was_refused_is_on_today_and_in_the_list_says_why_and_goes_out_to_a_corrected_address_once()
    {
        Sink.Answer("amma@mial.example", "550 5.1.2 no such domain");
        var number = await office.OrderAsync("amma@mial.example");
        await MailShop.StandsAsync(Shop, "amma@mial.example", "Failed 1");

        Assert.Contains("could not be sent", (await office.Efua.GetAsync("/office")).Text, StringComparison.Ordinal);
        foreach (var list in (string[])["/office/mail?state=Failed", "/office/mail?q=AMMA@mial.example", $"/office/mail?q=MK-{number}"])
            Assert.Contains((await office.Efua.GetAsync(list)).Expect(HttpStatusCode.OK).Html.QuerySelectorAll(".list-link"), link => link.TextContent == "amma@mial.example");
        var page = await OpenAsync("amma@mial.example");
        Assert.Contains("no such domain", page.Text, StringComparison.Ordinal);
        Assert.Contains($"/office/orders/{number}", page.Html.QuerySelectorAll("dd a").Select(a => a.GetAttribute("href")));
        Assert.Contains("amma@mial.example", (await office.OpenAsync(number)).TextOf("#mails + ul"), StringComparison.Ordinal);

        var form = page.FormTo("handler=Again");
        form["To"] = "amma@mail.example";
        await office.Efua.SubmitAsync(form);
        await office.Efua.SubmitAsync(form);

        var again = Assert.Single(await Sink.ForAsync("amma@mail.example"));
        Assert.Equal($"Your order MK-{number} at Cast & Sons", again["Subject"]);
        await MailShop.StandsAsync(Shop, "amma@mail.example", "Sent 1");
        Assert.Single(Sink.Mails, mail => mail.To == "amma@mail.example");
        form["To"] = "two@mail.example, three@mail.example";
        Assert.Contains("That is not an e-mail address.", (await office.Efua.SubmitAsync(form)).Expect(HttpStatusCode.UnprocessableEntity).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_waits_is_stopped_and_tried_again()
    {
        Sink.Answer("busy@mail.example", "451 busy");
        MailShop.Queue(Shop, "busy@mail.example");
        await MailShop.StandsAsync(Shop, "busy@mail.example", "Waiting 1");
        var page = await OpenAsync("busy@mail.example");

        await office.Efua.SubmitAsync(page.FormTo("handler=Stop"));
        await MailShop.StandsAsync(Shop, "busy@mail.example", "Stopped 1");
        Assert.Contains("It does not wait any more.", (await office.Efua.SubmitAsync(page.FormTo("handler=Stop"))).Expect(HttpStatusCode.Conflict).Text, StringComparison.Ordinal);
        Sink.Answer("busy@mail.example", null);
        await office.Efua.SubmitAsync((await OpenAsync("busy@mail.example")).FormTo("handler=Try"));

        Assert.Single(await Sink.ForAsync("busy@mail.example"));
        await MailShop.StandsAsync(Shop, "busy@mail.example", "Sent 1");
    }

    [Fact]
    public async Task A_message_is_looked_at_in_a_sandbox_where_nothing_runs()
    {
        await office.OrderAsync("look@mail.example", name: "<script>alert(1)</script>");
        await Sink.ForAsync("look@mail.example");
        var id = IdOf("look@mail.example");

        var look = (await office.Efua.GetAsync($"/office/mail/{id}?handler=Look")).Expect(HttpStatusCode.OK);

        Assert.Equal("sandbox; default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'", look.Response.Headers.GetValues("Content-Security-Policy").Single());
        Assert.False(look.Has("script"));
        Assert.False(look.Has("img"));
        using var stranger = Shop.NewBuyer();
        Assert.DoesNotContain("MK-", (await stranger.GetAsync($"/office/mail/{id}?handler=Look")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_opens_a_door_is_shown_to_no_staff()
    {
        Sink.Answer("door@mail.example", "451 later");
        MailShop.Queue(Shop, "door@mail.example", secret: true);
        await MailShop.StandsAsync(Shop, "door@mail.example", "Waiting 1");

        var page = await OpenAsync("door@mail.example");

        Assert.DoesNotContain("the words", page.Text, StringComparison.Ordinal);
        Assert.False(page.Has("form[action*=Again]"));
        (await office.Efua.GetAsync($"/office/mail/{IdOf("door@mail.example")}?handler=Look")).Expect(HttpStatusCode.NotFound);
        (await office.Efua.GetAsync("/office/mail/999999")).Expect(HttpStatusCode.NotFound);
        await office.Efua.SubmitAsync(page.FormTo("handler=Stop"));
        await MailShop.StandsAsync(Shop, "door@mail.example", "Stopped 1");
        Assert.Equal("", Shop.Scalar<string>("SELECT Text || Html FROM Messages WHERE \"To\" = 'door@mail.example'"));
        Assert.Equal(0, Shop.Scalar<int>("SELECT count(*) FROM AuditEntries WHERE Changes LIKE '%the words%'"));
    }

    private long IdOf(string to) => Shop.Scalar<long>("SELECT max(Id) FROM Messages WHERE \"To\" = $to", ("$to", to));

    private async Task<Page> OpenAsync(string to) => (await office.Efua.GetAsync($"/office/mail/{IdOf(to)}")).Expect(HttpStatusCode.OK);
}
