// The whole shop in one file: made now or every night, fetched, looked into, and put back.
using System.Globalization;
using Makola.Data.Backups;
using Makola.Jobs;
using Makola.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Makola.Pages.Office;

/// <summary>The page <c>/office/system/backup</c>.</summary>
[RequestSizeLimit(MostBytes), RequestFormLimits(MultipartBodyLengthLimit = MostBytes)]
[Needs(Scopes.System)]
public sealed class BackupModel(ShopDb db, CurrentShop shop, Backups backups, BackupNotes notes, BackupCopies copies, Restoring restoring, Operations operations, FirstRun first, DataFolder data) : OfficePage(db, shop)
{
    /// <summary>The largest backup that can be sent here, 8 GB; larger ones are put into the folder of backups.</summary>
    public const long MostBytes = 8L << 30;

    /// <summary>The backups there are.</summary>
    public IReadOnlyList<StoredBackup> Stored { get; private set; } = [];

    /// <summary>What is known of one: when it was opened and checked, and what came of it.</summary>
    public BackupCheck? CheckOf(StoredBackup backup) => notes.Of(backup);

    /// <summary>Where each is copied to, in words; empty when nowhere.</summary>
    public IReadOnlyList<(string Way, string Where)> CopiedTo =>
        [.. new[] { ("Folder", copies.Folder is { } folder ? $"To the folder {folder}" : null), ("Command", copies.Program is { } program ? $"By the program {program}" : null) }.Where(x => x.Item2 is not null).Select(x => (x.Item1, x.Item2!))];

    /// <summary>How the last copy of a way went; null before the first.</summary>
    public BackupCopied? LastCopy(string way) => notes.Copies.FirstOrDefault(c => c.Way == way);

    /// <summary>The backup that was looked into and waits; null when there is none.</summary>
    public RestorePreview? Preview { get; private set; }

    /// <summary>The shop as it is now, to compare with.</summary>
    public ShopFigures? Living { get; private set; }

    /// <summary>What is under way, and what came of the last ones.</summary>
    public IReadOnlyList<Operation> Recent { get; private set; } = [];

    /// <summary>Where the backups lie.</summary>
    public string Folder => backups.Folder;

    /// <summary>When and how many, as typed.</summary>
    [BindProperty]
    public PlanForm Plan { get; set; } = new();

    /// <summary>The hours to choose from.</summary>
    public static IEnumerable<SelectListItem> Hours { get; } =
        [new("Never", ""), .. Enumerable.Range(0, 24).Select(h => new SelectListItem($"Every day at {h:00}:00", h.ToString(CultureInfo.InvariantCulture)))];

    /// <summary>The plan as typed.</summary>
    public sealed record PlanForm
    {
        /// <summary>0 to 23; empty means never.</summary>
        public string? Hour { get; init; }

        /// <summary>1 to 100.</summary>
        public string? Days { get; init; }

        /// <summary>0 to 100.</summary>
        public string? Weeks { get; init; }

        /// <summary>0 to 100.</summary>
        public string? Months { get; init; }
    }

