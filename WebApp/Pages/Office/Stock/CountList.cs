// The running list of a count, as it stands in the address: what makes it survive a reload without anything kept on the server.
using System.Globalization;

namespace Makola.Pages.Office.Stock;

/// <summary>Goods counted so far, the last one touched first. Written as <c>17.4.5.12,9.1.1.3</c>: variant, counted, expected, movements seen.</summary>
public sealed class CountList
{
    /// <summary>Most goods of one list: its address stays below what servers take.</summary>
    public const int Most = 200;

    private readonly List<CountedGood> goods = [];

    /// <summary>The goods, last touched first.</summary>
    public IReadOnlyList<CountedGood> Goods => goods;

    /// <summary>Reads a list; what cannot be read is left out.</summary>
    public static CountList Read(string? text)
    {
        var list = new CountList();
        foreach (var entry in (text ?? "").Split(',', Most + 1, StringSplitOptions.RemoveEmptyEntries).Take(Most))
        {
            var parts = entry.Split('.');
            if (parts.Length == 4 && Number(parts[0]) is { } id and > 0 && Number(parts[1]) is { } counted && Number(parts[2]) is { } expected && Number(parts[3]) is { } seen
                && !list.goods.Exists(g => g.VariantId == id))
                list.goods.Add(new(id, counted, expected, seen));
        }

        return list;
    }

    /// <summary>One more piece of a good; a good seen for the first time is expected as it stands now.</summary>
    /// <exception cref="Refusal">The list is full.</exception>
    public void Scan(StockRow row)
    {
        var at = goods.FindIndex(g => g.VariantId == row.VariantId);
        if (at < 0 && goods.Count == Most) throw new Refusal("count.full", "{0} goods are on the list: apply them, then go on with a new list.", Most);
        var good = at < 0 ? new(row.VariantId, 0, row.OnHand, row.Moves) : goods[at];
        if (at >= 0) goods.RemoveAt(at);
        goods.Insert(0, good with { Counted = Math.Min(good.Counted + 1, StockItem.MostPieces) });
    }

    /// <summary>Another figure for a good of the list.</summary>
    public void Set(long variantId, int counted)
    {
        var at = goods.FindIndex(g => g.VariantId == variantId);
        if (at >= 0) goods[at] = goods[at] with { Counted = counted };
    }

    /// <summary>Takes a good off the list.</summary>
    public void Remove(long variantId) => goods.RemoveAll(g => g.VariantId == variantId);

    /// <summary>As <see cref="Read"/> reads it.</summary>
    public override string ToString() => string.Join(',', goods.Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.VariantId}.{g.Counted}.{g.Expected}.{g.Seen}")));

    /// <summary>A whole number of pieces as typed, from 0; null when it is none.</summary>
    public static int? Number(string? typed) =>
        int.TryParse(typed?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : null;
}
