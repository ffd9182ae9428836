// Makes backups of a selling shop, proves each after writing it, lists them, and lets the oldest go.
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Makola.Data.Sqlite;

namespace Makola.Data.Backups;

/// <summary>A backup in the shop's own folder of backups.</summary>
/// <param name="Name">Its file name.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="WrittenAt">When the file was written.</param>
public sealed record StoredBackup(string Name, long Bytes, DateTimeOffset WrittenAt);

/// <summary>The shop's backups. One is a file with the database of one moment, the pictures and the keys (<see cref="BackupFile"/>).</summary>
/// <param name="data">The shop's folder.</param>
/// <param name="services">Where Identity's part of the model finds its options.</param>
/// <param name="clock">The time.</param>
/// <param name="configuration"><c>Shop:Backups</c> names another folder for backups, best on another disk.</param>
public sealed partial class Backups(DataFolder data, IServiceProvider services, TimeProvider clock, IConfiguration configuration)
{
    /// <summary>Begins the names of backups the shop makes by itself; only those are ever let go.</summary>
    public const string Automatic = "nightly-";

    /// <summary>Most backups a list shows.</summary>
    private const int MostListed = 200;

    /// <summary>Nobody writes to a file for so long without a byte: what has no whole name by then was cut off, by a kill or a lost plug.</summary>
    internal static readonly TimeSpan Forgotten = TimeSpan.FromHours(12);

    /// <summary>Where the shop keeps its backups.</summary>
    public string Folder { get; } = Path.GetFullPath(configuration["Shop:Backups"] ?? Path.Combine(data.Path, "backups"));

    /// <summary>
    /// A path in <see cref="Folder"/> for a backup made now: <c>nightly-20261122-030000-log41-ab12cd34ef56.zip</c>. It says where the log of staff's deeds ends,
    /// so that a log whose end is cut off later can be told by it.
    /// </summary>
    /// <param name="beginning">Of the name.</param>
    /// <param name="ct">Stops it.</param>
    /// <param name="folder">Where the database lies; null for the living one.</param>
    public async Task<string> NewPathAsync(string beginning, CancellationToken ct, string? folder = null)
    {
        await using var db = SqliteConnections.Open(folder ?? data.Path, services);
        var head = await AuditLog.HeadAsync(db, ct);
        return Path.Combine(Folder, $"{beginning}{clock.GetUtcNow():yyyyMMdd-HHmmss}{(head is null ? "" : $"-log{head}")}.zip");
    }

    /// <summary>The backups in the folder, newest first, at most 200.</summary>
    public IReadOnlyList<StoredBackup> List() => [.. ListIn(Folder).OrderByDescending(b => b.WrittenAt).ThenBy(b => b.Name, StringComparer.Ordinal).Take(MostListed)];

    /// <summary>When the shop last made a backup by itself. Before the first, the shop's own age, so that a machine that is off at night gets its first one too.</summary>
    public DateTimeOffset LastAutomatic => List().FirstOrDefault(b => b.Name.StartsWith(Automatic, StringComparison.Ordinal))?.WrittenAt
        ?? File.GetCreationTimeUtc(Path.Combine(data.Path, BackupFile.Database));

    /// <summary>The path of a listed backup; null when there is none of that name.</summary>
    public string? PathOf(string? name) => List().FirstOrDefault(b => b.Name == name) is { } found ? Path.Combine(Folder, found.Name) : null;

    /// <summary>
    /// Writes the whole shop into a file while it sells. The copy's integrity and Books are checked, and the file is read again and compared, before it gets its
    /// name; whatever goes wrong, a file that was there before stays.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>What is in it.</returns>
    /// <exception cref="Refusal"><c>backup.space</c>, <c>backup.write</c> or <c>backup.broken</c>.</exception>
    public async Task<BackupManifest> WriteAsync(string path, OperationProgress progress, CancellationToken ct)
    {
        ClearLeft(Path.GetDirectoryName(Path.GetFullPath(path))!, Forgotten); // Before the question for space: it may be what takes it.
        using var room = new WorkRoom(data, "backup");
        RequireSpace(room.Path, 2 * LivingBytes());
        DatabaseCopy.Out(Path.Combine(data.Path, BackupFile.Database), Path.Combine(room.Path, BackupFile.Database), (done, total) => progress.Report("Copying the database", done, total), ct);
        return await PackAsync(room.Path, path, progress, ct);
    }

