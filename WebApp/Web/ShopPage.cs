// What all page models share: rendering themselves again after a refusal, and answering htmx with a fragment.
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Makola.Web;

/// <summary>Base of page models whose handlers can be refused.</summary>
public abstract class ShopPage : PageModel
{
    /// <summary>True when htmx asks: the answer is the page's own fragment.</summary>
    protected bool IsHtmx => Request.Headers.ContainsKey("HX-Request") && !Request.Headers.ContainsKey("HX-History-Restore-Request");

    /// <summary>Loads what the page shows and renders it again, with every value typed still there. Called after a refusal.</summary>
    public virtual Task<IActionResult> AgainAsync(CancellationToken ct) => Task.FromResult<IActionResult>(Page());
}
