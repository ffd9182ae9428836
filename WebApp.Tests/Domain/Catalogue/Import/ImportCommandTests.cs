// The import as a shopkeeper runs it: from the command line, beside the running shop, with every kind of file.
using System.Diagnostics;

namespace Makola.Tests.Domain.Catalogue.Import;

public sealed class ImportCommandTests
{
    [Fact]
    public async Task A_file_is_imported_once_and_a_second_time_changes_nothing()
    {
        var data = Watchman.NewFolder("import");

        var first = await RunningShop.RunAsync(data, "import", CatalogueShop.SamplePath("jewelery.csv"));
        Assert.Equal(0, first.ExitCode);
        Assert.Contains("20 created, 0 changed, 0 unchanged, 0 refused", first.Output, StringComparison.Ordinal);
        Assert.Contains("41 pictures were not fetched", first.Output, StringComparison.Ordinal);

        // The address is the caller's: the tests run the command in the repository's folder.
        var again = await RunningShop.RunAsync(data, "import", Path.GetRelativePath(RunningShop.Repository, CatalogueShop.SamplePath("jewelery.csv")));
        Assert.Equal(0, again.ExitCode);
        Assert.Contains("0 created, 0 changed, 20 unchanged, 0 refused", again.Output, StringComparison.Ordinal);

        var books = await RunningShop.RunAsync(data, "books");
        Assert.Equal(0, books.ExitCode);
    }

    [Fact]
    public async Task A_broken_file_is_refused_by_row_and_a_missing_one_is_a_wrong_call()
    {
        var data = Watchman.NewFolder("import");
        var broken = Path.Combine(data, "broken.csv");
        await File.WriteAllTextAsync(broken, "Handle,Title,Variant Price\ngood,Good,5\nbad,Bad,five\n");

        var refused = await RunningShop.RunAsync(data, "import", broken);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("Row 3: price “five” is not a number", refused.Output, StringComparison.Ordinal);
        Assert.Contains("nothing in the shop has changed", refused.Output, StringComparison.Ordinal);
        await using (var connection = RunningShop.OpenSql(data))
            Assert.Equal(0, RunningShop.Scalar<int>(connection, "SELECT count(*) FROM Products"));

        var missing = await RunningShop.RunAsync(data, "import", "no-such-file.csv");
        Assert.Equal(2, missing.ExitCode);
        Assert.Contains("There is no file", missing.Output, StringComparison.Ordinal);
        Assert.Equal(2, (await RunningShop.RunAsync(data, "import")).ExitCode);
    }

    [Fact]
    public async Task A_running_shop_shows_imported_goods_without_a_restart()
    {
        await using var shop = await Cast.OpenAsync();
        using var buyer = shop.NewBuyer();
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await buyer.GetAsync("/p/leather-anchor")).Status);
        await buyer.GetAsync("/");

        var answer = await shop.CliAsync("import", CatalogueShop.SamplePath("jewelery.csv"));
        Assert.True(answer.ExitCode == 0, answer.Output);

        // The shop looks for changes of other processes every two seconds.
        var watch = Stopwatch.StartNew();
        while (!(await buyer.GetAsync("/")).Text.Contains("Bracelet", StringComparison.Ordinal) && watch.Elapsed < TimeSpan.FromSeconds(30))
            await Task.Delay(200);
        var page = await buyer.GetAsync("/p/leather-anchor");
        Assert.Equal(System.Net.HttpStatusCode.OK, page.Status);
        Assert.Contains("Anchor Bracelet Mens", page.Text, StringComparison.Ordinal);
        Assert.Contains("Anchor Bracelet Mens", (await buyer.GetAsync("/search?q=anchr+braclet")).Text, StringComparison.Ordinal);
        Assert.Contains("Bracelet", (await buyer.GetAsync("/")).Text, StringComparison.Ordinal);
        await shop.BooksAsync();
    }

    [Fact]
    public async Task An_import_killed_at_any_moment_leaves_the_whole_file_or_nothing()
    {
        var csv = Path.Combine(Watchman.NewFolder("import"), "many.csv");
        await File.WriteAllLinesAsync(csv, Enumerable.Range(0, 600).Select(i => $"p-{i},Product {i},{i}.50,5,Brand {i % 9},Kind {i % 7}")
            .Prepend("Handle,Title,Variant Price,Variant Inventory Qty,Vendor,Type"));
        var data = Watchman.NewFolder("import");
        Assert.Equal(0, (await RunningShop.RunAsync(data, "books")).ExitCode);

        var watch = Stopwatch.StartNew();
        Assert.Equal(0, (await RunningShop.RunAsync(Watchman.NewFolder("import"), "import", csv)).ExitCode);
        var whole = watch.Elapsed;

        for (var round = 1; round <= 3; round++)
        {
            await KilledAfterAsync(whole * (0.4 + (round * 0.15)), data, csv);
            await using var connection = RunningShop.OpenSql(data);
            var goods = RunningShop.Scalar<int>(connection, "SELECT count(*) FROM Products");
            Assert.Contains(goods, (int[])[0, 600]);
            Assert.Equal(goods, RunningShop.Scalar<int>(connection, "SELECT count(*) FROM StockMovements"));
            Assert.Equal(goods, RunningShop.Scalar<int>(connection, "SELECT count(*) FROM ProductSearch"));
            Assert.Equal(goods, RunningShop.Scalar<int>(connection, "SELECT count(*) FROM ShelfPlaces"));
        }

        Assert.Equal(0, (await RunningShop.RunAsync(data, "import", csv)).ExitCode);
        Assert.Equal(0, (await RunningShop.RunAsync(data, "books")).ExitCode);
    }

    private static async Task KilledAfterAsync(TimeSpan delay, string data, string csv)
    {
        var start = new ProcessStartInfo("dotnet", [RunningShop.Program, "import", csv, "--Shop:Data=" + data]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        using var process = Process.Start(start)!;
        Watchman.Watch(process);
        await Task.Delay(delay);
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        Watchman.Forget(process);
    }
}
