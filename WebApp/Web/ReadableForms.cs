// A form that .NET will not read is the sender's fault, not the shop's.
using Microsoft.AspNetCore.Http.Features;

namespace Makola.Web;

/// <summary>
/// Answers 400 to a form, or a part of one, in UTF-7: .NET throws when it is asked to read one (SYSLIB0001), and once more while the error page is made, which
/// then was a bare 500.
/// </summary>
public sealed class ReadableForms(RequestDelegate next)
{
    /// <summary>Lets the request pass, or answers 400.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (NotSupportedException fault) when (fault.Message.Contains("UTF-7", StringComparison.Ordinal) && context.Request.HasFormContentType && !context.Response.HasStarted)
        {
            context.Request.ContentType = null; // The error page has no use for it.
            context.Features.Set<IFormFeature>(new FormFeature(FormCollection.Empty));
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
        }
    }
}
