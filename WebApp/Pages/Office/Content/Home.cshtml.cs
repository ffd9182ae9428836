// The home page as it is prepared; customers see it when it is published.
using Makola.Web;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Pages.Office.Content;

/// <summary>The page <c>/office/content/home</c>.</summary>
[Needs(Scopes.Content)]
public sealed class HomeModel(ShopDb db, CurrentShop shop) : OfficePage(db, shop)
{
    /// <summary>The home page as it is kept.</summary>
    public Storefront Kept { get; private set; } = null!;

    /// <summary>Shows the sections.</summary>
    public async Task OnGetAsync(CancellationToken ct) => Kept = await Db.Storefronts.AsNoTracking().SingleAsync(ct);

    /// <summary>Moves a section, switches it or removes it.</summary>
    public Task<IActionResult> OnPostMoveAsync(int version, int? up, int? down, int? turn, int? remove, CancellationToken ct) => (turn, remove) switch
    {
        ({ } at, _) => DoAsync(version, "draft: section switched", front => front.SwitchSection(at), "Switched. Publish when all is as you want it.", ct),
        (_, { } at) => DoAsync(version, "draft: section removed", front => front.RemoveSection(at), "Removed. Publish when all is as you want it.", ct),
        _ => DoAsync(version, "draft: section moved", front => front.MoveSection(up ?? down ?? -1, up is not null), "Moved. Publish when all is as you want it.", ct),
    };

    /// <summary>Shows the draft to customers.</summary>
    public Task<IActionResult> OnPostPublishAsync(int version, CancellationToken ct) => DoAsync(version, "published", front => front.Publish(), "Published. Customers see it from now on.", ct);

    /// <summary>Forgets the draft.</summary>
    public Task<IActionResult> OnPostDiscardAsync(int version, CancellationToken ct) => DoAsync(version, "draft forgotten", front => front.Discard(), "Forgotten.", ct);

    /// <inheritdoc/>
    public override async Task<IActionResult> AgainAsync(CancellationToken ct)
    {
        Db.ChangeTracker.Clear();
        await OnGetAsync(ct);
        return Page();
    }

    private async Task<IActionResult> DoAsync(int version, string what, Action<Storefront> deed, string said, CancellationToken ct)
    {
        var set = await Storefront.ChangeAsync(Db, version, $"Home page {what}", Me, Shop.Now, deed, ct);
        return SayAt("/office/content/home", said, set);
    }
}
