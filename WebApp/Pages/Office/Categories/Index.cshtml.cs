// The tree of categories, as every page has it in memory.
using Makola.Web;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Pages.Office.Categories;

/// <summary>The page <c>/office/categories</c>.</summary>
[Needs(Scopes.Products)]
public sealed class CategoriesModel(ShopDb db, CurrentShop shop) : OfficePage(db, shop)
{
    /// <summary>Shows the tree.</summary>
    public void OnGet()
    {
    }

    /// <summary>Moves a category one place up or down among its siblings.</summary>
    public async Task<IActionResult> OnPostMoveAsync(long? up, long? down, CancellationToken ct)
    {
        if ((up ?? down) is not { } id) return BadRequest();
        await CategoryEdit.MoveAsync(Db, id, up is not null, Me, Shop.Now, ct);
        return Redirect($"/office/categories#c{id}");
    }
}
