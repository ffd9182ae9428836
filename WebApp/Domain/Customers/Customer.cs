// Somebody the shop sells to: a guest known by phone or e-mail, or the holder of an account.
namespace Makola.Domain.Customers;

/// <summary>
/// The shop's card of a customer. Every order is on one: a guest's on the card of his phone, else of his e-mail; an account's on the account's own. Cards
/// are joined once a person proves that the phone or e-mail is his (<see cref="CustomerCards.JoinAsync"/>), never before.
/// </summary>
public sealed class Customer
{
    /// <summary>Longest name, and longest e-mail.</summary>
    public const int LongestName = 100, LongestEmail = 254;

    /// <summary>Database key.</summary>
    public long Id { get; private set; }

    /// <summary>As the newest order, or the account, has it; up to <see cref="LongestName"/> characters.</summary>
    public required string Name { get; set; }

    /// <summary>E.164. Unique. On an account's card only when proved.</summary>
    public string? Phone { get; set; }

    /// <summary>On a guest's card the newest that was given; on an account's only when proved.</summary>
    public string? Email { get; set; }

    /// <summary>The account; null for guests. Unique.</summary>
    public long? PersonId { get; set; }

    /// <summary>When the card was made.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When news by mail was agreed to; null when it was not, or not any more.</summary>
    public DateTimeOffset? NewsAgreedAt { get; set; }

    /// <summary>When staff blocked him; he can order only by talking to them then.</summary>
    public DateTimeOffset? BlockedAt { get; set; }

    /// <summary>Orders that are open or completed. Kept by <see cref="CustomerCards.CountAsync"/>, recomputed by Books.</summary>
    public int Orders { get; private set; }

    /// <summary>Sum of their totals, minor units of the shop's currency.</summary>
    public long Spent { get; private set; }

    /// <summary>When the newest of them was placed.</summary>
    public DateTimeOffset? LastOrderAt { get; private set; }

    /// <summary>Secret of the wish list's link; null while it is shared with nobody.</summary>
    public string? WishToken { get; set; }

    /// <summary>Rises with each change by staff or the person: two cannot overwrite each other unseen.</summary>
    public int Version { get; set; }
}
