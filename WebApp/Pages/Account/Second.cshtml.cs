// The second factor, after password or mailed code. Who comes here has given the first proof; strangers cannot wear its tries out.
using System.Globalization;
using Makola.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;

namespace Makola.Pages.Account;

/// <summary>The page at <c>/account/second</c>.</summary>
[EnableRateLimiting(RateLimits.SignIn)]
public sealed class SecondModel(ShopDb db, SignInManager<Person> door, UserManager<Person> people, Outbox outbox, ContactLimits limits, TimeProvider clock, IStringLocalizer<Texts> texts) : AccountPage(db, door, texts)
{
    /// <summary>Six digits of the app, or a recovery code.</summary>
    [BindProperty]
    public string? Code { get; set; }

    /// <summary>Asks, who gave the first proof.</summary>
    public async Task<IActionResult> OnGetAsync() => await Door.GetTwoFactorAuthenticationUserAsync() is null ? LocalRedirect("/account/sign-in") : Page();

    /// <summary>Checks, and signs in. A code counts once, also within the half minute it is shown.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (await Door.GetTwoFactorAuthenticationUserAsync() is not { BlockedAt: null, TwoFactorEnabled: true } person) return LocalRedirect("/account/sign-in");
        var id = person.Id.ToString(CultureInfo.InvariantCulture);
        if (!limits.Allow(Attempt.Second, id, HttpContext)) return StatusCode(StatusCodes.Status429TooManyRequests);
        var code = (Code ?? "").Trim().Replace(" ", "", StringComparison.Ordinal);
        var isRight = code.Length == 6 && code.All(char.IsAsciiDigit)
            ? await people.VerifyTwoFactorTokenAsync(person, people.Options.Tokens.AuthenticatorTokenProvider, code) && limits.Allow(Attempt.Once, $"{id}:{code}", HttpContext)
            : code.Length is > 6 and <= 20 && await RedeemAsync(person, code.ToUpperInvariant(), ct);
        if (!isRight) return Wrong("Code", "This is not the code. The app shows a new one each half minute; is the clock of your phone right?");
        await HttpContext.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
        return await LetInAsync(person, isWhole: true, ct);
    }

    private async Task<bool> RedeemAsync(Person person, string code, CancellationToken ct)
    {
        if (!(await people.RedeemTwoFactorRecoveryCodeAsync(person, code)).Succeeded) return false;
        if (person.Email is { } email)
            await Db.WriteAsync(() => outbox.QueueAsync(Db, AccountMail.Changed(person, email, "A recovery code was used to sign in.", clock.GetUtcNow(), HttpContext.Connection.RemoteIpAddress?.ToString()), ct), ct);
        return true;
    }
}
