// What all pages with a list of goods share: reading what was asked, and answering htmx with the list alone.
using Makola.Pages.Shared;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Web;

/// <summary>Base of pages that show a list of goods.</summary>
public abstract class ListingPageModel : ShopPage
{
    /// <summary>The list shown.</summary>
    public ListingView List { get; private set; } = null!;

    /// <summary>What the address asks for.</summary>
    protected ListingFilter Asked(CurrentShop shop) => ListingFilter.Read(Request.Query, shop.Settings.Currency) with { Currency = shop.Settings.Currency };

    /// <summary>The whole page, or for htmx its list; 404 beyond the last page.</summary>
    protected IActionResult Answer(ListingView list)
    {
        List = list;
        if (list.Page.Page > list.Page.Pages) return NotFound();
        if (!IsHtmx || Request.Headers.ContainsKey("HX-History-Restore-Request")) return Page();

        // Kept by no browser: "back" would show the fragment as if it were the page.
        Response.Headers.CacheControl = "no-store";
        Response.Headers["HX-Push-Url"] = list.Href();
        return Partial("_Listing", list);
    }
}
