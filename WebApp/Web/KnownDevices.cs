// Browsers a person has signed in on before: guessing from elsewhere cannot keep him out of those.
using System.Globalization;
using Microsoft.AspNetCore.DataProtection;

namespace Makola.Web;

/// <summary>
/// Marks a browser on which a person signed in (the "device cookie" of https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies).
/// Who guesses a password from elsewhere makes the account rest, and the person still gets in where he was before.
/// </summary>
public sealed class KnownDevices(IDataProtectionProvider protection)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(180);

    private readonly ITimeLimitedDataProtector seal = protection.CreateProtector("Makola.KnownDevice").ToTimeLimitedDataProtector();

    /// <summary>Marks the browser for the person. Only the pages of accounts are told.</summary>
    public void Mark(HttpContext context, long personId)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.Cookies.Append(Cookies.Device, seal.Protect(personId.ToString(CultureInfo.InvariantCulture), Kept), new CookieOptions
        {
            HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps, Path = "/account", MaxAge = Kept, IsEssential = true,
        });
    }

    /// <summary>True when the person signed in on this browser before.</summary>
    public bool Knows(HttpContext context, long personId)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            return context.Request.Cookies[Cookies.Device] is { Length: < 1000 } cookie && seal.Unprotect(cookie) == personId.ToString(CultureInfo.InvariantCulture);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return false; // Too old, of other keys, or made up.
        }
    }
}
