// What a customer would like to have.
namespace Makola.Domain.Customers;

/// <summary>A product on a customer's wish list.</summary>
public sealed class Wish
{
    /// <summary>Most products on one list.</summary>
    public const int Most = 200;

    /// <summary>Whose list.</summary>
    public required long CustomerId { get; init; }

    /// <summary>What.</summary>
    public required long ProductId { get; init; }

    /// <summary>When it was put there.</summary>
    public required DateTimeOffset At { get; init; }
}
