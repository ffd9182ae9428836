// Sample goods come and go; real goods, real orders and settings made by hand stay as they are, and the books agree.
using Makola.Data.Seeds;

namespace Makola.Tests.Data.Seeds;

public sealed class PracticeTests
{
    [Fact]
    public async Task An_empty_shop_is_filled_and_is_as_empty_as_before_when_practice_is_over()
    {
        var data = await SaturdayDemo.FillAsync(SaturdayDemo.Now);
        await using var db = RunningShop.OpenDb(data);
        var settings = await db.Settings.SingleAsync();
        (settings.Name, settings.DeliveryFee) = ("Efua’s", 1234);
        await db.WriteAsync(() => Task.CompletedTask);

        await OffAsync(data);

        await using var after = RunningShop.OpenDb(data);
        Assert.Equal((0, 0, 0, 0, 0), (await after.Products.CountAsync(), await after.Orders.CountAsync(), await after.StockMovements.CountAsync(), await after.Categories.CountAsync(), await after.SampleRecords.CountAsync()));
        var now = await after.Settings.SingleAsync();
        Assert.Equal(("Efua’s", 1234, null, false), (now.Name, now.DeliveryFee, now.TransferNumber, now.Demo));
        await BooksAsync(data);
        Assert.Contains("past orders are in the shop", await OnAsync(data), StringComparison.Ordinal);
        await BooksAsync(data);
    }

    [Fact]
    public async Task Beside_real_goods_come_sample_goods_without_orders_and_only_they_go()
    {
        await using var shop = await Cast.OpenAsync();
        using var ama = shop.NewBuyer();
        Assert.True((await ama.BuyAsync(Cast.Gari, 2)).IsOrder);
        var before = Real(shop);

        Assert.Contains("There are no past orders with them", (await shop.CliAsync("demo", "on")).Output, StringComparison.Ordinal);
        Assert.True(shop.Scalar<int>("SELECT count(*) FROM SampleRecords WHERE Record = 'Product'") > 100);
        Assert.Equal(1, (await shop.CliAsync("demo", "on")).ExitCode);
        await shop.BooksAsync();
        Assert.Equal(0, (await shop.CliAsync("demo", "off")).ExitCode);

        Assert.Equal(before, Real(shop));
        Assert.Equal(0, shop.Scalar<int>("SELECT count(*) FROM SampleRecords"));
        Assert.Equal(1, (await shop.CliAsync("demo", "off")).ExitCode);
        await shop.BooksAsync();
    }

    [Fact]
    public async Task A_sample_good_in_a_real_order_is_archived_and_comes_back_with_the_others()
    {
        await using var shop = await Cast.OpenAsync();
        await shop.CliAsync("demo", "on");
        var (variant, product) = (shop.Scalar<long>("SELECT v.Id FROM Variants v JOIN SampleRecords s ON s.Record = 'Product' AND s.RecordId = v.ProductId JOIN StockItems i ON i.VariantId = v.Id WHERE i.OnHand > 3 ORDER BY v.Id"), 0L);
        product = shop.Scalar<long>("SELECT ProductId FROM Variants WHERE Id = $v", ("$v", variant));
        using var ama = shop.NewBuyer();
        await ama.PostAsync("/cart?handler=Add", ("VariantId", $"{variant}"), ("Qty", "1"));
        Assert.True((await ama.PlaceAsync()).IsOrder);

        await shop.CliAsync("demo", "off");
        Assert.Equal("Archived", shop.Scalar<string>("SELECT Status FROM Products WHERE Id = $p", ("$p", product)));
        Assert.Equal(1, shop.Scalar<int>("SELECT count(*) FROM OrderLines"));
        await shop.BooksAsync();

        await shop.CliAsync("demo", "on");
        Assert.Equal("Active", shop.Scalar<string>("SELECT Status FROM Products WHERE Id = $p", ("$p", product)));
        Assert.Equal(shop.Scalar<int>("SELECT count(DISTINCT Name) FROM Products"), shop.Scalar<int>("SELECT count(*) FROM Products"));
        await shop.BooksAsync();
    }

    [Fact]
    public async Task Past_orders_stay_when_a_real_one_was_placed_after_them()
    {
        var data = await SaturdayDemo.FillAsync(DateTimeOffset.UtcNow);
        await using var shop = await RunningShop.StartAsync(new Opening { Data = data, Environment = "Development" });
        var past = shop.Scalar<int>("SELECT count(*) FROM Orders");
        shop.Execute("DELETE FROM SampleRecords WHERE Record = 'Order' AND RecordId = (SELECT max(Number) FROM Orders)"); // As good as real.

        Assert.Contains("past orders stay", await OffAsync(data), StringComparison.Ordinal);

        Assert.Equal(past, shop.Scalar<int>("SELECT count(*) FROM Orders"));
        Assert.Equal(0, shop.Scalar<int>("SELECT count(*) FROM Products WHERE Status = 'Active'"));
        await shop.BooksAsync();
    }

    private static string Real(RunningShop shop) => shop.Scalar<string>("""
        SELECT (SELECT group_concat(Slug || Status || Version || PriceFrom || InStock) FROM (SELECT * FROM Products WHERE Id NOT IN (SELECT RecordId FROM SampleRecords WHERE Record = 'Product') ORDER BY Id))
            || (SELECT group_concat(Slug) FROM (SELECT * FROM Categories ORDER BY Id)) || (SELECT group_concat(Number || Total) FROM Orders) || (SELECT Name || Phone || TransferNumber || DeliveryFee FROM Settings)
            || (SELECT count(*) FROM StockMovements) || (SELECT count(*) FROM ShelfPlaces)
        """);

    private static async Task<string> OffAsync(string data)
    {
        await using var db = RunningShop.OpenDb(data);
        return await Practice.TurnOffAsync(db, TimeProvider.System, CancellationToken.None);
    }

    private static async Task<string> OnAsync(string data)
    {
        await using var db = RunningShop.OpenDb(data);
        return await Practice.TurnOnAsync(db, TimeProvider.System, CancellationToken.None);
    }

    private static async Task BooksAsync(string data)
    {
        await using var db = RunningShop.OpenDb(data);
        Assert.Empty(await Books.CheckAsync(db, CancellationToken.None));
    }
}
