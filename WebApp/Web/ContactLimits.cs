// How often something may be tried with one phone or e-mail, from wherever: many addresses together are held back as one is.
using System.Threading.RateLimiting;

namespace Makola.Web;

/// <summary>What is limited for each contact.</summary>
public enum Attempt
{
    /// <summary>A wrong password, by somebody on a browser the person did not use before.</summary>
    Password,

    /// <summary>Asking for a mail: a new password, a code, a link to open an account.</summary>
    Mail,

    /// <summary>A code that was mailed.</summary>
    Code,

    /// <summary>A code of an authenticator app, or a recovery code, after the first proof.</summary>
    Second,

    /// <summary>One code of an app: it counts once.</summary>
    Once,

    /// <summary>Opening an account.</summary>
    Register,

    /// <summary>Asking to be told when something is back, which is confirmed by mail.</summary>
    Notify,
}

/// <summary>
/// Tries for each contact within ten minutes, in memory. Whether the contact has an account makes no difference, so that a refusal tells nothing.
/// </summary>
public sealed class ContactLimits : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly PartitionedRateLimiter<(Attempt What, string Contact)> limiter = PartitionedRateLimiter.Create<(Attempt What, string Contact), (Attempt, string)>(key =>
        RateLimitPartition.GetSlidingWindowLimiter((key.What, key.Contact), k => new SlidingWindowRateLimiterOptions { PermitLimit = MostOf(k.Item1), Window = Window, SegmentsPerWindow = 5 }));

    /// <summary>Counts a try.</summary>
    /// <param name="what">What is tried.</param>
    /// <param name="contact">Phone or e-mail as it was typed.</param>
    /// <param name="http">The request; when it was one too many, its answer is told when to come back.</param>
    /// <returns>False when it was one too many: the page answers 429.</returns>
    public bool Allow(Attempt what, string contact, HttpContext http) => Take(what, contact, 1, http);

    /// <summary>Whether another try would be allowed, without counting it: of passwords only the wrong ones count.</summary>
    /// <inheritdoc cref="Allow"/>
    public bool Has(Attempt what, string contact, HttpContext http) => Take(what, contact, 0, http);

    private bool Take(Attempt what, string contact, int tries, HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        var key = PhoneNumber.Read(contact) ?? contact.Trim().ToUpperInvariant();
        using var lease = limiter.AttemptAcquire((what, SecretToken.Hash(key)), tries);
        if (lease.IsAcquired) return true;
        http.Response.Headers.RetryAfter = "120";
        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => limiter.Dispose();

    private static int MostOf(Attempt what) => what switch { Attempt.Password => 40, Attempt.Mail => 5, Attempt.Code or Attempt.Second => 10, Attempt.Once => 1, _ => 5 };
}
