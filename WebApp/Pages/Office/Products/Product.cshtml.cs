// One product on one page: everything about it in one form, saved in one press, with what staff did to it below.
using System.Globalization;
using Makola.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Makola.Pages.Office.Products;

/// <summary>The page <c>/office/products/{id}</c>, and <c>/office/products/new</c>.</summary>
// A variant has ten fields, and a product up to two hundred variants.
[RequestFormLimits(ValueCountLimit = 4_096)]
[Needs(Scopes.Products)]
public sealed class ProductPageModel(ShopDb db, CurrentShop shop) : OfficePage(db, shop)
{
    /// <summary>Entries of its history that are shown.</summary>
    private const int MostHistory = 30;

    private List<long> chosen = [];

    /// <summary>What is typed.</summary>
    [BindProperty]
    public ProductForm Form { get; set; } = new();

    /// <summary>The product as it stands; null for a new one.</summary>
    public Product? Product { get; private set; }

    /// <summary>The variants that are offered, in their order.</summary>
    public IReadOnlyList<Variant> Variants { get; private set; } = [];

    /// <summary>What somebody else made of it while this page was open: name of the field and its value now.</summary>
    public IReadOnlyList<(string Field, string Now)> Theirs { get; private set; } = [];

    /// <summary>What was done to it and its variants, newest first.</summary>
    public IReadOnlyList<HistoryRow> History { get; private set; } = [];

    /// <summary>The description as customers will see it; null until asked for.</summary>
    public string? Preview { get; private set; }

    /// <summary>All brands, to choose from while typing.</summary>
    public IReadOnlyList<string> Brands { get; private set; } = [];

    /// <summary>The categories as a select shows them: indented by their depth.</summary>
    public IEnumerable<SelectListItem> Categories => Shop.Categories.All.Select(c => new SelectListItem(new string('\u2003', c.Path.Count() - 1) + c.Name, c.Id.ToString(CultureInfo.InvariantCulture)))
        .Prepend(new SelectListItem("None", ""));

    /// <summary>The states as a select shows them.</summary>
    public static IEnumerable<SelectListItem> States { get; } =
        [new("Draft: only staff see it", nameof(ProductStatus.Draft)), new("In the shop", nameof(ProductStatus.Active)), new("Archived: no longer sold", nameof(ProductStatus.Archived))];

    /// <summary>A collection this product is in, or may be put into by hand.</summary>
    public sealed record CollectionChoice(long Id, string Name, bool IsByHand, bool IsByRule);

    /// <summary>The collections by hand, and those by a rule that show it.</summary>
    public IReadOnlyList<CollectionChoice> Collections { get; private set; } = [];

    /// <summary>One variant, all as typed.</summary>
    public sealed record VariantForm
    {
        /// <summary>The variant; 0 for the first of a new product.</summary>
        public long Id { get; init; }

        /// <summary>Empty: the shop makes one.</summary>
        public string? Sku { get; init; }

        /// <summary>As typed.</summary>
        public string? Price { get; init; }

        /// <summary>Empty for none.</summary>
        public string? WasPrice { get; init; }

        /// <summary>Empty when not known.</summary>
        public string? Cost { get; init; }

        /// <summary>Empty for none.</summary>
        public string? Barcode { get; init; }

        /// <summary>Empty without a sale, or once it has begun.</summary>
        public string? SalePrice { get; init; }

        /// <summary>In the shop's zone; empty for at once.</summary>
        public string? SaleFrom { get; init; }

        /// <summary>In the shop's zone; empty for never.</summary>
        public string? SaleUntil { get; init; }

        /// <summary>Grams; empty when not known.</summary>
        public string? Weight { get; init; }
    }

    /// <summary>One option: its name and its values, separated by commas, each with a colour behind it if it has one.</summary>
    public sealed record OptionForm
    {
        /// <summary>Empty: no option.</summary>
        public string? Name { get; init; }

        /// <summary>"Red #b3261e, Gold #f2a900, Plain".</summary>
        public string? Values { get; init; }
    }

    /// <summary>The product, all as typed.</summary>
    public sealed record ProductForm
    {
        /// <summary>Of what was shown.</summary>
        public int Version { get; init; }

