// Customers write to the shop, staff read and answer; programs do not get through, and nobody fills the box.
using System.Net;

using Makola.Tests.Pages.Office;

namespace Makola.Tests.Pages;

public sealed class ContactTests(OfficeShop office) : IClassFixture<OfficeShop>
{
    /// <summary>No person writes faster.</summary>
    private static readonly TimeSpan Writing = TimeSpan.FromSeconds(2.2);

    private RunningShop Shop => office.Shop;

    private Buyer Efua => office.Efua;

    [Fact]
    public async Task A_message_lands_in_the_office_and_is_answered_once()
    {
        using var ama = Shop.NewBuyer();
        var thanks = await WriteAsync(ama, "Ama Mensah", "024 812 4490", "Do you have it in red?\nI come on Friday.");
        Assert.Contains("Your message is with us", thanks.Text, StringComparison.Ordinal);
        Assert.Empty(ama.Cookies.GetAllCookies());

        Assert.Contains(" to answer", (await Efua.GetAsync("/office")).Text, StringComparison.Ordinal);
        var list = (await Efua.GetAsync("/office/messages")).Expect(HttpStatusCode.OK);
        Assert.True(list.Has(".menu a[href='/office/messages'] .count"));
        var message = await Efua.GetAsync(list.Html.QuerySelectorAll("main .list-link").First(a => a.TextContent == "Ama Mensah").GetAttribute("href")!);
        Assert.Contains("I come on Friday.", message.Text, StringComparison.Ordinal);
        Assert.True(message.Has("a[href='tel:+233248124490']") && message.Has("a[href^='https://wa.me/233248124490?text=Hello%20Ama%20Mensah']"));

        await Efua.SubmitAsync(message.FormTo("handler=Answer"));
        Assert.DoesNotContain("Ama Mensah", (await Efua.GetAsync("/office/messages")).Text, StringComparison.Ordinal);
        Assert.Contains("Ama Mensah", (await Efua.GetAsync("/office/messages?show=answered")).Text, StringComparison.Ordinal);
        var answered = await Efua.GetAsync(message.Path);
        Assert.Contains("answered by Efua Owusu", answered.Text, StringComparison.Ordinal);
        await Efua.SubmitAsync(answered.FormTo("handler=Reopen"));
        await Efua.SubmitAsync((await Efua.GetAsync(message.Path)).FormTo("handler=Delete"));
        (await Efua.GetAsync(message.Path)).Expect(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("", "0248124490", "Hello", "Name")]
    [InlineData("Ama", "somewhere", "Hello", "Reach")]
    [InlineData("Ama", "a@b@c", "Hello", "Reach")]
    [InlineData("Ama", "0248124490", "  ", "Text")]
    public async Task What_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(string name, string contact, string text, string field)
    {
        using var ama = Shop.NewBuyer();
        var before = Count();
        var again = (await WriteAsync(ama, name, contact, text)).Expect(HttpStatusCode.UnprocessableEntity);

        Assert.NotEmpty(again.TextOf($"#{field}-error"));
        Assert.Equal("true", again.One($"#{field}").GetAttribute("aria-invalid"));
        Assert.Equal((name, contact, Page.Fold(text)), (again.One("#Name").GetAttribute("value") ?? "", again.One("#Reach").GetAttribute("value"), again.TextOf("#Text")));
        Assert.Equal(before, Count());

        var form = again.FormTo("/contact");
        (form["Form.Name"], form["Form.Contact"], form["Form.Text"]) = ("Ama", "ama@makola.example", "Hello");
        Assert.Contains("Your message is with us", (await ama.SubmitAsync(form)).Text, StringComparison.Ordinal);
        Assert.Equal(before + 1, Count());
    }

    [Fact]
    public async Task Programs_leave_nothing_and_the_same_form_sent_twice_is_one_message()
    {
        using var bot = Shop.NewBuyer();
        var before = Count();
        var quick = (await bot.GetAsync("/contact")).FormTo("/contact");
        (quick["Form.Name"], quick["Form.Contact"], quick["Form.Text"]) = ("Bot", "bot@makola.example", "Buy now");
        var told = (await bot.SubmitAsync(quick)).Expect(HttpStatusCode.UnprocessableEntity);
        Assert.Contains("That was quick", told.Text, StringComparison.Ordinal);
        Assert.Equal("Buy now", told.TextOf("#Text"));

        await Task.Delay(Writing);
        var honey = quick.Copy();
        honey["Form.Website"] = "https://spam.test";
        Assert.Contains("Your message is with us", (await bot.SubmitAsync(honey)).Text, StringComparison.Ordinal);
        foreach (var key in new[] { "", "forged", new string('x', 2_000) })
            (await bot.SubmitAsync(quick.Copy().Set("Form.Key", key))).Expect(HttpStatusCode.UnprocessableEntity);
        Assert.Equal(before, Count());

        bot.Move();
        await bot.SubmitAsync(quick);
        await bot.SubmitAsync(quick);
        Assert.Equal(before + 1, Count());
    }

    [Fact]
    public async Task Who_writes_too_often_is_asked_to_wait_and_another_site_cannot_send_the_form()
    {
        using var ama = Shop.NewBuyer();
        var form = (await ama.GetAsync("/contact")).FormTo("/contact");
        var answers = new List<HttpStatusCode>();
        for (var n = 0; n < 7; n++)
            answers.Add((await ama.SubmitAsync(form)).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);

        using var other = Shop.NewBuyer();
        other.Headers["Sec-Fetch-Site"] = "cross-site";
        (await other.PostAsync("/contact", ("Form.Name", "x"))).Expect(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_full_box_says_so_and_keeps_what_is_typed()
    {
        await using var shop = await Cast.OpenAsync();
        shop.Execute($"""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {ContactMessage.MostNew})
            INSERT INTO ContactMessages ("Key", Name, Email, Text, At) SELECT 'k' || i, 'N', 'n@makola.example', 'T', i FROM n
            """);
        using var ama = shop.NewBuyer();
        var full = (await WriteAsync(ama, "Ama", "0248124490", "Still here")).Expect(HttpStatusCode.Conflict);
        Assert.Contains("Please call us", full.Text, StringComparison.Ordinal);
        Assert.Equal("Still here", full.TextOf("#Text"));
    }

    [Theory]
    [InlineData("<script>window.__x=1</script>")]
    [InlineData("\"><img src=x onerror=window.__x=1>")]
    [InlineData("{{7*7}} @(7*7) ${7*7} {shop.name}")]
    [InlineData("ab\u001b[31m\u202Ec")]
    public async Task IO01_IO13_words_stay_words(string words)
    {
        using var ama = Shop.NewBuyer();
        (await WriteAsync(ama, words, "0248124490", words + "\n" + words)).Expect(HttpStatusCode.OK);
        var id = Shop.Scalar<long>("SELECT max(Id) FROM ContactMessages");
        var kept = string.Concat(words.Where(c => !char.IsControl(c)));

        foreach (var page in new[] { await Efua.GetAsync("/office/messages"), await Efua.GetAsync($"/office/messages/{id}") })
        {
            Assert.Contains(kept, page.Expect(HttpStatusCode.OK).Text, StringComparison.Ordinal);
            Assert.False(page.Has("[onerror], main script"), page.Path);
        }
    }

    private int Count() => Shop.Scalar<int>("SELECT count(*) FROM ContactMessages");

    private static async Task<Page> WriteAsync(Buyer visitor, string name, string contact, string text)
    {
        var form = (await visitor.GetAsync("/contact")).Expect(HttpStatusCode.OK).FormTo("/contact");
        (form["Form.Name"], form["Form.Contact"], form["Form.Text"]) = (name, contact, text);
        await Task.Delay(Writing);
        return await visitor.SubmitAsync(form);
    }
}
