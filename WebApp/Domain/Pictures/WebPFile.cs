// WebP, chunk by chunk.
using System.Buffers.Binary;
using System.Text;

namespace Makola.Domain.Pictures;

/// <summary>Reads a still WebP (RFC 9649) and writes it with the chunks a decoder needs.</summary>
internal static class WebPFile
{
    private const byte HasProfile = 0x20, HasAlpha = 0x10, HasExif = 0x08;

    /// <summary>The clean picture.</summary>
    /// <exception cref="InvalidDataException">It is none, or moves.</exception>
    public static PictureBytes Read(ReadOnlySpan<byte> file)
    {
        var outer = new ByteReader(file);
        outer.Take(4);
        var from = new ByteReader(outer.Take(outer.Little32())); // What hangs behind the RIFF chunk is not looked at.
        from.Take(4);
        using var clean = new MemoryStream(file.Length);
        clean.Write("RIFF\0\0\0\0WEBP"u8);
        var (canvas, size, turn, flagsAt) = ((Width: 0, Height: 0), (Width: 0, Height: 0), 1, 0L);
        byte flags = 0;
        while (from.Left.Length > 0)
        {
            var type = Encoding.ASCII.GetString(from.Take(4));
            var length = from.Little32();
            var body = from.Take(length);
            if (length % 2 == 1) from.Take(1);
            switch (type)
            {
                case "VP8X" when length >= 10 && flagsAt == 0 && size.Width == 0:
                    canvas = (1 + (body[4] | body[5] << 8 | body[6] << 16), 1 + (body[7] | body[8] << 8 | body[9] << 16));
                    flagsAt = clean.Position + 8;
                    Write(clean, type, [0, 0, 0, 0, .. body[4..10]]);
                    break;
                case "VP8 " or "VP8L" when size.Width == 0:
                    size = type == "VP8 " ? Lossy(body) : Lossless(body);
                    if (type == "VP8L" && (body[4] & 0x10) != 0) flags |= HasAlpha;
                    Write(clean, type, body);
                    break;
                case "ALPH" when flagsAt > 0 && size.Width == 0:
                    flags |= HasAlpha;
                    Write(clean, type, body);
                    break;
                case "ICCP" when flagsAt > 0 && size.Width == 0:
                    flags |= HasProfile;
                    Write(clean, type, body);
                    break;
                case "EXIF" when flagsAt > 0 && turn == 1:
                    turn = Exif.TurnOf(body.StartsWith("Exif\0\0"u8) ? body[6..] : body);
                    if (turn == 1) break;
                    flags |= HasExif;
                    Write(clean, type, Exif.Only(turn));
                    break;
                case "ANIM" or "ANMF":
                    throw PictureBytes.Moves();
                default:
                    break;
            }
        }

        if (size.Width == 0) throw new InvalidDataException("it has no pixels");
        if (flagsAt > 0 && canvas != size) throw new InvalidDataException("it is damaged");
        var bytes = clean.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), bytes.Length - 8);
        if (flagsAt > 0) bytes[flagsAt] = flags;
        return Exif.Turned(PictureKind.WebP, size.Width, size.Height, turn, bytes);
    }

    /// <summary>Size of a VP8 key frame (RFC 6386, 9.1).</summary>
    private static (int Width, int Height) Lossy(ReadOnlySpan<byte> body)
    {
        var head = new ByteReader(body);
        if ((head.Take(3)[0] & 1) != 0 || !head.Take(3).SequenceEqual<byte>([0x9D, 0x01, 0x2A])) throw new InvalidDataException("it is damaged");
        return (head.Little16() & 0x3FFF, head.Little16() & 0x3FFF);
    }

    /// <summary>Size of a VP8L image (RFC 9649, 3.4).</summary>
    private static (int Width, int Height) Lossless(ReadOnlySpan<byte> body)
    {
        var head = new ByteReader(body);
        if (head.Byte() != 0x2F) throw new InvalidDataException("it is damaged");
        var bits = BinaryPrimitives.ReadUInt32LittleEndian(head.Take(4));
        return ((int)(bits & 0x3FFF) + 1, (int)(bits >> 14 & 0x3FFF) + 1);
    }

    private static void Write(MemoryStream clean, string type, ReadOnlySpan<byte> body)
    {
        clean.Write(Encoding.ASCII.GetBytes(type));
        Span<byte> four = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(four, body.Length);
        clean.Write(four);
        clean.Write(body);
        if (body.Length % 2 == 1) clean.WriteByte(0);
    }
}
