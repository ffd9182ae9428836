// A page that takes files larger than the rest of the shop does, and says at once when one is too large.
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Makola.Web;

/// <summary>
/// Answers 413 to a request that announces a larger body, before any of it is read. It goes before the antiforgery filter, which reads the body and
/// would call a large one a bad token. A body that does not announce its length is cut off by <see cref="RequestSizeLimitAttribute"/>, which belongs beside it.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class LargestBodyAttribute(long bytes) : Attribute, IAuthorizationFilter, IOrderedFilter
{
    /// <inheritdoc/>
    public int Order => 800;

    /// <inheritdoc/>
    public void OnAuthorization(AuthorizationFilterContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.HttpContext.Request.ContentLength > bytes) context.Result = new StatusCodeResult(StatusCodes.Status413PayloadTooLarge);
    }
}
