// Prices, stock and state of many goods on one page, saved in one press: only what was changed, row by row.
using System.Globalization;
using System.Linq.Expressions;
using Makola.Web;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Pages.Office.Products;

/// <summary>The grid at <c>/office/products/grid?show=active&amp;q=gari&amp;at=2</c>.</summary>
[Needs(Scopes.Products), Needs(Scopes.Stock)]
public sealed class GridModel(ShopDb db, CurrentShop shop) : GoodsListPage(db, shop)
{
    /// <summary>Rows on a page.</summary>
    public const int PageSize = 50;

    /// <summary>What is typed.</summary>
    [BindProperty]
    public GridForm Form { get; set; } = new();

    /// <summary>The variants of this page as they are, in the order of the rows.</summary>
    public IReadOnlyList<GridGood> Goods { get; private set; } = [];

    /// <summary>True when there is a page after this.</summary>
    public bool HasMore { get; private set; }

    /// <summary>A variant as the grid shows it.</summary>
    public sealed record GridGood(long VariantId, long ProductId, string Product, string Choices, string Sku, ProductStatus Status, string? Picture, long Price, long? WasPrice, int OnHand, int Reserved)
    {
        /// <summary>What is read of a variant.</summary>
        public static readonly Expression<Func<Variant, GridGood>> From = v => new GridGood(
            v.Id, v.ProductId, v.Product.Name, v.ChoiceText, v.Sku, v.Product.Status, v.PicturePath ?? v.Product.CoverPath, v.Price, v.WasPrice, v.Stock.OnHand, v.Stock.Reserved);

        /// <summary>Product and choices.</summary>
        public string Name => Choices.Length > 0 ? $"{Product}, {Choices}" : Product;
    }

    /// <summary>One row, all as typed, with what was shown.</summary>
    public sealed record RowForm
    {
        /// <summary>The variant.</summary>
        public long Id { get; init; }

        /// <summary>What the row showed: price, price before, stock and state, with spaces between; nothing is <c>-</c>.</summary>
        public string Shown { get; init; } = "";

        /// <summary>As typed.</summary>
        public string? Price { get; init; }

        /// <summary>Empty for none.</summary>
        public string? WasPrice { get; init; }

        /// <summary>Pieces in the house.</summary>
        public string? OnHand { get; init; }

        /// <summary>Whether customers see the product; only the first row of a product asks.</summary>
        public bool Live { get; init; }
    }

    /// <summary>The rows of the page.</summary>
    public sealed record GridForm
    {
        /// <summary>At most <see cref="PageSize"/>.</summary>
        public List<RowForm> Rows { get; init; } = [];
    }

    /// <summary>Shows the grid.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!TryRead()) return NotFound();

