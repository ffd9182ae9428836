// A CSV file while it is written: rows of cells, each harmless, a few at a time in memory.
using CsvHelper;

namespace Makola.Domain;

/// <summary>
/// Writes a CSV file (RFC 4180) as it comes: UTF-8 with a byte order mark, without which Excel takes accents for something else; lines end with
/// CR LF; texts go through <see cref="CsvText.AsCell"/>. The same rows are the same bytes.
/// </summary>
public sealed class CsvSheet : IAsyncDisposable
{
    private readonly CsvWriter writer;

    /// <summary>Begins the file with the names of its columns.</summary>
    public CsvSheet(Stream stream, IEnumerable<string> columns)
    {
        writer = CsvWriter.Create(stream, new CsvWriterOptions { WriteByteOrderMark = true }, leaveOpen: true);
        foreach (var column in columns) writer.WriteField(column);
        writer.EndRecord();
    }

    /// <summary>Writes a row; null is an empty cell.</summary>
    /// <exception cref="ArgumentException">Another number of cells than columns.</exception>
    public async ValueTask WriteAsync(IEnumerable<string?> cells, CancellationToken ct)
    {
        foreach (var text in cells) WriteCell(text ?? "");
        await writer.EndRecordAsync(ct);
    }

    /// <summary>Writes what is still in memory.</summary>
    public ValueTask DisposeAsync() => writer.DisposeAsync();

    // Programs that take another sign for the comma, or cut spaces off, leave what stands in quotation marks alone.
    private void WriteCell(string text)
    {
        var cell = CsvText.AsCell(text.Replace("\0", "", StringComparison.Ordinal));
        var isAwkward = cell.Length > 0 && (char.IsWhiteSpace(cell[0]) || char.IsWhiteSpace(cell[^1]) || cell[0] == '\'' || cell.AsSpan().ContainsAny(";\t|"));
        writer.WriteField(cell, isAwkward ? CsvQuoting.Always : CsvQuoting.WhenNeeded);
    }
}
