// Prices of many goods changed by one rule: looked at first, then done as one change that can be taken back.
using System.Globalization;

namespace Makola.Domain.Pricing;

/// <summary>What a rule makes of one variant. Amounts in minor units.</summary>
/// <param name="VariantId">Which.</param>
/// <param name="ProductId">Its product.</param>
/// <param name="Name">Product and choices.</param>
/// <param name="Sku">Its code.</param>
/// <param name="Price">The price now.</param>
/// <param name="WasPrice">The price before, now.</param>
/// <param name="To">The new price; null when it is refused.</param>
/// <param name="WasTo">The new price before.</param>
public sealed record Repriced(long VariantId, long ProductId, string Name, string Sku, long Price, long? WasPrice, long? To, long? WasTo)
{
    /// <summary>Whether anything changes.</summary>
    public bool IsChanged => To is { } to && (to != Price || WasTo != WasPrice);
}

/// <summary>Which goods, and how their prices change.</summary>
public sealed record PriceChange(GoodsFilter Goods, PriceRule Rule)
{
    /// <summary>Most variants of one change.</summary>
    public const int Most = 200_000;

    /// <summary>What would become of each variant, cheapest first afterwards.</summary>
    public async Task<IReadOnlyList<Repriced>> PreviewAsync(ShopDb db, CancellationToken ct)
    {
        var unit = (int)Math.Pow(10, Money.DecimalsOf(await db.Settings.Select(s => s.Currency).SingleAsync(ct)));
        var goods = await Goods.OfAsync(db, ct);
        var variants = await goods.SelectMany(p => p.Variants).OrderBy(v => v.Id).Take(Most)
            .Select(v => new { v.Id, v.ProductId, v.Product.Name, v.ChoiceText, v.Sku, v.Price, v.WasPrice }).ToListAsync(ct);
        return [.. variants.Select(v =>
        {
            var to = Rule.Of(v.Price, unit);
            return new Repriced(v.Id, v.ProductId, v.ChoiceText.Length > 0 ? $"{v.Name} · {v.ChoiceText}" : v.Name, v.Sku, v.Price, v.WasPrice, to, to is { } price ? Rule.WasOf(v.WasPrice, v.Price, price) : v.WasPrice);
        }).OrderBy(r => r.To ?? 0).ThenBy(r => r.VariantId)];
    }

    /// <summary>Changes the prices. What would fall to 0 or below stays as it is.</summary>
    /// <returns>What changed; null for nothing.</returns>
    public Task<ChangeSet?> DoAsync(ShopDb db, string text, Actor by, DateTimeOffset at, CancellationToken ct) => db.ChangeAsync(text, by, at, async () =>
    {
        var rows = (await PreviewAsync(db, ct)).Where(r => r.IsChanged).ToList();
        if (rows.Count == 0) return;

        await ManyRecords.WriteAsync(db, nameof(Variant), nameof(Variant.Price), [.. rows.Where(r => r.To != r.Price).Select(r => new FieldWrite(r.VariantId, Text(r.Price), Text(r.To)))], ct);
        await ManyRecords.WriteAsync(db, nameof(Variant), nameof(Variant.WasPrice), [.. rows.Where(r => r.WasTo != r.WasPrice).Select(r => new FieldWrite(r.VariantId, Text(r.WasPrice), Text(r.WasTo)))], ct);
        db.Recording!.Text = $"{text}: {(rows.Count == 1 ? "1 price" : $"{rows.Count:N0} prices")}";
        await Shelves.PriceAsync(db, [.. rows.Select(r => r.ProductId).Distinct()], at, ct);
    }, ct);

    private static string? Text(long? minor) => minor?.ToString(CultureInfo.InvariantCulture);
}
