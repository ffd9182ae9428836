// Listens to spans and makes scenes of them: one for each request and each run of a job.
using System.Collections.Concurrent;
using System.Diagnostics;

namespace Makola.Backstage;

/// <summary>
/// Hears every span of the shop and of ASP.NET Core, gathers those of one request, and keeps the latest as scenes in memory. Made once for the process.
/// </summary>
public sealed class SceneRecorder : IDisposable
{
    /// <summary>Scenes kept in memory.</summary>
    public const int Most = 400;

    /// <summary>Steps, queries and rules kept of one scene: an import runs thousands.</summary>
    public const int MostOfOne = 300;

    private const string Property = "scene";
    private readonly ConcurrentQueue<Scene> latest = new();
    private readonly ActivityListener listener;

    /// <summary>Begins to listen.</summary>
    public SceneRecorder()
    {
        listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is Telemetry.Name or Telemetry.Http,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = Begin,
            ActivityStopped = End,
        };
        ActivitySource.AddActivityListener(listener);
    }

    /// <summary>A scene has ended. Called on the thread of its request: whoever listens is quick.</summary>
    public event Action<Scene>? Ended;

    /// <summary>The latest scenes, newest first.</summary>
    public IEnumerable<Scene> Latest => latest.Reverse();

    /// <summary>The scene with that key, while it is in memory.</summary>
    public Scene? Find(string id) => latest.FirstOrDefault(scene => scene.Id == id);

    /// <summary>What is gathered of the request under way; null outside of one.</summary>
    public static SceneDraft? Current => Telemetry.RootOf(Activity.Current)?.GetCustomProperty(Property) as SceneDraft;

    /// <inheritdoc/>
    public void Dispose() => listener.Dispose();

    private static void Begin(Activity span)
    {
        // A query of nobody (at the start, in a job that waits) is no scene of its own.
        if (span is { Parent: null, Kind: not ActivityKind.Client }) span.SetCustomProperty(Property, new SceneDraft());
    }

    private void End(Activity span)
    {
        if (Telemetry.RootOf(span)?.GetCustomProperty(Property) is not SceneDraft draft) return;
        if (span.Parent is not null)
        {
            draft.Add(span);
            return;
        }

        var scene = draft.Whole(span);
        latest.Enqueue(scene);
        while (latest.Count > Most) latest.TryDequeue(out _);
        Ended?.Invoke(scene);
    }
}

/// <summary>What is gathered while a request, or a job, is under way. Its steps may run side by side.</summary>
public sealed class SceneDraft
{
    private readonly Lock one = new();
    private readonly List<Step> steps = [];
    private readonly List<QueryRun> queries = [];
    private readonly List<RuleRun> rules = [];
    private int left;

    /// <summary>The path, masked; set by the page's side of the recorder.</summary>
    public string? Path { get; set; }

    /// <summary>Bytes of the body as sent.</summary>
    public long Bytes { get; set; }

    /// <summary>What went wrong.</summary>
    public string? Error { get; set; }

    /// <summary>Adds a step that has ended.</summary>
    internal void Add(Activity span)
    {
        var root = Telemetry.RootOf(span)!;
        var (start, took) = (Micros(span.StartTimeUtc - root.StartTimeUtc), Micros(span.Duration));
        lock (one)
        {
            if (steps.Count >= SceneRecorder.MostOfOne)
            {
                left++;
                return;
            }

            var sql = span.GetTagItem("db.query.text") as string;
            steps.Add(new(span.DisplayName, span.Kind == ActivityKind.Client ? Station.Database : Station.Server, start, took));
            if (sql is not null)
                queries.Add(new(sql, span.GetCustomProperty(QuerySpans.Parameters) as IReadOnlyList<KeyValuePair<string, string>> ?? [], span.GetTagItem("db.response.returned_rows") as int? ?? -1, start, took, span.StatusDescription));
            Rules(span, root.StartTimeUtc);
        }
    }

    /// <summary>The scene, once its root has ended.</summary>
    internal Scene Whole(Activity root)
    {
        lock (one)
        {
            Rules(root, root.StartTimeUtc);
            steps.Sort((a, b) => a.Start.CompareTo(b.Start));
            queries.Sort((a, b) => a.Start.CompareTo(b.Start));
            rules.Sort((a, b) => a.At.CompareTo(b.At));
            if (left > 0) steps.Add(new($"and {left} more", Station.Database, steps[^1].Start, 0));
            return new Scene
            {
                Id = root.SpanId.ToHexString(), At = new(root.StartTimeUtc), Took = Micros(root.Duration),
                Method = root.GetTagItem("http.request.method") as string ?? "", Path = Path ?? root.GetTagItem("url.path") as string ?? root.DisplayName, Route = root.GetTagItem("http.route") as string,
                Status = root.GetTagItem("http.response.status_code") as int? ?? 0, Bytes = Bytes, Kept = root.GetTagItem(Telemetry.Kept) as string,
                Order = root.GetTagItem(Telemetry.Order) as long?, Reference = root.GetTagItem(Telemetry.Reference) as string, Error = Error,
                Steps = [.. steps], Queries = [.. queries], Rules = [.. rules],
            };
        }
    }

    private void Rules(Activity span, DateTime began)
    {
        foreach (ref readonly var happened in span.EnumerateEvents())
        {
            if (happened.Name != Telemetry.RuleEvent || rules.Count >= SceneRecorder.MostOfOne) continue;
            foreach (ref readonly var tag in happened.EnumerateTagObjects())
                if (tag.Key == Telemetry.RuleOutcome) rules.Add(new((string)tag.Value!, Micros(happened.Timestamp.UtcDateTime - began)));
        }
    }

    private static long Micros(TimeSpan time) => Math.Max(0, time.Ticks / TimeSpan.TicksPerMicrosecond);
}
