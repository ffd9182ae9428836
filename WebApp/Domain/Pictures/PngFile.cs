// PNG, chunk by chunk.
using System.Buffers.Binary;
using System.Text;

namespace Makola.Domain.Pictures;

/// <summary>Reads a PNG (W3C PNG, third edition) and writes it with the chunks a decoder needs.</summary>
internal static class PngFile
{
    /// <summary>What stays. A colour profile does not: it is packed, and nobody knows how large it unpacks.</summary>
    private static readonly HashSet<string> Kept = new(["PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "sBIT", "bKGD", "pHYs"], StringComparer.Ordinal);

    private static readonly uint[] Sums = [.. Enumerable.Range(0, 256).Select(n =>
    {
        var sum = (uint)n;
        for (var bit = 0; bit < 8; bit++) sum = (sum & 1) != 0 ? 0xEDB88320 ^ sum >> 1 : sum >> 1;
        return sum;
    })];

    /// <summary>How a PNG begins.</summary>
    public static ReadOnlySpan<byte> Beginning => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The clean picture.</summary>
    /// <exception cref="InvalidDataException">It is none, or moves.</exception>
    public static PictureBytes Read(ReadOnlySpan<byte> file)
    {
        var from = new ByteReader(file);
        using var clean = new MemoryStream(file.Length);
        clean.Write(from.Take(8));
        var (width, height, turn, pixels, type) = (0, 0, 1, 0, "");
        while (type != "IEND")
        {
            var length = from.Big32();
            var named = from.Left;
            type = Encoding.ASCII.GetString(from.Take(4));
            var body = from.Take(length);
            if (Sum(named[..(4 + length)]) != BinaryPrimitives.ReadUInt32BigEndian(from.Take(4))) throw new InvalidDataException("it is damaged");
            if ((type == "IHDR") != (width == 0)) throw new InvalidDataException("it is damaged");
            if (type is "acTL" or "fcTL" or "fdAT") throw PictureBytes.Moves();

            if (type == "IHDR")
            {
                if (length != 13) throw new InvalidDataException("it is damaged");
                var head = new ByteReader(body);
                (width, height) = (head.Big32(), head.Big32());
                if (width == 0) throw new InvalidDataException("it has no pixels");
                Write(clean, type, body);
            }
            else if (type == "eXIf" && turn == 1)
            {
                turn = Exif.TurnOf(body);
                if (turn > 1) Write(clean, type, Exif.Only(turn));
            }
            else if (Kept.Contains(type))
            {
                if (type == "IDAT") pixels += length;
                Write(clean, type, body);
            }
        }

        if (pixels == 0) throw new InvalidDataException("it has no pixels");
        return Exif.Turned(PictureKind.Png, width, height, turn, clean.ToArray());
    }

    private static void Write(MemoryStream clean, string type, ReadOnlySpan<byte> body)
    {
        Span<byte> four = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(four, body.Length);
        clean.Write(four);
        byte[] named = [.. Encoding.ASCII.GetBytes(type), .. body];
        clean.Write(named);
        BinaryPrimitives.WriteUInt32BigEndian(four, Sum(named));
        clean.Write(four);
    }

    /// <summary>CRC-32 of a chunk's type and body.</summary>
    private static uint Sum(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        foreach (var one in bytes) sum = Sums[(byte)(sum ^ one)] ^ sum >> 8;
        return ~sum;
    }
}
