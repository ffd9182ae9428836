// A backup takes the place of a shop that is selling: nobody's order falls between the two.
using Makola.Tests.Faults;

namespace Makola.Tests.Data.Backups;

public sealed class RestoreTests
{
    [Fact]
    public async Task Every_order_acknowledged_during_a_restore_is_in_the_new_shop_or_in_the_kept_one()
    {
        await using var shop = await Cast.OpenAsync();
        using (var ama = shop.NewBuyer()) Assert.True((await ama.BuyAsync(Cast.Gari)).IsOrder);
        var file = Path.Combine(Watchman.NewFolder("backups"), "shop.zip");
        Assert.Equal(0, (await shop.CliAsync("backup", file)).ExitCode);
        using var shoppers = new Shoppers(shop, 4);
        for (var round = 0; round < 3; round++)
        {
            shoppers.Start();
            await shoppers.SomeOrderedAsync();
            var restored = await shop.CliAsync("restore", file, "--yes");
            Assert.True(restored.ExitCode == 0, restored.Output);
            await shoppers.SomeOrderedAsync();
            await shoppers.StopAsync();
        }

        // Their carts went with the old shop, so some were sent back to an empty cart; nobody met an error.
        Assert.DoesNotContain(shoppers.Strange, strange => strange.StartsWith('5'));
        await shop.BooksAsync();
        var there = TokensOf(shop.Data);
        var kept = Directory.GetFiles(Path.Combine(shop.Data, "backups"), "before-restore-*.zip");
        Assert.Equal(3, kept.Length);
        foreach (var old in kept)
        {
            var folder = Watchman.NewFolder("kept");
            Assert.Equal(0, (await RunningShop.RunAsync(folder, "restore", old, "--yes")).ExitCode);
            there.UnionWith(TokensOf(folder));
            await RunningShop.BooksAsync(folder);
        }

        Assert.Empty(shoppers.Acknowledged.Select(address => address["/o/".Length..]).Except(there));
        Assert.True(shoppers.Acknowledged.Count >= 18, $"Only {shoppers.Acknowledged.Count} orders: too few to prove anything.");
    }

    [Fact]
    public async Task The_running_shop_shows_the_restored_goods_within_seconds()
    {
        await using var shop = await Cast.OpenAsync();
        var file = Path.Combine(Watchman.NewFolder("backups"), "shop.zip");
        Assert.Equal(0, (await shop.CliAsync("backup", file)).ExitCode);
        shop.Execute("UPDATE Settings SET Name = 'Renamed since'; UPDATE Counters SET Value = Value + 1 WHERE Name = 'settings'");
        using var client = shop.NewClient();
        await UntilAsync(client, "Renamed since", isThere: true);

        Assert.Equal(0, (await shop.CliAsync("restore", file, "--yes")).ExitCode);

        await UntilAsync(client, "Renamed since", isThere: false);
    }

    private static async Task UntilAsync(HttpClient client, string text, bool isThere)
    {
        for (var patience = 100; (await client.GetStringAsync(new Uri("/", UriKind.Relative))).Contains(text, StringComparison.Ordinal) != isThere; patience--)
        {
            Assert.True(patience > 0, $"“{text}” is {(isThere ? "not there" : "still there")}.");
            await Task.Delay(100);
        }
    }

    private static HashSet<string> TokensOf(string data)
    {
        using var connection = RunningShop.OpenSql(data);
        return [.. RunningShop.Column(connection, "SELECT Token FROM Orders")];
    }
}
