// A piece of long work: how far it is, how to stop it, and what came of it.
using Makola.Jobs;
using Makola.Web;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Pages.Office;

/// <summary>The page <c>/office/work/{id}</c>. It can be left and opened again while the work goes on.</summary>
[Needs(Scopes.Anyone)]
public sealed class WorkModel(ShopDb db, CurrentShop shop, Operations operations) : OfficePage(db, shop)
{
    /// <summary>What was begun.</summary>
    public Operation Operation { get; private set; } = null!;

    /// <summary>How far it is; null when it has ended.</summary>
    public (string Step, long Done, long Total)? Progress { get; private set; }

    /// <summary>Shows it, whole or, for who waits, the part that changes.</summary>
    public async Task<IActionResult> OnGetAsync(long id, CancellationToken ct)
    {
        var running = operations.Find(id);
        if ((running?.Operation ?? await Db.Operations.AsNoTracking().SingleOrDefaultAsync(o => o.Id == id, ct)) is not { } operation || !IsMine(operation)) return NotFound();
        (Operation, Progress) = (operation, running?.Progress.Now);
        return IsHtmx ? Partial("_Work", this) : Page();
    }

    /// <summary>Asks it to stop.</summary>
    public async Task<IActionResult> OnPostStopAsync(long id, CancellationToken ct)
    {
        if ((operations.Find(id)?.Operation ?? await Db.Operations.AsNoTracking().SingleOrDefaultAsync(o => o.Id == id, ct)) is not { } operation || !IsMine(operation)) return NotFound();
        operations.Stop(id);
        return Redirect($"/office/work/{id}");
    }

    private bool IsMine(Operation operation) => operation.By.PersonId == Me.PersonId || May(Scopes.System);
}
