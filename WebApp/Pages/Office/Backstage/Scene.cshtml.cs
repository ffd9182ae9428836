// One request through the five stations: where the time went, which rules ran, every query with its plan, what followed.
using Makola.Backstage;
using Makola.Web;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Pages.Office.Backstage;

/// <summary>A query of a scene; the same one more than once is shown once.</summary>
/// <param name="First">The first run, with its values.</param>
/// <param name="Times">How often it ran.</param>
/// <param name="Rows">Rows of all runs.</param>
/// <param name="Took">Microseconds of all runs.</param>
/// <param name="Scanned">Rows looked at one after another, of all runs.</param>
/// <param name="Plan">How the database finds the rows now; null when it cannot say.</param>
public sealed record SceneQuery(QueryRun First, int Times, int Rows, long Took, long Scanned, QueryPlan? Plan);

/// <summary>A message that was queued on the way.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="State">How it went.</param>
/// <param name="SentAt">When the mail server took it.</param>
public sealed record SceneMessage(long Id, MessageKind Kind, MessageState State, DateTimeOffset? SentAt);

/// <summary>The page <c>/office/backstage/00f067aa0ba902b7</c>.</summary>
[Needs(Scopes.Scenes)]
public sealed class SceneModel(ShopDb db, CurrentShop shop, SceneStore store, DataFolder data) : OfficePage(db, shop)
{
    /// <summary>Most queries, and scenes of the same order, that are shown.</summary>
    private const int Most = 60;

    /// <summary>The request.</summary>
    public Scene Scene { get; private set; } = null!;

    /// <summary>Its queries in the order they first ran.</summary>
    public IReadOnlyList<SceneQuery> Queries { get; private set; } = [];

    /// <summary>What was queued for later, and how that went.</summary>
    public IReadOnlyList<SceneMessage> Messages { get; private set; } = [];

    /// <summary>Other requests and jobs about the same order.</summary>
    public IReadOnlyList<Scene> Others { get; private set; } = [];

    /// <summary>Shows it.</summary>
    /// <param name="id">Key of the scene.</param>
    /// <param name="ct">Stops it.</param>
    public async Task<IActionResult> OnGetAsync(string id, CancellationToken ct)
    {
        if (await store.FindAsync(id, ct) is not { } scene)
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
            return Partial("_Gone", this);
        }

        Scene = scene;
        List<SceneQuery> queries = [];
        foreach (var same in scene.Queries.GroupBy(q => q.Sql, StringComparer.Ordinal).Take(Most))
            queries.Add(new(same.First(), same.Count(), same.Sum(q => Math.Max(0, q.Rows)), same.Sum(q => q.Took), same.Sum(q => (long)q.Scanned), await QueryPlan.ReadAsync(data.Path, same.Key, ct)));
        Queries = queries;
        Messages = await Db.Messages.Where(m => m.Scene == scene.Id).OrderBy(m => m.Id).Take(20).Select(m => new SceneMessage(m.Id, m.Kind, m.State, m.SentAt)).ToListAsync(ct);
        if (scene.Orders is [var order, ..]) Others = [.. (await store.FindAsync(new SceneFilter { Order = order }, null, Most, ct)).Where(s => s.Id != scene.Id)];
        return Page();
    }
}
