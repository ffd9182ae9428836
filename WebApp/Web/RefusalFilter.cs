// Turns the domain's "no" into an error at the field, with everything typed still there.
using Makola.Backstage;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Localization;

namespace Makola.Web;

/// <summary>Catches a <see cref="Refusal"/> of a page handler and lets the page render itself again with it, status 422 or 409. A page that takes no form answers 405 to one.</summary>
public sealed class RefusalFilter : IAsyncPageFilter
{
    /// <inheritdoc/>
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (context.HandlerMethod is null && HttpMethods.IsPost(context.HttpContext.Request.Method) && !Errors.IsShowing(context.HttpContext))
        {
            // MVC would show the page without having asked its model anything: nothing on it can be posted.
            context.Result = new StatusCodeResult(StatusCodes.Status405MethodNotAllowed);
            return;
        }

        var executed = await next();
        if (executed.Exception is not Refusal refusal || executed.ExceptionHandled || context.HandlerInstance is not ShopPage page) return;

        Telemetry.Rule($"refused ({refusal.Code}): {Masks.Message(refusal.Message)}");
        var texts = context.HttpContext.RequestServices.GetRequiredService<IStringLocalizer<Texts>>();
        page.ModelState.AddModelError(refusal.On ?? "", texts[refusal.Text, [.. refusal.Values]]);
        context.HttpContext.Response.StatusCode = refusal.Status;
        executed.Result = await page.AgainAsync(context.HttpContext.RequestAborted);
        executed.ExceptionHandled = true;
    }
}
