// The shop's few cookies.
namespace Makola.Web;

/// <summary>The shop's few cookies: none before a visitor puts something into a cart, wants to keep it, opens the checkout or signs in.</summary>
public static class Cookies
{
    /// <summary>Names.</summary>
    public const string Cart = "cart", Session = "session", Antiforgery = "antiforgery", Device = "device", Wish = "wish";

    /// <summary>Token of the visitor's cart; null when there is none or it cannot be one.</summary>
    public static string? CartToken(this HttpRequest request) => request.Cookies[Cart] is { } token && SecretToken.LooksRight(token) ? token : null;

    /// <summary>Gives the visitor a cart.</summary>
    public static void SetCart(this HttpResponse response, string token) => response.Cookies.Append(Cart, token, new CookieOptions
    {
        HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = response.HttpContext.Request.IsHttps, Path = "/", MaxAge = TimeSpan.FromDays(Domain.Carts.Cart.KeptDays), IsEssential = true,
    });

    /// <summary>Takes a cookie of the shop away.</summary>
    public static void TakeCookie(this HttpResponse response, string name) => response.Cookies.Delete(name, new CookieOptions { Path = "/", Secure = response.HttpContext.Request.IsHttps, HttpOnly = true, SameSite = SameSiteMode.Lax });

    /// <summary>
    /// Key of the product somebody pressed Keep for before he signed in; null for none. Nobody needs to sign it: whoever changes his own cookie keeps
    /// something else for himself.
    /// </summary>
    public static long? Wished(this HttpRequest request) =>
        request.Cookies[Wish] is { Length: < 20 } kept && long.TryParse(kept, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var product) ? product : null;

    /// <summary>Remembers for an hour what is to be kept once the visitor is signed in.</summary>
    public static void SetWish(this HttpResponse response, long productId) => response.Cookies.Append(Wish, productId.ToString(System.Globalization.CultureInfo.InvariantCulture), new CookieOptions
    {
        HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = response.HttpContext.Request.IsHttps, Path = "/", MaxAge = TimeSpan.FromHours(1), IsEssential = true,
    });

    /// <summary>True when the answer would be this visitor's own: he has a cart or is signed in.</summary>
    public static bool IsPersonal(this HttpRequest request) => request.Cookies.ContainsKey(Cart) || request.Cookies.ContainsKey(Session);
}
