// One collection on one page: its words, and its goods by hand or by a rule, with a count of the rule as it is written.
using System.Globalization;
using Makola.Data.Sqlite;
using Makola.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Makola.Pages.Office.Collections;

/// <summary>The page <c>/office/collections/{id}</c>, and <c>/office/collections/new</c>.</summary>
[RequestSizeLimit(Uploads.OneAtMost), RequestFormLimits(MultipartBodyLengthLimit = Uploads.OneAtMost)]
[Needs(Scopes.Products)]
public sealed class CollectionPageModel(ShopDb db, CurrentShop shop) : ShelfPage(db, shop)
{
    private const int MostOffers = 12, Previewed = 8;

    private CollectionRule? rule;

    /// <summary>What is typed.</summary>
    [BindProperty]
    public CollectionForm Form { get; set; } = new();

    /// <summary>The collection as it stands; null for a new one.</summary>
    public Collection? Collection { get; private set; }

    /// <summary>The goods chosen by hand, in their order.</summary>
    public IReadOnlyList<ProductCard> Goods { get; private set; } = [];

    /// <summary>Words goods to add are looked for by.</summary>
    public string? Asked { get; private set; }

    /// <summary>Goods that can be added; null until something was looked for.</summary>
    public IReadOnlyList<ProductCard>? Offers { get; private set; }

    /// <summary>How many goods meet the rule, and the first of them; null until asked for.</summary>
    public (int Count, IReadOnlyList<ProductCard> First)? Found { get; private set; }

    /// <summary>Names of brands, to choose from while typing.</summary>
    public IReadOnlyList<string> Brands { get; private set; } = [];

    /// <summary>Where the form goes.</summary>
    public string Action => Key is { } id ? $"/office/collections/{id}" : "/office/collections/new";

    /// <summary>The states as a select shows them.</summary>
    public static IEnumerable<SelectListItem> States { get; } = [new("Draft: only staff see it", "draft"), new("In the shop", "shown")];

    /// <summary>How conditions count, as a select shows it.</summary>
    public static IEnumerable<SelectListItem> Matches { get; } = [new("all of these", "all"), new("any of these", "any")];

    /// <summary>The collection, all as typed.</summary>
    public sealed record CollectionForm
    {
        /// <summary>Of what was shown.</summary>
        public int Version { get; init; }

        /// <summary>Of the collection.</summary>
        public string? Name { get; init; }

        /// <summary><c>draft</c> or <c>shown</c>.</summary>
        public string? State { get; init; }

        /// <summary>On top of its page.</summary>
        public string? Text { get; init; }

        /// <summary>Its place in the address.</summary>
        public string? Slug { get; init; }

        /// <summary>Path of its picture.</summary>
        public string? Emblem { get; init; }

        /// <summary>False: by hand.</summary>
        public bool ByRule { get; init; }

        /// <summary>Keys of the goods chosen by hand, with commas between.</summary>
        public string? Goods { get; init; }

        /// <summary><c>all</c> or <c>any</c>.</summary>
        public string? Match { get; init; }

        /// <summary>With commas between.</summary>
        public string? Tag { get; init; }

        /// <summary>Keys.</summary>
        public List<long> Category { get; init; } = [];

        /// <summary>By name.</summary>
        public string? Brand { get; init; }

        /// <summary>An amount.</summary>
        public string? PriceUnder { get; init; }

        /// <summary>An amount.</summary>
        public string? PriceOver { get; init; }

        /// <summary>Costs less than before.</summary>
        public bool OnSale { get; init; }

        /// <summary>Can be bought now.</summary>
        public bool InStock { get; init; }

        /// <summary>Days.</summary>
        public string? NewerThan { get; init; }
    }

    /// <summary>Shows the collection, or an empty form.</summary>
    public async Task<IActionResult> OnGetAsync(long? id, CancellationToken ct)
    {
        if (!await FindAsync(id, ct)) return NotFound();
        if (Collection is not null) Form = Shown(Collection);
        await ShowGoodsAsync(ct);
        return Page();
    }

