// Backups on their way elsewhere: to a folder, or by a command; what fails is said and leaves the backup alone.
using System.Diagnostics;
using Makola.Data.Backups;
using Makola.Domain.Operations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Makola.Tests.Data.Backups;

public sealed class BackupCopiesTests : IAsyncLifetime
{
    private readonly string _data = Watchman.NewFolder("copies");
    private string _backup = "";

    public async ValueTask InitializeAsync()
    {
        await Cast.PutIntoAsync(_data);
        _backup = Path.Combine(_data, "backups", "nightly-20261123-030000.zip");
        var made = await RunningShop.RunAsync(_data, "backup", _backup);
        Assert.True(made.ExitCode == 0, made.Output);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_command_gets_the_file_as_one_argument_and_its_last_line_is_kept()
    {
        var (said, notes) = await CopyAsync(("Shop:BackupCopyCommand", "sh -c \"echo first; cp '{file}' '{name}.there'; echo 'sent; all of it'; echo\""));

        Assert.Equal("Copied elsewhere: sh says: sent; all of it", Assert.Single(said));
        Assert.Equal(await File.ReadAllBytesAsync(_backup), await File.ReadAllBytesAsync(_backup + ".there"));
        Assert.True(Assert.Single(notes.Copies).IsDone);
    }

    [Theory]
    [InlineData("sh -c \"echo 'no room there' >&2; exit 3\" {file}", "sh ended with 3: no room there")]
    [InlineData("no-such-program {file}", "no-such-program")]
    [InlineData("true", "write {file} there")]
    [InlineData("sh -c \"sleep 60 & wait\" {file}", "It took longer than 1 s and was ended.")]
    public async Task A_command_that_fails_says_why_and_the_backup_stays(string command, string why)
    {
        var clock = Stopwatch.StartNew();
        var (said, notes) = await CopyAsync(("Shop:BackupCopyCommand", command), ("Shop:BackupCopyLimit", "00:00:01"));

        Assert.StartsWith("Not copied elsewhere:", Assert.Single(said), StringComparison.Ordinal);
        Assert.Contains(why, said[0], StringComparison.Ordinal);
        Assert.False(Assert.Single(notes.Copies).IsDone);
        Assert.True(File.Exists(_backup));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"{clock.Elapsed}");
    }

