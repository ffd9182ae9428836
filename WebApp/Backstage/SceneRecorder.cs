// Listens to the shop's spans and makes scenes of them: one for each request and each run of a job.
using System.Diagnostics;

namespace Makola.Backstage;

/// <summary>Hears every span of the shop, gathers those of one request or job, and keeps the latest scenes in memory. Made once for the process.</summary>
public sealed class SceneRecorder : IDisposable
{
    /// <summary>Scenes kept in memory.</summary>
    public const int Most = 400;

    /// <summary>Steps, queries and rules kept of one scene: an import runs thousands.</summary>
    public const int MostOfOne = 300;

    /// <summary>Most answers from the page cache that become a scene each second: they cost next to nothing and are all alike.</summary>
    private const int KeptEachSecond = 5;

    /// <summary>
    /// Most requests each second that only read, were answered well and in time, and become a scene. When more come, <see cref="Most"/> of them would be gone before
    /// anybody could look, and to hold on to each would cost the collector of garbage more than to record it.
    /// </summary>
    private const int OrdinaryEachSecond = 100;

    private const string Property = "scene";
    private readonly Scene?[] ring = new Scene?[Most];
    private readonly Lock one = new();
    private readonly ActivityListener listener;
    private readonly bool isOn;
    private readonly EachSecond kept = new(KeptEachSecond), ordinary = new(OrdinaryEachSecond);
    private long count;

