// What is known of the backups beside their files: when each was last opened and checked, and how copying them elsewhere went.
using System.Text.Json;
using Makola.Data.Sqlite;

namespace Makola.Data.Backups;

/// <summary>What came of opening and checking a backup.</summary>
/// <param name="Name">Its file name.</param>
/// <param name="Bytes">Its size then; a file of another size is another file.</param>
/// <param name="At">When.</param>
/// <param name="Fault">What is wrong with it; null when it is whole.</param>
/// <param name="Differences">How many its Books had when it was made.</param>
public sealed record BackupCheck(string Name, long Bytes, DateTimeOffset At, string? Fault, int Differences);

/// <summary>What came of copying a backup elsewhere.</summary>
/// <param name="Way">"Folder" or "Command".</param>
/// <param name="Name">The backup's file name.</param>
/// <param name="At">When.</param>
/// <param name="IsDone">Whether it is there.</param>
/// <param name="Said">In words; of a command, the last line it printed.</param>
/// <param name="Took">How long it took.</param>
public sealed record BackupCopied(string Way, string Name, DateTimeOffset At, bool IsDone, string Said, TimeSpan Took);

/// <summary>Keeps them in a small file in the shop's folder. Lost, everything is checked anew.</summary>
/// <param name="data">The shop's folder.</param>
/// <param name="backups">The backups.</param>
/// <param name="clock">The time.</param>
public sealed class BackupNotes(DataFolder data, Backups backups, TimeProvider clock)
{
    /// <summary>How long a check is good: disks forget silently.</summary>
    public static readonly TimeSpan Good = TimeSpan.FromDays(7);

    private readonly Lock gate = new();
    private Kept? kept;

    private string File => Path.Combine(data.Path, "backups.json");

    /// <summary>What is known of a backup; null when it was not checked yet.</summary>
    public BackupCheck? Of(StoredBackup backup)
    {
        lock (gate) return Read().Checks.FirstOrDefault(c => c.Name == backup.Name && c.Bytes == backup.Bytes);
    }

    /// <summary>The last copy of each way, by name of the way.</summary>
    public IReadOnlyList<BackupCopied> Copies
    {
        get
        {
            lock (gate) return Read().Copies;
        }
    }

    /// <summary>The next one to be checked: never yet, or longest ago; null when all checks are good.</summary>
    public StoredBackup? Next() => backups.List().Select(b => (Backup: b, Check: Of(b))).Where(x => x.Check is null || clock.GetUtcNow() - x.Check.At > Good)
        .OrderBy(x => x.Check?.At ?? DateTimeOffset.MinValue).ThenBy(x => x.Backup.Name, StringComparer.Ordinal).Select(x => x.Backup).FirstOrDefault();

    /// <summary>Notes that one was proved when it was made.</summary>
    /// <param name="path">The file.</param>
    /// <param name="differences">How many its Books had.</param>
    public void Proved(string path, int differences) => Note(new BackupCheck(Path.GetFileName(path), new FileInfo(path).Length, clock.GetUtcNow(), null, differences));

    /// <summary>Opens a backup, reads every byte of it against its seal and its list, takes the database out and has SQLite check it; and notes what came of it.</summary>
    public async Task<BackupCheck> CheckAsync(StoredBackup backup, CancellationToken ct)
    {
        var check = new BackupCheck(backup.Name, backup.Bytes, clock.GetUtcNow(), null, 0);
        using var room = new WorkRoom(data, "check"); // Where none can be made, that is not the backup's fault.
        try
        {
            await using var file = System.IO.File.OpenRead(Path.Combine(backups.Folder, backup.Name));
            var (archive, manifest) = await BackupFile.OpenAsync(file, ct);
            await using var open = archive;
            Backups.RequireSpace(room.Path, manifest.Files.Single(f => f.Path == BackupFile.Database).Bytes);
            var database = Path.Combine(room.Path, BackupFile.Database);
            foreach (var expected in manifest.Files)
            {
                await using var from = await (archive.GetEntry(expected.Path) ?? throw new InvalidDataException($"{expected.Path} is missing in it.")).OpenAsync(ct);
                await using var to = expected.Path == BackupFile.Database ? System.IO.File.Create(database) : Stream.Null;
                if (await Backups.CopyAsync(expected.Path, from, to, ct, expected.Bytes) != expected) throw new InvalidDataException($"{expected.Path} is not what was written.");
            }

            check = check with { Differences = manifest.Differences, Fault = DatabaseCopy.Fault(database) };
        }
        catch (Refusal space) when (space.Code == "backup.space")
        {
            throw; // That is not the backup's fault.
        }
        catch (Exception fault) when (fault is Refusal or InvalidDataException or IOException or Microsoft.Data.Sqlite.SqliteException)
        {
            check = check with { Fault = fault.Message };
        }
        catch (UnauthorizedAccessException fault)
        {
            check = check with { Fault = $"The shop may not read it: {fault.Message} Give the file to the user the shop runs as." };
        }

        Note(check);
        return check;
    }

    /// <summary>Notes how a copy went, in the place of the last one of its way.</summary>
    public void Note(BackupCopied copied) => Change(k => k with { Copies = [.. k.Copies.Where(c => c.Way != copied.Way).Append(copied).OrderBy(c => c.Way, StringComparer.Ordinal)] });

    private void Note(BackupCheck check)
    {
        var there = backups.List().Select(b => b.Name).ToHashSet();
        Change(k => k with { Checks = [.. k.Checks.Where(c => c.Name != check.Name && there.Contains(c.Name)).Append(check)] });
    }

    private void Change(Func<Kept, Kept> change)
    {
        lock (gate)
        {
            kept = change(Read());
            System.IO.File.WriteAllBytes(File + ".part", JsonSerializer.SerializeToUtf8Bytes(kept, BackupFile.Json));
            System.IO.File.Move(File + ".part", File, overwrite: true);
        }
    }

    private Kept Read()
    {
        if (kept is not null) return kept;
        try
        {
            return kept = System.IO.File.Exists(File) && JsonSerializer.Deserialize<Kept>(System.IO.File.ReadAllBytes(File), BackupFile.Json) is { Checks: not null, Copies: not null } read ? read : new([], []);
        }
        catch (JsonException)
        {
            return kept = new([], []);
        }
    }

    private sealed record Kept(IReadOnlyList<BackupCheck> Checks, IReadOnlyList<BackupCopied> Copies);
}
