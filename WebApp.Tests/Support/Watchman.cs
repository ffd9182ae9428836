// Sees to it that nothing a test run started outlives it: every child process is announced here, and a small shell
// that waits for this run's end (also one by SIGKILL) kills what is left. Also keeps the run's temporary folder.
using System.Diagnostics;
using System.Globalization;

namespace Makola.Tests.Support;

/// <summary>Keeps the list of child processes of this test run and the one temporary folder they work in.</summary>
internal static class Watchman
{
    // Reads "+ pid" and "- pid"; when its input ends, this run is gone and the pids still listed are killed.
    private const string Script = """
        trap '' INT TERM HUP
        kept=" "
        while read -r sign pid; do
          case $sign in
            +) kept="$kept$pid ";;
            -) kept=$(printf %s "$kept" | sed "s/ $pid / /");;
          esac
        done
        for pid in $kept; do kill -9 "$pid" 2>/dev/null; done
        """;

    private static readonly Lock Gate = new();
    private static readonly HashSet<Process> Children = [];
    private static readonly string Root = Path.Combine(Path.GetTempPath(), "makola-tests");
    private static readonly string Home = MakeHome();
    private static readonly StreamWriter? Line = Hire();
    private static int _folders;

    /// <summary>Registers a started process; it dies with the test run at the latest.</summary>
    public static void Watch(Process child)
    {
        lock (Gate)
        {
            Children.Add(child);
            Line?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"+ {child.Id}"));
        }
    }

    /// <summary>Forgets a process that has ended, so that its number is never killed for another's sake.</summary>
    public static void Forget(Process child)
    {
        lock (Gate)
        {
            if (Children.Remove(child))
                Line?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"- {child.Id}"));
        }
    }

    /// <summary>A new empty folder of this run. Folders of dead runs are removed when the next run starts.</summary>
    public static string NewFolder(string name)
    {
        var folder = Path.Combine(Home, string.Create(CultureInfo.InvariantCulture, $"{Interlocked.Increment(ref _folders):000}-{name}"));
        Directory.CreateDirectory(folder);
        return folder;
    }

    private static StreamWriter? Hire()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => EndAll();
        if (OperatingSystem.IsWindows())
            return null;

        var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", Script]) { RedirectStandardInput = true })!;
        shell.StandardInput.AutoFlush = true;
        return shell.StandardInput;
    }

    private static void EndAll()
    {
        lock (Gate)
        {
            foreach (var child in Children)
            {
                try
                {
                    child.Kill(entireProcessTree: true);
                }
                catch (InvalidOperationException)
                {
                    // It ended by itself.
                }
            }
        }

        Remove(Home);
    }

    private static string MakeHome()
    {
        Directory.CreateDirectory(Root);
        foreach (var folder in Directory.EnumerateDirectories(Root))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid) || !IsAlive(pid))
                Remove(folder);
        }

        var home = Path.Combine(Root, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        Directory.CreateDirectory(home);
        return home;
    }

    private static bool IsAlive(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Held by a process that is just ending: the next run removes it.
        }
    }
}
