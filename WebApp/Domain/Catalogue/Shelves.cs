// Where goods stand: one narrow row for each product in each category it is shown in, in the order of every sort customers can ask for.
namespace Makola.Domain.Catalogue;

/// <summary>
/// A product's place on a shelf: its own categories, all above them, and the collections it is in. The row repeats what lists are sorted by, so that page 1 of 10,000
/// goods is read from the front of an index and nothing is sorted. Derived: rewritten by <see cref="Shelves.ArrangeAsync"/>.
/// </summary>
public sealed class ShelfPlace
{
    /// <summary>The category or collection whose page shows it.</summary>
    public long CategoryId { get; private set; }

    /// <summary>The product.</summary>
    public long ProductId { get; private set; }

    /// <summary>See <see cref="Product.PriceFrom"/>.</summary>
    public long PriceFrom { get; private set; }

    /// <summary>What stands in front: <see cref="Product.Popularity"/>; in a collection by hand its place there, counted down from 0.</summary>
    public int Popularity { get; private set; }

    /// <summary>See <see cref="Product.CreatedAt"/>.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>The name in lower case.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The product itself.</summary>
    public Product Product { get; private set; } = null!;
}

/// <summary>A value a list can be filtered by: one row per variant and option or attribute. Derived, like <see cref="ShelfPlace"/>.</summary>
public sealed class FilterValue
{
    /// <summary>The variant that has it.</summary>
    public long VariantId { get; private set; }

    /// <summary>Name of the option: Size.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Value of the option: M.</summary>
    public string Value { get; private set; } = "";

    /// <summary>The product of the variant.</summary>
    public long ProductId { get; private set; }
}

/// <summary>Rewrites what lists, filters, search and the media page read, after goods have changed: a product's list columns and the rows beside it.</summary>
public static partial class Shelves
{
    /// <summary>Shows the given products at their new prices and as newer than before, within the caller's transaction: what <see cref="ArrangeAsync"/> does when only prices changed.</summary>
    public static async Task PriceAsync(ShopDb db, IReadOnlyCollection<long> products, DateTimeOffset at, CancellationToken ct)
    {
        var (ids, now) = (System.Text.Json.JsonSerializer.Serialize(products), at.ToUnixTimeMilliseconds());
        await db.Database.ExecuteSqlAsync($"""
            UPDATE Products SET UpdatedAt = {now}, Version = Version + 1,
                PriceFrom = coalesce((SELECT min(v.Price) FROM Variants v WHERE v.ProductId = Products.Id AND NOT v.Retired), 0),
                PriceTo = coalesce((SELECT max(v.Price) FROM Variants v WHERE v.ProductId = Products.Id AND NOT v.Retired), 0),
                WasFrom = (SELECT CASE WHEN v.WasPrice > v.Price THEN v.WasPrice END FROM Variants v
                    WHERE v.ProductId = Products.Id AND NOT v.Retired ORDER BY v.Price, v.Position LIMIT 1)
            WHERE Id IN (SELECT value FROM json_each({ids}))
            """, ct);
        await db.Database.ExecuteSqlAsync($"""
            UPDATE ShelfPlaces SET PriceFrom = (SELECT p.PriceFrom FROM Products p WHERE p.Id = ShelfPlaces.ProductId)
            WHERE ProductId IN (SELECT value FROM json_each({ids}))
            """, ct);
        await FollowAsync(db, ids, null, ct);
        db.Changed.Add(Change.Catalogue);
    }

