// Over HTTPS every cookie of the shop is bound to this very host: no neighbour under the same domain can plant one, no plain connection can carry it.
using Microsoft.Extensions.Primitives;

namespace Makola.Web;

/// <summary>
/// Gives cookies the prefix <c>__Host-</c> (with a path of its own <c>__Secure-</c>) and Secure when the request came over HTTPS, and takes only such ones
/// back (RFC 6265bis, 4.1.3). Inside they have their plain names, which they also have on a shop's own machine, over HTTP.
/// </summary>
public sealed class HostCookies(RequestDelegate next)
{
    private const string Host = "__Host-", Secure = "__Secure-";

    /// <summary>Renames them on the way in and on the way out.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.IsHttps) return next(context);
        if (context.Request.Headers.Cookie is { Count: > 0 } sent)
            context.Request.Headers.Cookie = string.Join("; ", sent.SelectMany(line => (line ?? "").Split(';', StringSplitOptions.TrimEntries)).Select(Inside).Where(cookie => cookie is not null));
        context.Response.OnStarting(Leave, context.Response.Headers);
        return next(context);
    }

    private static string? Inside(string cookie) =>
        cookie.StartsWith(Host, StringComparison.Ordinal) ? cookie[Host.Length..] : cookie.StartsWith(Secure, StringComparison.Ordinal) ? cookie[Secure.Length..] : null;

    private static Task Leave(object state)
    {
        var headers = (IHeaderDictionary)state;
        if (headers.SetCookie is { Count: > 0 } set) headers.SetCookie = new StringValues([.. set.Select(cookie => Outside(cookie ?? ""))]);
        return Task.CompletedTask;
    }

    private static string Outside(string cookie)
    {
        var parts = cookie.Split(';', StringSplitOptions.TrimEntries);
        bool Says(string what) => parts.Skip(1).Any(part => part.Equals(what, StringComparison.OrdinalIgnoreCase));
        return $"{(Says("path=/") ? Host : Secure)}{cookie}{(Says("secure") ? "" : "; secure")}";
    }
}