        /// <summary>Of the product.</summary>
        public string? Name { get; init; }

        /// <summary>The short line in lists.</summary>
        public string? Blurb { get; init; }

        /// <summary>Markdown.</summary>
        public string? Description { get; init; }

        /// <summary>A <see cref="ProductStatus"/>.</summary>
        public string? Status { get; init; }

        /// <summary>In the shop's zone: 2026-12-01T08:00.</summary>
        public string? PublishAt { get; init; }

        /// <summary>In the shop's zone.</summary>
        public string? UnpublishAt { get; init; }

        /// <summary>Key of the main category.</summary>
        public string? Category { get; init; }

        /// <summary>Keys of other categories.</summary>
        public List<long> Others { get; init; } = [];

        /// <summary>Keys of collections by hand.</summary>
        public List<long> Collections { get; init; } = [];

        /// <summary>True when the collections could be chosen; else they stay as they are.</summary>
        public bool ChoseCollections { get; init; }

        /// <summary>By name.</summary>
        public string? Brand { get; init; }

        /// <summary>Separated by commas.</summary>
        public string? Tags { get; init; }

        /// <summary>One a line: "Material: Cotton".</summary>
        public string? Attributes { get; init; }

        /// <summary>At most three.</summary>
        public List<OptionForm> Options { get; init; } = [];

        /// <summary>Those shown.</summary>
        public List<VariantForm> Variants { get; init; } = [];

        /// <summary>First pieces of a new product.</summary>
        public string? Pieces { get; init; }

        /// <summary>Its place in the address.</summary>
        public string? Slug { get; init; }

        /// <summary>Empty: the name.</summary>
        public string? SeoTitle { get; init; }

        /// <summary>Empty: the beginning of the description.</summary>
        public string? SeoText { get; init; }

        /// <summary>Addresses or SKUs, separated by commas or lines.</summary>
        public string? Related { get; init; }
    }

    /// <summary>Shows the product, or an empty form.</summary>
    public async Task<IActionResult> OnGetAsync(long? id, CancellationToken ct)
    {
        if (!await FindAsync(id, ct)) return NotFound();
        Form = Product is null ? new() { Status = nameof(ProductStatus.Active), Variants = [new()], Options = [new(), new(), new()] } : await ShownAsync(Product, ct);
        return Page();
    }

    /// <summary>Saves it.</summary>
    public async Task<IActionResult> OnPostAsync(long? id, CancellationToken ct)
    {
        var edit = Read();
        if (!int.TryParse(Form.Pieces ?? "0", NumberStyles.None, CultureInfo.InvariantCulture, out var pieces)) Wrong("Pieces", "Write whole pieces, such as 12.");
        if (!ModelState.IsValid) return await RefusedAsync(id, StatusCodes.Status422UnprocessableEntity, ct);
        if (id is not { } known)
        {
            var made = await edit.CreateAsync(Db, pieces, Me, Shop.Now, ct);
            return SayAt($"/office/products/{made.Id}", $"{made.Name} is made.");
        }

        var set = await edit.SaveAsync(Db, known, Form.Version, Me, Shop.Now, ct);
        var fresh = set is null ? 0 : await Db.FieldChanges.CountAsync(c => c.ChangeSetId == set.Id && c.Record == nameof(Variant) && c.Field == "", ct);
        return SayAt($"/office/products/{known}", set is null ? "Nothing was different." : fresh == 0 ? "Saved. Customers see it from now on." : $"Saved. {(fresh == 1 ? "1 new variant" : $"{fresh} new variants")}: look at price and stock.");
    }

    /// <summary>Shows the description as customers will see it, with everything typed still there.</summary>
    public async Task<IActionResult> OnPostPreviewAsync(long? id, CancellationToken ct)
    {
        ModelState.Clear();
        Preview = MarkdownText.ToHtml(Form.Description ?? "");
        if (IsHtmx) return Partial("_Preview", Preview);
        return await FindAsync(id, ct) ? Page() : NotFound();
    }

