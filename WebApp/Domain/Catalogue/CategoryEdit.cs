// Categories and brands as staff keep them: made, renamed, moved, deleted with their goods moved elsewhere; each as one change that can be taken back.
using System.Globalization;

namespace Makola.Domain.Catalogue;

/// <summary>What staff write of a category.</summary>
/// <param name="Name">See <see cref="Aisle.Name"/>.</param>
/// <param name="Slug">See <see cref="Aisle.Slug"/>; null keeps it, or makes one of the name.</param>
/// <param name="Text">See <see cref="Aisle.Text"/>.</param>
/// <param name="Emblem">See <see cref="Aisle.Emblem"/>.</param>
/// <param name="ParentId">See <see cref="Category.ParentId"/>.</param>
public sealed record CategoryEdit(string Name, string? Slug, string Text, string? Emblem, long? ParentId)
{
    /// <summary>Most steps from the top of the tree to a category staff hang somewhere.</summary>
    public const int Deepest = 6;

    /// <summary>Makes a new category, the last among its siblings.</summary>
    /// <exception cref="Refusal">See <see cref="SaveAsync"/>.</exception>
    public async Task<Category> CreateAsync(ShopDb db, Actor by, DateTimeOffset at, CancellationToken ct)
    {
        RefuseBad(Name, Text);
        var category = new Category { Name = Name, Slug = "", Text = Text, Emblem = Emblem, ParentId = ParentId };
        await db.ChangeAsync($"Category {Name}: made", by, at, async () =>
        {
            if (!await FitsAsync(db, 0, ParentId, ct)) throw NoPlace();
            category.Slug = await NewSlugAsync(db.Aisles.Select(a => a.Slug), Slug, Name, ct);
            category.Position = (await db.Categories.Where(c => c.ParentId == ParentId).MaxAsync(c => (int?)c.Position, ct) ?? 0) + 1;
            db.Categories.Add(category);
            db.Changed.Add(Change.Catalogue);
        }, ct);
        return category;
    }

    /// <summary>Saves a category.</summary>
    /// <returns>What changed; null for nothing.</returns>
    /// <exception cref="Refusal"><c>category.none</c>, <c>category.changed</c>, <c>category.place</c> for a place below itself or too deep, <c>slug.taken</c>, and one for each field that is wrong.</exception>
    public Task<ChangeSet?> SaveAsync(ShopDb db, long id, int version, Actor by, DateTimeOffset at, CancellationToken ct) => db.ChangeAsync($"Category {Name}: edited", by, at, async () =>
    {
        var category = await FindAsync(db, id, version, ct);
        RefuseBad(Name, Text);
        var moved = category.ParentId != ParentId;
        if (moved && !await FitsAsync(db, id, ParentId, ct)) throw NoPlace();

        var renamed = category.Name != Name;
        if (Slug is not null) await Slugs.RenameAsync(db, category, Slug, ct);
        (category.Name, category.Text, category.Emblem) = (Name, Text, Emblem);
        if (moved)
        {
            category.ParentId = ParentId;
            category.Position = (await db.Categories.Where(c => c.ParentId == ParentId).MaxAsync(c => (int?)c.Position, ct) ?? 0) + 1;
        }

        await db.SaveChangesAsync(ct);
        db.Changed.Add(Change.Catalogue);
        if (moved || renamed) await Shelves.ArrangeAsync(db, await GoodsIn(db, id).ToListAsync(ct), ct);
    }, ct);

    /// <summary>Moves a category one place up or down among its siblings.</summary>
    public static Task MoveAsync(ShopDb db, long id, bool up, Actor by, DateTimeOffset at, CancellationToken ct) => db.WriteAsync(async () =>
    {
        var category = await db.Categories.SingleOrDefaultAsync(c => c.Id == id, ct) ?? throw Gone();
        await db.ChangeAsync($"Category {category.Name}: moved {(up ? "up" : "down")}", by, at, async () =>
        {
            var siblings = await db.Categories.Where(c => c.ParentId == category.ParentId).OrderBy(c => c.Position).ThenBy(c => c.Id).ToListAsync(ct);
            var place = siblings.IndexOf(category);
            var other = place + (up ? -1 : 1);
            if (other < 0 || other >= siblings.Count) return;

            (siblings[place], siblings[other]) = (siblings[other], siblings[place]);
            for (var i = 0; i < siblings.Count; i++) siblings[i].Position = i + 1;
            db.Changed.Add(Change.Catalogue);
        }, ct);
    }, ct);

