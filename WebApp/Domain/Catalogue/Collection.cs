// Collections: goods chosen by hand or by a rule, with a page like a category's.
using System.Globalization;
using System.Text.Json.Serialization;

namespace Makola.Domain.Catalogue;

/// <summary>
/// Goods put together across the categories: chosen by hand in an order, or all that meet a <see cref="Rule"/>. Which goods are in it is kept as
/// rows (<see cref="ShelfPlace"/>), brought up to date by <see cref="Shelves"/> whenever goods change.
/// </summary>
public sealed class Collection : Aisle
{
    /// <summary>Most goods chosen by hand.</summary>
    public const int MostGoods = 500;

    /// <summary>Whether customers see it.</summary>
    public bool Shown { get; set; }

    /// <summary>What goods must meet; without conditions the goods are chosen by hand.</summary>
    public CollectionRule Rule { get; set; } = new();

    /// <summary>Keys of the goods chosen by hand, in their order, each once.</summary>
    public List<long> Goods { get; set; } = [];

    /// <summary>The moment "newer than" is measured from. Time goes on by <c>Jobs/AgeCollections</c>, which moves it and takes out what has grown old.</summary>
    public DateTimeOffset AsOf { get; set; }

    /// <summary>True when the goods are chosen one by one.</summary>
    public bool IsByHand => Rule.Conditions.Count == 0;
}

/// <summary>What a condition looks at.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RuleKind>))]
public enum RuleKind
{
    /// <summary>A tag, without regard to capitals.</summary>
    Tag,

    /// <summary>Key of a category; those below it count too.</summary>
    Category,

    /// <summary>Key of a brand.</summary>
    Brand,

    /// <summary>The lowest price is below this, minor units.</summary>
    PriceUnder,

    /// <summary>The lowest price is above this, minor units.</summary>
    PriceOver,

    /// <summary>It costs less than before.</summary>
    OnSale,

    /// <summary>It can be bought now.</summary>
    InStock,

    /// <summary>It came into the shop at most this many days ago.</summary>
    NewerThan,
}

/// <summary>One condition on a product.</summary>
/// <param name="What">What it looks at.</param>
/// <param name="Value">A tag, a key, an amount in minor units or a number of days; empty where there is nothing to say.</param>
public sealed record Condition(RuleKind What, string Value = "");

/// <summary>What goods must meet to be in a collection. Visible goods only; worked out by <see cref="Shelves"/>.</summary>
public sealed record CollectionRule
{
    /// <summary>Most conditions.</summary>
    public const int MostConditions = 20;

    /// <summary>True when one of the conditions is enough; else all must hold.</summary>
    public bool Any { get; init; }

    /// <summary>The conditions.</summary>
    public List<Condition> Conditions { get; init; } = [];

    /// <summary>Refuses what cannot be worked out.</summary>
    /// <exception cref="Refusal"><c>rule.empty</c>, <c>rule.many</c>, <c>rule.value</c>.</exception>
    public void RefuseBad()
    {
        if (Conditions.Count == 0) throw new Refusal("rule.empty", "Choose at least one condition, or choose the goods by hand.") { On = "Form.ByRule" };
        if (Conditions.Count > MostConditions) throw new Refusal("rule.many", "At most {0} conditions.", MostConditions) { On = "Form.ByRule" };
        if (Conditions.Find(c => !IsSound(c)) is { } wrong) throw new Refusal("rule.value", WantedBy(wrong.What)) { On = $"Form.{wrong.What}" };
    }

    private static bool IsSound(Condition condition) => condition.What switch
    {
        RuleKind.OnSale or RuleKind.InStock => condition.Value.Length == 0,
        RuleKind.Tag => condition.Value.Length is > 0 and <= 60,
        RuleKind.NewerThan => int.TryParse(condition.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= 3650,
        _ => long.TryParse(condition.Value, NumberStyles.None, CultureInfo.InvariantCulture, out _),
    };

    private static string WantedBy(RuleKind what) => what switch
    {
        RuleKind.Tag => "Write the tag, up to 60 characters.",
        RuleKind.NewerThan => "Write the days, from 1 to 3650.",
        RuleKind.Category => "Choose a category.",
        RuleKind.Brand => "Choose a brand.",
        _ => "Write an amount.",
    };
}
