// What happens by itself: each job in words, how it is, and a button to run it now; long work that failed.
using Makola.Jobs;
using Makola.Web;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Pages.Office;

/// <summary>The page <c>/office/system/jobs</c>.</summary>
[Needs(Scopes.System)]
public sealed class JobsModel(ShopDb db, CurrentShop shop, JobRoom room) : OfficePage(db, shop)
{
    /// <summary>How far back long work that failed is shown, in days.</summary>
    public const int Days = 30;

    private const int MostFailed = 20;
    private const string Address = "/office/system/jobs";

    /// <summary>The jobs: those that fail first, then by name.</summary>
    public IReadOnlyList<Job> Jobs { get; private set; } = [];

    /// <summary>Long work that failed or was stopped, newest first.</summary>
    public IReadOnlyList<Operation> Failed { get; private set; } = [];

    /// <summary>The moment.</summary>
    public DateTimeOffset Now => Shop.Now;

    /// <summary>Shows them.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        Jobs = [.. room.All.OrderByDescending(j => j.State.FailuresInARow > 0)];
        var since = Shop.Now.AddDays(-Days);
        Failed = await Db.Operations.AsNoTracking().Where(o => (o.State == OperationState.Failed || o.State == OperationState.Stopped) && o.StartedAt > since)
            .OrderByDescending(o => o.Id).Take(MostFailed).ToListAsync(ct);
    }

    /// <summary>Wakes a job.</summary>
    public async Task<IActionResult> OnPostRunAsync(string? name, CancellationToken ct)
    {
        if (room.Find(name) is not { } job) return NotFound();
        await Db.NoteAsync($"Job run by hand: {job.Words.Name}", ct);
        job.Wake();
        return SayAt(Address, job.State.IsRunning ? $"“{job.Words.Name}” is running; it runs once more after that." : $"“{job.Words.Name}” runs now. Look again in a moment.");
    }

    /// <summary>When it ran, how long it took, and when it runs next, in words.</summary>
    public static string Rhythm(JobState state, DateTimeOffset now)
    {
        var next = state.NextAt is not { } at ? "" : at - now >= TimeSpan.FromSeconds(1) ? $" Next in {Spoken.Time(at - now)}." : " Next now.";
        if (state.IsRunning) return $"Running for {Spoken.Time(now - state.BegunAt!.Value)}.";
        return state.BegunAt is not { } begun ? $"Not run yet.{next}" : $"Last run {Spoken.Time(now - begun)} ago{(state.Took is { } took ? $", took {Spoken.Time(took)}" : "")}.{next}";
    }
}
