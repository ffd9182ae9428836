// A product as staff write it on its page: checked as a whole, then saved as one change that can be taken back.
using Makola.Domain.Catalogue.Import;

namespace Makola.Domain.Catalogue;

/// <summary>What staff write of one variant.</summary>
/// <param name="Id">The variant; 0 for the first of a new product.</param>
/// <param name="Sku">Up to 60 characters, unique in the shop; empty lets the shop make one.</param>
/// <param name="Price">Minor units.</param>
/// <param name="WasPrice">Minor units; null for none.</param>
/// <param name="Cost">Minor units; null when not known.</param>
/// <param name="Barcode">Up to 60 characters; null for none.</param>
/// <param name="WeightGrams">0 to 1,000,000.</param>
/// <param name="SalePrice">Minor units, below the price; null without a sale, or once it has begun.</param>
/// <param name="SaleFrom">When the sale begins; null for at once.</param>
/// <param name="SaleUntil">When the price before is the price again; null for never.</param>
public sealed record VariantEdit(long Id, string Sku, long Price, long? WasPrice, long? Cost, string? Barcode, int WeightGrams, long? SalePrice, DateTimeOffset? SaleFrom, DateTimeOffset? SaleUntil);

/// <summary>What staff write of a product.</summary>
public sealed record ProductEdit
{
    /// <summary>See <see cref="Product.Name"/>.</summary>
    public required string Name { get; init; }

    /// <summary>See <see cref="Product.Slug"/>; null keeps it, or makes one of the name.</summary>
    public string? Slug { get; init; }

    /// <summary>See <see cref="Product.Blurb"/>.</summary>
    public string Blurb { get; init; } = "";

    /// <summary>See <see cref="Product.Description"/>.</summary>
    public string Description { get; init; } = "";

    /// <summary>See <see cref="Product.Status"/>.</summary>
    public ProductStatus Status { get; init; } = ProductStatus.Draft;

    /// <summary>See <see cref="Product.PublishAt"/>.</summary>
    public DateTimeOffset? PublishAt { get; init; }

    /// <summary>See <see cref="Product.UnpublishAt"/>.</summary>
    public DateTimeOffset? UnpublishAt { get; init; }

    /// <summary>Key of the main category; null for none.</summary>
    public long? CategoryId { get; init; }

    /// <summary>Keys of other categories.</summary>
    public IReadOnlyCollection<long> OtherCategoryIds { get; init; } = [];

    /// <summary>Keys of the collections by hand it is to be in; null leaves them as they are.</summary>
    public IReadOnlyCollection<long>? CollectionIds { get; init; }

    /// <summary>Name of the brand, made when it is new; null for none.</summary>
    public string? Brand { get; init; }

    /// <summary>See <see cref="Product.Tags"/>.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>See <see cref="Product.Attributes"/>.</summary>
    public IReadOnlyList<ProductAttribute> Attributes { get; init; } = [];

    /// <summary>See <see cref="Product.Options"/>.</summary>
    public IReadOnlyList<Option> Options { get; init; } = [];

    /// <summary>The variants shown on the page; others are left as they are.</summary>
    public IReadOnlyList<VariantEdit> Variants { get; init; } = [];

    /// <summary>See <see cref="Product.SeoTitle"/>.</summary>
    public string? SeoTitle { get; init; }

    /// <summary>See <see cref="Product.SeoText"/>.</summary>
    public string? SeoText { get; init; }

    /// <summary>Addresses or SKUs of related goods, twelve at most.</summary>
    public IReadOnlyList<string> Related { get; init; } = [];

