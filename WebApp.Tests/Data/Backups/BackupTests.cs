// The whole shop goes into one file while it sells, comes back out of it, and a file that is not whole is refused.
using System.IO.Compression;
using System.Net;
using Makola.Data.Backups;
using Makola.Tests.Faults;

namespace Makola.Tests.Data.Backups;

public sealed class BackupTests(SoldShop sold) : IClassFixture<SoldShop>
{
    private readonly string _folder = Watchman.NewFolder("backups");

    private string NewFile => Path.Combine(_folder, $"{Guid.NewGuid():N}.zip");

    [Fact]
    public async Task A_backup_put_into_an_empty_folder_is_the_same_shop()
    {
        var file = await BackedUpAsync();
        var other = Watchman.NewFolder("other");

        var restored = await RunningShop.RunAsync(other, "restore", file, "--yes");

        Assert.True(restored.ExitCode == 0, restored.Output);
        Assert.Contains("4 orders, the last 1004", restored.Output, StringComparison.Ordinal);
        Assert.Equal(RowsOf(sold.Data), RowsOf(other));
        await RunningShop.BooksAsync(other);
        await using var shop = await RunningShop.StartAsync(new Opening { Data = other });
        using var efua = shop.NewBuyer();
        await efua.SignInAsync();
        (await efua.GetAsync("/office/orders/1003")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Fifty_requests_a_second_are_all_answered_while_the_shop_is_backed_up()
    {
        await using var shop = await Cast.OpenAsync();
        using var shoppers = new Shoppers(shop, 2);
        shoppers.Start();
        var statuses = new List<HttpStatusCode>();
        using var client = shop.NewClient();
        using var stop = new CancellationTokenSource();
        var requests = Task.Run(async () =>
        {
            List<Task<HttpResponseMessage>> asked = [];
            using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            for (var i = 0; !stop.IsCancellationRequested && await beat.WaitForNextTickAsync(); i++)
                asked.Add(client.GetAsync(new Uri(i % 2 == 0 ? $"/p/{Cast.Gari.Slug}?n={i}" : "/", UriKind.Relative)));
            foreach (var answer in await Task.WhenAll(asked)) statuses.Add(answer.StatusCode);
        });

        var files = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            var file = NewFile;
            var made = await shop.CliAsync("backup", file);
            Assert.True(made.ExitCode == 0, made.Output);
            files.Add(file);
        }

        await stop.CancelAsync();
        await requests;
        await shoppers.StopAsync();
        Assert.True(statuses.Count > 50, $"Only {statuses.Count} requests: too few to prove anything.");
        Assert.All(statuses, status => Assert.Equal(HttpStatusCode.OK, status));
        shoppers.AssertAllAreThere();
        await shop.BooksAsync();
        foreach (var file in files)
        {
            var copy = Watchman.NewFolder("copy");
            Assert.Equal(0, (await RunningShop.RunAsync(copy, "restore", file, "--yes")).ExitCode);
            await RunningShop.BooksAsync(copy);
        }
    }

    [Fact]
    public async Task A_flipped_bit_anywhere_in_the_file_is_found()
    {
        var whole = await File.ReadAllBytesAsync(await BackedUpAsync());
        var random = new Random(1957);
        int[] places = [4, 30, whole.Length - 1, whole.Length - 64, whole.Length - 80, .. Enumerable.Range(0, 60).Select(_ => random.Next(4, whole.Length))];
        foreach (var place in places)
        {
            var bytes = (byte[])whole.Clone();
            bytes[place] ^= (byte)(1 << random.Next(8));
            var refusal = await RefusedAsync(bytes);
            Assert.True(refusal.Code is "backup.damaged" or "backup.cut", $"Byte {place}: {refusal.Code} {refusal.Message}");
        }

        Assert.Equal("backup.cut", (await RefusedAsync(whole[..(whole.Length / 2)])).Code);
        Assert.Equal("backup.foreign", (await RefusedAsync("name,price\n"u8.ToArray())).Code);
        Assert.Equal("backup.foreign", (await RefusedAsync([])).Code);
    }

    [Theory]
    [InlineData("CREATE TRIGGER Foreign1 AFTER INSERT ON Orders BEGIN UPDATE Variants SET Price = 0; END", "unknown trigger Foreign1")]
    [InlineData("CREATE TABLE Elsewhere (Id INTEGER)", "unknown table Elsewhere")]
    [InlineData("INSERT INTO __EFMigrationsHistory VALUES ('29990101000000_Later', '99.0')", "newer program")]
    [InlineData("DROP TABLE Settings", "cannot be used")]
    public async Task A_well_sealed_file_with_another_kind_of_database_is_refused_with_the_reason(string change, string said)
    {
        var file = await BackedUpAsync();
        await RepackAsync(file, async folder =>
        {
            await using var connection = RunningShop.OpenSql(folder);
            RunningShop.Execute(connection, change);
        });

        var (shop, before) = (sold.Data, RowsOf(sold.Data));
        var answer = await RunningShop.RunAsync(shop, "restore", file, "--yes");

        Assert.Equal(1, answer.ExitCode);
        Assert.Contains(said, answer.Output, StringComparison.Ordinal);
        Assert.Equal(before, RowsOf(shop));
    }

    [Theory]
    [InlineData("../outside.txt")]
    [InlineData("pictures/../../outside.txt")]
    [InlineData("keys/.hidden")]
    [InlineData("/etc/outside")]
    public async Task A_name_that_leads_out_of_the_folder_is_refused(string name)
    {
        var file = await BackedUpAsync();
        await RepackAsync(file, _ => Task.CompletedTask, name);

        var answer = await RunningShop.RunAsync(sold.Data, "restore", file);

        Assert.Equal(1, answer.ExitCode);
        Assert.Contains("does not belong into a shop", answer.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(sold.Data, "outside.txt")));
    }

