// The shop's own pages of words, in their order.
using Makola.Web;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Pages.Office.Content;

/// <summary>A row of the list.</summary>
public sealed record ContentPageRow(long Id, string Slug, string Name, bool Shown);

/// <summary>The page <c>/office/content/pages</c>.</summary>
[Needs(Scopes.Content)]
public sealed class ContentPagesModel(ShopDb db, CurrentShop shop) : OfficePage(db, shop)
{
    /// <summary>The pages.</summary>
    public IReadOnlyList<ContentPageRow> Rows { get; private set; } = [];

    /// <summary>Shows the list.</summary>
    public async Task OnGetAsync(CancellationToken ct) => Rows = await Db.ContentPages.OrderBy(p => p.Position).ThenBy(p => p.Id).Take(ContentPage.Most)
        .Select(p => new ContentPageRow(p.Id, p.Slug, p.Name, p.Shown)).ToListAsync(ct);

    /// <summary>Moves a page one place up or down.</summary>
    public async Task<IActionResult> OnPostMoveAsync(long? up, long? down, CancellationToken ct)
    {
        await PageEdit.MoveAsync(Db, up ?? down ?? 0, up is not null, Me, Shop.Now, ct);
        return Redirect("/office/content/pages");
    }

    /// <inheritdoc/>
    public override async Task<IActionResult> AgainAsync(CancellationToken ct)
    {
        Db.ChangeTracker.Clear();
        await OnGetAsync(ct);
        return Page();
    }
}
