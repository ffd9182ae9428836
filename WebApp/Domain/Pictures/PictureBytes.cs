// A picture file known by its bytes, whatever it is called: what it is, how large, and the same without all that is not the picture.
namespace Makola.Domain.Pictures;

/// <summary>What every browser can show. No SVG: it is a program.</summary>
public enum PictureKind
{
    /// <summary>ITU-T T.81.</summary>
    Jpeg,

    /// <summary>W3C PNG.</summary>
    Png,

    /// <summary>RFC 9649.</summary>
    WebP,

    /// <summary>GIF89a.</summary>
    Gif,
}

/// <summary>
/// A picture that was looked through from its first byte to its end mark and written anew: camera data with places and names, comments and whatever
/// hangs behind the end are gone. Of the camera's data only the way it was held stays. The coded pixels themselves are not decoded.
/// </summary>
/// <param name="Kind">By its content.</param>
/// <param name="Width">Pixels as shown, turned the way the camera was held.</param>
/// <param name="Height">Pixels as shown.</param>
/// <param name="Bytes">The clean file.</param>
public sealed record PictureBytes(PictureKind Kind, int Width, int Height, byte[] Bytes)
{
    /// <summary>Most bytes of a file.</summary>
    public const int MostBytes = 2 * 1024 * 1024;

    /// <summary>
    /// Most pixels. The browser of a customer needs four bytes for each: 80 MB for 20 million, which holds the 12 to 16 million of common phones.
    /// </summary>
    public const int MostPixels = 20_000_000;

    /// <summary>File name ending: jpg, png, webp or gif.</summary>
    public string Ending => Kind == PictureKind.Jpeg ? "jpg" : Kind.ToString().ToLowerInvariant();

    /// <summary>Looks through a file.</summary>
    /// <param name="name">What staff call the file, for the refusal.</param>
    /// <param name="file">Its bytes.</param>
    /// <exception cref="Refusal"><c>picture.size</c>, <c>picture.kind</c>, <c>picture.broken</c>, <c>picture.pixels</c>; each names the file and why.</exception>
    public static PictureBytes Read(string name, ReadOnlySpan<byte> file)
    {
        if (file.Length == 0) throw new Refusal("picture.size", "“{0}” is empty.", name);
        if (file.Length > MostBytes) throw new Refusal("picture.size", "“{0}” has more than {1} MB. Make it smaller.", name, MostBytes / 1024 / 1024);
        try
        {
            var picture = ReadKind(file) ?? throw new Refusal("picture.kind", "“{0}” is no JPEG, PNG, WebP or GIF picture.", name);
            if (picture.Width < 1 || picture.Height < 1) throw new InvalidDataException("it has no pixels");
            if ((long)picture.Width * picture.Height > MostPixels)
                throw new Refusal("picture.pixels", "“{0}” is {1} × {2} pixels; at most {3} million fit a phone’s memory. Make it smaller.", name, picture.Width, picture.Height, MostPixels / 1_000_000);
            return picture;
        }
        catch (InvalidDataException fault)
        {
            throw new Refusal("picture.broken", "“{0}” cannot be shown: {1}.", name, fault.Message);
        }
    }

    private static PictureBytes? ReadKind(ReadOnlySpan<byte> file) =>
        file.StartsWith(JpegFile.Beginning) ? JpegFile.Read(file)
        : file.StartsWith(PngFile.Beginning) ? PngFile.Read(file)
        : file.StartsWith("RIFF"u8) && file.Length > 12 && file[8..12].SequenceEqual("WEBP"u8) ? WebPFile.Read(file)
        : file.StartsWith("GIF87a"u8) || file.StartsWith("GIF89a"u8) ? GifFile.Read(file)
        : null;

    /// <summary>What animated files are refused with: they weigh much, and may not move for ever (WCAG 2.2, 2.2.2).</summary>
    internal static InvalidDataException Moves() => new("it moves; only still pictures are taken");
}
