// What machines ask of the shop: whether it answers, and whether it can sell; and what the owner reads of it in words.
using System.Net;
using Makola.Data.Backups;
using Makola.Tests.Faults;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Makola.Tests.Pages;

public sealed class HealthTests
{
    [Fact]
    public async Task A_shop_without_an_owner_is_ready_and_no_limit_cookie_or_cache_stands_before_the_answer()
    {
        await using var shop = await RunningShop.StartAsync();
        using var machine = shop.NewClient();
        foreach (var address in new[] { "/health/live", "/health/ready" })
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 400).Select(_ => machine.GetAsync(new Uri(address, UriKind.Relative))));
            foreach (var answer in answers)
            {
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                Assert.Equal("well\n", await answer.Content.ReadAsStringAsync());
                Assert.True(answer.Headers.CacheControl?.NoStore);
                Assert.False(answer.Headers.Contains("Set-Cookie"));
                answer.Dispose();
            }
        }
    }

    [Fact]
    public async Task A_database_that_lacks_a_change_of_the_program_is_not_ready_and_says_so_but_the_process_lives()
    {
        await using var shop = await Cast.OpenAsync();
        shop.Execute("DELETE FROM __EFMigrationsHistory WHERE MigrationId = (SELECT max(MigrationId) FROM __EFMigrationsHistory)");

        Assert.Equal("not ready\nDatabase: It answers and is not up to date: 1 change of this program is missing. Start the shop again: it brings its database up to date.\n", await ReadyAsync(shop));

        shop.Execute("ALTER TABLE __EFMigrationsHistory RENAME TO Gone");
        Assert.Contains("Database: It does not answer.", await ReadyAsync(shop), StringComparison.Ordinal);
        using var machine = shop.NewClient();
        Assert.Equal("well\n", await machine.GetStringAsync(new Uri("/health/live", UriKind.Relative)));
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_written_to_is_not_ready_until_it_can()
    {
        await using var shop = await Cast.OpenAsync();
        var inTheWay = Directory.CreateDirectory(Path.Combine(shop.Data, ".health"));

        var said = await ReadyAsync(shop);

        Assert.StartsWith("not ready\nData folder: It cannot be written to.", said, StringComparison.Ordinal);
        Assert.DoesNotContain(shop.Data, said, StringComparison.Ordinal);
        inTheWay.Delete();
        Assert.Equal("well\n", await ReadyAsync(shop));
        Assert.False(File.Exists(Path.Combine(shop.Data, ".health")));
    }

    [Fact]
    public async Task A_disk_that_is_nearly_full_is_not_ready()
    {
        Assert.SkipUnless(Disk.CanMount, Disk.WhyNot);
        using var disk = Disk.OfMegabytes(100);
        await using var shop = await RunningShop.StartAsync(new Opening { Data = disk.Folder });
        Assert.Equal("well\n", await ReadyAsync(shop));

        await File.WriteAllBytesAsync(Path.Combine(disk.Folder, "film.mp4"), new byte[40 << 20]);

        Assert.Contains("Disk: Only", await ReadyAsync(shop), StringComparison.Ordinal);
        File.Delete(Path.Combine(disk.Folder, "film.mp4"));
        Assert.Equal("well\n", await ReadyAsync(shop));
    }

    [Fact]
    public async Task The_owner_reads_in_words_how_the_shop_is_and_what_to_do()
    {
        await using var shop = await Cast.OpenAsync();
        using var efua = shop.NewBuyer();
        await efua.SignInAsync();

        var page = (await efua.GetAsync("/office/system")).Expect(HttpStatusCode.OK);
        foreach (var said in new[] { "It answers and is up to date.", "It can be written to.", "are free. The shop takes", "There is no backup yet.", "No mail waits.", "Nothing in the shop is dated later than now", "SQLite 3.", "Running for" })
            Assert.Contains(said, page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Needs you", page.Text, StringComparison.Ordinal);

        var soon = DateTimeOffset.UtcNow.AddHours(3).ToUnixTimeMilliseconds();
        shop.Execute("""
            INSERT INTO Messages (Key, Kind, "To", Subject, Text, Html, Secret, MessageId, QueuedAt, GoodUntil, State, DueAt, Tries)
            VALUES ('a', 'Daily', 'a@makola.test', 's', 't', 'h', 0, '<a>', $at, $at, 'Waiting', 1000, 0), ('b', 'Daily', 'a@makola.test', 's', 't', 'h', 0, '<b>', $at, $at, 'Failed', NULL, 6)
            """, ("$at", soon));
        shop.Execute("UPDATE Messages SET State = 'Waiting', DueAt = 1000 WHERE Key = 'a'");
        page = await efua.GetAsync("/office/system");
        Assert.Contains("It is behind: something in the shop happened 3 h later than it says now.", page.Text, StringComparison.Ordinal);
        Assert.Contains("Set the machine’s clock", page.Text, StringComparison.Ordinal);
        Assert.Contains("1 mail waits to be sent. The first was due", page.Text, StringComparison.Ordinal);
        shop.Execute("DELETE FROM Messages WHERE Key = 'a'");
        Assert.Contains("1 mail could not be sent. No mail waits.", (await efua.GetAsync("/office/system")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Copies_elsewhere_are_looked_at_as_they_are_configured_now()
    {
        var data = Watchman.NewFolder("copied");
        await Cast.PutIntoAsync(data);
        await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(Path.Combine(data, "backups")).FullName, "nightly-20261123-030000.zip"), "made just now");
        await using (var none = new ServiceCollection().BuildServiceProvider())
        {
            var notes = new BackupNotes(new(data), new(new(data), none, TimeProvider.System, new ConfigurationBuilder().Build()), TimeProvider.System);
            notes.Note(new BackupCopied("Folder", "nightly-20261119-030000.zip", DateTimeOffset.UtcNow.AddDays(-4), IsDone: true, "It lies there.", TimeSpan.FromSeconds(1)));
            notes.Note(new BackupCopied("Command", "nightly-20261123-030000.zip", DateTimeOffset.UtcNow, IsDone: false, "The account is closed.", TimeSpan.FromSeconds(1)));
        }

        var given = await SystemAsync([]);
        Assert.Contains("The last one was made", given, StringComparison.Ordinal);
        Assert.DoesNotContain("elsewhere", given, StringComparison.Ordinal);

        var late = await SystemAsync(new() { ["Shop:BackupCopyTo"] = Watchman.NewFolder("elsewhere") });
        Assert.Contains("The last nightly backup was not copied elsewhere: the last copy was made 4 days ago.", late, StringComparison.Ordinal);

        var failed = await SystemAsync(new() { ["Shop:BackupCopyCommand"] = "true {file}" });
        Assert.Contains("The last copy elsewhere failed: The account is closed.", failed, StringComparison.Ordinal);

        async Task<string> SystemAsync(Dictionary<string, string> settings)
        {
            await using var shop = await RunningShop.StartAsync(new Opening { Data = data, Settings = settings });
            using var efua = shop.NewBuyer();
            await efua.SignInAsync();
            return (await efua.GetAsync("/office/system")).Expect(HttpStatusCode.OK).Text;
        }
    }

    /// <summary>What the shop says, more than a second after it was last asked.</summary>
    private static async Task<string> ReadyAsync(RunningShop shop)
    {
        await Task.Delay(1_200);
        using var machine = shop.NewClient();
        using var answer = await machine.GetAsync(new Uri("/health/ready", UriKind.Relative));
        var said = await answer.Content.ReadAsStringAsync();
        Assert.Equal(said.StartsWith("well", StringComparison.Ordinal) ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        return said;
    }
}
