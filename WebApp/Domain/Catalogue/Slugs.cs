// Addresses of goods: how a name becomes one, and what a renamed one leaves behind.
using System.Globalization;
using System.Text;

namespace Makola.Domain.Catalogue;

/// <summary>Makes slugs and keeps old ones working.</summary>
public static class Slugs
{
    /// <summary>Longest slug in characters.</summary>
    public const int Longest = 80;

    /// <summary>A name as a slug: lower-case ASCII letters, digits and single dashes; accents fall off, other scripts fall out.</summary>
    /// <returns>The slug, or <c>item</c> when nothing is left of the name.</returns>
    public static string From(string name)
    {
        var slug = new StringBuilder(Math.Min(name.Length, Longest));
        foreach (var c in name.Normalize(NormalizationForm.FormD))
        {
            if (slug.Length == Longest) break;
            if (char.IsAsciiLetterOrDigit(c)) slug.Append(char.ToLowerInvariant(c));
            else if (c is '\'' or '’' || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark) continue;
            else if (slug.Length > 0 && slug[^1] != '-') slug.Append('-');
        }

        var made = slug.ToString().Trim('-');
        return made.Length > 0 ? made : "item";
    }

    /// <summary>The slug itself, or with the first free number behind it: <c>soap</c>, <c>soap-2</c>, <c>soap-3</c>.</summary>
    /// <param name="slug">What it should be.</param>
    /// <param name="taken">Slugs that are in use; the answer is added to it.</param>
    public static string Free(string slug, ISet<string> taken)
    {
        var free = slug;
        for (var n = 2; !taken.Add(free); n++) free = $"{slug[..Math.Min(slug.Length, Longest - 5)]}-{n}";
        return free;
    }

    /// <summary>Gives a product a new address and lets every older one lead to it in one step.</summary>
    /// <exception cref="Refusal"><c>slug.taken</c> when another product has it.</exception>
    public static async Task RenameProductAsync(ShopDb db, Product product, string name, CancellationToken ct) =>
        product.Slug = await MoveAsync(db, "/p/", product.Slug, name, db.Products.Select(p => p.Slug), ct);

    /// <summary>Gives a category or collection a new address, as <see cref="RenameProductAsync"/> does.</summary>
    /// <exception cref="Refusal"><c>slug.taken</c> when another category or collection has it.</exception>
    public static async Task RenameAsync(ShopDb db, Aisle aisle, string name, CancellationToken ct) =>
        aisle.Slug = await MoveAsync(db, "/c/", aisle.Slug, name, db.Aisles.Select(a => a.Slug), ct);

    /// <summary>Gives a brand a new address, as <see cref="RenameProductAsync"/> does.</summary>
    /// <exception cref="Refusal"><c>slug.taken</c> when another brand has it.</exception>
    public static async Task RenameAsync(ShopDb db, Brand brand, string name, CancellationToken ct) =>
        brand.Slug = await MoveAsync(db, "/b/", brand.Slug, name, db.Brands.Select(b => b.Slug), ct);

    /// <summary>Gives a content page a new address, as <see cref="RenameProductAsync"/> does.</summary>
    /// <exception cref="Refusal"><c>slug.taken</c> when another page has it.</exception>
    public static async Task RenameAsync(ShopDb db, ContentPage page, string name, CancellationToken ct) =>
        page.Slug = await MoveAsync(db, "/pages/", page.Slug, name, db.ContentPages.Select(p => p.Slug), ct);

    /// <summary>Lets an address that had a page lead to the one that has it now; whatever led to it leads on in one step.</summary>
    public static async Task LeadAsync(ShopDb db, string from, string to, CancellationToken ct)
    {
        await db.Redirects.Where(r => r.From == to || r.From == from).ExecuteDeleteAsync(ct);
        await db.Redirects.Where(r => r.To == from).ExecuteUpdateAsync(set => set.SetProperty(r => r.To, to), ct);
        await db.Database.ExecuteSqlAsync($"INSERT INTO Redirects (\"From\", \"To\", ByHand) VALUES ({from}, {to}, 0)", ct);
    }

    /// <summary>The folder of the pages of a record: <c>/p/</c>, <c>/c/</c>, <c>/b/</c> or <c>/pages/</c>.</summary>
    public static string FolderOf(string record) => record switch { nameof(Product) => "/p/", nameof(Brand) => "/b/", nameof(ContentPage) => "/pages/", _ => "/c/" };

    private static async Task<string> MoveAsync(ShopDb db, string folder, string old, string name, IQueryable<string> slugs, CancellationToken ct)
    {
        var slug = From(name);
        if (slug == old) return old;
        if (await slugs.ContainsAsync(slug, ct)) throw Taken(slug);

        await LeadAsync(db, folder + old, folder + slug, ct);
        return slug;
    }

    /// <summary>The refusal of an address that is in use.</summary>
    internal static Refusal Taken(string slug) => new("slug.taken", "Something else already has the address “{0}”. Choose a different one.", slug) { On = "Form.Slug" };
}
