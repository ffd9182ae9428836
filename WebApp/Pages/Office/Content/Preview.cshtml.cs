// The home page as it would be, before customers see it.
using Makola.Web;

namespace Makola.Pages.Office.Content;

/// <summary>The page <c>/office/content/home/preview</c>.</summary>
[Needs(Scopes.Content)]
public sealed class PreviewModel(ShopDb db, CurrentShop shop) : OfficePage(db, shop)
{
    /// <summary>The sections with their goods.</summary>
    public ShopWindow Window { get; private set; } = null!;

    /// <summary>The bars on top.</summary>
    public IEnumerable<Section> Announcements { get; private set; } = [];

    /// <summary>Whether it differs from what customers see.</summary>
    public bool HasDraft { get; private set; }

    /// <summary>See <see cref="Storefront.Version"/>.</summary>
    public int Version { get; private set; }

    /// <summary>Shows it as it would be now.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        var kept = await Db.Storefronts.AsNoTracking().SingleAsync(ct);
        var shown = kept.Draft.FindAll(s => s.IsOn(Shop.Now));
        (HasDraft, Version, Announcements) = (kept.HasDraft, kept.Version, shown.Where(s => s.Kind == SectionKind.Announcement));
        Window = await ShopWindow.ReadAsync(Db, Shop.Front, Shop.Categories, shown, ct);
    }
}
