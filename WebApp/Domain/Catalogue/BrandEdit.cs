// Brands as staff keep them: made, renamed, deleted or merged into another; each as one change that can be taken back.
using System.Globalization;

namespace Makola.Domain.Catalogue;

/// <summary>What staff write of a brand.</summary>
/// <param name="Name">See <see cref="Brand.Name"/>.</param>
/// <param name="Slug">See <see cref="Brand.Slug"/>; null keeps it, or makes one of the name.</param>
/// <param name="Text">See <see cref="Brand.Text"/>.</param>
/// <param name="Emblem">See <see cref="Brand.Emblem"/>.</param>
public sealed record BrandEdit(string Name, string? Slug, string Text, string? Emblem)
{
    /// <summary>Makes a new brand.</summary>
    /// <exception cref="Refusal">See <see cref="SaveAsync"/>.</exception>
    public async Task<Brand> CreateAsync(ShopDb db, Actor by, DateTimeOffset at, CancellationToken ct)
    {
        CategoryEdit.RefuseBad(Name, Text);
        var brand = new Brand { Name = Name, Slug = "", Text = Text, Emblem = Emblem };
        await db.ChangeAsync($"Brand {Name}: made", by, at, async () =>
        {
            await RefuseTakenAsync(db, 0, ct);
            brand.Slug = await CategoryEdit.NewSlugAsync(db.Brands.Select(b => b.Slug), Slug, Name, ct);
            db.Brands.Add(brand);
        }, ct);
        return brand;
    }

    /// <summary>Saves a brand.</summary>
    /// <returns>What changed; null for nothing.</returns>
    /// <exception cref="Refusal"><c>brand.none</c>, <c>edit.changed</c>, <c>brand.taken</c> when another has the name, <c>slug.taken</c>, and one for each field that is wrong.</exception>
    public Task<ChangeSet?> SaveAsync(ShopDb db, long id, int version, Actor by, DateTimeOffset at, CancellationToken ct) => db.ChangeAsync($"Brand {Name}: edited", by, at, async () =>
    {
        var brand = await FindAsync(db, id, ct);
        if (brand.Version != version) throw CategoryEdit.Changed();
        CategoryEdit.RefuseBad(Name, Text);
        await RefuseTakenAsync(db, id, ct);

        var renamed = brand.Name != Name;
        if (Slug is not null) await Slugs.RenameAsync(db, brand, Slug, ct);
        (brand.Name, brand.Text, brand.Emblem) = (Name, Text, Emblem);
        await db.SaveChangesAsync(ct);
        db.Changed.Add(Change.Catalogue);
        if (renamed) await Shelves.ArrangeAsync(db, await db.Products.Where(p => p.BrandId == id).Select(p => p.Id).ToListAsync(ct), ct);
    }, ct);

    /// <summary>Deletes a brand. Its goods go to another, which its address leads to: two brands become one.</summary>
    /// <param name="db">The shop.</param>
    /// <param name="id">The brand that goes.</param>
    /// <param name="into">The brand that stays; null when it has no goods.</param>
    /// <param name="by">Who.</param>
    /// <param name="at">When.</param>
    /// <param name="ct">Stops the work.</param>
    /// <exception cref="Refusal"><c>brand.goods</c>, <c>category.rule</c>.</exception>
    public static Task DeleteAsync(ShopDb db, long id, long? into, Actor by, DateTimeOffset at, CancellationToken ct) => db.WriteAsync(async () =>
    {
        var brand = await FindAsync(db, id, ct);
        await CategoryEdit.RefuseRuleAsync(db, RuleKind.Brand, id, ct);
        var goods = await db.Products.Where(p => p.BrandId == id).Select(p => p.Id).ToListAsync(ct);
        var other = into is { } key && key != id ? await db.Brands.SingleOrDefaultAsync(b => b.Id == key, ct) : null;
        if (goods.Count > 0 && other is null) throw new Refusal("brand.goods", "Choose the brand its goods go to.") { On = "GoodsTo" };

        await db.ChangeAsync(other is null ? $"Brand {brand.Name}: deleted" : $"Brand {brand.Name}: merged into {other.Name}", by, at, async () =>
        {
            var (old, now) = (id.ToString(CultureInfo.InvariantCulture), other?.Id.ToString(CultureInfo.InvariantCulture));
            await ManyRecords.WriteAsync(db, nameof(Product), nameof(Product.BrandId), goods.ConvertAll(p => new FieldWrite(p, old, now)), ct);
            db.Brands.Remove(brand);
            await db.SaveChangesAsync(ct);
            await Slugs.LeadAsync(db, $"/b/{brand.Slug}", other is null ? "/" : $"/b/{other.Slug}", ct);
            await ManyRecords.ArrangeAsync(db, goods, at, ct);
            db.Changed.Add(Change.Catalogue);
        }, ct);
    }, ct);

    private async Task RefuseTakenAsync(ShopDb db, long id, CancellationToken ct)
    {
        if (await db.Brands.AnyAsync(b => b.Name == Name && b.Id != id, ct)) throw new Refusal("brand.taken", "There is a brand of that name. Merge the two instead.") { On = "Form.Name" };
    }

    private static async Task<Brand> FindAsync(ShopDb db, long id, CancellationToken ct) =>
        await db.Brands.SingleOrDefaultAsync(b => b.Id == id, ct) ?? throw new Refusal("brand.none", "There is no such brand.") { Status = 404 };
}
