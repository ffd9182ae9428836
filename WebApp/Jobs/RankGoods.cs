// What sells well stands in front.
namespace Makola.Jobs;

/// <summary>Counts what was sold in the last 60 days, so that "popular" sorts by it without a counter on the way of every order.</summary>
public sealed class RankGoods(IDbContextFactory<ShopDb> factory, TimeProvider clock, ILogger<RankGoods> log) : Job(TimeSpan.FromHours(1), clock, log, after: TimeSpan.FromMinutes(1))
{
    /// <inheritdoc/>
    public override JobWords Words { get; } = new("Best sellers", "Counts what was sold in the last 60 days, so that “popular” sorts by it.");

    /// <summary>Days of sales that count.</summary>
    public const int Days = 60;

    /// <inheritdoc/>
    protected override async Task RunOnceAsync(CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        await RankAsync(db, Clock.GetUtcNow(), ct);
    }

    /// <summary>Counts now.</summary>
    public static Task RankAsync(ShopDb db, DateTimeOffset now, CancellationToken ct) => db.WriteAsync(async () =>
    {
        var since = now.AddDays(-Days).ToUnixTimeMilliseconds();
        var changed = await db.Database.SqlQuery<long>($"""
            WITH Sold(ProductId, Pieces) AS (
                SELECT v.ProductId, sum(l.Ordered - l.Cancelled)
                FROM Orders o JOIN OrderLines l ON l.OrderNumber = o.Number JOIN Variants v ON v.Id = l.VariantId
                WHERE o.PlacedAt >= {since} AND o.Status IN ('Open', 'Completed') GROUP BY v.ProductId)
            UPDATE Products SET Popularity = coalesce((SELECT Pieces FROM Sold WHERE ProductId = Products.Id), 0)
            WHERE Popularity <> coalesce((SELECT Pieces FROM Sold WHERE ProductId = Products.Id), 0) RETURNING Id AS Value
            """).ToListAsync(ct);
        if (changed.Count == 0) return;

        await db.Database.ExecuteSqlAsync($"UPDATE ShelfPlaces SET Popularity = (SELECT Popularity FROM Products WHERE Id = ShelfPlaces.ProductId) WHERE CategoryId NOT IN (SELECT Id FROM Categories WHERE Kind = 'Collection' AND json_array_length(Rule, '$.Conditions') = 0)", ct);
        db.Changed.Add(Change.Lists);
    }, ct);
}
