// How the shop's front is furnished: its two menus and the sections of its home page. One row, changed as a whole.
namespace Makola.Domain.Content;

/// <summary>Which menu.</summary>
public enum MenuPlace
{
    /// <summary>On top of every page, where there is room.</summary>
    Header,

    /// <summary>At the foot of every page.</summary>
    Footer,
}

/// <summary>The menus, and the home page as customers see it and as staff prepare it.</summary>
public sealed class Storefront
{
    /// <summary>Most lines of the header, of the footer, and sections of the home page.</summary>
    public const int MostHeader = 6, MostFooter = 24, MostSections = 20;

    /// <summary>Always 1.</summary>
    public long Id { get; private set; } = 1;

    /// <summary>Lines on top.</summary>
    public List<MenuLine> Header { get; private set; } = [new("", new(TargetKind.Track)), new("", new(TargetKind.SignIn))];

    /// <summary>Lines at the foot. A new shop's ready pages have the keys 1 to 5.</summary>
    public List<MenuLine> Footer { get; private set; } =
    [
        new("", new(TargetKind.Track)), new("", new(TargetKind.New)), new("", new(TargetKind.SignIn)), new("", new(TargetKind.Contact)),
        .. Enumerable.Range(1, 5).Select(page => new MenuLine("", new(TargetKind.Page, $"{page}"))),
    ];

    /// <summary>The home page as customers see it, from top to bottom.</summary>
    public List<Section> Sections { get; private set; } = [.. Section.AtFirst];

    /// <summary>The home page as staff prepare it; the same when nothing waits to be published.</summary>
    public List<Section> Draft { get; private set; } = [.. Section.AtFirst];

    /// <summary>Rises with each change: places in a list mean nothing when somebody else has moved its lines.</summary>
    public int Version { get; set; }

    /// <summary>True when the draft differs from what customers see.</summary>
    public bool HasDraft => !Draft.SequenceEqual(Sections);

    /// <summary>The lines of a menu.</summary>
    public IReadOnlyList<MenuLine> LinesOf(MenuPlace menu) => menu == MenuPlace.Header ? Header : Footer;

    /// <summary>Changes the front as one change that can be taken back.</summary>
    /// <param name="db">The shop.</param>
    /// <param name="version">The <see cref="Version"/> that was shown.</param>
    /// <param name="text">What is done, in words.</param>
    /// <param name="by">Who.</param>
    /// <param name="at">When.</param>
    /// <param name="deed">One of the verbs below.</param>
    /// <param name="ct">Stops the work.</param>
    /// <exception cref="Refusal"><c>front.changed</c>, and those of the verb.</exception>
    public static Task<ChangeSet?> ChangeAsync(ShopDb db, int version, string text, Actor by, DateTimeOffset at, Action<Storefront> deed, CancellationToken ct) => db.ChangeAsync(text, by, at, async () =>
    {
        var front = await db.Storefronts.SingleAsync(ct);
        if (front.Version != version) throw new Refusal("front.changed", "Somebody else changed this meanwhile. It is shown as it is now; try again.") { Status = 409 };
        deed(front);
        db.Changed.Add(Change.Settings);
    }, ct);

    /// <summary>Changes a line of a menu, or adds one at the end.</summary>
    /// <param name="menu">Which menu.</param>
    /// <param name="at">Its place from 0; null for a new one.</param>
    /// <param name="line">What it is to be.</param>
    /// <exception cref="Refusal"><c>menu.label</c>, <c>menu.full</c>, and those of <see cref="Target.RefuseBad"/>.</exception>
    public void PutLine(MenuPlace menu, int? at, MenuLine line)
    {
        line.To.RefuseBad();
        if (line.Label.Length > MenuLine.Longest) throw new Refusal("menu.label", "At most {0} characters.", MenuLine.Longest) { On = "Form.Label" };
        if (line.Label.Length == 0 && line.To.Kind is TargetKind.Address or TargetKind.Search) throw new Refusal("menu.label", "Write what the line says.") { On = "Form.Label" };
        var most = menu == MenuPlace.Header ? MostHeader : MostFooter;
        if (at is null && LinesOf(menu).Count >= most) throw new Refusal("menu.full", "This menu has {0} lines already; there is room for no more.", most) { Status = 409 };
        Set(menu, Put(LinesOf(menu), at, line));
    }

    /// <summary>Moves a line one place up or down.</summary>
    public void MoveLine(MenuPlace menu, int at, bool up) => Set(menu, Moved(LinesOf(menu), at, up));

    /// <summary>Takes a line away.</summary>
    public void RemoveLine(MenuPlace menu, int at) => Set(menu, Without(LinesOf(menu), at));

    /// <summary>Changes a section of the draft, or adds one at the end.</summary>
    /// <exception cref="Refusal"><c>home.full</c>, and those of <see cref="Section.RefuseBad"/>.</exception>
    public void PutSection(int? at, Section section)
    {
        section.RefuseBad();
        if (at is null && Draft.Count >= MostSections) throw new Refusal("home.full", "The home page has {0} sections already; there is room for no more.", MostSections) { Status = 409 };
        Draft = Put(Draft, at, section);
    }

    /// <summary>Moves a section of the draft one place up or down.</summary>
    public void MoveSection(int at, bool up) => Draft = Moved(Draft, at, up);

    /// <summary>Takes a section out of the draft.</summary>
    public void RemoveSection(int at) => Draft = Without(Draft, at);

    /// <summary>Switches a section of the draft on or off.</summary>
    public void SwitchSection(int at) => Draft = Put(Draft, at, There(Draft, at) with { Shown = !Draft[at].Shown });

    /// <summary>Shows the draft to customers.</summary>
    public void Publish() => Sections = [.. Draft];

    /// <summary>Forgets the draft.</summary>
    public void Discard() => Draft = [.. Sections];

    private void Set(MenuPlace menu, List<MenuLine> lines)
    {
        if (menu == MenuPlace.Header) Header = lines;
        else Footer = lines;
    }

    private static List<T> Put<T>(IReadOnlyList<T> list, int? at, T item)
    {
        if (at is not { } place) return [.. list, item];
        There(list, place);
        return [.. list.Take(place), item, .. list.Skip(place + 1)];
    }

    private static List<T> Moved<T>(IReadOnlyList<T> list, int at, bool up)
    {
        var item = There(list, at);
        var rest = Without(list, at);
        rest.Insert(Math.Clamp(at + (up ? -1 : 1), 0, rest.Count), item);
        return rest;
    }

    private static List<T> Without<T>(IReadOnlyList<T> list, int at)
    {
        There(list, at);
        return [.. list.Take(at), .. list.Skip(at + 1)];
    }

    private static T There<T>(IReadOnlyList<T> list, int at) => at >= 0 && at < list.Count ? list[at] : throw new Refusal("front.none", "It is gone already.") { Status = 404 };
}
