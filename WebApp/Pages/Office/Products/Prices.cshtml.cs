// The price tool: which goods, how their prices change, what that makes of them, and when. Nothing changes before it was looked at.
using System.Globalization;
using Makola.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Makola.Pages.Office.Products;

/// <summary>The page <c>/office/products/prices</c>.</summary>
[Needs(Scopes.Products)]
public sealed class PricesModel(ShopDb db, CurrentShop shop) : OfficePage(db, shop)
{
    /// <summary>Examples of a preview, from each end, and names of what is refused.</summary>
    public const int Examples = 5, MostRefused = 20;

    /// <summary>What is typed.</summary>
    [BindProperty]
    public PricesForm Form { get; set; } = new();

    /// <summary>What would become of the goods; null until asked for.</summary>
    public IReadOnlyList<Repriced>? Preview { get; private set; }

    /// <summary>What waits, runs or is just over, newest first.</summary>
    public IReadOnlyList<PricePlan> Plans { get; private set; } = [];

    /// <summary>All brands, to choose from.</summary>
    public IReadOnlyList<SelectListItem> Brands { get; private set; } = [];

    /// <summary>All collections, drafts too, to choose from.</summary>
    public IReadOnlyList<SelectListItem> Collections { get; private set; } = [];

    /// <summary>The categories as a select shows them.</summary>
    public IEnumerable<SelectListItem> Categories => Shop.Categories.All.Select(c => new SelectListItem(string.Join(" › ", c.Path.Select(s => s.Name)), c.Id.ToString(CultureInfo.InvariantCulture))).Prepend(new SelectListItem("Every category", ""));

    /// <summary>The states as a select shows them.</summary>
    public static IEnumerable<SelectListItem> States { get; } = [new("In the shop, drafts and archived", ""), new("In the shop", nameof(ProductStatus.Active)), new("Drafts", nameof(ProductStatus.Draft))];

    /// <summary>The moves as a select shows them.</summary>
    public IEnumerable<SelectListItem> Moves => [new("Up by %", "up"), new("Down by %", "down"), new($"Up by {Money.SignOf(Shop.Settings.Currency)}", "more"), new($"Down by {Money.SignOf(Shop.Settings.Currency)}", "less"), new("Set to", "set")];

    /// <summary>The endings as a select shows them.</summary>
    public static IEnumerable<SelectListItem> Endings { get; } = [new("As it comes", ""), new(".00", "0"), new(".50", "50"), new(".99", "99")];

    /// <summary>The ways to an ending.</summary>
    public static IEnumerable<SelectListItem> Roundings { get; } = [new("To the nearest", nameof(PriceRounding.Nearest)), new("Up", nameof(PriceRounding.Up)), new("Down", nameof(PriceRounding.Down))];

    /// <summary>What becomes of the price before.</summary>
    public static IEnumerable<SelectListItem> WasMoves { get; } =
        [new("Leave it, where it is still higher", nameof(WasMove.Keep)), new("The price of now, where it falls", nameof(WasMove.FromPrice)), new("Remove it", nameof(WasMove.Remove))];

    /// <summary>Which goods, what and when, all as typed.</summary>
    public sealed record PricesForm
    {
        /// <summary>Words, a SKU or a bar code.</summary>
        public string? Words { get; init; }

        /// <summary>A <see cref="ProductStatus"/>; empty for any.</summary>
        public string? Status { get; init; } = nameof(ProductStatus.Active);

        /// <summary>Key of a category.</summary>
        public string? Category { get; init; }

        /// <summary>Key of a collection.</summary>
        public string? Collection { get; init; }

        /// <summary>Key of a brand.</summary>
        public string? Brand { get; init; }

        /// <summary>A tag.</summary>
        public string? Tag { get; init; }

        /// <summary>Keys of products, ticked in the list.</summary>
        public List<long> Ids { get; init; } = [];

        /// <summary>up, down, more, less or set.</summary>
        public string? Move { get; init; } = "up";

