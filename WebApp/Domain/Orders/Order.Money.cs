// The money of an order: what is due, what came in, what went back.
namespace Makola.Domain.Orders;

public sealed partial class Order
{
    /// <summary>What the shop is to have in the end, minor units: the total, or nothing for an order called off.</summary>
    public long Due => Status is OrderStatus.Cancelled or OrderStatus.Expired ? 0 : Total;

    /// <summary>Everything that came in, minor units.</summary>
    public long Received => Payments.SelectMany(p => p.Events).Where(e => e.Kind == PaymentEventKind.Charged).Sum(e => e.Amount);

    /// <summary>Everything that went back, minor units.</summary>
    public long Returned => Payments.SelectMany(p => p.Events).Where(e => e.Kind == PaymentEventKind.Refunded).Sum(e => e.Amount);

    /// <summary>What the shop has of it now, minor units.</summary>
    public long Kept => Received - Returned;

    /// <summary>What is still to come in, minor units; never below 0.</summary>
    public long Outstanding => Math.Max(0, Due - Kept);

    /// <summary>What the shop owes the buyer, minor units; never below 0.</summary>
    public long Credit => Math.Max(0, Kept - Due);

    /// <summary>
    /// Records money that came in. Any amount is taken as the fact it is. Part of it stops the clock of an open order: who has paid something
    /// does not lose his goods unless staff decide so. The whole of it brings an expired order back when <paramref name="revive"/>;
    /// see <see cref="RecordMoney"/>, which tries that first.
    /// </summary>
    /// <param name="amount">Minor units, above 0.</param>
    /// <param name="transactionId">The network's transaction id; null for cash.</param>
    /// <param name="revive">Whether an expired order is to come back.</param>
    /// <param name="by">Who records it.</param>
    /// <param name="at">When.</param>
    /// <exception cref="Refusal"><c>money.amount</c>, <c>money.id</c>, <c>money.draft</c>.</exception>
    public void ReceiveMoney(long amount, string? transactionId, bool revive, Actor by, DateTimeOffset at)
    {
        if (Status == OrderStatus.Draft) throw new Refusal("money.draft", "Order {0} is not placed yet.", Number) { Status = 409 };
        var payment = Payments[^1];
        if (payment.Method == PaymentMethod.Transfer && string.IsNullOrWhiteSpace(transactionId))
            throw new Refusal("money.id", "Enter the transaction id of the transfer.") { On = "TransactionId" };

        AddMoney(PaymentEventKind.Charged, amount, transactionId, by, at);
        if (Status == OrderStatus.Expired && revive && Kept >= Total) Revive(by, at);
        CommitHolds();
        Record("MoneyReceived", by, at, new { amount, id = transactionId?.Trim() });
    }

    /// <summary>
    /// Notes that the buyer says he has transferred, with the transaction id from his message. A claim, not money: staff look it up and record it.
    /// </summary>
    /// <exception cref="Refusal"><c>claim.not_due</c>, <c>claim.id</c>, <c>claim.often</c>.</exception>
    public void ClaimPaid(string? transactionId, DateTimeOffset at)
    {
        if (Status != OrderStatus.Open || Outstanding == 0) throw new Refusal("claim.not_due", "Nothing is to be paid for this order now.") { Status = 409 };
        if (transactionId?.Trim() is not { Length: >= 4 and <= 60 } id) throw new Refusal("claim.id", "Enter the transaction id from the message you got, 4 to 60 characters.") { On = "TransactionId" };
        if (Events.Count(e => e.Type == "PaidClaimed") >= 5) throw new Refusal("claim.often", "The shop has your transaction ids and is looking. Please call if it takes long.") { Status = 409 };

        Record("PaidClaimed", Actor.Customer, at, new { id });
    }

    /// <summary>Records money that went back to the buyer: never more than the shop owes him.</summary>
    /// <exception cref="Refusal"><c>money.amount</c>, <c>money.none_owed</c>.</exception>
    public void ReturnMoney(long amount, string? transactionId, Actor by, DateTimeOffset at)
    {
        if (amount > Credit) throw new Refusal("money.none_owed", "At most {0} is owed to the customer.", InMoney(Credit)) { On = "Amount" };

        AddMoney(PaymentEventKind.Refunded, amount, transactionId, by, at);
        Record("MoneyReturned", by, at, new { amount, id = transactionId?.Trim() });
    }

    private void AddMoney(PaymentEventKind kind, long amount, string? transactionId, Actor by, DateTimeOffset at)
    {
        if (amount is <= 0 or > 1_000_000_000_000) throw new Refusal("money.amount", "Enter the amount, more than 0.") { On = "Amount" };
        if (transactionId?.Length > 60) throw new Refusal("money.id", "A transaction id has at most {0} characters.", 60) { On = "TransactionId" };
        var payment = Payments[^1];
        payment.Events.Add(new PaymentEvent
        {
            OrderNumber = Number, PaymentNo = payment.No, Seq = payment.Events.Count + 1, Kind = kind, Amount = amount,
            TransactionId = string.IsNullOrWhiteSpace(transactionId) ? $"{Reference}/{payment.No}.{payment.Events.Count + 1}" : transactionId.Trim().ToUpperInvariant(),
            By = by, At = at,
        });
    }
}
