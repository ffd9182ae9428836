// Finds in scenes what should not be: by itself, without anybody having to look.
using System.Collections.Concurrent;
using Makola.Web;

namespace Makola.Backstage;

/// <summary>What can be wrong with how a request is answered.</summary>
public enum WarningKind
{
    /// <summary>The same query again and again.</summary>
    Repeats,

    /// <summary>Rows looked at one after another.</summary>
    Scans,

    /// <summary>Heavier than a page may be.</summary>
    Heavy,

    /// <summary>Much slower than usual.</summary>
    Slow,

    /// <summary>It waited for another to write.</summary>
    Waits,
}

/// <summary>Something found in one scene.</summary>
/// <param name="Kind">What.</param>
/// <param name="Page">Where: a page, or a job; of a page that is heavy its address, since others of the kind are not.</param>
/// <param name="Subject">The query or step; with kind and page it says which warning it is.</param>
/// <param name="Text">In words, with figures.</param>
public sealed record Remark(WarningKind Kind, string Page, string Subject, string Text);

/// <summary>A warning: what was found, how often, and whether it is gone.</summary>
/// <param name="Kind">What.</param>
/// <param name="Page">Where.</param>
/// <param name="Text">In words, with the latest figures.</param>
/// <param name="Count">How often.</param>
/// <param name="FirstAt">First seen.</param>
/// <param name="LastAt">Last seen.</param>
/// <param name="Scene">The latest scene it was found in.</param>
/// <param name="SolvedAt">When the page had been seen often enough without it.</param>
public sealed record Warning(WarningKind Kind, string Page, string Text, int Count, DateTimeOffset FirstAt, DateTimeOffset LastAt, string Scene, DateTimeOffset? SolvedAt)
{
    /// <summary>What to do about it.</summary>
    public string Advice => Kind switch
    {
        WarningKind.Repeats => "Read the rows with one query before the loop: a Contains over their keys, or a join.",
        WarningKind.Scans => "Add an index on the columns it compares, in a migration; the scene shows the plan.",
        WarningKind.Heavy => "Show fewer goods on the page, smaller pictures or a shorter text. A phone on a slow line pays for each kilobyte.",
        WarningKind.Slow => "Open the scene and see which step took the time. If it is the disk or the machine, the page “System” says so.",
        WarningKind.Waits => "Something wrote for a long time just then: an import, a backup on a slow disk, another program with the file open. Do such work at night, or on a copy.",
        _ => "",
    };
}

/// <summary>An error, by its cause.</summary>
/// <param name="Key">What makes two the same.</param>
/// <param name="Cause">Kind, message and place.</param>
/// <param name="Page">Where it was last seen.</param>
/// <param name="Count">How often.</param>
/// <param name="FirstAt">First seen.</param>
/// <param name="LastAt">Last seen.</param>
/// <param name="Scene">The latest request behind it.</param>
/// <param name="Reference">The number the customer saw then; null for a job.</param>
/// <param name="SolvedAt">When somebody marked it as solved.</param>
public sealed record Fault(string Key, SceneFault Cause, string Page, int Count, DateTimeOffset FirstAt, DateTimeOffset LastAt, string Scene, string? Reference, DateTimeOffset? SolvedAt)
{
    /// <summary>What to do about it.</summary>
    public string Advice => Cause switch
    {
        { Code: Full } => "The disk is full. Make room on it: delete what nobody needs, or move it elsewhere. The shop goes on by itself.",
        { Code: IoError } => "The disk could not be read or written: it may be failing. Make a backup to another disk now, then have this one looked at.",
        { Code: Busy or Locked } => "Another program holds the shop’s database: a backup, a virus scanner, a tool somebody left open. Close it.",
        { Kind: nameof(ShopBusyException) } => "The shop itself wrote for so long that others did not get their turn: an import, perhaps. Do such work at night.",
        _ => $"Send it{(Reference is null ? "" : ", with its number,")} to whoever looks after the shop.",
    };

    // Result codes of SQLite: https://www.sqlite.org/rescode.html
    private const int Busy = 5, Locked = 6, IoError = 10, Full = 13;
}

/// <summary>Knows how long steps usually take, and finds what should not be.</summary>
public sealed class Watcher
{
    /// <summary>A query so often in one request is one that belongs before a loop.</summary>
    public const int Often = 10;

    /// <summary>So many rows looked at one after another are too many for a page; small tables are read whole quickly.</summary>
    public const int ManyRows = 1_000;

