// A customer's wish list: keeping and removing, what is on it, and the secret link it is shared by.
namespace Makola.Domain.Customers;

/// <summary>What is on a wish list, newest first.</summary>
/// <param name="Goods">Those in the shop now; at most <see cref="Wish.Most"/>.</param>
/// <param name="Away">How many more are kept that are not in the shop now.</param>
public sealed record WishList(IReadOnlyList<ProductCard> Goods, int Away);

/// <summary>Wish lists.</summary>
public static class Wishes
{
    /// <summary>Puts a product onto a list; one that is there already stays where it is. Called within a write.</summary>
    /// <returns>False when customers cannot see such a product.</returns>
    /// <exception cref="Refusal"><c>wish.most</c>.</exception>
    public static async Task<bool> KeepAsync(ShopDb db, long cardId, long productId, DateTimeOffset at, CancellationToken ct)
    {
        if (!await db.Products.AnyAsync(p => p.Id == productId && p.Status == ProductStatus.Active, ct)) return false;
        if (await db.Wishes.AnyAsync(w => w.CustomerId == cardId && w.ProductId == productId, ct)) return true;
        if (await db.Wishes.CountAsync(w => w.CustomerId == cardId, ct) >= Wish.Most) throw new Refusal("wish.most", "Your wish list is full: it holds {0} products. Remove one first.", Wish.Most);
        db.Wishes.Add(new() { CustomerId = cardId, ProductId = productId, At = at });
        await db.SaveChangesAsync(ct);
        return true;
    }

    /// <summary>
    /// Keeps what somebody pressed before he signed in. What cannot be kept any more is left out: signing in does not fail for it, and the product's page
    /// says why when he presses again. Called within a write.
    /// </summary>
    public static async Task KeepOnEnteringAsync(ShopDb db, long personId, long productId, DateTimeOffset at, CancellationToken ct)
    {
        try
        {
            var name = await db.Users.Where(u => u.Id == personId).Select(u => u.Name).SingleAsync(ct);
            await KeepAsync(db, await CustomerCards.OfPersonAsync(db, personId, name, at, ct), productId, at, ct);
        }
        catch (Refusal refusal) when (refusal.Code == "wish.most")
        {
            // As said above.
        }
    }

    /// <summary>Takes a product off a list.</summary>
    public static Task RemoveAsync(ShopDb db, long cardId, long productId, CancellationToken ct) =>
        db.Wishes.Where(w => w.CustomerId == cardId && w.ProductId == productId).ExecuteDeleteAsync(ct);

    /// <summary>Takes everything off a list that is not in the shop now.</summary>
    public static Task RemoveAwayAsync(ShopDb db, long cardId, CancellationToken ct) =>
        db.Wishes.Where(w => w.CustomerId == cardId && db.Products.Any(p => p.Id == w.ProductId && p.Status != ProductStatus.Active)).ExecuteDeleteAsync(ct);

    /// <summary>Whether a person has a product on his list.</summary>
    public static Task<bool> HasAsync(ShopDb db, long personId, long productId, CancellationToken ct) =>
        db.Customers.AnyAsync(c => c.PersonId == personId && db.Wishes.Any(w => w.CustomerId == c.Id && w.ProductId == productId), ct);

    /// <summary>What is on a card's list.</summary>
    public static async Task<WishList> ReadAsync(ShopDb db, long cardId, CancellationToken ct)
    {
        var goods = await db.Wishes.AsNoTracking().Where(w => w.CustomerId == cardId).OrderByDescending(w => w.At).ThenByDescending(w => w.ProductId)
            .Join(db.Products.Where(p => p.Status == ProductStatus.Active), w => w.ProductId, p => p.Id, (w, p) => p).Take(Wish.Most).Select(ProductCard.From).ToListAsync(ct);
        return new(goods, await db.Wishes.CountAsync(w => w.CustomerId == cardId, ct) - goods.Count);
    }

    /// <summary>The card whose list a link opens; 0 when it opens none.</summary>
    public static Task<long> SharedByAsync(ShopDb db, string? token, CancellationToken ct) =>
        SecretToken.LooksRight(token) ? db.Customers.Where(c => c.WishToken == token).Select(c => c.Id).FirstOrDefaultAsync(ct) : Task.FromResult(0L);

    /// <summary>Gives a list its link, when it has none. Called within a write.</summary>
    public static Task ShareAsync(ShopDb db, long cardId, CancellationToken ct)
    {
        var token = SecretToken.New();
        return db.Customers.Where(c => c.Id == cardId && c.WishToken == null).ExecuteUpdateAsync(set => set.SetProperty(c => c.WishToken, token), ct);
    }

    /// <summary>Its link opens nothing any more; shared again, the list has another.</summary>
    public static Task StopSharingAsync(ShopDb db, long cardId, CancellationToken ct) =>
        db.Customers.Where(c => c.Id == cardId).ExecuteUpdateAsync(set => set.SetProperty(c => c.WishToken, (string?)null), ct);
}
