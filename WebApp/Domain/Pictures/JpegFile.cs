// JPEG, segment by segment.
namespace Makola.Domain.Pictures;

/// <summary>Reads a JPEG (ITU-T T.81, annex B) and writes it with the segments a decoder needs.</summary>
internal static class JpegFile
{
    private const byte Mark = 0xFF, End = 0xD9, Scan = 0xDA, Huffman = 0xC4, Quantise = 0xDB, Restart = 0xDD, App0 = 0xE0, App1 = 0xE1, App2 = 0xE2, App14 = 0xEE, App15 = 0xEF, Comment = 0xFE;

    /// <summary>How a JPEG begins.</summary>
    public static ReadOnlySpan<byte> Beginning => [Mark, 0xD8, Mark];

    /// <summary>The clean picture.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static PictureBytes Read(ReadOnlySpan<byte> file)
    {
        var from = new ByteReader(file);
        using var clean = new MemoryStream(file.Length);
        clean.Write(from.Take(2));
        var (width, height, turn, scans) = (0, 0, 1, 0);
        while (true)
        {
            var mark = NextMark(ref from);
            if (mark == End) break;

            var body = from.Take(from.Big16() - 2);
            switch (mark)
            {
                case 0xC0 or 0xC1 or 0xC2 when width == 0 && body.Length >= 6:
                    (height, width) = (body[1] << 8 | body[2], body[3] << 8 | body[4]);
                    Write(clean, mark, body);
                    break;
                case Scan when width > 0:
                    Write(clean, mark, body);
                    clean.Write(from.Take(ScanLength(from.Left)));
                    scans++;
                    break;
                case Huffman or Quantise or Restart:
                case App2 when body.StartsWith("ICC_PROFILE\0"u8):
                    Write(clean, mark, body);
                    break;
                case App0 when body.StartsWith("JFIF\0"u8) && body.Length >= 14:
                    Write(clean, mark, [.. body[..12], 0, 0]); // Without its thumbnail.
                    break;
                case App1 when body.StartsWith("Exif\0\0"u8) && turn == 1:
                    turn = Exif.TurnOf(body[6..]);
                    if (turn > 1) Write(clean, mark, [.. "Exif\0\0"u8, .. Exif.Only(turn)]);
                    break;
                case App14 when body.StartsWith("Adobe"u8) && body.Length >= 12:
                    Write(clean, mark, body[..12]); // How the colours are coded.
                    break;
                case >= App0 and <= App15 or Comment:
                    break;
                default:
                    throw new InvalidDataException("browsers do not know this kind of JPEG");
            }
        }

        if (scans == 0) throw new InvalidDataException("it has no pixels");
        clean.Write([Mark, End]);
        return Exif.Turned(PictureKind.Jpeg, width, height, turn, clean.ToArray());
    }

    private static byte NextMark(ref ByteReader from)
    {
        if (from.Byte() != Mark) throw new InvalidDataException("it is damaged");
        byte mark;
        do mark = from.Byte();
        while (mark == Mark);
        return mark;
    }

    /// <summary>Coded pixels go on to the next mark: an FF that is not followed by 00 or a restart mark.</summary>
    private static int ScanLength(ReadOnlySpan<byte> left)
    {
        for (var at = 0; ; at += 2)
        {
            var next = left[at..].IndexOf(Mark);
            if (next < 0 || at + next + 1 >= left.Length) throw new InvalidDataException("it is cut off");
            at += next;
            if (left[at + 1] is not (0 or >= 0xD0 and <= 0xD7)) return at;
        }
    }

    private static void Write(MemoryStream clean, byte mark, ReadOnlySpan<byte> body) =>
        clean.Write([Mark, mark, (byte)(body.Length + 2 >> 8), (byte)(body.Length + 2), .. body]);
}