    /// <summary>Puts the given products (all, when null) where they belong, within the caller's transaction and after its <c>SaveChanges</c>.</summary>
    public static async Task ArrangeAsync(ShopDb db, IReadOnlyCollection<long>? products, CancellationToken ct)
    {
        var ids = products is null ? null : System.Text.Json.JsonSerializer.Serialize(products);

        await db.Database.ExecuteSqlAsync($"""
            UPDATE Products SET
                PriceFrom = coalesce((SELECT min(v.Price) FROM Variants v WHERE v.ProductId = Products.Id AND NOT v.Retired), 0),
                PriceTo = coalesce((SELECT max(v.Price) FROM Variants v WHERE v.ProductId = Products.Id AND NOT v.Retired), 0),
                WasFrom = (SELECT CASE WHEN v.WasPrice > v.Price THEN v.WasPrice END FROM Variants v
                    WHERE v.ProductId = Products.Id AND NOT v.Retired ORDER BY v.Price, v.Position LIMIT 1),
                CoverPath = Pictures ->> '$[0].Path', CoverWidth = coalesce(Pictures ->> '$[0].Width', 0), CoverHeight = coalesce(Pictures ->> '$[0].Height', 0),
                InStock = EXISTS (
                    SELECT 1 FROM Variants v JOIN StockItems s ON s.VariantId = v.Id
                    WHERE v.ProductId = Products.Id AND NOT v.Retired AND (s.AllowBackorder OR s.OnHand > s.Reserved)),
                OnlyVariantId = (SELECT CASE WHEN count(*) = 1 THEN min(v.Id) END FROM Variants v WHERE v.ProductId = Products.Id AND NOT v.Retired)
            WHERE {ids} IS NULL OR Id IN (SELECT value FROM json_each({ids}))
            """, ct);

        await db.Database.ExecuteSqlAsync($"DELETE FROM ShelfPlaces WHERE {ids} IS NULL OR ProductId IN (SELECT value FROM json_each({ids}))", ct);
        await db.Database.ExecuteSqlAsync($"""
            WITH RECURSIVE Above(CategoryId, AncestorId) AS (
                SELECT Id, Id FROM Categories
                UNION SELECT a.CategoryId, c.ParentId FROM Above a JOIN Categories c ON c.Id = a.AncestorId WHERE c.ParentId IS NOT NULL),
            Own(ProductId, CategoryId) AS (
                SELECT Id, MainCategoryId FROM Products WHERE MainCategoryId IS NOT NULL
                UNION SELECT ProductId, CategoryId FROM ProductCategories)
            INSERT INTO ShelfPlaces (CategoryId, ProductId, PriceFrom, Popularity, CreatedAt, Name)
            SELECT DISTINCT a.AncestorId, p.Id, p.PriceFrom, p.Popularity, p.CreatedAt, lower(p.Name)
            FROM Products p JOIN Own o ON o.ProductId = p.Id JOIN Above a ON a.CategoryId = o.CategoryId
            WHERE p.Status = 'Active' AND ({ids} IS NULL OR p.Id IN (SELECT value FROM json_each({ids})))
            """, ct);
        await EnterAsync(db, ids, ct);

        await db.Database.ExecuteSqlAsync($"DELETE FROM FilterValues WHERE {ids} IS NULL OR ProductId IN (SELECT value FROM json_each({ids}))", ct);
        await db.Database.ExecuteSqlAsync($"""
            INSERT OR IGNORE INTO FilterValues (VariantId, Name, Value, ProductId)
            SELECT v.Id, json_extract(o.value, '$.Name'), c.value, v.ProductId
            FROM Variants v JOIN Products p ON p.Id = v.ProductId, json_each(v.Choices) c, json_each(p.Options) o
            WHERE o.key = c.key AND p.Status = 'Active' AND NOT v.Retired AND ({ids} IS NULL OR p.Id IN (SELECT value FROM json_each({ids})))
            UNION ALL
            SELECT v.Id, a.value ->> 'Name', a.value ->> 'Value', v.ProductId
            FROM Variants v JOIN Products p ON p.Id = v.ProductId, json_each(p.Attributes) a
            WHERE p.Status = 'Active' AND NOT v.Retired AND ({ids} IS NULL OR p.Id IN (SELECT value FROM json_each({ids})))
            """, ct);

        await db.Database.ExecuteSqlAsync($"DELETE FROM PictureUses WHERE {ids} IS NULL OR ProductId IN (SELECT value FROM json_each({ids}))", ct);
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO PictureUses (Path, ProductId)
            SELECT c.value ->> 'Path', p.Id FROM Products p, json_each(p.Pictures) c
            WHERE c.value ->> 'Path' LIKE 'pictures/%' AND ({ids} IS NULL OR p.Id IN (SELECT value FROM json_each({ids})))
            UNION SELECT v.PicturePath, v.ProductId FROM Variants v
            WHERE v.PicturePath LIKE 'pictures/%' AND ({ids} IS NULL OR v.ProductId IN (SELECT value FROM json_each({ids})))
            """, ct);

        await Data.Sqlite.ProductSearch.IndexAsync(db, products, ct);
        db.Changed.Add(Change.Catalogue);
    }
}
