// What customers search for: how often, what they do not find, and the words that mean the same to them.
using Makola.Web;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Pages.Office;

/// <summary>The page <c>/office/search?word=charley+wote</c>; the word begins a new line of synonyms.</summary>
[Needs(Scopes.Products)]
public sealed class SearchWordsModel(ShopDb db, CurrentShop shop) : OfficePage(db, shop)
{
    /// <summary>Phrases that are listed, and days that are drawn.</summary>
    public const int MostMissed = 50, Days = 30;

    /// <summary>A word that a new line begins with.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Word { get; set; }

    /// <summary>The line typed.</summary>
    [BindProperty]
    public string? Line { get; set; }

    /// <summary>The group it belongs to; 0 for a new one.</summary>
    [BindProperty]
    public long Id { get; set; }

    /// <summary>The group's line when it was shown.</summary>
    [BindProperty]
    public string? Was { get; set; }

    /// <summary>The groups in use.</summary>
    public IReadOnlyList<SynonymGroup> Groups { get; private set; } = [];

    /// <summary>What was not found as it was typed, most often first.</summary>
    public IReadOnlyList<MissedSearch> Missed { get; private set; } = [];

    /// <summary>Searches by day.</summary>
    public SearchChart Chart { get; private set; } = null!;

    /// <summary>Shows all of it.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        if (Word?.Length > MissedSearch.Longest) Word = Word[..MissedSearch.Longest];
        Groups = await Db.Synonyms.AsNoTracking().Where(g => g.Line != "").OrderBy(g => g.Line).ThenBy(g => g.Id).Take(SynonymGroup.Most).ToListAsync(ct);
        Missed = await Db.MissedSearches.AsNoTracking().OrderByDescending(m => m.Times).ThenByDescending(m => m.LastAt).ThenBy(m => m.Phrase).Take(MostMissed).ToListAsync(ct);
        Chart = await SearchChart.OfLastDaysAsync(Db, Days, Sales.DayOf(Shop.Now, Shop.Settings.Zone()), ct);
    }

    /// <summary>Adds a line, or changes one.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var group = SynonymGroup.Of(Line);
        await Db.ChangeAsync($"Words that mean the same: {group.Line}", Me, Shop.Now, async () =>
        {
            if (Id != 0)
            {
                (await FindAsync(ct)).Write(Line);
            }
            else
            {
                if (await Db.Synonyms.CountAsync(g => g.Line != "", ct) >= SynonymGroup.Most) throw new Refusal("synonyms.full", "There are {0} lines already.", SynonymGroup.Most);
                Db.Synonyms.Add(group);
            }

            Db.Changed.Add(Change.Catalogue);
        }, ct);
        return SayAt("/office/search#synonyms", "Saved. Customers’ searches use it from now on.");
    }

    /// <summary>Takes a line out of use.</summary>
    public async Task<IActionResult> OnPostRemoveAsync(CancellationToken ct)
    {
        await Db.ChangeAsync($"Words no longer mean the same: {Was}", Me, Shop.Now, async () =>
        {
            (await FindAsync(ct)).Remove();
            Db.Changed.Add(Change.Catalogue);
        }, ct);
        return SayAt("/office/search#synonyms", "Removed. It can be taken back in the history.");
    }

    /// <inheritdoc/>
    public override async Task<IActionResult> AgainAsync(CancellationToken ct)
    {
        Db.ChangeTracker.Clear();
        await OnGetAsync(ct);
        return Page();
    }

    private async Task<SynonymGroup> FindAsync(CancellationToken ct)
    {
        var group = await Db.Synonyms.SingleOrDefaultAsync(g => g.Id == Id, ct) ?? throw new Refusal("synonyms.none", "There is no such line.") { Status = 404 };
        return group.Line == Was ? group : throw new Refusal("synonyms.changed", "Somebody else changed this line meanwhile. Nothing was saved.") { Status = 409 };
    }
}
