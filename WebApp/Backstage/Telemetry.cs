// The names under which the shop tells what it does. Who listens (the recorder, an OpenTelemetry collector) hears the same.
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Makola.Backstage;

/// <summary>The shop's own spans, figures and rules, told through what .NET has: <see cref="ActivitySource"/>, <see cref="System.Diagnostics.Metrics.Meter"/>, events of an <see cref="Activity"/>.</summary>
public static class Telemetry
{
    /// <summary>Name of the shop's source and meter.</summary>
    public const string Name = "Makola";

    /// <summary>Event of a rule that ran, and its tag: what came of it, in words.</summary>
    public const string RuleEvent = "makola.rule", RuleOutcome = "makola.rule.outcome";

    /// <summary>Event that says which order it is about, and its tag.</summary>
    public const string OrderEvent = "makola.order", OrderNumber = "makola.order.number";

    /// <summary>Tags of a request or a job: why it was or was not answered from what is kept, its reference as customers see it, the account that was signed in, bytes of its body.</summary>
    public const string Kept = "makola.kept", Reference = "makola.reference", Person = "makola.person", Bytes = "http.response.body.size";

    /// <summary>Tag of a step that is the server's, not the shop's rules'.</summary>
    public const string OfServer = "makola.server";

    /// <summary>Where the shop's spans come from.</summary>
    public static readonly ActivitySource Source = new(Name);

    /// <summary>Where the shop's figures come from.</summary>
    public static readonly Meter Meter = new(Name);

    /// <summary>What happened to orders: placed, packed, sent, money received.</summary>
    public static readonly Counter<long> OrderEvents = Meter.CreateCounter<long>("makola.order.events", "{event}", "What happened to orders, by kind.");

    /// <summary>How long the database took, seconds (OpenTelemetry's semantic conventions for databases).</summary>
    public static readonly Histogram<double> Queries = Meter.CreateHistogram<double>("db.client.operation.duration", "s", "Duration of database operations.");

    /// <summary>A rule ran, and this came of it: "stock held: 3". While nobody records, the text is not even put together.</summary>
    public static void Rule(RuleText outcome) => outcome.Tell();

    /// <summary>What is under way is about this order: the request, or the job's run, is kept with it.</summary>
    public static void About(long order)
    {
        if (Activity.Current is { IsAllDataRequested: true } span) span.AddEvent(new(OrderEvent, tags: new() { [OrderNumber] = order }));
    }

    /// <summary>A step of the shop's rules: disposing it ends it. Null while nobody records, and outside of a request or job: a step is never a scene of its own.</summary>
    public static Activity? Step(string name) => Activity.Current is { } current && current.Source == Source ? Source.StartActivity(name) : null;

    /// <summary>A step of the server: letting in, making the page.</summary>
    public static Activity? ServerStep(string name) => Step(name)?.AddTag(OfServer, True);

    private static readonly object True = true;

    /// <summary>Key of the scene under way: the span of the request or job itself, sixteen hexadecimal digits; null while nobody records.</summary>
    public static string? SceneNow => RootOf(Activity.Current)?.SpanId.ToHexString();

    /// <summary>The request, or job, a span belongs to: the uppermost of the shop's own; null when there is none.</summary>
    internal static Activity? RootOf(Activity? span)
    {
        Activity? root = null;
        for (; span is not null; span = span.Parent)
            if (span.Source == Source && span.Kind != ActivityKind.Client) root = span;
        return root;
    }
}

/// <summary>What came of a rule: an interpolated text that is put together only while somebody records.</summary>
[InterpolatedStringHandler]
public ref struct RuleText
{
    private readonly Activity? span;
    private DefaultInterpolatedStringHandler text;

    /// <summary>Begins a text, if it is wanted.</summary>
    public RuleText(int literalLength, int formattedCount, out bool isWanted)
    {
        span = Activity.Current is { IsAllDataRequested: true } current && current.Source == Telemetry.Source ? current : null;
        isWanted = span is not null;
        if (isWanted) text = new(literalLength, formattedCount, CultureInfo.InvariantCulture);
    }

    /// <summary>Adds words.</summary>
    public void AppendLiteral(string words) => text.AppendLiteral(words);

    /// <summary>Adds a figure or a name.</summary>
    public void AppendFormatted<T>(T value) => text.AppendFormatted(value);

    /// <inheritdoc cref="AppendFormatted{T}(T)"/>
    public void AppendFormatted<T>(T value, string? format) => text.AppendFormatted(value, format);

    internal void Tell() => span?.AddEvent(new(Telemetry.RuleEvent, tags: new() { [Telemetry.RuleOutcome] = text.ToStringAndClear() }));
}
