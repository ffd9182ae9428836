// The pages of the back office: one list for the menu and for the find box. A new page is one line here.
using System.Security.Claims;
using Makola.Web;

namespace Makola.Pages.Office;

/// <summary>Where the menu shows a page.</summary>
public enum MenuPart
{
    /// <summary>Nowhere: it is found, or linked from another page.</summary>
    None,

    /// <summary>Among what is used every day.</summary>
    Daily,

    /// <summary>Below that.</summary>
    Seldom,
}

/// <summary>A page of the back office.</summary>
/// <param name="Key">What the page says it is, as <c>ViewData["Here"]</c>.</param>
/// <param name="Name">As the menu calls it.</param>
/// <param name="Address">Begins with a slash.</param>
/// <param name="Words">What else people call it or look for there, with spaces between.</param>
/// <param name="Menu">Where the menu shows it.</param>
/// <param name="Above">Key of the page it belongs to: the menu shows it below that one, while either is open.</param>
/// <param name="Needs">The scope its page asks for.</param>
public sealed record OfficePlace(string Key, string Name, string Address, string Words, MenuPart Menu = MenuPart.None, string? Above = null, string Needs = Scopes.Anyone);

/// <summary>The pages of the back office.</summary>
public static class OfficeMap
{
    /// <summary>In the order of the menu.</summary>
    public static IReadOnlyList<OfficePlace> Places { get; } =
    [
        new("today", "Today", "/office", "home start dashboard overview sales revenue turnover figures chart report statistics", MenuPart.Daily),
        new("orders", "Orders", "/office/orders", "sales purchases customers buyers pack send deliver parcels payments transfers refunds returns", MenuPart.Daily, Needs: Scopes.Orders),
        new("products", "Products", "/office/products", "goods articles items catalogue prices variants sku pictures tags publish drafts archive", MenuPart.Daily, Needs: Scopes.Products),
        new("new-product", "New product", "/office/products/new", "add create make goods article item", Needs: Scopes.Products),
        new("import", "Import products", "/office/products/import", "bring in csv file spreadsheet excel shopify woocommerce old shop upload move many goods", Needs: Scopes.Products),
        new("grid", "Products in a grid", "/office/products/grid", "spreadsheet table edit many bulk prices stock publish", Needs: Scopes.Products),
        new("prices", "Change prices", "/office/products/prices", "sale discount percent raise lower bulk schedule planned reduction", Needs: Scopes.Products),
        new("categories", "Categories", "/office/categories", "shelves tree departments groups sort order move", Above: "products", Needs: Scopes.Products),
        new("collections", "Collections", "/office/collections", "rules smart selection presents offers campaign group goods by hand", Above: "products", Needs: Scopes.Products),
        new("brands", "Brands", "/office/brands", "makers manufacturers vendors suppliers logo merge", Above: "products", Needs: Scopes.Products),
        new("export", "Export", "/office/products/export", "download csv file spreadsheet excel goods orders customers take out list bookkeeper accountant"),
        new("stock", "Stock", "/office/stock", "inventory levels movements receive delivery adjust low running out sold warehouse", MenuPart.Daily, Needs: Scopes.Stock),
        new("count", "Count stock", "/office/stock/count", "stocktaking inventory scan scanner barcode", Needs: Scopes.Stock),
        new("customers", "Customers", "/office/customers", "buyers people clients guests accounts contacts phone numbers block notes who bought", MenuPart.Daily, Needs: Scopes.Customers),
        new("new-customer", "New customer", "/office/customers/new", "add create write down buyer person contact", Needs: Scopes.Customers),
        new("segments", "Segments", "/office/customers/segments", "groups of customers rules target best quiet regular newsletter list", Above: "customers", Needs: Scopes.Customers),
        new("reviews", "Reviews", "/office/reviews", "stars ratings opinions moderate show refuse answer", Above: "customers", Needs: Scopes.Customers),
        new("messages", "Messages", "/office/messages", "contact inbox mail customers write questions answer spam", MenuPart.Daily, Needs: Scopes.Customers),
        new("mail", "Mail", "/office/mail", "outbox e-mail email sent failed waiting queue receipts written send again", Above: "messages", Needs: Scopes.Customers),
        new("media", "Pictures", "/office/media", "photos images media files uploads unused", MenuPart.Daily, Needs: Scopes.Products),
        new("history", "History", "/office/history", "undo take back changes who changed restore mistake", MenuPart.Daily),
        new("log", "Log", "/office/log", "audit who did what when deeds activity security trail staff evidence", Above: "history", Needs: Scopes.Staff),
        new("search", "Search words", "/office/search", "synonyms same meaning not found missed searches report looked for", MenuPart.Seldom, Needs: Scopes.Products),
        new("content", "Pages", "/office/content/pages", "content cms about delivery returns privacy terms texts imprint legal", MenuPart.Seldom, Needs: Scopes.Content),
        new("new-page", "New page", "/office/content/pages/new", "add create make content text", Needs: Scopes.Content),
        new("menus", "Menus", "/office/content/menus", "navigation header footer links lines", Above: "content", Needs: Scopes.Content),
        new("home", "Home page", "/office/content/home", "front sections banner announcement newest headline draft preview publish", Above: "content", Needs: Scopes.Content),
        new("backstage", "Behind the scenes", "/office/backstage", "requests queries slow performance trace debug developer waterfall live sql plans recorder how it works", MenuPart.Seldom, Needs: Scopes.Scenes),
        new("warnings", "Warnings", "/office/backstage/warnings", "slow queries scans index repeated n+1 weight lock problems", Above: "backstage", Needs: Scopes.Scenes),
        new("errors", "Errors", "/office/backstage/errors", "exceptions failures faults reference number 500 crash bug", Above: "backstage", Needs: Scopes.Scenes),
        new("settings", "Settings", "/office/settings", "configuration preferences options set up", MenuPart.Seldom, Needs: Scopes.Settings),
        new("mail-settings", "Mail settings", "/office/settings/mail", "smtp e-mail email server outgoing sender spf dkim dmarc test", Above: "settings", Needs: Scopes.Settings),
        new("staff", "Staff", "/office/staff", "people team employees users invite roles permissions who may access rights", MenuPart.Seldom, Needs: Scopes.Staff),
        new("roles", "Roles", "/office/staff/roles", "permissions rights scopes who may what", Above: "staff", Needs: Scopes.Staff),
        new("system", "System", "/office/system", "health disk space clock version memory upkeep trouble status", MenuPart.Seldom, Needs: Scopes.System),
        new("jobs", "Jobs", "/office/system/jobs", "background work timer cron schedule failed run again operations tasks", Above: "system", Needs: Scopes.System),
        new("backup", "Backup", "/office/system/backup", "restore bring back copy save download whole shop one file nightly disaster move", Above: "system", Needs: Scopes.System),
        new("redirects", "Redirects", "/office/redirects", "old addresses links urls 404 not found moved renamed forward", Above: "settings", Needs: Scopes.Content),
        new("practice", "Practice", "/office/practice", "demo sample goods try out training example test", Needs: Scopes.System),
        new("shop", "See the shop", "/", "storefront website customers view visit front page", MenuPart.Seldom),
    ];

    /// <summary>The pages a part of the menu shows to who may see them.</summary>
    public static IEnumerable<OfficePlace> In(MenuPart part, ClaimsPrincipal user) => Places.Where(place => place.Menu == part && user.May(place.Needs));

    /// <summary>The pages that belong to a page, while it or one of them is open.</summary>
    /// <param name="key">The page above.</param>
    /// <param name="here">The page that is open.</param>
    /// <param name="user">Who looks.</param>
    public static IEnumerable<OfficePlace> Below(string key, string? here, ClaimsPrincipal user)
    {
        var below = Places.Where(place => place.Above == key && user.May(place.Needs)).ToList();
        return here == key || below.Exists(place => place.Key == here) ? below : [];
    }
}
