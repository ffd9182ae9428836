// The second factor by an app (RFC 6238): setting it up, its recovery codes, taking it away. All but looking asks for a fresh proof.
using System.Globalization;
using System.Text;
using Makola.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using QRCoder;

namespace Makola.Pages.Account;

/// <summary>The page at <c>/account/authenticator</c>.</summary>
[Authorize, EnableRateLimiting(RateLimits.SignIn)]
public sealed class AuthenticatorModel(OwnDoor own, CurrentShop shop) : WaysInPage(own)
{
    /// <summary>Recovery codes of a person.</summary>
    private const int Codes = 10;

    /// <summary>Six digits of the app.</summary>
    [BindProperty]
    public string? Code { get; set; }

    /// <summary>The app's key while it is being set up, base 32; null else.</summary>
    public string? Key { get; private set; }

    /// <summary>New recovery codes, shown this once.</summary>
    public IReadOnlyList<string> Recovery { get; private set; } = [];

    /// <summary>How many recovery codes are left.</summary>
    public int Left { get; private set; }

    /// <summary>Shows how it stands.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        await LookAsync();
        return Page();
    }

    /// <summary>The key as a picture, for who is setting the app up.</summary>
    public async Task<IActionResult> OnGetPictureAsync()
    {
        await LookAsync();
        if (Key is null) return NotFound();
        var (issuer, account) = (Uri.EscapeDataString(shop.Settings.Name), Uri.EscapeDataString(Person.Email ?? Person.PhoneNumber ?? Person.Name));
        return Content(Draw($"otpauth://totp/{issuer}:{account}?secret={Key}&issuer={issuer}&digits=6&period=30"), "image/svg+xml");
    }

    /// <summary>Makes a key.</summary>
    public async Task<IActionResult> OnPostStartAsync()
    {
        if (Prove.IsDue(HttpContext)) return Prove.Ask(HttpContext);
        if (!Person.TwoFactorEnabled) await Own.People.ResetAuthenticatorKeyAsync(Person);
        return LocalRedirect("/account/authenticator");
    }

    /// <summary>Turns it on, once the app shows what it should.</summary>
    public async Task<IActionResult> OnPostConfirmAsync(CancellationToken ct)
    {
        if (Prove.IsDue(HttpContext)) return Prove.Ask(HttpContext);
        await LookAsync();
        if (Person.TwoFactorEnabled || Key is null) return LocalRedirect("/account/authenticator");
        var id = Person.Id.ToString(CultureInfo.InvariantCulture);
        if (!Own.Limits.Allow(Attempt.Second, id, HttpContext)) return StatusCode(StatusCodes.Status429TooManyRequests);
        var code = (Code ?? "").Replace(" ", "", StringComparison.Ordinal);
        if (code.Length != 6 || !await Own.People.VerifyTwoFactorTokenAsync(Person, Own.People.Options.Tokens.AuthenticatorTokenProvider, code))
            return Wrong("Code", "This is not the code. The app shows a new one each half minute; is the clock of your phone right?");
        await ChangeAsync("Own sign-in: authenticator app on", "An authenticator app is asked for a code from now on when you sign in.", async () =>
        {
            await Own.People.SetTwoFactorEnabledAsync(Person, true);
            Recovery = [.. await Own.People.GenerateNewTwoFactorRecoveryCodesAsync(Person, Codes) ?? []];
        }, ct);
        return Page();
    }

    /// <summary>New recovery codes; the old ones open nothing any more.</summary>
    public async Task<IActionResult> OnPostCodesAsync(CancellationToken ct)
    {
        if (Prove.IsDue(HttpContext)) return Prove.Ask(HttpContext);
        if (!Person.TwoFactorEnabled) return LocalRedirect("/account/authenticator");
        await ChangeAsync("Own sign-in: new recovery codes", "New recovery codes were made; the old ones open nothing any more.",
            async () => Recovery = [.. await Own.People.GenerateNewTwoFactorRecoveryCodesAsync(Person, Codes) ?? []], ct);
        return Page();
    }

    /// <summary>Takes it away, with its key.</summary>
    public async Task<IActionResult> OnPostRemoveAsync(CancellationToken ct)
    {
        if (Prove.IsDue(HttpContext)) return Prove.Ask(HttpContext);
        await ChangeAsync("Own sign-in: authenticator app off", "The authenticator app is not asked for any more when you sign in.", async () =>
        {
            await Own.People.SetTwoFactorEnabledAsync(Person, false);
            await Own.People.RemoveAuthenticationTokenAsync(Person, "[AspNetUserStore]", "AuthenticatorKey"); // Identity's own names for it.
            await Own.People.RemoveAuthenticationTokenAsync(Person, "[AspNetUserStore]", "RecoveryCodes");
        }, ct);
        return SayAt("/account/security", "The authenticator app is taken away. Everywhere else you are signed out.");
    }

    private async Task LookAsync()
    {
        if (Person.TwoFactorEnabled) Left = await Own.People.CountRecoveryCodesAsync(Person);
        else if (IsFresh) Key = await Own.People.GetAuthenticatorKeyAsync(Person); // Who finds a browser open shall not read it.
    }

    /// <summary>A QR code as an SVG of one path, black on white in any light: phones read nothing else.</summary>
    private static string Draw(string text)
    {
        using var maker = new QRCodeGenerator();
        using var code = maker.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var (rows, path) = (code.ModuleMatrix, new StringBuilder());
        for (var y = 0; y < rows.Count; y++)
            for (var x = 0; x < rows[y].Count; x++)
                if (rows[y][x]) path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
        return $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {rows.Count} {rows.Count}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{rows.Count}v{rows.Count}h-{rows.Count}z"/><path d="{path}"/></svg>""";
    }
}
