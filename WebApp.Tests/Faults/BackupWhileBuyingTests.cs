// A backup is taken while people buy, and brought back elsewhere: a whole shop of that very moment; one with a single flipped byte is reported.
namespace Makola.Tests.Faults;

public sealed class BackupWhileBuyingTests
{
    [Fact]
    public async Task AV15_A_backup_taken_while_people_buy_is_a_whole_shop_of_that_moment_and_a_damaged_one_is_reported()
    {
        await using var shop = await Cast.OpenAsync();
        using var shoppers = new Shoppers(shop, 4);
        shoppers.Start();
        await shoppers.SomeOrderedAsync();
        var (before, file) = (shoppers.SoFar(), Path.Combine(Watchman.NewFolder("backups"), "shop.zip"));

        var made = await shop.CliAsync("backup", file);

        Assert.True(made.ExitCode == 0, made.Output);
        await shoppers.SomeOrderedAsync();
        await shoppers.StopAsync();
        shoppers.AssertAllAreThere();
        await shop.BooksAsync();

        // Elsewhere: every order acknowledged before it was begun is in it, its Books are right, and it sells.
        var other = Watchman.NewFolder("elsewhere");
        var restored = await RunningShop.RunAsync(other, "restore", file, "--yes");
        Assert.True(restored.ExitCode == 0, restored.Output);
        await using (var copy = await RunningShop.StartAsync(new Opening { Data = other }))
        {
            using (var connection = copy.Sql()) Assert.Empty(before.Except(RunningShop.Column(connection, "SELECT '/o/' || Token FROM Orders")));
            await copy.BooksAsync();
            using var ama = copy.NewBuyer();
            await ama.BuyAsync(Cast.Gari);
            await copy.BooksAsync();
            await copy.StopAsync();
        }

        var bytes = await File.ReadAllBytesAsync(file);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);
        var orders = shop.Scalar<int>("SELECT count(*) FROM Orders");
        var refused = await RunningShop.RunAsync(shop.Data, "restore", file, "--yes");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("damaged", refused.Output, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(orders, shop.Scalar<int>("SELECT count(*) FROM Orders"));
        await shop.BooksAsync();
    }
}
