// What an import did, for the person who asked for it.
namespace Makola.Domain.Catalogue.Import;

/// <summary>What becomes of a row.</summary>
public enum RowFate
{
    /// <summary>A product that is new.</summary>
    Created,

    /// <summary>A product that was there and becomes another.</summary>
    Changed,

    /// <summary>It cannot be, and keeps the whole file out.</summary>
    Refused,
}

/// <summary>What a trial says of one row.</summary>
/// <param name="Place">Which.</param>
/// <param name="Fate">What becomes of it.</param>
/// <param name="What">Which goods, and what of them changes; or why it is refused.</param>
public sealed record RowDeed(RowPlace Place, RowFate Fate, string What);

/// <summary>What an import did. Either <see cref="Faults"/> is empty and the whole file is in the shop, or nothing of it is.</summary>
public sealed record ImportReport
{
    /// <summary>The kind of file it was; null when that could not be told.</summary>
    public GoodsFormat? Format { get; init; }

    /// <summary>The change it was, by which it can be taken back; null when nothing changed.</summary>
    public long? ChangeSetId { get; init; }

    /// <summary>Products that are new.</summary>
    public int Created { get; init; }

    /// <summary>Products that were there and differ now.</summary>
    public int Changed { get; init; }

    /// <summary>Products that were there just so.</summary>
    public int Unchanged { get; init; }

    /// <summary>New products customers do not see.</summary>
    public int Drafts { get; init; }

    /// <summary>Variants of the file.</summary>
    public int Variants { get; init; }

    /// <summary>Pieces received with new goods.</summary>
    public long Pieces { get; init; }

    /// <summary>Variants whose stock in the shop is another than in the file; the shop's was kept.</summary>
    public int CountedOtherwise { get; init; }

    /// <summary>Pictures the file names, which were not fetched.</summary>
    public int Pictures { get; init; }

    /// <summary>Why the file was refused; empty when it was not.</summary>
    public IReadOnlyList<RowRemark> Faults { get; init; } = [];

    /// <summary>What was read differently from how it stands in the file.</summary>
    public IReadOnlyList<RowRemark> Notes { get; init; } = [];

    /// <summary>After a trial: each row that is new, changed or refused, in their order; products that stay as they are have none.</summary>
    public IReadOnlyList<RowDeed> Deeds { get; init; } = [];

    /// <summary>What a trial found as a CSV file: every row that is new, changed or refused, then the notes.</summary>
    public async Task WriteListAsync(Stream stream, CancellationToken ct)
    {
        await using var sheet = new CsvSheet(stream, ["Row", "Line", "What becomes of it", "What"]);
        foreach (var deed in Deeds)
            await sheet.WriteAsync([Figure(deed.Place.Row), Figure(deed.Place.Line), deed.Fate.ToString(), deed.What], ct);
        foreach (var note in Notes)
            await sheet.WriteAsync([Figure(note.Place.Row), Figure(note.Place.Line), "Note", note.Text], ct);
    }

    private static string Figure(int figure) => figure.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>What a trial found, in lines of plain words.</summary>
    /// <param name="name">The file's name.</param>
    public IEnumerable<string> TrialLines(string name)
    {
        foreach (var deed in Deeds)
            yield return $"{deed.Place}: {(deed.Fate == RowFate.Created ? "created" : deed.Fate == RowFate.Changed ? "changed" : "refused")}: {deed.What}";
        if (Faults.Count >= GoodsReading.MostRemarks)
            yield return "… and perhaps more: reading stopped here.";
        foreach (var note in Notes)
            yield return $"{note.Place}: note: {note.Text}";
        yield return $"{name}{(Format is null ? "" : $", {Format.Name},")} was tried only; nothing was written. "
            + $"{Created} created, {Changed} changed, {Unchanged} unchanged, {Faults.Count} refused{(Faults.Count > 0 ? "; while a row is refused the file is not brought in." : ".")}";
    }

    /// <summary>The report in lines of plain words.</summary>
    /// <param name="name">The file's name.</param>
    public IEnumerable<string> Lines(string name)
    {
        if (Faults.Count > 0)
        {
            yield return $"{name} was not imported, and nothing in the shop has changed. Refused because of:";
            foreach (var fault in Faults)
                yield return $"  {fault}";
            if (Faults.Count >= GoodsReading.MostRemarks)
                yield return "  … and perhaps more: reading stopped here.";
            yield break;
        }

        yield return $"{name}: {Created} created, {Changed} changed, {Unchanged} unchanged, 0 refused ({Created + Changed + Unchanged} products, {Variants} variants).";
        if (Created > 0)
            yield return $"  New goods came with {Pieces} pieces of stock; {Drafts} of the products {(Drafts == 1 ? "is a draft" : "are drafts")} customers do not see.";
        if (CountedOtherwise > 0)
            yield return $"  The stock of {CountedOtherwise} variants is another in the shop than in the file. The shop's was kept: it knows what was sold.";
        if (Pictures > 0)
            yield return $"  {Pictures} pictures were not fetched: they lie on another site. Add pictures in the back office.";
        foreach (var note in Notes)
            yield return $"  {note}";
    }
}
