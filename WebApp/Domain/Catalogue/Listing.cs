// Lists of goods: what a customer can ask for (sort, filters, page) and the page of cards he gets.
using System.Linq.Expressions;

namespace Makola.Domain.Catalogue;

/// <summary>The orders a list can have.</summary>
public enum Sort
{
    /// <summary>Most sold in the last 60 days first.</summary>
    Popular,

    /// <summary>Newest first.</summary>
    New,

    /// <summary>Cheapest first.</summary>
    Price,

    /// <summary>Dearest first.</summary>
    PriceDown,

    /// <summary>By name.</summary>
    Name,
}

/// <summary>What a customer asks of a list. Anything unknown or out of range in the address is left out, never an error.</summary>
public sealed record ListingFilter
{
    /// <summary>Most options and most values of one option that are looked at: 60 filters at once cost no more than these.</summary>
    public const int MostOptions = 6, MostValues = 20;

    /// <summary>Order of the list.</summary>
    public Sort Sort { get; init; } = Sort.Popular;

    /// <summary>Page from 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>Lowest price, minor units; null for none.</summary>
    public long? Min { get; init; }

    /// <summary>Highest price, minor units; null for none.</summary>
    public long? Max { get; init; }

    /// <summary>Only what can be bought now.</summary>
    public bool InStock { get; init; }

    /// <summary>Wanted values by option: any of the values, of every option named.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Options { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>True when nothing narrows the list.</summary>
    public bool IsPlain => Min is null && Max is null && !InStock && Options.Count == 0;

    /// <summary>
    /// Reads the address: <c>sort=price&amp;page=2&amp;min=10&amp;max=99.50&amp;stock=1&amp;o.Size=M&amp;o.Size=L</c>.
    /// </summary>
    /// <param name="query">Keys and values of the query string.</param>
    /// <param name="currency">Currency that prices are typed in.</param>
    public static ListingFilter Read(IEnumerable<KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>> query, string currency)
    {
        var filter = new ListingFilter();
        Dictionary<string, IReadOnlyList<string>>? options = null;
        foreach (var (key, values) in query)
        {
            var value = values.Count > 0 ? values[0] : null;
            if (value is not { Length: > 0 and <= 100 }) continue;
            filter = key switch
            {
                "sort" => filter with { Sort = SortOf(value) },
                "page" => filter with { Page = int.TryParse(value, System.Globalization.NumberStyles.None, null, out var page) ? Math.Clamp(page, 1, 100_000) : 1 },
                "min" => filter with { Min = Money.TryParse(value, currency, out var min) ? min.Minor : null },
                "max" => filter with { Max = Money.TryParse(value, currency, out var max) ? max.Minor : null },
                "stock" => filter with { InStock = value == "1" },
                _ => filter,
            };
            if (key is ['o', '.', _, ..] && key.Length <= 42 && (options ??= []).Count < MostOptions)
                options[key[2..]] = [.. values.Where(v => v is { Length: > 0 and <= 60 }).Take(MostValues)!];
        }

        return options is null ? filter : filter with { Options = options };
    }

    /// <summary>The word of a sort in the address.</summary>
    public static string WordOf(Sort sort) => sort switch
    {
        Sort.New => "new",
        Sort.Price => "price",
        Sort.PriceDown => "-price",
        Sort.Name => "name",
        _ => "popular",
    };

    /// <summary>The same wish as an address, without the leading question mark; another page when named.</summary>
    public string ToQuery(int? page = null, Sort? sort = null)
    {
        var parts = new List<string>();
        if ((sort ?? Sort) is var s && s != Sort.Popular) parts.Add($"sort={WordOf(s)}");
        if (Min is { } min) parts.Add($"min={Amount(min)}");
        if (Max is { } max) parts.Add($"max={Amount(max)}");
        if (InStock) parts.Add("stock=1");
        foreach (var (name, values) in Options)
            foreach (var value in values)
                parts.Add($"o.{Uri.EscapeDataString(name)}={Uri.EscapeDataString(value)}");
        if ((page ?? Page) is var p && p > 1) parts.Add($"page={p}");
        return string.Join('&', parts);
    }

    /// <summary>Currency the bounds are written in; only its decimals matter.</summary>
    public string Currency { get; init; } = "GHS";

