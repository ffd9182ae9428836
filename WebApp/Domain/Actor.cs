// Who did it: a parameter of every verb that leaves a trace, never read from the request below the pages.
namespace Makola.Domain;

/// <summary>Who did a deed: a member of staff, the customer, or the shop itself (a job, an import).</summary>
/// <param name="Kind">One of <c>staff</c>, <c>customer</c>, <c>shop</c>.</param>
/// <param name="Name">How the timeline names him: "Efua Owusu", "Customer", "import".</param>
/// <param name="PersonId">The Identity user behind it, where there is one.</param>
public readonly record struct Actor(string Kind, string Name, long? PersonId = null)
{
    /// <summary><see cref="Kind"/> of staff.</summary>
    public const string StaffKind = "staff";

    /// <summary>The buyer of an order, known only by his secret link.</summary>
    public static readonly Actor Customer = new("customer", "Customer");

    /// <summary>The shop itself: a job or a command.</summary>
    public static Actor Shop(string what) => new("shop", what);

    /// <summary>A signed-in member of staff.</summary>
    public static Actor Staff(long personId, string name) => new(StaffKind, name, personId);

    /// <summary>One line for the database: <c>staff/3/Efua Owusu</c>.</summary>
    public override string ToString() => $"{Kind}/{PersonId}/{Name}";

    /// <summary>Reads back what <see cref="ToString"/> wrote.</summary>
    public static Actor Parse(string text)
    {
        var parts = text.Split('/', 3);
        return parts is [var kind, var id, var name] ? new(kind, name, long.TryParse(id, out var n) ? n : null) : new("shop", text);
    }
}
