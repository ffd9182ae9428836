// The only door through which stock moves: one conditional UPDATE for all pieces of a deed, and a movement row for each.
using System.Text.Json;
using Makola.Data.Sqlite;

namespace Makola.Domain.Stock;

/// <summary>A wished change of one variant's stock.</summary>
/// <param name="VariantId">Whose.</param>
/// <param name="OnHand">Change of on hand.</param>
/// <param name="Reserved">Change of reserved.</param>
/// <param name="LineNo">The order line it is for, if any.</param>
public sealed record StockChange(long VariantId, int OnHand, int Reserved, int? LineNo = null);

/// <summary>A variant that had too little, and what is left of it.</summary>
/// <param name="VariantId">Whose.</param>
/// <param name="Left">Pieces that can still be had.</param>
public sealed record Shortage(long VariantId, int Left);

/// <summary>
/// The only door through which stock moves. Test and change are one statement, so two buyers of the last piece cannot both have it
/// (ACIDRain, SIGMOD 2017, found this race in 9 of 12 shop systems); all lines of a deed are one statement, so the number of queries does not grow.
/// </summary>
public static class StockRoom
{
    /// <summary>Applies the changes, all or none, within the caller's write transaction.</summary>
    /// <param name="db">The shop, inside <see cref="ShopDb.WriteAsync{T}"/>.</param>
    /// <param name="kind">Why.</param>
    /// <param name="changes">At most one per variant.</param>
    /// <param name="reason">In words.</param>
    /// <param name="orderNumber">The order it is for, if any.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="at">When.</param>
    /// <param name="ct">Stops the work.</param>
    /// <returns>Empty when all were applied; otherwise what is short, and the caller must let the transaction roll back.</returns>
    public static async Task<IReadOnlyList<Shortage>> MoveAsync(
        ShopDb db, MovementKind kind, IReadOnlyCollection<StockChange> changes, string reason, long? orderNumber, Actor by, DateTimeOffset at, CancellationToken ct)
    {
        if (changes.Count == 0) return [];
        if (db.Database.CurrentTransaction is null) throw new InvalidOperationException("Stock moves only inside a write transaction.");

        var byVariant = changes.ToDictionary(c => c.VariantId);
        var wish = JsonSerializer.Serialize(changes.Select(c => new { v = c.VariantId, h = c.OnHand, r = c.Reserved }));
        var after = await db.Database.SqlQuery<After>($"""
            UPDATE StockItems SET OnHand = OnHand + w.h, Reserved = Reserved + w.r, Moves = Moves + 1
            FROM (SELECT value ->> 'v' AS v, value ->> 'h' AS h, value ->> 'r' AS r FROM json_each({wish})) AS w
            WHERE VariantId = w.v AND OnHand + w.h >= 0 AND Reserved + w.r >= 0
              AND (AllowBackorder OR w.r + Reserved <= OnHand + w.h OR (w.r <= 0 AND w.h >= 0))
            RETURNING VariantId, OnHand, Reserved, Moves, AllowBackorder
            """).ToListAsync(ct);
        if (after.Count < changes.Count) return await ShortagesAsync(db, byVariant.Keys.Except(after.Select(a => a.VariantId)), ct);

        var movements = new List<StockMovement>(after.Count);
        foreach (var a in after)
        {
            var change = byVariant[a.VariantId];
            if (change.OnHand != 0) db.Recording?.Note(nameof(StockItem), a.VariantId, Recorder.Level, $"{a.OnHand - change.OnHand}", $"{a.OnHand}");
            movements.Add(new StockMovement
            {
                VariantId = a.VariantId, Seq = a.Moves, Kind = kind, OnHandDelta = change.OnHand, ReservedDelta = change.Reserved,
                OnHandAfter = a.OnHand, ReservedAfter = a.Reserved, Reason = reason, OrderNumber = orderNumber, LineNo = change.LineNo, By = by, At = at,
            });
        }

        // Nobody looks at them again in this transaction: an import's thirty thousand are not watched while others wait for it.
        foreach (var batch in RowBatch.Ready(db, movements)) await batch.WriteAsync(db, ct);

        await ShowAsync(db, after.Where(a => Flipped(a, byVariant[a.VariantId])).Select(a => a.VariantId), ct);
        foreach (var a in after) db.Changed.Add(Change.Stock(a.VariantId));
        return [];
    }

    /// <summary>Sets when a variant is running out, and whether it may be sold beyond its stock, within the caller's write transaction.</summary>
    /// <exception cref="Refusal">More is promised than there is, or the level is no level.</exception>
    public static async Task SetAsync(ShopDb db, long variantId, int lowAt, bool allowBackorder, CancellationToken ct)
    {
        var item = await db.StockItems.SingleAsync(s => s.VariantId == variantId, ct);
        var sellable = item.AllowBackorder || item.Available > 0;
        item.WarnAt(lowAt).TakeBackorders(allowBackorder);
        await db.SaveChangesAsync(ct);

        if (sellable != (item.AllowBackorder || item.Available > 0)) await ShowAsync(db, [variantId], ct);
        db.Changed.Add(Change.Stock(variantId));
    }

    private static async Task<IReadOnlyList<Shortage>> ShortagesAsync(ShopDb db, IEnumerable<long> variants, CancellationToken ct)
    {
        var wanted = variants.ToList();
        var left = await db.StockItems.AsNoTracking().Where(s => wanted.Contains(s.VariantId))
            .Select(s => new Shortage(s.VariantId, Math.Max(0, s.OnHand - s.Reserved))).ToListAsync(ct);
        return [.. wanted.Select(v => left.FirstOrDefault(s => s.VariantId == v) ?? new Shortage(v, 0))];
    }

    /// <summary>Whether the first piece came or the last one went: only then do lists look different.</summary>
    private static bool Flipped(After a, StockChange change) =>
        !a.AllowBackorder && a.OnHand - a.Reserved > 0 != (a.OnHand - change.OnHand - (a.Reserved - change.Reserved) > 0);

    private static async Task ShowAsync(ShopDb db, IEnumerable<long> variants, CancellationToken ct)
    {
        var flipped = JsonSerializer.Serialize(variants);
        if (flipped == "[]") return;
        var products = await db.Database.SqlQuery<long>($"""
            UPDATE Products SET InStock = EXISTS (
                SELECT 1 FROM Variants v JOIN StockItems s ON s.VariantId = v.Id
                WHERE v.ProductId = Products.Id AND NOT v.Retired AND (s.AllowBackorder OR s.OnHand > s.Reserved))
            WHERE Id IN (SELECT ProductId FROM Variants WHERE Id IN (SELECT value FROM json_each({flipped})))
            RETURNING Id AS Value
            """).ToListAsync(ct);
        await Shelves.FollowStockAsync(db, products, ct);
        db.Changed.Add(Change.Lists);
    }

    private sealed record After(long VariantId, int OnHand, int Reserved, int Moves, bool AllowBackorder);
}
