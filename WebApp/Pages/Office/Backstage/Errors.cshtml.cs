// Errors of ours, by their cause.
using Makola.Backstage;
using Makola.Web;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Pages.Office.Backstage;

/// <summary>The page <c>/office/backstage/errors</c>.</summary>
[Needs(Scopes.Scenes)]
public sealed class ErrorsModel(ShopDb db, CurrentShop shop, SceneStore store) : OfficePage(db, shop)
{
    /// <summary>Errors, those not marked as solved first.</summary>
    public IReadOnlyList<Fault> Faults { get; private set; } = [];

    /// <summary>Shows them.</summary>
    public async Task OnGetAsync(CancellationToken ct) => Faults = await store.FaultsAsync(ct);

    /// <summary>Marks one as solved.</summary>
    public async Task<IActionResult> OnPostSolvedAsync(string? key, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(key) || !await store.SolveAsync(key, ct)) return NotFound();
        await Db.NoteAsync($"Error marked as solved: {(key.Length > 160 ? key[..160] : key)}", ct);
        return SayAt("/office/backstage/errors", "Marked as solved. If it happens again, it comes back by itself.");
    }
}
