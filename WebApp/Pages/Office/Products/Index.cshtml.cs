// The goods as staff see them: by state, or found by name or SKU; and what is done to many of them at once.
using System.Globalization;
using Makola.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Makola.Pages.Office.Products;

/// <summary>A row of the list.</summary>
public sealed record ProductRow(long Id, string Name, string? Picture, ProductStatus Status, long PriceFrom, long PriceTo, int Variants, int Available, DateTimeOffset? PublishAt);

/// <summary>The list of goods at <c>/office/products?show=active&amp;at=2</c> or <c>?q=gari</c>.</summary>
[Needs(Scopes.Products)]
public sealed class ProductsModel(ShopDb db, CurrentShop shop) : GoodsListPage(db, shop)
{
    /// <summary>Rows on a page.</summary>
    public const int PageSize = 30;

    /// <summary>What is to be done to many.</summary>
    [BindProperty]
    public ManyForm Form { get; set; } = new();

    /// <summary>The goods of this page.</summary>
    public IReadOnlyList<ProductRow> Rows { get; private set; } = [];

    /// <summary>How many there are in each state.</summary>
    public IReadOnlyDictionary<ProductStatus, int> Counts { get; private set; } = new Dictionary<ProductStatus, int>();

    /// <summary>How many there are in the whole list.</summary>
    public int Total { get; private set; }

    /// <summary>True when there is a page after this.</summary>
    public bool HasMore => Total > At * PageSize;

    /// <summary>The deeds as a select shows them.</summary>
    public static IEnumerable<SelectListItem> Deeds { get; } =
    [
        new("Choose …", ""), new("Put into the shop", nameof(GoodsDeed.Publish)), new("Make drafts", nameof(GoodsDeed.Withdraw)), new("Archive", nameof(GoodsDeed.Archive)),
        new("Move to the category", nameof(GoodsDeed.Move)), new("Show in the category as well", nameof(GoodsDeed.ShowIn)), new("Take out of the category", nameof(GoodsDeed.TakeOut)),
        new("Add the tag", nameof(GoodsDeed.AddTag)), new("Remove the tag", nameof(GoodsDeed.RemoveTag)), new("Set the brand", nameof(GoodsDeed.Brand)),
    ];

    /// <summary>The categories as a select shows them.</summary>
    public IEnumerable<SelectListItem> Categories => Shop.Categories.All.Select(c => new SelectListItem(string.Join(" › ", c.Path.Select(s => s.Name)), c.Id.ToString(CultureInfo.InvariantCulture)))
        .Prepend(new SelectListItem("None", ""));

    /// <summary>A deed for many products, as chosen.</summary>
    public sealed record ManyForm
    {
        /// <summary>The ticked products.</summary>
        public List<long> Ids { get; init; } = [];

        /// <summary>True for every product of the list, on all its pages.</summary>
        public bool All { get; init; }

        /// <summary>A <see cref="GoodsDeed"/>.</summary>
        public string? Deed { get; init; }

        /// <summary>Key of a category.</summary>
        public string? Category { get; init; }

        /// <summary>A tag, or the name of a brand.</summary>
        public string? Word { get; init; }
    }

    /// <summary>Shows the list.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await FindAsync(ct) ? Page() : NotFound();

    /// <summary>Does one thing to the ticked products, or to all that match.</summary>
    public async Task<IActionResult> OnPostManyAsync(CancellationToken ct)
    {
        if (!TryRead()) return NotFound();
        if (!Enum.TryParse<GoodsDeed>(Form.Deed, out var deed) || !Enum.IsDefined(deed)) throw new Refusal("many.deed", "Choose what is to be done.") { On = "Form.Deed" };

        var which = Form.All ? Which : new GoodsFilter { Ids = Form.Ids };
        var many = new ManyGoods(deed, long.TryParse(Form.Category, NumberStyles.None, CultureInfo.InvariantCulture, out var category) ? category : null, Form.Word);
        var set = await many.DoAsync(Db, which, Me, Shop.Now, ct);
        return SayAt(PageAt(At), set is null ? "Nothing was different." : $"{set.Text}.", set);
    }

    /// <inheritdoc/>
    public override async Task<IActionResult> AgainAsync(CancellationToken ct)
    {
        Db.ChangeTracker.Clear();
        return await FindAsync(ct) ? Page() : NotFound();
    }

    /// <summary>The address of another page of the same list.</summary>
    public string PageAt(int number) => $"/office/products?{Query}&at={number}";

    private async Task<bool> FindAsync(CancellationToken ct)
    {
        if (!TryRead()) return false;

        var hidden = await Db.Products.Where(p => p.Status == ProductStatus.Draft || p.Status == ProductStatus.Archived).GroupBy(p => p.Status).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct);
        Counts = hidden.ToDictionary(g => g.Key, g => g.Count).Append(new(ProductStatus.Active, Shop.Categories.Goods)).ToDictionary();
        var goods = await Which.OfAsync(Db, ct);
        Total = Q is null ? Counts.GetValueOrDefault(Status) : await goods.CountAsync(ct);
        Rows = await goods.OrderBy(p => p.Name).ThenBy(p => p.Id).Skip((At - 1) * PageSize).Take(PageSize)
            .Select(p => new ProductRow(p.Id, p.Name, p.CoverPath, p.Status, p.PriceFrom, p.PriceTo, p.Variants.Count, p.Variants.Sum(v => v.Stock.OnHand - v.Stock.Reserved), p.PublishAt))
            .ToListAsync(ct);
        return true;
    }
}