    /// <summary>Whether the same is asked.</summary>
    public bool Equals(ListingFilter? other) => other is not null && (Sort, Page, Min, Max, InStock, Currency) == (other.Sort, other.Page, other.Min, other.Max, other.InStock, other.Currency)
        && Options.Count == other.Options.Count && (Options.Count == 0 || ToQuery() == other.ToQuery());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Sort, Page, Min, Max, InStock, Options.Count);

    private string Amount(long minor) => new Money(minor, Currency).Plain;

    private static Sort SortOf(string word) => word switch
    {
        "new" => Sort.New,
        "price" => Sort.Price,
        "-price" => Sort.PriceDown,
        "name" => Sort.Name,
        _ => Sort.Popular,
    };
}

/// <summary>A page of a list.</summary>
/// <param name="Cards">At most <see cref="Listing.PageSize"/>.</param>
/// <param name="Total">Goods in the whole list.</param>
/// <param name="Page">This page, from 1.</param>
public sealed record ListingPage(IReadOnlyList<ProductCard> Cards, int Total, int Page)
{
    /// <summary>How many pages there are; at least 1.</summary>
    public int Pages => Math.Max(1, (Total + Listing.PageSize - 1) / Listing.PageSize);

    /// <summary>Whether the same cards are shown, at the same place.</summary>
    public bool Equals(ListingPage? other) => other is not null && (Total, Page) == (other.Total, other.Page) && Cards.SequenceEqual(other.Cards);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Total, Page, Cards.Count > 0 ? Cards[0].Id : 0);
}

/// <summary>Reads lists of goods. The plain page of a category is one compiled query that walks an index.</summary>
public static class Listing
{
    /// <summary>Cards on a page.</summary>
    public const int PageSize = 24;

    private static readonly Func<ShopDb, long, int, int, IAsyncEnumerable<ProductCard>> ByPopularity = EF.CompileAsyncQuery(
        (ShopDb db, long category, int skip, int take) => db.ShelfPlaces.Where(s => s.CategoryId == category)
            .OrderByDescending(s => s.Popularity).ThenByDescending(s => s.ProductId).Skip(skip).Take(take).Select(s => s.Product).Select(ProductCard.From));

    /// <summary>Goods of a category and all below it.</summary>
    public static async Task<ListingPage> OfCategoryAsync(ShopDb db, Shelf shelf, ListingFilter filter, CancellationToken ct)
    {
        if (filter is { IsPlain: true, Sort: Sort.Popular })
        {
            var cards = new List<ProductCard>(PageSize);
            await foreach (var card in ByPopularity(db, shelf.Id, (filter.Page - 1) * PageSize, PageSize).WithCancellation(ct)) cards.Add(card);
            return new(cards, shelf.Goods, filter.Page);
        }

        var places = Narrow(db, db.ShelfPlaces.Where(s => s.CategoryId == shelf.Id), filter, s => s.Product);
        var total = filter.IsPlain ? shelf.Goods : await places.CountAsync(ct);
        var sorted = filter.Sort switch
        {
            Sort.New => places.OrderByDescending(s => s.CreatedAt).ThenByDescending(s => s.ProductId),
            Sort.Price => places.OrderBy(s => s.PriceFrom).ThenBy(s => s.ProductId),
            Sort.PriceDown => places.OrderByDescending(s => s.PriceFrom).ThenByDescending(s => s.ProductId),
            Sort.Name => places.OrderBy(s => s.Name).ThenBy(s => s.ProductId),
            _ => places.OrderByDescending(s => s.Popularity).ThenByDescending(s => s.ProductId),
        };
        return await PageAsync(sorted.Select(s => s.Product), total, filter.Page, ct);
    }

    /// <summary>Goods among those given (a brand's, a search's), narrowed and sorted.</summary>
    /// <param name="db">The shop.</param>
    /// <param name="goods">Visible goods, a bounded set.</param>
    /// <param name="filter">What the customer asks.</param>
    /// <param name="ct">Stops the work.</param>
    public static async Task<ListingPage> OfAsync(ShopDb db, IQueryable<Product> goods, ListingFilter filter, CancellationToken ct)
    {
        var narrowed = Narrow(db, goods, filter, p => p);
        var total = await narrowed.CountAsync(ct);
        var sorted = filter.Sort switch
        {
            Sort.New => narrowed.OrderByDescending(p => p.CreatedAt).ThenByDescending(p => p.Id),
            Sort.Price => narrowed.OrderBy(p => p.PriceFrom).ThenBy(p => p.Id),
            Sort.PriceDown => narrowed.OrderByDescending(p => p.PriceFrom).ThenByDescending(p => p.Id),
            Sort.Name => narrowed.OrderBy(p => p.Name.ToLower()).ThenBy(p => p.Id),
            _ => narrowed.OrderByDescending(p => p.Popularity).ThenByDescending(p => p.Id),
        };
        return await PageAsync(sorted, total, filter.Page, ct);
    }

