// Which goods are in which collection: kept as places like those of categories, so that a collection's page is read from the front of an index.
using System.Text.Json;

namespace Makola.Domain.Catalogue;

public static partial class Shelves
{
    /// <summary>Whether product p meets the rule of collection c. The one place a rule is worked out.</summary>
    private const string Meets = """
        (SELECT CASE WHEN c.Rule ->> 'Any' THEN max(t.Yes) ELSE min(t.Yes) END FROM (
            SELECT CASE w.value ->> 'What'
                WHEN 'Tag' THEN EXISTS (SELECT 1 FROM json_each(p.Tags) g WHERE lower(g.value) = lower(w.value ->> 'Value'))
                WHEN 'Category' THEN EXISTS (SELECT 1 FROM ShelfPlaces s WHERE s.CategoryId = CAST(w.value ->> 'Value' AS INTEGER) AND s.ProductId = p.Id)
                WHEN 'Brand' THEN p.BrandId IS CAST(w.value ->> 'Value' AS INTEGER)
                WHEN 'PriceUnder' THEN p.PriceFrom < CAST(w.value ->> 'Value' AS INTEGER)
                WHEN 'PriceOver' THEN p.PriceFrom > CAST(w.value ->> 'Value' AS INTEGER)
                WHEN 'OnSale' THEN p.WasFrom IS NOT NULL
                WHEN 'InStock' THEN p.InStock
                WHEN 'NewerThan' THEN p.CreatedAt > c.AsOf - CAST(w.value ->> 'Value' AS INTEGER) * 86400000
            END AS Yes FROM json_each(c.Rule, '$.Conditions') w) t)
        """;

    /// <summary>Whether the rule of collection c looks at what is {2}; null: any collection.</summary>
    private const string LooksAt = "({2} IS NULL OR EXISTS (SELECT 1 FROM json_each(c.Rule, '$.Conditions') k WHERE k.value ->> 'What' = {2}))";

    /// <summary>Places of products {0} (null: all) in collections {1} (null: all) that look at {2}.</summary>
    private const string Members = """
        SELECT c.Id AS CategoryId, p.Id AS ProductId, p.PriceFrom, p.Popularity, p.CreatedAt, lower(p.Name) AS Name
        FROM Categories c CROSS JOIN Products p
        WHERE c.Kind = 'Collection' AND ({1} IS NULL OR c.Id IN (SELECT value FROM json_each({1}))) AND json_array_length(c.Rule, '$.Conditions') > 0 AND 
        """ + LooksAt + """
         AND p.Id IN (SELECT value FROM json_each({0}) UNION ALL SELECT Id FROM Products WHERE {0} IS NULL) AND p.Status = 'Active' AND 
        """ + Meets + """

        UNION ALL
        SELECT c.Id, p.Id, p.PriceFrom, -h.key, p.CreatedAt, lower(p.Name)
        FROM Categories c, json_each(c.Goods) h JOIN Products p ON p.Id = h.value
        WHERE c.Kind = 'Collection' AND {2} IS NULL AND ({1} IS NULL OR c.Id IN (SELECT value FROM json_each({1}))) AND json_array_length(c.Rule, '$.Conditions') = 0
            AND p.Status = 'Active' AND ({0} IS NULL OR p.Id IN (SELECT value FROM json_each({0})))
        """;

    private const string Leave = """
        DELETE FROM ShelfPlaces WHERE ({0} IS NULL OR ProductId IN (SELECT value FROM json_each({0}))) AND CategoryId IN (
            SELECT c.Id FROM Categories c WHERE c.Kind = 'Collection' AND ({1} IS NULL OR c.Id IN (SELECT value FROM json_each({1}))) AND 
        """ + LooksAt + ")";

    private const string Enter = "INSERT INTO ShelfPlaces (CategoryId, ProductId, PriceFrom, Popularity, CreatedAt, Name) " + Members;

    private const string GrowOld = """
        DELETE FROM ShelfPlaces WHERE CategoryId IN (SELECT c.Id FROM Categories c WHERE c.Kind = 'Collection' AND 
        """ + LooksAt + """
        ) AND NOT EXISTS (SELECT 1 FROM Categories c JOIN Products p ON p.Id = ShelfPlaces.ProductId WHERE c.Id = ShelfPlaces.CategoryId AND 
        """ + Meets + ")";

