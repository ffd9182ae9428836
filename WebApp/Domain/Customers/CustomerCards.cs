// Finding, making, counting and joining the cards of customers.
using System.Text.Json;

namespace Makola.Domain.Customers;

/// <summary>The cards of customers, in statements of a fixed number however many orders are on them.</summary>
public static class CustomerCards
{
    /// <summary>The card a new order of this buyer goes on; made if there is none. It counts the order at once. Called within a write.</summary>
    /// <param name="db">The shop.</param>
    /// <param name="buyer">Who orders.</param>
    /// <param name="total">What the order comes to, minor units.</param>
    /// <param name="at">When.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The card's key.</returns>
    internal static Task<long> KnowAsync(ShopDb db, Buyer buyer, long total, DateTimeOffset at, CancellationToken ct) =>
        buyer.PersonId is { } person ? OfPersonAsync(db, person, buyer.Name, at, total, ct) : OfGuestAsync(db, buyer.Name, buyer.Phone, buyer.Email, at, total, ct);

    /// <summary>The card of an account; made if there is none.</summary>
    public static Task<long> OfPersonAsync(ShopDb db, long personId, string name, DateTimeOffset at, CancellationToken ct) => OfPersonAsync(db, personId, name, at, null, ct);

    /// <summary>
    /// The card of a guest. What a guest types changes the card of a guest; a card with an account is its holder's, and stays as he wrote it.
    /// </summary>
    public static Task<long> OfGuestAsync(ShopDb db, string name, string? phone, string? email, DateTimeOffset at, CancellationToken ct) => OfGuestAsync(db, name, phone, email, at, null, ct);

    private static Task<long> OfPersonAsync(ShopDb db, long personId, string name, DateTimeOffset at, long? bought, CancellationToken ct) => OneAsync(db, $"""
        INSERT INTO Customers (Name, PersonId, Since, Orders, Spent, LastOrderAt, Version)
        VALUES ({name}, {personId}, {at.ToUnixTimeMilliseconds()}, {bought is not null}, {bought ?? 0}, iif({bought is not null}, {at.ToUnixTimeMilliseconds()}, NULL), 0)
        ON CONFLICT (PersonId) DO UPDATE SET
            Orders = Orders + excluded.Orders, Spent = Spent + excluded.Spent, LastOrderAt = coalesce(max(LastOrderAt, excluded.LastOrderAt), LastOrderAt, excluded.LastOrderAt)
        RETURNING Id AS Value
        """, ct);

    private static Task<long> OfGuestAsync(ShopDb db, string name, string? phone, string? email, DateTimeOffset at, long? bought, CancellationToken ct) => OneAsync(db, $"""
        INSERT INTO Customers (Name, Phone, Email, Since, Orders, Spent, LastOrderAt, Version)
        VALUES ({name}, {phone}, {email}, {at.ToUnixTimeMilliseconds()}, {bought is not null}, {bought ?? 0}, iif({bought is not null}, {at.ToUnixTimeMilliseconds()}, NULL), 0)
        ON CONFLICT DO UPDATE SET Name = iif(PersonId IS NULL, excluded.Name, Name), Email = iif(PersonId IS NULL, coalesce(excluded.Email, Email), Email),
            Orders = Orders + excluded.Orders, Spent = Spent + excluded.Spent, LastOrderAt = coalesce(max(LastOrderAt, excluded.LastOrderAt), LastOrderAt, excluded.LastOrderAt)
        RETURNING Id AS Value
        """, ct);

    /// <summary>Counts orders and spending of cards anew, from their orders. <see cref="ShopDb.WriteAsync{T}"/> calls it when orders became something else.</summary>
    internal static Task CountAsync(ShopDb db, IReadOnlyCollection<long> ids, CancellationToken ct) => db.Database.ExecuteSqlAsync($"""
        UPDATE Customers SET Orders = f.Orders, Spent = f.Spent, LastOrderAt = f.Last FROM (
            SELECT k.value AS Id, count(o.Number) AS Orders, coalesce(sum(o.Total), 0) AS Spent, max(o.PlacedAt) AS Last
            FROM json_each({JsonSerializer.Serialize(ids)}) k LEFT JOIN Orders o ON o.CustomerId = k.value AND o.Status IN ('Open', 'Completed') GROUP BY k.value) f
        WHERE Customers.Id = f.Id
        """, ct);

