// One brand on one page.
using System.Globalization;
using Makola.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Makola.Pages.Office.Brands;

/// <summary>The page <c>/office/brands/{id}</c>, and <c>/office/brands/new</c>.</summary>
[RequestSizeLimit(Uploads.OneAtMost), RequestFormLimits(MultipartBodyLengthLimit = Uploads.OneAtMost)]
[Needs(Scopes.Products)]
public sealed class BrandPageModel(ShopDb db, CurrentShop shop) : ShelfPage(db, shop)
{
    private const int MostOthers = 500;

    /// <summary>What is typed.</summary>
    [BindProperty]
    public BrandForm Form { get; set; } = new();

    /// <summary>The brand its goods go to when it is deleted.</summary>
    [BindProperty]
    public string? GoodsTo { get; set; }

    /// <summary>The brand as it stands; null for a new one.</summary>
    public Brand? Brand { get; private set; }

    /// <summary>How many goods it has.</summary>
    public int Goods { get; private set; }

    /// <summary>The other brands as a select shows them.</summary>
    public IReadOnlyList<SelectListItem> Others { get; private set; } = [];

    /// <summary>The brand, all as typed.</summary>
    public sealed record BrandForm
    {
        /// <summary>Of what was shown.</summary>
        public int Version { get; init; }

        /// <summary>Of the brand.</summary>
        public string? Name { get; init; }

        /// <summary>On top of its page.</summary>
        public string? Text { get; init; }

        /// <summary>Its place in the address.</summary>
        public string? Slug { get; init; }

        /// <summary>Path of its logo.</summary>
        public string? Emblem { get; init; }
    }

    /// <summary>Shows the brand, or an empty form.</summary>
    public async Task<IActionResult> OnGetAsync(long? id, CancellationToken ct)
    {
        if (!await FindAsync(id, ct)) return NotFound();
        Form = Brand is null ? new() : Shown(Brand);
        return Page();
    }

    /// <summary>Saves it, or makes it.</summary>
    public async Task<IActionResult> OnPostAsync(long? id, [FromServices] Album album, CancellationToken ct)
    {
        if (!await FindAsync(id, ct)) return NotFound();
        BrandEdit Edit(string? emblem) => new(Trimmed(Form.Name) ?? "", Trimmed(Form.Slug), Form.Text?.Trim() ?? "", emblem);
        return await SaveAsync(album, Form.Emblem,
            async emblem => ("/office/brands", $"{(await Edit(emblem).CreateAsync(Db, Me, Shop.Now, ct)).Name} is made."),
            (known, emblem) => Edit(emblem).SaveAsync(Db, known, Form.Version, Me, Shop.Now, ct), "Saved. Customers see it from now on.", ct);
    }

    /// <summary>Deletes it, or merges it into another.</summary>
    public async Task<IActionResult> OnPostDeleteAsync(long id, CancellationToken ct)
    {
        if (!await FindAsync(id, ct)) return NotFound();
        Form = Shown(Brand!);
        await BrandEdit.DeleteAsync(Db, id, KeyIn(GoodsTo), Me, Shop.Now, ct);
        return SayAt("/office/brands", $"{Brand!.Name} is deleted. It can be taken back in the history.");
    }

    /// <inheritdoc/>
    protected override async Task<bool> FindAsync(long? id, CancellationToken ct)
    {
        if (id is { } known)
        {
            var brands = await Db.Brands.AsNoTracking().Where(b => b.Id == known).Select(b => new { Brand = b, Goods = Db.Products.Count(p => p.BrandId == known) }).SingleOrDefaultAsync(ct);
            if (brands is null) return false;
            (Brand, Goods) = (brands.Brand, brands.Goods);
            History = await RecordHistory.OfAsync(Db, nameof(Brand), known, $"/office/brands/{known}", ct);
            if (Goods > 0)
                Others = [.. (await Db.Brands.Where(b => b.Id != known).OrderBy(b => b.Name).ThenBy(b => b.Id).Take(MostOthers).Select(b => new { b.Id, b.Name }).ToListAsync(ct))
                    .Select(b => new SelectListItem(b.Name, b.Id.ToString(CultureInfo.InvariantCulture))).Prepend(new SelectListItem("Choose", ""))];
        }

        await OfferPicturesAsync(id is { } brand
            ? Db.Products.Where(p => p.BrandId == brand && p.Status == ProductStatus.Active).OrderByDescending(p => p.Popularity).ThenByDescending(p => p.Id).Select(p => p.CoverPath)
            : CoversOf(null), Brand?.Emblem, ct);
        return true;
    }

    /// <inheritdoc/>
    protected override IEnumerable<(string Field, string? Mine, string? Now)> Compare()
    {
        var (mine, now) = (Form, Shown(Brand!));
        Form = mine with { Version = now.Version };
        return [("Name", mine.Name, now.Name), ("Text", mine.Text?.Trim(), now.Text), ("Address", mine.Slug, now.Slug), ("Logo", mine.Emblem, now.Emblem)];
    }

    private static BrandForm Shown(Brand b) => new() { Version = b.Version, Name = b.Name, Text = b.Text, Slug = b.Slug, Emblem = b.Emblem };
}
