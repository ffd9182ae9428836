// A customer who wants his account deleted: the time he can think it over, and what is left of him afterwards.
namespace Makola.Domain.Customers;

/// <summary>Deleting an account. Orders, their lines and their amounts stay, as the books need them; who ordered does not.</summary>
public static class Leaving
{
    /// <summary>How long he can take it back, by signing in.</summary>
    public static readonly TimeSpan Waiting = TimeSpan.FromDays(7);

    /// <summary>What stands where his name stood.</summary>
    public const string Nobody = "Deleted customer";

    /// <summary>What stands where staff had noted something at an order of his.</summary>
    public const string NotedNoMore = "Removed with the customer's account.";

    /// <summary>He wants to leave. Called within a write.</summary>
    /// <returns>When the account is deleted.</returns>
    /// <exception cref="Refusal"><c>account.staff</c> for who works here.</exception>
    public static async Task<DateTimeOffset> AskAsync(ShopDb db, long personId, DateTimeOffset at, CancellationToken ct)
    {
        if (await db.UserRoles.AnyAsync(r => r.UserId == personId, ct)) throw new Refusal("account.staff", "You work here: leave the team first, then the account can be deleted.") { Status = 409 };
        var leaves = at + Waiting;
        await db.Users.Where(u => u.Id == personId).ExecuteUpdateAsync(set => set.SetProperty(u => u.LeavesAt, leaves), ct);
        return leaves;
    }

    /// <summary>He stays after all: he signed in. Called within a write.</summary>
    public static Task StayAsync(ShopDb db, long personId, CancellationToken ct) =>
        db.Users.Where(u => u.Id == personId && u.LeavesAt != null).ExecuteUpdateAsync(set => set.SetProperty(u => u.LeavesAt, (DateTimeOffset?)null), ct);

    /// <summary>
    /// Forgets somebody whose time is over. While an order of his is open, what the order needs stays, and so does an empty account nobody can enter, so
    /// that this is done again. Called within a write.
    /// </summary>
    public static async Task ForgetAsync(ShopDb db, Person person, DateTimeOffset at, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(person);
        var (id, email, cart) = (person.Id, person.Email, person.CartToken is { } token ? SecretToken.Hash(token) : null);
        var card = await db.Customers.Where(c => c.PersonId == id).Select(c => c.Id).FirstOrDefaultAsync(ct);
        await ForgetCardAsync(db, card, ct);
        await ForgetOrdersAsync(db, card, ct);
        if (email is not null)
        {
            // What waits for a good is written in small letters.
            var small = email.ToLowerInvariant();
            await db.Messages.Where(m => m.To == email || m.To == small).ExecuteDeleteAsync(ct);
            await db.StockRequests.Where(r => r.Email == small).ExecuteDeleteAsync(ct);
        }

        var phone = person.PhoneNumberConfirmed ? person.PhoneNumber : null;
        await db.ContactMessages.Where(m => (m.Phone != null && m.Phone == phone) || (m.Email != null && email != null && m.Email.ToLower() == email.ToLower())).ExecuteDeleteAsync(ct);
        if (cart is not null) await db.Carts.Where(c => c.TokenHash == cart).ExecuteDeleteAsync(ct);
        await db.SignInSessions.Where(s => s.PersonId == id).ExecuteDeleteAsync(ct);
        if (!await db.Orders.AnyAsync(o => o.CustomerId == card && o.Status == OrderStatus.Open, ct))
        {
            await db.Users.Where(u => u.Id == id).ExecuteDeleteAsync(ct);
            return;
        }

        await db.UserTokens.Where(t => t.UserId == id).ExecuteDeleteAsync(ct);
        await db.Users.Where(u => u.Id == id).ExecuteUpdateAsync(set => set
            .SetProperty(u => u.Name, Nobody).SetProperty(u => u.Email, (string?)null).SetProperty(u => u.NormalizedEmail, (string?)null).SetProperty(u => u.PhoneNumber, (string?)null)
            .SetProperty(u => u.PhoneNumberConfirmed, false).SetProperty(u => u.PasswordHash, (string?)null).SetProperty(u => u.CartToken, (string?)null).SetProperty(u => u.BlockedAt, at), ct);
    }

    private static async Task ForgetCardAsync(ShopDb db, long card, CancellationToken ct)
    {
        await db.Addresses.Where(a => a.CustomerId == card).ExecuteDeleteAsync(ct);
        await db.Wishes.Where(w => w.CustomerId == card).ExecuteDeleteAsync(ct);
        await db.CustomerNotes.Where(n => n.CustomerId == card).ExecuteDeleteAsync(ct);
        foreach (var review in await db.Reviews.Where(r => r.CustomerId == card && r.Name != Review.Nameless).ToListAsync(ct)) review.TakeNameOff();
        await db.SaveChangesAsync(ct);
        await db.Customers.Where(c => c.Id == card).ExecuteUpdateAsync(set => set
            .SetProperty(c => c.Name, Nobody).SetProperty(c => c.Phone, (string?)null).SetProperty(c => c.Email, (string?)null).SetProperty(c => c.NewsAgreedAt, (DateTimeOffset?)null)
            .SetProperty(c => c.WishToken, (string?)null).SetProperty(c => c.Version, c => c.Version + 1), ct);
    }

    /// <summary>Takes the person out of his closed orders, out of what staff find them by and noted at them, and out of the messages about them.</summary>
    private static async Task ForgetOrdersAsync(ShopDb db, long card, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"""
            UPDATE Orders SET Name = {Nobody}, Phone = NULL, Email = NULL, Landmark = NULL, DigitalAddress = NULL, BuyerNote = NULL,
                SearchText = concat_ws(' ', Number, 'MK-' || Number, {Nobody}, (SELECT group_concat(l.Sku, ' ') FROM OrderLines l WHERE l.OrderNumber = Orders.Number))
            WHERE CustomerId = {card} AND Status IN ('Completed', 'Cancelled', 'Expired') AND Name <> {Nobody}
            """, ct);
        await db.Database.ExecuteSqlAsync($"""
            UPDATE OrderEvents SET Data = json_object('text', {NotedNoMore})
            WHERE Type = 'Note' AND OrderNumber IN (SELECT Number FROM Orders WHERE CustomerId = {card} AND Name = {Nobody})
            """, ct);
        await db.Database.ExecuteSqlAsync($"DELETE FROM Messages WHERE OrderNumber IN (SELECT Number FROM Orders WHERE CustomerId = {card} AND Name = {Nobody})", ct);
    }
}
