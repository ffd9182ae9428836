// GIF, block by block.
namespace Makola.Domain.Pictures;

/// <summary>Reads a GIF with one frame (GIF89a) and writes it without comments, texts and application data.</summary>
internal static class GifFile
{
    private const byte Extension = 0x21, Control = 0xF9, Image = 0x2C, End = 0x3B;

    /// <summary>The clean picture.</summary>
    /// <exception cref="InvalidDataException">It is none, or moves.</exception>
    public static PictureBytes Read(ReadOnlySpan<byte> file)
    {
        var from = new ByteReader(file);
        using var clean = new MemoryStream(file.Length);
        clean.Write(from.Take(6));
        var screen = from.Take(7);
        var (width, height) = (screen[0] | screen[1] << 8, screen[2] | screen[3] << 8);
        clean.Write(screen);
        clean.Write(from.Take(ColoursLength(screen[4])));
        var frames = 0;
        while (true)
        {
            var block = from.Byte();
            if (block == End) break;

            if (block == Extension)
            {
                var kind = from.Byte();
                var body = Blocks(ref from);
                if (kind == Control) clean.Write([Extension, Control, .. body]);
            }
            else if (block == Image)
            {
                if (++frames > 1) throw PictureBytes.Moves();
                var head = from.Take(9);
                var (right, bottom) = ((head[0] | head[1] << 8) + (head[4] | head[5] << 8), (head[2] | head[3] << 8) + (head[6] | head[7] << 8));
                if (right > width || bottom > height) throw new InvalidDataException("it is damaged");
                clean.Write([Image, .. head, .. from.Take(ColoursLength(head[8])), from.Byte(), .. Blocks(ref from)]);
            }
            else
            {
                throw new InvalidDataException("it is damaged");
            }
        }

        if (frames == 0) throw new InvalidDataException("it has no pixels");
        clean.WriteByte(End);
        return new(PictureKind.Gif, width, height, clean.ToArray());
    }

    private static int ColoursLength(byte packed) => (packed & 0x80) != 0 ? 3 << (packed & 7) + 1 : 0;

    /// <summary>Sub-blocks up to the empty one, which is part of the answer.</summary>
    private static ReadOnlySpan<byte> Blocks(ref ByteReader from)
    {
        var all = from.Left;
        var length = 0;
        byte size;
        do
        {
            size = from.Byte();
            from.Take(size);
            length += 1 + size;
        }
        while (size > 0);
        return all[..length];
    }
}