    /// <summary>Saves it, or makes it.</summary>
    public async Task<IActionResult> OnPostAsync(long? id, [FromServices] Album album, CancellationToken ct)
    {
        if (!await FindAsync(id, ct)) return NotFound();
        if (Form.ByRule) rule = await ReadRuleAsync(ct);
        if (!ModelState.IsValid) return await RefusedAsync(ct);

        CollectionEdit Edit(string? emblem) => new()
        {
            Name = Trimmed(Form.Name) ?? "", Slug = Trimmed(Form.Slug), Text = Form.Text?.Trim() ?? "", Emblem = emblem, Shown = Form.State == "shown",
            Rule = rule, Goods = Keys(),
        };
        return await SaveAsync(album, Form.Emblem, async emblem =>
        {
            var made = await Edit(emblem).CreateAsync(Db, Me, Shop.Now, ct);
            return ($"/office/collections/{made.Id}", $"{made.Name} is made.{(made.Shown ? "" : " It is a draft: only staff see it.")}");
        }, (known, emblem) => Edit(emblem).SaveAsync(Db, known, Form.Version, Me, Shop.Now, ct), "Saved.", ct);
    }

    /// <summary>Counts the goods that meet the rule as it is typed; saves nothing.</summary>
    public async Task<IActionResult> OnPostCountAsync(long? id, CancellationToken ct)
    {
        if (!IsHtmx && !await FindAsync(id, ct)) return NotFound();
        var typed = await ReadRuleAsync(ct);
        if (ModelState.IsValid && typed.Conditions.Count > 0)
        {
            var ids = await Shelves.MeetingAsync(Db, typed, Shop.Now, ct);
            Found = (ids.Count, await Listing.OfKeysAsync(Db, [.. ids.Take(Previewed)], ct));
        }

        if (IsHtmx) return Partial("_Found", Found);
        if (!ModelState.IsValid) return await RefusedAsync(ct);
        await ShowGoodsAsync(ct);
        return Page();
    }

    /// <summary>Adds, moves or takes out goods chosen by hand, or looks for goods to add; saves nothing.</summary>
    public async Task<IActionResult> OnPostChooseAsync(long? id, long? add, long? up, long? down, long? remove, string? find, CancellationToken ct)
    {
        ModelState.Clear();
        if (!IsHtmx && !await FindAsync(id, ct)) return NotFound();
        var keys = Keys();
        if (add is { } added && !keys.Contains(added)) keys.Add(added);
        if (remove is { } removed) keys.Remove(removed);
        if (keys.IndexOf(up ?? -1) is > 0 and var higher) (keys[higher - 1], keys[higher]) = (keys[higher], keys[higher - 1]);
        if (keys.IndexOf(down ?? -1) is >= 0 and var lower && lower < keys.Count - 1) (keys[lower + 1], keys[lower]) = (keys[lower], keys[lower + 1]);
        Form = Form with { Goods = string.Join(',', keys) };

        (Asked, var looked) = (find, (up ?? down ?? remove) is null);
        if (looked && !string.IsNullOrWhiteSpace(find))
        {
            var (found, _) = await GoodsSearch.FindAsync(Db, find, ct);
            Offers = [.. (await Listing.OfKeysAsync(Db, [.. found.Take(MostOffers)], ct)).Where(card => !keys.Contains(card.Id))];
        }

        await ShowGoodsAsync(ct);
        return IsHtmx ? Partial("_Chosen", this) : Page();
    }

    /// <summary>Deletes it.</summary>
    public async Task<IActionResult> OnPostDeleteAsync(long id, CancellationToken ct)
    {
        if (!await FindAsync(id, ct)) return NotFound();
        await CollectionEdit.DeleteAsync(Db, id, Me, Shop.Now, ct);
        return SayAt("/office/collections", $"{Collection!.Name} is deleted. It can be taken back in the history.");
    }

    /// <inheritdoc/>
    public override async Task<IActionResult> AgainAsync(CancellationToken ct)
    {
        var again = await base.AgainAsync(ct);
        await ShowGoodsAsync(ct);
        return again;
    }

    /// <inheritdoc/>
    protected override async Task<bool> FindAsync(long? id, CancellationToken ct)
    {
        if (id is { } known)
        {
            Collection = await Db.Collections.AsNoTracking().SingleOrDefaultAsync(c => c.Id == known, ct);
            if (Collection is null) return false;
            History = await RecordHistory.OfAsync(Db, nameof(Collection), known, $"/office/collections/{known}", ct);
        }

        await OfferPicturesAsync(CoversOf(id), Collection?.Emblem, ct);
        var asked = Collection?.Rule.Conditions.Find(c => c.What == RuleKind.Brand) is { } brand ? KeyIn(brand.Value) : null;
        var brands = await Db.Brands.OrderByDescending(b => b.Id == asked).ThenBy(b => b.Name).Take(200).Select(b => new { b.Id, b.Name }).ToListAsync(ct);
        (Brands, brandName) = ([.. brands.Select(b => b.Name)], brands.Find(b => b.Id == asked)?.Name);
        return true;
    }

