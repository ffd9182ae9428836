// Where an address without a page leads; and every error the customer can see: what happened in plain words, what to do, and for our own faults a number staff can look up.
using Makola.Backstage;
using Makola.Web;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Makola.Pages;

/// <summary>The page behind every error answer; the request that failed is re-run here, with its own method.</summary>
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true)]
public sealed partial class ErrorModel(ShopDb db, FirstRun first, ILogger<ErrorModel> log) : PageModel
{
    /// <summary>The status being answered.</summary>
    public int Status { get; private set; }

    /// <summary>True while the shop has no owner and answers nobody but him.</summary>
    public bool NotOpenYet => Status == StatusCodes.Status503ServiceUnavailable && !first.Done;

    /// <summary>A number that is in the log beside the fault; null when it was not ours.</summary>
    public string? Reference { get; private set; }

    /// <summary>Leads an old address to where its page is now; else shows the page for the failed request.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is { } lost && Response.StatusCode == StatusCodes.Status404NotFound
            && await Domain.Catalogue.Redirect.FindAsync(db, lost.OriginalPath, lost.OriginalQueryString ?? "", ct) is { } to) return RedirectPermanent(to);
        Show();
        return Page();
    }

    /// <summary>The same for a form that failed.</summary>
    public void OnPost() => Show();

    private void Show()
    {
        // Asked for by its own address there is no error: then it is one address the shop does not have.
        var failed = HttpContext.Features.Get<IExceptionHandlerPathFeature>();
        var again = HttpContext.Features.Get<IStatusCodeReExecuteFeature>();
        if (failed is null && again is null) Response.StatusCode = StatusCodes.Status404NotFound;

        Status = Response.StatusCode;
        if (Status == StatusCodes.Status503ServiceUnavailable) Response.Headers.RetryAfter = NotOpenYet ? "60" : "5";
        if (Status == StatusCodes.Status500InternalServerError || (Status == StatusCodes.Status503ServiceUnavailable && !NotOpenYet))
        {
            Reference = HttpContext.TraceIdentifier;
            LogFault(Reference, Masks.Address(failed?.Path ?? again?.OriginalPath ?? ""), failed?.Error.GetType().Name ?? "");
        }
    }

    [LoggerMessage(LogLevel.Error, "Error page shown, reference {Reference}: {Path} {Fault}")]
    private partial void LogFault(string reference, string path, string fault);
}
