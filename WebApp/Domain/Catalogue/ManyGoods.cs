// One deed for many products at once: publish, put away, categories, tags, brand. One change set, however many there are.
using System.Text.Json;

namespace Makola.Domain.Catalogue;

/// <summary>What can be done to many products.</summary>
public enum GoodsDeed
{
    /// <summary>Customers see them.</summary>
    Publish,

    /// <summary>Only staff see them.</summary>
    Withdraw,

    /// <summary>No longer sold.</summary>
    Archive,

    /// <summary>At home in a category; in none when no category is named.</summary>
    Move,

    /// <summary>Shown in a category as well.</summary>
    ShowIn,

    /// <summary>Neither at home nor shown in a category.</summary>
    TakeOut,

    /// <summary>One tag more.</summary>
    AddTag,

    /// <summary>One tag fewer.</summary>
    RemoveTag,

    /// <summary>Of a brand, made when it is new; of none when no name is given.</summary>
    Brand,
}

/// <summary>A deed with what it needs.</summary>
/// <param name="Deed">What is done.</param>
/// <param name="CategoryId">The category it is about.</param>
/// <param name="Word">The tag, or the name of the brand.</param>
public sealed record ManyGoods(GoodsDeed Deed, long? CategoryId = null, string? Word = null)
{
    /// <summary>Most products one press changes.</summary>
    public const int Most = 100_000;

    /// <summary>Most tags of a product and most letters of a tag or a brand.</summary>
    private const int MostTags = 50, LongestWord = 60;

    private sealed record Row(long Id, ProductStatus Status, long? MainCategoryId, long? BrandId, List<string> Tags);

