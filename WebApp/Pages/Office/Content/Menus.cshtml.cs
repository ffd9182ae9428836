// The menus of the shop: lines added, changed, moved and removed, each as one change that can be taken back.
using Makola.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Makola.Pages.Office.Content;

/// <summary>The page <c>/office/content/menus</c>; <c>?menu=Header&amp;at=1</c> changes a line.</summary>
[Needs(Scopes.Content)]
public sealed class MenusModel(ShopDb db, CurrentShop shop) : OfficePage(db, shop)
{
    /// <summary>The menu of the line that is changed.</summary>
    [BindProperty(SupportsGet = true)]
    public MenuPlace Menu { get; set; }

    /// <summary>Place of the line that is changed; null adds one.</summary>
    [BindProperty(SupportsGet = true)]
    public int? At { get; set; }

    /// <summary>What is typed.</summary>
    [BindProperty]
    public LineForm Form { get; set; } = new();

    /// <summary>The menus as they are.</summary>
    public Storefront Kept { get; private set; } = null!;

    /// <summary>What a line can lead to.</summary>
    public IReadOnlyList<SelectListItem> Choices { get; private set; } = [];

    /// <summary>The menus and what is to be known of them.</summary>
    public static IReadOnlyList<(MenuPlace Menu, string Name, string Note)> Menus { get; } =
    [
        (MenuPlace.Header, "On top", $"On every page beside the search, {Storefront.MostHeader} lines at most. A phone has no room for it: what matters there belongs at the foot too."),
        (MenuPlace.Footer, "At the foot", $"On every page, {Storefront.MostFooter} lines at most. Your address and the ways to reach you stand there by themselves."),
    ];

    /// <summary>The menus as a select shows them.</summary>
    public static IEnumerable<SelectListItem> Places { get; } = Menus.Select(m => new SelectListItem(m.Name, $"{m.Menu}"));

    /// <summary>A line, all as typed.</summary>
    public sealed record LineForm
    {
        /// <summary>Of what was shown.</summary>
        public int Version { get; init; }

        /// <summary>Which menu a new line goes to.</summary>
        public MenuPlace Menu { get; init; } = MenuPlace.Footer;

        /// <summary>What it leads to: <c>Category:5</c>.</summary>
        public string? To { get; init; }

        /// <summary>An address or words.</summary>
        public string? Value { get; init; }

        /// <summary>What it says.</summary>
        public string? Label { get; init; }
    }

    /// <summary>Shows the menus.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        await ReadAsync(ct);
        if (At is { } at)
        {
            if (!Enum.IsDefined(Menu) || at < 0 || at >= Kept.LinesOf(Menu).Count) return NotFound();
            var line = Kept.LinesOf(Menu)[at];
            var (to, value) = TargetChoices.Shown(line.To);
            Form = new() { To = to, Value = value, Label = line.Label };
        }

        Form = Form with { Version = Kept.Version };
        return Page();
    }

    /// <summary>Adds a line, or changes one.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var target = TargetChoices.Read(Form.To, Form.Value) ?? throw new Refusal("target.none", "Choose where it leads.") { On = "Form.To" };
        var menu = At is null ? Form.Menu : Menu;
        var set = await ChangeAsync(Form.Version, menu, At is null ? "line added" : "line changed", front => front.PutLine(menu, At, new(Form.Label?.Trim() ?? "", target)), ct);
        return SayAt("/office/content/menus", "Saved. Customers see it from now on.", set);
    }

    /// <summary>Moves a line one place up or down, or removes it.</summary>
    public async Task<IActionResult> OnPostMoveAsync(int version, int? up, int? down, int? remove, CancellationToken ct)
    {
        var set = remove is { } away
            ? await ChangeAsync(version, Menu, "line removed", front => front.RemoveLine(Menu, away), ct)
            : await ChangeAsync(version, Menu, "line moved", front => front.MoveLine(Menu, up ?? down ?? -1, up is not null), ct);
        return SayAt("/office/content/menus", remove is null ? "Moved." : "Removed.", set);
    }

    /// <inheritdoc/>
    public override async Task<IActionResult> AgainAsync(CancellationToken ct)
    {
        Db.ChangeTracker.Clear();
        await ReadAsync(ct);
        if (At is not null) return Page(); // Its place may be another line's by now: that line must be chosen anew.

        ModelState.Remove("Form.Version");
        Form = Form with { Version = Kept.Version };
        return Page();
    }

    private Task<ChangeSet?> ChangeAsync(int version, MenuPlace menu, string what, Action<Storefront> deed, CancellationToken ct) =>
        Storefront.ChangeAsync(Db, version, $"Menu {(menu == MenuPlace.Header ? "on top" : "at the foot")}: {what}", Me, Shop.Now, deed, ct);

    private async Task ReadAsync(CancellationToken ct)
    {
        Kept = await Db.Storefronts.AsNoTracking().SingleAsync(ct);
        Choices = await TargetChoices.ReadAsync(Db, Shop, ct);
    }
}
