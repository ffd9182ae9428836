// Everything staff changed, newest first; each can be taken back in one press for thirty days.
using Makola.Web;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Pages.Office;

/// <summary>The page <c>/office/history?before=120</c>.</summary>
[Needs(Scopes.Anyone)]
public sealed class HistoryModel(ShopDb db, CurrentShop shop) : OfficePage(db, shop)
{
    /// <summary>Rows on a page.</summary>
    public const int PageSize = 40;

    /// <summary>Only older ones than this.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    /// <summary>What was done.</summary>
    public IReadOnlyList<ChangeSet> Sets { get; private set; } = [];

    /// <summary>True when there are older ones.</summary>
    public bool HasMore { get; private set; }

    /// <summary>What stayed when something was just taken back.</summary>
    public IReadOnlyList<string> Stayed { get; private set; } = [];

    /// <summary>Shows the list.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        var before = Before ?? long.MaxValue;
        var sets = await Db.ChangeSets.AsNoTracking().Where(s => s.Id < before).OrderByDescending(s => s.Id).Take(PageSize + 1).ToListAsync(ct);
        (Sets, HasMore) = ([.. sets.Take(PageSize)], sets.Count > PageSize);
    }

    /// <summary>Takes one back, and goes where the press came from.</summary>
    public async Task<IActionResult> OnPostUndoAsync(long id, string? back, CancellationToken ct)
    {
        var records = await Db.FieldChanges.Where(c => c.ChangeSetId == id).Select(c => c.Record).Distinct().ToListAsync(ct);
        if (records.Select(ScopeOf).FirstOrDefault(scope => !May(scope, write: true)) is { } missing)
            throw new Refusal("undo.scope", "Your role does not include to change this: {0}.", Scopes.All.First(s => s.Key == missing).Name) { Status = 403 };
        var result = await Undo.TakeBackAsync(Db, id, Me, Shop.Now, ct);
        var said = result.Fields == 1 ? "Taken back: 1 value is as it was." : $"Taken back: {result.Fields:N0} values are as they were.";
        if (result.KeptCount == 0) return SayAt(Url.IsLocalUrl(back) ? back : "/office/history", said);

        (Said, Stayed) = ($"{said} {result.KeptCount:N0} stayed, since something newer changed them:", result.Kept);
        await OnGetAsync(ct);
        return Page();
    }

    /// <summary>The scope that changes a kind of record.</summary>
    private static string ScopeOf(string record) => record switch
    {
        nameof(StockItem) => Scopes.Stock,
        nameof(ContentPage) or nameof(Storefront) or nameof(Redirect) => Scopes.Content,
        _ => Scopes.Products,
    };

    /// <inheritdoc/>
    public override async Task<IActionResult> AgainAsync(CancellationToken ct)
    {
        Db.ChangeTracker.Clear();
        await OnGetAsync(ct);
        return Page();
    }
}