    /// <summary>Begins to listen.</summary>
    /// <param name="isOn">False where nothing at all is to be recorded: configuration <c>Shop:Scenes</c>.</param>
    public SceneRecorder(bool isOn = true)
    {
        this.isOn = isOn;
        listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Telemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = End,
        };
        if (isOn) ActivitySource.AddActivityListener(listener);
    }

    /// <summary>Whether more than what is of an order, or failed, is recorded: <see cref="Domain.Settings.ShopSettings.RecordsAll"/>, as the last request found it.</summary>
    public bool RecordsAll { get; set; } = true;

    /// <summary>A scene has ended. Called on the thread of its request: whoever listens is quick.</summary>
    public event Action<Scene>? Ended;

    /// <summary>The latest scenes, newest first.</summary>
    public IReadOnlyList<Scene> Latest
    {
        get
        {
            lock (one) return [.. Enumerable.Range(1, (int)Math.Min(count, Most)).Select(back => ring[(count - back) % Most]!)];
        }
    }

    /// <summary>The scene with that key, while it is in memory.</summary>
    public Scene? Find(string id) => Latest.FirstOrDefault(scene => scene.Id == id);

    /// <summary>Whether one more answer from the page cache is to be kept as a scene in this second.</summary>
    public bool WantsKept() => isOn && RecordsAll && kept.Take();

    /// <summary>Takes a scene in.</summary>
    public void Add(Scene scene)
    {
        ArgumentNullException.ThrowIfNull(scene);
        lock (one) ring[count++ % Most] = scene;
        Ended?.Invoke(scene);
    }

    /// <summary>What has been gathered so far of the request, or job, under way; null while nobody records it.</summary>
    public static Scene? SoFar => Telemetry.RootOf(Activity.Current) is { } root ? SceneDraft.Of(root).Whole(root, DateTime.UtcNow - root.StartTimeUtc) : null;

    /// <summary><see cref="SoFar"/>, for a link to it: the request becomes a scene however many others come in its second.</summary>
    public static Scene? Promise()
    {
        if (Telemetry.RootOf(Activity.Current) is { } root) SceneDraft.Of(root).IsPromised = true;
        return SoFar;
    }

    /// <inheritdoc/>
    public void Dispose() => listener.Dispose();

    private void End(Activity span)
    {
        if (Telemetry.RootOf(span) is not { } root) return;
        var draft = SceneDraft.Of(root);
        draft.Add(span, root);
        if (span != root) return;
        SceneDraft.Leave(root);
        if (draft.IsOfOrderOrFailed(root) || (RecordsAll && draft.IsOfInterest(root) && (!draft.IsOrdinary(root) || ordinary.Take()))) Add(draft.Whole(root, root.Duration));
    }

    /// <summary>What is gathered while a request, or a job, is under way. Its steps may run side by side.</summary>
    private sealed class SceneDraft
    {
        private const int UsualSteps = 8;
        private readonly Lock one = new();
        private readonly List<Activity> ended = new(UsualSteps);
        private readonly List<RuleRun> rules = [];
        private readonly List<long> orders = [];
        private int left, queryCount;
        private bool wrote;

        /// <summary>Whether somebody was given a link to it.</summary>
        public bool IsPromised { get; set; }

        /// <summary>The draft of a request or job. It lies among the span's tags, which cost less than its properties; <see cref="Leave"/> takes it out again.</summary>
        public static SceneDraft Of(Activity root)
        {
            if (root.GetTagItem(Property) is SceneDraft draft) return draft;
            lock (root)
            {
                if (root.GetTagItem(Property) is not SceneDraft made) root.SetTag(Property, made = new());
                return made;
            }
        }

        /// <summary>Takes the draft away from its span: a collector has no use for it.</summary>
        public static void Leave(Activity root) => root.SetTag(Property, null);

        /// <summary>Those are recorded always.</summary>
        public bool IsOfOrderOrFailed(Activity root) => orders.Count > 0 || root.Status == ActivityStatusCode.Error || root.GetCustomProperty(nameof(SceneFault)) is not null;

        /// <summary>Requests are; a job's run is when it did something.</summary>
        public bool IsOfInterest(Activity root) => MethodOf(root) is not null || wrote;

        /// <summary>Whether it is like all others: a request that only read, was answered in time, and that nobody was given a link to.</summary>
        public bool IsOrdinary(Activity root) => !IsPromised && MethodOf(root) is "GET" or "HEAD" && Micros(root.Duration) < Scene.Slow;

        /// <summary>Adds a step that has ended; of the request, or job, itself only what was said on the way.</summary>
        public void Add(Activity span, Activity root)
        {
            lock (one)
            {
                Events(span, root.StartTimeUtc);
                if (span == root) return;
                if (span.Kind == ActivityKind.Client && span.GetTagItem(QuerySpans.Text) is not null)
                {
                    queryCount++;
                    wrote |= QuerySpans.IsWrite(span.DisplayName) && span.GetTagItem(QuerySpans.Rows) is > 0;
                }

                if (ended.Count < MostOfOne) ended.Add(span);
                else left++;
            }
        }

        /// <summary>The scene: whole once its root has ended, else as far as it has come.</summary>
        public Scene Whole(Activity root, TimeSpan took)
        {
            lock (one)
            {
                List<Step> steps = new(ended.Count + 1);
                List<QueryRun> queries = [];
                foreach (var span in ended)
                {
                    var (start, time) = (Micros(span.StartTimeUtc - root.StartTimeUtc), Micros(span.Duration));
                    steps.Add(new(span.DisplayName, span.Kind == ActivityKind.Client ? Station.Database : span.GetTagItem(Telemetry.OfServer) is not null ? Station.Server : Station.Rules, start, time));
                    if (span.GetTagItem(QuerySpans.Text) is string sql)
                    {
                        queries.Add(new(sql, span.GetTagItem(QuerySpans.Values)?.ToString() ?? "", span.GetTagItem(QuerySpans.Rows) as int? ?? -1,
                            span.GetTagItem(QuerySpans.Scanned) as int? ?? 0, span.GetTagItem(QuerySpans.Sorted) as int? ?? 0, start, time, span.StatusDescription));
                    }
                }

                if (left > 0) steps.Add(new($"and {left} more", Station.Database, steps[^1].Start, 0));
                steps.Sort(static (a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : b.Took.CompareTo(a.Took));
                queries.Sort(static (a, b) => a.Start.CompareTo(b.Start));
                RuleRun[] said = [.. rules];
                Array.Sort(said, static (a, b) => a.At.CompareTo(b.At));
                return new Scene
                {
                    Id = root.SpanId.ToHexString(), At = new(root.StartTimeUtc), Took = Micros(took), Method = MethodOf(root) ?? "",
                    Path = root.GetTagItem("url.path") as string ?? root.DisplayName, Route = root.GetTagItem("http.route") as string,
                    From = root.GetTagItem("user_agent.name") as string, Status = root.GetTagItem("http.response.status_code") as int? ?? 0, To = root.GetTagItem("http.response.header.location") as string,
                    Bytes = root.GetTagItem(Telemetry.Bytes) as long? ?? 0, Kept = root.GetTagItem(Telemetry.Kept) as string, Person = root.GetTagItem(Telemetry.Person) as long?,
                    Orders = orders.Count == 0 ? [] : [.. orders.Distinct()], Reference = root.GetTagItem(Telemetry.Reference) as string, Fault = root.GetCustomProperty(nameof(SceneFault)) as SceneFault,
                    Steps = steps, Queries = queries, Rules = said, QueryCount = queryCount,
                };
            }
        }

        private void Events(Activity span, DateTime began)
        {
            foreach (ref readonly var happened in span.EnumerateEvents())
            {
                foreach (ref readonly var tag in happened.EnumerateTagObjects())
                {
                    if (tag.Key == Telemetry.RuleOutcome && rules.Count < MostOfOne) rules.Add(new((string)tag.Value!, Micros(happened.Timestamp.UtcDateTime - began)));
                    else if (tag.Key == Telemetry.OrderNumber && orders.Count < MostOfOne) orders.Add((long)tag.Value!);
                }
            }
        }

        /// <summary>The method of a request; null for a job.</summary>
        private static string? MethodOf(Activity root) => root.GetTagItem("http.request.method") as string;

        private static long Micros(TimeSpan time) => Math.Max(0, time.Ticks / TimeSpan.TicksPerMicrosecond);
    }
}
