// A customer's own orders, as his account lists them.
namespace Makola.Domain.Customers;

/// <summary>An order in the list of its buyer.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Token">Secret of its page.</param>
/// <param name="PlacedAt">When.</param>
/// <param name="Total">What it came to.</param>
/// <param name="Progress">How far it is.</param>
/// <param name="Goods">Names of its first goods.</param>
/// <param name="More">How many lines there are beside them.</param>
public sealed record OwnOrder(long Number, string Token, DateTimeOffset PlacedAt, Money Total, OrderProgress Progress, IReadOnlyList<string> Goods, int More);

/// <summary>Questions about a customer's own orders: two queries, whatever they hold.</summary>
public static class OwnOrders
{
    /// <summary>Lines of an order that are named in a list.</summary>
    private const int Named = 3;

    /// <summary>The orders on a card, newest first.</summary>
    /// <param name="db">The shop.</param>
    /// <param name="card">The customer's card.</param>
    /// <param name="before">Only those with a lower number; null for the newest.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="ct">Stops it.</param>
    public static async Task<List<OwnOrder>> ReadAsync(ShopDb db, long card, long? before, int most, CancellationToken ct)
    {
        var orders = await db.Orders.AsNoTracking().Where(o => o.CustomerId == card && o.Number < (before ?? long.MaxValue)).OrderByDescending(o => o.Number).Take(most)
            .Select(o => new { o.Number, o.Token, o.PlacedAt, o.Total, o.Currency, o.Status, o.Goods, o.Money, o.Method, o.Delivery }).ToListAsync(ct);
        if (orders.Count == 0) return [];
        var numbers = orders.ConvertAll(o => o.Number);
        var lines = (await db.OrderLines.AsNoTracking().Where(l => numbers.Contains(l.OrderNumber)).OrderBy(l => l.OrderNumber).ThenBy(l => l.LineNo)
            .Select(l => new { l.OrderNumber, l.Name }).ToListAsync(ct)).ToLookup(l => l.OrderNumber, l => l.Name);
        return orders.ConvertAll(o => new OwnOrder(o.Number, o.Token, o.PlacedAt, new(o.Total, o.Currency), OrderProgress.Of(o.Status, o.Goods, o.Money, o.Method, o.Delivery),
            [.. lines[o.Number].Take(Named)], Math.Max(0, lines[o.Number].Count() - Named)));
    }
}