    /// <summary>Makes a draft that is like this one, without stock.</summary>
    public async Task<IActionResult> OnPostDuplicateAsync(long id, CancellationToken ct)
    {
        if (!await FindAsync(id, ct)) return NotFound();
        var shown = await ShownAsync(Product!, ct);
        Form = shown with { Slug = null, Name = $"{shown.Name![..Math.Min(shown.Name!.Length, 150)]} (copy)", Status = nameof(ProductStatus.Draft), PublishAt = null, UnpublishAt = null, Variants = [shown.Variants[0] with { Id = 0, Sku = null, Barcode = null, SalePrice = null, SaleFrom = null, SaleUntil = null }] };
        var copy = await Read().CreateAsync(Db, 0, Me, Shop.Now, ct);
        return SayAt($"/office/products/{copy.Id}", "A copy, as a draft. Its pieces and pictures are its own.");
    }

    /// <inheritdoc/>
    public override async Task<IActionResult> AgainAsync(CancellationToken ct)
    {
        Db.ChangeTracker.Clear();
        var id = long.TryParse(RouteData.Values["id"] as string, NumberStyles.None, CultureInfo.InvariantCulture, out var known) ? known : (long?)null;
        if (!await FindAsync(id, ct)) return NotFound();
        if (Response.StatusCode != StatusCodes.Status409Conflict || Product is null) return Page();

        // The second to save sees both versions, and may save again knowingly.
        var (mine, theirs) = (Form, await ShownAsync(Product, ct));
        Theirs = [.. Differences(mine, theirs)];
        Form = mine with { Version = theirs.Version };
        ModelState.Remove("Form.Version");
        return Page();
    }

    private async Task<IActionResult> RefusedAsync(long? id, int status, CancellationToken ct)
    {
        Response.StatusCode = status;
        return await FindAsync(id, ct) ? Page() : NotFound();
    }

    private async Task<bool> FindAsync(long? id, CancellationToken ct)
    {
        Brands = await Db.Brands.OrderBy(b => b.Name).Take(500).Select(b => b.Name).ToListAsync(ct);
        var collections = await Db.Collections.AsNoTracking().OrderBy(c => c.Position).ThenBy(c => c.Id).Take(500)
            .Select(c => new { c.Id, c.Name, c.Rule, c.Goods, IsIn = Db.ShelfPlaces.Any(s => s.CategoryId == c.Id && s.ProductId == id) }).ToListAsync(ct);
        Collections = [.. collections.Select(c => new CollectionChoice(c.Id, c.Name, c.Rule.Conditions.Count == 0, c.Rule.Conditions.Count > 0 && c.IsIn)).Where(c => c.IsByHand || c.IsByRule)];
        if (id is not { } known) return true;

        chosen = [.. collections.Where(c => c.Rule.Conditions.Count == 0 && c.Goods.Contains(known)).Select(c => c.Id)];

        Product = await Db.Products.AsNoTracking().Include(p => p.OtherCategories).Include(p => p.Brand).SingleOrDefaultAsync(p => p.Id == known, ct);
        if (Product is null) return false;
        Variants = await Db.Variants.AsNoTracking().Include(v => v.Stock).Where(v => v.ProductId == known).OrderBy(v => v.Position).ThenBy(v => v.Id).Take(Product.MostVariants).ToListAsync(ct);
        History = await HistoryAsync(known, ct);
        return true;
    }

    private async Task<IReadOnlyList<HistoryRow>> HistoryAsync(long id, CancellationToken ct)
    {
        var variants = Variants.Select(v => v.Id).ToList();
        var sets = await Db.FieldChanges.Where(c => (c.Record == nameof(Product) && c.RecordId == id)).Select(c => c.ChangeSetId)
            .Union(Db.FieldChanges.Where(c => (c.Record == nameof(Variant) || c.Record == nameof(StockItem)) && variants.Contains(c.RecordId)).Select(c => c.ChangeSetId))
            .OrderByDescending(s => s).Take(MostHistory).ToListAsync(ct);
        var heads = await Db.ChangeSets.AsNoTracking().Where(s => sets.Contains(s.Id)).OrderByDescending(s => s.Id).ToListAsync(ct);
        var fields = await Db.FieldChanges.AsNoTracking()
            .Where(c => sets.Contains(c.ChangeSetId) && ((c.Record == nameof(Product) && c.RecordId == id) || ((c.Record == nameof(Variant) || c.Record == nameof(StockItem)) && variants.Contains(c.RecordId))))
            .OrderBy(c => c.Seq).Take(2_000).ToListAsync(ct);
        return [.. heads.Select(s => new HistoryRow(s, [.. fields.Where(f => f.ChangeSetId == s.Id)]))];
    }

