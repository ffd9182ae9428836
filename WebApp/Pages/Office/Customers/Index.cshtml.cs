// The customers: who ordered last, who spent most, who is new; found by name, phone or e-mail; and phones that wait to be confirmed.
using Makola.Web;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Pages.Office.Customers;

/// <summary>A pile of customers.</summary>
/// <param name="Key">In the address: <c>?tab=accounts</c>.</param>
/// <param name="Name">On the tab.</param>
public sealed record CustomerTab(string Key, string Name);

/// <summary>The list of customers at <c>/office/customers?tab=accounts&amp;sort=spent&amp;before=…</c> or <c>?q=ama</c>.</summary>
[Needs(Scopes.Customers)]
public sealed class CustomersModel(ShopDb db, CurrentShop shop) : OfficePage(db, shop)
{
    /// <summary>Rows on a page.</summary>
    public const int PageSize = 25;

    /// <summary>The piles, from left to right.</summary>
    public static IReadOnlyList<CustomerTab> Tabs { get; } = [new("all", "All"), new("accounts", "With an account"), new("blocked", "Blocked"), new("phones", "Phones to confirm")];

    /// <summary>What is looked for; empty shows a pile.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>Which pile.</summary>
    [BindProperty(SupportsGet = true, Name = "tab")]
    public string? TabKey { get; set; }

    /// <summary><c>spent</c> or <c>new</c>; else who ordered last comes first.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    /// <summary>Where the page before ended.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Before { get; set; }

    /// <summary>The pile shown.</summary>
    public CustomerTab Tab { get; private set; } = Tabs[0];

    /// <summary>The customers of this page.</summary>
    public IReadOnlyList<CustomerRow> Rows { get; private set; } = [];

    /// <summary>Phones that wait, on their tab.</summary>
    public IReadOnlyList<PhoneToConfirm> Phones { get; private set; } = [];

    /// <summary>Address of the page after this; null on the last.</summary>
    public string? Next { get; private set; }

    /// <summary>True when something is looked for.</summary>
    public bool Searching => Q is not null;

    /// <summary>Shows the list.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Q = string.IsNullOrWhiteSpace(Q) ? null : Q.Trim();
        if (Q?.Length > 100) Q = Q[..100];
        if (Tabs.FirstOrDefault(t => t.Key == (Searching ? "all" : TabKey ?? "all")) is not { } tab) return NotFound();
        Tab = tab;
        if (Tab.Key == "phones") Phones = await PhoneProofs.ListAsync(Db, Shop.Now, null, ct);
        else await ListAsync(ct);
        return IsHtmx ? Partial("_CustomerList", this) : Page();
    }

    /// <summary>The code came from the phone.</summary>
    public async Task<IActionResult> OnPostConfirmAsync(long proof, CancellationToken ct)
    {
        var card = await PhoneProofs.ConfirmAsync(Db, proof, Shop.Now, ct);
        return SayAt($"/office/customers/{card}", "Confirmed. What was ordered with this phone is on this card now.");
    }

    /// <summary>It did not.</summary>
    public async Task<IActionResult> OnPostRejectAsync(long proof, CancellationToken ct)
    {
        await PhoneProofs.RejectAsync(Db, proof, ct);
        return SayAt("/office/customers?tab=phones", "Not confirmed. The code counts no longer.");
    }

    /// <inheritdoc/>
    public override async Task<IActionResult> AgainAsync(CancellationToken ct)
    {
        Db.ChangeTracker.Clear();
        Tab = Tabs[^1];
        Phones = await PhoneProofs.ListAsync(Db, Shop.Now, null, ct);
        return Page();
    }

    private async Task ListAsync(CancellationToken ct)
    {
        var which = Searching ? CustomerSearch.Find(Db, Q!) : Tab.Key == "blocked" ? Db.Customers.Where(c => c.BlockedAt != null) : Db.Customers;
        var sort = (Tab.Key, Sort) switch { ("accounts", _) => CustomerSort.Account, (_, "spent") => CustomerSort.Spent, (_, "new") => CustomerSort.Newest, _ => CustomerSort.LastOrder };
        (Rows, var place) = await which.PageAsync(sort, Before, PageSize, CustomerRow.From, ct);
        if (place is not null) Next = $"{Address(Sort)}&before={place}";
    }

    /// <summary>Address of the list in another order.</summary>
    public string Address(string? sort) =>
        $"/office/customers?{(Searching ? $"q={Uri.EscapeDataString(Q!)}" : $"tab={Tab.Key}")}{(sort is "spent" or "new" ? $"&sort={sort}" : "")}";
}
