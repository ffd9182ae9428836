// Old addresses and where they lead, newest first or by the beginning of an address.
using Makola.Web;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Pages.Office;

/// <summary>The page <c>/office/redirects?before=120</c> or <c>?q=/p/kente</c>.</summary>
[Needs(Scopes.Content)]
public sealed class RedirectsModel(ShopDb db, CurrentShop shop) : OfficePage(db, shop)
{
    /// <summary>Rows on a page.</summary>
    public const int PageSize = 50;

    /// <summary>What is typed.</summary>
    [BindProperty]
    public RedirectForm Form { get; set; } = new();

    /// <summary>The beginning of an address.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>Only older ones than this.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    /// <summary>The redirects of this page.</summary>
    public IReadOnlyList<Redirect> Rows { get; private set; } = [];

    /// <summary>True when there are older ones.</summary>
    public bool HasMore { get; private set; }

    /// <summary>What is typed.</summary>
    public sealed record RedirectForm
    {
        /// <summary>The old address.</summary>
        public string? From { get; init; }

        /// <summary>Where it leads.</summary>
        public string? To { get; init; }

        /// <summary>Many at once: <c>from,to</c>.</summary>
        public string? Lines { get; init; }
    }

    /// <summary>Shows the list.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        Q = string.IsNullOrWhiteSpace(Q) ? null : Q.Trim();
        var (beginning, end, before) = (Q, Q + "\uFFFD", Before ?? long.MaxValue);
        var rows = Q is null
            ? Db.Redirects.Where(r => r.Id < before).OrderByDescending(r => r.Id)
            : Db.Redirects.Where(r => string.Compare(r.From, beginning) >= 0 && string.Compare(r.From, end) < 0)
                .Union(Db.Redirects.Where(r => string.Compare(r.To, beginning) >= 0 && string.Compare(r.To, end) < 0)).OrderBy(r => r.From);
        var found = await rows.AsNoTracking().Take(PageSize + 1).ToListAsync(ct);
        (Rows, HasMore) = ([.. found.Take(PageSize)], Q is null && found.Count > PageSize);
    }

    /// <summary>Adds one.</summary>
    public Task<IActionResult> OnPostAsync(CancellationToken ct) => AddAsync([(Form.From ?? "", Form.To ?? "")], ct);

    /// <summary>Adds many.</summary>
    public Task<IActionResult> OnPostPasteAsync(CancellationToken ct) => AddAsync(
        [.. (Form.Lines ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => line.LastIndexOfAny([',', ';', '\t']) is > 0 and var at ? (line[..at], line[(at + 1)..]) : (line, ""))], ct);

    /// <summary>Takes one away.</summary>
    public async Task<IActionResult> OnPostRemoveAsync(long id, CancellationToken ct)
    {
        await Domain.Catalogue.Redirect.RemoveAsync(Db, id, Me, Shop.Now, ct);
        return SayAt("/office/redirects", "Removed. It can be taken back in the history.");
    }

    /// <inheritdoc/>
    public override async Task<IActionResult> AgainAsync(CancellationToken ct)
    {
        Db.ChangeTracker.Clear();
        await OnGetAsync(ct);
        return Page();
    }

    private async Task<IActionResult> AddAsync(IReadOnlyList<(string From, string To)> pairs, CancellationToken ct)
    {
        var added = await Domain.Catalogue.Redirect.AddAsync(Db, pairs, Me, Shop.Now, ct);
        return SayAt("/office/redirects", added switch { 0 => "It was there already.", 1 => "Added.", _ => $"{added:N0} added." });
    }
}