    /// <summary>
    /// A person proved that a phone or an e-mail is his: guests' orders with it go onto his card, a guest's card of it with all that is on it is joined to his.
    /// What is on another account's card stays there. Called within a write.
    /// </summary>
    /// <param name="db">The shop.</param>
    /// <param name="cardId">The person's card.</param>
    /// <param name="phone">E.164, proved; null when it is about the e-mail.</param>
    /// <param name="email">Proved; null when it is about the phone.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>How many orders came onto the card.</returns>
    public static async Task<int> JoinAsync(ShopDb db, long cardId, string? phone, string? email, CancellationToken ct)
    {
        var same = email?.ToLowerInvariant();
        var theirs = db.Orders.Where(o => db.Customers.Any(c => c.Id == o.CustomerId && c.PersonId == null));
        var left = await (phone is not null ? theirs.Where(o => o.Phone == phone) : theirs.Where(o => o.Email != null && o.Email.ToLower() == same)).Select(o => o.CustomerId!.Value).Distinct().ToListAsync(ct);
        var moved = phone is not null
            ? await db.Database.ExecuteSqlAsync($"UPDATE Orders SET CustomerId = {cardId} WHERE Phone = {phone} AND CustomerId IN (SELECT Id FROM Customers WHERE PersonId IS NULL)", ct)
            : await db.Database.ExecuteSqlAsync($"UPDATE Orders SET CustomerId = {cardId} WHERE Email IS NOT NULL AND lower(Email) = {same} AND CustomerId IN (SELECT Id FROM Customers WHERE PersonId IS NULL)", ct);
        var guests = await (phone is not null
            ? db.Customers.Where(c => c.Phone == phone && c.PersonId == null)
            : db.Customers.Where(c => c.Phone == null && c.Email != null && c.Email.ToLower() == same && c.PersonId == null)).Select(c => new { c.Id, c.BlockedAt }).ToListAsync(ct);
        foreach (var guest in guests)
        {
            // What staff noted of the guest, his block too, is about this person from now on.
            await MoveAsync(db, guest.Id, cardId, ct);
            if (guest.BlockedAt is { } blocked) await BlockAsync(db, cardId, blocked, ct);
            await db.Customers.Where(c => c.Id == guest.Id).ExecuteDeleteAsync(ct);
        }

        await db.Customers.Where(c => c.Id == cardId).ExecuteUpdateAsync(set => set.SetProperty(c => c.Phone, c => phone ?? c.Phone).SetProperty(c => c.Email, c => email ?? c.Email), ct);
        // Orders taken from other guests' cards count there no longer.
        await CountAsync(db, [cardId, .. left], ct);
        return moved;
    }

    /// <summary>
    /// Who holds an order's secret link puts that one order onto his card; what else a guest of the same phone ordered stays until he proves that it is
    /// his. What is on another account's card stays there. Called within a write.
    /// </summary>
    /// <returns>False when it is on an account's card already.</returns>
    public static async Task<bool> TakeAsync(ShopDb db, long cardId, Order order, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(order);
        var moved = await db.Database.ExecuteSqlAsync($"UPDATE Orders SET CustomerId = {cardId} WHERE Number = {order.Number} AND CustomerId IN (SELECT Id FROM Customers WHERE PersonId IS NULL)", ct);
        if (moved > 0) await CountAsync(db, order.CustomerId is { } guest ? [cardId, guest] : [cardId], ct);
        return moved > 0;
    }

    /// <summary>What is on one card goes onto another: orders, notes, addresses, and reviews of what the other did not review. Called within a write; the caller counts.</summary>
    internal static async Task MoveAsync(ShopDb db, long from, long to, CancellationToken ct)
    {
        await db.Orders.Where(o => o.CustomerId == from).ExecuteUpdateAsync(set => set.SetProperty(o => o.CustomerId, to), ct);
        await db.CustomerNotes.Where(n => n.CustomerId == from).ExecuteUpdateAsync(set => set.SetProperty(n => n.CustomerId, to), ct);
        await db.Addresses.Where(a => a.CustomerId == from).ExecuteUpdateAsync(set => set.SetProperty(a => a.CustomerId, to).SetProperty(a => a.IsFirst, false), ct);
        await db.Database.ExecuteSqlAsync($"UPDATE OR IGNORE Reviews SET CustomerId = {to} WHERE CustomerId = {from}", ct);
    }

    /// <summary>A block arrives with a guest's card: the account it comes to cannot sign in any more either, unless its holder works here (<see cref="CustomerEdit.BlockAsync"/>).</summary>
    private static async Task BlockAsync(ShopDb db, long cardId, DateTimeOffset at, CancellationToken ct)
    {
        await db.Customers.Where(c => c.Id == cardId && c.BlockedAt == null).ExecuteUpdateAsync(set => set.SetProperty(c => c.BlockedAt, at), ct);
        await db.Users.Where(u => u.BlockedAt == null && db.Customers.Any(c => c.Id == cardId && c.PersonId == u.Id) && !db.UserRoles.Any(r => r.UserId == u.Id))
            .ExecuteUpdateAsync(set => set.SetProperty(u => u.BlockedAt, at), ct);
    }

    private static async Task<long> OneAsync(ShopDb db, FormattableString sql, CancellationToken ct) => (await db.Database.SqlQuery<long>(sql).ToListAsync(ct)).Single();
}
