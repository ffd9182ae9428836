// The backup nobody has to think of.
using Makola.Data.Backups;

namespace Makola.Jobs;

/// <summary>Backs the shop up once a day at the hour its owner chose, or as soon as it runs again after it missed one; tries one that failed or was cut off again; keeps those of the days, weeks and months he wants.</summary>
public sealed class BackUp(IDbContextFactory<ShopDb> factory, Backups backups, BackupNotes notes, BackupCopies copies, Operations operations, TimeProvider clock, ILogger<BackUp> log) : Job(TimeSpan.FromMinutes(5), clock, log, after: TimeSpan.FromSeconds(20))
{
    /// <inheritdoc/>
    public override JobWords Words { get; } = new("Nightly backup", "Looks whether the nightly backup is due or was missed, and makes it.");

    /// <summary>How often it is tried until the next one is due. What did not go well by then needs somebody.</summary>
    private const int MostTries = 5;

    /// <summary>From the beginning of one that failed or was stopped to the next try: a disk that is full for a while has room again.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    private long? last;

    /// <inheritdoc/>
    protected override async Task RunOnceAsync(CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        var settings = await db.Settings.AsNoTracking().SingleAsync(ct);
        if (settings.BackupHour is not { } hour || (last is { } id && operations.Find(id) is not null)) return;
        var (now, due) = (Clock.GetUtcNow(), DueAt(Clock.GetUtcNow(), hour, settings.Zone()));
        if (backups.LastAutomatic >= due) return;
        var tries = await db.Operations.Where(o => o.Page == Address && o.Title == Title && o.StartedAt >= due).OrderByDescending(o => o.Id).Take(MostTries).Select(o => new { o.State, o.StartedAt }).ToListAsync(ct);
        // One that is done and whose file is gone was deleted by somebody: that is no reason for another.
        if (tries.Count == MostTries || tries.Exists(t => t.State == OperationState.Done || now - t.StartedAt < Pause)) return;

        var (rule, zone) = (RuleOf(settings), settings.Zone());
        last = await operations.StartAsync(Title, Address, new Deed(Actor.Shop("shop"), Title, Clock.GetUtcNow()), async (_, progress, stop) =>
        {
            var said = await WriteAsync(backups, notes, copies, Backups.Automatic, rule, zone, progress, stop);
            backups.Prune(rule, zone, isDamaged: b => notes.Of(b) is { Fault: not null });
            return new(said);
        });
    }

    /// <summary>Makes a backup, notes that it was proved, and copies it elsewhere.</summary>
    /// <returns>What came of it, a line each.</returns>
    public static async Task<string> WriteAsync(Backups backups, BackupNotes notes, BackupCopies copies, string beginning, KeepRule rule, TimeZoneInfo zone, OperationProgress progress, CancellationToken ct)
    {
        var path = await backups.NewPathAsync(beginning, ct);
        var manifest = await backups.WriteAsync(path, progress, ct);
        notes.Proved(path, manifest.Differences);
        return string.Join('\n', (IEnumerable<string>)[Said(manifest), .. await copies.CopyAsync(path, rule, zone, progress, ct)]);
    }

    /// <summary>Which backups the owner wants to keep.</summary>
    public static KeepRule RuleOf(ShopSettings settings) => new(settings.BackupDays, settings.BackupWeeks, settings.BackupMonths);

    /// <summary>Address of the page of backups.</summary>
    public const string Address = "/office/system/backup";

    /// <summary>What one begun by hand is called.</summary>
    public const string ByHand = "Backup";

    private const string Title = "Nightly backup";

    /// <summary>True for long work that made a backup, or was to.</summary>
    public static bool IsBackup(Operation operation) => operation.Title is ByHand or Title;

    /// <summary>What came of a backup, in words.</summary>
    public static string Said(BackupManifest manifest) => manifest.Differences == 0
        ? $"{manifest.Shop.Products:N0} goods and {manifest.Shop.Orders:N0} orders are in it. It was read again and its Books have no differences."
        : $"It was written and read again, but the shop's Books have {manifest.Differences:N0} differences. Run “books” to see them.";

    /// <summary>Whether the last backup that was due has had its time and is not there: it failed, or nobody let it end. Asks the folder, not the database.</summary>
    public static bool IsMissing(Backups backups, ShopSettings settings, DateTimeOffset now) =>
        settings.BackupHour is { } hour && backups.LastAutomatic < DueAt(now - Grace, hour, settings.Zone());

    /// <summary>How long a backup may take before it is missed.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromHours(2);

    /// <summary>The last moment at which a backup was due.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="hour">0 to 23, in the shop's day.</param>
    /// <param name="zone">The shop's.</param>
    public static DateTimeOffset DueAt(DateTimeOffset now, int hour, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone).DateTime;
        var due = local.Date.AddHours(hour);
        if (due > local) due = due.AddDays(-1);
        return new(due, zone.GetUtcOffset(due));
    }
}