        /// <summary>Percent or an amount.</summary>
        public string? By { get; init; }

        /// <summary>0, 50, 99 or empty.</summary>
        public string? Ending { get; init; }

        /// <summary>A <see cref="PriceRounding"/>.</summary>
        public string? Rounding { get; init; }

        /// <summary>A <see cref="WasMove"/>.</summary>
        public string? Was { get; init; }

        /// <summary>In the shop's zone; empty for at once.</summary>
        public string? From { get; init; }

        /// <summary>In the shop's zone; empty for never.</summary>
        public string? Until { get; init; }
    }

    /// <summary>Shows the empty form.</summary>
    public Task OnGetAsync(CancellationToken ct) => FindAsync(ct);

    /// <summary>Shows the form for the products ticked in the list.</summary>
    public async Task<IActionResult> OnPostChosenAsync(CancellationToken ct)
    {
        Form = new() { Ids = Form.Ids, Status = "" };
        ModelState.Clear();
        await FindAsync(ct);
        return Page();
    }

    /// <summary>Shows what would become of the goods.</summary>
    public async Task<IActionResult> OnPostPreviewAsync(CancellationToken ct)
    {
        if (Read() is { } change) Preview = await change.PreviewAsync(Db, ct);
        else Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        await FindAsync(ct);
        return Page();
    }

    /// <summary>Changes the prices, now or when it is time.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var (change, from, until) = (Read(), MomentIn("From", Form.From), MomentIn("Until", Form.Until));
        if (change is null || !ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            await FindAsync(ct);
            return Page();
        }

        if (until <= (from ?? Shop.Now)) throw new Refusal("plan.dates", "They would go back before they change.") { On = "Form.Until" };
        var text = await InWordsAsync(ct);
        if (from is null && until is null)
        {
            var set = await change.DoAsync(Db, text, Me, Shop.Now, ct);
            return SayAt("/office/products/prices", set is null ? "No price was different." : $"{set.Text} changed.", set);
        }

