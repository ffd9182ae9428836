// What somebody who bought a product thinks of it.
namespace Makola.Domain.Customers;

/// <summary>How a review stands.</summary>
public enum ReviewState
{
    /// <summary>Staff have not looked at it: seen by its writer only.</summary>
    Waiting,

    /// <summary>Everybody sees it.</summary>
    Shown,

    /// <summary>Staff do not show it.</summary>
    Refused,
}

/// <summary>A review by who bought: one for each customer and product, shown once staff agreed.</summary>
public sealed class Review
{
    /// <summary>Most characters of a review, and of an answer.</summary>
    public const int Longest = 2_000;

    /// <summary>Database key; rises with time.</summary>
    public long Id { get; private set; }

    /// <summary>Of what.</summary>
    public required long ProductId { get; init; }

    /// <summary>By whom.</summary>
    public required long CustomerId { get; init; }

    /// <summary>The order it was bought with.</summary>
    public required long OrderNumber { get; init; }

    /// <summary>The name it is signed with, up to 60 characters.</summary>
    public required string Name { get; set; }

    /// <summary>1 to 5.</summary>
    public required int Stars { get; set; }

    /// <summary>Plain text; may be empty.</summary>
    public string Text { get; set; } = "";

    /// <summary>How it stands.</summary>
    public ReviewState State { get; set; }

    /// <summary>When it was written, or written anew.</summary>
    public required DateTimeOffset At { get; set; }

    /// <summary>What the shop answers.</summary>
    public string? Answer { get; set; }

    /// <summary>When it answered.</summary>
    public DateTimeOffset? AnsweredAt { get; set; }

    /// <summary>Rises with each change: staff never agree to words that were changed meanwhile.</summary>
    public int Version { get; set; }
}
