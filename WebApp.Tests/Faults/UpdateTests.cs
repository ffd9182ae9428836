// A new program and an old shop: updated with a way back, or not touched at all; whatever happens in between.
using System.Diagnostics;
using System.Security.Cryptography;
using Makola.Data.Backups;
using Makola.Data.Sqlite;
using Makola.Web;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Opening = Makola.Tests.Support.Opening;

namespace Makola.Tests.Faults;

public sealed class UpdateTests
{
    /// <summary>The last change of an older program, and the one after it.</summary>
    private const string Old = "20261123003045_CustomerLists", Next = "20261123030921_Scenes";

    [Fact]
    public async Task An_older_shop_is_backed_up_updated_and_open_with_all_that_was_in_it()
    {
        var data = await OldShopAsync();
        var was = Figures(data);

        await using var shop = await RunningShop.StartAsync(new Opening { Data = data });

        Assert.Contains("this shop's database is of an older program", shop.Output, StringComparison.Ordinal);
        Assert.Contains("its Books are proved. The old one is kept in", shop.Output, StringComparison.Ordinal);
        Assert.Equal(was, Figures(data));
        Assert.True(was.Orders > 0);
        await shop.BooksAsync();
        await using (var db = shop.Db()) Assert.Empty(await db.Database.GetPendingMigrationsAsync());
        Assert.Equal("wal", shop.Scalar<string>("PRAGMA journal_mode"));
        Assert.Empty(Directory.GetDirectories(Path.Combine(data, "work")));
        using (var ama = shop.NewBuyer()) Assert.True((await ama.BuyAsync(Cast.Gari)).IsOrder);

        // The way back: the old database is in the file, and this program takes it as well.
        var backup = Assert.Single(Directory.GetFiles(Path.Combine(data, "backups"), "before-update-*.zip"));
        await shop.StopAsync();
        var back = await RunningShop.RunAsync(data, "restore", backup, "--yes");
        Assert.Equal(0, back.ExitCode);
        Assert.Contains("Books: 0 differences", back.Output, StringComparison.Ordinal);
        Assert.Equal(was, Figures(data));
        await shop.RestartAsync();
        Assert.Single(Directory.GetFiles(Path.Combine(data, "backups"), "before-update-*.zip")); // Up to date: nothing was to be done.
        await shop.BooksAsync();
    }

    [Fact]
    public async Task A_command_updates_as_well_and_its_answer_stays_its_own()
    {
        var data = await OldShopAsync();

        var books = await RunningShop.RunAsync(data, "books");

        Assert.Equal(0, books.ExitCode);
        Assert.Contains("0 differences", books.Output, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(Path.Combine(data, "backups"), "before-update-*.zip"));
    }

    [Fact]
    public async Task A_shop_from_the_first_program_is_updated_too()
    {
        var data = Watchman.NewFolder("first");
        await using (var db = RunningShop.OpenDb(data))
        {
            await SqliteConnections.AssertAsync(db, CancellationToken.None);
            await db.GetService<IMigrator>().MigrateAsync(db.Database.GetMigrations().First());
        }

        using (var sql = RunningShop.OpenSql(data)) RunningShop.Execute(sql, "UPDATE Settings SET Name = 'Aunty Efua'");

        var books = await RunningShop.RunAsync(data, "books");

        Assert.True(books.ExitCode == 0, books.Output);
        using var now = RunningShop.OpenSql(data);
        Assert.Equal("Aunty Efua", RunningShop.Scalar<string>(now, "SELECT Name FROM Settings"));
        Assert.Single(Directory.GetFiles(Path.Combine(data, "backups"), "before-update-*.zip"));
    }

