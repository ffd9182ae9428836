// Addresses of goods: how a name becomes one, and what a renamed one leaves behind.
using System.Globalization;
using System.Text;

namespace Makola.Domain.Catalogue;

/// <summary>An old address and the one that took its place.</summary>
public sealed class Redirect
{
    /// <summary>Path as it was asked for: <c>/p/old-name</c>. Primary key.</summary>
    public required string From { get; set; }

    /// <summary>Path that answers now; never itself redirected.</summary>
    public required string To { get; set; }
}

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
    public static async Task RenameProductAsync(ShopDb db, Product product, string name, CancellationToken ct)
    {
        var slug = From(name);
        if (slug == product.Slug) return;
        if (await db.Products.AnyAsync(p => p.Slug == slug, ct))
            throw new Refusal("slug.taken", "Another product already has the address “{0}”. Choose a different one.", slug) { On = "Slug" };

        var (from, to) = ($"/p/{product.Slug}", $"/p/{slug}");
        await db.Redirects.Where(r => r.From == to || r.From == from).ExecuteDeleteAsync(ct);
        await db.Redirects.Where(r => r.To == from).ExecuteUpdateAsync(set => set.SetProperty(r => r.To, to), ct);
        db.Redirects.Add(new Redirect { From = from, To = to });
        product.Slug = slug;
    }
}
