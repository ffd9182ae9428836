// Orders and customers as files: every order and everybody once, sums that add up, and no cell a spreadsheet runs.
using System.Globalization;
using CsvHelper;
using Makola.Tests.Domain.Catalogue;
using Microsoft.EntityFrameworkCore;

namespace Makola.Tests.Domain.Orders;

public sealed class OrdersExportTests(DemoOrdersShop demo) : IClassFixture<DemoOrdersShop>
{
    [Fact]
    public async Task Every_line_of_every_order_is_a_row_and_the_totals_add_up()
    {
        var rows = await demo.WriteAsync(OrdersExport.WriteOrdersAsync);

        var (orders, lines, total) = await demo.Shop.AskAsync(async db => (await db.Orders.CountAsync(), await db.OrderLines.CountAsync(), await db.Orders.SumAsync(o => o.Total)));
        Assert.Equal(lines, rows.Count);
        Assert.Equal(orders, rows.Select(row => row["Order"]).Distinct().Count());
        Assert.Equal(new Money(total, "GHS").Plain, Sum(rows, "Total"));
        Assert.Equal(new Money(await demo.Shop.AskAsync(db => db.OrderLines.SumAsync(l => l.Total)), "GHS").Plain, Sum(rows, "Line total"));
        Assert.All(rows, row => Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$", row["Placed"]));
    }

    [Fact]
    public async Task Everybody_who_ordered_is_a_row_with_what_they_spent()
    {
        var rows = await demo.WriteAsync((db, stream, ct) => OrdersExport.WriteCustomersAsync(db, stream, ct));

        var (people, kept, spent) = await demo.Shop.AskAsync(async db => (
            await db.Customers.CountAsync(),
            await db.Orders.CountAsync(o => o.Status == OrderStatus.Open || o.Status == OrderStatus.Completed),
            await db.Orders.Where(o => o.Status == OrderStatus.Open || o.Status == OrderStatus.Completed).SumAsync(o => o.Total)));
        Assert.Equal(people, rows.Count);
        Assert.Equal(people, rows.Select(row => row["Phone"] + row["E-mail"].ToLowerInvariant()).Distinct().Count());
        Assert.Equal(kept, rows.Sum(row => int.Parse(row["Orders"], CultureInfo.InvariantCulture)));
        Assert.Equal(new Money(spent, "GHS").Plain, Sum(rows, "Spent"));
        var last = await demo.Shop.AskAsync(db => db.Orders.AsNoTracking().Where(o => o.Phone != null).OrderByDescending(o => o.Number).FirstAsync());
        Assert.Equal(last.Name, rows.Single(row => row["Phone"] == $"'{last.Phone}").GetValueOrDefault("Name"));
    }

    [Fact]
    public async Task A_phone_or_a_note_that_looks_like_a_formula_stays_a_text()
    {
        foreach (var row in (await demo.WriteAsync(OrdersExport.WriteOrdersAsync)).Concat(await demo.WriteAsync((db, stream, ct) => OrdersExport.WriteCustomersAsync(db, stream, ct))))
            Assert.DoesNotContain(row.Values, cell => cell is ['=' or '+' or '-' or '@' or '\t' or '\r', ..]);
    }

    private static string Sum(IEnumerable<Dictionary<string, string>> rows, string column) =>
        rows.Where(row => row[column].Length > 0).Sum(row => decimal.Parse(row[column], CultureInfo.InvariantCulture)).ToString("F2", CultureInfo.InvariantCulture);
}

/// <summary>The sample shop with its past orders; one note and one name are hostile.</summary>
public sealed class DemoOrdersShop : IAsyncLifetime
{
    /// <summary>The shop.</summary>
    public CatalogueShop Shop { get; } = new();

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await Shop.InitializeAsync();
        await using var db = Shop.NewDb();
        await Makola.Data.Seeds.DemoShop.FillAsync(db, TimeProvider.System, CancellationToken.None);
        await db.Orders.Where(o => o.Number == 1001).ExecuteUpdateAsync(set => set.SetProperty(o => o.Name, "=cmd|' /C calc'!A0").SetProperty(o => o.BuyerNote, "@SUM(1+1)"));
        await db.Customers.Where(c => db.Orders.Any(o => o.Number == 1001 && o.CustomerId == c.Id)).ExecuteUpdateAsync(set => set.SetProperty(c => c.Name, "=cmd|' /C calc'!A0"));
        await db.Orders.Where(o => o.Number == 1002).ExecuteUpdateAsync(set => set.SetProperty(o => o.Phone, (string?)null).SetProperty(o => o.Email, "Ama@example.com"));
        await db.Orders.Where(o => o.Number == 1003).ExecuteUpdateAsync(set => set.SetProperty(o => o.Phone, (string?)null).SetProperty(o => o.Email, "ama@example.com"));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Shop.DisposeAsync();

    /// <summary>A file as rows of named cells.</summary>
    public async Task<List<Dictionary<string, string>>> WriteAsync(Func<ShopDb, Stream, CancellationToken, Task<int>> write)
    {
        var file = new MemoryStream();
        await using (var db = Shop.NewDb()) await write(db, file, CancellationToken.None);
        using var reader = CsvReader.Create(file.ToArray(), new CsvReaderOptions());
        var rows = new List<Dictionary<string, string>>();
        while (reader.Read()) rows.Add(reader.Headers.Select((name, i) => (name, Cell: reader.GetString(i))).ToDictionary(item => item.name, item => item.Cell));
        return rows;
    }
}
