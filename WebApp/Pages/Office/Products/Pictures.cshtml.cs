// What staff do to the pictures of a product; answers the product's page with its part, and a browser without JavaScript with a page.
using System.Globalization;
using Makola.Web;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Pages.Office.Products;

/// <summary>The page <c>/office/products/{id}/pictures</c>.</summary>
[RequestSizeLimit(Uploads.SeveralAtMost), RequestFormLimits(MultipartBodyLengthLimit = Uploads.SeveralAtMost, ValueCountLimit = 1_024)]
[Needs(Scopes.Products)]
public sealed class PicturesModel(ShopDb db, CurrentShop shop, Album album) : OfficePage(db, shop)
{
    /// <summary>What is typed.</summary>
    [BindProperty]
    public PicturesForm Form { get; set; } = new();

    /// <summary>What is pressed: <c>first</c>, <c>left</c>, <c>right</c> or <c>away</c>, and which picture: <c>left:2</c>. Empty to save.</summary>
    [BindProperty]
    public string? Deed { get; set; }

    /// <summary>The part.</summary>
    public PicturesPart Part { get; private set; } = null!;

    /// <summary>Of the product.</summary>
    public string Name { get; private set; } = "";

    /// <summary>A picture: where it is, and its words.</summary>
    public sealed record PictureForm
    {
        /// <summary>See <see cref="Picture.Path"/>.</summary>
        public string? Path { get; init; }

        /// <summary>See <see cref="Picture.Alt"/>.</summary>
        public string? Alt { get; init; }
    }

    /// <summary>A variant and the picture it shows.</summary>
    public sealed record VariantForm
    {
        /// <summary>The variant.</summary>
        public long Id { get; init; }

        /// <summary>Empty for the first.</summary>
        public string? Path { get; init; }
    }

    /// <summary>The pictures as they were shown, with what is typed.</summary>
    public sealed record PicturesForm
    {
        /// <summary>Of the product as shown.</summary>
        public int Version { get; init; }

        /// <summary>In the order shown.</summary>
        public List<PictureForm> Pictures { get; init; } = [];

        /// <summary>Those shown.</summary>
        public List<VariantForm> Variants { get; init; } = [];
    }

    /// <summary>Shows the pictures.</summary>
    public async Task<IActionResult> OnGetAsync(long id, CancellationToken ct) => await ShowAsync(id, typed: false, ct);

    /// <summary>Saves order, words and choices, and adds what was sent. A file that cannot be kept is named; the others are kept.</summary>
    public async Task<IActionResult> OnPostAsync(long id, CancellationToken ct)
    {
        var (added, refused) = await Request.PicturesAsync(ct);
        var (order, away) = Pressed();
        var edit = new PicturesEdit
        {
            Order = order, Away = away, Added = added,
            OfVariants = Form.Variants.DistinctBy(v => v.Id).ToDictionary(v => v.Id, v => string.IsNullOrEmpty(v.Path) ? null : v.Path),
        };
        Form = Form with { Version = await edit.SaveAsync(Db, album, id, Form.Version, Me, Shop.Now, ct) };

        Said = added.Count switch { 0 when refused.Count > 0 => null, 0 => away is null ? "Saved." : "Taken away. The history of the product can bring it back.", 1 => "1 picture is added.", var n => $"{n} pictures are added." };
        ModelState.Clear();
        foreach (var refusal in refused) ModelState.AddModelError("Files", refusal.Message);
        if (refused.Count > 0) Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return refused.Count > 0 || IsHtmx ? await ShowAsync(id, typed: false, ct) : SayAt($"/office/products/{id}/pictures", Said!);
    }

    /// <inheritdoc/>
    public override Task<IActionResult> AgainAsync(CancellationToken ct) => ShowAsync(long.Parse((string)RouteData.Values["id"]!, CultureInfo.InvariantCulture), typed: true, ct);

    private async Task<IActionResult> ShowAsync(long id, bool typed, CancellationToken ct)
    {
        if (await Db.Products.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) is not { } product) return NotFound();

        if (typed) product.ArrangePictures([.. Form.Pictures.Select(p => (p.Path ?? "", Short(p.Alt)))]);
        var variants = await Db.Variants.AsNoTracking().Where(v => v.ProductId == id).OrderBy(v => v.Position).ThenBy(v => v.Id).Take(Product.MostVariants).ToListAsync(ct);
        Name = product.Name;
        Part = new(id, HttpMethods.IsPost(Request.Method) ? Form.Version : product.Version, product.Pictures, variants, Said);
        return IsHtmx ? Partial("_Pictures", Part) : Page();
    }

    /// <summary>The order after what was pressed, and the picture it takes away.</summary>
    private (IReadOnlyList<(string Path, string Alt)> Order, string? Away) Pressed()
    {
        var order = Form.Pictures.Take(Product.MostPictures).Select(p => (Path: p.Path ?? "", Alt: p.Alt?.Trim() ?? "")).ToList();
        if (Deed?.Split(':') is not [var deed, var which] || !int.TryParse(which, NumberStyles.None, CultureInfo.InvariantCulture, out var at) || at >= order.Count) return (order, null);
        if (deed == "away") return (order, order[at].Path);

        var one = order[at];
        order.RemoveAt(at);
        order.Insert(deed switch { "first" => 0, "left" => Math.Max(0, at - 1), "right" => Math.Min(order.Count, at + 1), _ => at }, one);
        return (order, null);
    }

    private static string Short(string? text) => text?.Length > Picture.LongestAlt ? text[..Picture.LongestAlt] : text ?? "";
}
