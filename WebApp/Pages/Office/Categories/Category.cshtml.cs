// One category on one page.
using System.Globalization;
using Makola.Web;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Pages.Office.Categories;

/// <summary>The page <c>/office/categories/{id}</c>, and <c>/office/categories/new?under=5</c>.</summary>
[RequestSizeLimit(Uploads.OneAtMost), RequestFormLimits(MultipartBodyLengthLimit = Uploads.OneAtMost)]
[Needs(Scopes.Products)]
public sealed class CategoryPageModel(ShopDb db, CurrentShop shop) : ShelfPage(db, shop)
{
    /// <summary>What is typed.</summary>
    [BindProperty]
    public CategoryForm Form { get; set; } = new();

    /// <summary>Where its goods go when it is deleted.</summary>
    [BindProperty]
    public string? GoodsTo { get; set; }

    /// <summary>The category as it stands; null for a new one.</summary>
    public Category? Category { get; private set; }

    /// <summary>The category, all as typed.</summary>
    public sealed record CategoryForm
    {
        /// <summary>Of what was shown.</summary>
        public int Version { get; init; }

        /// <summary>Of the category.</summary>
        public string? Name { get; init; }

        /// <summary>Key of the category above; empty at the top.</summary>
        public string? Parent { get; init; }

        /// <summary>On top of its page.</summary>
        public string? Text { get; init; }

        /// <summary>Its place in the address.</summary>
        public string? Slug { get; init; }

        /// <summary>Path of its picture.</summary>
        public string? Emblem { get; init; }
    }

    /// <summary>Shows the category, or an empty form.</summary>
    public async Task<IActionResult> OnGetAsync(long? id, long? under, CancellationToken ct)
    {
        if (!await FindAsync(id, ct)) return NotFound();
        Form = Category is null ? new() { Parent = under?.ToString(CultureInfo.InvariantCulture) } : Shown(Category);
        return Page();
    }

    /// <summary>Saves it, or makes it.</summary>
    public async Task<IActionResult> OnPostAsync(long? id, [FromServices] Album album, CancellationToken ct)
    {
        if (!await FindAsync(id, ct)) return NotFound();
        CategoryEdit Edit(string? emblem) => new(Trimmed(Form.Name) ?? "", Trimmed(Form.Slug), Form.Text?.Trim() ?? "", emblem, KeyIn(Form.Parent));
        return await SaveAsync(album, Form.Emblem,
            async emblem => ("/office/categories", $"{(await Edit(emblem).CreateAsync(Db, Me, Shop.Now, ct)).Name} is made."),
            (known, emblem) => Edit(emblem).SaveAsync(Db, known, Form.Version, Me, Shop.Now, ct), "Saved. Customers see it from now on.", ct);
    }

    /// <summary>Deletes it.</summary>
    public async Task<IActionResult> OnPostDeleteAsync(long id, CancellationToken ct)
    {
        if (!await FindAsync(id, ct)) return NotFound();
        Form = Shown(Category!);
        await CategoryEdit.DeleteAsync(Db, id, KeyIn(GoodsTo), Me, Shop.Now, ct);
        return SayAt("/office/categories", $"{Category!.Name} is deleted. It can be taken back in the history.");
    }

    /// <inheritdoc/>
    protected override async Task<bool> FindAsync(long? id, CancellationToken ct)
    {
        Category = id is null ? null : await Db.Categories.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct);
        if (id is { } known) History = await RecordHistory.OfAsync(Db, nameof(Category), known, $"/office/categories/{known}", ct);
        await OfferPicturesAsync(CoversOf(id), Category?.Emblem, ct);
        return id is null || Category is not null;
    }

    /// <inheritdoc/>
    protected override IEnumerable<(string Field, string? Mine, string? Now)> Compare()
    {
        var (mine, now) = (Form, Shown(Category!));
        Form = mine with { Version = now.Version };
        return
        [
            ("Name", mine.Name, now.Name), ("Below", NameOf(mine.Parent), NameOf(now.Parent)), ("Text", mine.Text?.Trim(), now.Text), ("Address", mine.Slug, now.Slug),
            ("Picture", mine.Emblem, now.Emblem),
        ];
    }

    private string NameOf(string? key) => Shop.Categories.Find(KeyIn(key))?.Name ?? "At the top";

    private static CategoryForm Shown(Category c) => new()
    {
        Version = c.Version, Name = c.Name, Parent = c.ParentId?.ToString(CultureInfo.InvariantCulture), Text = c.Text, Slug = c.Slug, Emblem = c.Emblem,
    };
}
