// What the pages of a customer's account have in common: whose they are, what was just done, and that nobody keeps them.
using System.Security.Claims;
using Makola.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Makola.Pages.Account;

/// <summary>Base of the pages of an account. Everything on them is asked for together with whose it is; what is another's is as if it were not there.</summary>
[Authorize]
public abstract class OwnPage(ShopDb db, CurrentShop shop) : ShopPage
{
    /// <summary>What was just done, in a sentence; survives one redirect.</summary>
    public string? Said { get; private set; }

    /// <summary>The database.</summary>
    protected ShopDb Db => db;

    /// <summary>The shop.</summary>
    protected CurrentShop Shop => shop;

    /// <summary>Key of who is signed in.</summary>
    protected long MyId => User.PersonId() ?? 0;

    /// <summary>His name.</summary>
    public string MyName => User.FindFirstValue(ClaimTypes.GivenName) ?? "";

    /// <inheritdoc/>
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        Response.Headers.CacheControl = "no-store";
        Response.Headers["X-Robots-Tag"] = "noindex";
        Said = TempData["Said"] as string;
    }

    /// <summary>Key of his card; 0 while he has none, which nothing belongs to.</summary>
    protected Task<long> CardAsync(CancellationToken ct) => db.Customers.Where(c => c.PersonId == MyId).Select(c => c.Id).FirstOrDefaultAsync(ct);

    /// <summary>His card, made if there is none. Called within a write.</summary>
    protected Task<long> MakeCardAsync(CancellationToken ct) => CustomerCards.OfPersonAsync(db, MyId, MyName, shop.Now, ct);

    /// <summary>Goes to a page that says what was done.</summary>
    protected LocalRedirectResult SayAt(string path, string said)
    {
        TempData["Said"] = said;
        return LocalRedirect(path);
    }
}
