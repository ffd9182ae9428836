// One section of the home page, kept in the draft.
using System.Globalization;
using Makola.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Makola.Pages.Office.Content;

/// <summary>The pages <c>/office/content/home/2</c> and <c>/office/content/home/new?kind=Text</c>.</summary>
[Needs(Scopes.Content)]
public sealed class SectionModel(ShopDb db, CurrentShop shop, Album album) : OfficePage(db, shop)
{
    private const int MostPictures = 24;

    private IReadOnlyList<Picture> stored = [];

    /// <summary>Place of the section in the draft; null for a new one.</summary>
    [BindProperty(SupportsGet = true)]
    public int? At { get; set; }

    /// <summary>What a new one is.</summary>
    [BindProperty(SupportsGet = true)]
    public SectionKind Kind { get; set; }

    /// <summary>What is typed.</summary>
    [BindProperty]
    public SectionForm Form { get; set; } = new();

    /// <summary>What a button can lead to.</summary>
    public IReadOnlyList<SelectListItem> Choices { get; private set; } = [];

    /// <summary>Paths of the pictures a banner can have: its own, and those that were added last.</summary>
    public IReadOnlyList<string> Pictures => [.. stored.Select(p => p.Path)];

    /// <summary>Whose goods can be shown.</summary>
    public IEnumerable<SelectListItem> Shelves =>
    [
        new("Choose …", ""),
        .. Shop.Categories.Collections.Select(c => new SelectListItem($"Collection: {c.Name}", c.Id.ToString(CultureInfo.InvariantCulture))),
        .. Shop.Categories.All.Select(c => new SelectListItem(string.Join(" › ", c.Path.Select(s => s.Name)), c.Id.ToString(CultureInfo.InvariantCulture))),
    ];

    /// <summary>The section, all as typed.</summary>
    public sealed record SectionForm
    {
        /// <summary>Of what was shown.</summary>
        public int Version { get; init; }

        /// <summary>Above it.</summary>
        public string? Heading { get; init; }

        /// <summary>Its words.</summary>
        public string? Text { get; init; }

        /// <summary>What the button leads to.</summary>
        public string? To { get; init; }

        /// <summary>An address or words.</summary>
        public string? Value { get; init; }

        /// <summary>Words of the button.</summary>
        public string? Label { get; init; }

        /// <summary>Path of the picture chosen; one that is sent comes before it.</summary>
        public string? Emblem { get; init; }

        /// <summary>What the picture shows.</summary>
        public string? Alt { get; init; }

        /// <summary>Key of the category or collection.</summary>
        public string? Shelf { get; init; }

        /// <summary>In the shop's time.</summary>
        public string? From { get; init; }

        /// <summary>In the shop's time.</summary>
        public string? Until { get; init; }

        /// <summary>Whether it is switched on.</summary>
        public bool Shown { get; init; }
    }

    /// <summary>Shows the section, or an empty form.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await FindAsync(ct) is not { } front) return NotFound();
        Form = AsForm(At is { } at ? front.Draft[at] : new Section()) with { Version = front.Version };
        return Page();
    }

    /// <summary>Keeps it in the draft.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (await FindAsync(ct) is null) return NotFound();
        var (from, until) = (MomentIn(nameof(Form.From), Form.From), MomentIn(nameof(Form.Until), Form.Until));
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }

        var (good, refused) = Kind == SectionKind.Banner ? await Request.PicturesAsync(ct) : ([], []);
        if (refused is [var why, ..]) throw why;
        var section = new Section
        {
            Kind = Kind, Shown = Form.Shown, Heading = Form.Heading?.Trim() ?? "", Text = Form.Text?.ReplaceLineEndings("\n").Trim() ?? "", Label = Form.Label?.Trim() ?? "",
            Link = TargetChoices.Read(Form.To, Form.Value), ShelfId = long.TryParse(Form.Shelf, NumberStyles.None, CultureInfo.InvariantCulture, out var shelf) ? shelf : null, From = from, Until = until,
        };
        var set = await Db.WriteAsync(async () =>
        {
            var picture = good is [var sent, ..] ? await album.KeepAsync(Db, sent, Me, Shop.Now, ct) : stored.FirstOrDefault(p => p.Path == Form.Emblem);
            section = section with { Picture = picture is null ? null : picture with { Alt = Form.Alt?.Trim() ?? "" } };
            return await Storefront.ChangeAsync(Db, Form.Version, $"Home page draft: {SectionNames.Of(Kind).ToLowerInvariant()} {(At is null ? "added" : "changed")}", Me, Shop.Now, front => front.PutSection(At, section), ct);
        }, ct);
        return SayAt("/office/content/home", "Kept in the draft. Publish when all is as you want it.", set);
    }

    /// <inheritdoc/>
    public override async Task<IActionResult> AgainAsync(CancellationToken ct)
    {
        Db.ChangeTracker.Clear();
        if (await FindAsync(ct) is not { } front) return NotFound();
        if (At is not null) return Page(); // Its place may be another section's by now: that section must be opened anew.

        ModelState.Remove("Form.Version");
        Form = Form with { Version = front.Version };
        return Page();
    }

    private async Task<Storefront?> FindAsync(CancellationToken ct)
    {
        var front = await Db.Storefronts.AsNoTracking().SingleAsync(ct);
        if (At is { } at && (at < 0 || at >= front.Draft.Count)) return null;
        if (At is { } place) Kind = front.Draft[place].Kind;
        if (!Enum.IsDefined(Kind)) return null;
        if (Kind is SectionKind.Banner or SectionKind.Announcement) Choices = await TargetChoices.ReadAsync(Db, Shop, ct);
        if (Kind != SectionKind.Banner) return front;

        var own = front.Draft.ElementAtOrDefault(At ?? -1)?.Picture;
        var latest = await Db.StoredPictures.AsNoTracking().OrderByDescending(p => p.Id).Take(MostPictures).Select(p => new Picture(p.Path, "", p.Width, p.Height, null)).ToListAsync(ct);
        stored = [.. latest.Where(p => p.Path != own?.Path).Prepend(own).OfType<Picture>()];
        return front;
    }

    private SectionForm AsForm(Section s)
    {
        var (to, value) = TargetChoices.Shown(s.Link);
        string? Typed(DateTimeOffset? at) => at is { } moment ? TimeZoneInfo.ConvertTime(moment, Shop.Settings.Zone()).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture) : null;
        return new()
        {
            Heading = s.Heading, Text = s.Text, To = to, Value = value, Label = s.Label, Emblem = s.Picture?.Path, Alt = s.Picture?.Alt, Shelf = s.ShelfId?.ToString(CultureInfo.InvariantCulture), Shown = s.Shown, From = Typed(s.From), Until = Typed(s.Until),
        };
    }
}
