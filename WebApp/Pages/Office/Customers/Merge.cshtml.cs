// Joining two cards of guests who are one person: first what would happen, then a proof of who does it.
using Makola.Web;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Pages.Office.Customers;

/// <summary>The page <c>/office/customers/7/merge?q=ama</c>, and with <c>&amp;with=9</c> what would happen.</summary>
[Needs(Scopes.Customers)]
public sealed class MergeModel(ShopDb db, CurrentShop shop) : OfficePage(db, shop)
{
    private const int MostFound = 20;

    /// <summary>What is looked for.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>The card that would go.</summary>
    [BindProperty(SupportsGet = true)]
    public long? With { get; set; }

    /// <summary>The card that stays.</summary>
    public CustomerRow Keep { get; private set; } = null!;

    /// <summary>The card that goes, once it is chosen.</summary>
    public CustomerRow? Gone { get; private set; }

    /// <summary>Notes and addresses of the card that goes.</summary>
    public (int Notes, int Addresses) Moved { get; private set; }

    /// <summary>Guests to choose from.</summary>
    public IReadOnlyList<CustomerRow> Found { get; private set; } = [];

    /// <summary>Shows what can be joined, or what would happen.</summary>
    public async Task<IActionResult> OnGetAsync(long id, CancellationToken ct) => await FindAsync(id, ct) ? Page() : NotFound();

    /// <summary>Joins them.</summary>
    [Sensitive]
    public async Task<IActionResult> OnPostAsync(long id, CancellationToken ct)
    {
        if (With is not { } gone) return NotFound();
        await CustomerEdit.MergeAsync(Db, id, gone, Me, Shop.Now, ct);
        return SayAt($"/office/customers/{id}", "The two cards are one now.");
    }

    /// <inheritdoc/>
    public override async Task<IActionResult> AgainAsync(CancellationToken ct)
    {
        Db.ChangeTracker.Clear();
        return await FindAsync(long.Parse((string)RouteData.Values["id"]!, System.Globalization.CultureInfo.InvariantCulture), ct) ? Page() : NotFound();
    }

    private async Task<bool> FindAsync(long id, CancellationToken ct)
    {
        if (await Db.Customers.Where(c => c.Id == id && c.PersonId == null).Select(CustomerRow.From).SingleOrDefaultAsync(ct) is not { } keep) return false;
        Keep = keep;
        Q = string.IsNullOrWhiteSpace(Q) ? null : Q.Trim()[..Math.Min(Q.Trim().Length, 100)];
        if (With is { } with && with != id)
        {
            var found = await Db.Customers.Where(c => c.Id == with && c.PersonId == null).Select(c => new { c.Id, Notes = Db.CustomerNotes.Count(n => n.CustomerId == with), Addresses = Db.Addresses.Count(a => a.CustomerId == with) }).SingleOrDefaultAsync(ct);
            if (found is null) return false;
            (Gone, Moved) = (await Db.Customers.Where(c => c.Id == with).Select(CustomerRow.From).SingleAsync(ct), (found.Notes, found.Addresses));
            return true;
        }

        Found = await CustomerSearch.Find(Db, Q ?? keep.Name).Where(c => c.Id != id && c.PersonId == null).OrderByDescending(c => c.Id).Select(CustomerRow.From).Take(MostFound).ToListAsync(ct);
        return true;
    }
}