        var products = await Which.OfAsync(Db, ct);
        var goods = await products.SelectMany(p => p.Variants).OrderBy(v => v.Product.Name).ThenBy(v => v.ProductId).ThenBy(v => v.Position).ThenBy(v => v.Id)
            .Skip((At - 1) * PageSize).Take(PageSize + 1).Select(GridGood.From).ToListAsync(ct);
        (Goods, HasMore) = ([.. goods.Take(PageSize)], goods.Count > PageSize);
        Form = new() { Rows = [.. Goods.Select((g, i) => RowOf(g, AsksLive(i)))] };
        return Page();
    }

    /// <summary>Saves what was changed.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!TryRead() || Form.Rows.Count > PageSize || Form.Rows.DistinctBy(r => r.Id).Count() < Form.Rows.Count) return NotFound();

        var read = Form.Rows.Select(Read).OfType<GridRow>().ToList();
        var (set, noes) = await GridSave.SaveAsync(Db, read, Shop.Settings.Currency, Me, Shop.Now, ct);
        if (noes.Count == 0 && ModelState.IsValid) return SayAt($"/office/products/grid?{Query}&at={At}", set is null ? "Nothing was different." : $"Saved: {(set.Fields == 1 ? "1 value" : $"{set.Fields} values")}.", set);

        foreach (var no in noes) ModelState.AddModelError($"Form.Rows[{Form.Rows.FindIndex(r => r.Id == no.VariantId)}].{no.Field}", no.Text);
        Response.StatusCode = noes.Count > 0 ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity;
        (Said, SaidChange) = (set is null ? null : $"Saved: {(set.Fields == 1 ? "1 value" : $"{set.Fields} values")}. Look at the rows below that were not.", set?.Id);
        await ShowAgainAsync(ct);
        return Page();
    }

    /// <summary>Whether the row asks if customers see the product: the first of each does.</summary>
    public bool AsksLive(int row) => row == 0 || Goods[row].ProductId != Goods[row - 1].ProductId;

    /// <summary>The error at a field of a row; null for none.</summary>
    public string? ErrorAt(int row, string field) => ModelState.TryGetValue($"Form.Rows[{row}].{field}", out var entry) ? entry.Errors.FirstOrDefault()?.ErrorMessage : null;

    /// <summary>The same rows again: those that were saved as they are now, the others as typed, beside what they would change.</summary>
    private async Task ShowAgainAsync(CancellationToken ct)
    {
        Db.ChangeTracker.Clear();
        var ids = Form.Rows.ConvertAll(r => r.Id);
        var known = await Db.Variants.IgnoreQueryFilters().Where(v => EF.Parameter(ids).Contains(v.Id)).Select(GridGood.From).ToDictionaryAsync(g => g.VariantId, ct);
        var wrong = Form.Rows.Select((r, i) => (r.Id, Wrong: ModelState.Any(e => e.Key.StartsWith($"Form.Rows[{i}].", StringComparison.Ordinal) && e.Value!.Errors.Count > 0))).Where(r => r.Wrong).Select(r => r.Id).ToHashSet();
        Goods = [.. Form.Rows.Where(r => known.ContainsKey(r.Id)).Select(r => known[r.Id])];
        var typed = Form.Rows.ToDictionary(r => r.Id);
        Form = new() { Rows = [.. Goods.Select((g, i) => RowOf(g, AsksLive(i)) is var now && wrong.Contains(g.VariantId) ? typed[g.VariantId] with { Shown = now.Shown } : now)] };
    }

    private RowForm RowOf(GridGood good, bool asksLive) => new()
    {
        Id = good.VariantId, Price = Plain(good.Price), WasPrice = Plain(good.WasPrice), OnHand = good.OnHand.ToString(CultureInfo.InvariantCulture), Live = good.Status == ProductStatus.Active,
        Shown = string.Create(CultureInfo.InvariantCulture, $"{good.Price} {good.WasPrice?.ToString(CultureInfo.InvariantCulture) ?? "-"} {good.OnHand} {(asksLive ? good.Status == ProductStatus.Active ? "1" : "0" : "-")}"),
    };

    private string? Plain(long? amount) => amount is { } minor ? Shop.Money(minor).Plain : null;

    /// <summary>A row as the domain takes it; null, with an error at the field, when it cannot be read.</summary>
    private GridRow? Read(RowForm row, int i)
    {
        if (row.Shown.Split(' ') is not [var price, var was, var pieces, var live] || !long.TryParse(price, NumberStyles.None, CultureInfo.InvariantCulture, out var shownPrice)
            || !int.TryParse(pieces, NumberStyles.None, CultureInfo.InvariantCulture, out var shownPieces)) return null;
        var shown = new GridFigures(shownPrice, long.TryParse(was, NumberStyles.None, CultureInfo.InvariantCulture, out var shownWas) ? shownWas : null, shownPieces, live == "-" ? null : live == "1");

        var (at, before) = ($"Rows[{i}]", ModelState.ErrorCount);
        var wantedPrice = AmountIn($"{at}.Price", row.Price, Shop.Settings.Currency);
        if (string.IsNullOrWhiteSpace(row.Price)) ModelState.AddModelError($"Form.{at}.Price", "Write the price; 0 for a gift.");
        var wantedWas = AmountIn($"{at}.WasPrice", row.WasPrice, Shop.Settings.Currency);
        if (!int.TryParse(row.OnHand?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var onHand) || onHand > StockItem.MostPieces)
            ModelState.AddModelError($"Form.{at}.OnHand", $"Write whole pieces, from 0 to {StockItem.MostPieces:N0}.");
        return ModelState.ErrorCount > before ? null : new(row.Id, shown, new(wantedPrice ?? 0, wantedWas, onHand, shown.Live is null ? null : row.Live));
    }
}
