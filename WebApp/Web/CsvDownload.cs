// A CSV file as an answer, written while it goes out: however long it is, little of it is in memory.
using System.Net.Mime;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Web;

/// <summary>Sends a CSV file as a download.</summary>
/// <param name="name">The file's name.</param>
/// <param name="write">Writes the file.</param>
public sealed class CsvDownload(string name, Func<Stream, CancellationToken, Task> write) : ActionResult
{
    /// <inheritdoc/>
    public override async Task ExecuteResultAsync(ActionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var (response, ct) = (context.HttpContext.Response, context.HttpContext.RequestAborted);
        response.ContentType = "text/csv; charset=utf-8";
        response.Headers.ContentDisposition = new ContentDisposition { FileName = name }.ToString();
        await write(response.Body, ct);
    }
}
