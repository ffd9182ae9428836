// Ways in beside the password: a mailed code, an app, another e-mail; what each change ends, and who hears of it. Cases AU06, AU08, AU12.
using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;

namespace Makola.Tests.Pages.Account;

public sealed class WaysInTests(ShopWithAddress open) : IClassFixture<ShopWithAddress>
{
    private const string Password = "six yellow baskets";

    private RunningShop Shop => open.Shop;

    [Fact]
    public async Task A_mailed_code_lets_in_once_and_five_wrong_ones_void_it()
    {
        const string email = "code@mail.example";
        using var ama = await NewCustomerAsync(email);
        using var phone = Shop.NewBuyer();
        var unknown = await AskAsync(phone, "nobody@mail.example");
        var known = await AskAsync(phone, email);
        Assert.Equal(unknown.Text.Replace("nobody@mail.example", "?", StringComparison.Ordinal), known.Text.Replace(email, "?", StringComparison.Ordinal));
        var code = CodeIn(await open.LetterAsync("account.code:", email));
        Assert.DoesNotContain(code, known.Body, StringComparison.Ordinal);

        var form = known.Form("form[action*='Try']");
        form["Form.Code"] = "00000000";
        (await phone.SubmitAsync(form)).Expect(HttpStatusCode.UnprocessableEntity);
        form["Form.Code"] = $"{code[..4]} {code[4..]}";
        Assert.Equal("/account", (await phone.SubmitAsync(form)).Path);
        using var again = Shop.NewBuyer();
        form = (await AskAsync(again, email)).Form("form[action*='Try']"); // Within the minute nothing new is mailed.
        form["Form.Code"] = code;
        (await again.SubmitAsync(form)).Expect(HttpStatusCode.UnprocessableEntity);

        Shop.Execute("UPDATE ContactProofs SET At = At - 61000");
        Shop.Execute("DELETE FROM Messages WHERE Key LIKE 'account.code:%'");
        form = (await AskAsync(again, email)).Form("form[action*='Try']");
        code = CodeIn(await open.LetterAsync("account.code:", email));
        again.Move();
        for (var i = 0; i < 5; i++)
        {
            form["Form.Code"] = $"1111111{i}";
            (await again.SubmitAsync(form)).Expect(HttpStatusCode.UnprocessableEntity);
        }

        form["Form.Code"] = code;
        (await again.SubmitAsync(form)).Expect(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task AU06_an_app_is_asked_after_the_password_its_codes_count_once_and_every_change_ends_other_sessions()
    {
        const string email = "app@mail.example";
        using var ama = await NewCustomerAsync(email);
        using var other = Shop.NewBuyer();
        await SignInAsync(other, email);
        var (key, recovery) = await SetUpAppAsync(ama);
        Assert.Equal(10, recovery.Count);
        Assert.StartsWith("/account/sign-in", (await other.GetAsync("/account/security")).Path, StringComparison.Ordinal);
        Assert.Contains("authenticator app", await open.LetterAsync("account.changed:", email), StringComparison.Ordinal);
        Assert.DoesNotContain(recovery[0], (await ama.GetAsync("/account/authenticator")).Body, StringComparison.Ordinal);
        Assert.DoesNotContain(key, ama.Page!.Body, StringComparison.Ordinal);

        Assert.Equal("/account/second", (await SignInAsync(other, email)).Path);
        Assert.StartsWith("/account/sign-in", (await other.GetAsync("/account/security")).Path, StringComparison.Ordinal);
        var form = (await other.GetAsync("/account/second")).Form();
        form["Code"] = "000000";
        (await other.SubmitAsync(form)).Expect(HttpStatusCode.UnprocessableEntity);
        var code = CodeNow(key);
        form["Code"] = code;
        Assert.Equal("/account", (await other.SubmitAsync(form)).Path);

        using var third = Shop.NewBuyer();
        await SignInAsync(third, email);
        form = third.Page!.Form();
        form["Code"] = code;
        (await third.SubmitAsync(form)).Expect(HttpStatusCode.UnprocessableEntity);
        form["Code"] = recovery[3].ToLowerInvariant();
        Assert.Equal("/account", (await third.SubmitAsync(form)).Path);
        using var fourth = Shop.NewBuyer();
        await SignInAsync(fourth, email);
        form = fourth.Page!.Form();
        form["Code"] = recovery[3];
        (await fourth.SubmitAsync(form)).Expect(HttpStatusCode.UnprocessableEntity);

        var gone = await third.SubmitAsync((await third.GetAsync("/account/authenticator")).Form("form[action*='Remove']"));
        Assert.Contains("taken away", gone.Text, StringComparison.Ordinal);
        Assert.StartsWith("/account/sign-in", (await other.GetAsync("/account/security")).Path, StringComparison.Ordinal);
        Assert.Equal("/account", (await SignInAsync(fourth, email)).Path);
    }

    [Fact]
    public async Task AU12_AU06_another_e_mail_needs_a_fresh_proof_its_link_is_for_who_asked_and_the_old_one_is_told()
    {
        const string old = "old@mail.example", fresh = "new@mail.example";
        using var ama = await NewCustomerAsync(old);
        using var other = Shop.NewBuyer();
        await SignInAsync(other, old);
        using var thief = await NewCustomerAsync("thief@mail.example");

        // With a cookie alone, a while after signing in, nothing goes.
        Shop.Execute("UPDATE SignInSessions SET ProvenAt = ProvenAt - 600000");
        await Task.Delay(TimeSpan.FromSeconds(4.5), TestContext.Current.CancellationToken);
        var form = (await ama.GetAsync("/account/reach")).Form("form[action*='Mail']");
        form["Email"] = fresh;
        var asked = (await ama.SubmitAsync(form)).Expect(HttpStatusCode.Unauthorized);
        Assert.Equal(0, Shop.Scalar<int>("SELECT count(*) FROM ContactProofs WHERE Contact = $e", ("$e", fresh)));
        form = asked.Form("form[action*='prove']");
        form["ProvePassword"] = Password;
        Assert.Contains("We sent a link", (await ama.SubmitAsync(form)).Expect(HttpStatusCode.OK).Text, StringComparison.Ordinal);

        var link = ShopWithAddress.LinkIn(await open.LetterAsync("account.email:", fresh), "/account/reach");
        (await thief.GetAsync(link)).Expect(HttpStatusCode.Gone);
        form = (await ama.GetAsync(link)).Expect(HttpStatusCode.OK).Form("form[action*='Confirm']");
        var forged = (await thief.GetAsync("/account/reach")).Form("form[action*='Phone']");
        forged.Action = form.Action;
        (await thief.SubmitAsync(forged)).Expect(HttpStatusCode.Gone);
        Assert.Contains("Your e-mail is changed", (await ama.SubmitAsync(form)).Expect(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        (await ama.SubmitAsync(form)).Expect(HttpStatusCode.Gone);
        (await ama.GetAsync(link)).Expect(HttpStatusCode.Gone);

        Assert.Contains("another one now", await open.LetterAsync("account.changed:", old), StringComparison.Ordinal);
        Assert.StartsWith("/account/sign-in", (await other.GetAsync("/account/security")).Path, StringComparison.Ordinal);
        Assert.Equal(fresh, Shop.Scalar<string>("SELECT c.Email FROM Customers c JOIN AspNetUsers u ON u.Id = c.PersonId WHERE u.Email = $e AND u.EmailConfirmed = 1", ("$e", fresh)));
        (await SignInAsync(other, old)).Expect(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task The_owner_asks_a_second_proof_of_whoever_can_touch_money_or_people()
    {
        await using var shop = await Cast.OpenAsync();
        using var efua = shop.NewBuyer();
        await efua.SignInAsync();
        var form = (await efua.GetAsync("/office/settings")).Form("main form[method=post]");
        form["Form.SecondProof"] = "true";
        Assert.Equal("/account/security?needed=true", (await efua.SubmitAsync(form)).Path);
        Assert.Equal("/account/security?needed=true", (await efua.GetAsync("/office/orders")).Path);
        await SetUpAppAsync(efua);
        Assert.Equal("/office/orders", (await efua.GetAsync("/office/orders")).Path);
        Assert.Equal(1, shop.Scalar<int>("SELECT count(*) FROM AuditEntries WHERE What = 'Own sign-in: authenticator app on'"));
        // Nothing of the app's key or codes is in the log.
        Assert.Equal(0, shop.Scalar<int>("SELECT count(*) FROM AuditEntries WHERE Changes LIKE '%' || (SELECT Value FROM AspNetUserTokens WHERE Name = 'AuthenticatorKey') || '%'"));
    }

    [Fact]
    public async Task A_phone_to_prove_shows_its_code_and_changes_nothing_by_itself()
    {
        using var ama = await NewCustomerAsync("phone@mail.example");
        var form = (await ama.GetAsync("/account/reach")).Form("form[action*='Phone']");
        form["Phone"] = "0242223344";
        var shown = (await ama.SubmitAsync(form)).Expect(HttpStatusCode.OK);
        var code = Shop.Scalar<string>("SELECT Secret FROM ContactProofs WHERE Kind = 'Phone' AND Contact = '+233242223344'");
        Assert.Contains(code, shown.Text, StringComparison.Ordinal);
        Assert.Contains(code, shown.One("a[href^='https://wa.me/233244400500']").GetAttribute("href"), StringComparison.Ordinal);
        Assert.Equal(0, Shop.Scalar<int>("SELECT count(*) FROM AspNetUsers WHERE PhoneNumber = '+233242223344'"));
    }

    [Fact]
    public async Task Answers_of_passkeys_that_are_none_are_refused_plainly()
    {
        using var thief = Shop.NewBuyer();
        foreach (var credential in new[] { "x", "{}", "{\"id\":\"AAAA\",\"rawId\":\"AAAA\",\"type\":\"public-key\",\"response\":{}}", new string('a', 30_000) })
        {
            var form = (await thief.GetAsync("/account/sign-in")).Form();
            form.Set("Form.Credential", credential);
            (await thief.SubmitAsync(form)).Expect(HttpStatusCode.UnprocessableEntity);
        }

        // Without a form's token nothing is answered, and only for the shop's own address.
        (await thief.PostAsync("/account/passkey")).Expect(HttpStatusCode.BadRequest);
        (await thief.GetAsync("/account/passkey")).Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Every_sign_in_is_a_session_of_its_own_seen_in_the_account_and_ended_one_by_one_or_all()
    {
        using var ama = await NewCustomerAsync("sessions@mail.example");
        var first = SessionOf(ama);
        await ama.SubmitAsync((await ama.GetAsync("/account/security")).Form("form[action='/account/sign-out']"));
        await SignInAsync(ama);
        Assert.NotEqual(first, SessionOf(ama));
        using var thief = Shop.NewBuyer();
        thief.Cookies.Add(new Uri(Shop.Address, "/"), new Cookie("session", first));
        Assert.StartsWith("/account/sign-in", (await thief.GetAsync("/account/security")).Path, StringComparison.Ordinal);

        using var phone = Shop.NewBuyer();
        using var library = Shop.NewBuyer();
        using var kofi = await NewCustomerAsync("other.sessions@mail.example");
        await SignInAsync(phone);
        await SignInAsync(library);
        var security = await ama.GetAsync("/account/security");
        Assert.Equal(2, security.Html.QuerySelectorAll("form[action$='EndOne']").Length);
        // What is not his ends nothing.
        var his = Shop.Scalar<string>("SELECT \"Key\" FROM SignInSessions WHERE PersonId = (SELECT Id FROM AspNetUsers WHERE Email = 'other.sessions@mail.example')");
        await ama.SubmitAsync(security.Form("form[action$='EndOne']").Set("session", his));
        Assert.Equal("/account/security", (await kofi.GetAsync("/account/security")).Path);

        Assert.Contains("That device is signed out.", (await ama.SubmitAsync(security.Form("form[action$='EndOne']"))).Text, StringComparison.Ordinal);
        Assert.Equal(1, (await StillInAsync(phone) ? 1 : 0) + (await StillInAsync(library) ? 1 : 0));
        Assert.Contains("You are signed out everywhere else.", (await ama.SubmitAsync((await ama.GetAsync("/account/security")).Form("form[action$='=End']"))).Text, StringComparison.Ordinal);
        Assert.False(await StillInAsync(phone) || await StillInAsync(library));
        Assert.True(await StillInAsync(ama));

        static string SessionOf(Buyer who) => who.Cookies.GetAllCookies().Single(c => c.Name == "session").Value;
        static async Task<bool> StillInAsync(Buyer who) => (await who.GetAsync("/account/security")).Path == "/account/security";

        static async Task SignInAsync(Buyer who)
        {
            var form = (await who.GetAsync("/account/sign-in")).Form();
            (form["Form.Email"], form["Form.Password"]) = ("sessions@mail.example", Password);
            Assert.Equal("/account", (await who.SubmitAsync(form)).Path);
        }
    }

    [Fact]
    public async Task Cookies_over_https_are_bound_to_the_host_and_trace_is_refused()
    {
        using var ama = Shop.NewBuyer();
        ama.Headers["X-Forwarded-Proto"] = "https";
        var page = await ama.SendAsync(new(HttpMethod.Get, new Uri(Shop.Address, "/account/sign-in")));
        var set = page.Response.Headers.GetValues("Set-Cookie").ToList();
        Assert.NotEmpty(set);
        Assert.All(set, cookie =>
        {
            Assert.StartsWith("__Host-", cookie, StringComparison.Ordinal);
            Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("samesite", cookie, StringComparison.OrdinalIgnoreCase);
        });
        (await ama.SendAsync(new(HttpMethod.Trace, new Uri(Shop.Address, "/account/sign-in")))).Expect(HttpStatusCode.MethodNotAllowed);
    }

    /// <summary>Sets an authenticator app up for who is signed in, and proved it a moment ago.</summary>
    /// <returns>The app's key, and the recovery codes.</returns>
    internal static async Task<(string Key, IReadOnlyList<string> Recovery)> SetUpAppAsync(Buyer who)
    {
        var shown = await who.SubmitAsync((await who.GetAsync("/account/authenticator")).Form("form[action*='Start']"));
        var key = shown.TextOf(".key").Replace(" ", "", StringComparison.Ordinal);
        Assert.Contains("<svg", (await who.GetAsync("/account/authenticator?handler=Picture")).Expect(HttpStatusCode.OK).Body, StringComparison.Ordinal);
        var form = (await who.GetAsync("/account/authenticator")).Form("form[action*='Confirm']");
        form["Code"] = "12";
        (await who.SubmitAsync(form)).Expect(HttpStatusCode.UnprocessableEntity);
        form["Code"] = CodeNow(key);
        var done = (await who.SubmitAsync(form)).Expect(HttpStatusCode.OK);
        return (key, [.. done.Html.QuerySelectorAll(".codes code").Select(code => code.TextContent)]);
    }

    /// <summary>What an app with this key shows (RFC 6238).</summary>
    private static string CodeNow(string key)
    {
        var bits = string.Concat(key.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var secret = Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2)).ToArray();
        var step = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(step, DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 30);
#pragma warning disable CA5350 // The algorithm of the standard.
        var hash = HMACSHA1.HashData(secret, step);
#pragma warning restore CA5350
        var value = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue;
        return (value % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    private static string CodeIn(string letter)
    {
        var words = letter.Split([' ', '.', '\n'], StringSplitOptions.RemoveEmptyEntries);
        var at = Array.FindIndex(words, w => w.Length == 4 && w.All(char.IsAsciiDigit));
        return words[at] + words[at + 1];
    }

    private static async Task<Page> AskAsync(Buyer who, string email)
    {
        var form = (await who.GetAsync("/account/code")).Form();
        form["Form.Email"] = email;
        return (await who.SubmitAsync(form)).Expect(HttpStatusCode.OK);
    }

    private static async Task<Page> SignInAsync(Buyer who, string contact)
    {
        var form = (await who.GetAsync("/account/sign-in")).Form();
        (form["Form.Email"], form["Form.Password"]) = (contact, Password);
        return await who.SubmitAsync(form);
    }

    /// <summary>A customer with an account of a proved e-mail, signed in.</summary>
    private async Task<Buyer> NewCustomerAsync(string email)
    {
        var who = Shop.NewBuyer();
        var form = (await who.GetAsync("/account/register?by=mail")).Form();
        form["Form.Email"] = email;
        await who.SubmitAsync(form);
        form = (await who.GetAsync(ShopWithAddress.LinkIn(await open.LetterAsync("account.signup:", email), "/account/register"))).Form();
        (form["Form.Name"], form["Form.Password"]) = ("Ama", Password);
        (await who.SubmitAsync(form)).Expect(HttpStatusCode.OK);
        return who;
    }
}
