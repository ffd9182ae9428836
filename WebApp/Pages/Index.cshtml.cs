// The home page: the shop's words, and rows of goods.
using Makola.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OutputCaching;

namespace Makola.Pages;

/// <summary>The home page.</summary>
[OutputCache(PolicyName = PublicPage.Name)]
public sealed class IndexModel(ShopDb db, CurrentShop shop) : ShopPage
{
    /// <summary>The rows of goods.</summary>
    public ShopWindow Window { get; private set; } = null!;

    /// <summary>Shows the page.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        Window = await ShopWindow.ReadAsync(db, shop.Categories, ct);
        PublicPage.Tag(HttpContext, CacheEviction.ListsTag);
    }
}
