// Where a customer wants things brought to.
namespace Makola.Domain.Customers;

/// <summary>One of a customer's addresses, ready to be chosen at checkout. An order keeps its own copy.</summary>
public sealed class Address
{
    /// <summary>Most addresses of one customer.</summary>
    public const int Most = 20;

    /// <summary>Database key.</summary>
    public long Id { get; private set; }

    /// <summary>Whose.</summary>
    public required long CustomerId { get; init; }

    /// <summary>Who receives there, up to 100 characters.</summary>
    public required string Name { get; set; }

    /// <summary>Phone of who receives, E.164.</summary>
    public string? Phone { get; set; }

    /// <summary>Region code (<see cref="Region"/>).</summary>
    public required string RegionCode { get; set; }

    /// <summary>Address or landmark, up to 200 characters.</summary>
    public required string Landmark { get; set; }

    /// <summary>GhanaPost digital address, if given.</summary>
    public string? DigitalAddress { get; set; }

    /// <summary>True for the one checkout begins with; one at most.</summary>
    public bool IsFirst { get; set; }
}
