// What happens when something goes wrong: a page for people, the right status, and a reference staff can look up.
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Makola.Web;

/// <summary>Error answers. The page is <c>Pages/Error</c>; it shows what to do, never what broke.</summary>
public static class Errors
{
    /// <summary>Catches exceptions, and gives every empty error answer a page.</summary>
    public static void UseShopErrors(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = "/error", StatusCodeSelector = StatusOf, SuppressDiagnosticsCallback = failed => StatusOf(failed.Exception) is 400 or 413 or 499 });
        app.UseStatusCodePagesWithReExecute("/error");
    }

    /// <summary>True while the request has been refused already and its error page is being made.</summary>
    public static bool IsShowing(HttpContext context) =>
        context.Features.Get<IStatusCodeReExecuteFeature>() is not null || context.Features.Get<IExceptionHandlerPathFeature>() is not null;

    /// <summary>The status of an exception: 503 while the database cannot be written, the request's own fault where it is one, else 500.</summary>
    public static int StatusOf(Exception exception) => exception switch
    {
        ShopBusyException => StatusCodes.Status503ServiceUnavailable,
        DbUpdateConcurrencyException => StatusCodes.Status409Conflict,
        BadHttpRequestException bad => bad.StatusCode,
        OperationCanceledException => StatusCodes.Status499ClientClosedRequest,
        SqliteException { SqliteErrorCode: Busy or Locked or Full or IoError or CantOpen or ReadOnly } => StatusCodes.Status503ServiceUnavailable,
        InvalidDataException => StatusCodes.Status400BadRequest,
        _ when exception.InnerException is { } inner => StatusOf(inner),
        _ => StatusCodes.Status500InternalServerError,
    };

    // Result codes of SQLite: https://www.sqlite.org/rescode.html
    private const int Busy = 5, Locked = 6, ReadOnly = 8, IoError = 10, Full = 13, CantOpen = 14;
}
