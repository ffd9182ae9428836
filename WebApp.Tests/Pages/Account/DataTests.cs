// A customer's data: news, everything in a ZIP, and an account that is deleted while the books stay clean.
using System.IO.Compression;
using System.Net;

namespace Makola.Tests.Pages.Account;

public sealed class DataTests(CustomersShop customers) : IClassFixture<CustomersShop>
{
    private RunningShop Shop => customers.Shop;

    [Fact]
    public async Task News_are_agreed_to_with_a_date_and_taken_back()
    {
        var phone = CustomersShop.NewPhone();
        using var ama = await customers.JoinAsync(phone: phone);
        Assert.True((await ama.GetAsync("/account/data")).Has("#news ~ p a[href='/account/reach']"));
        Shop.Execute("UPDATE AspNetUsers SET Email = 'ama.news@makola.test', NormalizedEmail = 'AMA.NEWS@MAKOLA.TEST', EmailConfirmed = 1 WHERE PhoneNumber = $p", ("$p", "+233" + phone[1..]));
        await ama.PostFromAsync("/account/data", "handler=News", ("wanted", "true"));
        Assert.Contains("You agreed to news by mail:", (await ama.GetAsync("/account/data")).Text, StringComparison.Ordinal);
        await ama.PostFromAsync("/account/data", "handler=News", ("wanted", "false"));
        Assert.Contains("You get none.", (await ama.GetAsync("/account/data")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_download_has_everything_of_his_and_no_secret_and_nothing_of_others()
    {
        var phone = CustomersShop.NewPhone();
        using var ama = await customers.JoinAsync("Ama <script>", phone);
        var number = await customers.OrderAsync(ama, Cast.Gari, 2, form => form["Form.Keep"] = "true");
        using var kofi = await customers.JoinAsync("Kofi Agyeman");
        var other = await customers.OrderAsync(kofi, Cast.PalmOil);
        await ama.AddQuicklyAsync(Cast.Plantain);
        Shop.Execute("INSERT INTO OrderEvents (OrderNumber, Seq, Type, By, At, Data) SELECT $n, max(Seq) + 1, 'Note', 'staff/1/Efua', 1, '{\"text\":\"difficult man\"}' FROM OrderEvents WHERE OrderNumber = $n", ("$n", number));

        var zip = (await ama.PostFromAsync("/account/data", "handler=Download", ("x", "y"))).Expect(HttpStatusCode.OK);
        using var archive = new ZipArchive(new MemoryStream(zip.Bytes.ToArray()), ZipArchiveMode.Read);
        Assert.Equal(["addresses.json", "cart.json", "messages.json", "orders.json", "person.json", "requests.json", "reviews.json", "sessions.json", "wishes.json"], archive.Entries.Select(e => e.FullName).Order(StringComparer.Ordinal));
        var all = new Dictionary<string, string>();
        foreach (var entry in archive.Entries)
        {
            using var reader = new StreamReader(await entry.OpenAsync(TestContext.Current.CancellationToken));
            all[entry.FullName] = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
            using var _ = System.Text.Json.JsonDocument.Parse(all[entry.FullName]);
        }

        Assert.Contains($"\"Number\": {number}", all["orders.json"], StringComparison.Ordinal);
        Assert.Contains("Gari", all["orders.json"], StringComparison.Ordinal);
        Assert.Contains("Plantain", all["cart.json"], StringComparison.Ordinal);
        Assert.Contains("Blue gate", all["addresses.json"], StringComparison.Ordinal);
        var text = string.Concat(all.Values);
        foreach (var never in new[] { $"\"Number\": {other}", "Kofi", "difficult man", "Efua", Shop.Scalar<string>("SELECT PasswordHash FROM AspNetUsers ORDER BY Id DESC LIMIT 1"), Shop.Scalar<string>("SELECT Token FROM Orders WHERE Number = $n", ("$n", number)) })
            Assert.DoesNotContain(never, text, StringComparison.Ordinal);
        Shop.Execute("DELETE FROM OrderEvents WHERE Type = 'Note'");
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task Both_ask_who_one_is_when_that_was_long_ago()
    {
        using var ama = await customers.JoinAsync();
        Shop.Execute("UPDATE SignInSessions SET ProvenAt = ProvenAt - 600000");
        await Task.Delay(5_000, TestContext.Current.CancellationToken);
        foreach (var handler in new[] { "Download", "Leave" })
            (await ama.PostFromAsync("/account/data", $"handler={handler}", ("x", "y"))).Expect(HttpStatusCode.Unauthorized);
        Assert.Equal(0, Shop.Scalar<int>("SELECT count(*) FROM AspNetUsers WHERE LeavesAt IS NOT NULL"));
    }

    [Fact]
    public async Task Signing_in_takes_it_back()
    {
        var phone = CustomersShop.NewPhone();
        using var ama = await customers.JoinAsync("Ama who stays", phone);
        Assert.Equal("/account/left", (await ama.PostFromAsync("/account/data", "handler=Leave", ("x", "y"))).Expect(HttpStatusCode.OK).Path);
        Assert.StartsWith("/account/sign-in", (await ama.GetAsync("/account")).Path, StringComparison.Ordinal);
        Assert.Equal(1, Shop.Scalar<int>("SELECT count(*) FROM AspNetUsers WHERE LeavesAt IS NOT NULL AND Name = 'Ama who stays'"));
        Assert.Equal("/account", (await CustomersShop.SignInAsync(ama, phone)).Path);
        Assert.Equal(0, Shop.Scalar<int>("SELECT count(*) FROM AspNetUsers WHERE LeavesAt IS NOT NULL AND Name = 'Ama who stays'"));
    }

    [Fact]
    public async Task Who_works_here_leaves_the_team_first()
    {
        using var efua = Shop.NewBuyer();
        await efua.SignInAsync();
        Assert.False((await efua.GetAsync("/account/data")).Has("form[action*='Leave']"));
        (await efua.PostFromAsync("/account/data", "handler=Leave", ("x", "y"))).Expect(HttpStatusCode.Conflict);
    }
}

public sealed class DeletedAccountTests
{
    [Fact]
    public async Task After_the_waiting_time_the_person_is_gone_and_the_books_are_clean()
    {
        var customers = new CustomersShop();
        await customers.InitializeAsync();
        await using var shop = customers.Shop;
        var phone = CustomersShop.NewPhone();
        using var ama = await customers.JoinAsync("Ama Leaving", phone);
        var closed = await customers.OrderAsync(ama, Cast.Gari, 2, form => (form["Form.Keep"], form["Form.Note"], form["Form.DigitalAddress"]) = ("true", "Call my sister Esi", "GA-183-8164"));
        await ama.SubmitAsync(ama.Page!.FormTo("handler=Cancel"));
        var open = await customers.OrderAsync(ama, Cast.PalmOil);
        var (total, token) = (shop.Scalar<long>("SELECT Total FROM Orders WHERE Number = $n", ("$n", closed)), ama.Page!.Path);
        await ama.AddQuicklyAsync(Cast.Plantain);
        await NoteAsync(shop, closed, "Her sister Esi at the lorry park pays");
        await NoteAsync(shop, open, "Bring change for 200");
        await ama.PostFromAsync("/account/data", "handler=Leave", ("x", "y"));

        await PassAsync(shop, "SELECT count(*) FROM Orders WHERE Name = 'Deleted customer'", 1);
        Assert.Equal(1, shop.Scalar<int>("SELECT count(*) FROM Orders WHERE Number = $n AND Total = $t AND Phone IS NULL AND Landmark IS NULL AND DigitalAddress IS NULL AND BuyerNote IS NULL AND SearchText NOT LIKE '%Ama%' AND SearchText LIKE '%GARI-1KG%'", ("$n", closed), ("$t", total)));
        Assert.Equal("Ama Mensah", shop.Scalar<string>("SELECT Name FROM Orders WHERE Number = $n", ("$n", open)));
        Assert.Equal(["Bring change for 200", Leaving.NotedNoMore], NotesOf(shop));
        Assert.Equal(0, shop.Scalar<int>("SELECT count(*) FROM Addresses") + shop.Scalar<int>("SELECT count(*) FROM Customers WHERE Name LIKE 'Ama%'") + shop.Scalar<int>("SELECT count(*) FROM AspNetUsers WHERE Name LIKE 'Ama%' OR PhoneNumber IS NOT NULL"));
        (await CustomersShop.SignInAsync(ama, phone)).Expect(HttpStatusCode.UnprocessableEntity);

        await ama.SubmitAsync((await ama.GetAsync(token)).FormTo("handler=Cancel"));
        await PassAsync(shop, "SELECT count(*) FROM Orders WHERE Name = 'Deleted customer'", 2);
        Assert.Equal(1, shop.Scalar<int>("SELECT count(*) FROM AspNetUsers"));
        Assert.Equal(0, shop.Scalar<int>("SELECT count(*) FROM OrderSearch WHERE OrderSearch MATCH 'Mensah'"));
        Assert.Equal([Leaving.NotedNoMore, Leaving.NotedNoMore], NotesOf(shop));
        Assert.Equal(2, shop.Scalar<int>("SELECT count(*) FROM Orders WHERE CustomerId IS NOT NULL"));
        await shop.BooksAsync();
    }

    private static async Task NoteAsync(RunningShop shop, long number, string text)
    {
        using var efua = shop.NewBuyer();
        await efua.SignInAsync();
        await efua.SubmitAsync((await efua.GetAsync($"/office/orders/{number}")).FormTo("handler=Note").Set("Note.Text", text));
    }

    private static List<string> NotesOf(RunningShop shop)
    {
        using var connection = shop.Sql();
        return RunningShop.Column(connection, "SELECT Data ->> 'text' FROM OrderEvents WHERE Type = 'Note' ORDER BY 1");
    }

    /// <summary>The waiting time passes, and the job comes: it runs when the shop starts.</summary>
    private static async Task PassAsync(RunningShop shop, string count, int expected)
    {
        await shop.StopAsync();
        shop.Execute("UPDATE AspNetUsers SET LeavesAt = 1 WHERE LeavesAt IS NOT NULL");
        await shop.RestartAsync();
        for (var tries = 0; tries < 100 && shop.Scalar<int>(count) != expected; tries++) await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.Equal(expected, shop.Scalar<int>(count));
    }
}
