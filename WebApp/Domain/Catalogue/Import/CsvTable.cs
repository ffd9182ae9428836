// The text side of a CSV file: bytes → characters → rows of named cells, one at a time, within limits.
// What the cells mean is for ShopCsv, ShopifyCsv and WooCsv to know.
using System.Text;
using System.Text.Unicode;
using CsvHelper;

namespace Makola.Domain.Catalogue.Import;

/// <summary>
/// Reads a table of named columns row by row (RFC 4180; comma, semicolon or tab, whichever the file uses). Stops at the first place where
/// the text itself is broken, since nothing after it can be trusted, and says so in <see cref="Fault"/>.
/// </summary>
public sealed class CsvTable : IDisposable
{
    /// <summary>Limits of one file: bytes, rows, characters of one cell. Shopify itself refuses product files above 15 MB.</summary>
    public const int MostBytes = 64 * 1024 * 1024, MostRows = 100_000, MostCell = 100_000;

    private readonly Stream stream;
    private readonly CsvBytes bytes;
    private readonly CsvReader reader;
    private readonly Dictionary<string, int> columns = new(StringComparer.OrdinalIgnoreCase);
    private string[] cells = [];
    private CsvMalformedReason? malformed;

    /// <summary>Opens the table and reads the names of its columns.</summary>
    public CsvTable(Stream stream)
    {
        this.stream = stream;
        bytes = CsvBytes.Of(stream);
        // The names of the columns are read as a row like any other, so that blank rows and broken names are told with their true numbers.
        reader = CsvReader.Create(bytes.AsUtf8(stream), new CsvReaderOptions
        {
            Separator = bytes.Separator,
            HasHeader = false,
            SkipEmptyLines = false,
            TrackLineNumbers = true,
            MaxRecordSize = 8 * MostCell,
            OnMalformedRecord = record => malformed ??= record.Reason,
        }, leaveOpen: true);
        ReadNames();
    }

    /// <summary>The row that was read last.</summary>
    public RowPlace Place { get; private set; } = new(1, 1);

    /// <summary>Why reading stopped before the end; null when it did not.</summary>
    public RowRemark? Fault { get; private set; }

    /// <summary>What the file is read as, when it is not UTF-8; null when it is.</summary>
    public RowRemark? Note => bytes.Note is { } note ? new(new(1, 1), note) : null;

    /// <summary>The names of the columns, in their order.</summary>
    public IReadOnlyCollection<string> Names => columns.Keys;

    /// <summary>Rows read below the names of the columns, blank ones not counted.</summary>
    public int Rows { get; private set; }

    /// <summary>Whether the table has this column.</summary>
    public bool Has(string column) => columns.ContainsKey(column);

    /// <summary>The cell of the current row, without spaces around it; empty when the table has no such column.</summary>
    public string this[string column] => columns.TryGetValue(column, out var i) && i < cells.Length ? CsvText.AsTyped(cells[i].Trim()).Trim() : "";

    /// <summary>The cell of the current row with every space it has; empty when the table has no such column.</summary>
    public string Exactly(string column) => columns.TryGetValue(column, out var i) && i < cells.Length ? CsvText.AsTyped(cells[i]) : "";

    /// <summary>Goes to the next row that is not blank; false at the end and at a fault.</summary>
    public bool Read()
    {
        do
        {
            if (!ReadCells())
                return false;
        }
        while (cells.All(string.IsNullOrWhiteSpace));

        if (++Rows > MostRows)
            return Stop($"more than {MostRows:N0} rows; divide the file");
        if (cells.Length > columns.Count)
            return Stop($"{cells.Length} cells, but row 1 names {columns.Count} columns; is a comma missing its quotation marks?");
        if (cells.Length < columns.Count)
            return Stop($"{cells.Length} of {columns.Count} cells; is the file cut off here?");
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => reader.Dispose();

    private void ReadNames()
    {
        if (stream.CanSeek && stream.Length > MostBytes)
        {
            Stop($"the file has {stream.Length / 1024 / 1024:N0} MB; {MostBytes / 1024 / 1024} MB is the most, so divide it");
            return;
        }
        if (!ReadCells())
        {
            Stop("the file is empty");
            return;
        }
        for (var i = 0; i < cells.Length; i++)
        {
            var name = cells[i].Trim();
            if (name.Length > 0 && !columns.TryAdd(name, i))
                Stop($"the column “{Show(name)}” is there twice");
            else if (name.Length == 0)
                columns.Add($"\0{i}", i);
        }
    }

    private bool ReadCells()
    {
        if (Fault is not null)
            return false;

        try
        {
            if (!reader.Read())
                return false;
        }
        catch (CsvFormatException)
        {
            // The only thing the reader was not told to report is a row beyond the limit.
            Place = new(Place.Row + 1, Place.Row + 1);
            return Stop($"a row with more than {8 * MostCell:N0} characters; does a quotation mark open a cell that is never closed?");
        }

        Place = new((int)reader.RowNumber, (int)reader.LineNumber);
        if (reader.ByteOffset > MostBytes)
            return Stop($"the file has more than {MostBytes / 1024 / 1024} MB; divide it");
        if (reader.RawRecord.StartsWith("PK\u0003\u0004"u8))
            return Stop("this is a spreadsheet, not a CSV file; save it as “CSV UTF-8” and import that");
        if (reader.RawRecord.Contains((byte)0))
            return Stop("a byte 0, which no text has; is the file damaged? Save it as “CSV UTF-8” again and import that");
        if (!Utf8.IsValid(reader.RawRecord) || bytes.IsBroken(reader.RawRecord))
            return Stop($"this is not {bytes.Name} text; save the file as “CSV UTF-8” and import that");
        if (malformed is { } reason)
            return Stop(Why(reason));

        cells = new string[reader.FieldCount];
        for (var i = 0; i < cells.Length; i++)
            cells[i] = reader.GetString(i);
        return cells.All(cell => cell.Length <= MostCell) || Stop($"a cell with more than {MostCell:N0} characters");
    }

    private static string Why(CsvMalformedReason reason) => reason == CsvMalformedReason.UnterminatedQuote
        ? "a quotation mark opens a cell and none closes it"
        : "a quotation mark in the middle of a cell; put the whole cell in quotation marks and write those inside twice";

    private bool Stop(string why)
    {
        Fault ??= new(Place, why);
        return false;
    }

    /// <summary>A cell as a remark quotes it: on one line, at most 40 characters.</summary>
    public static string Show(string cell)
    {
        var line = new string([.. cell.Select(c => char.IsControl(c) ? ' ' : c)]);
        return line.Length <= 40 ? line : line[..(char.IsHighSurrogate(line[38]) ? 38 : 39)] + "…";
    }
}
