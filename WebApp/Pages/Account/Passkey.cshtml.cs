// What a browser asks for before it runs a passkey's ceremony. Each answer leaves a sealed note in a cookie, which the next form is checked against.
using System.Globalization;
using System.Security.Claims;
using Makola.Pages.Office;
using Makola.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Makola.Pages.Account;

/// <summary>The options of passkeys at <c>POST /account/passkey</c>. All are posts with the token of a form.</summary>
[EnableRateLimiting(RateLimits.Passkey)]
public sealed class PasskeyModel(ShopDb db, Passkeys passkeys, TimeProvider clock) : DoorPage
{
    /// <summary>A visit by itself has nothing to see.</summary>
    public IActionResult OnGet() => NotFound();

    /// <summary>To prove who one is.</summary>
    public async Task<IActionResult> OnPostAsync() => passkeys.AreOffered ? Options(await passkeys.OptionsAsync()) : NotFound();

    /// <summary>To make one for the account one is in, by who proved a moment ago who he is.</summary>
    public async Task<IActionResult> OnPostNewAsync()
    {
        if (!passkeys.AreOffered) return NotFound();
        if (!User.IsFresh(clock.GetUtcNow())) return StatusCode(StatusCodes.Status401Unauthorized);
        return Options(await passkeys.NewOptionsAsync(long.Parse(User.FindFirstValue(ClaimTypes.NameIdentifier)!, CultureInfo.InvariantCulture), User.FindFirstValue(ClaimTypes.GivenName) ?? ""));
    }

    /// <summary>To make one for an account to be.</summary>
    public async Task<IActionResult> OnPostRegisterAsync([FromForm(Name = "Form.Name")] string? name, CancellationToken ct)
    {
        if (!passkeys.AreOffered) return NotFound();
        if (name?.Trim() is not { Length: > 0 and <= Customer.LongestName } own) return StatusCode(StatusCodes.Status422UnprocessableEntity);
        return Options(await passkeys.NewOptionsAsync(await Accounts.ReserveAsync(db, ct), own));
    }

    private ContentResult Options(string json) => Content(json, "application/json");
}
