// A ZIP as an answer, written while it goes out.
using System.Net.Mime;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Web;

/// <summary>Sends a ZIP as a download nobody keeps.</summary>
/// <param name="name">The file's name.</param>
/// <param name="write">Writes the file.</param>
public sealed class ZipDownload(string name, Func<Stream, CancellationToken, Task> write) : ActionResult
{
    /// <inheritdoc/>
    public override async Task ExecuteResultAsync(ActionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var (response, ct) = (context.HttpContext.Response, context.HttpContext.RequestAborted);
        // The framework closes each file of a ZIP by a synchronous write of its last bytes (.NET 10).
        if (context.HttpContext.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpBodyControlFeature>() is { } body) body.AllowSynchronousIO = true;
        response.ContentType = "application/zip";
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentDisposition = new ContentDisposition { FileName = name }.ToString();
        await write(response.Body, ct);
    }
}