    private const string Try = """
        SELECT p.Id AS Value FROM (SELECT {0} AS Rule, {1} AS AsOf) c CROSS JOIN Products p WHERE p.Status = 'Active' AND 
        """ + Meets + " ORDER BY p.Popularity DESC, p.Id DESC";

    private const string Differences = """
        SELECT c.Slug, 'kept' AS Kept, s.ProductId FROM ShelfPlaces s JOIN Categories c ON c.Id = s.CategoryId
        WHERE c.Kind = 'Collection' AND (s.CategoryId, s.ProductId, s.PriceFrom, s.Popularity, s.CreatedAt, s.Name) NOT IN (
        """ + Members + """
        ) UNION ALL
        SELECT c.Slug, 'missing', m.ProductId FROM (
        """ + Members + """
        ) m JOIN Categories c ON c.Id = m.CategoryId WHERE NOT EXISTS (SELECT 1 FROM ShelfPlaces s WHERE s.CategoryId = m.CategoryId AND s.ProductId = m.ProductId)
        ORDER BY 1, 3 LIMIT 100
        """;

    /// <summary>Works out anew which goods are in the given collections, within the caller's transaction and after its <c>SaveChanges</c>.</summary>
    public static async Task GatherAsync(ShopDb db, IReadOnlyCollection<long> collections, CancellationToken ct)
    {
        var ids = JsonSerializer.Serialize(collections);
        await db.Database.ExecuteSqlRawAsync(Leave, [null!, ids, null!], ct);
        await db.Database.ExecuteSqlRawAsync(Enter, [null!, ids, null!], ct);
        db.Changed.Add(Change.Catalogue);
    }

    /// <summary>Lets collections follow goods that sold out or came back, within the caller's transaction.</summary>
    public static async Task FollowStockAsync(ShopDb db, IReadOnlyCollection<long> products, CancellationToken ct)
    {
        if (await FollowAsync(db, JsonSerializer.Serialize(products), nameof(RuleKind.InStock), ct)) db.Changed.Add(Change.Catalogue);
    }

    /// <summary>Takes goods that are no longer new out of collections. As time goes on goods only ever leave, whatever else the rule says.</summary>
    public static Task GrowOldAsync(ShopDb db, DateTimeOffset now, CancellationToken ct) => db.WriteAsync(async () =>
    {
        var aged = await db.Database.ExecuteSqlRawAsync(
            "UPDATE Categories AS c SET AsOf = {0} WHERE c.Kind = 'Collection' AND c.AsOf < {0} AND EXISTS (SELECT 1 FROM json_each(c.Rule, '$.Conditions') k WHERE k.value ->> 'What' = 'NewerThan')",
            [now.ToUnixTimeMilliseconds()], ct);
        if (aged > 0 && await db.Database.ExecuteSqlRawAsync(GrowOld, [null!, null!, nameof(RuleKind.NewerThan)], ct) > 0) db.Changed.Add(Change.Catalogue);
    }, ct);

    /// <summary>Keys of the visible goods that meet a rule which may not be saved yet, most sold first. One query over all visible goods.</summary>
    public static Task<List<long>> MeetingAsync(ShopDb db, CollectionRule rule, DateTimeOffset now, CancellationToken ct) =>
        db.Database.SqlQueryRaw<long>(Try, JsonSerializer.Serialize(rule), now.ToUnixTimeMilliseconds()).ToListAsync(ct);

    /// <summary>Collections' places that are not what the rules and lists say, a hundred at most; for Books.</summary>
    internal static Task<List<MisplacedGood>> MisplacedAsync(ShopDb db, CancellationToken ct) => db.Database.SqlQueryRaw<MisplacedGood>(Differences, null!, null!, null!).ToListAsync(ct);

    /// <summary>Products leave the collections that look at something (null: all) and enter those they belong in.</summary>
    /// <returns>True when the number of places is another.</returns>
    private static async Task<bool> FollowAsync(ShopDb db, string products, string? what, CancellationToken ct)
    {
        var left = await db.Database.ExecuteSqlRawAsync(Leave, [products, null!, what!], ct);
        return await db.Database.ExecuteSqlRawAsync(Enter, [products, null!, what!], ct) != left;
    }

    private static Task EnterAsync(ShopDb db, string? products, CancellationToken ct) => db.Database.ExecuteSqlRawAsync(Enter, [products!, null!, null!], ct);
}

/// <summary>A product that a collection shows and should not (<c>kept</c>), or should and does not (<c>missing</c>).</summary>
internal sealed record MisplacedGood(string Slug, string Kept, long ProductId);
