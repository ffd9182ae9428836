// What buyers do with a cart, as transactions: put in, change, take out, agree to what changed.
using System.Globalization;

namespace Makola.Domain.Carts;

/// <summary>What a buyer should know after lines were put into his cart.</summary>
/// <param name="Text">English sentence with places, key for the localiser.</param>
/// <param name="Values">What goes into the places.</param>
public sealed record CartNote(string Text, params object[] Values);

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
    /// <remarks>Who is signed in has one cart on all his devices: where the cookie's is an order by now, another device's is taken.</remarks>
    public static Task<string> AddAsync(ShopDb db, string? token, long variantId, int qty, string? key, DateTimeOffset at, CancellationToken ct, long? person = null) => db.WriteAsync(async () =>
    {
        var good = await FindAsync(db, variantId, ct) ?? throw new Refusal("cart.gone", "This is no longer sold. Please choose something else.") { Status = 409 };
        (var cart, token) = await OpenAsync(db, token, person, ct);
        cart ??= Make(db, out token);
        await RememberAsync(db, person, token!, ct);

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

    /// <summary>
    /// Puts what an order had into the cart, as far as it is still sold and there. The cart remembers the order's prices, so that it says by itself what
    /// costs another now.
    /// </summary>
    /// <param name="db">The shop.</param>
    /// <param name="token">The visitor's cart; null before he has one.</param>
    /// <param name="order">The order's number; whose it is, is asked by the caller.</param>
    /// <param name="person">Who is signed in.</param>
    /// <param name="at">When.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The token to give the visitor, null when nothing is sold any more; and what he should know.</returns>
    public static Task<(string? Token, IReadOnlyList<CartNote> Notes)> AgainAsync(ShopDb db, string? token, long order, long person, DateTimeOffset at, CancellationToken ct) => db.WriteAsync<(string?, IReadOnlyList<CartNote>)>(async () =>
    {
        var lines = await db.OrderLines.Where(l => l.OrderNumber == order).OrderBy(l => l.LineNo).Take(Cart.MostLines)
            .Select(l => new Wanted(l.VariantId, l.Ordered, l.UnitPrice, l.Choices.Length > 0 ? l.Name + ", " + l.Choices : l.Name)).ToListAsync(ct);
        (var cart, token) = await OpenAsync(db, token, person, ct);
        (cart, token, var notes) = await PourAsync(db, cart, token, lines, at, ct);
        if (cart is null) return (null, notes);
        await RememberAsync(db, person, token!, ct);
        return (token, notes);
    }, ct);

    /// <summary>
    /// Somebody signed in: what he put into a cart as a guest goes into the cart he has in his account, as far as it is there; without one, the guest's is
    /// his from now on.
    /// </summary>
    /// <param name="db">The shop.</param>
    /// <param name="person">Who signed in.</param>
    /// <param name="guest">The cart of the browser; null for none.</param>
    /// <param name="at">When.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The token to give the browser, null when there is no cart; and what he should know.</returns>
    public static Task<(string? Token, IReadOnlyList<CartNote> Notes)> JoinAsync(ShopDb db, long person, string? guest, DateTimeOffset at, CancellationToken ct) => db.WriteAsync<(string?, IReadOnlyList<CartNote>)>(async () =>
    {
        var own = await OwnAsync(db, person, ct);
        var mine = await OpenAsync(db, own, ct);
        if (own is not null && own == guest) return (own, []);
        // Left in this browser by somebody else whose sign-in ran out: it stays his.
        if (guest is not null && await db.Users.AnyAsync(u => u.CartToken == guest && u.Id != person, ct)) guest = null;
        var theirs = await CartView.ReadAsync(db, guest, ct);
        if (theirs.Lines.Count == 0) return (mine is null ? null : own, []);
        if (mine is null || mine.Lines.Count == 0)
        {
            await RememberAsync(db, person, guest!, ct);
            return (guest, []);
        }

        var before = await CartView.ReadAsync(db, own, ct);
        List<CartNote> notes = [new("What you had in your cart before is here too: {0}.", string.Join(", ", before.Lines.Take(5).Select(l => l.Name)) + (before.Lines.Count > 5 ? " …" : ""))];
        List<Wanted> lines = [.. theirs.Lines.Select(l => new Wanted(l.VariantId, l.Qty, l.PriceSeen, l.Choices.Length > 0 ? $"{l.Name}, {l.Choices}" : l.Name))];
        var (_, _, more) = await PourAsync(db, mine, own, lines, at, ct);
        await db.Carts.Where(c => c.Id == theirs.Id).ExecuteDeleteAsync(ct);
        return (own, [.. notes, .. more]);
    }, ct);

    /// <summary>The cart of a browser, or, where that became an order, the one its person has on another device.</summary>
    public static async Task<string?> TokenOfAsync(ShopDb db, string? token, long person, CancellationToken ct) => (await OpenAsync(db, token, person, ct)).Token;

    /// <summary>Puts lines into a cart as far as they are sold and there; makes the cart when it is needed.</summary>
    private static async Task<(Cart? Cart, string? Token, List<CartNote> Notes)> PourAsync(ShopDb db, Cart? cart, string? token, List<Wanted> lines, DateTimeOffset at, CancellationToken ct)
    {
        var ids = lines.ConvertAll(l => l.VariantId);
        var goods = await db.Variants.Where(v => ids.Contains(v.Id) && v.Product.Status == ProductStatus.Active)
            .Select(v => new { v.Id, Good = new Good(v.Price, v.Stock.OnHand - v.Stock.Reserved, v.Stock.AllowBackorder) }).ToDictionaryAsync(v => v.Id, v => v.Good, ct);
        List<CartNote> notes = [];
        foreach (var line in lines)
        {
            var already = cart?.Lines.Find(l => l.VariantId == line.VariantId)?.Qty ?? 0;
            if (!goods.TryGetValue(line.VariantId, out var good))
            {
                notes.Add(new("{0} is no longer sold.", line.Name));
                continue;
            }

            var most = Math.Min(Variant.MostPieces, good.AllowBackorder ? Variant.MostPieces : Math.Max(0, good.Available));
            var qty = Math.Min(line.Qty, most - already);
            if (qty < line.Qty) notes.Add(most == 0 ? new("{0} is sold out.", line.Name) : new("{0}: only {1} left, you wanted {2}.", line.Name, most, already + line.Qty));
            if (qty <= 0) continue;
            if (cart is { Lines.Count: >= Cart.MostLines } && already == 0)
            {
                notes.Add(new("A cart holds {0} different goods: {1} did not go in.", Cart.MostLines, line.Name));
                continue;
            }

            cart ??= Make(db, out token);
            cart.Add(line.VariantId, qty, line.Price, null, at);
        }

        return (cart, token, notes);
    }

    private static Task<Cart?> OpenAsync(ShopDb db, string? token, CancellationToken ct)
    {
        if (!SecretToken.LooksRight(token)) return Task.FromResult<Cart?>(null);
        var hash = SecretToken.Hash(token!);
        return db.Carts.Include(c => c.Lines).SingleOrDefaultAsync(c => c.TokenHash == hash && c.OrderNumber == null, ct);
    }

    private static async Task<(Cart? Cart, string? Token)> OpenAsync(ShopDb db, string? token, long? person, CancellationToken ct)
    {
        var cart = await OpenAsync(db, token, ct);
        if (cart is not null || person is null) return (cart, token);
        var own = await OwnAsync(db, person.Value, ct);
        return (await OpenAsync(db, own, ct), own);
    }

    private static Task<string?> OwnAsync(ShopDb db, long person, CancellationToken ct) => db.Users.Where(u => u.Id == person).Select(u => u.CartToken).FirstOrDefaultAsync(ct);

    private static Cart Make(ShopDb db, out string? token)
    {
        token = SecretToken.New();
        var cart = new Cart { TokenHash = SecretToken.Hash(token) };
        db.Carts.Add(cart);
        return cart;
    }

    /// <summary>Notes which cart is a person's.</summary>
    private static Task RememberAsync(ShopDb db, long? person, string token, CancellationToken ct) => person is null
        ? Task.CompletedTask
        : db.Users.Where(u => u.Id == person && u.CartToken != token).ExecuteUpdateAsync(set => set.SetProperty(u => u.CartToken, token), ct);

    private static Task<Good?> FindAsync(ShopDb db, long variantId, CancellationToken ct) => db.Variants
        .Where(v => v.Id == variantId && v.Product.Status == ProductStatus.Active)
        .Select(v => new Good(v.Price, v.Stock.OnHand - v.Stock.Reserved, v.Stock.AllowBackorder))
        .FirstOrDefaultAsync(ct);

    /// <summary>A line that is to go into a cart.</summary>
    private sealed record Wanted(long VariantId, int Qty, long Price, string Name);

    private sealed record Good(long Price, int Available, bool AllowBackorder);
}
