// Full-text search of goods: an FTS5 table with one row a visible product.
namespace Makola.Data.Sqlite;

/// <summary>Keeps and asks the full-text index of goods.</summary>
public static class ProductSearch
{
    /// <summary>Indexes the given products (all, when null) anew, within the caller's transaction and after its <c>SaveChanges</c>.</summary>
    public static async Task IndexAsync(ShopDb db, IReadOnlyCollection<long>? products, CancellationToken ct)
    {
        var ids = products is null ? null : System.Text.Json.JsonSerializer.Serialize(products);
        await db.Database.ExecuteSqlAsync($"DELETE FROM ProductSearch WHERE {ids} IS NULL OR rowid IN (SELECT value FROM json_each({ids}))", ct);
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO ProductSearch (rowid, Name, Words, Skus, Description)
            SELECT p.Id, p.Name, p.Blurb || ' ' || coalesce(b.Name, '') || ' ' || (SELECT coalesce(group_concat(value, ' '), '') FROM json_each(p.Tags)),
                   (SELECT group_concat(v.Sku || ' ' || coalesce(v.Barcode, ''), ' ') FROM Variants v WHERE v.ProductId = p.Id), p.Description
            FROM Products p LEFT JOIN Brands b ON b.Id = p.BrandId
            WHERE p.Status = 'Active' AND ({ids} IS NULL OR p.Id IN (SELECT value FROM json_each({ids})))
            """, ct);
    }
}
