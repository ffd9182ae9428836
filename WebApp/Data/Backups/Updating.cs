// A new program finds the database of an older one: backed up, brought up to date on a copy, proved, and only then put in its place.
using Makola.Data.Sqlite;
using Microsoft.Data.Sqlite;

namespace Makola.Data.Backups;

/// <summary>
/// Brings the shop's database up to date with a way back. Until the last step nothing of it has changed, byte for byte; the last step is one transaction
/// of SQLite, so that a lost plug leaves the old database or the new one, never half of each. Nobody else can open the database meanwhile.
/// </summary>
/// <param name="data">The shop's folder.</param>
/// <param name="backups">Where the old database is kept.</param>
/// <param name="factory">Knows the program's own list of changes.</param>
/// <param name="services">Where Identity's part of the model finds its options.</param>
/// <param name="clock">The time.</param>
/// <param name="configuration"><c>Shop:UpdateWithDifferences=true</c> updates a shop whose Books had differences before.</param>
public sealed class Updating(DataFolder data, Backups backups, IDbContextFactory<ShopDb> factory, IServiceProvider services, TimeProvider clock, IConfiguration configuration)
{
    /// <summary>Begins the names of backups made before an update. They hold the database alone: an update touches no picture and no key.</summary>
    public const string Beginning = "before-update-";

    private const string Room = "update";

    /// <summary>How much of the disk it needs, in sizes of the database: two copies, the backup, and SQLite's own log of the last step.</summary>
    private const int Sizes = 5;

    private string Living => Path.Combine(data.Path, BackupFile.Database);

    /// <summary>Does it, where it is to be done. A new database is left alone: there is nothing in it to lose. Costs a few milliseconds when nothing is pending.</summary>
    /// <param name="say">Told what happens, a line each.</param>
    /// <param name="ct">Stops it, as long as nothing has changed.</param>
    /// <exception cref="Refusal">It was not updated, with the reason and what to do; the database is as it was.</exception>
    public async Task BringUpToDateAsync(Action<string> say, CancellationToken ct)
    {
        if (!File.Exists(Living) || Pending(() => DatabaseCopy.Open(Living, SqliteOpenMode.ReadWrite)).Count == 0) return;

        string? kept = null;
        try
        {
            using var alone = DatabaseCopy.Alone(Living);
            var pending = Pending(() => alone, dispose: false);
            if (pending.Count == 0) return; // Another program did it, while this one waited for its turn.
            say($"Makola: this shop's database is of an older program. Bringing it up to date on a copy ({pending.Count} {(pending.Count == 1 ? "change" : "changes")})…");
            ClearLeft();
            Backups.RequireSpace(data.Path, Sizes * backups.LivingBytes());
            using WorkRoom old = new(data, Room), next = new(data, Room);
            var (before, after) = (Path.Combine(old.Path, BackupFile.Database), Path.Combine(next.Path, BackupFile.Database));
            DatabaseCopy.Out(alone, before);
            File.Copy(before, after);
            var differences = await ProveAsync(next.Path, ct);
            kept = await KeepAsync(before, differences, pending[^1], ct); // Only now: a start that fails again and again must not fill the disk with backups.
            DatabaseCopy.Over(after, alone);
            say($"Makola: the database is up to date and its Books are proved. The old one is kept in {kept}.");
        }
        catch (ShopBusyException)
        {
            throw new Refusal("update.busy", "The shop was not updated: another program has its database open, perhaps the shop itself as it ran before. Stop that first, then start this one again. Nothing has changed.");
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            throw new Refusal("update.failed", "The shop was not updated: {0}\nNothing has changed: the database is as it was{1}.\nWhat to do: start the program you had before; the shop works with it as it did. If it is space or another program that is in the way, mend that and start this one again; else send these lines to whoever looks after your shop.",
                fault.GetBaseException().Message, kept is null ? "" : $", and is kept in {kept} as well");
        }
    }

