// What the measuring commands print: figures, and promises that were kept or not.
using System.Diagnostics;
using System.Globalization;

namespace Makola.Tests.Load;

/// <summary>Prints measurements.</summary>
internal static class Figures
{
    private static (long All, long Stolen) began;

    /// <summary>True while every promise was kept.</summary>
    public static bool Kept { get; private set; } = true;

    /// <summary>Prints a figure that the shop promises to keep under or over a bound.</summary>
    public static void Promise(string what, double value, string unit, double? most = null, double? least = null)
    {
        var kept = (most is null || value <= most) && (least is null || value >= least);
        Kept &= kept;
        Say(what, string.Create(CultureInfo.InvariantCulture, $"{value:0.00} {unit}").TrimEnd() + string.Create(CultureInfo.InvariantCulture, $" ({(most is null ? $"at least {least}" : $"at most {most}")}: {(kept ? "kept" : "BROKEN")})"));
    }

    /// <summary>Begins a measurement: from here on <see cref="SayStolen"/> counts.</summary>
    public static void Begin() => began = Processors();

    /// <summary>
    /// Prints how much of the processors' time other guests of the same machine took since <see cref="Begin"/> (proc(5), <c>steal</c>): with much of it, seconds and
    /// answers a second say more about them than about the shop. Prints nothing where the system does not tell.
    /// </summary>
    public static void SayStolen()
    {
        var (all, stolen) = Processors();
        if (all > began.All) Say("taken by others on this machine", string.Create(CultureInfo.InvariantCulture, $"{100.0 * (stolen - began.Stolen) / (all - began.All):0.0} % of its processors' time"));
    }

    /// <summary>Ticks of all processors since the machine started, and those of them that were stolen.</summary>
    private static (long All, long Stolen) Processors()
    {
        const string Statistics = "/proc/stat";
        if (!File.Exists(Statistics)) return default;
        var ticks = File.ReadLines(Statistics).First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8).Select(figure => long.Parse(figure, CultureInfo.InvariantCulture)).ToList();
        return (ticks.Sum(), ticks[^1]);
    }

    /// <summary>Processor time that .NET's thread for compiling busy methods again has taken in a process (proc(5), in ticks of a hundredth of a second); none where the system does not tell, or the thread is gone.</summary>
    public static TimeSpan CompilerTime(int pid)
    {
        var ticks = 0L;
        foreach (var thread in Directory.Exists($"/proc/{pid}/task") ? Directory.GetDirectories($"/proc/{pid}/task") : [])
        {
            try
            {
                var line = File.ReadAllText(Path.Combine(thread, "stat"));
                if (!line.Contains("(.NET Tiered", StringComparison.Ordinal)) continue;
                ticks += line[(line.LastIndexOf(')') + 2)..].Split(' ')[11..13].Sum(figure => long.Parse(figure, CultureInfo.InvariantCulture));
            }
            catch (IOException)
            {
                // The thread ended meanwhile.
            }
        }

        return TimeSpan.FromMilliseconds(10 * ticks);
    }

    /// <summary>Prints a line.</summary>
    public static void Say(string what, string figures) => Console.WriteLine($"{what,-44} {figures}");

    /// <summary>Resident memory of a process.</summary>
    public static double Megabytes(int pid)
    {
        using var process = Process.GetProcessById(pid);
        return process.WorkingSet64 / 1024.0 / 1024.0;
    }
}
