// The names under which the shop tells what it does. Who listens (the recorder, an OpenTelemetry collector) hears the same.
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Makola.Backstage;

/// <summary>The shop's own spans, figures and rules, told through what .NET has: <see cref="ActivitySource"/>, <see cref="System.Diagnostics.Metrics.Meter"/>, events of an <see cref="Activity"/>.</summary>
public static class Telemetry
{
    /// <summary>Name of the shop's source and meter, and of ASP.NET Core's source, which begins a span for each request.</summary>
    public const string Name = "Makola", Http = "Microsoft.AspNetCore";

    /// <summary>Event of a rule that ran, and its tag: what came of it, in words.</summary>
    public const string RuleEvent = "makola.rule", RuleOutcome = "makola.rule.outcome";

    /// <summary>Tags of a request: the order it was about, why it was or was not answered from what is kept, and its reference as customers see it.</summary>
    public const string Order = "makola.order", Kept = "makola.kept", Reference = "makola.reference";

    /// <summary>Where the shop's spans come from.</summary>
    public static readonly ActivitySource Source = new(Name);

    /// <summary>Where the shop's figures come from.</summary>
    public static readonly Meter Meter = new(Name);

    /// <summary>A rule ran, and this came of it: "stock held: 3". While nobody records, the text is not even put together.</summary>
    public static void Rule(RuleText outcome) => outcome.Tell();

    /// <summary>Says something of the whole request, or job, under way.</summary>
    public static void Mark(string tag, object value)
    {
        if (RootOf(Activity.Current) is { IsAllDataRequested: true } root) root.SetTag(tag, value);
    }

    /// <summary>Key of the scene under way: the span of the request or job itself, sixteen hexadecimal digits; null while nobody records.</summary>
    public static string? SceneNow => RootOf(Activity.Current)?.SpanId.ToHexString();

    /// <summary>The request, or job, a span belongs to.</summary>
    internal static Activity? RootOf(Activity? span)
    {
        while (span?.Parent is { } above) span = above;
        return span;
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
        span = Activity.Current is { IsAllDataRequested: true } current ? current : null;
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
