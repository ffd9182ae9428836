// Forms of other sites cannot act in this shop.
using Makola.Backstage;

namespace Makola.Web;

/// <summary>
/// Refuses unsafe requests another site makes a browser send. Public pages carry no antiforgery token (they are the same bytes for everybody),
/// so this guards the cart; account, checkout and office have tokens as well. Fetch Metadata (W3C) where the browser sends it, else Origin (RFC 6454).
/// </summary>
public sealed class CrossSiteGuard(RequestDelegate next, ILogger<CrossSiteGuard> log)
{
    /// <summary>Lets the request pass, or answers 403.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || Errors.IsShowing(context)) return next(context);
        if (IsOurs(request))
        {
            Telemetry.Rule($"the form comes from our own pages");
            return next(context);
        }

        log.LogWarning("Refused a cross-site {Method} to {Path}", request.Method, Masks.Address(request.Path));
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private static bool IsOurs(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"] is [{ Length: > 0 } site]) return site is "same-origin" or "none";
        return request.Headers.Origin is not [{ Length: > 0 } origin] || origin == $"{request.Scheme}://{request.Host}";
    }
}
