// Who waits for a good that is sold out: asking, taking it back, and being told once.
namespace Makola.Domain.Customers;

/// <summary>A variant somebody waits for.</summary>
/// <param name="VariantId">Its key.</param>
/// <param name="Slug">The product's place in the address.</param>
/// <param name="Name">Product and choices.</param>
/// <param name="Price">Minor units.</param>
/// <param name="Available">Pieces nobody has taken yet.</param>
/// <param name="AllowBackorder">Whether it may be sold when none are there.</param>
/// <param name="IsShown">Whether customers see the product.</param>
public sealed record Awaited(long VariantId, string Slug, string Name, long Price, int Available, bool AllowBackorder, bool IsShown)
{
    /// <summary>Whether a customer can buy it now.</summary>
    public bool CanBeHad => IsShown && (AllowBackorder || Available > 0);

    /// <summary>Its page, with this variant chosen.</summary>
    public string Path => $"/p/{Slug}?v={VariantId}";

    /// <summary>Reads a variant that is offered; null when there is none.</summary>
    public static Task<Awaited?> FindAsync(ShopDb db, long variantId, CancellationToken ct) => db.Variants.Where(v => v.Id == variantId)
        .Select(v => new Awaited(v.Id, v.Product.Slug, v.ChoiceText == "" ? v.Product.Name : v.Product.Name + ", " + v.ChoiceText, v.Price, v.Stock.OnHand - v.Stock.Reserved, v.Stock.AllowBackorder, v.Product.Status == ProductStatus.Active))
        .SingleOrDefaultAsync(ct);
}

/// <summary>A variant people wait for that can be had again.</summary>
/// <param name="VariantId">Its key.</param>
/// <param name="Available">Pieces nobody has taken yet.</param>
/// <param name="AllowBackorder">Whether it may be sold when none are there.</param>
public sealed record BackInStock(long VariantId, int Available, bool AllowBackorder);

/// <summary>Requests to be told when something is back.</summary>
public static class StockRequests
{
    /// <summary>
    /// How many are told for each piece that is there, in the order they asked: not everybody who asked still wants it, and nobody likes to be called for
    /// something that is gone. While the piece stays, the next as many follow after a while (<see cref="Jobs.TellWaiting"/>).
    /// </summary>
    public const int ForEachPiece = 10;

    /// <summary>Most that are told in one transaction: others want to write too.</summary>
    public const int AtOnce = 50;

    /// <summary>
    /// Writes down that somebody wants to be told, and confirms it by mail, which also says how he takes it back. Who asked before is not written down
    /// twice and gets no second mail; the asker cannot tell the difference. Called within a write.
    /// </summary>
    /// <returns>False when there is nothing to wait for: no such variant, or customers do not see it.</returns>
    /// <exception cref="Refusal"><c>back.email</c>, <c>back.there</c>, <c>back.most</c>.</exception>
    public static async Task<bool> AskAsync(ShopDb db, Outbox outbox, long variantId, string? email, DateTimeOffset at, CancellationToken ct)
    {
        if (await Awaited.FindAsync(db, variantId, ct) is not { IsShown: true } good) return false;
        if (good.CanBeHad) throw new Refusal("back.there", "It is there again: you can buy it now.");
        if (Accounts.ReadEmail(email)?.ToLowerInvariant() is not { } address) throw new Refusal("back.email", "That is not an e-mail address.") { On = "Email" };
        // Asked before anything about the address, so that a full list tells nothing of who is on it.
        if (await db.StockRequests.CountAsync(r => r.VariantId == variantId, ct) >= StockRequest.Most) throw new Refusal("back.most", "Very many wait for it already, so we cannot promise to write to more. Please look in again.");
        if (await db.StockRequests.AnyAsync(r => r.VariantId == variantId && r.Email == address, ct)) return true;

        var request = new StockRequest { VariantId = variantId, Email = address, Token = SecretToken.New(), At = at };
        db.StockRequests.Add(request);
        await outbox.QueueAsync(db, StockMail.Asked(request, good), ct);
        await db.SaveChangesAsync(ct);
        return true;
    }

