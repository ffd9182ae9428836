// Looks whether the shop is well: once for machines (/health/ready), once for people (/office/system), by the same rules.
using System.Globalization;
using Makola.Data.Backups;
using Makola.Jobs;

namespace Makola.Domain.Upkeep;

/// <summary>The checkup.</summary>
/// <param name="factory">The database.</param>
/// <param name="data">The shop's folder.</param>
/// <param name="backups">Its backups.</param>
/// <param name="notes">Whether they are whole.</param>
/// <param name="copies">Whether they lie elsewhere too.</param>
/// <param name="jobs">What happens by itself.</param>
/// <param name="watch">Whether the clock was set.</param>
/// <param name="clock">The time.</param>
public sealed class Checkup(IDbContextFactory<ShopDb> factory, DataFolder data, Backups backups, BackupNotes notes, BackupCopies copies, JobRoom jobs, ClockWatch watch, TimeProvider clock)
{
    /// <summary>With less of the disk free somebody should make room. Bytes.</summary>
    public const long FewFree = 1L << 30;

    /// <summary>With room for fewer days somebody should make room.</summary>
    private const int FewDays = 30;

    /// <summary>A message that is due for longer is stuck, and a row dated further ahead shows that the clock is behind.</summary>
    private static readonly TimeSpan Stuck = TimeSpan.FromMinutes(15), Ahead = TimeSpan.FromMinutes(2);

    /// <summary>How long an answer for machines is good, and how long a disk or a database may take for one.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1), Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan FolderFresh = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    private (long At, Task<IReadOnlyList<Finding>> Findings)? needed;
    private (long At, long Bytes, long OfBackups)? folder;

    /// <summary>
    /// Looks at what the shop cannot sell without: a database that answers and is up to date, and a data folder with room that can be written to. Looked
    /// at once a second at most, however often it is asked; what does not answer in time is ill.
    /// </summary>
    public async Task<IReadOnlyList<Finding>> NeededAsync()
    {
        Task<IReadOnlyList<Finding>> findings;
        lock (gate)
        {
            // One that hangs is waited for again instead of beginning another beside it.
            if (needed is not { } known || (known.Findings.IsCompleted && clock.GetElapsedTime(known.At) > Fresh)) needed = (clock.GetTimestamp(), Task.Run(LookAtNeededAsync));
            findings = needed.Value.Findings;
        }

        try
        {
            return await findings.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            return [new("Database", Health.Ill, $"Disk or database did not answer within {Spoken.Time(Patience)}.", "Look whether the disk is sound and whether another program keeps it busy.")];
        }
    }

    /// <summary>Looks at everything: what the shop needs, and what its owner should know in time.</summary>
    /// <param name="db">The shop.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>What was found, and the database's own figures.</returns>
    public async Task<(IReadOnlyList<Finding> Findings, ShopState State)> AllAsync(ShopDb db, ShopSettings settings, CancellationToken ct)
    {
        var (machine, state, now) = (await NeededAsync(), await ShopState.ReadAsync(db, clock.GetUtcNow(), ct), clock.GetUtcNow());
        return ([.. machine.Where(f => f.Name != DiskName), Disk(state, now), LastBackup(settings, now), Outbox(state, now), Jobs(), Clock(state, settings, now)], state);
    }

    private const string DiskName = "Disk";

    private async Task<IReadOnlyList<Finding>> LookAtNeededAsync() => [await DatabaseAsync(), Room(), Folder()];

    private async Task<Finding> DatabaseAsync()
    {
        const string name = "Database";
        try
        {
            await using var db = await factory.CreateDbContextAsync();
            var applied = await db.Database.SqlQuery<string>($"SELECT MigrationId AS Value FROM __EFMigrationsHistory").ToListAsync();
            var missing = db.Database.GetMigrations().Except(applied).Count();
            return missing == 0
                ? new(name, Health.Well, "It answers and is up to date.")
                : new(name, Health.Ill, $"It answers and is not up to date: {missing} {(missing == 1 ? "change" : "changes")} of this program {(missing == 1 ? "is" : "are")} missing.", "Start the shop again: it brings its database up to date.");
        }
        catch (Exception fault) when (fault is System.Data.Common.DbException or IOException or InvalidOperationException)
        {
            return new(name, Health.Ill, "It does not answer.", "Start the shop again, and read what it says. If that does not help, bring the last backup back.");
        }
    }

