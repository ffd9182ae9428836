// How the bytes of a table are written: which encoding, and which sign between the cells. Found before the first row is read.
using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Makola.Domain.Catalogue.Import;

/// <summary>
/// How a file is written. UTF-16 says so with its first bytes. What is not UTF-8 and holds not one character of UTF-8 beyond ASCII is Windows-1252,
/// which old spreadsheets save; anything else is a damaged file, and nothing is guessed. A stream that cannot be rewound counts as UTF-8.
/// </summary>
internal sealed class CsvBytes
{
    /// <summary>Stands for bytes that mean nothing: a noncharacter no text contains.</summary>
    private const string Broken = "\uFFFF";

    /// <summary>What the five bytes Windows-1252 leaves out become.</summary>
    private static readonly SearchValues<char> Unused = SearchValues.Create("\u0081\u008D\u008F\u0090\u009D");

    private readonly Encoding? other;

    private CsvBytes(Encoding? other, string name, string? note, char? separator) => (this.other, Name, Note, Separator) = (other, name, note, separator);

    /// <summary>The encoding's name for people.</summary>
    public string Name { get; }

    /// <summary>What to say of it; null when it is what is expected.</summary>
    public string? Note { get; }

    /// <summary>The sign between cells; null when the reader has to find it.</summary>
    public char? Separator { get; }

    /// <summary>Looks at a file and goes back to its beginning.</summary>
    public static CsvBytes Of(Stream stream)
    {
        if (!stream.CanSeek || stream.Length - stream.Position > CsvTable.MostBytes) return new(null, "UTF-8", null, null);

        var start = stream.Position;
        var head = new byte[64 * 1024];
        var length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var (other, name) = head is [0xFF, 0xFE, ..] ? (Marking("utf-16"), "UTF-16") : head is [0xFE, 0xFF, ..] ? (Marking("utf-16BE"), "UTF-16") : (null, "UTF-8");
        stream.Position = start;
        if (other is null && IsWestern(stream))
            (other, name) = (CodePagesEncodingProvider.Instance.GetEncoding(1252)!, "Windows-1252");
        stream.Position = start;

        var note = name == "Windows-1252" ? "the file is not UTF-8 and was read as Windows-1252 (Western European); look at its accents and signs" : null;
        return new(other, name, note, SeparatorOf((other ?? Encoding.UTF8).GetString(head, 0, length)));
    }

    /// <summary>The file as UTF-8.</summary>
    public Stream AsUtf8(Stream stream) => other is null ? stream : Encoding.CreateTranscodingStream(stream, other, Encoding.UTF8, leaveOpen: true);

    /// <summary>Whether a row, as UTF-8, came from bytes that mean nothing in the file's own encoding.</summary>
    public bool IsBroken(ReadOnlySpan<byte> row) => other is not null && Encoding.UTF8.GetString(row) is var text
        && (Name == "UTF-16" ? text.Contains(Broken, StringComparison.Ordinal) : text.AsSpan().ContainsAny(Unused));

    private static Encoding Marking(string name) => Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, new DecoderReplacementFallback(Broken));

    private static bool IsWestern(Stream stream)
    {
        var buffer = new byte[64 * 1024];
        var text = new char[buffer.Length];
        var (held, isBroken, end) = (0, false, false);
        while (!end)
        {
            var read = stream.ReadAtLeast(buffer.AsSpan(held), 1, throwOnEndOfStream: false);
            end = read == 0;
            var rest = buffer.AsSpan(0, held + read);
            OperationStatus status;
            do
            {
                status = Utf8.ToUtf16(rest, text, out var used, out var made, replaceInvalidSequences: false, isFinalBlock: end);
                // Fewer characters than bytes: one of several bytes is among them (a byte order mark is one too).
                if (made < used) return false;
                rest = rest[used..];
                if (status != OperationStatus.InvalidData) continue;
                isBroken = true;
                rest = rest[1..];
            }
            while (status == OperationStatus.InvalidData);
            rest.CopyTo(buffer);
            held = rest.Length;
        }
        return isBroken;
    }

    // Only the names of the columns are looked at: texts below may hold any sign. A line “sep=;” is the reader's own to see.
    private static char? SeparatorOf(string head)
    {
        var (commas, semicolons, tabs, isQuoted) = (0, 0, 0, false);
        if (head.TrimStart('\uFEFF').StartsWith("sep=", StringComparison.OrdinalIgnoreCase)) return null;
        foreach (var c in head.TrimStart('\uFEFF', '\r', '\n', ' '))
        {
            if (c == '"') isQuoted = !isQuoted;
            if (isQuoted) continue;
            if (c is '\r' or '\n') break;
            if (c == ',') commas++;
            else if (c == ';') semicolons++;
            else if (c == '\t') tabs++;
        }
        return tabs > commas && tabs > semicolons ? '\t' : semicolons > commas ? ';' : ',';
    }
}
