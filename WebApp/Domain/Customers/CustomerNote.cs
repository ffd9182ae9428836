// What staff should know of a customer.
namespace Makola.Domain.Customers;

/// <summary>A note of staff, never shown to the customer.</summary>
public sealed class CustomerNote
{
    /// <summary>Most characters.</summary>
    public const int Longest = 1_000;

    /// <summary>Database key; rises with time.</summary>
    public long Id { get; private set; }

    /// <summary>About whom.</summary>
    public required long CustomerId { get; init; }

    /// <summary>Plain text.</summary>
    public required string Text { get; init; }

    /// <summary>Who wrote it.</summary>
    public required Actor By { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }
}
