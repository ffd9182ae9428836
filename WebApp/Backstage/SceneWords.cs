// Scenes in words and short figures, the same on every page that shows them.
using System.Globalization;

namespace Makola.Backstage;

/// <summary>Words for scenes.</summary>
public static class SceneWords
{
    /// <summary>Microseconds as people read them: "0.4 ms", "312 ms", "4.1 s".</summary>
    public static string Ms(long micros) => micros switch
    {
        < 10_000 => string.Create(CultureInfo.InvariantCulture, $"{micros / 1000.0:0.0} ms"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{micros / 1000} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{micros / 1_000_000.0:0.0} s"),
    };

    /// <summary>Bytes as people read them.</summary>
    public static string Kb(long bytes) => bytes < 1000 ? string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes") : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.0} KB");

    /// <summary>A figure and its noun: "1 query", "3 queries".</summary>
    public static string Count(long count, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many)}");

    /// <summary>What a request did, in a line.</summary>
    public static string Short(Scene scene)
    {
        ArgumentNullException.ThrowIfNull(scene);
        List<string> words = [];
        if (scene.Kept is { } kept && scene.QueryCount == 0) words.Add(kept);
        if (scene.QueryCount > 0) words.Add(Count(scene.QueryCount, "query", "queries"));
        if (scene.Rules.Count > 0) words.Add(Count(scene.Rules.Count, "rule", "rules"));
        if (scene.Bytes > 0) words.Add(Kb(scene.Bytes));
        return words.Count > 0 ? string.Join(" · ", words) : "nothing asked of the database";
    }

    /// <summary>The answer: "303 See Other"; for a job whether it went well.</summary>
    public static string Answer(Scene scene)
    {
        ArgumentNullException.ThrowIfNull(scene);
        return scene.IsJob ? scene.IsFailed ? "failed" : "done" : string.Create(CultureInfo.InvariantCulture, $"{scene.Status} {Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(scene.Status)}").TrimEnd();
    }

    /// <summary>State of the chip that shows the answer.</summary>
    public static string? State(Scene scene)
    {
        ArgumentNullException.ThrowIfNull(scene);
        return scene.IsFailed ? "trouble" : scene.Status switch { >= 400 => "waiting", >= 300 => "elsewhere", _ => "done" };
    }

    /// <summary>A query short enough to read at a glance: columns that are asked for are left out.</summary>
    public static string Sql(string sql)
    {
        ArgumentNullException.ThrowIfNull(sql);
        var text = string.Join(' ', sql.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (text.StartsWith("SELECT ", StringComparison.Ordinal) && text.IndexOf(" FROM ", StringComparison.Ordinal) is > 40 and var from) text = $"SELECT …{text[from..]}";
        else if (text.StartsWith("INSERT ", StringComparison.Ordinal) && text.IndexOf('(', StringComparison.Ordinal) is > 0 and var open && text.IndexOf(')', StringComparison.Ordinal) is var close && close - open > 60)
            text = $"{text[..(open + 1)]}…{text[close..]}";
        return text.Length > 260 ? text[..260] + "…" : text;
    }
}
