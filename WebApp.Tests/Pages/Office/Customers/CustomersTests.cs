// Customers in the back office: found, looked at, noted about, changed, joined, blocked, grouped; phones confirmed; reviews decided.
using System.Net;

namespace Makola.Tests.Pages.Office.Customers;

public sealed class CustomersTests(OfficeShop office) : IClassFixture<OfficeShop>
{
    private const string Password = "six yellow baskets";

    private RunningShop Shop => office.Shop;

    private Buyer Efua => office.Efua;

    [Fact]
    public async Task A_customer_is_found_by_words_phone_and_email_and_shows_what_was_bought()
    {
        var order = await OrderAsync("Adwoa Sarpong", "024 700 0001");
        await OrderAsync("Adwoa Sarpong", "024 700 0001");
        await OrderAsync("Nii Lamptey", "nii.lamptey@mail.example");
        var (adwoa, nii) = (CardOf("+233247000001"), Shop.Scalar<long>("SELECT Id FROM Customers WHERE Email = 'nii.lamptey@mail.example'"));

        foreach (var words in new[] { "adwoa", "sarp adw", "0247000001", "+233 24 700 0001", "024 700 00" }) Assert.Contains(Link(adwoa), LinksOf(await Efua.GetAsync($"/office/customers?q={Uri.EscapeDataString(words)}")));
        foreach (var words in new[] { "nii", "nii.lamptey@mail.example", "nii.lam" }) Assert.Equal([Link(nii)], LinksOf(await Efua.GetAsync($"/office/customers?q={words}")));
        Assert.Empty(LinksOf(await Efua.GetAsync("/office/customers?q=%22zzz%22+OR+a*")));
        foreach (var list in new[] { "", "?sort=spent", "?sort=new", "?tab=all&sort=spent&before=999999999.9" }) Assert.Contains(Link(adwoa), LinksOf((await Efua.GetAsync($"/office/customers{list}")).Expect(HttpStatusCode.OK)));
        Assert.Contains(Link(adwoa), LinksOf(await Efua.GetAsync("/office/find?q=adwoa")));

        Assert.Equal(Link(adwoa), (await office.OpenAsync(order)).One("#customer ~ p a").GetAttribute("href"));
        var page = (await Efua.GetAsync(Link(adwoa))).Expect(HttpStatusCode.OK);
        var spent = Shop.Scalar<long>("SELECT sum(Total) FROM Orders WHERE CustomerId = $c", ("$c", adwoa));
        Assert.Equal(Page.Fold(new Money(spent, "GHS").ToString()), page.TextOf(".tile-figure"));
        Assert.True(page.Has("a[href='tel:+233247000001']") && page.Has("a[href^='https://wa.me/233247000001']") && page.Has($"a[href='/office/orders/{order}']"));
        foreach (var part in new[] { "?show=card", "?show=written" }) (await Efua.GetAsync(Link(adwoa) + part)).Expect(HttpStatusCode.OK);
        (await Efua.GetAsync("/office/customers/999999")).Expect(HttpStatusCode.NotFound);
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task The_list_goes_on_and_shows_everybody_once()
    {
        await using (var db = Shop.Db())
        {
            await db.WriteAsync(async () =>
            {
                for (var n = 0; n < 60; n++) await CustomerCards.OfGuestAsync(db, $"Lister {n}", $"+2335600000{n:00}", null, DateTimeOffset.UtcNow, CancellationToken.None);
            });
        }

        foreach (var sort in new[] { "", "&sort=spent", "&sort=new" })
        {
            List<string> seen = [];
            for (var next = $"/office/customers?tab=all{sort}"; next is not null && seen.Count < 2_000;)
            {
                var page = (await Efua.GetAsync(next)).Expect(HttpStatusCode.OK);
                seen.AddRange(page.Html.QuerySelectorAll(".list-row .list-link").Select(a => a.GetAttribute("href")!));
                next = page.Html.QuerySelector("a[rel=next]")?.GetAttribute("href");
            }

            Assert.Equal(seen.Count, seen.Distinct().Count());
            Assert.Equal(Shop.Scalar<int>("SELECT count(*) FROM Customers"), seen.Count);
        }
    }

    [Fact]
    public async Task Staff_make_a_card_note_on_it_and_change_it_but_never_unseen()
    {
        var form = (await Efua.GetAsync("/office/customers/new")).Form("#edit");
        (form["Form.Name"], form["Form.Phone"]) = ("Auntie Muni", "nonsense");
        (await Efua.SubmitAsync(form)).Expect(HttpStatusCode.UnprocessableEntity);
        form["Form.Phone"] = "024 700 0002";
        var made = (await Efua.SubmitAsync(form)).Expect(HttpStatusCode.OK);
        Assert.Equal(Link(CardOf("+233247000002")), made.Path);
        Assert.Equal(made.Path, (await Efua.SubmitAsync(form)).Path);

        var note = made.FormTo("handler=Note").Set("Text", "Pays in small notes");
        Assert.Contains("Pays in small notes", (await Efua.SubmitAsync(note)).Text, StringComparison.Ordinal);
        using var manager = await office.HireAsync("Manager");
        Assert.DoesNotContain("handler=Unnote", (await manager.GetAsync(made.Path)).Body, StringComparison.Ordinal);
        var theirs = (await Efua.GetAsync(made.Path)).FormTo("handler=Unnote");
        theirs["__token"] = (await manager.GetAsync("/office")).One("input[name=__token]").GetAttribute("value")!;
        (await manager.SubmitAsync(theirs)).Expect(HttpStatusCode.Forbidden);
        Assert.DoesNotContain("Pays in small notes", (await Efua.SubmitAsync((await Efua.GetAsync(made.Path)).FormTo("handler=Unnote"))).Text, StringComparison.Ordinal);

        var card = await Efua.GetAsync(made.Path + "?show=card");
        var (first, second) = (card.Form("#edit").Set("Form.Name", "Auntie Muniratu"), card.Form("#edit").Set("Form.Name", "Madam Muni"));
        (await Efua.SubmitAsync(first)).Expect(HttpStatusCode.OK);
        var refused = (await Efua.SubmitAsync(second)).Expect(HttpStatusCode.Conflict);
        Assert.Equal("Madam Muni", refused.Form("#edit")["Form.Name"]);
        Assert.Equal("Auntie Muniratu", Shop.Scalar<string>("SELECT Name FROM Customers WHERE Phone = '+233247000002'"));
        (await Efua.SubmitAsync(refused.Form("#edit"))).Expect(HttpStatusCode.OK);
        Assert.Equal("Madam Muni", Shop.Scalar<string>("SELECT Name FROM Customers WHERE Phone = '+233247000002'"));

        var place = card.FormTo("handler=Address").Set("Place.Landmark", "By the lorry station").Set("Place.Region", "AA");
        Assert.Contains("By the lorry station", (await Efua.SubmitAsync(place)).Expect(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        Assert.Contains("Customer: note", (await Efua.GetAsync(made.Path + "?show=written")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ST05_two_cards_of_a_guest_are_joined_after_a_proof_and_the_books_stay_clean()
    {
        var first = await OrderAsync("Kwabena Osei", "024 700 0003");
        await OrderAsync("Kwabena O.", "kwabena@mail.example");
        var (keep, gone) = (CardOf("+233247000003"), Shop.Scalar<long>("SELECT Id FROM Customers WHERE Email = 'kwabena@mail.example'"));
        await Efua.SubmitAsync((await Efua.GetAsync(Link(gone))).FormTo("handler=Note").Set("Text", "Likes gari"));
        Assert.Contains($"{Link(keep)}/merge?with={gone}", LinksOf(await Efua.GetAsync($"{Link(keep)}/merge?q=kwab")));
        var preview = (await Efua.GetAsync($"{Link(keep)}/merge?with={gone}")).Expect(HttpStatusCode.OK);
        Assert.Contains("2 orders", preview.Text, StringComparison.Ordinal);
        await GrowStaleAsync();

        var asked = (await Efua.SubmitAsync(preview.FormTo("merge?with"))).Expect(HttpStatusCode.Unauthorized);
        Assert.Equal(1, Shop.Scalar<int>("SELECT count(*) FROM Customers WHERE Id = $g", ("$g", gone)));
        var done = (await Efua.SubmitAsync(asked.Form().Set("ProvePassword", Cast.OwnerPassword))).Expect(HttpStatusCode.OK);

        Assert.Contains("Likes gari", done.Text, StringComparison.Ordinal);
        Assert.Equal("2 kwabena@mail.example", Shop.Scalar<string>("SELECT Orders || ' ' || Email FROM Customers WHERE Id = $k", ("$k", keep)));
        Assert.Equal(0, Shop.Scalar<int>("SELECT count(*) FROM Customers WHERE Id = $g", ("$g", gone)));
        Assert.Equal(keep, Shop.Scalar<long>("SELECT CustomerId FROM Orders WHERE Number = $n", ("$n", first)));
        Assert.NotEqual(0, Shop.Scalar<int>("SELECT count(*) FROM Messages WHERE Subject LIKE '%Merge: save%' AND \"To\" = $e", ("$e", Cast.OwnerEmail)));
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task Who_is_blocked_is_asked_to_call_whichever_contact_he_types_and_is_signed_out()
    {
        await OrderAsync("Bad Payer", "024 700 0004");
        var guest = CardOf("+233247000004");
        Shop.Execute("UPDATE Customers SET Email = 'bad_payer@mail.example' WHERE Id = $g", ("$g", guest));
        await BlockAsync(guest);
        foreach (var contact in new[] { "024 700 0004", "Bad_Payer@mail.example" })
        {
            using var buyer = Shop.NewBuyer();
            await buyer.AddQuicklyAsync(Cast.Plantain);
            var refused = (await buyer.PlaceAsync(form => form["Contact"] = contact)).Expect(HttpStatusCode.UnprocessableEntity);
            Assert.Contains("Please call us: 030 240 0500", refused.Text, StringComparison.Ordinal);
        }

        using var yaw = await RegisterAsync("Yaw Blocked", "024 700 0005");
        var card = Shop.Scalar<long>("SELECT Id FROM Customers WHERE Name = 'Yaw Blocked'");
        (await yaw.GetAsync("/account/security")).Expect(HttpStatusCode.OK);
        await BlockAsync(card);
        Assert.StartsWith("/account/sign-in", (await yaw.GetAsync("/account/security")).Path, StringComparison.Ordinal);
        Assert.Contains(Link(card), LinksOf(await Efua.GetAsync("/office/customers?tab=blocked")));

        await Efua.SubmitAsync((await Efua.GetAsync(Link(guest) + "?show=card")).FormTo("handler=Unblock"));
        await OrderAsync("Good Payer", "024 700 0004");
        Assert.Equal(0, Shop.Scalar<int>("SELECT count(*) FROM Orders WHERE Email = 'Bad_Payer@mail.example'"));
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task AC06_a_phone_brings_its_orders_only_once_staff_confirm_it()
    {
        var order = await OrderAsync("Guest Efe", "024 700 0006");
        using var efe = await RegisterAsync("Efe Account", "024 700 0006");
        var (person, card) = (Shop.Scalar<long>("SELECT Id FROM AspNetUsers WHERE Name = 'Efe Account'"), Shop.Scalar<long>("SELECT Id FROM Customers WHERE Name = 'Efe Account'"));
        Assert.NotEqual(card, Shop.Scalar<long>("SELECT CustomerId FROM Orders WHERE Number = $n", ("$n", order)));
        string code;
        await using (var db = Shop.Db()) code = await PhoneProofs.AskAsync(db, person, "+233247000006", DateTimeOffset.UtcNow, CancellationToken.None);

        Assert.True((await Efua.GetAsync("/office")).Has("a[href='/office/customers?tab=phones']"));
        Assert.Contains(code, (await Efua.GetAsync(Link(card))).Text, StringComparison.Ordinal);
        var waiting = await Efua.GetAsync("/office/customers?tab=phones");
        Assert.Contains($"024 700 0006 · code {code}", waiting.Text, StringComparison.Ordinal);
        var confirm = waiting.Html.QuerySelectorAll("form[action*='handler=Confirm']").Length;
        Assert.Equal(1, confirm);
        Assert.Equal(Link(card), (await Efua.SubmitAsync(waiting.FormTo("handler=Confirm"))).Expect(HttpStatusCode.OK).Path);
        Assert.Equal(card, Shop.Scalar<long>("SELECT CustomerId FROM Orders WHERE Number = $n", ("$n", order)));
        (await Efua.SubmitAsync(waiting.FormTo("handler=Confirm"))).Expect(HttpStatusCode.NotFound);
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task ST05_a_segment_names_who_belongs_and_goes_out_as_a_file_that_is_noted_with_its_rows()
    {
        await OrderAsync("Segment One", "024 700 0007");
        await OrderAsync("Segment Two", "024 700 0008", (Cast.KenteRedL, 3));
        var form = (await Efua.GetAsync("/office/customers/segments/new")).Form("#edit").Set("Form.Name", "Big spenders");
        (await Efua.SubmitAsync(form)).Expect(HttpStatusCode.UnprocessableEntity);
        form.Set("Form.SpentFrom", "400").Set("Form.BoughtWithinDays", "7").Set("Form.HasAccount", "false");
        var page = (await Efua.SubmitAsync(form)).Expect(HttpStatusCode.OK);
        Assert.Contains(Link(CardOf("+233247000008")), LinksOf(page));
        Assert.DoesNotContain(Link(CardOf("+233247000007")), LinksOf(page));
        Assert.Contains("spent GH₵ 400.00 or more, ordered within 7 days, without an account", page.Text, StringComparison.Ordinal);
        await GrowStaleAsync();

        var asked = (await Efua.SubmitAsync(page.FormTo("handler=Export"))).Expect(HttpStatusCode.Unauthorized);
        var file = (await Efua.SubmitAsync(asked.Form().Set("ProvePassword", Cast.OwnerPassword))).Expect(HttpStatusCode.OK);
        var rows = file.Body.TrimEnd().Split('\n').Length - 1;
        Assert.Contains("Segment Two", file.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("Segment One", file.Body, StringComparison.Ordinal);
        Assert.Contains($"Export of customers: Big spenders, {(rows == 1 ? "1 row" : $"{rows} rows")}", (await Efua.GetAsync("/office/log")).Text, StringComparison.Ordinal);

        var wrong = page.Form("#edit").Set("Form.QuietForDays", "9");
        Assert.Contains("Nobody has ordered within 7 days, and not for 9.", (await Efua.SubmitAsync(wrong)).Expect(HttpStatusCode.UnprocessableEntity).Text, StringComparison.Ordinal);
        var ((one, two), other) = ((page.Form("#edit").Set("Form.HasAccount", ""), page.Form("#edit").Set("Form.SpentFrom", "1")), page.FormTo("handler=Delete"));
        (await Efua.SubmitAsync(one)).Expect(HttpStatusCode.OK);
        (await Efua.SubmitAsync(two)).Expect(HttpStatusCode.Conflict);
        Assert.Equal("/office/customers/segments", (await Efua.SubmitAsync(other)).Path);
    }

    [Fact]
    public async Task Staff_show_a_review_take_it_back_refuse_it_and_answer_but_only_the_words_they_read()
    {
        var order = await OrderAsync("Reviewer Esi", "024 700 0009");
        long id;
        await using (var db = Shop.Db())
        {
            var review = new Review { ProductId = await db.Products.Where(p => p.Slug == "gari").Select(p => p.Id).SingleAsync(), CustomerId = CardOf("+233247000009"), OrderNumber = order };
            review.Write("Esi", 4, "Crisp and clean.", DateTimeOffset.UtcNow);
            db.Add(review);
            await db.WriteAsync(() => Task.CompletedTask);
            id = review.Id;
        }

        Assert.True((await Efua.GetAsync("/office")).Has("a[href='/office/reviews']"));
        var waiting = (await Efua.GetAsync("/office/reviews")).Expect(HttpStatusCode.OK);
        Assert.True(waiting.Has("a[href='/p/gari']") && waiting.Has($"a[href='/office/orders/{order}']"));
        var shown = (await Efua.SubmitAsync(waiting.FormTo($"handler=Show&id={id}"))).Expect(HttpStatusCode.OK);
        Assert.Equal("Shown", StateOf(id));
        await Efua.SubmitAsync(shown.FormTo($"handler=Wait&id={id}"));
        Assert.Equal("Waiting", StateOf(id));
        // The page is old: what it says was decided meanwhile.
        (await Efua.SubmitAsync(waiting.FormTo($"handler=Refuse&id={id}"))).Expect(HttpStatusCode.Conflict);
        await Efua.SubmitAsync((await Efua.GetAsync("/office/reviews")).FormTo($"handler=Refuse&id={id}"));
        Assert.Equal("Refused", StateOf(id));
        await Efua.SubmitAsync((await Efua.GetAsync("/office/reviews?show=refused")).FormTo($"handler=Answer&id={id}").Set("answer", "Thank you, Esi."));
        Assert.Equal("Thank you, Esi.", Shop.Scalar<string>("SELECT Answer FROM Reviews WHERE Id = $i", ("$i", id)));
        Assert.Contains("Gari: 4 of 5 stars", (await Efua.GetAsync($"{Link(CardOf("+233247000009"))}?show=written")).Text, StringComparison.Ordinal);
    }

    private async Task BlockAsync(long card)
    {
        var page = (await Efua.GetAsync(Link(card) + "?show=card")).Expect(HttpStatusCode.OK);
        (await Efua.SubmitAsync(page.FormTo("handler=Block"))).Expect(HttpStatusCode.UnprocessableEntity);
        var blocked = (await Efua.SubmitAsync(page.FormTo("handler=Block").Set("Text", "Never took the parcel"))).Expect(HttpStatusCode.OK);
        Assert.Contains("Blocked: Never took the parcel", blocked.Text, StringComparison.Ordinal);
    }

    private async Task<Buyer> RegisterAsync(string name, string phone)
    {
        var buyer = Shop.NewBuyer();
        var form = (await buyer.GetAsync("/account/register")).Form();
        (form["Form.Name"], form["Form.Phone"], form["Form.Password"]) = (name, phone, Password);
        (await buyer.SubmitAsync(form)).Expect(HttpStatusCode.OK);
        return buyer;
    }

    /// <summary>Efua proved who she is more than five minutes ago.</summary>
    private async Task GrowStaleAsync()
    {
        Shop.Execute("UPDATE SignInSessions SET ProvenAt = ProvenAt - 6 * 60000 WHERE PersonId = (SELECT Id FROM AspNetUsers WHERE Email = $e)", ("$e", Cast.OwnerEmail));
        await Task.Delay(4500, TestContext.Current.CancellationToken); // What was looked up is kept that long.
    }

    private Task<long> OrderAsync(string name, string contact, params (Good Good, int Qty)[] goods) =>
        office.OrderAsync(form => (form["Name"], form["Contact"]) = (name, contact), goods.Length > 0 ? goods : [(Cast.Plantain, 1)]);

    private long CardOf(string phone) => Shop.Scalar<long>("SELECT Id FROM Customers WHERE Phone = $p", ("$p", phone));

    private string StateOf(long review) => Shop.Scalar<string>("SELECT State FROM Reviews WHERE Id = $i", ("$i", review));

    private static string Link(long card) => $"/office/customers/{card}";

    private static List<string> LinksOf(Page page) => [.. page.Html.QuerySelectorAll("main a[href^='/office/customers/']").Select(a => a.GetAttribute("href")!).Where(h => char.IsAsciiDigit(h["/office/customers/".Length])).Distinct()];
}
