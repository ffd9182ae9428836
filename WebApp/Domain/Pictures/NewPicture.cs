// A picture that staff add: looked through, not kept yet.
using System.Globalization;
using System.Security.Cryptography;

namespace Makola.Domain.Pictures;

/// <summary>A picture in the sizes a browser made of it, or one file as it is. Its name is made of its content, so that the same picture added twice is one.</summary>
public sealed class NewPicture
{
    /// <summary>Side of the square JPEG for link previews, pixels.</summary>
    public const int ShareSide = 600;

    private NewPicture(PictureBytes largest, IEnumerable<(string Name, PictureBytes Picture)> files, bool made, bool shared)
    {
        Files = [.. files];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, file) in Files)
        {
            hash.AppendData(System.Text.Encoding.ASCII.GetBytes($"{name} {file.Bytes.Length}\n"));
            hash.AppendData(file.Bytes);
        }

        Folder = Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
        Picture = new($"{PictureSizes.Root}/{Folder}/{Files[0].Name}", "", largest.Width, largest.Height, shared ? $"{PictureSizes.Root}/{Folder}/{PictureSizes.ShareName}" : null);
        IsMadeSmall = made;
    }

    /// <summary>The picture as a product keeps it, without words.</summary>
    public Picture Picture { get; }

    /// <summary>Name of its folder below the album.</summary>
    public string Folder { get; }

    /// <summary>Its files, the largest first.</summary>
    public IReadOnlyList<(string Name, PictureBytes Picture)> Files { get; }

    /// <summary>True when there are smaller sizes for phones.</summary>
    public bool IsMadeSmall { get; }

    /// <summary>Looks through the files of one picture.</summary>
    /// <param name="name">What staff call it.</param>
    /// <param name="largest">The picture, or the largest of its sizes.</param>
    /// <param name="smaller">The other sizes, which must be those of <see cref="PictureSizes.Widths"/> below it; empty when it is taken as it is.</param>
    /// <param name="share">For link previews; null when there is none.</param>
    /// <exception cref="Refusal">See <see cref="PictureBytes.Read"/>; <c>picture.sizes</c> when the sizes do not belong together.</exception>
    public static NewPicture Of(string name, byte[] largest, IReadOnlyList<byte[]> smaller, byte[]? share)
    {
        var main = PictureBytes.Read(name, largest);
        if (share is null) return new(main, [($"{PictureSizes.AsIs}.{main.Ending}", main)], made: false, shared: false);

        var preview = PictureBytes.Read(name, share);
        List<PictureBytes> sizes = [main, .. smaller.Select(file => PictureBytes.Read(name, file)).OrderByDescending(p => p.Width)];
        if (!sizes.Select(p => p.Width).SequenceEqual(PictureSizes.MadeOf(main.Width)) || sizes.Exists(p => p.Kind != main.Kind || !IsLike(main, p))
            || preview is not { Kind: PictureKind.Jpeg, Width: ShareSide, Height: ShareSide })
            throw new Refusal("picture.sizes", "“{0}” came in sizes that do not belong together. Choose it again.", name);
        return new(main, [.. sizes.Select(p => ($"{p.Width.ToString(CultureInfo.InvariantCulture)}.{p.Ending}", p)), (PictureSizes.ShareName, preview)], made: true, shared: true);
    }

    /// <summary>The same shape, but for a rounded pixel.</summary>
    private static bool IsLike(PictureBytes main, PictureBytes small) => Math.Abs((double)main.Height * small.Width / main.Width - small.Height) <= 1;
}
