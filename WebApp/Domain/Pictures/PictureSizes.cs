// Where the sizes of a picture are: its path says it all, so that no list needs to ask.
using System.Globalization;

namespace Makola.Domain.Pictures;

/// <summary>
/// Paths of uploaded pictures: <c>pictures/{content}/1200.webp</c> has <c>640.webp</c> and <c>320.webp</c> beside it; <c>pictures/{content}/as-is.jpg</c>
/// is alone. Pictures that came with the shop lie elsewhere and have one size.
/// </summary>
public static class PictureSizes
{
    /// <summary>Where paths of uploaded pictures begin.</summary>
    public const string Root = "pictures";

    /// <summary>File name of the JPEG for link previews.</summary>
    public const string ShareName = "share.jpg";

    /// <summary>File name, without ending, of a picture that was not made small.</summary>
    public const string AsIs = "as-is";

    /// <summary>The widths browsers make, pixels, largest first.</summary>
    public static readonly IReadOnlyList<int> Widths = [1200, 640, 320];

    /// <summary>Whether it was uploaded.</summary>
    public static bool IsOwn(string path) => path.StartsWith(Root + "/", StringComparison.Ordinal);

    /// <summary>Widths made of a picture whose largest is this wide, largest first.</summary>
    public static IEnumerable<int> MadeOf(int largest) => Widths.Where(w => w < largest).Prepend(largest);

    /// <summary>The sizes there are, largest first; empty for a picture with one size.</summary>
    public static IEnumerable<(string Path, int Width)> Of(string path)
    {
        var (slash, dot) = (path.LastIndexOf('/'), path.LastIndexOf('.'));
        if (!IsOwn(path) || dot < slash || !int.TryParse(path.AsSpan(slash + 1, dot - slash - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var largest)) return [];
        return MadeOf(largest).Select(width => (string.Create(CultureInfo.InvariantCulture, $"{path.AsSpan(0, slash + 1)}{width}{path.AsSpan(dot)}"), width));
    }

    /// <summary>The smallest there is, for thumbnails.</summary>
    public static string Smallest(string path) => Of(path).Select(size => size.Path).LastOrDefault(path);
}
