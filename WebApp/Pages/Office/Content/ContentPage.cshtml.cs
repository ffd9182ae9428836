// One content page on one page.
using Makola.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Makola.Pages.Office.Content;

/// <summary>The pages <c>/office/content/pages/{id}</c> and <c>/office/content/pages/new</c>.</summary>
[Needs(Scopes.Content)]
public sealed class ContentPageEditModel(ShopDb db, CurrentShop shop) : ShelfPage(db, shop)
{
    /// <summary>What is typed.</summary>
    [BindProperty]
    public ContentPageForm Form { get; set; } = new();

    /// <summary>The page as it stands; null for a new one.</summary>
    public ContentPage? Shown { get; private set; }

    /// <summary>The text as customers will see it, as HTML; null until asked for.</summary>
    public string? Preview { get; private set; }

    /// <summary>The states as a select shows them.</summary>
    public static IEnumerable<SelectListItem> States { get; } = [new("Draft: only staff see it", "draft"), new("In the shop", "shown")];

    /// <summary>The page, all as typed.</summary>
    public sealed record ContentPageForm
    {
        /// <summary>Of what was shown.</summary>
        public int Version { get; init; }

        /// <summary>The title.</summary>
        public string? Name { get; init; }

        /// <summary><c>draft</c> or <c>shown</c>.</summary>
        public string? State { get; init; }

        /// <summary>Markdown.</summary>
        public string? Text { get; init; }

        /// <summary>Its place in the address.</summary>
        public string? Slug { get; init; }

        /// <summary>For search engines.</summary>
        public string? SeoTitle { get; init; }

        /// <summary>For search engines.</summary>
        public string? SeoText { get; init; }
    }

    /// <summary>Shows the page, or an empty form.</summary>
    public async Task<IActionResult> OnGetAsync(long? id, CancellationToken ct)
    {
        if (!await FindAsync(id, ct)) return NotFound();
        if (Shown is not null) Form = AsForm(Shown);
        return Page();
    }

    /// <summary>Saves it, or makes it.</summary>
    public async Task<IActionResult> OnPostAsync(long? id, CancellationToken ct)
    {
        if (!await FindAsync(id, ct)) return NotFound();
        var edit = new PageEdit(Trimmed(Form.Name) ?? "", Trimmed(Form.Slug), Form.Text?.ReplaceLineEndings("\n").Trim() ?? "", Trimmed(Form.SeoTitle), Trimmed(Form.SeoText), Form.State == "shown");
        if (id is not { } known)
        {
            var made = await edit.CreateAsync(Db, Me, Shop.Now, ct);
            return SayAt($"/office/content/pages/{made.Id}", $"{made.Name} is made.{(made.Shown ? " Menus can link it now." : " It is a draft: only staff see it.")}");
        }

        var set = await edit.SaveAsync(Db, known, Form.Version, Me, Shop.Now, ct);
        return SayAt($"/office/content/pages/{known}", set is null ? "Nothing was different." : "Saved.", set);
    }

    /// <summary>Shows the text as customers will see it; saves nothing.</summary>
    public async Task<IActionResult> OnPostPreviewAsync(long? id, CancellationToken ct)
    {
        Preview = ShopFacts.ToHtml(Form.Text, Shop.Settings);
        if (IsHtmx) return Partial("_Preview", Preview);
        return await FindAsync(id, ct) ? Page() : NotFound();
    }

    /// <summary>Deletes it.</summary>
    public async Task<IActionResult> OnPostDeleteAsync(long id, CancellationToken ct)
    {
        if (!await FindAsync(id, ct)) return NotFound();
        await PageEdit.DeleteAsync(Db, id, Me, Shop.Now, ct);
        return SayAt("/office/content/pages", $"{Shown!.Name} is deleted. It can be taken back in the history.");
    }

    /// <inheritdoc/>
    protected override async Task<bool> FindAsync(long? id, CancellationToken ct)
    {
        Shown = id is null ? null : await Db.ContentPages.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct);
        if (id is { } known) History = await RecordHistory.OfAsync(Db, nameof(ContentPage), known, $"/office/content/pages/{known}", ct);
        return id is null || Shown is not null;
    }

    /// <inheritdoc/>
    protected override IEnumerable<(string Field, string? Mine, string? Now)> Compare()
    {
        var (mine, now) = (Form, AsForm(Shown!));
        Form = mine with { Version = now.Version };
        return
        [
            ("Title", mine.Name, now.Name), ("State", mine.State, now.State), ("Text", mine.Text?.ReplaceLineEndings("\n").Trim(), now.Text), ("Address", mine.Slug, now.Slug),
            ("Title for search engines", mine.SeoTitle, now.SeoTitle), ("Text for search engines", mine.SeoText, now.SeoText),
        ];
    }

    private static ContentPageForm AsForm(ContentPage p) => new()
    {
        Version = p.Version, Name = p.Name, State = p.Shown ? "shown" : "draft", Text = p.Text, Slug = p.Slug, SeoTitle = p.SeoTitle, SeoText = p.SeoText,
    };
}
