// The collections in their order.
using Makola.Web;

namespace Makola.Pages.Office.Collections;

/// <summary>A row of the list.</summary>
public sealed record CollectionRow(long Id, string Name, bool Shown, CollectionRule Rule, int Goods);

/// <summary>The page <c>/office/collections</c>.</summary>
[Needs(Scopes.Products)]
public sealed class CollectionsModel(ShopDb db, CurrentShop shop) : OfficePage(db, shop)
{
    private const int MostRows = 500;

    /// <summary>The collections.</summary>
    public IReadOnlyList<CollectionRow> Rows { get; private set; } = [];

    /// <summary>Shows the list.</summary>
    public async Task OnGetAsync(CancellationToken ct) => Rows = await Db.Collections.OrderBy(c => c.Position).ThenBy(c => c.Id).Take(MostRows)
        .Select(c => new CollectionRow(c.Id, c.Name, c.Shown, c.Rule, Db.ShelfPlaces.Count(s => s.CategoryId == c.Id))).ToListAsync(ct);
}