    [Fact]
    public async Task A_folder_gets_the_file_and_keeps_by_the_same_rule_and_none_is_made_where_a_disk_is_missing()
    {
        var elsewhere = Watchman.NewFolder("elsewhere");
        foreach (var day in (int[])[1, 2, 3])
        {
            var old = Path.Combine(elsewhere, $"{Makola.Data.Backups.Backups.Automatic}old{day}.zip");
            await File.WriteAllTextAsync(old, "old");
            File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-day));
        }

        await File.WriteAllTextAsync(Path.Combine(elsewhere, "holiday.zip"), "mine");
        var (said, _) = await CopyAsync(("Shop:BackupCopyTo", elsewhere));
        Assert.StartsWith("Copied elsewhere: It lies in", Assert.Single(said), StringComparison.Ordinal);
        Assert.Equal(["holiday.zip", "nightly-20261123-030000.zip", "nightly-old1.zip"], Directory.GetFiles(elsewhere).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
        Assert.Equal(File.GetLastWriteTimeUtc(_backup), File.GetLastWriteTimeUtc(Path.Combine(elsewhere, Path.GetFileName(_backup))));

        var missing = Path.Combine(elsewhere, "disk");
        Assert.Contains("is not there. Is its disk connected?", Assert.Single((await CopyAsync(("Shop:BackupCopyTo", missing))).Said), StringComparison.Ordinal);
        Assert.False(Directory.Exists(missing));
        Assert.Contains("is the folder of backups itself", Assert.Single((await CopyAsync(("Shop:BackupCopyTo", Path.Combine(_data, "backups")))).Said), StringComparison.Ordinal);
        Assert.Empty((await CopyAsync()).Said);
    }

    [Fact]
    public async Task What_a_killed_copy_left_goes_with_the_next_one()
    {
        var elsewhere = Watchman.NewFolder("elsewhere");
        foreach (var (name, hours) in ((string, int)[])[("nightly-20261122-030000.zip.part", 24), ("nightly-20261123-020000.zip.part", 1), ("film.zip.part", 24)])
        {
            await File.WriteAllTextAsync(Path.Combine(elsewhere, name), "half");
            File.SetLastWriteTimeUtc(Path.Combine(elsewhere, name), DateTime.UtcNow.AddHours(-hours));
        }

        await CopyAsync(("Shop:BackupCopyTo", elsewhere));

        Assert.Equal(["film.zip.part", "nightly-20261123-020000.zip.part", "nightly-20261123-030000.zip"], Directory.GetFiles(elsewhere).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_flipped_bit_is_found_when_it_is_opened_again_and_a_check_is_forgotten_with_its_file()
    {
        var (_, notes) = await CopyAsync();
        var next = notes.Next()!;
        Assert.Null((await notes.CheckAsync(next, CancellationToken.None)).Fault);
        Assert.Null(notes.Next());
        Assert.Equal(0, notes.Of(next)!.Differences);

        using (var file = File.Open(_backup, FileMode.Open))
        {
            file.Position = file.Length / 2;
            var one = file.ReadByte();
            file.Position--;
            file.WriteByte((byte)(one ^ 1));
        }

        Assert.Contains("damaged", (await notes.CheckAsync(next, CancellationToken.None)).Fault, StringComparison.Ordinal);
        var (_, anew) = await CopyAsync();
        Assert.NotNull(anew.Of(next)!.Fault); // Kept over a start.
        Assert.Empty(Directory.GetDirectories(Path.Combine(_data, "work")));
    }

    [Fact]
    public async Task One_that_the_shop_may_not_read_is_noted_and_the_others_are_checked()
    {
        var (_, notes) = await CopyAsync();
        var next = notes.Next()!;
        var other = Path.Combine(_data, "backups", "shop-20261122-120000.zip");
        File.Move(_backup, _backup + ".aside");

        // To open a folder is refused to root as well, with what a file of somebody else's gets.
        Directory.CreateDirectory(_backup);
        var check = await notes.CheckAsync(next, CancellationToken.None);

        Assert.StartsWith("The shop may not read it: ", check.Fault, StringComparison.Ordinal);
        Directory.Delete(_backup);
        File.Copy(_backup + ".aside", other);
        File.Move(_backup + ".aside", _backup);
        Assert.NotNull(notes.Of(next)!.Fault);
        Assert.Equal(Path.GetFileName(other), notes.Next()!.Name);
    }

    [Theory]
    [InlineData("rclone copy {file} remote:shop", "rclone|copy|{file}|remote:shop")]
    [InlineData("  \"C:\\Program Files\\x.exe\"  -p \"\" a\"b c\"d ; rm", "C:\\Program Files\\x.exe|-p||ab cd|;|rm")]
    [InlineData("", "")]
    public void A_command_is_words_and_no_shell(string line, string words) => Assert.Equal(words, string.Join('|', BackupCopies.Words(line)));

    private async Task<(IReadOnlyList<string> Said, BackupNotes Notes)> CopyAsync(params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value))).Build();
        await using var none = new ServiceCollection().BuildServiceProvider();
        var backups = new Makola.Data.Backups.Backups(new(_data), none, TimeProvider.System, configuration);
        var notes = new BackupNotes(new(_data), backups, TimeProvider.System);
        var copies = new BackupCopies(backups, notes, TimeProvider.System, configuration, NullLogger<BackupCopies>.Instance);
        return (await copies.CopyAsync(_backup, new KeepRule(2, 0, 0), TimeZoneInfo.Utc, new OperationProgress(), CancellationToken.None), notes);
    }
}
