// A customer's addresses: kept, changed and taken away, one of them first.
namespace Makola.Domain.Customers;

/// <summary>The deeds of a customer on his addresses. Each is asked for together with whose it is: somebody else's is as if it were not there.</summary>
public static class AddressBook
{
    /// <summary>A customer's addresses, the first one first.</summary>
    public static Task<List<Address>> OfAsync(ShopDb db, long customerId, CancellationToken ct) =>
        db.Addresses.AsNoTracking().Where(a => a.CustomerId == customerId).OrderByDescending(a => a.IsFirst).ThenBy(a => a.Id).Take(Address.Most).ToListAsync(ct);

    /// <summary>One of them; null when he has none with this key.</summary>
    public static Task<Address?> FindAsync(ShopDb db, long customerId, long id, CancellationToken ct) =>
        db.Addresses.SingleOrDefaultAsync(a => a.CustomerId == customerId && a.Id == id, ct);

    /// <summary>Adds one; the very first is the one checkout begins with. Called within a write.</summary>
    /// <exception cref="Refusal"><c>address.many</c>, and those of <see cref="Address.Write"/>.</exception>
    public static async Task<Address> AddAsync(ShopDb db, long customerId, Action<Address> write, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(write);
        var already = await db.Addresses.CountAsync(a => a.CustomerId == customerId, ct);
        if (already >= Address.Most) throw new Refusal("address.many", "You can keep {0} addresses. Remove one first.", Address.Most);
        var address = new Address { CustomerId = customerId, IsFirst = already == 0 };
        write(address);
        db.Addresses.Add(address);
        return address;
    }

    /// <summary>Keeps where an order goes, unless it is kept already or the book is full. Called within a write.</summary>
    public static async Task KeepAsync(ShopDb db, long customerId, Buyer buyer, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(buyer);
        var kept = await OfAsync(db, customerId, ct);
        if (buyer.Landmark is null || kept.Count >= Address.Most || kept.Exists(a => a.IsAt(buyer.RegionCode, buyer.Landmark))) return;
        await AddAsync(db, customerId, a => a.Write(buyer.Name, buyer.Phone, buyer.RegionCode, buyer.Landmark, buyer.DigitalAddress), ct);
    }

    /// <summary>Makes one the first. Called within a write.</summary>
    /// <returns>False when he has none with this key.</returns>
    public static async Task<bool> PutFirstAsync(ShopDb db, long customerId, long id, CancellationToken ct)
    {
        if (!await db.Addresses.AnyAsync(a => a.CustomerId == customerId && a.Id == id, ct)) return false;
        await db.Addresses.Where(a => a.CustomerId == customerId).ExecuteUpdateAsync(set => set.SetProperty(a => a.IsFirst, a => a.Id == id), ct);
        return true;
    }

    /// <summary>Takes one away; when it was the first, the oldest left is. Called within a write.</summary>
    /// <returns>False when he has none with this key.</returns>
    public static async Task<bool> RemoveAsync(ShopDb db, long customerId, long id, CancellationToken ct)
    {
        if (await db.Addresses.Where(a => a.CustomerId == customerId && a.Id == id).ExecuteDeleteAsync(ct) == 0) return false;
        if (await db.Addresses.AnyAsync(a => a.CustomerId == customerId && a.IsFirst, ct)) return true;
        if (await db.Addresses.Where(a => a.CustomerId == customerId).OrderBy(a => a.Id).Select(a => (long?)a.Id).FirstOrDefaultAsync(ct) is { } next) await PutFirstAsync(db, customerId, next, ct);
        return true;
    }
}