        var plan = new PricePlan { Text = text, Goods = change.Goods, Rule = change.Rule, By = Me, From = from ?? Shop.Now, Until = until };
        await Db.WriteAsync(() => { Db.PricePlans.Add(plan); return Task.CompletedTask; }, ct);
        await PricePlan.KeepAsync(Db, plan.Id, Shop.Now, ct);
        return SayAt("/office/products/prices", plan.State == PlanState.Waiting ? "Planned. It is listed below, and can be cancelled until then." : "Prices are changed, and go back when it is time.");
    }

    /// <summary>Cancels a plan, or ends one that runs.</summary>
    public async Task<IActionResult> OnPostStopAsync(long id, CancellationToken ct)
    {
        await PricePlan.StopAsync(Db, id, Shop.Now, ct);
        return SayAt("/office/products/prices", "Stopped. Prices that had changed are what they were.");
    }

    /// <inheritdoc/>
    public override async Task<IActionResult> AgainAsync(CancellationToken ct)
    {
        Db.ChangeTracker.Clear();
        await FindAsync(ct);
        return Page();
    }

    private async Task FindAsync(CancellationToken ct)
    {
        Plans = await Db.PricePlans.AsNoTracking().OrderByDescending(p => p.Id).Take(20).ToListAsync(ct);
        Brands = [new("Every brand", ""), .. await Db.Brands.OrderBy(b => b.Name).ThenBy(b => b.Id).Take(1_000).Select(b => new SelectListItem(b.Name, b.Id.ToString())).ToListAsync(ct)];
        Collections = [new("In any or none", ""), .. await Db.Collections.OrderBy(c => c.Name).ThenBy(c => c.Id).Take(1_000).Select(c => new SelectListItem(c.Name, c.Id.ToString())).ToListAsync(ct)];
    }

    /// <summary>The change as the domain takes it; null, with an error at the field, when it cannot be read.</summary>
    private PriceChange? Read()
    {
        var by = Form.Move is "up" or "down" ? Percent() : AmountIn("By", Form.By, Shop.Settings.Currency);
        if (by is null && ModelState.IsValid) ModelState.AddModelError("Form.By", "Write how much.");
        if (Form.Move is "down" && by >= 10_000) ModelState.AddModelError("Form.By", "Less than 100 %.");
        if (Form.Move is not ("up" or "down" or "more" or "less" or "set")) ModelState.AddModelError("Form.Move", "Choose one.");
        if (!ModelState.IsValid) return null;

        var goods = new GoodsFilter
        {
            Words = string.IsNullOrWhiteSpace(Form.Words) ? null : Form.Words.Trim()[..Math.Min(Form.Words.Trim().Length, 100)],
            Status = Enum.TryParse<ProductStatus>(Form.Status, out var status) && Enum.IsDefined(status) ? status : null,
            CategoryId = Key(Form.Category), CollectionId = Key(Form.Collection), BrandId = Key(Form.Brand), Tag = string.IsNullOrWhiteSpace(Form.Tag) ? null : Form.Tag.Trim(), Ids = Form.Ids.Count > 0 ? Form.Ids : null,
        };
        return new(goods, new()
        {
            Move = Form.Move switch { "up" or "down" => PriceMove.Percent, "set" => PriceMove.Set, _ => PriceMove.Amount },
            By = Form.Move is "down" or "less" ? -by!.Value : by!.Value,
            Ending = int.TryParse(Form.Ending, NumberStyles.None, CultureInfo.InvariantCulture, out var ending) && ending is 0 or 50 or 99 ? ending : null,
            Rounding = Enum.TryParse<PriceRounding>(Form.Rounding, out var rounding) && Enum.IsDefined(rounding) ? rounding : PriceRounding.Nearest,
            Was = Enum.TryParse<WasMove>(Form.Was, out var was) && Enum.IsDefined(was) ? was : WasMove.Keep,
        });
    }

    /// <summary>"7.5" as hundredths of a percent.</summary>
    private long? Percent()
    {
        if (string.IsNullOrWhiteSpace(Form.By)) return null;
        if (decimal.TryParse(Form.By.Trim().TrimEnd('%'), NumberStyles.AllowDecimalPoint | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var percent) && percent is >= 0 and <= 1_000 && percent * 100 == decimal.Truncate(percent * 100))
            return (long)(percent * 100);
        ModelState.AddModelError("Form.By", "Write the percentage like this: 7.5, up to 1000.");
        return null;
    }

    private async Task<string> InWordsAsync(CancellationToken ct)
    {
        var sign = Money.SignOf(Shop.Settings.Currency);
        var what = Form.Move switch { "up" => $"+{Form.By} %", "down" => $"−{Form.By} %", "more" => $"+{sign} {Form.By}", "less" => $"−{sign} {Form.By}", _ => $"set to {sign} {Form.By}" };
        var brand = Key(Form.Brand) is { } b ? await Db.Brands.Where(x => x.Id == b).Select(x => x.Name).SingleOrDefaultAsync(ct) : null;
        var collection = Key(Form.Collection) is { } k ? await Db.Collections.Where(x => x.Id == k).Select(x => x.Name).SingleOrDefaultAsync(ct) : null;
        var category = Key(Form.Category) is { } c ? Shop.Categories.All.FirstOrDefault(s => s.Id == c)?.Name : null;
        string?[] which = [category, collection, brand, string.IsNullOrWhiteSpace(Form.Tag) ? null : $"tag “{Form.Tag.Trim()}”", string.IsNullOrWhiteSpace(Form.Words) ? null : $"“{Form.Words.Trim()}”", Form.Ids.Count > 0 ? $"{Form.Ids.Count} chosen" : null];
        var text = $"Prices {what}{(which.Any(w => w is not null) ? $" ({string.Join(", ", which.OfType<string>())})" : "")}";
        return text.Length > 150 ? text[..150] : text;
    }

    private static long? Key(string? typed) => long.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var key) ? key : null;
}
