// Uploaded pictures on their way to browsers.
namespace Makola.Web;

/// <summary>
/// <c>/pictures/{content}/{size}</c>. A name is made of the content, so the file behind it never changes and may be kept for good. Whatever else a file
/// could be taken for: it is sent as the picture it was found to be, and can run nothing (OWASP ASVS 5.0, 3.2.1).
/// </summary>
public static class PictureFiles
{
    /// <summary>Marks the endpoint: its answers are files, the same for everybody.</summary>
    public sealed record Mark;

    /// <summary>Whether an endpoint's answers are files: these pictures, or what browsers download with the pages.</summary>
    public static bool IsFile(Endpoint? endpoint) =>
        endpoint?.Metadata is { } marks && (marks.GetMetadata<Microsoft.AspNetCore.StaticAssets.StaticAssetDescriptor>() is not null || marks.GetMetadata<Mark>() is not null);

    /// <summary>Sets the endpoint up.</summary>
    public static void MapPictures(this WebApplication app) =>
        app.MapMethods($"/{PictureSizes.Root}/{{content}}/{{name}}", ["GET", "HEAD"], (string content, string name, Album album, HttpResponse response) =>
        {
            if (album.Find(content, name) is not { } path) return Results.NotFound();

            response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
            response.Headers.CacheControl = "public, max-age=31536000, immutable";
            return Results.File(path, TypeOf(name));
        }).WithMetadata(new Mark());

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".jpg" => "image/jpeg",
        ".png" => "image/png",
        ".webp" => "image/webp",
        _ => "image/gif",
    };
}