    [Fact]
    public async Task A_damaged_database_is_not_backed_up_as_if_it_were_sound_and_the_last_backup_stays()
    {
        var data = Watchman.NewFolder("damaged");
        File.Copy(RunningShop.DatabaseFile(sold.Data), RunningShop.DatabaseFile(data));
        var file = NewFile;
        Assert.Equal(0, (await RunningShop.RunAsync(data, "backup", file)).ExitCode);
        var good = await File.ReadAllBytesAsync(file);
        await using (var stream = File.OpenWrite(RunningShop.DatabaseFile(data)))
        {
            stream.Position = stream.Length - (20 * 4096);
            await stream.WriteAsync(new byte[3 * 4096]);
        }

        var answer = await RunningShop.RunAsync(data, "backup", file);

        Assert.NotEqual(0, answer.ExitCode);
        Assert.Equal(good, await File.ReadAllBytesAsync(file));
        Assert.Empty(Directory.EnumerateFiles(_folder, "*.part"));
    }

    [Fact]
    public async Task What_a_killed_backup_left_goes_with_the_next_one_and_nothing_of_anybody_else()
    {
        string[] left = ["nightly-20261122-030000-log41-ab12cd34ef56.zip.part", "shop-20261122-120000.zip.part", "before-restore-20261122-120001.zip.part", "before-update-20261122-120002-20261123030921_Scenes.zip.part"];
        string[] others = ["holiday.zip.part", "nightly-notes.zip.part", "nightly-20261121-030000.zip", "my-nightly-20261122-030000.zip.part"];
        foreach (var name in left.Concat(others))
        {
            await File.WriteAllTextAsync(Path.Combine(_folder, name), "half");
            File.SetLastWriteTimeUtc(Path.Combine(_folder, name), DateTime.UtcNow.AddHours(-13));
        }

        const string written = "nightly-20261123-030000.zip.part"; // Perhaps by another program, at this moment.
        await File.WriteAllTextAsync(Path.Combine(_folder, written), "half");

        var file = NewFile;
        Assert.Equal(0, (await RunningShop.RunAsync(sold.Data, "backup", file)).ExitCode);

        Assert.Equal(((IEnumerable<string>)[.. others, written, Path.GetFileName(file)]).Order(StringComparer.Ordinal), Directory.GetFiles(_folder).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Where_no_folder_can_be_made_the_reason_is_said()
    {
        var inTheWay = NewFile;
        await File.WriteAllTextAsync(inTheWay, "A file where the folder should be.");

        var answer = await RunningShop.RunAsync(sold.Data, "backup", Path.Combine(inTheWay, "shop.zip"));

        Assert.Equal(1, answer.ExitCode);
        Assert.Contains($"The backup could not be written to {Path.Combine(inTheWay, "shop.zip")}: ", answer.Output, StringComparison.Ordinal);
    }

    /// <summary>A backup of the sold shop, to be damaged.</summary>
    private async Task<string> BackedUpAsync()
    {
        var file = NewFile;
        File.Copy(await sold.Backup.Value, file);
        return file;
    }

    private async Task<Refusal> RefusedAsync(byte[] bytes)
    {
        var path = NewFile;
        await File.WriteAllBytesAsync(path, bytes);
        await using var file = File.OpenRead(path);
        return await Assert.ThrowsAsync<Refusal>(() => BackupFile.OpenAsync(file, CancellationToken.None));
    }

    /// <summary>Changes what is in a backup and seals it again, as somebody would who knows the format.</summary>
    private static async Task RepackAsync(string file, Func<string, Task> change, string? extra = null)
    {
        var folder = Watchman.NewFolder("repack");
        await ZipFile.ExtractToDirectoryAsync(file, folder);
        await change(folder);
        var list = Path.Combine(folder, BackupFile.ManifestName);
        var manifest = System.Text.Json.JsonSerializer.Deserialize<BackupManifest>(await File.ReadAllBytesAsync(list), BackupFile.Json)!;
        var bytes = await File.ReadAllBytesAsync(RunningShop.DatabaseFile(folder));
        BackupEntry EntryOf(string name) => new(name, bytes.Length, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)));
        manifest = manifest with { Files = [EntryOf(BackupFile.Database), .. extra is null ? Array.Empty<BackupEntry>() : [EntryOf(extra)]] };
        await using var to = new FileStream(file, FileMode.Create, FileAccess.ReadWrite);
        await using (var archive = new ZipArchive(to, ZipArchiveMode.Create, leaveOpen: true) { Comment = BackupFile.BlankSeal })
        {
            foreach (var entry in manifest.Files)
            {
                await using var stream = await archive.CreateEntry(entry.Path).OpenAsync();
                await stream.WriteAsync(bytes);
            }

            await using var json = await archive.CreateEntry(BackupFile.ManifestName).OpenAsync();
            await System.Text.Json.JsonSerializer.SerializeAsync(json, manifest, BackupFile.Json);
        }

        await BackupFile.SealAsync(to, CancellationToken.None);
    }

    /// <summary>Every row of every table, but for the stamps, which a restore raises.</summary>
    private static List<string> RowsOf(string data)
    {
        using var connection = RunningShop.OpenSql(data);
        List<string> tables = [.. RunningShop.Column(connection, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '%Search%' ORDER BY name")];
        return [.. tables.SelectMany(table => RunningShop.Column(connection, $"SELECT '{table} ' || json_array({string.Join(", ", RunningShop.Column(connection, $"SELECT '\"' || name || '\"' FROM pragma_table_info('{table}')"))}) FROM \"{table}\" {(table == "Counters" ? "WHERE Name = 'order'" : "")} ORDER BY 1"))];
    }
}