    /// <summary>Goods in the order they are given (a search's, best first), narrowed; any sort but the usual one puts them in its own order.</summary>
    /// <param name="db">The shop.</param>
    /// <param name="ids">Keys of visible goods, a thousand at most.</param>
    /// <param name="filter">What the customer asks.</param>
    /// <param name="ct">Stops the work.</param>
    public static async Task<ListingPage> OfRankedAsync(ShopDb db, IReadOnlyList<long> ids, ListingFilter filter, CancellationToken ct)
    {
        // One parameter for all keys: a thousand of their own would each be searched for by name.
        var goods = db.Products.Where(p => EF.Parameter(ids).Contains(p.Id) && p.Status == ProductStatus.Active);
        if (filter.Sort != Sort.Popular) return await OfAsync(db, goods, filter, ct);

        var left = filter.IsPlain ? null : (await Narrow(db, goods, filter, p => p).Select(p => p.Id).ToListAsync(ct)).ToHashSet();
        var ranked = left is null ? ids : [.. ids.Where(left.Contains)];
        var page = ranked.Skip((filter.Page - 1) * PageSize).Take(PageSize).ToList();
        var cards = page.Count == 0 ? [] : await goods.Where(p => page.Contains(p.Id)).Select(ProductCard.From).ToListAsync(ct);
        return new([.. cards.OrderBy(c => page.IndexOf(c.Id))], ranked.Count, filter.Page);
    }

    /// <summary>Visible goods by their keys, in the order of the keys.</summary>
    public static async Task<IReadOnlyList<ProductCard>> OfKeysAsync(ShopDb db, IReadOnlyList<long> ids, CancellationToken ct)
    {
        var cards = await db.Products.Where(p => EF.Parameter(ids).Contains(p.Id) && p.Status == ProductStatus.Active).Select(ProductCard.From).ToListAsync(ct);
        return [.. ids.SelectMany(i => cards.Where(c => c.Id == i))];
    }

    private static async Task<ListingPage> PageAsync(IQueryable<Product> sorted, int total, int page, CancellationToken ct)
    {
        var cards = await sorted.Skip((page - 1) * PageSize).Take(PageSize).Select(ProductCard.From).ToListAsync(ct);
        return new(cards, total, page);
    }

    /// <summary>Adds the customer's filters. An option matches through one variant, which must be in stock when only that is asked for.</summary>
    private static IQueryable<T> Narrow<T>(ShopDb db, IQueryable<T> rows, ListingFilter filter, Expression<Func<T, Product>> product)
    {
        if (filter.Min is { } min) rows = rows.Where(On(product, p => p.PriceTo >= min));
        if (filter.Max is { } max) rows = rows.Where(On(product, p => p.PriceFrom <= max));
        if (filter.InStock) rows = rows.Where(On(product, p => p.InStock));
        foreach (var (name, values) in filter.Options)
        {
            rows = filter.InStock
                ? rows.Where(On(product, p => db.FilterValues.Any(f => f.ProductId == p.Id && f.Name == name && values.Contains(f.Value)
                    && db.StockItems.Any(s => s.VariantId == f.VariantId && (s.AllowBackorder || s.OnHand > s.Reserved)))))
                : rows.Where(On(product, p => db.FilterValues.Any(f => f.ProductId == p.Id && f.Name == name && values.Contains(f.Value))));
        }

        return rows;
    }

    /// <summary>A condition on a product, as a condition on the row that leads to it.</summary>
    private static Expression<Func<T, bool>> On<T>(Expression<Func<T, Product>> product, Expression<Func<Product, bool>> condition) =>
        Expression.Lambda<Func<T, bool>>(new Swap(condition.Parameters[0], product.Body).Visit(condition.Body), product.Parameters);

    private sealed class Swap(ParameterExpression parameter, Expression by) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == parameter ? by : node;
    }
}
