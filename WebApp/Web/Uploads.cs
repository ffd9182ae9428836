// Files that come with a form, as the domain takes pictures.
namespace Makola.Web;

/// <summary>
/// Pictures of a form: <c>Files</c>, each as it is; or one made small by the browser, with its other sizes in <c>Small</c> and its link preview in
/// <c>Share</c> (see <c>js/pictures.js</c> and <c>_Emblem.cshtml</c>). A page that takes them says so with <c>[RequestSizeLimit]</c> and
/// <c>[RequestFormLimits]</c>.
/// </summary>
public static class Uploads
{
    /// <summary>Bytes a form with one picture may have: the file, its smaller sizes, and what else is typed.</summary>
    public const int OneAtMost = 2 * PictureBytes.MostBytes;

    /// <summary>Most files of a form with several, and its bytes.</summary>
    public const int MostFiles = 10, SeveralAtMost = (MostFiles + 1) * PictureBytes.MostBytes;

    /// <summary>Looks through the pictures that came with the form, one after another so that few are in memory.</summary>
    /// <returns>Those that can be kept, and why the others cannot.</returns>
    public static async Task<(IReadOnlyList<NewPicture> Good, IReadOnlyList<Refusal> Refused)> PicturesAsync(this HttpRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!request.HasFormContentType) return ([], []);

        var all = (await request.ReadFormAsync(ct)).Files;
        var files = all.GetFiles("Files").Where(f => f.FileName.Length > 0).ToList(); // A field nothing was chosen in comes as a file without a name.
        var (small, share) = files.Count == 1 ? (all.GetFiles("Small"), all.GetFile("Share")) : ([], null);
        List<NewPicture> good = [];
        List<Refusal> refused = [];
        if (files.Count > MostFiles) refused.Add(new("picture.many", "At most {0} files at once; the others were not added.", MostFiles));
        foreach (var file in files.Take(MostFiles))
        {
            try
            {
                List<byte[]> sizes = [];
                foreach (var size in small.Take(PictureSizes.Widths.Count)) sizes.Add(await BytesAsync(size, ct));
                good.Add(NewPicture.Of(NameOf(file), await BytesAsync(file, ct), sizes, share is { Length: > 0 } ? await BytesAsync(share, ct) : null));
            }
            catch (Refusal refusal)
            {
                refused.Add(refusal);
            }
        }

        return (good, refused);
    }

    /// <summary>The end of what the browser calls it: enough to know which it is.</summary>
    private static string NameOf(IFormFile file) => file.FileName[Math.Max(0, file.FileName.Length - 80)..];

    /// <summary>The file, or one byte more than a file may have.</summary>
    private static async Task<byte[]> BytesAsync(IFormFile file, CancellationToken ct)
    {
        var bytes = new byte[Math.Min(file.Length, PictureBytes.MostBytes + 1)];
        await using var from = file.OpenReadStream();
        await from.ReadExactlyAsync(bytes, ct);
        return bytes;
    }
}
