// What staff do with stock by hand: receive, correct, count. Each finds its own first pressing, so that a button pressed twice acts once.
using System.Text.Json;

namespace Makola.Domain.Stock;

/// <summary>Why staff correct a figure.</summary>
public enum AdjustReason
{
    /// <summary>Somebody counted.</summary>
    Counted,

    /// <summary>Broken or spoilt: fewer.</summary>
    Damaged,

    /// <summary>Not there any more: fewer.</summary>
    Lost,

    /// <summary>There after all: more.</summary>
    Found,

    /// <summary>A customer brought it back: more.</summary>
    Returned,

    /// <summary>Something else, which a note says.</summary>
    Other,
}

/// <summary>A good as it was counted.</summary>
/// <param name="VariantId">Which.</param>
/// <param name="Counted">Pieces somebody saw.</param>
/// <param name="Expected">Pieces that were to be there when it was counted.</param>
/// <param name="Seen">Number of its movements at that time.</param>
public readonly record struct CountedGood(long VariantId, int Counted, int Expected, int Seen)
{
    /// <summary>What is applied: more or fewer than expected, whatever was sold since.</summary>
    public int Difference => Counted - Expected;
}

/// <summary>What became of one good's stock.</summary>
/// <param name="VariantId">Which.</param>
/// <param name="Change">Pieces more or fewer.</param>
/// <param name="OnHand">Pieces in the house now.</param>
/// <param name="Again">True when an earlier pressing had done it already.</param>
public sealed record Taken(long VariantId, int Change, int OnHand, bool Again);

/// <summary>
/// Stock changed by hand, within the caller's write transaction. Every deed carries how many movements the good had when it was shown
/// (<c>seen</c>): the same deed by the same person since then is the first pressing of the same button.
/// </summary>
public static class StockTaking
{
    /// <summary>Most characters of a reference or note.</summary>
    public const int LongestNote = 150;

    private const string CountedWord = nameof(AdjustReason.Counted);

    /// <summary>Goods came in.</summary>
    /// <exception cref="Refusal">The number is no number of pieces, or the reference is too long.</exception>
    public static async Task<Taken> ReceiveAsync(ShopDb db, long variantId, int seen, int pieces, string? reference, Actor by, DateTimeOffset at, CancellationToken ct)
    {
        if (pieces is < 1 or > StockItem.MostPieces) throw new Refusal("stock.pieces", "Write a whole number from 1 to {0}.", StockItem.MostPieces) { On = "Pieces" };
        var reason = Reason("Received", reference, "Reference");
        return (await MoveAsync(db, MovementKind.Receive, [new(variantId, pieces, 0, seen)], reason, by, at, ct))[0];
    }

    /// <summary>The figure was wrong, or became wrong.</summary>
    /// <param name="db">The shop.</param>
    /// <param name="variantId">Which good.</param>
    /// <param name="seen">Number of its movements when it was shown.</param>
    /// <param name="change">Pieces more or fewer.</param>
    /// <param name="why">Some reasons go one way only.</param>
    /// <param name="note">In words; <see cref="AdjustReason.Other"/> needs one.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="at">When.</param>
    /// <param name="ct">Stops the work.</param>
    /// <exception cref="Refusal">Nothing would change, the reason goes the other way, or the pieces are promised.</exception>
    public static async Task<Taken> AdjustAsync(
        ShopDb db, long variantId, int seen, int change, AdjustReason why, string? note, Actor by, DateTimeOffset at, CancellationToken ct)
    {
        if (change == 0) throw new Refusal("stock.same", "That is the figure already: nothing to change.") { On = "Pieces" };
        if (Math.Abs(change) > StockItem.MostPieces) throw new Refusal("stock.pieces", "At most {0} pieces at once.", StockItem.MostPieces) { On = "Pieces" };
        if (why is AdjustReason.Damaged or AdjustReason.Lost && change > 0) throw new Refusal("stock.direction", "What is damaged or lost makes fewer, not more.") { On = "Why" };
        if (why is AdjustReason.Found or AdjustReason.Returned && change < 0) throw new Refusal("stock.direction", "What is found or returned makes more, not fewer.") { On = "Why" };
        if (why is AdjustReason.Other && string.IsNullOrWhiteSpace(note)) throw new Refusal("stock.note", "Say in a few words why.") { On = "Note" };
        var reason = Reason(why.ToString(), note, "Note");
        return (await MoveAsync(db, MovementKind.Adjust, [new(variantId, change, 0, seen)], reason, by, at, ct))[0];
    }

    /// <summary>Applies the differences of a count, all or none.</summary>
    /// <returns>What became of each good that was not as expected.</returns>
    /// <exception cref="Refusal">A good was counted by somebody else meanwhile, or what is missing is promised to orders.</exception>
    public static Task<IReadOnlyList<Taken>> CountAsync(ShopDb db, IEnumerable<CountedGood> goods, Actor by, DateTimeOffset at, CancellationToken ct) =>
        MoveAsync(db, MovementKind.Adjust, [.. goods.Where(g => g.Difference != 0)], CountedWord, by, at, ct);