    /// <summary>Makes a new product, with its first pieces in stock.</summary>
    /// <returns>The product.</returns>
    /// <exception cref="Refusal">See <see cref="SaveAsync"/>; <c>stock.pieces</c>.</exception>
    public async Task<Product> CreateAsync(ShopDb db, int pieces, Actor by, DateTimeOffset at, CancellationToken ct)
    {
        if (pieces is < 0 or > 1_000_000) throw new Refusal("stock.pieces", "Write whole pieces, from 0 to 1,000,000.") { On = "Form.Pieces" };
        var product = new Product { Slug = "", Name = Name, CreatedAt = at };
        await db.ChangeAsync($"{Name}: made", by, at, async () =>
        {
            var (wanted, upTo) = (Slugs.From(Slug ?? Name), Slugs.From(Slug ?? Name) + "\uFFFD");
            var near = await db.Products.Where(p => string.Compare(p.Slug, wanted) >= 0 && string.Compare(p.Slug, upTo) < 0).Select(p => p.Slug).ToListAsync(ct);
            product.Slug = Slugs.Free(wanted, near.ToHashSet(StringComparer.Ordinal));
            db.Products.Add(product);
            await WriteAsync(db, product, at, ct);
            await db.SaveChangesAsync(ct);
            if (CollectionIds is not null) await CollectionEdit.PutAsync(db, product.Id, CollectionIds, ct);
            var first = product.Variants.Where(v => !v.Retired).Select(v => new StockChange(v.Id, pieces, 0)).Where(c => c.OnHand > 0).ToList();
            await StockRoom.MoveAsync(db, MovementKind.Receive, first, "First pieces", null, by, at, ct);
            await Shelves.ArrangeAsync(db, [product.Id], ct);
        }, ct);
        return product;
    }

    /// <summary>Saves the page of a product.</summary>
    /// <param name="db">The shop.</param>
    /// <param name="id">The product.</param>
    /// <param name="version">The <see cref="Product.Version"/> the page was shown with.</param>
    /// <param name="by">Who.</param>
    /// <param name="at">When.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>What changed; null for nothing.</returns>
    /// <exception cref="Refusal"><c>product.none</c>, <c>product.changed</c> when somebody else saved meanwhile, and one for each field that is wrong.</exception>
    public Task<ChangeSet?> SaveAsync(ShopDb db, long id, int version, Actor by, DateTimeOffset at, CancellationToken ct) => db.ChangeAsync($"{Name}: edited", by, at, async () =>
    {
        var product = await db.Products.Include(p => p.OtherCategories).SingleOrDefaultAsync(p => p.Id == id, ct) ?? throw new Refusal("product.none", "There is no such product.") { Status = 404 };
        if (product.Version != version) throw new Refusal("product.changed", "Somebody else saved this product meanwhile. Nothing of yours is lost: look at what differs below, then save again.") { Status = 409 };

        await db.Variants.IgnoreQueryFilters().Include(v => v.Stock).Where(v => v.ProductId == id).OrderBy(v => v.Position).LoadAsync(ct);
        if (Slug is not null) await Slugs.RenameProductAsync(db, product, Slug, ct);
        await WriteAsync(db, product, at, ct);
        if (CollectionIds is not null) await CollectionEdit.PutAsync(db, id, CollectionIds, ct);
        await db.SaveChangesAsync(ct);
        await Shelves.ArrangeAsync(db, [id], ct);
    }, ct);

