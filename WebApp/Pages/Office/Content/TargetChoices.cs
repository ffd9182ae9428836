// Everything a menu line or a button can lead to, as one select shows it.
using Makola.Web;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Makola.Pages.Office.Content;

/// <summary>The choices of a link, and how they are written in a form: <c>Category:5</c>, <c>Contact</c>.</summary>
public static class TargetChoices
{
    private const int MostBrands = 200;

    /// <summary>Reads the choices: two queries, the rest is in memory.</summary>
    public static async Task<IReadOnlyList<SelectListItem>> ReadAsync(ShopDb db, CurrentShop shop, CancellationToken ct)
    {
        var pages = await db.ContentPages.OrderBy(p => p.Position).ThenBy(p => p.Id).Take(ContentPage.Most).Select(p => new { p.Id, p.Name, p.Shown }).ToListAsync(ct);
        var brands = await db.Brands.OrderBy(b => b.Name).ThenBy(b => b.Id).Take(MostBrands).Select(b => new { b.Id, b.Name }).ToListAsync(ct);
        return
        [
            new("Choose …", ""), One("New arrivals", TargetKind.New), One("Contact", TargetKind.Contact), One("Track order", TargetKind.Track), One("Sign in", TargetKind.SignIn),
            .. pages.Select(p => One($"Page: {p.Name}{(p.Shown ? "" : " (draft)")}", TargetKind.Page, p.Id)),
            .. shop.Categories.All.Select(c => One($"Category: {string.Join(" › ", c.Path.Select(s => s.Name))}", TargetKind.Category, c.Id)),
            .. shop.Categories.Collections.Select(c => One($"Collection: {c.Name}", TargetKind.Collection, c.Id)),
            .. brands.Select(b => One($"Brand: {b.Name}", TargetKind.Brand, b.Id)),
            One("A search for the words below", TargetKind.Search), One("The address below", TargetKind.Address),
        ];
    }

    /// <summary>A link as the form shows it.</summary>
    public static (string To, string? Value) Shown(Target? target) => target is null ? ("", null)
        : target.Kind is TargetKind.Address or TargetKind.Search ? ($"{target.Kind}", target.Value) : (Code(target.Kind, target.Value), null);

    /// <summary>Reads what was chosen; null for nothing.</summary>
    public static Target? Read(string? to, string? value)
    {
        if (to is not { Length: > 0 and <= 40 } || to.Split(':', 2) is not [var name, .. var key] || !Enum.TryParse<TargetKind>(name, out var kind) || !Enum.IsDefined(kind)) return null;
        return new(kind, kind is TargetKind.Address or TargetKind.Search ? value?.Trim() ?? "" : key is [var one] ? one : "");
    }

    private static SelectListItem One(string text, TargetKind kind, long? key = null) => new(text, Code(kind, key?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? ""));

    private static string Code(TargetKind kind, string key) => key.Length > 0 ? $"{kind}:{key}" : $"{kind}";
}