    /// <summary>Most bytes of a page's HTML as sent, before it was weighed as a whole: with style, script and pictures the first view must stay under <see cref="PageWeight.Budget"/>.</summary>
    public const int MostHtml = 25 * 1024;

    /// <summary>A step that takes so many times its usual time, and at least <see cref="SlowFrom"/> microseconds, is slow.</summary>
    public const int TimesUsual = 8;

    /// <summary>Microseconds under which nothing is called slow, and over which waiting for another's write is told.</summary>
    public const long SlowFrom = 100_000;

    /// <summary>A page that was seen so many times without it (<see cref="Tells"/>) has got rid of a warning.</summary>
    public const int CleanEnough = 20;

    /// <summary>How long it counts what the rest of a page weighs.</summary>
    public static readonly TimeSpan WeighedFor = TimeSpan.FromDays(1);

    private const int Learned = 20, MostSteps = 2_000, MostSuspects = 500, MostWeighed = 2_000;
    private readonly ConcurrentDictionary<(string Page, string Step), Usual> usual = new();
    private readonly ConcurrentDictionary<string, bool> suspects = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Rest> rests = new(StringComparer.Ordinal);

    /// <summary>Whether a scene is of a page with a warning, or has one itself: each of them tells whether it is gone.</summary>
    public bool HasSeen(Scene scene)
    {
        ArgumentNullException.ThrowIfNull(scene);
        if (suspects.ContainsKey(scene.Page) || suspects.ContainsKey(scene.Path)) return true;
        if (!MayHave(scene)) return false;
        var found = Of(scene);
        foreach (var remark in found) Suspect(scene, remark);
        return found.Count > 0;
    }

    /// <summary>Whether a page, or a job, has a warning that is not known to be gone.</summary>
    public bool Suspects(string page) => suspects.ContainsKey(page);