    /// <summary>What a link to take a request back is about; null when nothing waits under it (any more).</summary>
    public static async Task<Awaited?> FindAsync(ShopDb db, string? token, CancellationToken ct) =>
        SecretToken.LooksRight(token) && await db.StockRequests.Where(r => r.Token == token).Select(r => r.VariantId).FirstOrDefaultAsync(ct) is > 0 and var variant ? await Awaited.FindAsync(db, variant, ct) : null;

    /// <summary>Takes a request back. Called within a write.</summary>
    /// <returns>False when there was none.</returns>
    public static async Task<bool> TakeBackAsync(ShopDb db, string? token, CancellationToken ct) => SecretToken.LooksRight(token) && await db.StockRequests.Where(r => r.Token == token).ExecuteDeleteAsync(ct) > 0;

    /// <summary>What can be had again and is waited for. It steps from one awaited variant to the next, however many wait for each.</summary>
    public static Task<List<BackInStock>> BackAsync(ShopDb db, CancellationToken ct) => db.Database.SqlQuery<BackInStock>($"""
        WITH RECURSIVE Awaited(Id) AS (
            SELECT min(VariantId) FROM StockRequests
            UNION ALL SELECT (SELECT min(r.VariantId) FROM StockRequests r WHERE r.VariantId > Awaited.Id) FROM Awaited WHERE Awaited.Id IS NOT NULL)
        SELECT v.Id AS VariantId, s.OnHand - s.Reserved AS Available, s.AllowBackorder
        FROM Awaited JOIN Variants v ON v.Id = Awaited.Id JOIN StockItems s ON s.VariantId = v.Id JOIN Products p ON p.Id = v.ProductId
        WHERE NOT v.Retired AND p.Status = 'Active' AND (s.AllowBackorder OR s.OnHand > s.Reserved)
        """).ToListAsync(ct);

    /// <summary>
    /// Tells the next who wait for a variant, if it can be had at this moment: the mail is queued and the request deleted in one transaction, so that each is
    /// told once, whatever else runs or breaks off. Called within a write.
    /// </summary>
    /// <param name="db">The shop.</param>
    /// <param name="outbox">Where mail is queued.</param>
    /// <param name="variantId">What is back.</param>
    /// <param name="told">How many were told of it a short while ago.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>How many were told now.</returns>
    public static async Task<int> TellAsync(ShopDb db, Outbox outbox, long variantId, int told, CancellationToken ct)
    {
        if (await Awaited.FindAsync(db, variantId, ct) is not { CanBeHad: true } good) return 0;
        var most = Math.Min(AtOnce, RoomFor(good.Available, good.AllowBackorder, told));
        if (most <= 0) return 0;
        var next = await db.StockRequests.AsNoTracking().Where(r => r.VariantId == variantId).OrderBy(r => r.Id).Take(most).ToListAsync(ct);
        var keys = next.ConvertAll(r => r.Id);
        await db.StockRequests.Where(r => EF.Parameter(keys).Contains(r.Id)).ExecuteDeleteAsync(ct);
        await outbox.QueueAsync(db, next.Select(r => StockMail.Back(r, good)), ct);
        return next.Count;
    }

    /// <summary>How many more may be told of so many pieces.</summary>
    public static int RoomFor(int available, bool allowBackorder, int told) => allowBackorder ? AtOnce : (int)Math.Min(AtOnce, (long)available * ForEachPiece - told);

    /// <summary>Takes those off whose good did not come back. Called within a write.</summary>
    public static Task ForgetOldAsync(ShopDb db, DateTimeOffset now, CancellationToken ct)
    {
        var old = now - StockRequest.Kept;
        return db.StockRequests.Where(r => r.At < old).ExecuteDeleteAsync(ct);
    }
}
