// What the shop noticed about itself.
using Makola.Backstage;
using Makola.Web;

namespace Makola.Pages.Office.Backstage;

/// <summary>The page <c>/office/backstage/warnings</c>.</summary>
[Needs(Scopes.Scenes)]
public sealed class WarningsModel(ShopDb db, CurrentShop shop, SceneStore store) : OfficePage(db, shop)
{
    /// <summary>Warnings, those that are still there first.</summary>
    public IReadOnlyList<Warning> Warnings { get; private set; } = [];

    /// <summary>Shows them.</summary>
    public async Task OnGetAsync(CancellationToken ct) => Warnings = await store.WarningsAsync(ct);
}
