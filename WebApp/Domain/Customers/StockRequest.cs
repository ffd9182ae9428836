// Somebody wants to know when a good is there again.
namespace Makola.Domain.Customers;

/// <summary>A request to be told once, by mail, when a variant is back. It is deleted when the mail is queued, or after <see cref="Kept"/>.</summary>
public sealed class StockRequest
{
    /// <summary>How long it is kept when the good does not come back.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(180);

    /// <summary>Most that wait for one variant: whoever fills the list cannot fill the disk.</summary>
    public const int Most = 2_000;

    /// <summary>Database key; rises with time.</summary>
    public long Id { get; private set; }

    /// <summary>What is wanted.</summary>
    public required long VariantId { get; init; }

    /// <summary>Where the mail goes, in small letters. One request for each variant.</summary>
    public required string Email { get; init; }

    /// <summary>Secret of the link that takes it back.</summary>
    public required string Token { get; init; }

    /// <summary>When it was asked.</summary>
    public required DateTimeOffset At { get; init; }
}
