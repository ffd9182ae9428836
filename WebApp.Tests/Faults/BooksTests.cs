// Books finds deliberate damage: each figure the shop keeps twice is altered on a copy, and the check names it.
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Makola.Tests.Faults;

public sealed class BooksTests(SoldShop sold) : IClassFixture<SoldShop>
{
    [Fact]
    public async Task Books_of_a_sold_shop_agree()
    {
        await using var db = RunningShop.OpenDb(Copy());

        Assert.Empty(await Books.CheckAsync(db, CancellationToken.None));
    }

    [Fact]
    public async Task A_connection_that_searched_before_somebody_else_wrote_calls_no_index_malformed()
    {
        var data = Copy();
        await using var old = RunningShop.OpenDb(data);
        await old.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        using var other = RunningShop.OpenSql(data);
        var tables = RunningShop.Column(other, "SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL TABLE % USING fts5(%'");
        Assert.Equal(3, tables.Count);
        var seen = (SqliteConnection)old.Database.GetDbConnection();
        foreach (var table in tables) Assert.Empty(RunningShop.Column(seen, $"SELECT rowid FROM {table} WHERE {table} MATCH 'nobody'"));
        foreach (var table in tables) RunningShop.Execute(other, $"INSERT INTO {table} (rowid, Words) VALUES (900000, 'somebody else')");

        Assert.Empty(await Books.CheckAsync(old, CancellationToken.None));
    }

    [Fact]
    public async Task A_damaged_index_of_words_is_found()
    {
        var data = Copy();
        using (var other = RunningShop.OpenSql(data)) Assert.True(RunningShop.Execute(other, "DELETE FROM CustomerSearch_content") > 0);
        await using var db = RunningShop.OpenDb(data);

        Assert.Contains(await Books.CheckAsync(db, CancellationToken.None), difference => difference.What == "file.integrity");
    }

