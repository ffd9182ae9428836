// How an order is to be paid, and every fact about the money for it.
namespace Makola.Domain.Payments;

/// <summary>Ways to pay that need no provider.</summary>
public enum PaymentMethod
{
    /// <summary>Cash or mobile money to the rider, or at the counter.</summary>
    CashOnDelivery,

    /// <summary>To a shown number, with the order's reference; staff confirm that it arrived.</summary>
    Transfer,
}

/// <summary>What happened to money.</summary>
public enum PaymentEventKind
{
    /// <summary>Money came in.</summary>
    Charged,

    /// <summary>Money went back.</summary>
    Refunded,
}

/// <summary>One way an order is being paid. What has come of it is the sum of its <see cref="Events"/>.</summary>
public sealed class Payment
{
    /// <summary>The order.</summary>
    public required long OrderNumber { get; init; }

    /// <summary>1, 2 … within the order.</summary>
    public required int No { get; init; }

    /// <summary>How.</summary>
    public required PaymentMethod Method { get; init; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>What should come in, minor units.</summary>
    public required long AmountExpected { get; init; }

    /// <summary>What the buyer writes on his transfer: <c>MK-1042</c>.</summary>
    public required string Reference { get; init; }

    /// <summary>Facts, oldest first; append-only.</summary>
    public List<PaymentEvent> Events { get; private set; } = [];
}

/// <summary>A fact about money, as staff recorded it. Append-only; the same provider's transaction can be recorded once in the whole shop.</summary>
public sealed class PaymentEvent
{
    /// <summary>The order.</summary>
    public required long OrderNumber { get; init; }

    /// <summary>The payment.</summary>
    public required int PaymentNo { get; init; }

    /// <summary>1, 2 … within the payment.</summary>
    public required int Seq { get; init; }

    /// <summary>What happened.</summary>
    public required PaymentEventKind Kind { get; init; }

    /// <summary>Minor units, above 0.</summary>
    public required long Amount { get; init; }

    /// <summary>The network's transaction id in capitals; made up for cash. Unique together with <see cref="Kind"/>: one slip cannot pay two orders.</summary>
    public required string TransactionId { get; init; }

    /// <summary>Who recorded it.</summary>
    public required Actor By { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }
}