    private string? brandName;

    /// <inheritdoc/>
    protected override IEnumerable<(string Field, string? Mine, string? Now)> Compare()
    {
        var (mine, now) = (Form, Shown(Collection!));
        Form = mine with { Version = now.Version };
        return
        [
            ("Name", mine.Name, now.Name), ("State", mine.State, now.State), ("Text", mine.Text?.Trim(), now.Text), ("Address", mine.Slug, now.Slug), ("Picture", mine.Emblem, now.Emblem),
            ("Its goods", mine.ByRule ? "By a rule" : "Chosen by hand", now.ByRule ? "By a rule" : "Chosen by hand"), ("Keys of the goods", mine.Goods, now.Goods),
            ("Tag", mine.Tag, now.Tag), ("Brand", mine.Brand, now.Brand), ("Price under", mine.PriceUnder, now.PriceUnder), ("Price over", mine.PriceOver, now.PriceOver), ("Newer than", mine.NewerThan, now.NewerThan),
        ];
    }

    private async Task<IActionResult> RefusedAsync(CancellationToken ct)
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        await ShowGoodsAsync(ct);
        return Page();
    }

    private async Task ShowGoodsAsync(CancellationToken ct)
    {
        var keys = Keys();
        var cards = keys.Count == 0 ? [] : await Db.Products.Where(p => EF.Parameter(keys).Contains(p.Id)).Select(ProductCard.From).ToDictionaryAsync(c => c.Id, ct);
        Goods = [.. keys.Where(cards.ContainsKey).Select(k => cards[k])];
    }

    private List<long> Keys() => [.. (Form.Goods ?? "").Split(',').Select(KeyIn).OfType<long>().Distinct().Take(Collection.MostGoods + 1)];

    private async Task<CollectionRule> ReadRuleAsync(CancellationToken ct)
    {
        List<Condition> conditions = [.. (Form.Tag ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(tag => new Condition(RuleKind.Tag, tag))];
        conditions.AddRange(Form.Category.Where(id => Shop.Categories.Find(id) is not null).Select(id => new Condition(RuleKind.Category, Plain(id))));
        if (Trimmed(Form.Brand) is { } brand)
        {
            if (await Db.Brands.Where(b => b.Name == brand).Select(b => (long?)b.Id).FirstOrDefaultAsync(ct) is { } id) conditions.Add(new(RuleKind.Brand, Plain(id)));
            else ModelState.AddModelError("Form.Brand", "There is no brand of that name.");
        }

        if (AmountIn(nameof(Form.PriceUnder), Form.PriceUnder, Shop.Settings.Currency) is { } under) conditions.Add(new(RuleKind.PriceUnder, Plain(under)));
        if (AmountIn(nameof(Form.PriceOver), Form.PriceOver, Shop.Settings.Currency) is { } over) conditions.Add(new(RuleKind.PriceOver, Plain(over)));
        if (Form.OnSale) conditions.Add(new(RuleKind.OnSale));
        if (Form.InStock) conditions.Add(new(RuleKind.InStock));
        if (Trimmed(Form.NewerThan) is { } days) conditions.Add(new(RuleKind.NewerThan, days));
        return new() { Any = Form.Match == "any", Conditions = conditions };
    }

    private CollectionForm Shown(Collection c)
    {
        string? One(RuleKind what) => c.Rule.Conditions.Find(x => x.What == what)?.Value;
        string? Amount(RuleKind what) => KeyIn(One(what)) is { } minor ? Shop.Money(minor).Plain : null;
        return new()
        {
            Version = c.Version, Name = c.Name, State = c.Shown ? "shown" : "draft", Text = c.Text, Slug = c.Slug, Emblem = c.Emblem, ByRule = !c.IsByHand, Goods = string.Join(',', c.Goods),
            Match = c.Rule.Any ? "any" : "all", Tag = string.Join(", ", c.Rule.Conditions.Where(x => x.What == RuleKind.Tag).Select(x => x.Value)),
            Category = [.. c.Rule.Conditions.Where(x => x.What == RuleKind.Category).Select(x => KeyIn(x.Value)).OfType<long>()], Brand = brandName,
            PriceUnder = Amount(RuleKind.PriceUnder), PriceOver = Amount(RuleKind.PriceOver), NewerThan = One(RuleKind.NewerThan),
            OnSale = One(RuleKind.OnSale) is not null, InStock = One(RuleKind.InStock) is not null,
        };
    }

    private static string Plain(long number) => number.ToString(CultureInfo.InvariantCulture);
}
