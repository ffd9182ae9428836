// The groups of customers the shop has named.
using Makola.Web;

namespace Makola.Pages.Office.Customers;

/// <summary>A segment in the list.</summary>
public sealed record SegmentRow(long Id, string Name, SegmentRule Rule);

/// <summary>The page <c>/office/customers/segments</c>.</summary>
[Needs(Scopes.Customers)]
public sealed class SegmentsModel(ShopDb db, CurrentShop shop) : OfficePage(db, shop)
{
    /// <summary>All of them, by name.</summary>
    public IReadOnlyList<SegmentRow> Rows { get; private set; } = [];

    /// <summary>Shows the list.</summary>
    public async Task OnGetAsync(CancellationToken ct) =>
        Rows = await Db.Segments.OrderBy(s => s.Name).ThenBy(s => s.Id).Take(Segment.Most).Select(s => new SegmentRow(s.Id, s.Name, s.Rule)).ToListAsync(ct);

    /// <summary>A rule in words.</summary>
    public static string InWords(SegmentRule rule, CurrentShop shop)
    {
        string?[] parts =
        [
            rule.OrdersFrom is { } from ? $"at least {CustomerRow.OrdersIn(from).ToLowerInvariant()}" : null,
            rule.OrdersTo is { } to ? to == 0 ? "no order" : $"at most {CustomerRow.OrdersIn(to)}" : null,
            rule.SpentFrom is { } spent ? $"spent {shop.Money(spent)} or more" : null,
            rule.BoughtWithinDays is { } within ? $"ordered within {within} days" : null,
            rule.QuietForDays is { } quiet ? $"no order for {quiet} days" : null,
            rule.HasAccount switch { true => "with an account", false => "without an account", _ => null },
            rule.WantsNews switch { true => "wants news", false => "does not want news", _ => null },
        ];
        return string.Join(", ", parts.OfType<string>());
    }
}
