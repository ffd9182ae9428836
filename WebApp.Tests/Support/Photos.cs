// Picture files for tests, made by hand: honest ones, and those with something hidden in them.
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Makola.Tests.Support;

/// <summary>Picture files.</summary>
internal static class Photos
{
    /// <summary>What is hidden in files: it must be in no answer of the shop.</summary>
    public const string Secret = "<script>window.__x=1</script> GPS 5.5502 N 0.2174 W";

    private static readonly string Goods = Path.Combine(RunningShop.Repository, "wwwroot-assets", "img", "goods");

    /// <summary>A WebP of 256 × 256.</summary>
    public static byte[] WebP { get; } = File.ReadAllBytes(Path.Combine(Goods, "1f34c.webp"));

    /// <summary>A JPEG of 600 × 600.</summary>
    public static byte[] Jpeg { get; } = File.ReadAllBytes(Path.Combine(Goods, "1f34c.jpg"));

    /// <summary>A GIF of 1 × 1 with so many frames.</summary>
    public static byte[] Gif(int frames = 1) =>
        [.. "GIF89a"u8, 1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255, .. Enumerable.Repeat<byte[]>([0x21, 0xF9, 4, 1, 0, 0, 0, 0, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0], frames).SelectMany(b => b), 0x3B];

    /// <summary>A grey PNG of any size; each row is packed, as a real one is.</summary>
    public static byte[] Png(int width, int height, params (string Type, byte[] Body)[] more)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var row = new byte[(width + 7) / 8 + 1];
            for (var y = 0; y < height; y++) zip.Write(row);
        }

        return [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, .. Chunk("IHDR", [.. Big(width), .. Big(height), 1, 0, 0, 0, 0]), .. more.SelectMany(m => Chunk(m.Type, m.Body)), .. Chunk("IDAT", packed.ToArray()), .. Chunk("IEND", [])];
    }

    /// <summary>The JPEG as a phone writes it: held on its side, with places, a comment, and something behind its end.</summary>
    public static byte[] Loaded(byte[] jpeg, int turn)
    {
        byte[] exif = [.. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 2, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, (byte)turn, 0, 0, 0, 0x25, 0x88, 4, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(Secret)];
        return [.. jpeg[..2], .. Segment(0xE1, exif), .. Segment(0xE1, Encoding.ASCII.GetBytes("http://ns.adobe.com/xap/1.0/\0" + Secret)), .. Segment(0xFE, Encoding.ASCII.GetBytes(Secret)), .. jpeg[2..], .. Encoding.ASCII.GetBytes(Secret)];
    }

    /// <summary>The WebP in the extended form, with Exif, XMP, an unknown chunk, and something behind its end.</summary>
    public static byte[] LoadedWebP(int turn = 6)
    {
        byte[] exif = [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)turn, 0, 0, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(Secret)];
        var inner = WebP.AsSpan(12);
        var pixels = inner.StartsWith("VP8X"u8) ? inner[18..].ToArray() : inner.ToArray();
        byte[] body = [.. "WEBP"u8, .. Riff("VP8X", [0x1C, 0, 0, 0, 255, 0, 0, 255, 0, 0]), .. pixels, .. Riff("EXIF", exif), .. Riff("XMP ", Encoding.ASCII.GetBytes(Secret)), .. Riff("ZZZZ", Encoding.ASCII.GetBytes(Secret))];
        return [.. "RIFF"u8, .. Little(body.Length), .. body, .. Encoding.ASCII.GetBytes(Secret)];
    }

    /// <summary>A JPEG that says it has so many pixels.</summary>
    public static byte[] JpegOf(int width, int height)
    {
        var bytes = Jpeg.ToArray();
        var at = bytes.AsSpan().IndexOf<byte>([0xFF, 0xC0]);
        if (at < 0) at = bytes.AsSpan().IndexOf<byte>([0xFF, 0xC2]);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(at + 5), (ushort)height);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(at + 7), (ushort)width);
        return bytes;
    }

    /// <summary>A lossless WebP that says it has 16,384 × 16,384 pixels.</summary>
    public static byte[] WebPBomb()
    {
        byte[] body = [.. "WEBP"u8, .. Riff("VP8L", [0x2F, 0xFF, 0xFF, 0xFF, 0x0F, 0x88, 0x88, 0x08, 0, 0])];
        return [.. "RIFF"u8, .. Little(body.Length), .. body];
    }

    /// <summary>A PNG's chunk with its sum.</summary>
    public static byte[] Chunk(string type, byte[] body)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(type), .. body];
        var sum = uint.MaxValue;
        foreach (var one in named)
        {
            sum ^= one;
            for (var bit = 0; bit < 8; bit++) sum = (sum & 1) != 0 ? 0xEDB88320 ^ sum >> 1 : sum >> 1;
        }

        return [.. Big(body.Length), .. named, .. Big((int)~sum)];
    }

    private static byte[] Segment(byte mark, byte[] body) => [0xFF, mark, (byte)(body.Length + 2 >> 8), (byte)(body.Length + 2), .. body];

    private static byte[] Riff(string type, byte[] body) => [.. Encoding.ASCII.GetBytes(type), .. Little(body.Length), .. body, .. new byte[body.Length % 2]];

    private static byte[] Big(int number) => [(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number];

    private static byte[] Little(int number) => [(byte)number, (byte)(number >> 8), (byte)(number >> 16), (byte)(number >> 24)];
}