    private static async Task<IReadOnlyList<Taken>> MoveAsync(
        ShopDb db, MovementKind kind, IReadOnlyList<CountedGood> goods, string reason, Actor by, DateTimeOffset at, CancellationToken ct)
    {
        if (goods.Count == 0) return [];
        var since = (await SinceAsync(db, goods, ct)).ToLookup(m => m.VariantId);
        var first = goods.Select(g => (Good: g, Done: since[g.VariantId].FirstOrDefault(m => m.Kind == kind && m.OnHandDelta == g.Difference && m.Reason == reason && m.By == by)))
            .ToDictionary(g => g.Good.VariantId, g => g.Done);
        var due = goods.Where(g => first[g.VariantId] is null).ToList();
        if (IsCount(reason)) await RefuseIfCountedAsync(db, due, since, ct);

        var missing = await StockRoom.MoveAsync(db, kind, [.. due.Select(g => new StockChange(g.VariantId, g.Difference, 0))], reason, null, by, at, ct);
        if (missing.Count > 0) await RefuseShortAsync(db, due.Where(g => missing.Any(s => s.VariantId == g.VariantId)).MinBy(g => g.VariantId), ct);

        var ids = goods.Select(g => g.VariantId).ToList();
        var now = await db.StockItems.AsNoTracking().Where(s => EF.Parameter(ids).Contains(s.VariantId)).ToDictionaryAsync(s => s.VariantId, s => s.OnHand, ct);
        return [.. goods.Select(g => new Taken(g.VariantId, g.Difference, now[g.VariantId], first[g.VariantId] is not null))];
    }

    /// <summary>What staff moved of each good since it was shown.</summary>
    private static Task<List<StockMovement>> SinceAsync(ShopDb db, IEnumerable<CountedGood> goods, CancellationToken ct)
    {
        var asked = JsonSerializer.Serialize(goods.Select(g => new { v = g.VariantId, s = g.Seen }));
        return db.StockMovements.FromSql($"""
            SELECT m.* FROM (SELECT value ->> 'v' AS v, value ->> 's' AS s FROM json_each({asked})) AS g CROSS JOIN StockMovements AS m
            WHERE m.VariantId = g.v AND m.Seq > g.s AND m.Kind IN ('Receive', 'Adjust')
            """).AsNoTracking().ToListAsync(ct);
    }

    // Two who count the same shelf find the same difference; applied twice it would be wrong by as much.
    private static async Task RefuseIfCountedAsync(ShopDb db, IEnumerable<CountedGood> goods, ILookup<long, StockMovement> since, CancellationToken ct)
    {
        foreach (var good in goods)
        {
            if (since[good.VariantId].LastOrDefault(m => m.Kind == MovementKind.Adjust && IsCount(m.Reason)) is not { } count) continue;
            throw new Refusal("stock.counted", "{0} was counted by {1} meanwhile, with {2} as the new figure. Look at it anew and count it again.",
                await SkuAsync(db, good.VariantId, ct), count.By.Name, count.OnHandAfter) { On = $"Counted[{good.VariantId}]", Status = 409 };
        }
    }

    private static async Task RefuseShortAsync(ShopDb db, CountedGood good, CancellationToken ct)
    {
        var item = await db.StockItems.AsNoTracking().SingleOrDefaultAsync(s => s.VariantId == good.VariantId, ct)
            ?? throw new Refusal("stock.none", "There is no such good.") { Status = 404 };
        var on = $"Counted[{good.VariantId}]";
        var sku = await SkuAsync(db, good.VariantId, ct);
        throw item.AllowBackorder
            ? new Refusal("stock.too_few", "Of {0} there are only {1}: {2} cannot be taken off.", sku, item.OnHand, -good.Difference) { On = on, Status = 409 }
            : new Refusal("stock.too_few", "Of {0} there are {1}, and {2} of them are promised to orders: at most {3} can be taken off. If they are really missing, change those orders first.",
                sku, item.OnHand, item.Reserved, Math.Max(0, item.Available)) { On = on, Status = 409 };
    }

    private static Task<string> SkuAsync(ShopDb db, long variantId, CancellationToken ct) => db.Variants.IgnoreQueryFilters().Where(v => v.Id == variantId).Select(v => v.Sku).SingleAsync(ct);

    private static bool IsCount(string reason) => reason.StartsWith(CountedWord, StringComparison.Ordinal);

    private static string Reason(string word, string? note, string on)
    {
        if (string.IsNullOrWhiteSpace(note)) return word;
        if (note.Trim().Length > LongestNote) throw new Refusal("stock.note_long", "At most {0} characters.", LongestNote) { On = on };
        return $"{word}: {note.Trim()}";
    }
}
