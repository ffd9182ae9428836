// How often a page asks the database, and how the database finds the answer. Read from the running shop's own log (one JSON line
// a statement, with the request it belongs to), and explained by SQLite on the same file.
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Makola.Tests.House;

/// <summary>The cast's shop with every statement in its log.</summary>
public sealed class TalkingShop : IAsyncLifetime
{
    private const string Mark = "/p/mark-";

    private RunningShop? _shop;

    /// <summary>The shop.</summary>
    public RunningShop Shop => _shop!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _shop = await Cast.OpenAsync(new Opening
    {
        Settings = new Dictionary<string, string>
        {
            ["Logging:Console:FormatterName"] = "json",
            ["Logging:Console:FormatterOptions:IncludeScopes"] = "true",
            ["Logging:LogLevel:Microsoft.EntityFrameworkCore.Database.Command"] = "Information",
        },
    });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Shop.DisposeAsync();

    /// <summary>The statements a buyer's step made the shop run, each request's apart, redirects included.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<string>>> StatementsOfAsync(Func<Task> step)
    {
        ArgumentNullException.ThrowIfNull(step);
        var from = await MarkAsync();
        await step();
        var to = await MarkAsync();
        return [.. Shop.Output[from..to].Split('\n').Where(line => line.StartsWith('{')).Select(Read).OfType<(string Request, string Sql)>()
            .GroupBy(statement => statement.Request, (_, statements) => (IReadOnlyList<string>)[.. statements.Select(statement => statement.Sql)])];
    }

    /// <summary>
    /// Where the log stands when all that was asked before is in it. A thread of its own writes it, in order; so a page that is not there is asked
    /// for by a name of its own, and waited for.
    /// </summary>
    private async Task<int> MarkAsync()
    {
        var path = $"{Mark}{Guid.NewGuid():N}";
        using var marker = Shop.NewBuyer();
        await marker.GetAsync(path);
        for (var tries = 0; ; tries++)
        {
            var output = Shop.Output;
            if (output.LastIndexOf(path, StringComparison.Ordinal) is var at and >= 0 && output.IndexOf('\n', at) is var end and >= 0) return end;
            Assert.True(tries < 600, "The log did not come.");
            await Task.Delay(50);
        }
    }

    private static (string Request, string Sql)? Read(string line)
    {
        using var entry = JsonDocument.Parse(line);
        if (!entry.RootElement.TryGetProperty("State", out var state) || !state.TryGetProperty("commandText", out var sql) || !entry.RootElement.TryGetProperty("Scopes", out var scopes))
            return null;
        foreach (var scope in scopes.EnumerateArray())
        {
            if (scope.ValueKind == JsonValueKind.Object && scope.TryGetProperty("RequestId", out var request))
                return scope.GetProperty("RequestPath").GetString()!.StartsWith(Mark, StringComparison.Ordinal) ? null : (request.GetString()!, sql.GetString()!);
        }

        return null;
    }
}

public sealed partial class QueriesTests(TalkingShop talking, ITestOutputHelper output) : IClassFixture<TalkingShop>
{
    /// <summary>Tables that grow with goods and sales; settings, categories and the like do not.</summary>
    private static readonly HashSet<string> Growing = new(StringComparer.OrdinalIgnoreCase)
    {
        "Products", "Variants", "ProductCategories", "PictureUses", "ShelfPlaces", "FilterValues", "Redirects", "StockItems", "StockMovements", "Holds", "Carts", "CartLines",
        "ContactMessages", "Messages", "AuditEntries", "FieldChanges", "Orders", "OrderLines", "OrderEvents", "Parcels", "ParcelLines", "Payments", "PaymentEvents", "AspNetUsers",
        "Customers", "CustomerNotes", "Addresses", "ContactProofs", "Reviews", "Wishes",
    };

    private RunningShop Shop => talking.Shop;