    /// <summary>Shows it all.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        await LookAsync(ct);
        var now = Shop.Settings;
        Plan = new() { Hour = now.BackupHour?.ToString(CultureInfo.InvariantCulture), Days = Shown(now.BackupDays), Weeks = Shown(now.BackupWeeks), Months = Shown(now.BackupMonths) };
    }

    /// <summary>Sends one of the files. It holds people's names and numbers, so the log has who took it; the parts of a download that goes on are one.</summary>
    [Sensitive]
    public async Task<IActionResult> OnGetFileAsync(string? name, CancellationToken ct)
    {
        if (backups.PathOf(name) is not { } path) return NotFound();
        Db.Deed = MyDeed;
        if (Request.Headers.Range.Count == 0) await Db.NoteAsync($"Backup taken out: {name}", ct);
        return new PhysicalFileResult(path, "application/zip") { FileDownloadName = name, EnableRangeProcessing = true };
    }

    /// <summary>Makes one now.</summary>
    public async Task<IActionResult> OnPostNowAsync()
    {
        var (rule, zone) = (BackUp.RuleOf(Shop.Settings), Shop.Settings.Zone());
        return Watch(await operations.StartAsync(BackUp.ByHand, BackUp.Address, MyDeed, async (_, progress, stop) =>
        new(await BackUp.WriteAsync(backups, notes, copies, "shop-", rule, zone, progress, stop))));
    }

    /// <summary>Looks into one of the files, or into one that is sent.</summary>
    public async Task<IActionResult> OnPostLookAsync(string? name, IFormFile? file, CancellationToken ct)
    {
        if (file is null && name is null) throw new Refusal("backup.choose", "Choose the file of a backup first.") { On = "file" };
        if (file is null) return backups.PathOf(name) is { } path ? await LookIntoAsync(name!, path, null) : NotFound();

        var sent = new WorkRoom(data, "sent");
        var copy = Path.Combine(sent.Path, "backup.zip");
        await using (var to = System.IO.File.Create(copy)) await file.CopyToAsync(to, ct);
        return await LookIntoAsync(Path.GetFileName(file.FileName), copy, sent);
    }

    /// <summary>Puts the one that waits in place.</summary>
    [Sensitive]
    public async Task<IActionResult> OnPostSwapAsync() => Watch(await operations.StartAsync("Bringing the shop back", BackUp.Address, MyDeed, async (_, progress, stop) =>
    {
        var kept = await restoring.SwapAsync(progress, stop);
        await first.LookAsync();
        return new($"The shop is as it was in the backup. What it was before is kept in {Path.GetFileName(kept)}.");
    }));

    /// <summary>Throws the one that waits away; its file stays.</summary>
    public async Task<IActionResult> OnPostForgetAsync(CancellationToken ct)
    {
        restoring.Forget();
        await Db.NoteAsync("Backup that waited put aside", ct);
        return SayAt(BackUp.Address, "Put aside. The shop is as it was.");
    }

    /// <summary>Deletes a file.</summary>
    [Sensitive]
    public async Task<IActionResult> OnPostDeleteAsync(string? name, CancellationToken ct)
    {
        if (backups.PathOf(name) is not { } path) return NotFound();
        await Db.NoteAsync($"Backup deleted: {name}", ct);
        System.IO.File.Delete(path);
        return SayAt(BackUp.Address, $"{name} is deleted.");
    }

    /// <summary>Saves when the shop is backed up by itself.</summary>
    public async Task<IActionResult> OnPostPlanAsync(CancellationToken ct)
    {
        int? hour = int.TryParse(Plan.Hour, CultureInfo.InvariantCulture, out var h) ? h : null;
        if (hour is < 0 or > 23 || (hour is null && !string.IsNullOrEmpty(Plan.Hour))) throw new Refusal("backup.hour", "Choose an hour from 0 to 23.") { On = "Plan.Hour" };
        var (days, weeks, months) = (Count(Plan.Days, 1, "Plan.Days"), Count(Plan.Weeks, 0, "Plan.Weeks"), Count(Plan.Months, 0, "Plan.Months"));
        await Db.WriteAsync(async () =>
        {
            var settings = await Db.Settings.SingleAsync(ct);
            (settings.BackupHour, settings.BackupDays, settings.BackupWeeks, settings.BackupMonths) = (hour, days, weeks, months);
            Db.Changed.Add(Change.Settings);
        }, ct);
        return SayAt(BackUp.Address, hour is null ? "Saved. The shop is no longer backed up by itself." : $"Saved. The shop is backed up every day at {hour:00}:00.");
    }

    /// <inheritdoc/>
    public override async Task<IActionResult> AgainAsync(CancellationToken ct)
    {
        await LookAsync(ct);
        return Page();
    }

    private async Task<IActionResult> LookIntoAsync(string name, string path, WorkRoom? sent) => Watch(await operations.StartAsync($"Looking into {name}", BackUp.Address, MyDeed, async (_, progress, stop) =>
    {
        using (sent)
        {
            var shop = (await restoring.PreviewAsync(path, progress, stop)).Manifest.Shop;
            return new($"It is whole: {shop.Name} with {shop.Products:N0} goods and {shop.Orders:N0} orders. Nothing has changed yet.");
        }
    }));

    private static string Shown(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static int Count(string? typed, int least, string field) =>
        int.TryParse(typed, CultureInfo.InvariantCulture, out var count) && count >= least && count <= 100 ? count : throw new Refusal("backup.kept", "Write a number from {0} to 100.", least) { On = field };

    private RedirectResult Watch(long operation) => Redirect($"/office/work/{operation}");

    private async Task LookAsync(CancellationToken ct)
    {
        Stored = backups.List();
        Preview = await restoring.WaitingAsync(ct);
        if (Preview is not null) Living = await ShopFigures.ReadAsync(Db, ct);
        Recent = await Db.Operations.AsNoTracking().Where(o => o.Page == BackUp.Address).OrderByDescending(o => o.Id).Take(5).ToListAsync(ct);
    }
}
