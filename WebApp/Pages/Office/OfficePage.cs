// What every page of the back office has: the shop, who is signed in, what waits, and the two answers of a form.
using System.Globalization;
using System.Security.Claims;
using System.Text.RegularExpressions;
using Makola.Pages.Office.Orders;
using Makola.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Makola.Pages.Office;

/// <summary>Base of the back office's pages. Who may come in is decided for the whole folder, where the pages are set up.</summary>
public abstract partial class OfficePage(ShopDb db, CurrentShop shop) : ShopPage
{
    private string what = "";

    /// <summary>Orders in each pile, for the menu; read after the page's own work so that it is true.</summary>
    public OrderCounts Work { get; private set; } = null!;

    /// <summary>What was just done, in a sentence; survives one redirect.</summary>
    public string? Said { get; protected set; }

    /// <summary>The change just made, where it can be taken back beside what is said; survives one redirect.</summary>
    public long? SaidChange { get; protected set; }

    /// <summary>Name of who is signed in.</summary>
    public string MyName => User.FindFirstValue(ClaimTypes.GivenName) is { Length: > 0 } name ? name : "Staff";

    /// <summary>Who is signed in.</summary>
    public long? MyId => Me.PersonId;

    /// <summary>True when the answer is a part of the page.</summary>
    public bool IsPart => IsHtmx;

    /// <summary>The database.</summary>
    protected ShopDb Db => db;

    /// <summary>The shop.</summary>
    protected CurrentShop Shop => shop;

    /// <summary>True when who is signed in may see, or change, this part of the shop.</summary>
    /// <param name="scope">One of <see cref="Scopes"/>.</param>
    /// <param name="write">Whether to change.</param>
    public bool May(string scope, bool write = false) => User.May(scope, write);

    /// <summary>The signed-in member of staff, for the timeline.</summary>
    protected Actor Me => Actor.Staff(long.Parse(User.FindFirstValue(ClaimTypes.NameIdentifier)!, CultureInfo.InvariantCulture), MyName);

    /// <summary>What the signed-in member of staff is doing here and now, for the log.</summary>
    protected Deed MyDeed => new(Me, what, shop.Now, Request.Path.Value is { Length: > 200 } path ? path[..200] : Request.Path.Value, HttpContext.Connection.RemoteIpAddress?.ToString(), HttpContext.TraceIdentifier);

    /// <inheritdoc/>
    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        Response.Headers.CacheControl = "no-store";
        what = InWords(PageContext.ActionDescriptor.ViewEnginePath, context.HandlerMethod?.Name);
        (Said, SaidChange) = (TempData["Said"] as string, long.TryParse(TempData["SaidChange"] as string, CultureInfo.InvariantCulture, out var change) ? change : null);
        if (HttpMethods.IsPost(Request.Method)) db.Deed = MyDeed;
        var done = await next();
        if (done.Result is PageResult or PartialViewResult) Work = (await OrderCounts.ReadAsync(db, shop.Now, HttpContext.RequestAborted)).SeenBy(May(Scopes.Orders), May(Scopes.Customers));
    }

    /// <summary>The page and its button in words: "Order: pack".</summary>
    private static string InWords(string page, string? handler)
    {
        var path = page.Split('/');
        var name = path[^1] == "Index" ? path[^2] : path[^1];
        return $"{Capital().Replace(name, " $0")}: {(string.IsNullOrEmpty(handler) ? "save" : Capital().Replace(handler, " $0").ToLowerInvariant())}";
    }

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex Capital();

    /// <summary>An amount typed into a field of the page's form, in minor units; null when it is empty, or cannot be read, which is said at the field.</summary>
    protected long? AmountIn(string field, string? typed, string currency)
    {
        if (string.IsNullOrWhiteSpace(typed)) return null;
        if (Money.TryParse(typed, currency, out var amount)) return amount.Minor;
        ModelState.AddModelError($"Form.{field}", $"Write the amount like this: {new Money(4500, currency).Plain}.");
        return null;
    }

    /// <summary>Day and time typed into a field of the page's form, in the shop's zone; null when it is empty, or cannot be read, which is said at the field.</summary>
    protected DateTimeOffset? MomentIn(string field, string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed)) return null;
        if (DateTime.TryParseExact(typed.Trim(), ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm", "yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            return new DateTimeOffset(local, shop.Settings.Zone().GetUtcOffset(local)).ToUniversalTime();
        ModelState.AddModelError($"Form.{field}", "Write day and time like this: 2026-12-01 08:00.");
        return null;
    }

    /// <summary>Sends a file out of the shop. That it went, and how many rows were in it, is entered in the log, also when it broke off on the way.</summary>
    /// <param name="what">Beginning of the file's name.</param>
    /// <param name="said">What it is, for the log.</param>
    /// <param name="write">Writes it, and says how many rows.</param>
    protected CsvDownload SendCsv(string what, string said, Func<Stream, CancellationToken, Task<int>> write)
    {
        var deed = MyDeed;
        var day = TimeZoneInfo.ConvertTime(shop.Now, shop.Settings.Zone()).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return new($"{what}-{day}.csv", async (stream, ct) =>
        {
            var rows = (int?)null;
            try
            {
                rows = await write(stream, ct);
            }
            finally
            {
                db.Deed = deed;
                await db.NoteAsync($"{said}, {rows switch { null => "broken off on the way", 1 => "1 row", _ => string.Create(CultureInfo.InvariantCulture, $"{rows:N0} rows") }}", CancellationToken.None);
            }
        });
    }

    /// <summary>Goes to a page that says what was done, and offers to take it back when it is told the change.</summary>
    protected RedirectResult SayAt(string address, string said, ChangeSet? set = null)
    {
        (TempData["Said"], TempData["SaidChange"]) = (said, set?.Id.ToString(CultureInfo.InvariantCulture));
        return Redirect(address);
    }
}