    private async Task WriteAsync(ShopDb db, Product product, DateTimeOffset at, CancellationToken ct)
    {
        RefuseBad();
        var categories = await db.Categories.ToDictionaryAsync(c => c.Id, ct);
        if (CategoryId is { } main && !categories.ContainsKey(main)) throw new Refusal("product.category", "That category is gone. Choose another.") { On = "Form.Category" };
        await RefuseTakenAsync(db, product.Id, ct);
        var related = await RelatedAsync(db, product.Id, ct);

        (product.Name, product.Blurb, product.Description, product.Status) = (Name, Blurb, Description, Status);
        (product.PublishAt, product.UnpublishAt, product.UpdatedAt) = (PublishAt, UnpublishAt, at);
        (product.SeoTitle, product.SeoText, product.Tags, product.Attributes, product.Related) = (SeoTitle, SeoText, [.. Tags], [.. Attributes], related);
        (product.MainCategoryId, product.Brand) = (CategoryId, await BrandAsync(db, Brand, ct));
        if (product.Brand is null) product.BrandId = null;
        product.OtherCategories.RemoveAll(c => !OtherCategoryIds.Contains(c.Id));
        product.OtherCategories.AddRange(OtherCategoryIds.Where(i => i != CategoryId && categories.ContainsKey(i) && !product.OtherCategories.Exists(c => c.Id == i)).Select(i => categories[i]));

        product.OfferIn(Options, await SkusLikeAsync(db, product.Slug, ct));
        foreach (var edit in Variants)
        {
            foreach (var variant in edit.Id == 0 ? product.Variants.Where(v => v.Id == 0).ToList() : product.Variants.FindAll(v => v.Id == edit.Id))
            {
                (variant.Price, variant.WasPrice, variant.Cost, variant.Barcode, variant.WeightGrams) = (edit.Price, edit.WasPrice, edit.Cost, edit.Barcode, edit.WeightGrams);
                (variant.SalePrice, variant.SaleFrom, variant.SaleUntil) = (edit.SalePrice, edit.SalePrice is null ? default(DateTimeOffset?) : edit.SaleFrom ?? at, edit.SaleUntil);
                variant.KeepSale(at);
                if (edit.Sku.Length > 0 && (edit.Id != 0 || product.Variants.Count == 1)) variant.Sku = edit.Sku;
            }
        }
    }

    private void RefuseBad()
    {
        if (Name.Length is 0 or > 160) throw new Refusal("product.name", "A product needs a name of at most {0} characters.", 160) { On = "Form.Name" };
        if (Blurb.Length > 120) throw new Refusal("product.long", "At most {0} characters.", 120) { On = "Form.Blurb" };
        if (Description.Length > 20_000) throw new Refusal("product.long", "At most {0} characters.", 20_000) { On = "Form.Description" };
        if (SeoTitle?.Length > 160) throw new Refusal("product.long", "At most {0} characters.", 160) { On = "Form.SeoTitle" };
        if (SeoText?.Length > 320) throw new Refusal("product.long", "At most {0} characters.", 320) { On = "Form.SeoText" };
        if (Brand?.Length > 60) throw new Refusal("product.long", "At most {0} characters.", 60) { On = "Form.Brand" };
        if (Tags.Count > 50 || Tags.Any(t => t.Length > 60)) throw new Refusal("product.tags", "At most {0} tags of {1} characters.", 50, 60) { On = "Form.Tags" };
        if (Attributes.Count > 30 || Attributes.Any(a => a.Name.Length is 0 or > 40 || a.Value.Length is 0 or > 60))
            throw new Refusal("product.attributes", "Write each fact on a line of its own, as “Material: Cotton”; at most {0}.", 30) { On = "Form.Attributes" };
        if (Attributes.DistinctBy(a => a.Name, StringComparer.OrdinalIgnoreCase).Count() < Attributes.Count) throw new Refusal("product.attributes", "A fact is there twice.") { On = "Form.Attributes" };
        if (UnpublishAt <= PublishAt) throw new Refusal("product.dates", "It would leave the shop before it comes in.") { On = "Form.UnpublishAt" };
        foreach (var (edit, i) in Variants.Select((v, i) => (v, i)))
        {
            if (edit.Sku.Length > 60) throw new Refusal("product.long", "At most {0} characters.", 60) { On = $"Form.Variants[{i}].Sku" };
            if (edit.Barcode?.Length > 60) throw new Refusal("product.long", "At most {0} characters.", 60) { On = $"Form.Variants[{i}].Barcode" };
            if (edit.WeightGrams is < 0 or > 1_000_000) throw new Refusal("product.weight", "Write whole grams, from 0 to 1,000,000.") { On = $"Form.Variants[{i}].Weight" };
            if (edit.WasPrice <= edit.Price) throw new Refusal("product.was", "The price before must be higher than the price.") { On = $"Form.Variants[{i}].WasPrice" };
            if (edit.SalePrice >= edit.Price) throw new Refusal("product.sale", "The sale price must be lower than the price.") { On = $"Form.Variants[{i}].SalePrice" };
            if (edit.SalePrice is null && edit.SaleFrom is not null) throw new Refusal("product.sale", "Write the sale price that begins then.") { On = $"Form.Variants[{i}].SalePrice" };
            if (edit.SalePrice is null && edit.SaleUntil is not null && edit.WasPrice is null) throw new Refusal("product.sale", "Write the price before, to which it goes back then, or a sale price.") { On = $"Form.Variants[{i}].SaleUntil" };
            if (edit.SaleUntil <= edit.SaleFrom) throw new Refusal("product.sale", "The sale would end before it begins.") { On = $"Form.Variants[{i}].SaleUntil" };
        }
    }

