// Brings a shop back from a backup: unpacked beside the living one and looked at first, then put in its place with the old one kept.
using System.Text.Json;
using Makola.Data.Sqlite;

namespace Makola.Data.Backups;

/// <summary>A shop that was unpacked and proved, and waits to be put in place. Its folder is a whole shop: it can be run to look around in it.</summary>
/// <param name="Folder">Where it lies.</param>
/// <param name="Manifest">What the backup said of itself; its figures are those of the unpacked shop.</param>
public sealed record RestorePreview(string Folder, BackupManifest Manifest);

/// <summary>Restores backups. At most one preview waits at a time; looking into another backup replaces it.</summary>
public sealed class Restoring(DataFolder data, Backups backups, IServiceProvider services, ChangeFeed feed)
{
    private string Folder => Path.Combine(data.Path, "restore");

    /// <summary>The preview that waits; null when there is none.</summary>
    public async Task<RestorePreview?> WaitingAsync(CancellationToken ct)
    {
        var list = Path.Combine(Folder, BackupFile.ManifestName);
        if (!File.Exists(list)) return null;
        await using var file = File.OpenRead(list);
        return new(Folder, (await JsonSerializer.DeserializeAsync<BackupManifest>(file, BackupFile.Json, ct))!);
    }

    /// <summary>Throws the waiting preview away.</summary>
    public void Forget()
    {
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
    }

    /// <summary>
    /// Unpacks a backup beside the living shop, after proving every byte of it; then its database's integrity, its tables, and its Books. An older
    /// database is brought up to date. The living shop is not touched.
    /// </summary>
    /// <param name="path">The backup.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="Refusal">It is no backup, damaged, of a newer program, or there is no space: with the reason.</exception>
    public async Task<RestorePreview> PreviewAsync(string path, OperationProgress progress, CancellationToken ct)
    {
        progress.Report("Checking the file");
        using var room = new WorkRoom(data, "restore");
        BackupManifest manifest;
        await using (var file = File.OpenRead(path))
        {
            (var archive, manifest) = await BackupFile.OpenAsync(file, ct);
            await using var open = archive;
            Backups.RequireSpace(room.Path, 2 * manifest.Files.Sum(f => f.Bytes));
            var done = 0;
            foreach (var expected in manifest.Files)
            {
                progress.Report("Unpacking", done++, manifest.Files.Count);
                await UnpackAsync(archive, expected, room.Path, ct);
            }
        }

        progress.Report("Proving its Books");
        manifest = manifest with { Shop = await ProveAsync(room.Path, manifest, ct), Differences = await DifferencesAsync(room.Path, ct) };
        await File.WriteAllBytesAsync(Path.Combine(room.Path, BackupFile.ManifestName), JsonSerializer.SerializeToUtf8Bytes(manifest, BackupFile.Json), ct);
        Forget();
        Directory.Move(room.Path, Folder);
        Directory.CreateDirectory(room.Path);
        return new(Folder, manifest);
    }

    /// <summary>
    /// Puts the waiting preview in the place of the living shop, which may be selling: nobody can write from the moment the old one is copied until the new
    /// one is there, so no order falls between them. The old one is kept as a backup.
    /// </summary>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="ct">Stops it, as long as nothing has changed.</param>
    /// <returns>The file the old one is kept in.</returns>
    /// <exception cref="Refusal"><c>restore.none</c> when no preview waits.</exception>
    /// <exception cref="ShopBusyException">The living shop did not come to rest.</exception>
    public async Task<string> SwapAsync(OperationProgress progress, CancellationToken ct)
    {
        if (await WaitingAsync(ct) is null) throw new Refusal("restore.none", "No backup waits to be put in place. Look into one first.") { Status = 409 };
        var living = Path.Combine(data.Path, BackupFile.Database);
        using var old = new WorkRoom(data, "before-restore");
        Backups.RequireSpace(data.Path, 3 * backups.LivingBytes());
        AddFiles();
        await AgeAsync(ct);
        ct.ThrowIfCancellationRequested();
        using (await WriteGate.For(SqliteConnections.In(data.Path)).WaitAsync(ct))
        {
            progress.Report("Putting it in place");
            DatabaseCopy.In(Path.Combine(Folder, BackupFile.Database), living, () =>
                DatabaseCopy.Out(living, Path.Combine(old.Path, BackupFile.Database), (done, total) => progress.Report("Keeping the old shop", done, total), CancellationToken.None));
        }

        feed.Publish([Change.Catalogue, Change.Settings, Change.Lists]);
        Forget();
        var kept = await backups.NewPathAsync("before-restore-", CancellationToken.None, old.Path);
        await backups.PackAsync(old.Path, kept, progress, CancellationToken.None);
        return kept;
    }