    /// <summary>A scene has a warning: its page, or job, is looked at each time from now on. An address without a page is not: there is no end to them.</summary>
    public void Suspect(Scene scene, Remark remark)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(remark);
        if (scene.IsJob || scene.Route is not null) Suspect(remark.Page);
    }

    /// <summary>A page, or a job, has a warning that is still there.</summary>
    public void Suspect(string page)
    {
        if (!suspects.ContainsKey(page) && suspects.Count < MostSuspects) suspects.TryAdd(page, true);
    }

    /// <summary>The warnings of a page, or a job, are gone.</summary>
    public void LetGo(string page) => suspects.TryRemove(page, out _);

    /// <summary>
    /// Of which pages a scene can tell that a warning is gone. Of its own, when it was really made, as a whole and with success: a kept answer, an address that is not
    /// there, a redirect and a part of a page run other queries than what was warned of. A form's answer is a redirect when all went well, and a job's run has none.
    /// Of its address, once that was weighed: there a kept answer tells as much.
    /// </summary>
    public IEnumerable<string> Tells(Scene scene)
    {
        ArgumentNullException.ThrowIfNull(scene);
        if (scene.IsJob || scene.Method is not ("GET" or "HEAD"))
        {
            if (scene is { IsFailed: false, Status: < 400 }) yield return scene.Page;
        }
        else if (scene is { Status: 200, Kept: not Scene.PartOnly })
        {
            if (scene.Kept != Scene.FromKept) yield return scene.Page;
            if (rests.TryGetValue(scene.Path, out var rest) && rest.At is not null) yield return scene.Path;
        }
    }

    /// <summary>Addresses customers opened that were not weighed yet, or long ago, which are forgotten until somebody opens them again.</summary>
    /// <param name="now">The time.</param>
    /// <param name="most">How many at most.</param>
    public IReadOnlyList<string> ToWeigh(DateTimeOffset now, int most)
    {
        foreach (var (path, rest) in rests)
            if (now - rest.At > WeighedFor) rests.TryRemove(path, out _);
        return [.. rests.Where(r => r.Value.At is null).Select(r => r.Key).Take(most)];
    }

    /// <summary>A page was weighed.</summary>
    /// <param name="path">Its address.</param>
    /// <param name="weight">What it weighs; null when a stranger cannot open it.</param>
    /// <param name="now">The time.</param>
    public void Weighed(string path, PageWeight? weight, DateTimeOffset now) => rests[path] = new(weight is null ? null : weight.FirstView - weight.Html, now);

    /// <summary>Whether it is worth looking closer: asked of every request, so it is quick.</summary>
    private bool MayHave(Scene scene)
    {
        if (scene.QueryCount >= Often || scene.Bytes > MostHtml || scene.Took >= SlowFrom || WeightOf(scene) > PageWeight.Budget) return true;
        foreach (var query in scene.Queries)
            if (query.Scanned >= ManyRows) return true;
        return false;
    }

    /// <summary>Bytes of its first view; null before its page was weighed.</summary>
    private long? WeightOf(Scene scene) => rests.TryGetValue(scene.Path, out var rest) && rest.Bytes is { } bytes && IsWeighable(scene) ? scene.Bytes + bytes : null;

    /// <summary>Whether it answers a customer with a whole page.</summary>
    private static bool IsWeighable(Scene scene) => scene is { IsForCustomers: true, Method: "GET", Status: 200, Route: not ("/sitemap.xml" or "/account/data"), Kept: not Scene.PartOnly };

    /// <summary>Learns how long the steps of a page took, and what there is to weigh. An address without a page teaches nothing: there is no end to them, and room for <see cref="MostSteps"/>.</summary>
    public void Learn(Scene scene)
    {
        ArgumentNullException.ThrowIfNull(scene);
        if (scene.IsJob || scene.Route is null) return;
        if (!rests.ContainsKey(scene.Path) && IsWeighable(scene) && scene.Path.AsSpan().IndexOfAny('?', '‹') < 0 && rests.Count < MostWeighed) rests.TryAdd(scene.Path, default);
        var page = scene.Page;
        foreach (var step in scene.Steps)
        {
            if (usual.TryGetValue((page, step.Name), out var known)) known.Add(step.Took);
            else if (usual.Count < MostSteps) usual.TryAdd((page, step.Name), new(step.Took));
        }
    }

    /// <summary>What should not be in a scene.</summary>
    public IReadOnlyList<Remark> Of(Scene scene)
    {
        ArgumentNullException.ThrowIfNull(scene);
        List<Remark> found = [];
        if (!scene.IsJob)
            foreach (var same in scene.Queries.GroupBy(q => q.Sql, StringComparer.Ordinal).Where(g => g.Count() >= Often))
                found.Add(new(WarningKind.Repeats, scene.Page, QuerySpans.NameOf(same.Key), $"{QuerySpans.NameOf(same.Key)} ran {same.Count()} times in one request."));
        foreach (var query in scene.Queries.Where(q => q.Scanned >= ManyRows).GroupBy(q => q.Sql, StringComparer.Ordinal).Select(g => g.MaxBy(q => q.Scanned)!))
            found.Add(new(WarningKind.Scans, scene.Page, QuerySpans.NameOf(query.Sql), $"{QuerySpans.NameOf(query.Sql)} looked at {query.Scanned:N0} rows one after another."));
        if (WeightOf(scene) is { } weight)
        {
            if (weight > PageWeight.Budget) found.Add(new(WarningKind.Heavy, scene.Path, "page", $"A phone fetches {weight / 1024.0:N0} KB for its first view, {scene.Bytes / 1024.0:N0} KB of it the page itself; it may have {PageWeight.Budget / 1024}."));
        }
        else if (scene.Bytes > MostHtml && IsWeighable(scene))
        {
            found.Add(new(WarningKind.Heavy, scene.Path, "page", $"The page alone is {scene.Bytes / 1024.0:N0} KB as sent; {MostHtml / 1024} KB leave room for the rest of the first view."));
        }

        foreach (var step in scene.Steps.Where(s => s.Took >= SlowFrom))
        {
            if (step.Name is "wait for the turn to write" or "BEGIN") found.Add(new(WarningKind.Waits, scene.Page, "write", $"It waited {step.Took / 1000:N0} ms for another to end writing."));
            else if (usual.TryGetValue((scene.Page, step.Name), out var known) && known.Count >= Learned && step.Took > known.Mean * TimesUsual)
                found.Add(new(WarningKind.Slow, scene.Page, step.Name, $"“{step.Name}” took {step.Took / 1000:N0} ms; usually {known.Mean / 1000:N1} ms."));
        }

        return found;
    }

    /// <summary>What style, script and pictures of a page's first view weigh; null when nobody can tell. Weighed when; null when it is still to be.</summary>
    private readonly record struct Rest(int? Bytes, DateTimeOffset? At);

    /// <summary>A running mean that forgets slowly, and minds one outlier little.</summary>
    private sealed class Usual(long first)
    {
        public int Count { get; private set; } = 1;

        public double Mean { get; private set; } = first;

        public void Add(long took)
        {
            Count++;
            Mean += (Math.Min(took, Math.Max(Mean * TimesUsual, 1_000)) - Mean) / Math.Min(Count, 50);
        }
    }
}
