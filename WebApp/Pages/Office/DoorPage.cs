// What the pages at the door of the back office have in common.
using Makola.Web;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Makola.Pages.Office;

/// <summary>Base of the pages one sees before being signed in: kept by nobody, indexed by nobody.</summary>
public abstract class DoorPage : ShopPage
{
    /// <summary>What a member of staff does to his own account here, for the log.</summary>
    protected Deed DeedOf(Person person, string what, DateTimeOffset at) =>
        new(person.AsActor(), what, at, Request.Path, HttpContext.Connection.RemoteIpAddress?.ToString(), HttpContext.TraceIdentifier);

    /// <inheritdoc/>
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        Response.Headers.CacheControl = "no-store";
        Response.Headers["X-Robots-Tag"] = "noindex";
    }
}
