// Being told when a good that is sold out is back: asked for with an e-mail alone, taken back by the link of its mail.
using Makola.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Makola.Pages;

/// <summary>The form that asks.</summary>
/// <param name="VariantId">What for.</param>
/// <param name="Name">Product and choices.</param>
/// <param name="Email">What was typed.</param>
/// <param name="Error">What is wrong with it.</param>
/// <param name="IsAsked">True once it is with the shop.</param>
public sealed record NotifyForm(long VariantId, string Name, string? Email = null, string? Error = null, bool IsAsked = false);

/// <summary>
/// Posts to <c>/notify</c>, and <c>/notify/{token}</c>, the link that takes a request back: opening it only shows, since mail programs open links before
/// people do. Public pages carry the form, so it has no antiforgery token; <see cref="CrossSiteGuard"/> stops other sites.
/// </summary>
[IgnoreAntiforgeryToken]
[EnableRateLimiting(RateLimits.Contact)]
public sealed class NotifyModel(ShopDb db, CurrentShop shop, Outbox outbox, MailLinks links, ContactLimits limits) : ShopPage
{
    /// <summary>The secret of the link; null for the form.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Token { get; set; }

    /// <summary>The variant.</summary>
    [BindProperty(SupportsGet = true)]
    public long V { get; set; }

    /// <summary>True once it is asked.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Asked { get; set; }

    /// <summary>As typed.</summary>
    [BindProperty]
    public string? Email { get; set; }

    /// <summary>What is waited for; null when a link leads to nothing.</summary>
    public Awaited? Good { get; private set; }

    /// <summary>The form; null on the page of a link.</summary>
    public NotifyForm? Form { get; private set; }

    /// <summary>True right after it was taken back.</summary>
    public bool IsTakenBack { get; private set; }

    /// <summary>Shows the form, or what a link takes back.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Response.Headers.CacheControl = "no-store";
        if (Token is null) return await ShowFormAsync(ct) ? Page() : NotFound();
        IsTakenBack = TempData["TakenBack"] is true;
        Good = await StockRequests.FindAsync(db, Token, ct);
        if (Good is null && !IsTakenBack) Response.StatusCode = StatusCodes.Status404NotFound;
        return Page();
    }

    /// <summary>Asks. The answer is the same whether the address asked before or not.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (Token is not null || !links.AreKnown) return NotFound();
        if (Accounts.ReadEmail(Email) is { } address && !limits.Allow(Attempt.Notify, address, HttpContext)) return StatusCode(StatusCodes.Status429TooManyRequests);
        if (!await db.WriteAsync(() => StockRequests.AskAsync(db, outbox, V, Email, shop.Now, ct), ct)) return NotFound();
        if (IsHtmx) return Partial("_Notify", new NotifyForm(V, "", IsAsked: true));
        return LocalRedirect($"/notify?v={V}&asked=true");
    }

    /// <summary>Takes it back.</summary>
    public async Task<IActionResult> OnPostBackAsync(CancellationToken ct)
    {
        if (await db.WriteAsync(() => StockRequests.TakeBackAsync(db, Token, ct), ct)) TempData["TakenBack"] = true;
        return LocalRedirect($"/notify/{Uri.EscapeDataString(Token ?? "")}");
    }

    /// <inheritdoc/>
    public override async Task<IActionResult> AgainAsync(CancellationToken ct)
    {
        if (!await ShowFormAsync(ct)) return NotFound();
        return IsHtmx ? Partial("_Notify", Form) : Page();
    }

    private async Task<bool> ShowFormAsync(CancellationToken ct)
    {
        if (!links.AreKnown || await Awaited.FindAsync(db, V, ct) is not { IsShown: true } good) return false;
        Good = good;
        Form = new(V, good.Name, Email, ModelState.Values.SelectMany(v => v.Errors).FirstOrDefault()?.ErrorMessage, Asked);
        return true;
    }
}
