// How often one address may do what costs the shop or helps a guesser.
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace Makola.Web;

/// <summary>
/// Requests a minute and address, by the name a page carries in <c>[EnableRateLimiting]</c>; figures in <c>appsettings.json</c>, section
/// <c>RateLimits</c>. They are generous: whole networks of phones share one address (RFC 6598). Refused with 429 and Retry-After.
/// </summary>
public static class RateLimits
{
    /// <summary>Names of the limits. All but <see cref="Search"/> count only what changes something.</summary>
    public const string Search = "search", Cart = "cart", Checkout = "checkout", Track = "track", Contact = "contact", SignIn = "sign-in", Passkey = "passkey";

    /// <summary>Sets the limits up.</summary>
    public static void SetUp(RateLimiterOptions limiter, IConfiguration configuration)
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.OnRejected = (rejected, _) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromMinutes(1);
            rejected.HttpContext.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            return ValueTask.CompletedTask;
        };
        foreach (var (name, usual) in new[] { (Search, 120), (Cart, 120), (Checkout, 60), (Track, 20), (Contact, 6), (SignIn, 10), (Passkey, 60) })
        {
            var permits = Math.Max(1, configuration.GetValue($"RateLimits:{name}", usual));
            limiter.AddPolicy(name, context => name != Search && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
                ? RateLimitPartition.GetNoLimiter("reading")
                : RateLimitPartition.GetSlidingWindowLimiter(AddressOf(context), _ => new SlidingWindowRateLimiterOptions
                {
                    PermitLimit = permits, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6,
                }));
        }
    }

    /// <summary>The caller's address; of IPv6 the first 64 bits, since a household has that many.</summary>
    private static string AddressOf(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } address) return "unknown";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetwork ? address.ToString() : new IPAddress([.. address.GetAddressBytes().Take(8), .. new byte[8]]).ToString();
    }
}
