// Counting with a phone or a scanner: each code adds a piece to a running list, and one press applies all differences.
using Makola.Web;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Pages.Office.Stock;

/// <summary>
/// The count at <c>/office/stock/count?lines=17.4.5.12</c>. Every step ends on an address that holds the whole list: a reload, the back
/// button and a closed phone lose nothing.
/// </summary>
[Needs(Scopes.Stock)]
public sealed class CountModel(ShopDb db, CurrentShop shop) : OfficePage(db, shop)
{
    /// <summary>Goods offered when words are typed instead of a code.</summary>
    private const int MostOffered = 8;

    /// <summary>Goods whose change is told one by one.</summary>
    private const int MostTold = 10;

    /// <summary>A good of the list with what is known of it.</summary>
    /// <param name="Row">The good as it stands now.</param>
    /// <param name="Good">As it was counted.</param>
    public sealed record Line(StockRow Row, CountedGood Good)
    {
        /// <summary>Name of its field.</summary>
        public string Field => $"Counted[{Good.VariantId}]";

        /// <summary>"2 more", "1 fewer", "as expected".</summary>
        public string Told => Good.Difference switch { 0 => "As expected", > 0 => $"{Good.Difference} more", _ => $"{-(long)Good.Difference} fewer" };
    }

    /// <summary>The running list.</summary>
    public IReadOnlyList<Line> Lines { get; private set; } = [];

    /// <summary>The list as the form carries it.</summary>
    public string Written { get; private set; } = "";

    /// <summary>What was typed when it was no code of the shop.</summary>
    public string? Asked { get; private set; }

    /// <summary>Goods it may have meant.</summary>
    public IReadOnlyList<StockRow> Offered { get; private set; } = [];

    /// <summary>Shows the list.</summary>
    public async Task OnGetAsync(string? lines, string? q, CancellationToken ct)
    {
        await ShowAsync(CountList.Read(lines), ct);
        Asked = string.IsNullOrWhiteSpace(q) ? null : q.Trim();
        if (Asked is not null) Offered = await StockRow.OfAsync(Db, await StockQueries.SearchAsync(Db, Asked, MostOffered, ct), ct);
    }

    /// <summary>A code was scanned, a good chosen or taken off, or figures were changed.</summary>
    public async Task<IActionResult> OnPostScanAsync(string? lines, string? scan, long? add, long? remove, [FromForm(Name = "Counted")] Dictionary<long, string?>? counted, CancellationToken ct)
    {
        var list = CountList.Read(lines);
        if (remove is { } off) list.Remove(off);
        if (!Take(list, counted)) return await AgainAsync(list, 422, ct);

        scan = scan?.Trim();
        if (scan?.Length > 100) scan = scan[..100];
        if (add is null && string.IsNullOrEmpty(scan)) return Redirect(Address(list));

        var found = await (add is { } id ? Db.Variants.Where(v => v.Id == id) : Db.Variants.WithCode(scan!)).OrderBy(v => v.Id).Select(StockRow.From).Take(2).ToListAsync(ct);
        if (found is not [var good]) return Redirect(Address(list, scan));
        try
        {
            list.Scan(good);
        }
        catch (Refusal refusal)
        {
            ModelState.AddModelError("", refusal.Message);
            return await AgainAsync(list, refusal.Status, ct);
        }

        return Redirect(Address(list));
    }

    /// <summary>Applies all differences as one change.</summary>
    public async Task<IActionResult> OnPostApplyAsync(string? lines, string? scan, [FromForm(Name = "Counted")] Dictionary<long, string?>? counted, CancellationToken ct)
    {
        if (!string.IsNullOrWhiteSpace(scan)) return await OnPostScanAsync(lines, scan, null, null, counted, ct);
        var list = CountList.Read(lines);
        if (!Take(list, counted)) return await AgainAsync(list, 422, ct);
        if (list.Goods.Count == 0)
        {
            ModelState.AddModelError("scan", "Nothing is counted yet: scan or type the first code.");
            return await AgainAsync(list, 422, ct);
        }

        try
        {
            IReadOnlyList<Taken> taken = [];
            await Db.ChangeAsync(list.Goods.Count == 1 ? "Stock of 1 good counted" : $"Stock of {list.Goods.Count} goods counted", Me, Shop.Now, async () => taken = await StockTaking.CountAsync(Db, list.Goods, Me, Shop.Now, ct), ct);
            return SayAt("/office/stock/count", await TellAsync(list.Goods.Count, taken, ct));
        }
        catch (Refusal refusal)
        {
            ModelState.AddModelError(refusal.On ?? "", refusal.Message);
            return await AgainAsync(list, refusal.Status, ct);
        }
    }

    /// <summary>"3 goods counted; 1 was not as expected: GARI-1KG −2, now 98."</summary>
    private async Task<string> TellAsync(int counted, IReadOnlyList<Taken> taken, CancellationToken ct)
    {
        var goods = counted == 1 ? "1 good counted" : $"{counted} goods counted";
        if (taken.Count == 0) return $"{goods}, all as expected. Nothing changed.";
        if (taken.All(t => t.Again)) return $"{goods}. This list had been applied already; nothing was done twice.";

        var ids = taken.Take(MostTold).Select(t => t.VariantId).ToList();
        var skus = await Db.Variants.Where(v => EF.Parameter(ids).Contains(v.Id)).Select(v => new { v.Id, v.Sku }).ToDictionaryAsync(v => v.Id, v => v.Sku, ct);
        var told = string.Join("; ", taken.Take(MostTold).Where(t => skus.ContainsKey(t.VariantId)).Select(t => $"{skus[t.VariantId]} {VariantStockModel.Signed(t.Change)}, now {t.OnHand}"));
        var rest = taken.Count > MostTold ? $"; and {taken.Count - MostTold} more" : "";
        return $"{goods}; {taken.Count} {(taken.Count == 1 ? "was" : "were")} not as expected: {told}{rest}.";
    }

    /// <summary>Puts the typed figures into the list; false when one is no number.</summary>
    private bool Take(CountList list, Dictionary<long, string?>? counted)
    {
        foreach (var good in list.Goods.ToList())
        {
            if (counted is null || !counted.TryGetValue(good.VariantId, out var typed)) continue;
            if (CountList.Number(typed) is { } pieces and <= StockItem.MostPieces) list.Set(good.VariantId, pieces);
            else ModelState.AddModelError($"Counted[{good.VariantId}]", "Write a whole number, 0 for none.");
        }

        return ModelState.IsValid;
    }

    private async Task<IActionResult> AgainAsync(CountList list, int status, CancellationToken ct)
    {
        Db.ChangeTracker.Clear();
        await ShowAsync(list, ct);
        Response.StatusCode = status;
        return Page();
    }

    private async Task ShowAsync(CountList list, CancellationToken ct)
    {
        Written = list.ToString();
        var rows = (await StockRow.OfAsync(Db, [.. list.Goods.Select(g => g.VariantId)], ct)).ToDictionary(r => r.VariantId);
        Lines = [.. list.Goods.Where(g => rows.ContainsKey(g.VariantId)).Select(g => new Line(rows[g.VariantId], g))];
    }

    private static string Address(CountList list, string? asked = null)
    {
        var parts = new[] { list.Goods.Count > 0 ? $"lines={list}" : "", string.IsNullOrEmpty(asked) ? "" : $"q={Uri.EscapeDataString(asked)}" };
        var query = string.Join('&', parts.Where(p => p.Length > 0));
        return query.Length > 0 ? $"/office/stock/count?{query}" : "/office/stock/count";
    }
}
