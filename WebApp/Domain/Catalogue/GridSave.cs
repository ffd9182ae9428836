// Prices, stock and state of many variants as staff typed them in the grid: what changed is saved, a row somebody else changed meanwhile is not.
namespace Makola.Domain.Catalogue;

/// <summary>What a row of the grid holds.</summary>
/// <param name="Price">Minor units.</param>
/// <param name="WasPrice">Minor units; null for none.</param>
/// <param name="OnHand">Pieces in the house.</param>
/// <param name="Live">Whether customers see the product; null where the row does not say.</param>
public sealed record GridFigures(long Price, long? WasPrice, int OnHand, bool? Live);

/// <summary>A row as it was shown and as it is wanted.</summary>
public sealed record GridRow(long VariantId, GridFigures Shown, GridFigures Wanted);

/// <summary>Why a row was not saved.</summary>
/// <param name="VariantId">Which.</param>
/// <param name="Field">Name of one of <see cref="GridFigures"/>.</param>
/// <param name="Text">In words, with both values.</param>
public sealed record GridNo(long VariantId, string Field, string Text);

/// <summary>What became of the grid.</summary>
/// <param name="Set">What changed; null for nothing.</param>
/// <param name="Noes">The rows that were not saved.</param>
public sealed record GridResult(ChangeSet? Set, IReadOnlyList<GridNo> Noes);

/// <summary>Saves rows of the grid, as one change that can be taken back.</summary>
public static class GridSave
{
    /// <summary>Saves the rows that differ from what was shown; each is saved whole or not at all.</summary>
    public static async Task<GridResult> SaveAsync(ShopDb db, IEnumerable<GridRow> rows, string currency, Actor by, DateTimeOffset at, CancellationToken ct)
    {
        var changed = rows.Where(r => r.Wanted != r.Shown).ToDictionary(r => r.VariantId);
        List<GridNo> noes = [];
        var set = changed.Count == 0 ? null : await db.ChangeAsync("Edited in the grid", by, at, async () =>
        {
            var ids = changed.Keys.ToList();
            var variants = await db.Variants.Include(v => v.Product).Include(v => v.Stock).Where(v => EF.Parameter(ids).Contains(v.Id)).OrderBy(v => v.Id).ToListAsync(ct);
            noes.AddRange(ids.Except(variants.Select(v => v.Id)).Select(id => new GridNo(id, nameof(GridFigures.Price), "This variant is no longer offered.")));
            foreach (var variant in variants.Where(v => changed.ContainsKey(v.Id)))
                if (No(variant, changed[variant.Id], currency) is { } no) noes.Add(no);

            var fine = variants.FindAll(v => !noes.Exists(n => n.VariantId == v.Id));
            foreach (var variant in fine) Write(variant, changed[variant.Id], at);
            await db.SaveChangesAsync(ct);

            var moves = fine.Select(v => new StockChange(v.Id, changed[v.Id].Wanted.OnHand - v.Stock.OnHand, 0)).Where(m => m.OnHand != 0 && IsTouched(changed[m.VariantId], f => f.OnHand)).ToList();
            if ((await StockRoom.MoveAsync(db, MovementKind.Adjust, moves, $"{nameof(AdjustReason.Counted)}: in the grid", null, by, at, ct)).Count > 0)
                throw new InvalidOperationException("Stock was checked before it moved.");
            await Shelves.ArrangeAsync(db, [.. fine.Select(v => v.ProductId).Distinct()], ct);
            db.Recording!.Text = fine.Count == 1 ? $"{fine[0].Sku}: edited in the grid" : $"{fine.Count} rows edited in the grid";
        }, ct);
        return new(set, noes);
    }

    private static GridNo? No(Variant variant, GridRow row, string currency)
    {
        string Amount(long? minor) => minor is { } amount ? new Money(amount, currency).Plain : "nothing";
        GridNo Meanwhile(string field, string what, string now, string typed) => new(variant.Id, field, $"{what} is {now} now: somebody changed it meanwhile. You typed {typed}; save again to keep yours.");
        var (shown, wanted, stock) = (row.Shown, row.Wanted, variant.Stock);
        var (price, was) = (IsTouched(row, f => f.Price) ? wanted.Price : variant.Price, IsTouched(row, f => f.WasPrice) ? wanted.WasPrice : variant.WasPrice);

        if (IsTouched(row, f => f.Price) && variant.Price != shown.Price && variant.Price != wanted.Price) return Meanwhile(nameof(shown.Price), "The price", Amount(variant.Price), Amount(wanted.Price));
        if (IsTouched(row, f => f.WasPrice) && variant.WasPrice != shown.WasPrice && variant.WasPrice != wanted.WasPrice) return Meanwhile(nameof(shown.WasPrice), "The price before", Amount(variant.WasPrice), Amount(wanted.WasPrice));
        if (IsTouched(row, f => f.OnHand) && stock.OnHand != shown.OnHand && stock.OnHand != wanted.OnHand) return Meanwhile(nameof(shown.OnHand), "The stock", $"{stock.OnHand}", $"{wanted.OnHand}");
        if (was <= price && (variant.Price, variant.WasPrice) != (price, was)) return new(variant.Id, nameof(shown.WasPrice), "The price before must be higher than the price.");
        if (IsTouched(row, f => f.OnHand) && wanted.OnHand < stock.OnHand && wanted.OnHand < stock.Reserved && !stock.AllowBackorder)
            return new(variant.Id, nameof(shown.OnHand), $"{stock.Reserved} are promised to orders: at least {stock.Reserved} must stay. If they are really missing, change those orders first.");
        return null;
    }

    private static void Write(Variant variant, GridRow row, DateTimeOffset at)
    {
        if (IsTouched(row, f => f.Price)) variant.Price = row.Wanted.Price;
        if (IsTouched(row, f => f.WasPrice)) variant.WasPrice = row.Wanted.WasPrice;
        if (IsTouched(row, f => f.Live)) variant.Product.Status = row.Wanted.Live == true ? ProductStatus.Active : ProductStatus.Draft;
        variant.Product.UpdatedAt = at;
    }

    private static bool IsTouched<T>(GridRow row, Func<GridFigures, T> figure) => !EqualityComparer<T>.Default.Equals(figure(row.Shown), figure(row.Wanted));
}
