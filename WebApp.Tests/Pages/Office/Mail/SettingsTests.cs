// The owner sets the mail server up, tests it and reads what is wrong; the password goes in and never comes out.
using System.Net;
using Makola.Tests.Jobs;

namespace Makola.Tests.Pages.Office.Mail;

public sealed class SettingsTests(OfficeShop office) : IClassFixture<OfficeShop>, IAsyncLifetime
{
    private const string Address = "/office/settings/mail";

    private readonly SmtpSink sink = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => sink.DisposeAsync();

    [Fact]
    public async Task Mail_waits_until_it_is_set_up_then_goes_out()
    {
        office.Shop.Execute("UPDATE MailSettings SET Host = NULL, \"From\" = NULL");
        Assert.Contains("Mail is not set up", (await office.Efua.GetAsync("/office")).Text, StringComparison.Ordinal);
        Assert.Contains("Mail is not set up", (await office.Efua.GetAsync(Address)).Text, StringComparison.Ordinal);
        await office.OrderAsync(form => form["Contact"] = "early@mail.example");
        await MailShop.StandsAsync(office.Shop, "early@mail.example", "Waiting 0");

        (await SaveAsync()).Expect(HttpStatusCode.OK);

        var mail = Assert.Single(await sink.ForAsync("early@mail.example"));
        Assert.DoesNotContain("/o/", mail.Body, StringComparison.Ordinal); // The shop does not know its own address, and never asks the request.
        Assert.Contains("messages carry no link", (await office.Efua.GetAsync(Address)).Text, StringComparison.Ordinal);
        Assert.Contains("Shop:PublicUrl is not set", office.Shop.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Mail is not set up", (await office.Efua.GetAsync("/office")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_shows_each_step_and_what_to_do()
    {
        await SaveAsync(form => (form["User"], form["Password"]) = ("shop", "wrong horse"));
        var refused = await TestAsync();
        Assert.Equal(["Done", "Done", "Done", "Trouble"], refused.Html.QuerySelectorAll("#steps .chip").Select(chip => chip.TextContent));
        Assert.Contains("Type user and password again.", refused.TextOf("#steps"), StringComparison.Ordinal);

        await SaveAsync(form => (form["User"], form["Password"]) = ("shop", SmtpSink.Password));
        var sent = await TestAsync();
        Assert.Equal(["Done", "Done", "Done", "Done", "Done"], sent.Html.QuerySelectorAll("#steps .chip").Select(chip => chip.TextContent));
        Assert.Equal("shop", Assert.Single(await sink.ForAsync(Cast.OwnerEmail, about: "can send mail")).User);

        sink.Auth = "";
        Assert.Contains("offers no sign-in", (await TestAsync()).TextOf("#steps"), StringComparison.Ordinal);
        sink.Greeting = "554 go away";
        Assert.Contains("554 go away", (await TestAsync()).TextOf("#steps"), StringComparison.Ordinal);
        await SaveAsync(form => (form["User"], form["Form.Encrypted"]) = ("", "true"));
        sink.Greeting = "220 sink";
        Assert.Contains("does not offer STARTTLS", (await TestAsync()).TextOf("#steps"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_password_is_kept_sealed_never_shown_and_forgotten_with_its_server()
    {
        var saved = await SaveAsync(form => (form["User"], form["Password"]) = ("shop", "secret of the stall"));
        var kept = office.Shop.Scalar<string>("SELECT SealedPassword FROM MailSettings");

        Assert.DoesNotContain("secret of the stall", kept, StringComparison.Ordinal);
        Assert.Null(saved.One("#Form_Password").GetAttribute("value"));
        Assert.Contains("One is kept", saved.Text, StringComparison.Ordinal);
        await SaveAsync(form => (form["User"], form["FromName"]) = ("shop", "Aunty"));
        Assert.Equal(kept, office.Shop.Scalar<string>("SELECT SealedPassword FROM MailSettings"));
        await SaveAsync(form => (form["User"], form["Host"], form["Form.Encrypted"]) = ("shop", "thief.example", "true"));
        Assert.Equal(0, office.Shop.Scalar<int>("SELECT count(*) FROM MailSettings WHERE SealedPassword IS NOT NULL"));
    }

    [Theory]
    [InlineData("Port", "465", "Port 465 is encrypted from the first word")]
    [InlineData("Port", "many", "Write the port")]
    [InlineData("Host", "two words", "Write the name of the mail server")]
    [InlineData("From", "shop@makola.example, x@y.example", "That is not an e-mail address.")]
    [InlineData("From", "", "Write the address mail is to come from")]
    public async Task What_cannot_be_is_refused_at_its_field(string name, string typed, string said)
    {
        var version = office.Shop.Scalar<int>("SELECT Version FROM MailSettings");

        var refused = (await SaveAsync(form => form[name] = typed)).Expect(HttpStatusCode.UnprocessableEntity);

        Assert.Contains(said, refused.TextOf(".field-error"), StringComparison.Ordinal);
        Assert.Equal(typed, refused.One("[aria-invalid]").GetAttribute("value"));
        Assert.Equal(version, office.Shop.Scalar<int>("SELECT Version FROM MailSettings"));
    }

    [Fact]
    public async Task A_password_is_not_sent_in_the_clear_to_another_machine_and_two_who_save_do_not_overwrite_each_other()
    {
        Assert.Contains("could be read on its way", (await SaveAsync(form => (form["Host"], form["User"]) = ("smtp.mail.example", "shop"))).Expect(HttpStatusCode.UnprocessableEntity).Text, StringComparison.Ordinal);

        var first = (await office.Efua.GetAsync(Address)).Form("main form.stack");
        await SaveAsync();
        Assert.Contains("Somebody else saved", (await office.Efua.SubmitAsync(first)).Expect(HttpStatusCode.Conflict).Text, StringComparison.Ordinal);
    }

    private async Task<Page> SaveAsync(Action<Form>? change = null)
    {
        var form = (await office.Efua.GetAsync(Address)).Expect(HttpStatusCode.OK).Form("main form.stack");
        (form["Host"], form["Port"], form["From"], form["User"], form["Encrypted"]) = ("127.0.0.1", $"{sink.Port}", "orders@makola.example", "", null);
        change?.Invoke(form);
        return await office.Efua.SubmitAsync(form);
    }

    private async Task<Page> TestAsync() => (await office.Efua.SubmitAsync((await office.Efua.GetAsync(Address)).FormTo("handler=Test"))).Expect(HttpStatusCode.OK);
}
