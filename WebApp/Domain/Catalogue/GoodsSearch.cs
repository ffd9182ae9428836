// Which goods staff mean: by state, category, brand, tag, words or one by one. The one query behind lists, grid, stock and price tool.
using Makola.Data.Sqlite;

namespace Makola.Domain.Catalogue;

/// <summary>Finds goods for staff, whatever their state.</summary>
public static class GoodsSearch
{
    /// <summary>Most goods words find; who sees so many types another word.</summary>
    public const int MostFound = 1_000;

    /// <summary>
    /// Keys of the products somebody may mean, best first. A SKU or bar code leads to its product alone; else those in the shop with all the words, then
    /// drafts and archived ones with the text in their name. One query.
    /// </summary>
    /// <returns>The keys, and whether a code named them.</returns>
    public static async Task<(IReadOnlyList<long> Ids, bool ByCode)> FindAsync(ShopDb db, string words, CancellationToken ct)
    {
        var (found, _) = await ProductSearch.ForStaffAsync(db, words, guess: false, MostFound, ct);
        var byCode = found.Any(hit => hit.Code is not null);
        return ([.. found.Where(hit => hit.Code is not null || !byCode).Select(hit => hit.Id)], byCode);
    }
}

/// <summary>Goods as staff choose them; what is null does not narrow.</summary>
public sealed record GoodsFilter
{
    /// <summary>Words of the name, a SKU or a bar code.</summary>
    public string? Words { get; init; }

    /// <summary>Their state. Goods named by their code are meant whatever their state.</summary>
    public ProductStatus? Status { get; init; }

    /// <summary>Key of a category: at home or shown in it or in one below it.</summary>
    public long? CategoryId { get; init; }

    /// <summary>Key of a collection: what it shows, so goods in the shop alone.</summary>
    public long? CollectionId { get; init; }

    /// <summary>Key of a brand.</summary>
    public long? BrandId { get; init; }

    /// <summary>A tag, letter by letter.</summary>
    public string? Tag { get; init; }

    /// <summary>These products alone.</summary>
    public IReadOnlyList<long>? Ids { get; init; }

    /// <summary>The goods. What is looked up for it is read here.</summary>
    public async Task<IQueryable<Product>> OfAsync(ShopDb db, CancellationToken ct)
    {
        var (goods, status) = (db.Products.AsQueryable(), Status);
        if (!string.IsNullOrWhiteSpace(Words))
        {
            var (found, byCode) = await GoodsSearch.FindAsync(db, Words, ct);
            goods = goods.Where(p => EF.Parameter(found).Contains(p.Id));
            if (byCode) status = null;
        }

        if (Ids is { } ids) goods = goods.Where(p => EF.Parameter(ids).Contains(p.Id));
        if (status is { } state) goods = goods.Where(p => p.Status == state);
        if (BrandId is { } brand) goods = goods.Where(p => p.BrandId == brand);
        if (CollectionId is { } collection) goods = goods.Where(p => db.ShelfPlaces.Any(s => s.CategoryId == collection && s.ProductId == p.Id));
        if (Tag is { } tag)
        {
            var tagged = db.Database.SqlQuery<long>($"SELECT p.Id AS Value FROM Products p, json_each(p.Tags) t WHERE t.value = {tag}");
            goods = goods.Where(p => tagged.Contains(p.Id));
        }

        if (CategoryId is { } category)
        {
            var below = await BelowAsync(db, category, ct);
            goods = goods.Where(p => (p.MainCategoryId != null && EF.Parameter(below).Contains(p.MainCategoryId.Value)) || p.OtherCategories.Any(c => EF.Parameter(below).Contains(c.Id)));
        }

        return goods;
    }

    private static async Task<List<long>> BelowAsync(ShopDb db, long category, CancellationToken ct)
    {
        var children = (await db.Categories.Where(c => c.ParentId != null).Select(c => new { c.Id, Above = c.ParentId!.Value }).ToListAsync(ct)).ToLookup(c => c.Above, c => c.Id);
        List<long> below = [category];
        for (var i = 0; i < below.Count; i++) below.AddRange(children[below[i]].Where(c => !below.Contains(c)));
        return below;
    }
}
