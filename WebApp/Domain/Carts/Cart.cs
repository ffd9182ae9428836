// What a buyer has put together, before it is an order.
namespace Makola.Domain.Carts;

/// <summary>
/// A guest's cart. Made at the first add, never at a visit; found by the cookie's token, of which only a hash is kept.
/// </summary>
public sealed class Cart
{
    /// <summary>Most lines a cart can have.</summary>
    public const int MostLines = 100;

    /// <summary>Days after the last change until a cart is thrown away.</summary>
    public const int KeptDays = 30;

    /// <summary>Database key.</summary>
    public long Id { get; private set; }

    /// <summary>SHA-256 of the cookie's token. Unique.</summary>
    public required string TokenHash { get; init; }

    /// <summary>Rises with each change: part of the key that makes placing idempotent.</summary>
    public int Version { get; private set; }

    /// <summary>Last change.</summary>
    public DateTimeOffset TouchedAt { get; private set; }

    /// <summary>The order it became; a cart with an order is closed.</summary>
    public long? OrderNumber { get; private set; }

    /// <summary>What is in it, in the order it was added.</summary>
    public List<CartLine> Lines { get; private set; } = [];

    /// <summary>Puts pieces in: onto the line that has them already, or as a new line.</summary>
    /// <param name="variantId">What.</param>
    /// <param name="qty">Pieces, 1 to <see cref="Variant.MostPieces"/>.</param>
    /// <param name="price">Its price now, which the cart remembers to tell when it changes.</param>
    /// <param name="key">Key of the press: the same key adds once. Null adds each time.</param>
    /// <param name="at">When.</param>
    /// <exception cref="Refusal"><c>cart.full</c>, <c>cart.qty</c>.</exception>
    public void Add(long variantId, int qty, long price, string? key, DateTimeOffset at)
    {
        var line = Lines.Find(l => l.VariantId == variantId);
        if (key is not null && line?.LastKey == key) return;
        if (line is null && Lines.Count >= MostLines) throw new Refusal("cart.full", "A cart holds {0} different goods. Order these first.", MostLines);
        RefuseQuantity(qty);
        RefuseQuantity((line?.Qty ?? 0) + qty);

        if (line is null) Lines.Add(line = new CartLine { VariantId = variantId, AddedAt = at });
        line.Qty += qty;
        line.UnitPriceSeen = price;
        line.LastKey = key;
        Touch(at);
    }

    /// <summary>Sets the pieces of a line; 0 takes it out. A line that is not there is left alone.</summary>
    /// <param name="variantId">Which line.</param>
    /// <param name="qty">Pieces, 0 to <see cref="Variant.MostPieces"/>.</param>
    /// <param name="price">Its price now; null when it is no longer sold.</param>
    /// <param name="at">When.</param>
    public void Set(long variantId, int qty, long? price, DateTimeOffset at)
    {
        if (Lines.Find(l => l.VariantId == variantId) is not { } line) return;
        if (qty == 0) Lines.Remove(line);
        else
        {
            RefuseQuantity(qty);
            line.Qty = qty;
            line.UnitPriceSeen = price ?? line.UnitPriceSeen;
        }

        Touch(at);
    }

    private void Touch(DateTimeOffset at)
    {
        Version++;
        TouchedAt = at;
    }

    private static void RefuseQuantity(int qty)
    {
        if (qty is < 1 or > Variant.MostPieces)
            throw new Refusal("cart.qty", "Choose a whole number from 1 to {0}.", Variant.MostPieces) { On = "Qty" };
    }
}

/// <summary>One variant in a cart.</summary>
public sealed class CartLine
{
    /// <summary>The cart.</summary>
    public long CartId { get; private set; }

    /// <summary>What; one line for each variant.</summary>
    public required long VariantId { get; init; }

    /// <summary>Pieces, 1 to 9,999.</summary>
    public int Qty { get; set; }

    /// <summary>The price the buyer last saw, minor units.</summary>
    public long UnitPriceSeen { get; set; }

    /// <summary>Key of the press that last added to it.</summary>
    public string? LastKey { get; set; }

    /// <summary>When it came in.</summary>
    public DateTimeOffset AddedAt { get; init; }
}