    [Theory]
    [InlineData("movement.onhand", "UPDATE StockMovements SET OnHandAfter = OnHandAfter + 1 WHERE VariantId = {plantain} AND Seq = 1")]
    [InlineData("movement.onhand", "UPDATE StockMovements SET OnHandDelta = OnHandDelta - 1 WHERE VariantId = {plantain} AND Seq = 1")]
    [InlineData("movement.reserved", "UPDATE StockMovements SET ReservedDelta = ReservedDelta + 1 WHERE VariantId = {plantain} AND Seq = 2")]
    [InlineData("movement.seq", "DELETE FROM StockMovements WHERE VariantId = {plantain} AND Seq = 2")]
    [InlineData("stock.moves", "DELETE FROM StockMovements WHERE VariantId = {drum} AND Seq = 2")]
    [InlineData("stock.onhand", "UPDATE StockItems SET OnHand = OnHand + 1 WHERE VariantId = {drum}")]
    [InlineData("stock.reserved", "UPDATE StockItems SET Reserved = Reserved - 1 WHERE VariantId = {drum}")]
    [InlineData("stock.held", "UPDATE StockItems SET Reserved = Reserved + 1 WHERE VariantId = {drum}")]
    [InlineData("stock.item", "DELETE FROM StockItems WHERE VariantId = {stool}")]
    [InlineData("hold.qty", "UPDATE Holds SET Qty = Qty + 1 WHERE OrderNumber = 1002")]
    [InlineData("hold.state", "UPDATE Holds SET State = 'Committed' WHERE OrderNumber = 1002")]
    [InlineData("hold.state", "UPDATE Holds SET State = 'Held' WHERE OrderNumber = 1001 AND LineNo = 2")]
    [InlineData("hold.variant", "UPDATE Holds SET VariantId = {gari} WHERE OrderNumber = 1002")]
    [InlineData("hold.missing", "DELETE FROM Holds WHERE OrderNumber = 1004")]
    [InlineData("order.goods_total", "UPDATE Orders SET GoodsTotal = GoodsTotal - 100, Total = Total - 100 WHERE Number = 1001")]
    [InlineData("order.total", "UPDATE Orders SET Total = Total - 1 WHERE Number = 1003")]
    [InlineData("order.goods_total", "UPDATE OrderLines SET UnitPrice = 1, Total = Ordered WHERE OrderNumber = 1001 AND LineNo = 1")]
    [InlineData("line.total", "UPDATE OrderLines SET Total = Total + 1 WHERE OrderNumber = 1001 AND LineNo = 1")]
    [InlineData("order.lines", "DELETE FROM OrderLines WHERE OrderNumber = 1004")]
    [InlineData("line.packed", "UPDATE OrderLines SET Packed = Packed + 1 WHERE OrderNumber = 1001 AND LineNo = 1")]
    [InlineData("line.sent", "UPDATE OrderLines SET Sent = 1 WHERE OrderNumber = 1001 AND LineNo = 1")]
    [InlineData("line.delivered", "UPDATE OrderLines SET Delivered = 1 WHERE OrderNumber = 1001 AND LineNo = 1")]
    [InlineData("hold.qty", "UPDATE OrderLines SET Cancelled = 1 WHERE OrderNumber = 1001 AND LineNo = 2")]
    [InlineData("order.status", "UPDATE Orders SET Status = 'Completed' WHERE Number = 1001")]
    [InlineData("order.status", "UPDATE Orders SET Status = 'Open' WHERE Number = 1004")]
    [InlineData("order.goods", "UPDATE Orders SET Goods = 'Sent' WHERE Number = 1001")]
    [InlineData("order.money", "UPDATE Orders SET Money = 'Paid' WHERE Number = 1002")]
    [InlineData("order.money", "UPDATE Orders SET Money = 'Unpaid' WHERE Number = 1003")]
    [InlineData("order.money", "DELETE FROM PaymentEvents WHERE OrderNumber = 1003")]
    [InlineData("order.money", "UPDATE PaymentEvents SET Amount = Amount - 1 WHERE OrderNumber = 1003")]
    [InlineData("order.payment", "UPDATE Payments SET AmountExpected = 1 WHERE OrderNumber = 1002")]
    [InlineData("order.events", "DELETE FROM OrderEvents WHERE OrderNumber = 1001 AND Seq = 2")]
    [InlineData("order.events", "UPDATE Orders SET Version = Version + 1 WHERE Number = 1001")]
    [InlineData("order.number", "DELETE FROM Orders WHERE Number = 1002")]
    [InlineData("order.counter", "UPDATE Counters SET Value = Value + 1 WHERE Name = 'order'")]
    [InlineData("order.customer", "UPDATE Orders SET CustomerId = NULL WHERE Number = 1003")]
    [InlineData("customer.orders", "UPDATE Customers SET Spent = Spent + 1 WHERE Orders > 0")]
    [InlineData("customer.orders", "UPDATE Orders SET CustomerId = (SELECT max(Id) FROM Customers WHERE Id <> CustomerId) WHERE Number = 1001")]
    [InlineData("cart.order", "UPDATE Carts SET OrderNumber = 9999 WHERE OrderNumber = 1001")]
    [InlineData("product.list", "UPDATE Products SET PriceFrom = 1 WHERE Slug = 'gari'")]
    [InlineData("product.list", "UPDATE Products SET InStock = 0 WHERE Slug = 'gari'")]
    [InlineData("file.foreign_key", "DELETE FROM Variants WHERE Sku = 'DRUM-1'")]
    public async Task Damage_is_found_and_named(string what, string damage)
    {
        var data = Copy();
        Damage(data, damage);
        await using var db = RunningShop.OpenDb(data);

        var differences = await Books.CheckAsync(db, CancellationToken.None);

        Assert.Contains(differences, difference => difference.What == what);
    }

    [Fact]
    public async Task The_command_answers_0_for_a_right_shop_and_1_with_the_difference_named()
    {
        var data = Copy();
        var right = await RunningShop.RunAsync(data, "books");
        Damage(data, "UPDATE StockItems SET OnHand = OnHand + 3 WHERE VariantId = {drum}");
        var wrong = await RunningShop.RunAsync(data, "books");

        Assert.True(right.ExitCode == 0, right.Output);
        Assert.True(wrong.ExitCode == 1, wrong.Output);
        Assert.Contains("DRUM-1", wrong.Output, StringComparison.Ordinal);
        Assert.Contains("stock.onhand", wrong.Output, StringComparison.Ordinal);
    }

    private string Copy()
    {
        var data = Watchman.NewFolder("copy");
        File.Copy(RunningShop.DatabaseFile(sold.Data), RunningShop.DatabaseFile(data));
        return data;
    }

    /// <summary>What the shop itself cannot do: the database's own checks are off.</summary>
    private static void Damage(string data, string sql)
    {
        foreach (var good in new[] { Cast.Plantain, Cast.Drum, Cast.Gari, Cast.Stool })
            sql = sql.Replace("{" + good.Sku.Split('-')[0].ToLowerInvariant() + "}", Cast.VariantId(good).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        using var connection = RunningShop.OpenSql(data);
        RunningShop.Execute(connection, "PRAGMA foreign_keys = OFF");
        RunningShop.Execute(connection, "PRAGMA ignore_check_constraints = ON");
        Assert.True(RunningShop.Execute(connection, sql) > 0, "Nothing was damaged: " + sql);
    }
}
