// What the measuring commands print: figures, and promises that were kept or not.
using System.Diagnostics;
using System.Globalization;

namespace Makola.Tests.Load;

/// <summary>Prints measurements.</summary>
internal static class Figures
{
    /// <summary>True while every promise was kept.</summary>
    public static bool Kept { get; private set; } = true;

    /// <summary>Prints a figure that the shop promises to keep under or over a bound.</summary>
    public static void Promise(string what, double value, string unit, double? most = null, double? least = null)
    {
        var kept = (most is null || value <= most) && (least is null || value >= least);
        Kept &= kept;
        Say(what, string.Create(CultureInfo.InvariantCulture, $"{value:0.00} {unit}").TrimEnd() + string.Create(CultureInfo.InvariantCulture, $" ({(most is null ? $"at least {least}" : $"at most {most}")}: {(kept ? "kept" : "BROKEN")})"));
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