    /// <summary>Deletes a category without categories below it. Its goods go to another; its address leads there.</summary>
    /// <param name="db">The shop.</param>
    /// <param name="id">The category.</param>
    /// <param name="goodsTo">Where its goods go; null when it has none.</param>
    /// <param name="by">Who.</param>
    /// <param name="at">When.</param>
    /// <param name="ct">Stops the work.</param>
    /// <exception cref="Refusal"><c>category.parent</c>, <c>category.goods</c>, <c>category.rule</c>.</exception>
    public static Task DeleteAsync(ShopDb db, long id, long? goodsTo, Actor by, DateTimeOffset at, CancellationToken ct) => db.WriteAsync(async () =>
    {
        var category = await db.Categories.SingleOrDefaultAsync(c => c.Id == id, ct) ?? throw Gone();
        if (await db.Categories.AnyAsync(c => c.ParentId == id, ct)) throw new Refusal("category.parent", "Move or delete the categories below it first.");
        await RefuseRuleAsync(db, RuleKind.Category, id, ct);
        var goods = await db.Products.Where(p => p.MainCategoryId == id).Select(p => p.Id).Union(db.Products.Where(p => p.OtherCategories.Any(c => c.Id == id)).Select(p => p.Id)).ToListAsync(ct);
        var to = goodsTo is { } target && target != id ? await db.Categories.SingleOrDefaultAsync(c => c.Id == target, ct) : null;
        if (goods.Count > 0 && to is null) throw new Refusal("category.goods", "Choose where its goods go.") { On = "GoodsTo" };

        await db.ChangeAsync($"Category {category.Name}: deleted{(goods.Count > 0 ? $", {goods.Count} products moved to {to!.Name}" : "")}", by, at, async () =>
        {
            if (to is not null) await MoveGoodsAsync(db, id, to.Id, ct);
            db.Categories.Remove(category);
            await db.SaveChangesAsync(ct);
            await Slugs.LeadAsync(db, $"/c/{category.Slug}", to is not null ? $"/c/{to.Slug}" : "/", ct);
            await ManyRecords.ArrangeAsync(db, goods, at, ct);
            db.Changed.Add(Change.Catalogue);
        }, ct);
    }, ct);

    /// <summary>Whether a category may hang there: the place exists, is not below itself, and not too deep. 0 for a new one.</summary>
    internal static async Task<bool> FitsAsync(ShopDb db, long id, long? parentId, CancellationToken ct)
    {
        var above = await db.Categories.Select(c => new { c.Id, c.ParentId }).ToDictionaryAsync(c => c.Id, c => c.ParentId, ct);
        var depth = 0;
        for (var at = parentId; at is { } step; at = above[step])
            if (step == id || !above.ContainsKey(step) || ++depth >= Deepest) return false;
        return depth + (id == 0 ? 1 : HeightOf(id, above)) <= Deepest;
    }

    /// <summary>Visible goods of a category and all below it.</summary>
    internal static IQueryable<long> GoodsIn(ShopDb db, long id) => db.ShelfPlaces.Where(s => s.CategoryId == id).Select(s => s.ProductId);

    /// <summary>Refuses to delete what a collection's rule names.</summary>
    internal static async Task RefuseRuleAsync(ShopDb db, RuleKind what, long id, CancellationToken ct)
    {
        var condition = new Condition(what, id.ToString(CultureInfo.InvariantCulture));
        if ((await db.Collections.AsNoTracking().ToListAsync(ct)).Find(c => c.Rule.Conditions.Contains(condition)) is { } collection)
            throw new Refusal("category.rule", "The collection “{0}” is made of it. Change its rule first.", collection.Name);
    }

    /// <summary>Refuses what is true of no category, brand or collection.</summary>
    internal static void RefuseBad(string name, string text)
    {
        if (name.Length is 0 or > 60) throw new Refusal("name.length", "Write a name of at most {0} characters.", 60) { On = "Form.Name" };
        if (text.Length > 1000) throw new Refusal("text.length", "At most {0} characters.", 1000) { On = "Form.Text" };
    }

    /// <summary>The address of something new: the one asked for, which must be free, or the name's, with a number if need be.</summary>
    internal static async Task<string> NewSlugAsync(IQueryable<string> slugs, string? asked, string name, CancellationToken ct)
    {
        var wanted = Slugs.From(asked ?? name);
        if (asked is not null) return await slugs.ContainsAsync(wanted, ct) ? throw Slugs.Taken(wanted) : wanted;
        return Slugs.Free(wanted, (await slugs.Where(s => s.StartsWith(wanted)).ToListAsync(ct)).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>What a second editor is told.</summary>
    internal static Refusal Changed() => new("edit.changed", "Somebody else saved this meanwhile. Nothing of yours is lost: look at what differs below, then save again.") { Status = 409 };

    private static async Task<Category> FindAsync(ShopDb db, long id, int version, CancellationToken ct)
    {
        var category = await db.Categories.SingleOrDefaultAsync(c => c.Id == id, ct) ?? throw Gone();
        return category.Version == version ? category : throw Changed();
    }

    private static int HeightOf(long id, Dictionary<long, long?> above) => 1 + above.Where(c => c.Value == id).Select(c => HeightOf(c.Key, above)).DefaultIfEmpty(0).Max();

    private static async Task MoveGoodsAsync(ShopDb db, long id, long to, CancellationToken ct)
    {
        var (old, now) = (id.ToString(CultureInfo.InvariantCulture), to.ToString(CultureInfo.InvariantCulture));
        var main = await db.Products.Where(p => p.MainCategoryId == id).Select(p => p.Id).ToListAsync(ct);
        var others = await db.Products.Where(p => p.OtherCategories.Any(c => c.Id == id)).Select(p => p.Id).ToListAsync(ct);
        await ManyRecords.WriteAsync(db, nameof(Product), nameof(Product.MainCategoryId), main.ConvertAll(p => new FieldWrite(p, old, now)), ct);
        await ManyRecords.LinkAsync(db, others.ConvertAll(p => new CategoryLink(p, to)), ct);
        await ManyRecords.UnlinkAsync(db, others.ConvertAll(p => new CategoryLink(p, id)), ct);
    }

    private static Refusal Gone() => new("category.none", "There is no such category.") { Status = 404 };

    private static Refusal NoPlace() => new("category.place", "It cannot hang there: not below itself, and at most {0} steps from the top.", Deepest) { On = "Form.Parent" };
}