    [Fact]
    public async Task A_change_that_fails_leaves_the_old_file_byte_for_byte_and_says_what_to_do()
    {
        var data = await OldShopAsync();
        using (var sql = RunningShop.OpenSql(data)) RunningShop.Execute(sql, "ALTER TABLE OrderEvents ADD COLUMN Scene TEXT");
        var was = Hash(data);

        // Again and again, as a machine does that starts what ends: no copy, no backup stays behind.
        for (var starts = 0; starts < 2; starts++)
        {
            var failed = await RunningShop.RunAsync(data, "run", "--urls=http://127.0.0.1:0");
            Assert.Equal(1, failed.ExitCode);
            Assert.Contains("The shop was not updated: SQLite Error 1: 'duplicate column name: Scene'", failed.Output, StringComparison.Ordinal);
            Assert.Contains("Nothing has changed: the database is as it was.", failed.Output, StringComparison.Ordinal);
            Assert.Contains("start the program you had before", failed.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", failed.Output, StringComparison.Ordinal);
            Assert.Equal(was, Hash(data));
        }

        Assert.Equal(1, (await RunningShop.RunAsync(data, "books")).ExitCode);
        Assert.Equal(was, Hash(data));
        Assert.False(Directory.Exists(Path.Combine(data, "backups")));
        Assert.Empty(Directory.GetDirectories(Path.Combine(data, "work")));
    }

    [Fact]
    public async Task Books_that_would_differ_stop_the_update_unless_the_owner_knows_of_them()
    {
        var data = await OldShopAsync();
        using (var sql = RunningShop.OpenSql(data)) RunningShop.Execute(sql, "UPDATE StockItems SET OnHand = OnHand + 1 WHERE VariantId = (SELECT min(VariantId) FROM StockItems)");
        var was = Hash(data);

        var failed = await RunningShop.RunAsync(data, "run", "--urls=http://127.0.0.1:0");
        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("its Books would have a difference: stock.onhand", failed.Output, StringComparison.Ordinal);
        Assert.Equal(was, Hash(data));

        var taken = await RunningShop.RunAsync(data, "books", "--Shop:UpdateWithDifferences=true");
        Assert.Contains("1 differences", taken.Output, StringComparison.Ordinal);
        using var now = RunningShop.OpenSql(data);
        Assert.Equal(1, RunningShop.Scalar<int>(now, $"SELECT count(*) FROM __EFMigrationsHistory WHERE MigrationId = '{Next}'"));
    }

    [Fact]
    public async Task Another_program_at_the_database_a_newer_one_and_no_database_at_all_are_refused_in_words()
    {
        var data = await OldShopAsync();
        var was = Hash(data);
        using (var other = RunningShop.OpenSql(data))
        {
            RunningShop.Scalar<long>(other, "SELECT count(*) FROM Orders");
            var busy = await RunningShop.RunAsync(data, "books");
            Assert.Equal(1, busy.ExitCode);
            Assert.Contains("another program has its database open", busy.Output, StringComparison.Ordinal);
        }

        Assert.Equal(was, Hash(data));
        using (var sql = RunningShop.OpenSql(data)) RunningShop.Execute(sql, "INSERT INTO __EFMigrationsHistory VALUES ('29991231000000_Tomorrow', '99.0.0')");
        var newer = await RunningShop.RunAsync(data, "run", "--urls=http://127.0.0.1:0");
        Assert.Equal(1, newer.ExitCode);
        Assert.Contains("was made by a newer program (its change 29991231000000_Tomorrow is unknown here)", newer.Output, StringComparison.Ordinal);

        var rubbish = Watchman.NewFolder("rubbish");
        await File.WriteAllBytesAsync(RunningShop.DatabaseFile(rubbish), RandomNumberGenerator.GetBytes(40_000));
        var unreadable = await RunningShop.RunAsync(rubbish, "run", "--urls=http://127.0.0.1:0");
        Assert.Equal(1, unreadable.ExitCode);
        Assert.Contains("cannot be read", unreadable.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", unreadable.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disk_without_room_for_it_leaves_the_old_file_as_it_is()
    {
        Assert.SkipUnless(Disk.CanMount, Disk.WhyNot);
        var old = await OldShopAsync();
        using var disk = Disk.OfMegabytes(12);
        File.Copy(RunningShop.DatabaseFile(old), RunningShop.DatabaseFile(disk.Folder));
        var room = DataFolder.FreeAt(disk.Folder);
        await File.WriteAllBytesAsync(Path.Combine(disk.Folder, "film.mp4"), new byte[room - (2 << 20)]);
        var was = Hash(disk.Folder);

        var failed = await RunningShop.RunAsync(disk.Folder, "books");

        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("There is not enough space on the disk", failed.Output, StringComparison.Ordinal);
        Assert.Equal(was, Hash(disk.Folder));
        File.Delete(Path.Combine(disk.Folder, "film.mp4"));
        Disk.Settle();
        disk.Grow(60);
        Assert.Equal(0, (await RunningShop.RunAsync(disk.Folder, "books")).ExitCode);
    }

    [Fact]
    public async Task A_disk_that_fills_up_at_the_last_step_leaves_the_old_database_and_one_backup_of_it_however_often()
    {
        Assert.SkipUnless(Disk.CanMount, Disk.WhyNot);
        var (old, backups) = (await OldShopAsync(), Watchman.NewFolder("backups"));
        using var disk = Disk.OfMegabytes(60);
        File.Copy(RunningShop.DatabaseFile(old), RunningShop.DatabaseFile(disk.Folder));
        var film = Path.Combine(disk.Folder, "film.mp4");
        var was = Hash(disk.Folder);

        // The old database is kept when the time is asked for; the film is what another program writes then.
        var failed = await Assert.ThrowsAsync<Refusal>(() => UpdateAsync(disk.Folder, backups, new Filling(film)));

        var kept = Assert.Single(Directory.GetFiles(backups));
        Assert.Contains("database or disk is full", failed.Message, StringComparison.Ordinal);
        Assert.Contains($"the database is as it was, and is kept in {kept} as well.", failed.Message, StringComparison.Ordinal);
        Assert.Equal(was, Hash(disk.Folder));

        File.Delete(film);
        Disk.Settle();
        await UpdateAsync(disk.Folder, backups, TimeProvider.System);
        Assert.Equal(kept, Assert.Single(Directory.GetFiles(backups)));
        Assert.False(IsOld(disk.Folder));
        await RunningShop.BooksAsync(disk.Folder);
    }

    [Fact]
    public async Task What_killed_updates_left_of_their_backups_goes_with_the_next()
    {
        var data = await OldShopAsync();
        var left = Path.Combine(Directory.CreateDirectory(Path.Combine(data, "backups")).FullName, $"before-update-20261123-120000-{Next}.zip.part");
        await File.WriteAllTextAsync(left, "half");

        Assert.Equal(0, (await RunningShop.RunAsync(data, "books")).ExitCode);

        Assert.False(File.Exists(left));
    }

    [Fact]
    public async Task Killed_at_any_moment_of_it_the_next_start_works()
    {
        var data = await OldShopAsync();
        var was = Figures(data);
        var kills = 0;
        for (var after = 500; after < 6_000 && IsOld(data); after += 120)
        {
            using var update = new Process { StartInfo = new("dotnet", [RunningShop.Program, "books"]) { RedirectStandardOutput = true, RedirectStandardError = true } };
            update.StartInfo.Environment["Shop__Data"] = data;
            update.Start();
            if (update.WaitForExit(after)) break;
            update.Kill();
            update.WaitForExit();
            kills++;
        }

        Assert.True(kills > 2, $"{kills}");
        var books = await RunningShop.RunAsync(data, "books");
        Assert.True(books.ExitCode == 0, books.Output);
        Assert.Equal(was, Figures(data));
        Assert.False(IsOld(data));
    }

    private static async Task UpdateAsync(string data, string folder, TimeProvider clock)
    {
        var services = new ServiceCollection();
        services.AddShopPeople();
        await using var people = services.BuildServiceProvider();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Shop:Backups", (string?)folder)]).Build();
        var backups = new Makola.Data.Backups.Backups(new(data), people, clock, configuration);
        await new Updating(new(data), backups, new Databases(data), people, clock, configuration).BringUpToDateAsync(_ => { }, CancellationToken.None);
    }

    /// <summary>Fills the disk when somebody asks for the time, yesterday.</summary>
    private sealed class Filling(string film) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow()
        {
            Disk.Fill(film);
            return DateTimeOffset.UtcNow.AddDays(-1);
        }
    }

    private sealed class Databases(string data) : IDbContextFactory<ShopDb>
    {
        public ShopDb CreateDbContext() => RunningShop.OpenDb(data);
    }

    private static bool IsOld(string data)
    {
        using var sql = RunningShop.OpenSql(data);
        return RunningShop.Scalar<int>(sql, $"SELECT count(*) FROM __EFMigrationsHistory WHERE MigrationId = '{Next}'") == 0;
    }

    /// <summary>The cast's shop with an order, as an older program left it.</summary>
    private static async Task<string> OldShopAsync()
    {
        var data = Watchman.NewFolder("old-shop");
        await using (var shop = await Cast.OpenAsync(new Opening { Data = data }))
        {
            using var ama = shop.NewBuyer();
            Assert.True((await ama.BuyAsync(Cast.PalmOil)).IsOrder);
            await shop.BooksAsync();
            await shop.StopAsync();
        }

        await using (var db = RunningShop.OpenDb(data)) await db.GetService<IMigrator>().MigrateAsync(Old);
        Assert.True(IsOld(data));
        return data;
    }

    private static string Hash(string data) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(RunningShop.DatabaseFile(data))));

    private static (long Orders, long Pieces, long Products, string Shop) Figures(string data)
    {
        using var sql = RunningShop.OpenSql(data);
        return (RunningShop.Scalar<long>(sql, "SELECT count(*) FROM Orders"), RunningShop.Scalar<long>(sql, "SELECT sum(OnHand) FROM StockItems"),
            RunningShop.Scalar<long>(sql, "SELECT count(*) FROM Products"), RunningShop.Scalar<string>(sql, "SELECT Name FROM Settings"));
    }
}
