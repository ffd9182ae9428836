// A customer as lists of the back office show him.
using System.Linq.Expressions;
using Makola.Pages.Office.Orders;

namespace Makola.Pages.Office.Customers;

/// <summary>One row of a list of customers.</summary>
public sealed record CustomerRow(long Id, string Name, string? Phone, string? Email, long? PersonId, DateTimeOffset? BlockedAt, int Orders, long Spent, DateTimeOffset? LastOrderAt) : ICustomerRow
{
    /// <summary>What is read of a customer.</summary>
    public static readonly Expression<Func<Customer, CustomerRow>> From = c => new CustomerRow(c.Id, c.Name, c.Phone, c.Email, c.PersonId, c.BlockedAt, c.Orders, c.Spent, c.LastOrderAt);

    /// <summary>Phone and e-mail, as far as there are any.</summary>
    public string Contact => string.Join(" · ", new[] { PhoneNumber.Show(Phone), Email }.Where(text => text is { Length: > 0 }));

    /// <summary>Account and block.</summary>
    public IReadOnlyList<Chip> Chips => [.. ChipsOf(PersonId, BlockedAt)];

    /// <summary>"3 orders".</summary>
    public string Count => OrdersIn(Orders);

    /// <summary>A number of orders in words.</summary>
    public static string OrdersIn(int count) => count switch { 0 => "No order", 1 => "1 order", _ => $"{count:N0} orders" };

    /// <summary>What is said of a customer in a chip.</summary>
    public static IEnumerable<Chip> ChipsOf(long? personId, DateTimeOffset? blockedAt)
    {
        if (blockedAt is not null) yield return new("trouble", "Blocked");
        if (personId is not null) yield return new("done", "Account");
    }
}