    private async Task RefuseTakenAsync(ShopDb db, long id, CancellationToken ct)
    {
        var skus = Variants.Select(v => v.Sku).Where(s => s.Length > 0).ToList();
        if (skus.GroupBy(s => s, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new Refusal("sku.taken", "The SKU {0} is there twice.", twice.Key) { On = $"Form.Variants[{Variants.ToList().FindLastIndex(v => v.Sku == twice.Last())}].Sku" };
        var own = Variants.Select(v => v.Id).ToList();
        var other = await db.Variants.IgnoreQueryFilters().Where(v => skus.Contains(v.Sku) && !(v.ProductId == id && own.Contains(v.Id)))
            .Select(v => new { v.Sku, v.Product.Name }).FirstOrDefaultAsync(ct);
        if (other is not null)
            throw new Refusal("sku.taken", "The SKU {0} belongs to {1}.", other.Sku, other.Name) { On = $"Form.Variants[{Variants.ToList().FindIndex(v => v.Sku == other.Sku)}].Sku" };
    }

    private async Task<List<long>> RelatedAsync(ShopDb db, long id, CancellationToken ct)
    {
        var asked = Related.Select(r => r.Split('/')[^1].Trim()).Where(r => r.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        if (asked.Count > 12) throw new Refusal("product.related", "At most {0} related goods.", 12) { On = "Form.Related" };
        var found = await db.Products.Where(p => asked.Contains(p.Slug)).Select(p => new { p.Id, Key = p.Slug })
            .Union(db.Variants.Where(v => asked.Contains(v.Sku)).Select(v => new { Id = v.ProductId, Key = v.Sku })).ToListAsync(ct);
        if (asked.Find(a => !found.Exists(f => f.Key == a)) is { } lost) throw new Refusal("product.related", "“{0}” is neither the address nor the SKU of a product.", lost) { On = "Form.Related" };
        return [.. asked.Select(a => found.Find(f => f.Key == a)!.Id).Where(i => i != id).Distinct()];
    }

    /// <summary>The brand of that name, made when it is new; null for no name.</summary>
    internal static async Task<Brand?> BrandAsync(ShopDb db, string? typed, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(typed)) return null;
        var name = typed.Trim();
        if (await db.Brands.FirstOrDefaultAsync(b => b.Name == name, ct) is { } known) return known;

        var slugs = await db.Brands.Select(b => b.Slug).ToListAsync(ct);
        var brand = new Brand { Name = name, Slug = Slugs.Free(Slugs.From(name), slugs.ToHashSet(StringComparer.Ordinal)) };
        db.Brands.Add(brand);
        return brand;
    }

    /// <summary>Makes SKUs unlike those in the shop that begin alike.</summary>
    private static async Task<SkuMaker> SkusLikeAsync(ShopDb db, string slug, CancellationToken ct)
    {
        var from = slug.ToUpperInvariant()[..Math.Min(slug.Length, 8)];
        var upTo = from + "\uFFFD";
        return new SkuMaker(await db.Variants.IgnoreQueryFilters().Where(v => string.Compare(v.Sku, from) >= 0 && string.Compare(v.Sku, upTo) < 0).Select(v => v.Sku).ToListAsync(ct));
    }
}