    /// <summary>Does it to the goods chosen, as one change that can be taken back.</summary>
    /// <returns>What changed; null when all were so already.</returns>
    /// <exception cref="Refusal"><c>many.none</c> when no goods are chosen, <c>many.category</c>, <c>many.word</c>, <c>many.tags</c>.</exception>
    public Task<ChangeSet?> DoAsync(ShopDb db, GoodsFilter which, Actor by, DateTimeOffset at, CancellationToken ct) => db.ChangeAsync("Many goods", by, at, async () =>
    {
        var word = Word?.Trim() ?? "";
        var category = CategoryId is { } id ? await db.Categories.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct) ?? throw new Refusal("many.category", "That category is gone. Choose another.") { On = "Form.Category" } : null;
        if (category is null && Deed is GoodsDeed.ShowIn or GoodsDeed.TakeOut) throw new Refusal("many.category", "Choose a category.") { On = "Form.Category" };
        if (Deed is GoodsDeed.AddTag or GoodsDeed.RemoveTag && (word.Length is 0 or > LongestWord || word.Contains(','))) throw new Refusal("many.word", "Write one tag of at most {0} letters, without a comma.", LongestWord) { On = "Form.Word" };
        if (Deed == GoodsDeed.Brand && word.Length > LongestWord) throw new Refusal("many.word", "At most {0} letters.", LongestWord) { On = "Form.Word" };

        var rows = await (await which.OfAsync(db, ct)).OrderBy(p => p.Id).Select(p => new Row(p.Id, p.Status, p.MainCategoryId, p.BrandId, p.Tags)).Take(Most).ToListAsync(ct);
        if (rows.Count == 0) throw new Refusal("many.none", "Tick the products it is about first.") { On = "Form.Ids" };

        var (changed, what) = Deed switch
        {
            GoodsDeed.Publish => (await PutAsync(db, rows, ProductStatus.Active, ct), "put into the shop"),
            GoodsDeed.Withdraw => (await PutAsync(db, rows, ProductStatus.Draft, ct), "made drafts"),
            GoodsDeed.Archive => (await PutAsync(db, rows, ProductStatus.Archived, ct), "archived"),
            GoodsDeed.Move => (await MoveAsync(db, rows, category?.Id, ct), category is null ? "taken out of their category" : $"moved to {category.Name}"),
            GoodsDeed.ShowIn => (await ShowInAsync(db, rows, category!.Id, ct), $"shown in {category!.Name} as well"),
            GoodsDeed.TakeOut => (await TakeOutAsync(db, rows, category!.Id, ct), $"taken out of {category!.Name}"),
            GoodsDeed.AddTag => (await AddTagAsync(db, rows, word, ct), $"tagged “{word}”"),
            GoodsDeed.RemoveTag => (await RemoveTagAsync(db, rows, word, ct), $"no longer tagged “{word}”"),
            _ => (await BrandAsync(db, rows, word, ct), word.Length == 0 ? "of no brand" : $"of the brand {word}"),
        };
        db.Recording!.Text = changed.Count == 1 ? $"1 product {what}" : $"{changed.Count:N0} products {what}";
        await ManyRecords.ArrangeAsync(db, changed, at, ct);
    }, ct);

    private static Task<HashSet<long>> PutAsync(ShopDb db, List<Row> rows, ProductStatus status, CancellationToken ct) =>
        WriteAsync(db, nameof(Product.Status), rows, r => r.Status.ToString(), _ => status.ToString(), ct);

    private static async Task<HashSet<long>> MoveAsync(ShopDb db, List<Row> rows, long? category, CancellationToken ct)
    {
        // Who lives in a category is not shown in it once more.
        if (category is { } home) await ManyRecords.UnlinkAsync(db, rows.ConvertAll(r => new CategoryLink(r.Id, home)), ct);
        return await WriteAsync(db, nameof(Product.MainCategoryId), rows, r => Text(r.MainCategoryId), _ => Text(category), ct);
    }

    private static async Task<HashSet<long>> ShowInAsync(ShopDb db, List<Row> rows, long category, CancellationToken ct) =>
        [.. (await ManyRecords.LinkAsync(db, [.. rows.Where(r => r.MainCategoryId != category).Select(r => new CategoryLink(r.Id, category))], ct)).Select(l => l.ProductId)];

    private static async Task<HashSet<long>> TakeOutAsync(ShopDb db, List<Row> rows, long category, CancellationToken ct)
    {
        var changed = await WriteAsync(db, nameof(Product.MainCategoryId), rows.FindAll(r => r.MainCategoryId == category), r => Text(r.MainCategoryId), _ => null, ct);
        changed.UnionWith((await ManyRecords.UnlinkAsync(db, rows.ConvertAll(r => new CategoryLink(r.Id, category)), ct)).Select(l => l.ProductId));
        return changed;
    }

    private static Task<HashSet<long>> AddTagAsync(ShopDb db, List<Row> rows, string tag, CancellationToken ct)
    {
        rows.RemoveAll(r => r.Tags.Contains(tag, StringComparer.OrdinalIgnoreCase));
        if (rows.Count(r => r.Tags.Count >= MostTags) is > 0 and var full) throw new Refusal("many.tags", "{0} of these products have {1} tags already.", full, MostTags) { On = "Form.Word" };
        return WriteAsync(db, nameof(Product.Tags), rows, r => Text(r.Tags), r => Text([.. r.Tags, tag]), ct);
    }

    private static Task<HashSet<long>> RemoveTagAsync(ShopDb db, List<Row> rows, string tag, CancellationToken ct) =>
        WriteAsync(db, nameof(Product.Tags), rows, r => Text(r.Tags), r => Text(r.Tags.FindAll(t => !t.Equals(tag, StringComparison.OrdinalIgnoreCase))), ct);

    private static async Task<HashSet<long>> BrandAsync(ShopDb db, List<Row> rows, string name, CancellationToken ct)
    {
        var brand = await ProductEdit.BrandAsync(db, name, ct);
        await db.SaveChangesAsync(ct);
        return await WriteAsync(db, nameof(Product.BrandId), rows, r => Text(r.BrandId), _ => Text(brand?.Id), ct);
    }

    private static Task<HashSet<long>> WriteAsync(ShopDb db, string field, List<Row> rows, Func<Row, string?> old, Func<Row, string?> now, CancellationToken ct) =>
        ManyRecords.WriteAsync(db, nameof(Product), field, [.. rows.Select(r => new FieldWrite(r.Id, old(r), now(r))).Where(w => w.Old != w.New)], ct, evenIfOther: true);

    private static string? Text(long? key) => key?.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string Text(List<string> tags) => JsonSerializer.Serialize(tags, JsonSerializerOptions.Default);
}
