// What the pages of a category, a collection, a brand and a content page share: pictures to choose from, history, and what a second editor is shown.
using System.Globalization;
using Makola.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Makola.Pages.Office;

/// <summary>Base of the pages of a category, a collection, a brand and a content page.</summary>
public abstract class ShelfPage(ShopDb db, CurrentShop shop) : OfficePage(db, shop)
{
    private const int MostPictures = 24;

    /// <summary>Pictures of goods to choose the emblem from, and the one it has.</summary>
    public IReadOnlyList<string> Pictures { get; private set; } = [];

    /// <summary>What was done to it; null for a new one.</summary>
    public RecordHistory? History { get; protected set; }

    /// <summary>What somebody else made of it while this page was open: name of the field and its value now.</summary>
    public IReadOnlyList<(string Field, string Now)> Theirs { get; private set; } = [];

    /// <summary>The categories as a select shows them: indented by their depth.</summary>
    /// <param name="none">What the choice of none is called.</param>
    /// <param name="but">A category that is left out with all below it.</param>
    public IEnumerable<SelectListItem> CategoriesBut(string none, long? but = null) => Shop.Categories.All.Where(c => c.Path.All(above => above.Id != but))
        .Select(c => new SelectListItem(new string('\u2003', c.Path.Count() - 1) + c.Name, c.Id.ToString(CultureInfo.InvariantCulture))).Prepend(new SelectListItem(none, ""));

    /// <inheritdoc/>
    public override async Task<IActionResult> AgainAsync(CancellationToken ct)
    {
        Db.ChangeTracker.Clear();
        if (!await FindAsync(Key, ct)) return NotFound();
        if (Response.StatusCode == StatusCodes.Status409Conflict)
        {
            // The second to save sees both versions, and may save again knowingly.
            Theirs = [.. Compare().Where(f => (f.Mine ?? "") != (f.Now ?? "")).Select(f => (f.Field, string.IsNullOrEmpty(f.Now) ? "(empty)" : f.Now))];
            ModelState.Remove("Form.Version");
        }

        return Page();
    }

    /// <summary>The key in the address; null for a new record.</summary>
    protected long? Key => long.TryParse(RouteData.Values["id"] as string, NumberStyles.None, CultureInfo.InvariantCulture, out var known) ? known : null;

    /// <summary>Reads what the page shows; false when there is no such record.</summary>
    protected abstract Task<bool> FindAsync(long? id, CancellationToken ct);

    /// <summary>Takes over the version that is saved, and says what is typed and what is saved.</summary>
    protected abstract IEnumerable<(string Field, string? Mine, string? Now)> Compare();

    /// <summary>Offers pictures.</summary>
    /// <param name="covers">Pictures of goods, best first.</param>
    /// <param name="now">The one it has.</param>
    /// <param name="ct">Stops the work.</param>
    protected async Task OfferPicturesAsync(IQueryable<string?> covers, string? now, CancellationToken ct)
    {
        var found = await covers.Take(MostPictures).ToListAsync(ct);
        Pictures = [.. found.Prepend(now).OfType<string>().Distinct()];
    }

    /// <summary>Pictures of the goods on a shelf, of all goods when it is new.</summary>
    protected IQueryable<string?> CoversOf(long? id) => id is { } shelf
        ? Db.ShelfPlaces.Where(s => s.CategoryId == shelf).OrderByDescending(s => s.Popularity).ThenByDescending(s => s.ProductId).Select(s => s.Product.CoverPath)
        : Db.Products.Where(p => p.Status == ProductStatus.Active).OrderByDescending(p => p.Popularity).ThenByDescending(p => p.Id).Select(p => p.CoverPath);

    /// <summary>Makes it or saves it, in one transaction with the picture: the one that was sent, else the one chosen among those offered, else none.</summary>
    /// <param name="album">Keeps what was sent.</param>
    /// <param name="chosen">Path of the one chosen.</param>
    /// <param name="make">Makes a new one, given the picture's path; answers where to go and what to say there.</param>
    /// <param name="save">Saves the one with this key, given the picture's path.</param>
    /// <param name="saved">What is said when something was different.</param>
    /// <param name="ct">Stops the work.</param>
    /// <exception cref="Refusal">What was sent is no picture that can be kept.</exception>
    protected async Task<IActionResult> SaveAsync(
        Album album, string? chosen, Func<string?, Task<(string Address, string Said)>> make, Func<long, string?, Task<ChangeSet?>> save, string saved, CancellationToken ct)
    {
        var (good, refused) = await Request.PicturesAsync(ct);
        if (refused is [var why, ..]) throw why;
        async Task<string?> PictureAsync() => good is [var sent, ..] ? (await album.KeepAsync(Db, sent, Me, Shop.Now, ct)).Path : Pictures.FirstOrDefault(p => p == chosen);
        if (Key is { } known)
        {
            var set = await Db.WriteAsync(async () => await save(known, await PictureAsync()), ct);
            return SayAt(Request.Path, set is null ? "Nothing was different." : saved);
        }

        var (address, said) = await Db.WriteAsync(async () => await make(await PictureAsync()), ct);
        return SayAt(address, said);
    }

    /// <summary>What is typed without blanks around it; null when that is nothing.</summary>
    protected static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>A key that is chosen in a select; null for none.</summary>
    protected static long? KeyIn(string? typed) => long.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var key) ? key : null;
}
