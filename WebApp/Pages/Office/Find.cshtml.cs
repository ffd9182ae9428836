// One box for everything: orders, goods, customers, settings and pages. A number, SKU or bar code typed exactly goes straight there.
using Makola.Data.Sqlite;
using Makola.Pages.Office.Customers;
using Makola.Pages.Office.Orders;
using Makola.Web;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Pages.Office;

/// <summary>Something that was found.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Name">What it is called.</param>
/// <param name="About">A line below.</param>
/// <param name="Chips">Its state.</param>
public sealed record Hit(string Address, string Name, string About, IEnumerable<Chip>? Chips = null);

/// <summary>What was found of one kind.</summary>
/// <param name="Name">Of the kind.</param>
/// <param name="Hits">Best first.</param>
/// <param name="All">Address of the list with all of them; null when these are all.</param>
/// <param name="Note">What is to be said about them.</param>
public sealed record HitGroup(string Name, IReadOnlyList<Hit> Hits, string? All = null, string? Note = null);

/// <summary>The page <c>/office/find?q=kente</c>, and what the box offers while something is typed.</summary>
[Needs(Scopes.Anyone)]
public sealed class FindModel(ShopDb db, CurrentShop shop) : OfficePage(db, shop)
{
    /// <summary>Hits of one kind on the page, and under the box.</summary>
    private const int MostShown = 10, MostOffered = 4;

    /// <summary>The newest orders that are looked at.</summary>
    private const int MostOrders = 20;

    /// <summary>What is looked for; null when nothing is.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>What was found, by kind; kinds of which there is nothing are left out.</summary>
    public IReadOnlyList<HitGroup> Groups { get; private set; } = [];

    /// <summary>Shows what was found, or goes to what was typed exactly.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Q = string.IsNullOrWhiteSpace(Q) ? null : Q.Trim()[..Math.Min(Q.Trim().Length, SearchWords.MostCharacters)];
        if (Q is not { Length: > 1 }) return Answer();

        var most = IsHtmx ? MostOffered : MostShown;
        var orders = !May(Scopes.Orders) ? [] : await OrderSearch.Find(Db, Q).OrderByDescending(o => o.Number).Select(FoundOrder.From).Take(MostOrders).ToListAsync(ct);
        var (goods, corrected) = May(Scopes.Products) ? await ProductSearch.ForStaffAsync(Db, Q, guess: orders.Count == 0, most + 1, ct) : ([], null);
        if (!IsHtmx && ExactlyOne(orders, goods) is { } address) return Redirect(address);

        var (customers, moreCustomers) = May(Scopes.Customers) ? await CustomerSearch.Find(Db, Q).PageAsync(CustomerSort.Newest, null, most, CustomerRow.From, ct) : ([], null);
        var words = SearchWords.Read(Q);
        var places = OfficeMap.Places.Where(p => May(p.Needs) && IsMeant(words, p.Name, p.Words)).OrderByDescending(p => IsMeant(words, p.Name, "")).Select(p => new Hit(p.Address, p.Name, "Page"))
            .Concat(SettingsMap.All.Where(s => May(Scopes.Settings) && IsMeant(words, s.Label, $"{s.Words} {s.Section}")).OrderByDescending(s => IsMeant(words, s.Label, "")).Select(s => new Hit(s.Address, s.Label, $"Settings · {s.Section}")));
        var sought = Uri.EscapeDataString(Q);
        HitGroup[] groups =
        [
            new("Orders", [.. orders.Take(most).Select(o => new Hit($"/office/orders/{o.Number}", $"#{o.Number} {o.Name}", $"{(o.Phone is null ? o.Email : PhoneNumber.Show(o.Phone))} · {new Money(o.Total, o.Currency)}", o.Chips))],
                orders.Count > most ? $"/office/orders?q={sought}" : null),
            new("Goods", [.. goods.Take(most).Select(g => new Hit($"/office/products/{g.Id}", g.Name, g.Code ?? Shop.Money(g.PriceFrom).ToString(), ChipsOf(g)))],
                goods.Count > most ? $"/office/products?q={Uri.EscapeDataString(corrected ?? Q)}" : null,
                corrected is null ? null : $"None is called “{Q}”. These have “{corrected}”."),
            new("Customers", [.. customers.Select(c => new Hit($"/office/customers/{c.Id}", c.Name, $"{c.Contact} · {c.Count}", c.Chips.Count > 0 ? c.Chips : null))], moreCustomers is not null ? $"/office/customers?q={sought}" : null),
            new("Pages and settings", [.. places.Take(most)]),
        ];
        Groups = [.. groups.Where(g => g.Hits.Count > 0)];
        return Answer();
    }

    private IActionResult Answer() => IsHtmx ? Partial("_Found", this) : Page();

    /// <summary>Where a number, SKU or bar code typed exactly leads; null when it is none, or more than one.</summary>
    private string? ExactlyOne(List<FoundOrder> orders, IReadOnlyList<StaffHit> goods)
    {
        var number = Q!.TrimStart('#');
        string[] exact = [.. orders.Where(o => number == $"{o.Number}").Select(o => $"/office/orders/{o.Number}"), .. goods.Where(g => g.Code is not null).Select(g => $"/office/products/{g.Id}")];
        return exact is [var only] ? only : null;
    }

    private static Chip[] ChipsOf(StaffHit goods) => goods.Status == nameof(ProductStatus.Active) ? [] : [new("elsewhere", goods.Status)];

    /// <summary>True when every word begins one of the name's or the other words, or is one letter away from it.</summary>
    private static bool IsMeant(IReadOnlyList<string> words, string name, string others)
    {
        // Each apart and not the whole, which Read would cut.
        var known = $"{name} {others}".Split([' ', '-', '/'], StringSplitOptions.RemoveEmptyEntries).SelectMany(SearchWords.Read).ToList();
        return words.Count > 0 && words.All(word => known.Exists(k =>
            k.StartsWith(word, StringComparison.Ordinal) || SearchWords.FormsOf(word).Contains(k) || (word.Length > 3 && SearchWords.Distance(word, k, 1) <= 1)));
    }
}