    private async Task<ProductForm> ShownAsync(Product p, CancellationToken ct)
    {
        var related = await Db.Products.Where(x => p.Related.Contains(x.Id)).Select(x => new { x.Id, x.Slug }).ToDictionaryAsync(x => x.Id, x => x.Slug, ct);
        return new()
        {
            Version = p.Version, Name = p.Name, Blurb = p.Blurb, Description = p.Description, Status = p.Status.ToString(), PublishAt = Local(p.PublishAt), UnpublishAt = Local(p.UnpublishAt),
            Category = p.MainCategoryId?.ToString(CultureInfo.InvariantCulture), Others = [.. p.OtherCategories.Select(c => c.Id).Order()], Collections = chosen, Brand = p.Brand?.Name, Tags = string.Join(", ", p.Tags),
            Attributes = string.Join('\n', p.Attributes.Select(a => $"{a.Name}: {a.Value}")),
            Options = [.. p.Options.Select(o => new OptionForm { Name = o.Name, Values = string.Join(", ", o.Values.Select(v => v.Swatch is null ? v.Name : $"{v.Name} {v.Swatch}")) }), .. Enumerable.Repeat(new OptionForm(), Product.MostOptions - p.Options.Count)],
            Variants = [.. Variants.Select(v => new VariantForm
            {
                Id = v.Id, Sku = v.Sku, Price = Plain(v.Price), WasPrice = Plain(v.WasPrice), Cost = Plain(v.Cost), SalePrice = Plain(v.SalePrice), SaleFrom = Local(v.SaleFrom), SaleUntil = Local(v.SaleUntil), Barcode = v.Barcode, Weight = v.WeightGrams == 0 ? null : v.WeightGrams.ToString(CultureInfo.InvariantCulture),
            })],
            Slug = p.Slug, SeoTitle = p.SeoTitle, SeoText = p.SeoText, Related = string.Join(", ", p.Related.Where(related.ContainsKey).Select(r => related[r])),
        };
    }

    private string? Plain(long? amount) => amount is { } minor ? Shop.Money(minor).Plain : null;

