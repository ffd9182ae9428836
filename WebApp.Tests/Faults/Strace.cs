// Lets system calls of a running process fail, as a bad disk does. Needs Linux, root, and strace.
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Makola.Tests.Faults;

/// <summary>Attached to a process, it makes some of its system calls fail until it is disposed of.</summary>
internal sealed class Strace : IAsyncDisposable
{
    private static readonly Lazy<string?> Obstacle = new(Try);
    private readonly Process _strace;
    private readonly string _log;

    private Strace(Process strace, string log) => (_strace, _log) = (strace, log);

    /// <summary>Why this machine cannot do it; null when it can.</summary>
    public static string? WhyNot => Obstacle.Value is { } why ? $"Faults cannot be put into system calls on this machine ({why}); it needs Linux, root and strace." : null;

    /// <summary>Attaches to every thread of a process and waits until it has.</summary>
    /// <param name="pid">Whose calls.</param>
    /// <param name="calls">Which: <c>fsync,fdatasync</c>.</param>
    /// <param name="what">What becomes of them, in strace's words, counted for each thread: <c>error=EIO:when=3+7</c>.</param>
    public static async Task<Strace> IntoAsync(int pid, string calls, string what)
    {
        var log = Path.Combine(Watchman.NewFolder("strace"), "log");
        var strace = Process.Start(new ProcessStartInfo("strace",
            ["-f", "-p", pid.ToString(CultureInfo.InvariantCulture), "-o", log, "-e", "trace=" + calls, "-e", $"inject={calls}:{what}"]) { RedirectStandardError = true })!;
        Watchman.Watch(strace);
        var said = await strace.StandardError.ReadLineAsync();
        if (said?.Contains("attached", StringComparison.Ordinal) != true) throw new InvalidOperationException("strace: " + said);
        _ = strace.StandardError.ReadToEndAsync();
        return new Strace(strace, log);
    }

    /// <summary>How many calls were made to fail or to wait so far.</summary>
    public int Injected => File.Exists(_log) ? ReadShared().Count(line => line.Contains("(INJECTED)", StringComparison.Ordinal) || line.Contains("(DELAYED)", StringComparison.Ordinal)) : 0;

    /// <summary>Lets go of the process, which runs on unharmed.</summary>
    public async ValueTask DisposeAsync()
    {
        using (var interrupt = Process.Start("kill", ["-INT", _strace.Id.ToString(CultureInfo.InvariantCulture)]))
            await interrupt.WaitForExitAsync();
        await _strace.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        Watchman.Forget(_strace);
        _strace.Dispose();
    }

    private List<string> ReadShared()
    {
        using var file = new StreamReader(new FileStream(_log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        List<string> lines = [];
        while (file.ReadLine() is { } line) lines.Add(line);
        return lines;
    }

    private static string? Try()
    {
        if (!OperatingSystem.IsLinux()) return "not Linux";
        if (!Environment.IsPrivilegedProcess) return "not root";
        try
        {
            using var strace = Process.Start(new ProcessStartInfo("strace", ["-qq", "-e", "trace=none", "true"]) { RedirectStandardError = true })!;
            var said = strace.StandardError.ReadToEnd();
            strace.WaitForExit();
            return strace.ExitCode == 0 ? null : said.Trim();
        }
        catch (Win32Exception)
        {
            return "no strace";
        }
    }
}