    /// <summary>Deletes what a killed update left behind; nobody else is at it.</summary>
    private void ClearLeft()
    {
        foreach (var left in Directory.GetDirectories(Directory.CreateDirectory(Path.Combine(data.Path, "work")).FullName, Room + "-*")) Directory.Delete(left, recursive: true);
        Backups.ClearLeft(backups.Folder, TimeSpan.Zero, Beginning);
        Backups.ClearLeft(backups.Folder, Backups.Forgotten);
    }

    /// <summary>Brings the copy up to date and proves its Books.</summary>
    /// <returns>How many differences there are, where they are allowed.</returns>
    private async Task<int> ProveAsync(string folder, CancellationToken ct)
    {
        await using var db = SqliteConnections.Open(folder, services);
        await db.Database.MigrateAsync(ct);
        var differences = await Books.CheckAsync(db, ct);
        if (differences.FirstOrDefault(d => d.What == "file.integrity") is { } broken) throw new Refusal("update.broken", "its database is damaged ({0}). Bring back the last good backup.", broken.Kept);
        if (differences.Count == 0 || configuration.GetValue<bool>("Shop:UpdateWithDifferences")) return differences.Count;
        throw new Refusal("update.books", "its Books would have {0}: {1}.\nIf they were there before – “books” of the program you had says so – this program takes the shop as it is when it is started once with --Shop:UpdateWithDifferences=true.",
            differences.Count == 1 ? "a difference" : $"{differences.Count} differences", string.Join("; ", differences.Take(3)));
    }

    /// <summary>Keeps the old database as a backup: the one that a start before this made, where that did not come to its end and the shop has not changed since.</summary>
    /// <returns>Its file.</returns>
    private async Task<string> KeepAsync(string before, int differences, string last, CancellationToken ct)
    {
        BackupEntry old;
        await using (var from = File.OpenRead(before)) old = await Backups.CopyAsync(BackupFile.Database, from, Stream.Null, ct);
        foreach (var there in Directory.CreateDirectory(backups.Folder).GetFiles($"{Beginning}*-{last}.zip").OrderByDescending(f => f.Name, StringComparer.Ordinal).Select(f => f.FullName))
            if (await HoldsAsync(there, old, ct)) return there;
        var kept = Path.Combine(backups.Folder, $"{Beginning}{clock.GetUtcNow():yyyyMMdd-HHmmss}-{last}.zip");
        await backups.PackOldAsync(before, kept, differences, ct);
        return kept;
    }

    private static async Task<bool> HoldsAsync(string backup, BackupEntry database, CancellationToken ct)
    {
        try
        {
            await using var file = File.OpenRead(backup);
            var (archive, manifest) = await BackupFile.OpenAsync(file, ct);
            await archive.DisposeAsync();
            return manifest.Files.Contains(database);
        }
        catch (Exception fault) when (fault is Refusal or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>What this program would change in a database; nothing for a new one.</summary>
    /// <exception cref="Refusal"><c>update.newer</c>, <c>update.unreadable</c>.</exception>
    private IReadOnlyList<string> Pending(Func<SqliteConnection> open, bool dispose = true)
    {
        SqliteConnection? database = null;
        try
        {
            database = open();
            var applied = DatabaseCopy.Migrations(database);
            if (applied.Count == 0) return [];
            using var model = factory.CreateDbContext(); // Opens nothing: the list of changes is in the program.
            var known = model.Database.GetMigrations().ToList();
            if (applied.Except(known).LastOrDefault() is { } newer)
                throw new Refusal("update.newer", "This shop's database was made by a newer program (its change {0} is unknown here). Start that program. Nothing has changed.", newer);
            return [.. known.Except(applied)];
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode is not (SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED))
        {
            throw new Refusal("update.unreadable", "The shop's database {0} cannot be read: {1}\nWhat to do: look whether its disk is sound and has room; if it is, bring back the last good backup.", Living, fault.Message);
        }
        catch (SqliteException)
        {
            throw new ShopBusyException();
        }
        finally
        {
            if (dispose) database?.Dispose();
        }
    }
}
