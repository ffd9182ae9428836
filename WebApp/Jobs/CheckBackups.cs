// Disks forget silently: old backups are opened again, before somebody needs one.
using Makola.Data.Backups;

namespace Makola.Jobs;

/// <summary>Opens one backup an hour that was not checked for a week, or never, and notes what came of it.</summary>
public sealed class CheckBackups(BackupNotes notes, TimeProvider clock, ILogger<CheckBackups> log) : Job(TimeSpan.FromHours(1), clock, log, after: TimeSpan.FromMinutes(2))
{
    /// <inheritdoc/>
    public override JobWords Words { get; } = new("Old backups", "Opens each backup once a week, reads every byte of it and has its database checked.");

    /// <inheritdoc/>
    protected override async Task RunOnceAsync(CancellationToken ct)
    {
        if (notes.Next() is not { } backup) return;
        if (await notes.CheckAsync(backup, ct) is { Fault: { } fault }) log.LogError("The backup {Name} is damaged: {Fault}", backup.Name, fault);
        if (notes.Next() is not null) Wake();
    }
}
