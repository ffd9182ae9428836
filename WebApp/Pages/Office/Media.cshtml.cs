// What pictures there are, what they weigh and where they are shown; those nothing shows can be taken away.
using System.Globalization;
using Makola.Web;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Pages.Office;

/// <summary>A picture and where it is shown.</summary>
/// <param name="Picture">The picture.</param>
/// <param name="Uses">Words and address of each place, few of many.</param>
/// <param name="More">How many places are not named.</param>
/// <param name="InOrders">Whether past orders show it.</param>
public sealed record MediaRow(StoredPicture Picture, IReadOnlyList<(string What, string Address)> Uses, int More, bool InOrders);

/// <summary>The page <c>/office/media</c>; <c>?show=unused</c> leaves out what is shown somewhere; <c>?before=120</c> goes on.</summary>
[Needs(Scopes.Products)]
public sealed class MediaModel(ShopDb db, CurrentShop shop, Album album) : OfficePage(db, shop)
{
    /// <summary>Pictures on a page, and places named of each.</summary>
    private const int PageSize = 24, MostNamed = 4;

    /// <summary><c>unused</c>, or empty for all.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Show { get; set; }

    /// <summary>The last picture of the page before.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    /// <summary>The pictures, newest first.</summary>
    public IReadOnlyList<MediaRow> Rows { get; private set; } = [];

    /// <summary>Whether there are older ones.</summary>
    public bool HasMore { get; private set; }

    /// <summary>True when only those are shown that nothing shows.</summary>
    public bool IsUnused => Show == "unused";

    /// <summary>Shows the page.</summary>
    public Task<IActionResult> OnGetAsync(CancellationToken ct) => AgainAsync(ct);

    /// <summary>Takes one away.</summary>
    public async Task<IActionResult> OnPostAwayAsync(long id, CancellationToken ct)
    {
        await album.RemoveAsync(Db, id, Shop.Now, ct);
        return SayAt(Here, "The picture is taken away.");
    }

    /// <summary>Takes all away that nothing shows and no change could bring back.</summary>
    public async Task<IActionResult> OnPostClearAsync(CancellationToken ct)
    {
        var gone = await album.ClearAsync(Db, Shop.Now, Shop.Now, ct);
        return SayAt(Here, gone == 0 ? "Nothing was taken away: what is unused could still be brought back by the history. It is cleared by itself." : gone == 1 ? "1 picture is taken away." : $"{gone} pictures are taken away.");
    }

    /// <inheritdoc/>
    public override async Task<IActionResult> AgainAsync(CancellationToken ct)
    {
        var pictures = IsUnused ? Db.StoredPictures.UnusedIn(Db) : Db.StoredPictures;
        if (Before is { } before) pictures = pictures.Where(p => p.Id < before);
        var page = await pictures.AsNoTracking().OrderByDescending(p => p.Id).Take(PageSize + 1).ToListAsync(ct);
        HasMore = page.Count > PageSize;
        page = [.. page.Take(PageSize)];

        var paths = page.ConvertAll(p => p.Path);
        var goods = await Db.PictureUses.Where(u => paths.Contains(u.Path)).Join(Db.Products, u => u.ProductId, p => p.Id, (u, p) => new { u.Path, p.Id, p.Name }).OrderBy(u => u.Path).ThenBy(u => u.Id).Take(500).ToListAsync(ct);
        var products = goods.Select(g => g.Id).Distinct().ToList();
        var variants = products.Count == 0 ? [] : await Db.Variants.Where(v => products.Contains(v.ProductId) && paths.Contains(v.PicturePath!)).OrderBy(v => v.Id).Take(500).Select(v => new { v.PicturePath, v.ProductId, v.ChoiceText }).ToListAsync(ct);
        var emblems = await Db.Aisles.Where(a => paths.Contains(a.Emblem!)).Select(a => new { a.Emblem, a.Name, Address = "/c/" + a.Slug })
            .Concat(Db.Brands.Where(b => paths.Contains(b.Emblem!)).Select(b => new { b.Emblem, b.Name, Address = "/b/" + b.Slug })).OrderBy(e => e.Address).Take(500).ToListAsync(ct);
        var ordered = await Db.OrderLines.Where(l => paths.Contains(l.Picture!)).Select(l => l.Picture).Distinct().Take(PageSize).ToListAsync(ct);

        var home = await Db.Storefronts.AsNoTracking().SingleAsync(ct);

        Rows = [.. page.Select(picture =>
        {
            List<(string What, string Address)> uses =
            [
                .. home.Sections.Concat(home.Draft).Any(s => s.Picture?.Path == picture.Path) ? [("Home page", "/office/content/home")] : Array.Empty<(string, string)>(),
                .. emblems.Where(e => e.Emblem == picture.Path).Select(e => (e.Name, e.Address)),
                .. goods.Where(g => g.Path == picture.Path).Select(g =>
                {
                    var choices = string.Join(", ", variants.Where(v => v.ProductId == g.Id && v.PicturePath == picture.Path).Select(v => v.ChoiceText).Take(MostNamed));
                    return (choices.Length > 0 ? $"{g.Name} ({choices})" : g.Name, string.Create(CultureInfo.InvariantCulture, $"/office/products/{g.Id}#pictures"));
                }),
            ];
            return new MediaRow(picture, [.. uses.Take(MostNamed)], Math.Max(0, uses.Count - MostNamed), ordered.Contains(picture.Path));
        })];
        return Page();
    }

    private string Here => IsUnused ? "/office/media?show=unused" : "/office/media";
}
