// A form that .NET will not read is the sender's fault, not the shop's.
using Microsoft.AspNetCore.Http.Features;

namespace Makola.Web;

/// <summary>
/// Answers 400 to a form, or a part of one, in UTF-7: .NET throws when it is asked to read one (SYSLIB0001), and once more while the error page is made, which
/// then was a bare 500. A request that only reads has no form, whatever it says: one that cannot be read would leave the page without the parameters of its own
/// address (RFC 9110, 9.3.1: content in a GET has no generally defined semantics).
/// </summary>
public sealed class ReadableForms(RequestDelegate next)
{
    /// <summary>Lets the request pass, or answers 400.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if ((HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)) && context.Request.HasFormContentType) ForgetForm(context);
        try
        {
            await next(context);
        }
        catch (NotSupportedException fault) when (fault.Message.Contains("UTF-7", StringComparison.Ordinal) && context.Request.HasFormContentType && !context.Response.HasStarted)
        {
            ForgetForm(context); // The error page has no use for it.
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
        }
    }

    private static void ForgetForm(HttpContext context)
    {
        context.Request.ContentType = null;
        context.Features.Set<IFormFeature>(new FormFeature(FormCollection.Empty));
    }
}
