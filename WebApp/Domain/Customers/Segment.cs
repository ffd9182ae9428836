// A group of customers that a rule describes: who belongs is asked, never kept.
namespace Makola.Domain.Customers;

/// <summary>What customers of a segment have in common; what is null does not matter.</summary>
public sealed record SegmentRule
{
    /// <summary>At least this many orders.</summary>
    public int? OrdersFrom { get; init; }

    /// <summary>At most this many orders.</summary>
    public int? OrdersTo { get; init; }

    /// <summary>Spent at least this much, minor units.</summary>
    public long? SpentFrom { get; init; }

    /// <summary>Ordered within so many days.</summary>
    public int? BoughtWithinDays { get; init; }

    /// <summary>Has ordered, but not for so many days.</summary>
    public int? QuietForDays { get; init; }

    /// <summary>Has an account, or has none.</summary>
    public bool? HasAccount { get; init; }

    /// <summary>Agreed to news by mail, or did not.</summary>
    public bool? WantsNews { get; init; }
}

/// <summary>A named rule.</summary>
public sealed class Segment
{
    /// <summary>Longest name.</summary>
    public const int LongestName = 60;

    /// <summary>Most segments of a shop.</summary>
    public const int Most = 50;

    /// <summary>Database key.</summary>
    public long Id { get; private set; }

    /// <summary>What staff call it. Unique.</summary>
    public required string Name { get; set; }

    /// <summary>Who belongs to it.</summary>
    public SegmentRule Rule { get; set; } = new();

    /// <summary>Rises with each save: two people cannot overwrite each other unseen.</summary>
    public int Version { get; set; }
}
