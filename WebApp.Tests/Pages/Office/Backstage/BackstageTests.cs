// Behind the scenes: what a request did is seen, kept for its order, and tells nothing about anybody.
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using Makola.Backstage;
using Makola.Tests.Faults;

namespace Makola.Tests.Pages.Office.Backstage;

public sealed class BackstageTests(OfficeShop office) : IClassFixture<OfficeShop>
{
    private RunningShop Shop => office.Shop;

    private Buyer Efua => office.Efua;

    [Fact]
    public async Task An_order_leads_to_the_request_that_placed_it_with_its_rules_and_queries()
    {
        var number = await office.OrderAsync();

        var order = (await Efua.GetAsync($"/office/orders/{number}")).Expect(HttpStatusCode.OK);
        var scene = (await Efua.GetAsync(order.One(".event-when a[href^='/office/backstage/']").GetAttribute("href")!)).Expect(HttpStatusCode.OK);

        Assert.Equal("POST /checkout", scene.TextOf("h1"));
        Assert.Equal(5, scene.Html.QuerySelectorAll(".station").Length);
        Assert.Contains("303 → /o/‹secret›", scene.TextOf(".station[data-station=response]"), StringComparison.Ordinal);
        Assert.Contains("1 transaction", scene.TextOf(".station[data-station=database]"), StringComparison.Ordinal);
        var rules = scene.Html.QuerySelectorAll(".rule").Select(r => Page.Fold(r.TextContent)).ToList();
        Assert.Contains(rules, r => r.Contains($"order {number}: Placed", StringComparison.Ordinal));
        Assert.Contains(rules, r => r.Contains("stock: Hold 3 of 2 goods", StringComparison.Ordinal));
        Assert.Contains(rules, r => r.Contains("price: goods", StringComparison.Ordinal));
        Assert.Contains(scene.Html.QuerySelectorAll(".query"), q => q.TextContent.Contains("StockItems", StringComparison.Ordinal) && q.QuerySelector(".chip[data-state=done]") is not null);
        Assert.DoesNotContain(scene.Html.QuerySelectorAll(".query .chip"), chip => chip.TextContent.Contains("full scan", StringComparison.Ordinal));
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task What_a_buyer_typed_is_nowhere_behind_the_scenes()
    {
        var number = await office.OrderAsync(form => (form["Name"], form["Landmark"], form["Note"]) = ("Adwoa Sikapa", "Next to the purple kiosk", "Ring twice please"));
        var token = Shop.Scalar<string>("SELECT Token FROM Orders WHERE Number = $n", ("$n", number));
        await Efua.GetAsync($"/office/orders/{number}");
        var scene = await office.SceneOfAsync(number);

        // All of it, values of queries included, and everything in the file, unpacked.
        await office.KeptAsync(scene);
        var file = Scenes.WholeFile(Shop);
        Assert.Contains($"\"Id\":\"{scene}\"", file, StringComparison.Ordinal);
        Assert.Contains("INSERT INTO \"Orders\"", file, StringComparison.Ordinal);
        Assert.Matches("@p[0-9]+ = ", file);
        var page = (await Efua.GetAsync($"/office/backstage/{scene}")).Body;
        var list = (await Efua.GetAsync($"/office/backstage?order={number}")).Body;
        foreach (var secret in new[] { "Adwoa", "purple", "Ring twice", "248124490", token })
        {
            Assert.DoesNotContain(secret, page, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, list, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, file, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_list_is_filtered_by_what_staff_look_for()
    {
        var number = await office.OrderAsync();
        using var visitor = Shop.NewBuyer();
        await visitor.GetAsync("/p/no-such-good");

        Assert.Contains("POST /checkout", (await Efua.GetAsync($"/office/backstage?order={number}")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("no-such-good", (await Efua.GetAsync($"/office/backstage?order={number}")).Text, StringComparison.Ordinal);
        var card = Shop.Scalar<long>("SELECT CustomerId FROM Orders WHERE Number = $n", ("$n", number));
        Assert.Contains("POST /checkout", (await Efua.GetAsync($"/office/backstage?customer={card}")).TextOf("#scenes"), StringComparison.Ordinal);
        Assert.DoesNotContain("no-such-good", (await Efua.GetAsync($"/office/backstage?customer={card}")).TextOf("#scenes"), StringComparison.Ordinal);
        Assert.Contains("no-such-good", (await Efua.GetAsync("/office/backstage?status=4xx")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("no-such-good", (await Efua.GetAsync("/office/backstage?status=2xx")).Text, StringComparison.Ordinal);
        Assert.Contains("POST /checkout", (await Efua.GetAsync("/office/backstage?at=checkout&queries=8")).Text, StringComparison.Ordinal);
        Assert.Contains("Nothing here.", (await Efua.GetAsync("/office/backstage?slower=599999")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await Efua.GetAsync("/office/backstage?order=ten")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Efua.GetAsync("/office/backstage/00000000000000ff")).Status);
    }

    [Fact]
    public async Task The_link_in_the_bar_leads_to_its_request_however_many_come_beside_it()
    {
        using var ended = new CancellationTokenSource();
        var crowd = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            using var visitor = Shop.NewBuyer();
            for (var asked = 0; ; asked++)
            {
                if (ended.IsCancellationRequested) return asked;
                visitor.Move();
                await visitor.GetAsync("/cart");
            }
        })).ToList();
        for (var looked = 0; looked < 20; looked++)
        {
            var link = (await Efua.GetAsync("/track")).Expect(HttpStatusCode.OK).One("aside.staff a").GetAttribute("href")!;
            // It is noted once the answer is sent.
            await Trial.UntilAsync($"{link} is there", async () => (await Efua.GetAsync(link)).Status == HttpStatusCode.OK);
        }

        await ended.CancelAsync();
        Assert.DoesNotContain(0, await Task.WhenAll(crowd));
    }

    [Fact]
    public async Task Whoever_watches_is_told_when_there_is_something_new()
    {
        using var client = Shop.NewClient();
        using var ask = new HttpRequestMessage(HttpMethod.Get, "/office/backstage?handler=Live");
        ask.Headers.Add("Cookie", Efua.Cookies.GetCookieHeader(Shop.Address));
        using var answer = await client.SendAsync(ask, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
        Assert.StartsWith("retry", await lines.ReadLineAsync(), StringComparison.Ordinal);

        using var visitor = Shop.NewBuyer();
        await visitor.AddQuicklyAsync(Cast.Plantain);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await lines.ReadLineAsync(patience.Token) is { } line)
            if (line == "data: new") return;
        Assert.Fail("The stream ended without news.");
    }

    [Fact]
    public async Task What_was_queued_for_later_is_shown_with_how_it_went()
    {
        var number = await office.OrderAsync(form => form["Contact"] = "ama@makola.example");
        var scenes = (await Efua.GetAsync($"/office/backstage?order={number}")).Html.QuerySelectorAll("#scenes a[href^='/office/backstage/']");
        Assert.NotEmpty(scenes);
        var scene = (await Efua.GetAsync(scenes[^1].GetAttribute("href")!)).Expect(HttpStatusCode.OK);
        Assert.Contains("OrderPlaced", scene.TextOf("section[aria-labelledby=queued]"), StringComparison.Ordinal);
        Assert.Contains("waiting", scene.TextOf("section[aria-labelledby=queued]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_who_may_look_behind_the_scenes_does()
    {
        using var clerk = await office.HireAsync("Orders");
        var number = await office.OrderAsync();
        Assert.Equal(HttpStatusCode.Forbidden, (await clerk.GetAsync("/office/backstage")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await clerk.GetAsync($"/office/backstage/{await office.SceneOfAsync(number)}")).Status);
        Assert.False((await clerk.GetAsync($"/office/orders/{number}")).Has("a[href^='/office/backstage']"));
        Assert.False((await clerk.GetAsync("/")).Has("aside.staff"));
        Assert.True((await Efua.GetAsync("/")).Has("aside.staff a[href^='/office/backstage/']"));
        using var visitor = Shop.NewBuyer();
        Assert.False((await visitor.GetAsync("/")).Has("aside.staff"));
        Assert.Contains("/account/sign-in", (await visitor.GetAsync("/office/backstage")).Path, StringComparison.Ordinal);
    }
}

/// <summary>Tests that change what is recorded, or break the shop, each with a shop of its own.</summary>
public sealed class RecordingTests
{
    [Fact]
    public async Task Scenes_of_orders_outlive_a_kill_and_the_switch_leaves_only_orders_and_errors()
    {
        var office = new OfficeShop();
        await office.InitializeAsync();
        await using var _ = office;
        var (shop, efua) = (office.Shop, office.Efua);
        var number = await office.OrderAsync();
        var scene = await office.SceneOfAsync(number);
        await office.KeptAsync(scene);

        await shop.KillAsync();
        await shop.RestartAsync();
        Assert.Contains("INSERT", (await efua.GetAsync($"/office/backstage/{scene}")).Expect(HttpStatusCode.OK).Text, StringComparison.Ordinal);

        var settings = (await efua.GetAsync("/office/settings")).Form("main form");
        settings["Form.RecordsAll"] = "false";
        (await efua.SubmitAsync(settings)).Expect(HttpStatusCode.OK);
        using var visitor = shop.NewBuyer();
        async Task<int> CartsAsync() => (await efua.GetAsync("/office/backstage")).Html.QuerySelectorAll("#scenes tr").Count(row => row.TextContent.Contains("POST /cart", StringComparison.Ordinal));
        var carts = await CartsAsync();
        await visitor.AddQuicklyAsync(Cast.Plantain);
        await visitor.GetAsync("/track");
        var list = (await efua.GetAsync("/office/backstage")).Text;
        Assert.DoesNotContain("GET /track", list, StringComparison.Ordinal);
        Assert.Equal(carts, await CartsAsync());
        Assert.True((await visitor.PlaceAsync()).IsOrder);
        Assert.Contains("POST /checkout", (await efua.GetAsync("/office/backstage")).Text, StringComparison.Ordinal);

        shop.Execute("ALTER TABLE ContentPages RENAME TO Elsewhere");
        (await visitor.GetAsync("/pages/delivery")).Expect(HttpStatusCode.InternalServerError);
        shop.Execute("ALTER TABLE Elsewhere RENAME TO ContentPages");
        // It is noted once the answer is sent.
        await Trial.UntilAsync("the error is in the list", async () => (await efua.GetAsync("/office/backstage?status=error")).TextOf("#scenes").Contains("GET /pages/delivery", StringComparison.Ordinal));
        await shop.BooksAsync();
    }

    [Fact]
    public async Task An_error_is_found_by_the_number_the_customer_saw_and_counted_by_its_cause()
    {
        var office = new OfficeShop();
        await office.InitializeAsync();
        await using var _ = office;
        var (shop, efua) = (office.Shop, office.Efua);
        shop.Execute("ALTER TABLE ContentPages RENAME TO Elsewhere");
        using var visitor = shop.NewBuyer();
        await visitor.AddQuicklyAsync(Cast.Plantain);
        var first = (await visitor.GetAsync("/pages/delivery")).Expect(HttpStatusCode.InternalServerError);
        var second = (await visitor.GetAsync("/pages/delivery")).Expect(HttpStatusCode.InternalServerError);
        shop.Execute("ALTER TABLE Elsewhere RENAME TO ContentPages");
        var reference = second.TextOf(".facts-value--big");
        Assert.NotEqual(first.TextOf(".facts-value--big"), reference);
        Assert.Contains($"\"request\":\"{reference}\"", shop.Output, StringComparison.Ordinal);

        var errors = await office.UntilAsync("/office/backstage/errors", page => page.Text.Contains("2 times", StringComparison.Ordinal));
        Assert.Contains("SqliteException", errors.Text, StringComparison.Ordinal);
        Assert.Contains(reference, errors.Text, StringComparison.Ordinal);
        var found = await efua.GetAsync($"/office/backstage?reference={Uri.EscapeDataString(reference)}");
        var scene = (await efua.GetAsync(found.One("#scenes a[href^='/office/backstage/']").GetAttribute("href")!)).Expect(HttpStatusCode.OK);
        Assert.Contains("What went wrong", scene.Text, StringComparison.Ordinal);
        Assert.Contains("ContentPages", scene.Text, StringComparison.Ordinal);

        var solved = await efua.SubmitAsync(errors.FormTo("handler=Solved"));
        Assert.Contains("solved", solved.Expect(HttpStatusCode.OK).TextOf("section[aria-label='What went wrong']"), StringComparison.Ordinal);
        Assert.Contains("Error marked as solved", (await efua.GetAsync("/office/log")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_file_of_scenes_is_made_anew_and_troubles_nobody()
    {
        var office = new OfficeShop();
        await office.InitializeAsync();
        await using var _ = office;
        var shop = office.Shop;
        await office.KeptAsync(await office.SceneOfAsync(await office.OrderAsync()));
        await shop.StopAsync();
        var file = Path.Combine(shop.Data, SceneStore.File);
        foreach (var log in new[] { "-wal", "-shm" }) File.Delete(file + log);
        var bytes = await File.ReadAllBytesAsync(file);
        Random.Shared.NextBytes(bytes);
        await File.WriteAllBytesAsync(file, bytes);
        await shop.RestartAsync();

        (await office.Efua.GetAsync("/office/backstage")).Expect(HttpStatusCode.OK);
        var number = await office.OrderAsync();
        (await office.Efua.GetAsync("/office/backstage/warnings")).Expect(HttpStatusCode.OK);
        await office.KeptAsync(await office.SceneOfAsync(number));
        await shop.BooksAsync();
    }

    [Fact]
    public async Task How_the_shop_works_is_shown_where_the_owner_wants_it_and_shows_nothing_of_anybody()
    {
        var office = new OfficeShop();
        await office.InitializeAsync();
        await using var _ = office;
        using var kwame = office.Shop.NewBuyer();
        var join = (await kwame.GetAsync("/account/register")).Expect(HttpStatusCode.OK).Form();
        (join["Form.Name"], join["Form.Phone"], join["Form.Password"]) = ("Kwame Sikapa", "0240019876", "six yellow baskets");
        Assert.Equal("/account", (await kwame.SubmitAsync(join)).Expect(HttpStatusCode.OK).Path);
        Assert.Equal(1, office.Shop.Execute("UPDATE AspNetUsers SET Email = 'kwame@sikapa.example', NormalizedEmail = 'KWAME@SIKAPA.EXAMPLE' WHERE Name = 'Kwame Sikapa'"));
        await kwame.BuyAsync(Cast.Gari);
        Assert.Equal(HttpStatusCode.NotFound, (await kwame.GetAsync("/how-it-works")).Status);
        Assert.False((await kwame.GetAsync("/")).Has("a[href='/how-it-works']"));

        var settings = (await office.Efua.GetAsync("/office/settings")).Form("main form");
        settings["Form.ShowsHow"] = "true";
        (await office.Efua.SubmitAsync(settings)).Expect(HttpStatusCode.OK);
        var page = (await kwame.GetAsync("/how-it-works")).Expect(HttpStatusCode.OK);
        Assert.Equal(5, page.Html.QuerySelectorAll(".way-stop").Length);
        Assert.Contains("FROM \"Variants\"", page.TextOf(".way-code"), StringComparison.Ordinal);
        Assert.Matches(@"Kestrel found the page in \d", page.Text);
        string[] own = ["Kwame", "Sikapa", "240019876", "240 019 876", "24 001 9876", "248124490", "24 812 4490", "Methodist", office.Shop.Scalar<string>("SELECT Token FROM Orders")];
        foreach (var word in own) Assert.DoesNotContain(word, page.Body, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Kwame Sikapa", (await kwame.GetAsync("/account")).Body, StringComparison.Ordinal);
        Assert.True((await kwame.GetAsync("/")).Has("a[href='/how-it-works']"));
    }
}

/// <summary>What tests of scenes share.</summary>
internal static class Scenes
{
    /// <summary>Key of the scene that placed an order.</summary>
    public static Task<string> SceneOfAsync(this OfficeShop office, long number) =>
        Task.FromResult(office.Shop.Scalar<string>("SELECT Scene FROM OrderEvents WHERE OrderNumber = $n AND Type = 'Placed'", ("$n", number)));

    /// <summary>Waits until a scene is in the file.</summary>
    public static async Task KeptAsync(this OfficeShop office, string scene)
    {
        for (var tries = 0; ; tries++)
        {
            if (IsKept(office.Shop, scene)) return;
            Assert.True(tries < 600, "The scene was not kept.");
            await Task.Delay(100);
        }
    }

    /// <summary>Every value of every table of the file of scenes, what waits in its log included; the scenes themselves unpacked.</summary>
    public static string WholeFile(RunningShop shop)
    {
        using var connection = Open(shop);
        var whole = new StringBuilder();
        foreach (var table in RunningShop.Column(connection, "SELECT name FROM sqlite_schema WHERE type = 'table'"))
        {
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The name of a table of this file.
            command.CommandText = $"SELECT * FROM \"{table}\"";
#pragma warning restore CA2100
            using var rows = command.ExecuteReader();
            while (rows.Read())
                for (var column = 0; column < rows.FieldCount; column++) whole.AppendLine(rows[column] is byte[] body ? Unpacked(body) : Convert.ToString(rows[column], CultureInfo.InvariantCulture));
        }

        return whole.ToString();
    }

    private static string Unpacked(byte[] body)
    {
        using var json = new StreamReader(new DeflateStream(new MemoryStream(body), CompressionMode.Decompress));
        return json.ReadToEnd();
    }

    /// <summary>Opens a page until it shows what is waited for.</summary>
    public static async Task<Page> UntilAsync(this OfficeShop office, string path, Func<Page, bool> shows)
    {
        for (var tries = 0; ; tries++)
        {
            var page = (await office.Efua.GetAsync(path)).Expect(HttpStatusCode.OK);
            if (shows(page)) return page;
            Assert.True(tries < 300, page.Text);
            await Task.Delay(100);
        }
    }

    private static Microsoft.Data.Sqlite.SqliteConnection Open(RunningShop shop)
    {
        var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(shop.Data, SceneStore.File)};Mode=ReadWrite;Pooling=False");
        connection.Open();
        return connection;
    }

    private static bool IsKept(RunningShop shop, string scene)
    {
        var file = Path.Combine(shop.Data, SceneStore.File);
        if (!File.Exists(file)) return false;
        try
        {
            using var connection = Open(shop);
            return RunningShop.Scalar<int>(connection, "SELECT count(*) FROM Scenes WHERE Id = $id", ("$id", scene)) == 1;
        }
        catch (Microsoft.Data.Sqlite.SqliteException)
        {
            return false; // It is being made.
        }
    }
}