    /// <summary>Packs a copied database, with the shop's pictures and keys, and proves the file.</summary>
    internal async Task<BackupManifest> PackAsync(string copy, string path, OperationProgress progress, CancellationToken ct)
    {
        progress.Report("Checking the copy");
        BackupManifest manifest;
        await using (var db = SqliteConnections.Open(copy, services))
        {
            var differences = await Books.CheckAsync(db, ct);
            if (differences.FirstOrDefault(d => d.What == "file.integrity") is { } broken)
                throw new Refusal("backup.broken", "The shop's database is damaged, so no backup was made: {0} Bring back the last good one.", broken.Kept);
            var migration = (await db.Database.GetAppliedMigrationsAsync(ct)).Last();
            manifest = new(BackupFile.Format, clock.GetUtcNow(), migration, await ShopFigures.ReadAsync(db, ct), differences.Count, []);
        }

        var files = new List<(string Name, string Path)> { (BackupFile.Database, Path.Combine(copy, BackupFile.Database)) };
        foreach (var folder in BackupFile.Folders.Select(f => new DirectoryInfo(Path.Combine(data.Path, f))).Where(f => f.Exists))
            files.AddRange(folder.EnumerateFiles().OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => ($"{folder.Name}/{f.Name}", f.FullName)));
        return await PackFilesAsync(path, manifest, files, progress, ct);
    }

    /// <summary>
    /// Packs the database of an older program as it is, for who wants to go back: to that program with the file in it put in the place of <c>shop.db</c>, or into this
    /// one like any other backup.
    /// </summary>
    /// <param name="database">A copy of the database nobody uses.</param>
    /// <param name="path">The file.</param>
    /// <param name="differences">How many its Books have.</param>
    /// <param name="ct">Stops it.</param>
    internal async Task PackOldAsync(string database, string path, int differences, CancellationToken ct)
    {
        BackupManifest manifest;
        using (var old = DatabaseCopy.Open(database, Microsoft.Data.Sqlite.SqliteOpenMode.ReadOnly))
            manifest = new(BackupFile.Format, clock.GetUtcNow(), DatabaseCopy.Migrations(old)[^1], ShopFigures.ReadOld(old), differences, []);
        await PackFilesAsync(path, manifest, [(BackupFile.Database, database)], new OperationProgress(), ct);
    }

    private static async Task<BackupManifest> PackFilesAsync(string path, BackupManifest manifest, List<(string Name, string Path)> files, OperationProgress progress, CancellationToken ct)
    {
        var part = path + ".part";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite, Options = FileOptions.Asynchronous };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            await using (var file = new FileStream(part, options))
            {
                manifest = await WriteArchiveAsync(file, manifest, files, progress, ct);
                await BackupFile.SealAsync(file, ct);
                await ProveAsync(file, progress, ct);
            }

            File.Move(part, path, overwrite: true);
            return manifest;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new Refusal("backup.write", "The backup could not be written to {0}: {1}", path, fault.Message);
        }
        finally
        {
            Discard(part);
        }
    }

    /// <summary>Deletes what was cut off before it was a whole backup, in a folder of backups or of copies. Only files with the kinds of names the shop gives.</summary>
    /// <param name="folder">The folder, which need not be there.</param>
    /// <param name="age">For how long nobody has written to it.</param>
    /// <param name="beginning">Of the names; null for all kinds.</param>
    internal static void ClearLeft(string folder, TimeSpan age, string? beginning = null)
    {
        if (!Directory.Exists(folder)) return;
        foreach (var left in new DirectoryInfo(folder).GetFiles($"{beginning}*.zip.part").Where(f => Begun().IsMatch(f.Name) && f.LastWriteTimeUtc <= DateTime.UtcNow - age)) Discard(left.FullName);
    }

    /// <summary>Deletes a file that was begun. Where that fails, why it did not become whole is what somebody must hear; the next backup tries again.</summary>
    internal static void Discard(string part)
    {
        try
        {
            File.Delete(part);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Its folder is gone or was never there, or its disk takes no changes any more.
        }
    }

    /// <summary>Lets those automatic backups go that the rule does not keep. One that is damaged counts for nothing and stays until somebody deletes it.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="zone">The shop's, since a day is the shop's day.</param>
    /// <param name="folder">Where; null for the folder of backups.</param>
    /// <param name="isDamaged">Tells which are.</param>
    public void Prune(KeepRule rule, TimeZoneInfo zone, string? folder = null, Func<StoredBackup, bool>? isDamaged = null)
    {
        var mine = ListIn(folder ?? Folder).Where(b => b.Name.StartsWith(Automatic, StringComparison.Ordinal) && isDamaged?.Invoke(b) != true);
        foreach (var old in rule.Outlived(mine, b => TimeZoneInfo.ConvertTime(b.WrittenAt, zone).DateTime)) File.Delete(Path.Combine(folder ?? Folder, old.Name));
    }

    private static IEnumerable<StoredBackup> ListIn(string folder) => !Directory.Exists(folder) ? [] :
        new DirectoryInfo(folder).EnumerateFiles("*.zip").Select(f => new StoredBackup(f.Name, f.Length, new(f.LastWriteTimeUtc)));

    /// <summary>Size of the living database with its log, bytes.</summary>
    internal long LivingBytes() => new DirectoryInfo(data.Path).EnumerateFiles(BackupFile.Database + "*").Sum(f => f.Length);

    /// <summary>Refuses when a disk has not that much space left, with a tenth more for what is written meanwhile.</summary>
    internal static void RequireSpace(string folder, long bytes)
    {
        var free = DataFolder.FreeAt(folder);
        if (free < bytes + (bytes / 10))
            throw new Refusal("backup.space", "There is not enough space on the disk: {0:N0} MB are needed, {1:N0} MB are free. Make room and try again.", (bytes >> 20) + 1, free >> 20);
    }

    private static async Task<BackupManifest> WriteArchiveAsync(FileStream file, BackupManifest manifest, List<(string Name, string Path)> files, OperationProgress progress, CancellationToken ct)
    {
        await using var archive = await ZipArchive.CreateAsync(file, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, ct);
        archive.Comment = BackupFile.BlankSeal;
        List<BackupEntry> entries = [];
        foreach (var (name, path) in files)
        {
            progress.Report("Packing", entries.Count, files.Count);
            await using var from = TryOpen(path);
            if (from is null) continue; // A picture nobody uses was cleared away meanwhile.
            var packing = name.StartsWith("pictures/", StringComparison.Ordinal) ? CompressionLevel.NoCompression : CompressionLevel.Fastest;
            await using var to = await archive.CreateEntry(name, packing).OpenAsync(ct);
            entries.Add(await CopyAsync(name, from, to, ct));
        }

        manifest = manifest with { Files = entries };
        await using var list = await archive.CreateEntry(BackupFile.ManifestName).OpenAsync(ct);
        await JsonSerializer.SerializeAsync(list, manifest, BackupFile.Json, ct);
        return manifest;
    }

    /// <summary>Reads the written file as a restore would: its seal, and every file in it against its hash.</summary>
    private static async Task ProveAsync(FileStream file, OperationProgress progress, CancellationToken ct)
    {
        var (archive, manifest) = await BackupFile.OpenAsync(file, ct);
        await using var open = archive;
        var done = 0;
        foreach (var expected in manifest.Files)
        {
            progress.Report("Reading it again", done++, manifest.Files.Count);
            await using var from = await archive.GetEntry(expected.Path)!.OpenAsync(ct);
            if (await CopyAsync(expected.Path, from, Stream.Null, ct) != expected) throw new IOException($"{expected.Path} was not written as it was read. Is the disk sound?");
        }
    }

    /// <summary>Copies a file's bytes and says what they are.</summary>
    /// <param name="name">Its name in the backup.</param>
    /// <param name="from">The bytes.</param>
    /// <param name="to">Where they go.</param>
    /// <param name="ct">Stops it.</param>
    /// <param name="most">The most bytes there may be.</param>
    internal static async Task<BackupEntry> CopyAsync(string name, Stream from, Stream to, CancellationToken ct, long most = long.MaxValue)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (buffer, bytes) = (new byte[128 * 1024], 0L);
        int read;
        while ((read = await from.ReadAsync(buffer, ct)) > 0)
        {
            if ((bytes += read) > most) throw new InvalidDataException($"“{name}” is longer than its list of contents says.");
            hash.AppendData(buffer, 0, read);
            await to.WriteAsync(buffer.AsMemory(0, read), ct);
        }

        return new(name, bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static FileStream? TryOpen(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^(nightly|shop|before-restore|before-update)-[0-9]{8}-[0-9]{6}[A-Za-z0-9_-]*\.zip\.part$")]
    private static partial Regex Begun();
}

/// <summary>A folder for the files of one piece of work, gone when it is done. What a killed process left behind goes after a day.</summary>
internal sealed class WorkRoom : IDisposable
{
    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(1);

    /// <summary>Makes it.</summary>
    /// <param name="data">The shop's folder, which has the rights of its owner alone.</param>
    /// <param name="what">What it is for.</param>
    public WorkRoom(DataFolder data, string what)
    {
        var all = Directory.CreateDirectory(System.IO.Path.Combine(data.Path, "work"));
        foreach (var old in all.EnumerateDirectories().Where(d => d.LastWriteTimeUtc < DateTime.UtcNow - Forgotten)) old.Delete(recursive: true);
        Path = all.CreateSubdirectory($"{what}-{Guid.NewGuid():N}").FullName;
    }

    /// <summary>Its path.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
