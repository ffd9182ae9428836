// Who bought something says what it is like: on his order's page, read by staff, then seen by everybody.
using System.Net;
using Makola.Tests.Pages.Office;

namespace Makola.Tests.Pages;

public sealed class ReviewTests(OfficeShop office) : IClassFixture<OfficeShop>
{
    private RunningShop Shop => office.Shop;

    [Fact]
    public async Task A_review_is_written_with_the_orders_link_seen_once_staff_agreed_and_waits_again_when_it_is_changed()
    {
        using var ama = Shop.NewBuyer();
        Assert.DoesNotContain("who bought it", (await ama.GetAsync("/p/gari")).Text, StringComparison.Ordinal); // Kept from now on.
        var link = await BoughtAsync(Cast.Gari);
        var page = (await ama.GetAsync((await ama.GetAsync(link)).One("a[href*='/review/']").GetAttribute("href")!)).Expect(HttpStatusCode.OK);
        var kept = await ama.SubmitAsync(Filled(page, "4", "Fresh,\n<script>window.__x=1</script> and =1+1.", "Ama of Osu"));

        Assert.Contains("Thank you", kept.Expect(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        using var stranger = Shop.NewBuyer();
        Assert.DoesNotContain("Ama of Osu", (await stranger.GetAsync("/p/gari")).Text, StringComparison.Ordinal);
        (await stranger.GetAsync("/p/gari/reviews")).Expect(HttpStatusCode.NotFound);

        await DecideAsync("Show");
        var shown = await SeenAsync(stranger, "Ama of Osu");
        Assert.Contains("4 of 5 stars, from 1 who bought it", shown.Text, StringComparison.Ordinal);
        Assert.Contains("<script>window.__x=1</script> and =1+1.", shown.Text, StringComparison.Ordinal);
        Assert.Contains("\"ratingValue\":4,\"reviewCount\":1", shown.Body, StringComparison.Ordinal);
        Assert.Contains("Ama of Osu", (await stranger.GetAsync("/p/gari/reviews")).Expect(HttpStatusCode.OK).Text, StringComparison.Ordinal);

        var again = (await ama.GetAsync(page.Path)).Expect(HttpStatusCode.OK);
        Assert.Contains("Everybody sees what you wrote", again.Text, StringComparison.Ordinal);
        await ama.SubmitAsync(Filled(again, "1", "Old.", "Ama of Osu"));
        await SeenAsync(stranger, "Ama of Osu", isThere: false);
        Assert.Equal(1, Shop.Scalar<int>("SELECT count(*) FROM Reviews WHERE Name = 'Ama of Osu'"));
        await DecideAsync("Refuse");
        Assert.Contains("We do not show it", (await ama.GetAsync(page.Path)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_what_was_delivered_is_reviewed_and_what_is_wrong_is_said_at_its_field()
    {
        using var kofi = Shop.NewBuyer();
        var number = await office.OrderAsync(null, (Cast.PalmOil, 1));
        var early = "/o/" + Shop.Scalar<string>("SELECT Token FROM Orders WHERE Number = $n", ("$n", number));
        Assert.False((await kofi.GetAsync(early)).Has("a[href*='/review/']"));
        (await kofi.GetAsync(early + "/review/1")).Expect(HttpStatusCode.NotFound);

        var link = await BoughtAsync(Cast.PalmOil);
        (await kofi.GetAsync(link + "/review/2")).Expect(HttpStatusCode.NotFound);
        (await kofi.GetAsync($"/o/{SecretToken.New()}/review/1")).Expect(HttpStatusCode.NotFound);
        var page = (await kofi.GetAsync(link + "/review/1")).Expect(HttpStatusCode.OK);

        var starless = (await kofi.SubmitAsync(Filled(page, null, "Good oil", "Kofi"))).Expect(HttpStatusCode.UnprocessableEntity);
        Assert.Contains("Choose one to 5 stars", starless.TextOf("#Stars-error"), StringComparison.Ordinal);
        Assert.Equal("Good oil", starless.One("#Text").TextContent.Trim());
        (await kofi.SubmitAsync(Filled(page, "6", "Good oil", "Kofi"))).Expect(HttpStatusCode.UnprocessableEntity);
        Assert.Contains("Sign with a name", (await kofi.SubmitAsync(Filled(page, "5", "", " "))).Expect(HttpStatusCode.UnprocessableEntity).TextOf("#Name-error"), StringComparison.Ordinal);
        var extra = Filled(page, "5", "", "Kofi").Add("State", "Shown").Add("Approved", "true").Add("CustomerId", "1");
        (await kofi.SubmitAsync(extra)).Expect(HttpStatusCode.OK);
        Assert.Equal("Waiting", Shop.Scalar<string>("SELECT State FROM Reviews WHERE Name = 'Kofi'")); // AC10.
        await Shop.BooksAsync();
    }

    /// <summary>Somebody orders it, pays, and has it: the address of his order.</summary>
    private async Task<string> BoughtAsync(Good good)
    {
        var number = await office.OrderAsync(null, (good, 1));
        await office.DoAsync(number, "Pack");
        await office.DoAsync(number, "Send");
        await office.DoAsync(number, "Deliver");
        Assert.Equal(1, Shop.Scalar<int>("SELECT Delivered FROM OrderLines WHERE OrderNumber = $n", ("$n", number)));
        return "/o/" + Shop.Scalar<string>("SELECT Token FROM Orders WHERE Number = $n", ("$n", number));
    }

    private static Form Filled(Page page, string? stars, string text, string name)
    {
        var form = page.FormTo("/review/");
        (form["Stars"], form["Text"], form["Name"]) = (stars, text, name);
        return form;
    }

    private async Task DecideAsync(string deed) =>
        (await office.Efua.SubmitAsync((await office.Efua.GetAsync("/office/reviews")).FormTo($"handler={deed}"))).Expect(HttpStatusCode.OK);

    /// <summary>The product's page, once what was decided has reached it: kept pages are thrown away right after the change.</summary>
    private static async Task<Page> SeenAsync(Buyer visitor, string words, bool isThere = true)
    {
        for (var tries = 0; ; tries++)
        {
            var page = await visitor.GetAsync("/p/gari");
            if (page.Text.Contains(words, StringComparison.Ordinal) == isThere) return page;
            Assert.True(tries < 100, $"“{words}” is {(isThere ? "not" : "still")} there: {page.Text}");
            await Task.Delay(50);
        }
    }
}
