// A cart as it stands now: today's prices and stock beside what the buyer last saw, and what is in the way. Reading changes nothing.
namespace Makola.Domain.Carts;

/// <summary>Something the buyer should know about a line.</summary>
/// <param name="Code"><c>gone</c>, <c>few</c>, <c>dearer</c> or <c>cheaper</c>.</param>
/// <param name="Text">English sentence with places, key for the localiser.</param>
/// <param name="Values">What goes into the places.</param>
public sealed record CartProblem(string Code, string Text, params object[] Values)
{
    /// <summary>True when the cart cannot be ordered like this; false when the buyer only needs to know.</summary>
    public bool Blocks => Code is "gone" or "few";
}

/// <summary>A line of a cart with everything a page shows of it.</summary>
public sealed record CartViewLine(
    long VariantId, long ProductId, string Slug, string Name, string Choices, string Sku, string? Picture,
    long Price, long PriceSeen, int Qty, bool OnSale, int Available, bool AllowBackorder)
{
    /// <summary>Price of the whole line, minor units.</summary>
    public long Total => Price * Qty;

    /// <summary>Most pieces that can be had now.</summary>
    public int Most => !OnSale ? 0 : AllowBackorder ? Variant.MostPieces : Math.Clamp(Available, 0, Variant.MostPieces);

    /// <summary>Tile tint, 1 to 6.</summary>
    public int Tint => Tints.Of(ProductId);

    /// <summary>What the buyer should know about it.</summary>
    /// <param name="shop">For the currency of the amounts.</param>
    public IEnumerable<CartProblem> Problems(ShopSettings shop)
    {
        if (!OnSale) yield return new("gone", "No longer sold. Please remove it.");
        else if (Most == 0) yield return new("gone", "Sold out. Please remove it.");
        else if (Qty > Most) yield return new("few", "Only {0} left. Please order fewer.", Most);
        if (OnSale && Price > PriceSeen) yield return new("dearer", "The price changed from {0} to {1}.", shop.Money(PriceSeen), shop.Money(Price));
        if (OnSale && Price < PriceSeen) yield return new("cheaper", "Good news: the price fell from {0} to {1}.", shop.Money(PriceSeen), shop.Money(Price));
    }
}

/// <summary>A cart as it stands now.</summary>
/// <param name="Id">Key of the cart.</param>
/// <param name="Version">See <see cref="Cart.Version"/>.</param>
/// <param name="OrderNumber">The order it became; null while open.</param>
/// <param name="Lines">In the order they were added.</param>
public sealed record CartView(long Id, int Version, long? OrderNumber, IReadOnlyList<CartViewLine> Lines)
{
    /// <summary>A cart nothing was put into yet.</summary>
    public static readonly CartView Empty = new(0, 0, null, []);

    /// <summary>Pieces in all.</summary>
    public int Pieces => Lines.Sum(l => l.Qty);

    /// <summary>True when it can be ordered as it stands.</summary>
    public bool CanBeOrdered(ShopSettings shop) => Lines.Count > 0 && !Lines.SelectMany(l => l.Problems(shop)).Any(p => p.Blocks);

    /// <summary>Reads the open cart of a cookie's token: one query, whatever the number of lines.</summary>
    /// <returns><see cref="Empty"/> when there is none or it has become an order.</returns>
    public static async Task<CartView> ReadAsync(ShopDb db, string? token, CancellationToken ct)
    {
        if (!SecretToken.LooksRight(token)) return Empty;
        var hash = SecretToken.Hash(token!);
        var rows = await (
            from cart in db.Carts.AsNoTracking()
            where cart.TokenHash == hash && cart.OrderNumber == null
            from line in cart.Lines
            join variant in db.Variants on line.VariantId equals variant.Id
            orderby line.AddedAt, line.VariantId
            select new
            {
                cart.Id, cart.Version, line.VariantId, variant.ProductId, variant.Product.Slug, variant.Product.Name, variant.ChoiceText, variant.Sku,
                Picture = variant.PicturePath ?? variant.Product.CoverPath, variant.Price, line.UnitPriceSeen, line.Qty,
                OnSale = variant.Product.Status == ProductStatus.Active && !variant.Retired,
                variant.Stock.OnHand, variant.Stock.Reserved, variant.Stock.AllowBackorder,
            }).IgnoreQueryFilters().ToListAsync(ct);
        if (rows.Count == 0) return Empty;

        return new(rows[0].Id, rows[0].Version, null, [.. rows.Select(r => new CartViewLine(
            r.VariantId, r.ProductId, r.Slug, r.Name, r.ChoiceText, r.Sku, r.Picture,
            r.Price, r.UnitPriceSeen, r.Qty, r.OnSale, r.OnHand - r.Reserved, r.AllowBackorder))]);
    }

    /// <summary>Pieces in the open cart of a token, for the badge in the header.</summary>
    public static Task<int> CountAsync(ShopDb db, string token, CancellationToken ct) => CountQuery(db, SecretToken.Hash(token));

    private static readonly Func<ShopDb, string, Task<int>> CountQuery = EF.CompileAsyncQuery(
        (ShopDb db, string hash) => db.Carts.Where(c => c.TokenHash == hash && c.OrderNumber == null).SelectMany(c => c.Lines).Sum(l => l.Qty));
}
