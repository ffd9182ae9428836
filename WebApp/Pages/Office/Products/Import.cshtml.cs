// Goods from another shop or a spreadsheet: a file is chosen, tried row by row, looked at, and only then brought in.
using Makola.Domain.Catalogue.Import;
using Makola.Jobs;
using Makola.Web;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Pages.Office.Products;

/// <summary>The page <c>/office/products/import?file=…</c>. Without a file it takes one; with one it shows what its trial found.</summary>
[LargestBody(MostBytes), RequestSizeLimit(MostBytes), RequestFormLimits(MultipartBodyLengthLimit = MostBytes)]
[Needs(Scopes.Products), Needs(Scopes.Stock)]
public sealed class ImportModel(ShopDb db, CurrentShop shop, IncomingFiles files, Operations operations) : OfficePage(db, shop)
{
    /// <summary>The largest file, and a little for the form around it.</summary>
    public const long MostBytes = CsvTable.MostBytes + 64 * 1024;

    /// <summary>Key of the file that is looked at.</summary>
    [BindProperty(SupportsGet = true, Name = "file")]
    public string? Key { get; set; }

    /// <summary>The file that is looked at; null when one is to be chosen.</summary>
    public IncomingFile? Waiting { get; private set; }

    /// <summary>What its trial found; null while it was not tried.</summary>
    public ImportReport? Trial { get; private set; }

    /// <summary>Files of the last day.</summary>
    public IReadOnlyList<IncomingFile> Sent { get; private set; } = [];

    /// <summary>What was done with the file, newest first.</summary>
    public IReadOnlyList<Operation> Deeds { get; private set; } = [];

    /// <summary>Shows the file, or takes one.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Waiting = files.Find(Key);
        if (Waiting is null && Key is not null) return NotFound();
        await LookAsync(ct);
        return Page();
    }

    /// <summary>The whole list of what becomes of each row.</summary>
    public IActionResult OnGetList() => files.Find(Key) is { } file && files.ListOf(file) is { } list
        ? new PhysicalFileResult(list, "text/csv; charset=utf-8") { FileDownloadName = $"what becomes of {Path.GetFileNameWithoutExtension(file.Name)}.csv" }
        : NotFound();

    /// <summary>Takes a file and tries it.</summary>
    public async Task<IActionResult> OnPostAsync(IFormFile? csv, CancellationToken ct)
    {
        if (csv is not { Length: > 0 }) throw new Refusal("import.none", "Choose a file that is not empty.") { On = "csv" };

        await using var sent = csv.OpenReadStream();
        var file = await files.KeepAsync(sent, csv.FileName, ct);
        return Watch(await operations.StartAsync($"Trial of {file.Name}", AddressOf(file), MyDeed, (services, progress, stop) => services.GetRequiredService<BringIn>().TryAsync(file, progress, stop)));
    }

    /// <summary>Brings the file in that was tried.</summary>
    public async Task<IActionResult> OnPostImportAsync()
    {
        if (files.Find(Key) is not { } file) throw new Refusal("import.gone", "This file is no longer here: files are kept for a day. Choose it again.") { Status = 409 };
        if (files.TrialOf(file) is not { Faults.Count: 0 }) throw new Refusal("import.untried", "This file was not tried yet, or has rows that are refused.") { Status = 409 };

        var me = Me;
        return Watch(await operations.StartAsync($"Import of {file.Name}", AddressOf(file), MyDeed, (services, progress, stop) => services.GetRequiredService<BringIn>().ApplyAsync(file, me, progress, stop)));
    }

    /// <inheritdoc/>
    public override async Task<IActionResult> AgainAsync(CancellationToken ct)
    {
        Waiting = files.Find(Key);
        await LookAsync(ct);
        return Page();
    }

    /// <summary>Address of the page of a file.</summary>
    public static string AddressOf(IncomingFile file) => $"/office/products/import?file={file.Key}";

    private async Task LookAsync(CancellationToken ct)
    {
        Sent = files.List();
        if (Waiting is null) return;
        Trial = files.TrialOf(Waiting);
        var address = AddressOf(Waiting);
        Deeds = await Db.Operations.AsNoTracking().Where(o => o.Page == address).OrderByDescending(o => o.Id).Take(5).ToListAsync(ct);
    }

    private RedirectResult Watch(long operation) => Redirect($"/office/work/{operation}");
}