    [Theory]
    [InlineData("/")]
    [InlineData("/c/crafts")]
    [InlineData("/c/crafts?sort=price&min=1&max=500&stock=1&o.Colour=Red&o.Size=M&page=1")]
    [InlineData("/c/beads?page=2")]
    [InlineData("/p/kente-shirt")]
    [InlineData("/p/gari")]
    [InlineData("/pages/delivery")]
    [InlineData("/contact")]
    public async Task Home_category_and_product_ask_at_most_six_times(string path)
    {
        using var visitor = Shop.NewBuyer();
        await visitor.AddQuicklyAsync(Cast.Plantain); // A visitor with a cart, so that nothing comes from the output cache.
        await AssertSixAsync(visitor, path);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    public async Task Cart_and_checkout_ask_at_most_twelve_times_whatever_the_number_of_lines(int lines)
    {
        using var ama = Shop.NewBuyer();
        foreach (var bead in Cast.Beads.Take(lines))
            await ama.AddQuicklyAsync(bead);
        await ama.GetAsync("/cart");

        Form form = null!;
        var add = await talking.StatementsOfAsync(() => ama.AddQuicklyAsync(Cast.Beads[0]));
        var cart = await talking.StatementsOfAsync(async () => (await ama.GetAsync("/cart")).Expect(HttpStatusCode.OK));
        var show = await talking.StatementsOfAsync(async () => form = await ama.CheckoutAsync());
        var place = await talking.StatementsOfAsync(async () => Assert.True((await ama.SubmitOnceAsync(form)).SentToOrder));
        var order = await talking.StatementsOfAsync(async () => (await ama.GetAsync(ama.Page!.SentTo!)).Expect(HttpStatusCode.OK));

        Assert.Equal(lines, Shop.Scalar<int>("SELECT count(*) FROM OrderLines WHERE OrderNumber = (SELECT max(Number) FROM Orders)"));
        foreach (var (requests, what) in new[] { (add, "add"), (cart, "cart"), (show, "checkout"), (place, "place"), (order, "order") })
        {
            AssertAtMost(12, requests, $"{what} with {lines} lines");
            AssertNoScan(requests);
        }

        await Shop.BooksAsync();
    }

    [Theory]
    [InlineData("/search?q=bead")]
    [InlineData("/search?q=kennte")]
    [InlineData("/search?q=GARI-1KG")]
    [InlineData("/search?handler=Suggest&q=bea")]
    [InlineData("/c/crafts?sort=name")]
    [InlineData("/c/crafts?sort=new&stock=1")]
    [InlineData("/track")]
    public async Task No_page_scans_a_table_that_grows(string path)
    {
        using var visitor = Shop.NewBuyer();
        await visitor.AddQuicklyAsync(Cast.Plantain);
        await visitor.GetAsync(path);

        var requests = await talking.StatementsOfAsync(async () => (await visitor.GetAsync(path)).Expect(HttpStatusCode.OK));

        AssertAtMost(12, requests, path);
        AssertNoScan(requests);
    }

    [Theory]
    [InlineData("/office/stock")]
    [InlineData("/office/stock?after=20.0.20")]
    [InlineData("/office/stock?tab=low")]
    [InlineData("/office/stock?tab=low&after=0.5")]
    [InlineData("/office/stock?tab=sold-out")]
    [InlineData("/office/stock?q=bead")]
    [InlineData("/office/stock?q=BEAD-07")]
    [InlineData("/office/stock/9")]
    [InlineData("/office/stock/9?before=1")]
    [InlineData("/office/stock/count?lines=9.1.1.1,12.3.4.1&q=kente")]
    [InlineData("/office/find?q=kente")]
    [InlineData("/office/find?q=xennte+shrit")]
    [InlineData("/office/find?q=024+812+4490")]
    [InlineData("/office/search")]
    [InlineData("/office/log")]
    [InlineData("/office/staff")]
    [InlineData("/office/staff/1")]
    [InlineData("/office/staff/roles")]
    [InlineData("/office/log?who=1&area=orders&from=2026-01-01&until=2999-01-01&before=9")]
    [InlineData("/office/log?on=/office/orders/1001")]
    [InlineData("/office/products/import")]
    [InlineData("/office/content/pages")]
    [InlineData("/office/content/pages/2")]
    [InlineData("/office/content/menus")]
    [InlineData("/office/content/home")]
    [InlineData("/office/content/home/0")]
    [InlineData("/office/messages")]
    [InlineData("/office/messages?show=answered&before=9")]
    [InlineData("/office/mail")]
    [InlineData("/office/mail?state=Failed&before=9")]
    [InlineData("/office/mail?q=ama@mail.example")]
    [InlineData("/office/mail?q=1042")]
    [InlineData("/office/settings/mail")]
    [InlineData("/office/products/export?show=draft")]
    [InlineData("/office/practice")]
    [InlineData("/office/system")]
    [InlineData("/office/system/jobs")]
    [InlineData("/office/backstage")]
    [InlineData("/office/backstage?customer=1")]
    [InlineData("/account/security")]
    [InlineData("/account/passkeys")]
    [InlineData("/account/authenticator")]
    [InlineData("/account/reach")]
    [InlineData("/office/reviews")]
    [InlineData("/office/reviews?show=shown&before=9")]
    public async Task The_office_asks_at_most_six_times_and_walks_its_indexes(string path)
    {
        using var efua = Shop.NewBuyer();
        await efua.SignInAsync();
        await AssertSixAsync(efua, path);
    }

    [Theory]
    [InlineData("/account")]
    [InlineData("/account/orders")]
    [InlineData("/account/orders?before=9")]
    [InlineData("/account/wishes")]
    [InlineData("/p/gari")]
    [InlineData("/w/{token}")]
    [InlineData("/account/addresses")]
    [InlineData("/account/addresses/new")]
    [InlineData("/account/data")]
    [InlineData("/checkout")]
    public async Task A_customers_own_pages_ask_at_most_eight_times(string path)
    {
        using var efua = Shop.NewBuyer();
        await efua.SignInAsync();
        await efua.AddQuicklyAsync(Cast.Plantain);
        if (path != "/checkout") await efua.PlaceAsync();
        await efua.PostAsync("/keep", ("product", Shop.Scalar<string>("SELECT Id FROM Products WHERE Slug = 'gari'")));
        Shop.Execute("UPDATE Customers SET WishToken = $t WHERE PersonId IS NOT NULL", ("$t", new string('t', SecretToken.Length)));
        path = path.Replace("{token}", new string('t', SecretToken.Length), StringComparison.Ordinal);
        await efua.GetAsync(path);

        var requests = await talking.StatementsOfAsync(async () => (await efua.GetAsync(path)).Expect(HttpStatusCode.OK));

        AssertAtMost(8, requests, path);
        AssertNoScan(requests);
        await Shop.BooksAsync();
    }

    [Theory]
    [InlineData("/office/products")]
    [InlineData("/office/products?show=draft&at=2")]
    [InlineData("/office/products?q=bead")]
    [InlineData("/office/products/grid")]
    [InlineData("/office/products/grid?at=2")]
    [InlineData("/office/products/grid?q=bead")]
    public async Task Goods_in_the_back_office_ask_at_most_six_times(string path)
    {
        using var efua = Shop.NewBuyer();
        await efua.SignInAsync();
        await AssertSixAsync(efua, path);
    }

    [Theory]
    [InlineData("/office/categories")]
    [InlineData("/office/categories/1")]
    [InlineData("/office/categories/new")]
    [InlineData("/office/collections")]
    [InlineData("/office/collections/{id}")]
    [InlineData("/office/collections/new")]
    [InlineData("/office/brands")]
    [InlineData("/office/brands?q=ta")]
    [InlineData("/office/brands/{brand}")]
    [InlineData("/office/redirects")]
    [InlineData("/office/redirects?q=/p/")]
    [InlineData("/c/dear-things")]
    [InlineData("/c/dear-things?sort=price&stock=1")]
    public async Task Shelves_ask_at_most_six_times(string path)
    {
        using var efua = Shop.NewBuyer();
        await efua.SignInAsync();
        if (Shop.Scalar<int>("SELECT count(*) FROM Categories WHERE Slug = 'dear-things'") == 0)
        {
            var form = (await efua.GetAsync("/office/collections/new")).Form("#edit");
            (form["Form.Name"], form["Form.State"], form["Form.PriceOver"], form["Form.ByRule"]) = ("Dear things", "shown", "100", "true");
            (await efua.SubmitAsync(form)).Expect(HttpStatusCode.OK);
            form = (await efua.GetAsync("/office/brands/new")).Form("#edit");
            form["Form.Name"] = "Tamale women";
            (await efua.SubmitAsync(form)).Expect(HttpStatusCode.OK);
            Shop.Execute("UPDATE Products SET BrandId = (SELECT max(Id) FROM Brands) WHERE Slug = 'gari'");
        }

        path = path.Replace("{id}", Shop.Scalar<string>("SELECT Id FROM Categories WHERE Slug = 'dear-things'"), StringComparison.Ordinal)
            .Replace("{brand}", Shop.Scalar<string>("SELECT max(Id) FROM Brands"), StringComparison.Ordinal);
        await AssertSixAsync(efua, path);
    }

    [Theory]
    [InlineData("/office/media")]
    [InlineData("/office/media?show=unused")]
    [InlineData("/office/media?before=9")]
    public async Task Pictures_ask_at_most_six_times_and_scan_nothing(string path)
    {
        using var efua = Shop.NewBuyer();
        await efua.SignInAsync();
        Shop.Execute("INSERT OR IGNORE INTO StoredPictures (Path, Width, Height, Bytes, AddedAt, By) VALUES ('pictures/00000000000000000000000000000000/as-is.png', 1, 1, 1, 1, 'shop//test')");
        await AssertSixAsync(efua, path);
    }

    /// <summary>
    /// A page asks at most six times and walks no table. What the shop keeps in memory is read again when it changed, whoever comes next: of three visits
    /// the one that asked least is the page's own.
    /// </summary>
    private async Task AssertSixAsync(Buyer visitor, string path)
    {
        List<IReadOnlyList<IReadOnlyList<string>>> visits = [];
        for (var visit = 0; visit < 3; visit++) visits.Add(await talking.StatementsOfAsync(async () => (await visitor.GetAsync(path)).Expect(HttpStatusCode.OK)));
        var own = visits.MinBy(requests => requests.Sum(request => request.Count))!;
        AssertAtMost(6, own, path);
        AssertNoScan(own);
    }

    [Theory]
    [InlineData("/office/customers")]
    [InlineData("/office/customers?before=1.1")]
    [InlineData("/office/customers?sort=spent&before=999.9")]
    [InlineData("/office/customers?sort=new&before=.9")]
    [InlineData("/office/customers?tab=accounts")]
    [InlineData("/office/customers?tab=blocked")]
    [InlineData("/office/customers?tab=phones")]
    [InlineData("/office/customers?q=ama+mensah")]
    [InlineData("/office/customers?q=024+812+4490")]
    [InlineData("/office/customers/new")]
    [InlineData("/office/customers/{id}")]
    [InlineData("/office/customers/{id}?show=card")]
    [InlineData("/office/customers/{id}?show=written")]
    [InlineData("/office/customers/{guest}/merge")]
    [InlineData("/office/customers/segments")]
    [InlineData("/office/customers/segments/new")]
    [InlineData("/office/customers/segments/{segment}")]
    public async Task Customers_ask_at_most_six_times_and_scan_nothing(string path)
    {
        using var efua = Shop.NewBuyer();
        await efua.SignInAsync();
        if (Shop.Scalar<int>("SELECT count(*) FROM Segments") == 0)
        {
            Shop.Execute("INSERT INTO Segments (Name, Rule, Version) VALUES ('Regulars', '{\"OrdersFrom\":3,\"SpentFrom\":100,\"BoughtWithinDays\":90}', 0)");
            Shop.Execute("INSERT OR IGNORE INTO Customers (Name, PersonId, Since, Orders, Spent, Version) SELECT Name, Id, 1, 0, 0, 0 FROM AspNetUsers WHERE Email = $e", ("$e", Cast.OwnerEmail));
            Shop.Execute("INSERT OR IGNORE INTO Customers (Name, Phone, Since, Orders, Spent, Version) VALUES ('Ama Mensah', '+233209999999', 1, 0, 0, 0)");
        }

        path = path.Replace("{segment}", Shop.Scalar<string>("SELECT max(Id) FROM Segments"), StringComparison.Ordinal)
            .Replace("{id}", Shop.Scalar<string>("SELECT max(Id) FROM Customers WHERE PersonId IS NOT NULL"), StringComparison.Ordinal)
            .Replace("{guest}", Shop.Scalar<string>("SELECT max(Id) FROM Customers WHERE PersonId IS NULL"), StringComparison.Ordinal);
        await AssertSixAsync(efua, path);
    }

    private void AssertAtMost(int most, IReadOnlyList<IReadOnlyList<string>> requests, string what)
    {
        Assert.NotEmpty(requests);
        output.WriteLine($"{what}: {string.Join(" + ", requests.Select(request => request.Count))} statements");
        Assert.All(requests, request => Assert.True(request.Count <= most, $"{what}: {request.Count} statements\n{string.Join("\n--\n", request)}"));
    }

    private void AssertNoScan(IEnumerable<IEnumerable<string>> requests)
    {
        using var connection = Shop.Sql();
        var scans = new List<string>();
        foreach (var sql in requests.SelectMany(request => request).Distinct())
        {
            var statement = sql.TrimStart();
            if (!Explainable().IsMatch(statement))
                continue;
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The shop's own statement, explained, not run.
            command.CommandText = "EXPLAIN QUERY PLAN " + statement;
#pragma warning restore CA2100
            foreach (var name in Parameter().Matches(statement).Select(match => match.Value).Distinct())
                command.Parameters.AddWithValue(name, DBNull.Value);
            var tables = Alias().Matches(statement).DistinctBy(match => match.Groups[2].Value).ToDictionary(match => match.Groups[2].Value, match => match.Groups[1].Value);
            using var plan = command.ExecuteReader();
            while (plan.Read())
            {
                var step = plan.GetString(3);
                if (Scan().Match(step) is not { Success: true } scan)
                    continue;
                var table = tables.GetValueOrDefault(scan.Groups[1].Value, scan.Groups[1].Value);
                // Walking an index from its front to a LIMIT is bounded; everything else reads the whole table.
                var bounded = step.Contains("USING", StringComparison.Ordinal) && statement.Contains("LIMIT", StringComparison.Ordinal);
                if (Growing.Contains(table) && !bounded)
                    scans.Add($"{step} in {statement}");
            }
        }

        Assert.Empty(scans);
    }

    [GeneratedRegex("^(SELECT|UPDATE|INSERT|DELETE|WITH)", RegexOptions.IgnoreCase)]
    private static partial Regex Explainable();

    [GeneratedRegex(@"@\w+")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"(?:FROM|JOIN|UPDATE)\s+""?(\w+)""?\s+(?:AS\s+)?""?(?!ON\b|WHERE\b|SET\b|LEFT\b|INNER\b|JOIN\b|ORDER\b|GROUP\b)(\w+)""?", RegexOptions.IgnoreCase)]
    private static partial Regex Alias();

    [GeneratedRegex(@"^SCAN (\w+)\b(?! VIRTUAL)")]
    private static partial Regex Scan();
}
