// Content pages as staff keep them: made, renamed, moved, deleted; each as one change that can be taken back.
namespace Makola.Domain.Content;

/// <summary>What staff write of a content page.</summary>
/// <param name="Name">See <see cref="ContentPage.Name"/>.</param>
/// <param name="Slug">See <see cref="ContentPage.Slug"/>; null keeps it, or makes one of the name.</param>
/// <param name="Text">See <see cref="ContentPage.Text"/>.</param>
/// <param name="SeoTitle">See <see cref="ContentPage.SeoTitle"/>.</param>
/// <param name="SeoText">See <see cref="ContentPage.SeoText"/>.</param>
/// <param name="Shown">See <see cref="ContentPage.Shown"/>.</param>
public sealed record PageEdit(string Name, string? Slug, string Text, string? SeoTitle, string? SeoText, bool Shown)
{
    /// <summary>Makes a new page, the last of all.</summary>
    /// <exception cref="Refusal"><c>page.many</c>; see <see cref="SaveAsync"/>.</exception>
    public async Task<ContentPage> CreateAsync(ShopDb db, Actor by, DateTimeOffset at, CancellationToken ct)
    {
        RefuseBad();
        var page = new ContentPage { Name = Name, Slug = "" };
        await db.ChangeAsync($"Page {Name}: made", by, at, async () =>
        {
            if (await db.ContentPages.CountAsync(ct) >= ContentPage.Most) throw new Refusal("page.many", "A shop has at most {0} pages.", ContentPage.Most) { Status = 409 };
            page.Slug = await CategoryEdit.NewSlugAsync(db.ContentPages.Select(p => p.Slug), Slug, Name, ct);
            page.Position = (await db.ContentPages.MaxAsync(p => (int?)p.Position, ct) ?? 0) + 1;
            Write(page);
            db.ContentPages.Add(page);
            db.Changed.Add(Change.Settings);
        }, ct);
        return page;
    }

    /// <summary>Saves a page.</summary>
    /// <returns>What changed; null for nothing.</returns>
    /// <exception cref="Refusal"><c>page.none</c>, <c>edit.changed</c>, <c>slug.taken</c>, and one for each field that is wrong.</exception>
    public Task<ChangeSet?> SaveAsync(ShopDb db, long id, int version, Actor by, DateTimeOffset at, CancellationToken ct) => db.ChangeAsync($"Page {Name}: edited", by, at, async () =>
    {
        var page = await FindAsync(db, id, ct);
        if (page.Version != version) throw CategoryEdit.Changed();
        RefuseBad();
        if (Slug is not null) await Slugs.RenameAsync(db, page, Slug, ct);
        Write(page);
        db.Changed.Add(Change.Settings);
    }, ct);

    /// <summary>Moves a page one place up or down.</summary>
    public static Task MoveAsync(ShopDb db, long id, bool up, Actor by, DateTimeOffset at, CancellationToken ct) => db.WriteAsync(async () =>
    {
        var page = await FindAsync(db, id, ct);
        await db.ChangeAsync($"Page {page.Name}: moved {(up ? "up" : "down")}", by, at, async () =>
        {
            var pages = await db.ContentPages.OrderBy(p => p.Position).ThenBy(p => p.Id).ToListAsync(ct);
            var (place, other) = (pages.IndexOf(page), pages.IndexOf(page) + (up ? -1 : 1));
            if (other < 0 || other >= pages.Count) return;

            (pages[place], pages[other]) = (pages[other], pages[place]);
            for (var i = 0; i < pages.Count; i++) pages[i].Position = i + 1;
            db.Changed.Add(Change.Settings);
        }, ct);
    }, ct);

    /// <summary>Deletes a page. Menus that name it leave it out.</summary>
    public static Task DeleteAsync(ShopDb db, long id, Actor by, DateTimeOffset at, CancellationToken ct) => db.WriteAsync(async () =>
    {
        var page = await FindAsync(db, id, ct);
        await db.ChangeAsync($"Page {page.Name}: deleted", by, at, () =>
        {
            db.ContentPages.Remove(page);
            db.Changed.Add(Change.Settings);
            return Task.CompletedTask;
        }, ct);
    }, ct);

    private void RefuseBad()
    {
        CategoryEdit.RefuseBad(Name, "");
        if (Text.Length > MarkdownText.Longest) throw new Refusal("text.length", "At most {0} characters.", MarkdownText.Longest) { On = "Form.Text" };
        if (SeoTitle?.Length > 160) throw new Refusal("text.length", "At most {0} characters.", 160) { On = "Form.SeoTitle" };
        if (SeoText?.Length > 320) throw new Refusal("text.length", "At most {0} characters.", 320) { On = "Form.SeoText" };
    }

    private void Write(ContentPage page) => (page.Name, page.Text, page.SeoTitle, page.SeoText, page.Shown) = (Name, Text, SeoTitle, SeoText, Shown);

    private static async Task<ContentPage> FindAsync(ShopDb db, long id, CancellationToken ct) =>
        await db.ContentPages.SingleOrDefaultAsync(p => p.Id == id, ct) ?? throw new Refusal("page.none", "There is no such page.") { Status = 404 };
}