    private static async Task UnpackAsync(System.IO.Compression.ZipArchive archive, BackupEntry expected, string folder, CancellationToken ct)
    {
        var path = Path.Combine(folder, expected.Path.Replace('/', Path.DirectorySeparatorChar));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            await using var from = await (archive.GetEntry(expected.Path) ?? throw new InvalidDataException($"“{expected.Path}” is missing in it.")).OpenAsync(ct);
            await using var to = File.Create(path);
            if (await Backups.CopyAsync(expected.Path, from, to, ct, expected.Bytes) != expected) throw new InvalidDataException($"“{expected.Path}” is not what was written.");
        }
        catch (InvalidDataException fault)
        {
            throw new Refusal("backup.damaged", "This backup is damaged. {0} Copy it again from where it was kept, or take another one.", fault.Message);
        }
    }

    /// <summary>Brings the unpacked database up to date and proves that it is a shop's.</summary>
    private async Task<ShopFigures> ProveAsync(string folder, BackupManifest manifest, CancellationToken ct)
    {
        try
        {
            await using var db = SqliteConnections.Open(folder, services);
            if (!db.Database.GetMigrations().Contains(manifest.Migration) || (await db.Database.GetAppliedMigrationsAsync(ct)).Except(db.Database.GetMigrations()).Any())
                throw new Refusal("backup.newer", "This backup was made by a newer program ({0}). Update the program first, then bring it back.", manifest.Migration);
            await db.Database.MigrateAsync(ct);
            await using var living = SqliteConnections.Open(data.Path, services);
            // Nothing foreign may come in with it, such as a trigger that nobody here wrote.
            if ((await SchemaAsync(db, ct)).Except(await SchemaAsync(living, ct)).FirstOrDefault() is { } foreign)
                throw new Refusal("backup.foreign", "This file is not a backup of such a shop: its database has the unknown {0}.", foreign.Split('\n')[0]);
            return await ShopFigures.ReadAsync(db, ct);
        }
        catch (Exception fault) when (fault is Microsoft.Data.Sqlite.SqliteException or InvalidOperationException)
        {
            throw new Refusal("backup.broken", "The database in this backup cannot be used: {0}", fault.Message);
        }
    }

    private static Task<List<string>> SchemaAsync(ShopDb db, CancellationToken ct) =>
        db.Database.SqlQuery<string>($"SELECT type || ' ' || name || char(10) || coalesce(sql, '') AS Value FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'").ToListAsync(ct);

    private async Task<int> DifferencesAsync(string folder, CancellationToken ct)
    {
        await using var db = SqliteConnections.Open(folder, services);
        var differences = await Books.CheckAsync(db, ct);
        return differences.FirstOrDefault(d => d.What == "file.integrity") is { } broken
            ? throw new Refusal("backup.broken", "The database in this backup is damaged: {0}", broken.Kept)
            : differences.Count;
    }

    /// <summary>Pictures and keys are added, never changed: a picture's name tells its content, and keys that were in use must still open what they closed.</summary>
    private void AddFiles()
    {
        foreach (var folder in BackupFile.Folders.Where(f => Directory.Exists(Path.Combine(Folder, f))))
        {
            var to = Directory.CreateDirectory(Path.Combine(data.Path, folder)).FullName;
            foreach (var file in Directory.EnumerateFiles(Path.Combine(Folder, folder)))
                if (Path.Combine(to, Path.GetFileName(file)) is var path && !File.Exists(path)) File.Copy(file, path);
        }
    }

    /// <summary>
    /// Raises the stamps of the preview above the living shop's, so that every process sees that all it knows is old; and forgets the long work that was
    /// under way when it was copied, the making of the backup itself.
    /// </summary>
    private async Task AgeAsync(CancellationToken ct)
    {
        await using var living = SqliteConnections.Open(data.Path, services);
        await using var preview = SqliteConnections.Open(Folder, services);
        await preview.Operations.Where(o => o.State == OperationState.Running).ExecuteDeleteAsync(ct);
        foreach (var stamp in await living.Counters.AsNoTracking().Where(c => c.Name != "order").ToListAsync(ct))
            await preview.Counters.Where(c => c.Name == stamp.Name).ExecuteUpdateAsync(c => c.SetProperty(x => x.Value, x => Math.Max(x.Value, stamp.Value) + 1), ct);
    }
}
