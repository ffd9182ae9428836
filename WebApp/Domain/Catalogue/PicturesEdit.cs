// What staff do to the pictures of a product in one press: saved as one change that can be taken back.
namespace Makola.Domain.Catalogue;

/// <summary>New order and words, pictures of variants, one taken away, and new ones at the end.</summary>
public sealed record PicturesEdit
{
    /// <summary>Paths in their new order, each with its words.</summary>
    public IReadOnlyList<(string Path, string Alt)> Order { get; init; } = [];

    /// <summary>The picture of each variant shown; null for the product's first.</summary>
    public IReadOnlyDictionary<long, string?> OfVariants { get; init; } = new Dictionary<long, string?>();

    /// <summary>Path of the one taken away.</summary>
    public string? Away { get; init; }

    /// <summary>New ones.</summary>
    public IReadOnlyList<NewPicture> Added { get; init; } = [];

    /// <summary>Saves it. Two people at work on the same pictures do not stand in each other's way: what the other added stays.</summary>
    /// <param name="db">The shop.</param>
    /// <param name="album">Where new files go.</param>
    /// <param name="id">The product.</param>
    /// <param name="version">The <see cref="Product.Version"/> that was shown.</param>
    /// <param name="by">Who.</param>
    /// <param name="at">When.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>
    /// The version to go on with: the new one when nobody else saved since <paramref name="version"/>, else that same one, so that the rest of the page is still compared.
    /// </returns>
    /// <exception cref="Refusal"><c>product.none</c>, and those of the product's verbs.</exception>
    public async Task<int> SaveAsync(ShopDb db, Album album, long id, int version, Actor by, DateTimeOffset at, CancellationToken ct)
    {
        var name = await db.Products.Where(p => p.Id == id).Select(p => p.Name).SingleOrDefaultAsync(ct) ?? throw new Refusal("product.none", "There is no such product.") { Status = 404 };
        var (product, seenLast) = (default(Product)!, false);
        await db.ChangeAsync($"{name}: {What}", by, at, async () =>
        {
            product = await db.Products.SingleAsync(p => p.Id == id, ct);
            var variants = await db.Variants.IgnoreQueryFilters().Where(v => v.ProductId == id).ToDictionaryAsync(v => v.Id, ct);
            seenLast = product.Version == version;

            List<Picture> added = [];
            foreach (var picture in Added) added.Add(await album.KeepAsync(db, picture, by, at, ct));

            product.ArrangePictures(Order);
            if (Away is not null) product.DropPicture(Away);
            added.ForEach(product.AddPicture);
            foreach (var (variant, path) in OfVariants.Where(o => variants.ContainsKey(o.Key) && o.Value != Away)) product.ShowVariant(variants[variant], path);
            if (!db.ChangeTracker.HasChanges()) return;

            product.UpdatedAt = at;
            await db.SaveChangesAsync(ct);
            await Shelves.ArrangeAsync(db, [id], ct);
        }, ct);
        return seenLast ? product.Version : version;
    }

    private string What => Added.Count switch
    {
        > 1 => $"{Added.Count} pictures added",
        1 => "picture added",
        _ => Away is null ? "pictures arranged" : "picture taken away",
    };
}
