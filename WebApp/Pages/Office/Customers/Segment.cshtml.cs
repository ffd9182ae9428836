// One group of customers: its rule, who belongs to it, and the list as a file.
using System.Globalization;
using Makola.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Makola.Pages.Office.Customers;

/// <summary>The pages <c>/office/customers/segments/3</c> and <c>/office/customers/segments/new</c>.</summary>
[Needs(Scopes.Customers)]
public sealed class SegmentModel(ShopDb db, CurrentShop shop) : OfficePage(db, shop)
{
    /// <summary>Members on a page; and counting stops here.</summary>
    public const int PageSize = 25, MostCounted = 100_000;

    /// <summary>Yes, no, or whatever.</summary>
    public static IReadOnlyList<SelectListItem> Choices { get; } = [new("Does not matter", ""), new("Yes", "true"), new("No", "false")];

    /// <summary>The rule as typed.</summary>
    [BindProperty]
    public SegmentForm Form { get; set; } = new();

    /// <summary>Where the page of members before ended.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Before { get; set; }

    /// <summary>The segment; null for a new one.</summary>
    public Segment? Segment { get; private set; }

    /// <summary>Who belongs to it.</summary>
    public IReadOnlyList<CustomerRow> Members { get; private set; } = [];

    /// <summary>How many they are, up to <see cref="MostCounted"/>.</summary>
    public int Count { get; private set; }

    /// <summary>Address of the members after these; null at the end.</summary>
    public string? Next { get; private set; }

    /// <summary>A segment as typed.</summary>
    public sealed record SegmentForm
    {
        /// <summary>The version that was changed.</summary>
        public int Version { get; init; }

        /// <summary>Up to 60 characters.</summary>
        public string? Name { get; init; }

        /// <summary>At least this many orders.</summary>
        public int? OrdersFrom { get; init; }

        /// <summary>At most this many orders.</summary>
        public int? OrdersTo { get; init; }

        /// <summary>An amount.</summary>
        public string? SpentFrom { get; init; }

        /// <summary>Days.</summary>
        public int? BoughtWithinDays { get; init; }

        /// <summary>Days.</summary>
        public int? QuietForDays { get; init; }

        /// <summary>Whether there is an account; as text, so that the list of choices finds it.</summary>
        public string? HasAccount { get; init; }

        /// <summary>Whether news are wanted.</summary>
        public string? WantsNews { get; init; }
    }

    /// <summary>Shows the segment.</summary>
    public async Task<IActionResult> OnGetAsync(long? id, CancellationToken ct)
    {
        if (!await FindAsync(id, ct)) return NotFound();
        if (Segment is { Rule: var rule })
        {
            Form = new()
            {
                Version = Segment.Version, Name = Segment.Name, OrdersFrom = rule.OrdersFrom, OrdersTo = rule.OrdersTo, SpentFrom = rule.SpentFrom is { } spent ? Shop.Money(spent).Plain : null,
                BoughtWithinDays = rule.BoughtWithinDays, QuietForDays = rule.QuietForDays, HasAccount = TextOf(rule.HasAccount), WantsNews = TextOf(rule.WantsNews),
            };
        }

        return Page();
    }

    /// <summary>Saves it.</summary>
    public async Task<IActionResult> OnPostAsync(long? id, CancellationToken ct)
    {
        var spent = AmountIn(nameof(Form.SpentFrom), Form.SpentFrom, Shop.Settings.Currency);
        if (!ModelState.IsValid)
        {
            Response.StatusCode = 422;
            return await FindAsync(id, ct) ? Page() : NotFound();
        }

        var saved = await Segment.SaveAsync(Db, id, Form.Version, Form.Name, new SegmentRule
        {
            OrdersFrom = Form.OrdersFrom, OrdersTo = Form.OrdersTo, SpentFrom = spent, BoughtWithinDays = Form.BoughtWithinDays, QuietForDays = Form.QuietForDays,
            HasAccount = Read(Form.HasAccount), WantsNews = Read(Form.WantsNews),
        }, ct);
        return SayAt($"/office/customers/segments/{saved}", "Saved.");
    }

    /// <summary>Deletes it.</summary>
    public async Task<IActionResult> OnPostDeleteAsync(long id, CancellationToken ct)
    {
        await Segment.DeleteAsync(Db, id, ct);
        return SayAt("/office/customers/segments", "The segment is deleted. Its customers stay.");
    }

    /// <summary>Its members as a file.</summary>
    [Needs(Scopes.Customers, ReadOnly = true), Sensitive]
    public async Task<IActionResult> OnPostExportAsync(long id, CancellationToken ct)
    {
        if (await Db.Segments.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, ct) is not { } segment) return NotFound();
        return SendCsv("customers", $"Export of customers: {segment.Name}", (stream, stop) => OrdersExport.WriteCustomersAsync(Db, stream, stop, segment.Rule, Shop.Now));
    }

    /// <inheritdoc/>
    public override async Task<IActionResult> AgainAsync(CancellationToken ct)
    {
        Db.ChangeTracker.Clear();
        return await FindAsync(RouteData.Values["id"] is string id ? long.Parse(id, CultureInfo.InvariantCulture) : null, ct) ? Page() : NotFound();
    }

    private async Task<bool> FindAsync(long? id, CancellationToken ct)
    {
        if (id is null) return true;
        Segment = await Db.Segments.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, ct);
        if (Segment is null) return false;
        var members = Segment.Rule.Of(Db.Customers, Shop.Now);
        (Members, var place) = await members.PageAsync(CustomerSort.LastOrder, Before, PageSize, CustomerRow.From, ct);
        Next = place is null ? null : $"/office/customers/segments/{id}?before={place}";
        Count = await members.Take(MostCounted).CountAsync(ct);
        return true;
    }

    private static string TextOf(bool? choice) => choice switch { true => "true", false => "false", _ => "" };

    private static bool? Read(string? choice) => choice switch { "true" => true, "false" => false, _ => null };
}
