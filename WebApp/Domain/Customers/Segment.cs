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

    /// <summary>The customers of it.</summary>
    /// <param name="customers">All of them.</param>
    /// <param name="now">The time.</param>
    public IQueryable<Customer> Of(IQueryable<Customer> customers, DateTimeOffset now)
    {
        if (OrdersFrom is { } ordersFrom) customers = customers.Where(c => c.Orders >= ordersFrom);
        if (OrdersTo is { } ordersTo) customers = customers.Where(c => c.Orders <= ordersTo);
        if (SpentFrom is { } spent) customers = customers.Where(c => c.Spent >= spent);
        if (BoughtWithinDays is { } within && now.AddDays(-within) is var since) customers = customers.Where(c => c.LastOrderAt >= since);
        if (QuietForDays is { } quiet && now.AddDays(-quiet) is var until) customers = customers.Where(c => c.LastOrderAt < until);
        if (HasAccount is { } account) customers = account ? customers.Where(c => c.PersonId != null) : customers.Where(c => c.PersonId == null);
        if (WantsNews is { } news) customers = news ? customers.Where(c => c.NewsAgreedAt != null) : customers.Where(c => c.NewsAgreedAt == null);
        return customers;
    }

    /// <summary>Refuses a rule that says nothing, or that nobody can meet.</summary>
    /// <exception cref="Refusal"><c>segment.empty</c>, <c>segment.figure</c>, <c>segment.nobody</c>.</exception>
    internal void Check()
    {
        if (this == new SegmentRule()) throw new Refusal("segment.empty", "Say at least one thing that these customers have in common.");
        if (OrdersFrom is < 0 or > 100_000) throw Odd("OrdersFrom");
        if (OrdersTo is < 0 or > 100_000) throw Odd("OrdersTo");
        if (SpentFrom is < 0) throw Odd("SpentFrom");
        if (BoughtWithinDays is < 1 or > 36_500) throw Odd("BoughtWithinDays");
        if (QuietForDays is < 1 or > 36_500) throw Odd("QuietForDays");
        if (OrdersFrom > OrdersTo) throw new Refusal("segment.nobody", "Nobody has both at least {0} and at most {1} orders.", OrdersFrom, OrdersTo!) { On = "Form.OrdersTo" };
        if (BoughtWithinDays <= QuietForDays) throw new Refusal("segment.nobody", "Nobody has ordered within {0} days, and not for {1}.", BoughtWithinDays, QuietForDays) { On = "Form.QuietForDays" };
    }

    private static Refusal Odd(string field) => new("segment.figure", "Write a whole number here, or leave it empty.") { On = $"Form.{field}" };
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

    /// <summary>Saves a segment, a new one or one that is there.</summary>
    /// <param name="db">The shop.</param>
    /// <param name="id">The segment; null for a new one.</param>
    /// <param name="version">The version that was changed.</param>
    /// <param name="name">Its name.</param>
    /// <param name="rule">Who belongs to it.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>Its key.</returns>
    /// <exception cref="Refusal"><c>segment.name</c>, <c>segment.taken</c>, <c>segment.many</c>, <c>segment.none</c>, <c>segment.changed</c>; see <see cref="SegmentRule.Check"/>.</exception>
    public static Task<long> SaveAsync(ShopDb db, long? id, int version, string? name, SegmentRule rule, CancellationToken ct) => db.WriteAsync(async () =>
    {
        name = Address.OneLine(name);
        if (name.Length is 0 or > LongestName) throw new Refusal("segment.name", "Give a name of at most {0} characters.", LongestName) { On = "Form.Name" };
        rule.Check();
        if (await db.Segments.AnyAsync(s => s.Name == name && s.Id != (id ?? 0), ct)) throw new Refusal("segment.taken", "There is a segment of this name.") { On = "Form.Name" };
        if (id is null)
        {
            if (await db.Segments.CountAsync(ct) >= Most) throw new Refusal("segment.many", "There are {0} segments already. Delete one first.", Most);
            var made = new Segment { Name = name, Rule = rule };
            db.Segments.Add(made);
            await db.SaveChangesAsync(ct);
            return made.Id;
        }

        var segment = await db.Segments.SingleOrDefaultAsync(s => s.Id == id, ct) ?? throw new Refusal("segment.none", "This segment is not there any more.") { Status = 404 };
        if (segment.Version != version) throw new Refusal("segment.changed", "Somebody changed this segment meanwhile. Nothing was saved; the page shows what is there now.") { Status = 409 };
        (segment.Name, segment.Rule, segment.Version) = (name, rule, version + 1);
        return segment.Id;
    }, ct);

    /// <summary>Deletes a segment; the customers stay.</summary>
    public static Task DeleteAsync(ShopDb db, long id, CancellationToken ct) => db.WriteAsync(async () =>
    {
        if (await db.Segments.SingleOrDefaultAsync(s => s.Id == id, ct) is { } segment) db.Segments.Remove(segment);
    }, ct);
}
