// The long work of an import: a file that was sent is tried, or brought into the shop.
using Makola.Domain.Catalogue.Import;

namespace Makola.Jobs;

/// <summary>Reads a file of goods that was sent and says what it would do, or does it.</summary>
public sealed class BringIn(ShopDb db, IncomingFiles files, TimeProvider clock)
{
    /// <summary>Says row by row what importing would do, and keeps that for the page.</summary>
    public async Task<Outcome> TryAsync(IncomingFile file, OperationProgress progress, CancellationToken ct)
    {
        var trial = await GoodsImport.TryAsync(db, await ReadAsync(file, progress, ct), clock.GetUtcNow(), ct, progress);
        await files.KeepTrialAsync(file, trial, ct);
        return new(trial.TrialLines(file.Name).Last());
    }

    /// <summary>Brings the goods in.</summary>
    /// <exception cref="Refusal"><c>import.refused</c> when a row is at fault; nothing was written.</exception>
    public async Task<Outcome> ApplyAsync(IncomingFile file, Actor by, OperationProgress progress, CancellationToken ct)
    {
        var report = await GoodsImport.ApplyAsync(db, await ReadAsync(file, progress, ct), file.Name, by, clock.GetUtcNow(), ct, progress);
        var said = string.Join('\n', report.Lines(file.Name));
        return report.Faults.Count == 0 ? new(said, report.ChangeSetId) : throw new Refusal("import.refused", "{0}", said);
    }

    private async Task<GoodsFile> ReadAsync(IncomingFile file, OperationProgress progress, CancellationToken ct)
    {
        progress.Report("Reading the file");
        var currency = await db.Settings.Select(s => s.Currency).SingleAsync(ct);
        await using var stream = await files.OpenAsync(file, ct);
        return GoodsCsv.Read(stream, currency, ct, progress);
    }
}
