// Money that came in for an order, also late (an expired order comes back when its stock is still there), and money that went back.
namespace Makola.Domain.Orders;

/// <summary>Records money for an order and decides what it means.</summary>
public static class RecordMoney
{
    /// <summary>
    /// Records the money and tells the customer. An expired order that is now paid comes back when its stock is there, else it stays expired with the money owed back.
    /// </summary>
    /// <returns>The order as it then is.</returns>
    /// <exception cref="Refusal">See <see cref="Order.ReceiveMoney"/>; <c>money.twice</c> when this transaction id is recorded already; <c>order.none</c>.</exception>
    public static async Task<Order> RecordAsync(ShopDb db, Outbox outbox, long number, int? version, long amount, string? transactionId, Actor by, DateTimeOffset at, CancellationToken ct)
    {
        try
        {
            return await WriteAsync(revive: true);
        }
        catch (Refusal refusal) when (refusal.Code == "stock.too_few")
        {
            return await WriteAsync(revive: false);
        }

        Task<Order> WriteAsync(bool revive) => db.WriteAsync(async () =>
        {
            var order = await db.Orders.WholeAsync(number, ct) ?? throw new Refusal("order.none", "There is no order {0}.", number) { Status = 404 };
            order.RefuseIfChangedSince(version);
            await RefuseTwiceAsync(db, PaymentEventKind.Charged, transactionId, ct);
            order.ReceiveMoney(amount, transactionId, revive, by, at);
            await outbox.AnnounceAsync(db, ct);
            return order;
        }, ct);
    }

    /// <summary>Records money that went back to the buyer.</summary>
    /// <returns>The order as it then is.</returns>
    /// <exception cref="Refusal">See <see cref="Order.ReturnMoney"/>; <c>money.twice</c> when this transaction id is recorded already; <c>order.none</c>.</exception>
    public static Task<Order> ReturnAsync(ShopDb db, long number, int? version, long amount, string? transactionId, Actor by, DateTimeOffset at, CancellationToken ct) => db.WriteAsync(async () =>
    {
        var order = await db.Orders.WholeAsync(number, ct) ?? throw new Refusal("order.none", "There is no order {0}.", number) { Status = 404 };
        order.RefuseIfChangedSince(version);
        await RefuseTwiceAsync(db, PaymentEventKind.Refunded, transactionId, ct);
        order.ReturnMoney(amount, transactionId, by, at);
        return order;
    }, ct);

    private static async Task RefuseTwiceAsync(ShopDb db, PaymentEventKind kind, string? transactionId, CancellationToken ct)
    {
        if (transactionId?.Trim().ToUpperInvariant() is not { Length: > 0 } id) return;
        var other = await db.PaymentEvents.Where(e => e.TransactionId == id && e.Kind == kind).Select(e => (long?)e.OrderNumber).FirstOrDefaultAsync(ct);
        if (other is not null) throw new Refusal("money.twice", "Transaction {0} is recorded already, for order {1}.", id, other) { On = "TransactionId" };
    }
}