    private string? Local(DateTimeOffset? at) => at is { } moment ? TimeZoneInfo.ConvertTime(moment, Shop.Settings.Zone()).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture) : null;

    /// <summary>What is typed as the domain takes it; an error is left at each field that cannot be read.</summary>
    private ProductEdit Read()
    {
        if (!Enum.TryParse<ProductStatus>(Form.Status, out var status) || !Enum.IsDefined(status)) Wrong("Status", "Choose a state.");
        return new()
        {
            Name = Form.Name?.Trim() ?? "", Blurb = Form.Blurb?.Trim() ?? "", Description = Form.Description?.ReplaceLineEndings("\n").Trim() ?? "", Status = status,
            PublishAt = MomentIn("PublishAt", Form.PublishAt), UnpublishAt = MomentIn("UnpublishAt", Form.UnpublishAt),
            CategoryId = long.TryParse(Form.Category, NumberStyles.None, CultureInfo.InvariantCulture, out var category) ? category : null,
            OtherCategoryIds = Form.Others, CollectionIds = Form.ChoseCollections ? Form.Collections : null, Brand = Trimmed(Form.Brand), Tags = Split(Form.Tags), Attributes = Facts(), Options = ReadOptions(),
            Variants = [.. Form.Variants.Take(Product.MostVariants).Select(ReadVariant)],
            Slug = Trimmed(Form.Slug), SeoTitle = Trimmed(Form.SeoTitle), SeoText = Trimmed(Form.SeoText), Related = Split(Form.Related),
        };
    }

    private VariantEdit ReadVariant(VariantForm typed, int i)
    {
        var at = $"Variants[{i}]";
        var price = AmountIn($"{at}.Price", typed.Price, Shop.Settings.Currency);
        if (price is null && string.IsNullOrWhiteSpace(typed.Price)) Wrong($"{at}.Price", "Write the price; 0 for a gift.");
        var weight = 0;
        if (!string.IsNullOrWhiteSpace(typed.Weight) && !int.TryParse(typed.Weight, NumberStyles.None, CultureInfo.InvariantCulture, out weight)) Wrong($"{at}.Weight", "Write whole grams, such as 250.");
        return new(typed.Id, typed.Sku?.Trim() ?? "", price ?? 0, AmountIn($"{at}.WasPrice", typed.WasPrice, Shop.Settings.Currency), AmountIn($"{at}.Cost", typed.Cost, Shop.Settings.Currency), Trimmed(typed.Barcode), weight,
            AmountIn($"{at}.SalePrice", typed.SalePrice, Shop.Settings.Currency), MomentIn($"{at}.SaleFrom", typed.SaleFrom), MomentIn($"{at}.SaleUntil", typed.SaleUntil));
    }

    private List<Option> ReadOptions() => [.. Form.Options.Where(o => !string.IsNullOrWhiteSpace(o.Name) || !string.IsNullOrWhiteSpace(o.Values)).Take(Product.MostOptions + 1).Select(o => new Option(o.Name?.Trim() ?? "", [.. Split(o.Values).Select(ReadValue)]))];

    /// <summary>"Red #b3261e" is a value with a colour.</summary>
    private static OptionValue ReadValue(string typed)
    {
        var at = typed.LastIndexOf('#');
        return at > 0 && typed.Length - at == 7 && typed[(at + 1)..].All(char.IsAsciiHexDigit) ? new(typed[..at].Trim(), typed[at..].ToLowerInvariant()) : new(typed);
    }

    private List<ProductAttribute> Facts() => [.. (Form.Attributes ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(100).Select(line => line.Split(':', 2) is [var name, var value] ? new ProductAttribute(name.Trim(), value.Trim()) : new ProductAttribute(line, ""))];

    private void Wrong(string on, string why) => ModelState.AddModelError($"{nameof(Form)}.{on}", why);

    private static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static List<string> Split(string? text) => [.. (text ?? "").Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.OrdinalIgnoreCase)];

    private static IEnumerable<(string Field, string Now)> Differences(ProductForm mine, ProductForm theirs)
    {
        (string Name, string? Mine, string? Theirs)[] all =
        [
            ("Name", mine.Name, theirs.Name), ("Short line", mine.Blurb, theirs.Blurb), ("Description", mine.Description?.ReplaceLineEndings("\n").Trim(), theirs.Description), ("State", mine.Status, theirs.Status),
            ("Category", mine.Category, theirs.Category), ("Brand", mine.Brand, theirs.Brand), ("Tags", mine.Tags, theirs.Tags), ("Facts", mine.Attributes?.ReplaceLineEndings("\n").Trim(), theirs.Attributes), ("Address", mine.Slug, theirs.Slug),
            ("Title for search engines", mine.SeoTitle, theirs.SeoTitle), ("Text for search engines", mine.SeoText, theirs.SeoText), ("Related goods", mine.Related, theirs.Related),
            .. theirs.Variants.SelectMany(t => mine.Variants.Where(m => m.Id == t.Id).SelectMany(m => (IEnumerable<(string, string?, string?)>)[($"SKU of {t.Sku}", m.Sku, t.Sku), ($"Price of {t.Sku}", m.Price, t.Price), ($"Price before of {t.Sku}", m.WasPrice, t.WasPrice), ($"Cost of {t.Sku}", m.Cost, t.Cost), ($"Sale price of {t.Sku}", m.SalePrice, t.SalePrice), ($"Sale of {t.Sku} begins", m.SaleFrom, t.SaleFrom), ($"Sale of {t.Sku} ends", m.SaleUntil, t.SaleUntil)])),
        ];
        return all.Where(f => (f.Mine ?? "") != (f.Theirs ?? "")).Select(f => (f.Name, string.IsNullOrEmpty(f.Theirs) ? "(empty)" : f.Theirs.Length > 300 ? f.Theirs[..300] + "…" : f.Theirs));
    }
}
