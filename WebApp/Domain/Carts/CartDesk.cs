// What buyers do with a cart, as transactions: put in, change, take out, agree to what changed.
using System.Globalization;

namespace Makola.Domain.Carts;

/// <summary>The deeds of a buyer on his cart. Each is one transaction; prices come from the database.</summary>
public static class CartDesk
{
    /// <summary>Reads a quantity as it was typed: digits only, so that no sign, point or exponent means something unexpected.</summary>
    /// <exception cref="Refusal"><c>cart.qty</c>.</exception>
    public static int ReadQuantity(string? text, int least = 1) =>
        int.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var qty) && qty >= least && qty <= Variant.MostPieces
            ? qty
            : throw new Refusal("cart.qty", "Choose a whole number from {0} to {1}.", least, Variant.MostPieces) { On = "Qty" };

    /// <summary>Puts pieces into the cart of a token, making the cart when it is not there or has become an order.</summary>
    /// <returns>The token to give the visitor.</returns>
    /// <exception cref="Refusal"><c>cart.gone</c>, <c>stock.too_few</c>, <c>cart.full</c>, <c>cart.qty</c>.</exception>
    public static Task<string> AddAsync(ShopDb db, string? token, long variantId, int qty, string? key, DateTimeOffset at, CancellationToken ct) => db.WriteAsync(async () =>
    {
        var good = await FindAsync(db, variantId, ct) ?? throw new Refusal("cart.gone", "This is no longer sold. Please choose something else.") { Status = 409 };
        var cart = await OpenAsync(db, token, ct);
        if (cart is null)
        {
            token = SecretToken.New();
            db.Carts.Add(cart = new Cart { TokenHash = SecretToken.Hash(token) });
        }

        var already = cart.Lines.Find(l => l.VariantId == variantId) is { } line && line.LastKey != key | key is null ? line.Qty : 0;
        if (!good.AllowBackorder && already + qty > good.Available)
        {
            throw already > 0
                ? new Refusal("stock.too_few", "Only {0} left, and {1} of them are in your cart already.", Math.Max(0, good.Available), already) { On = "Qty", Status = 409 }
                : new Refusal("stock.too_few", good.Available > 0 ? "Only {0} left. Please choose fewer." : "Sold out: {0} left.", Math.Max(0, good.Available)) { On = "Qty", Status = 409 };
        }

        cart.Add(variantId, qty, good.Price, key, at);
        return token!;
    }, ct);

    /// <summary>Sets the pieces of a line; 0 takes it out.</summary>
    /// <exception cref="Refusal"><c>stock.too_few</c>, <c>cart.qty</c>.</exception>
    public static Task SetAsync(ShopDb db, string? token, long variantId, int qty, DateTimeOffset at, CancellationToken ct) => db.WriteAsync(async () =>
    {
        if (await OpenAsync(db, token, ct) is not { } cart) return;
        var good = qty > 0 ? await FindAsync(db, variantId, ct) : null;
        var line = cart.Lines.Find(l => l.VariantId == variantId);
        if (good is { AllowBackorder: false } && qty > good.Available && qty > (line?.Qty ?? 0))
            throw new Refusal("stock.too_few", good.Available > 0 ? "Only {0} left. Please choose fewer." : "Sold out: {0} left.", Math.Max(0, good.Available)) { On = $"Qty-{variantId}", Status = 409 };
        cart.Set(variantId, qty, good?.Price, at);
    }, ct);

    /// <summary>The buyer agrees to what changed: prices count as seen, lines come down to what is left, what is gone goes out.</summary>
    public static Task AgreeAsync(ShopDb db, string? token, DateTimeOffset at, CancellationToken ct) => db.WriteAsync(async () =>
    {
        if (await OpenAsync(db, token, ct) is not { } cart) return;
        foreach (var now in (await CartView.ReadAsync(db, token, ct)).Lines) cart.Set(now.VariantId, Math.Min(now.Qty, now.Most), now.Price, at);
    }, ct);

    private static Task<Cart?> OpenAsync(ShopDb db, string? token, CancellationToken ct)
    {
        if (!SecretToken.LooksRight(token)) return Task.FromResult<Cart?>(null);
        var hash = SecretToken.Hash(token!);
        return db.Carts.Include(c => c.Lines).SingleOrDefaultAsync(c => c.TokenHash == hash && c.OrderNumber == null, ct);
    }

    private static Task<Good?> FindAsync(ShopDb db, long variantId, CancellationToken ct) => db.Variants
        .Where(v => v.Id == variantId && v.Product.Status == ProductStatus.Active)
        .Select(v => new Good(v.Price, v.Stock.OnHand - v.Stock.Reserved, v.Stock.AllowBackorder))
        .FirstOrDefaultAsync(ct);

    private sealed record Good(long Price, int Available, bool AllowBackorder);
}