    /// <summary>The disk as machines are told of it: enough, or not.</summary>
    private Finding Room()
    {
        var free = data.Free;
        return free >= DataFolder.LeastFree ? new(DiskName, Health.Well, $"{Spoken.Size(free)} are free.")
            : new(DiskName, Health.Ill, $"Only {Spoken.Size(free)} are free; {Spoken.Size(DataFolder.LeastFree)} are needed.", MakeRoom);
    }

    private const string MakeRoom = "Delete old backups, or what else fills the disk; a larger disk is the lasting way.";

    private Finding Folder()
    {
        const string name = "Data folder";
        try
        {
            using var probe = new FileStream(Path.Combine(data.Path, ".health"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            probe.Write(new byte[4096]);
            return new(name, Health.Well, "It can be written to.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new(name, Health.Ill, "It cannot be written to.", "Look whether its disk is full or was made read-only, and whether the folder belongs to the user the shop runs as.");
        }
    }

    private Finding Disk(ShopState state, DateTimeOffset now)
    {
        var (free, (used, ofBackups)) = (data.Free, UsedInFolder());
        var daily = state.Since is { } since && now - since > TimeSpan.FromDays(1) ? used / (now - since).TotalDays : 0;
        var days = daily > 0 ? free / daily : double.PositiveInfinity;
        var said = $"{Spoken.Size(free)} are free. The shop takes {Spoken.Size(used)}, {(ofBackups == 0 ? "without its backups" : $"of it {Spoken.Size(ofBackups)} for backups")}"
            + (daily > 0 ? $", and grew by {Spoken.Size((long)daily)} a day: enough for {(days > 730 ? "years" : string.Create(CultureInfo.InvariantCulture, $"{days:N0} days"))}." : ".");
        return free < DataFolder.LeastFree ? new(DiskName, Health.Ill, said, MakeRoom)
            : free < FewFree || days < FewDays ? new(DiskName, Health.Watch, said, MakeRoom, BackUp.Address)
            : new(DiskName, Health.Well, said);
    }

    private Finding LastBackup(ShopSettings settings, DateTimeOffset now)
    {
        const string name = "Backup";
        var all = backups.List();
        var damaged = all.Where(b => notes.Of(b) is { Fault: not null }).ToList();
        var said = all is not [var last, ..] ? "There is no backup yet." : $"The last one was made {Spoken.Time(now - last.WrittenAt)} ago ({Spoken.Size(last.Bytes)}){notes.Of(last) switch
        {
            null => " and not checked yet.",
            { Fault: not null } => " and is damaged.",
            { Differences: 0 } check => $", and opened and checked {Spoken.Time(now - check.At)} ago: it is whole, its Books have no differences.",
            var check => $", and opened and checked {Spoken.Time(now - check.At)} ago: it is whole, but its Books have {check.Differences} differences.",
        }}";
        if (damaged.Count > 0) return new(name, Health.Ill, $"{(damaged.Count == 1 ? "1 backup is" : $"{damaged.Count} backups are")} damaged: the disk may be failing. {said}", "Back up now, to another disk if you can, and delete what is damaged.", BackUp.Address);
        if (BackUp.IsMissing(backups, settings, now)) return new(name, Health.Ill, $"The last nightly backup is missing. {said}", "Back up now, and read why the last one failed.", BackUp.Address);
        if (settings.BackupHour is null) return new(name, Health.Watch, $"The shop is not backed up by itself. {said}", "Choose an hour for it.", BackUp.Address);
        var elsewhere = copies.Last;
        if (elsewhere.FirstOrDefault(c => !c.IsDone) is { } failed) return new(name, Health.Watch, $"The last copy elsewhere failed: {failed.Said} {said}", "Read why, and mend it.", BackUp.Address);
        if (elsewhere.FirstOrDefault(c => backups.LastAutomatic - c.At > CopyLate) is { } late) return new(name, Health.Watch, $"The last nightly backup was not copied elsewhere: the last copy was made {Spoken.Time(now - late.At)} ago. {said}", "Back up now, and read what comes of the copy.", BackUp.Address);
        return new(name, Health.Well, $"{said}{string.Concat(elsewhere.Select(c => $" Copied elsewhere {Spoken.Time(now - c.At)} ago: {c.Said}"))}");
    }

    /// <summary>A nightly backup that is so much newer than the last copy of one was never copied: something cut each copy off.</summary>
    private static readonly TimeSpan CopyLate = TimeSpan.FromDays(1);

    private static Finding Outbox(ShopState state, DateTimeOffset now)
    {
        const string name = "Mail";
        var waiting = state.MailWaiting switch { 0 => "No mail waits.", 1 => "1 mail waits to be sent.", var many => string.Create(CultureInfo.InvariantCulture, $"{many:N0} mails wait to be sent.") };
        if (state.MailDueSince is { } due && now - due > Stuck)
            return new(name, Health.Ill, $"{waiting} The first was due {Spoken.Time(now - due)} ago.", "Look whether the mail server is set up and answers.", "/office/settings/mail");
        return state.MailFailed == 0 ? new(name, Health.Well, waiting)
            : new(name, Health.Watch, $"{(state.MailFailed == 1 ? "1 mail" : string.Create(CultureInfo.InvariantCulture, $"{state.MailFailed:N0} mails"))} could not be sent. {waiting}", "Read why, and send them again or stop them.", "/office/mail?state=Failed");
    }

    private Finding Jobs()
    {
        const string name = "Jobs", address = "/office/system/jobs";
        var failing = jobs.All.Where(j => j.State.FailuresInARow > 0).ToList();
        if (failing.Count == 0) return new(name, Health.Well, $"All {jobs.All.Count} jobs do their work.");
        var said = string.Join(" ", failing.Select(j => $"“{j.Words.Name}” failed {j.State.FailuresInARow switch { 1 => "the last time", var times => $"{times} times in a row" }}."));
        return new(name, failing.Exists(j => j.State.FailuresInARow >= Often) ? Health.Ill : Health.Watch, said, "Read why, mend it, and run it again.", address);
    }

    /// <summary>A job that failed so often in a row will not mend by itself.</summary>
    private const int Often = 3;

    private Finding Clock(ShopState state, ShopSettings settings, DateTimeOffset now)
    {
        const string name = "Clock", setIt = "Set the machine’s clock, best by a time service (chrony, systemd-timesyncd, Windows Time).";
        watch.Look();
        if (state.Latest - now is { } ahead && ahead > Ahead)
            return new(name, Health.Ill, $"It is behind: something in the shop happened {Spoken.Time(ahead)} later than it says now.", setIt);
        if (state.Built > now) return new(name, Health.Ill, $"It is behind: this program was made {Spoken.Time(state.Built - now)} later than it says now.", setIt);
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(settings.TimeZone, out _))
            return new(name, Health.Watch, $"This machine does not know the shop’s time zone {settings.TimeZone}; times are shown in UTC.", "Install the machine’s time zones (tzdata), or choose another zone.", "/office/settings");
        if (watch.Step is { } step && now - step.At < TimeSpan.FromDays(1))
            return new(name, Health.Watch, $"It was set {(step.By < TimeSpan.Zero ? "back" : "forward")} by {Spoken.Time(step.By)}, {Spoken.Time(now - step.At)} ago{(step.By > TimeSpan.Zero ? ", or the machine slept" : "")}.", setIt);
        return new(name, Health.Well, $"Nothing in the shop is dated later than now, and it was not set while the shop ran. In the shop’s zone it is {TimeZoneInfo.ConvertTime(now, settings.Zone()).ToString("HH:mm", CultureInfo.InvariantCulture)}.");
    }

    /// <summary>What the shop's files take, counted anew every ten minutes: a shop has tens of thousands of pictures.</summary>
    private (long Bytes, long OfBackups) UsedInFolder()
    {
        if (folder is { } known && clock.GetElapsedTime(known.At) < FolderFresh) return (known.Bytes, known.OfBackups);
        var (all, ofBackups) = (BytesIn(data.Path), BytesIn(backups.Folder));
        if (!Path.GetRelativePath(data.Path, backups.Folder).StartsWith("..", StringComparison.Ordinal)) all -= ofBackups;
        folder = (clock.GetTimestamp(), all + ofBackups, ofBackups);
        return (all + ofBackups, ofBackups);
    }

    private static long BytesIn(string path)
    {
        var bytes = 0L;
        if (!Directory.Exists(path)) return bytes;
        foreach (var file in new DirectoryInfo(path).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }))
        {
            try
            {
                bytes += file.Length;
            }
            catch (FileNotFoundException)
            {
                // Gone meanwhile, as files under way are.
            }
        }

        return bytes;
    }
}
