// The log of what staff did: who, when, from where, and every value before and after. It can be read, never changed.
using System.Globalization;
using Makola.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Makola.Pages.Office;

/// <summary>A deed, and the values it changed.</summary>
/// <param name="Entry">The deed.</param>
/// <param name="Values">What changed, in its order.</param>
/// <param name="Total">How many values changed in all.</param>
public sealed record LogRow(AuditEntry Entry, IReadOnlyList<SeenChange> Values, int Total);

/// <summary>The page <c>/office/log?who=3&amp;area=orders&amp;until=2026-11-22</c>; <c>?seq=41</c> is one deed with all of its values.</summary>
[Needs(Scopes.Staff)]
public sealed class LogModel(ShopDb db, CurrentShop shop) : OfficePage(db, shop)
{
    private const int PageSize = 40, MostValues = 12, AllValues = 1_000;

    /// <summary>Person whose deeds are shown.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Who { get; set; }

    /// <summary>Part of the back office: <c>orders</c>.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Area { get; set; }

    /// <summary>First day, of the shop's zone.</summary>
    [BindProperty(SupportsGet = true)]
    public DateOnly? From { get; set; }

    /// <summary>Last day, of the shop's zone.</summary>
    [BindProperty(SupportsGet = true)]
    public DateOnly? Until { get; set; }

    /// <summary>Path of a page whose deeds alone are shown: <c>/office/orders/1042</c>.</summary>
    [BindProperty(SupportsGet = true)]
    public string? On { get; set; }

    /// <summary>The one entry that is shown.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Seq { get; set; }

    /// <summary>Only older ones than this.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    /// <summary>The deeds, newest first.</summary>
    public IReadOnlyList<LogRow> Rows { get; private set; } = [];

    /// <summary>Staff to choose from.</summary>
    public IReadOnlyList<SelectListItem> People { get; private set; } = [];

    /// <summary>Address of the page that goes on; null at the end.</summary>
    public string? Next { get; private set; }

    /// <summary>Parts of the back office to choose from.</summary>
    public static IReadOnlyList<SelectListItem> Areas { get; } =
        [.. OfficeMap.Places.Where(p => p.Address.StartsWith("/office/", StringComparison.Ordinal)).Select(p => p.Address.Split('/', '?')[2]).Distinct().Order(StringComparer.Ordinal).Select(a => new SelectListItem(char.ToUpperInvariant(a[0]) + a[1..], a))];

    /// <summary>Shows the list.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid) return BadRequest();
        var staff = await Db.UserRoles.Select(r => r.UserId).Distinct().Take(200).ToListAsync(ct);
        var people = await Db.Users.Where(u => EF.Parameter(staff).Contains(u.Id)).Select(u => new { u.Id, u.Name }).OrderBy(u => u.Name).ThenBy(u => u.Id).ToListAsync(ct);
        People = [.. people.Select(u => new SelectListItem(u.Name, u.Id.ToString(CultureInfo.InvariantCulture), u.Id == Who))];

        var found = await Asked().OrderByDescending(e => e.Seq).Take(PageSize + 1).ToListAsync(ct);
        if (Seq is not null && found.Count == 0) return NotFound();
        if (found.Count > PageSize) Next = Address(found[PageSize - 1].Seq);
        await FillAsync([.. found.Take(PageSize)], ct);
        return Page();
    }

    private IQueryable<AuditEntry> Asked()
    {
        var entries = Db.AuditEntries.AsNoTracking();
        if (Seq is { } one) return entries.Where(e => e.Seq == one);
        var before = Before ?? long.MaxValue;
        entries = entries.Where(e => e.Seq < before);
        if (Who is { } who) entries = entries.Where(e => e.PersonId == who);
        if (!string.IsNullOrEmpty(Area)) entries = entries.Where(e => e.Area == Area);
        if (!string.IsNullOrEmpty(On)) entries = entries.Where(e => e.Page == On);
        // Days are turned into places in the log, so that one index gives the order and the ends.
        if (From is { } first && StartOf(first) is var from) entries = entries.Where(e => e.Seq >= Db.AuditEntries.Where(x => x.At >= from).OrderBy(x => x.At).ThenBy(x => x.Seq).Select(x => x.Seq).First());
        if (Until is { } last && StartOf(last.AddDays(1)) is var until) entries = entries.Where(e => e.Seq <= Db.AuditEntries.Where(x => x.At < until).OrderByDescending(x => x.At).ThenByDescending(x => x.Seq).Select(x => x.Seq).First());
        return entries;
    }

    private async Task FillAsync(List<AuditEntry> entries, CancellationToken ct)
    {
        var most = Seq is null ? MostValues : AllValues;
        var sets = entries.Where(e => e.ChangeSetId is not null).Select(e => e.ChangeSetId!.Value).ToList();
        var fields = sets.Count == 0 ? [] : await Db.FieldChanges.AsNoTracking().Where(c => EF.Parameter(sets).Contains(c.ChangeSetId) && c.Seq <= most)
            .OrderBy(c => c.ChangeSetId).ThenBy(c => c.Seq).Join(Db.ChangeSets, c => c.ChangeSetId, s => s.Id, (c, s) => new { Change = c, s.Fields }).ToListAsync(ct);
        var bySet = fields.ToLookup(f => f.Change.ChangeSetId);
        Rows = entries.ConvertAll(entry =>
        {
            var seen = entry.Seen();
            var kept = bySet[entry.ChangeSetId ?? 0].ToList();
            var values = kept.Select(f => new SeenChange(f.Change.Record, f.Change.RecordId.ToString(CultureInfo.InvariantCulture), f.Change.Field, f.Change.Old, f.Change.New)).Concat(seen).Take(most);
            return new LogRow(entry, [.. values], (kept.FirstOrDefault()?.Fields ?? 0) + seen.Count + entry.More);
        });
    }

    private DateTimeOffset StartOf(DateOnly day) => Sales.StartOf(day, Shop.Settings.Zone());

    private string Address(long before) => "/office/log" + QueryString.Create(new Dictionary<string, string?>
    {
        ["who"] = Who?.ToString(CultureInfo.InvariantCulture), ["area"] = Area, ["from"] = From?.ToString("O", CultureInfo.InvariantCulture), ["until"] = Until?.ToString("O", CultureInfo.InvariantCulture),
        ["on"] = On, ["before"] = before.ToString(CultureInfo.InvariantCulture),
    }.Where(p => !string.IsNullOrEmpty(p.Value)));
}
