// What somebody who looks after the shop finds: how well a part of it is, in words, with what to do.
using System.Globalization;

namespace Makola.Domain.Upkeep;

/// <summary>How well a part of the shop is.</summary>
public enum Health
{
    /// <summary>Nothing to do.</summary>
    Well,

    /// <summary>It works, and somebody should look at it.</summary>
    Watch,

    /// <summary>It does not work, or will stop soon.</summary>
    Ill,
}

/// <summary>One part of the shop, looked at.</summary>
/// <param name="Name">Of the part: "Disk".</param>
/// <param name="Health">How well it is.</param>
/// <param name="Said">What was found, in a sentence or two. What <see cref="Checkup.NeededAsync"/> finds names no person and no path: <c>/health/ready</c> says it to anybody.</param>
/// <param name="ToDo">What to do; null when it is well.</param>
/// <param name="Page">Address of the page where it is done; null when there is none.</param>
public sealed record Finding(string Name, Health Health, string Said, string? ToDo = null, string? Page = null);

/// <summary>Figures of the upkeep as people say them.</summary>
public static class Spoken
{
    /// <summary>A time: "40 s", "5 min", "3 h", "12 days". Its sign is left out.</summary>
    public static string Time(TimeSpan time)
    {
        time = time.Duration();
        return string.Create(CultureInfo.InvariantCulture, $"{time switch
        {
            { TotalSeconds: < 1 } => $"{Math.Max(1, time.TotalMilliseconds):N0} ms",
            { TotalSeconds: < 60 } => $"{time.TotalSeconds:N0} s",
            { TotalMinutes: < 60 } => $"{time.TotalMinutes:N0} min",
            { TotalHours: < 48 } => $"{time.TotalHours:N0} h",
            _ => $"{time.TotalDays:N0} days",
        }}");
    }

    /// <summary>A size: "120 KB", "35 MB", "12.4 GB".</summary>
    /// <param name="bytes">0 or more.</param>
    public static string Size(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes switch
    {
        < 1 << 20 => $"{(bytes + 1023) >> 10:N0} KB",
        < 10L << 20 => $"{bytes / 1048576.0:N1} MB",
        < 1L << 30 => $"{bytes >> 20:N0} MB",
        _ => $"{bytes / 1073741824.0:N1} GB",
    }}");
}
