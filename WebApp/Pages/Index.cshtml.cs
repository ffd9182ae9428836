// The home page: the sections staff have put together, with their goods.
using Makola.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OutputCaching;

namespace Makola.Pages;

/// <summary>The home page.</summary>
[OutputCache(PolicyName = PublicPage.Name)]
public sealed class IndexModel(ShopDb db, CurrentShop shop) : ShopPage
{
    /// <summary>The sections with their goods.</summary>
    public ShopWindow Window { get; private set; } = null!;

    /// <summary>Shows the page.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        Window = await ShopWindow.ReadAsync(db, shop.Front, shop.Categories, [.. shop.Front.Kept.Sections.Where(s => s.IsOn(shop.Now))], ct);
        PublicPage.Tag(HttpContext, CacheEviction.ListsTag);
    }
}
