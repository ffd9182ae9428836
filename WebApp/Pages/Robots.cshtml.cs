// What crawlers may read: goods, not carts, orders, searches or the back office.
using Makola.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Makola.Pages;

/// <summary><c>/robots.txt</c> (RFC 9309).</summary>
public sealed class RobotsModel(CurrentShop shop) : PageModel
{
    /// <summary>Writes the rules.</summary>
    public IActionResult OnGet() => Content(string.Join('\n',
    [
        "User-agent: *",
        .. new[] { "/cart", "/checkout", "/o/", "/w/", "/keep", "/notify", "/track", "/search", "/account/", "/office", "/setup" }.Select(path => $"Disallow: {path}"),
        "",
        $"Sitemap: {shop.Absolute("/sitemap.xml")}",
        "",
    ]), "text/plain; charset=utf-8");
}
