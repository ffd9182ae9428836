// The shop's front as every page needs it: read once, kept in memory until something it shows changes.
namespace Makola.Domain.Content;

/// <summary>A link that leads somewhere now.</summary>
/// <param name="Kind">To what.</param>
/// <param name="Address">A path of this shop, or https.</param>
/// <param name="Label">What it is called.</param>
/// <param name="IsOurs">True when the label is one of the shop program's own words, which have a translation.</param>
public sealed record Way(TargetKind Kind, string Address, string Label, bool IsOurs);

/// <summary>The menus and the home page, with every link resolved. Made once, read by many.</summary>
public sealed class Front
{
    private readonly CategoryTree tree;
    private readonly Dictionary<long, (string Slug, string Name)> pages;
    private readonly Dictionary<long, (string Slug, string Name)> brands;

    private Front(Storefront kept, CategoryTree tree, Dictionary<long, (string Slug, string Name)> pages, Dictionary<long, (string Slug, string Name)> brands)
    {
        (this.tree, this.pages, this.brands) = (tree, pages, brands);
        (Kept, Header, Footer) = (kept, WaysOf(kept.Header), WaysOf(kept.Footer));
    }

    /// <summary>As staff wrote it; not to be changed.</summary>
    public Storefront Kept { get; }

    /// <summary>Links on top of every page; what leads nowhere any more is left out.</summary>
    public IReadOnlyList<Way> Header { get; }

    /// <summary>Links at the foot of every page.</summary>
    public IReadOnlyList<Way> Footer { get; }

    /// <summary>The content pages customers see, in their order.</summary>
    public IEnumerable<(string Slug, string Name)> Pages => pages.Values;

    /// <summary>The bars on top of every page.</summary>
    public IEnumerable<Section> Announcements(DateTimeOffset now) => Kept.Sections.Where(s => s.Kind == SectionKind.Announcement && s.IsOn(now));

    /// <summary>Reads the front: three queries at most.</summary>
    public static async Task<Front> LoadAsync(ShopDb db, CategoryTree tree, CancellationToken ct)
    {
        var kept = await db.Storefronts.AsNoTracking().SingleAsync(ct);
        var pages = await db.ContentPages.Where(p => p.Shown).OrderBy(p => p.Position).ThenBy(p => p.Id).Take(ContentPage.Most).Select(p => new { p.Id, p.Slug, p.Name }).ToDictionaryAsync(p => p.Id, p => (p.Slug, p.Name), ct);
        var named = kept.Header.Concat(kept.Footer).Select(l => l.To).Concat(kept.Sections.Concat(kept.Draft).Select(s => s.Link).OfType<Target>())
            .Where(t => t.Kind == TargetKind.Brand).Select(t => t.Key).OfType<long>().Distinct().ToList();
        var brands = named.Count == 0 ? [] : await db.Brands.Where(b => named.Contains(b.Id)).Select(b => new { b.Id, b.Slug, b.Name }).ToDictionaryAsync(b => b.Id, b => (b.Slug, b.Name), ct);
        return new(kept, tree, pages, brands);
    }

    /// <summary>Where a link leads now; null when what it named is gone, or customers do not see it.</summary>
    /// <param name="target">What it names.</param>
    /// <param name="label">What it is to be called; empty for its own name.</param>
    public Way? WayTo(Target target, string label = "")
    {
        var (address, name, ours) = target.Kind switch
        {
            TargetKind.Category => At("/c/", tree.Find(target.Key)),
            TargetKind.Collection => At("/c/", tree.Collections.FirstOrDefault(c => c.Id == target.Key)),
            TargetKind.Brand => At("/b/", brands, target),
            TargetKind.Page => At("/pages/", pages, target),
            TargetKind.Search => ($"/search?q={Uri.EscapeDataString(target.Value)}", target.Value, false),
            TargetKind.New => ("/search?sort=new", "New arrivals", true),
            TargetKind.Contact => ("/contact", "Contact", true),
            TargetKind.Track => ("/track", "Track order", true),
            TargetKind.SignIn => ("/account/sign-in", "Sign in", true),
            _ => (target.Value, target.Value, false),
        };
        return address is null ? null : label.Length > 0 ? new(target.Kind, address, label, false) : new(target.Kind, address, name, ours);
    }

    /// <summary>The category or collection a row of goods is taken from; null when it is gone.</summary>
    public Shelf? ShelfOf(Section section) => tree.Find(section.ShelfId) ?? tree.Collections.FirstOrDefault(c => c.Id == section.ShelfId);

    private List<Way> WaysOf(IEnumerable<MenuLine> lines) => [.. lines.Select(line => WayTo(line.To, line.Label)).OfType<Way>()];

    private static (string? Address, string Name, bool Ours) At(string folder, Shelf? shelf) => (shelf is null ? null : folder + shelf.Slug, shelf?.Name ?? "", false);

    private static (string? Address, string Name, bool Ours) At(string folder, Dictionary<long, (string Slug, string Name)> known, Target target) =>
        target.Key is { } key && known.TryGetValue(key, out var found) ? (folder + found.Slug, found.Name, false) : (null, "", false);
}
