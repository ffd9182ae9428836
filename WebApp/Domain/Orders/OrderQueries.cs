// Finding orders: the whole of one, by number or by the buyer's secret.
namespace Makola.Domain.Orders;

/// <summary>Named queries of orders.</summary>
public static class OrderQueries
{
    /// <summary>An order with all its parts, to be changed; null when there is none.</summary>
    public static Task<Order?> WholeAsync(this IQueryable<Order> orders, long number, CancellationToken ct) =>
        orders.Whole().SingleOrDefaultAsync(o => o.Number == number, ct);

    /// <summary>The order of a buyer's secret link, with all its parts; null when nothing has this secret.</summary>
    public static Task<Order?> ByTokenAsync(this IQueryable<Order> orders, string? token, CancellationToken ct) =>
        SecretToken.LooksRight(token) ? orders.Whole().SingleOrDefaultAsync(o => o.Token == token, ct) : Task.FromResult<Order?>(null);

    /// <summary>Orders with all their parts, each part in a query of its own.</summary>
    public static IQueryable<Order> Whole(this IQueryable<Order> orders) => orders
        .Include(o => o.Lines.OrderBy(l => l.LineNo))
        .Include(o => o.Parcels.OrderBy(p => p.No)).ThenInclude(p => p.Lines.OrderBy(l => l.LineNo))
        .Include(o => o.Payments.OrderBy(p => p.No)).ThenInclude(p => p.Events.OrderBy(e => e.Seq))
        .Include(o => o.Events.OrderBy(e => e.Seq))
        .Include(o => o.Holds.OrderBy(h => h.LineNo))
        .AsSplitQuery();
}
