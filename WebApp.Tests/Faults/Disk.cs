// A small disk of its own for one shop, which can be filled, grown, or lose its power. Needs Linux, root, and the right to mount.
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Makola.Tests.Faults;

/// <summary>A mounted file system that a test may mistreat.</summary>
internal sealed partial class Disk : IDisposable
{
    /// <summary>FS_IOC_SHUTDOWN of linux/fs.h: the file system stops at once; with flag 2 nothing that was not synced is written.</summary>
    private const uint Shutdown = 0x8004587D, WithoutFlush = 2;

    /// <summary>O_CLOEXEC of fcntl.h on Linux: a program started meanwhile does not get the open file.</summary>
    private const int CloseOnExec = 0x80000;

    private static readonly Lazy<string?> Obstacle = new(Try);
    private readonly string? _image;

    private Disk(string folder, string? image) => (Folder, _image) = (folder, image);

    /// <summary>True when this machine lets us mount.</summary>
    public static bool CanMount => Obstacle.Value is null;

    /// <summary>Why it does not.</summary>
    public static string WhyNot => $"This machine does not let the test mount a file system of its own ({Obstacle.Value}); it needs Linux, root and loop mounts.";

    /// <summary>Where it is mounted.</summary>
    public string Folder { get; }

    /// <summary>An ext4 file system in a file, as on a small server's disk.</summary>
    public static Disk WithPowerSwitch()
    {
        var home = Watchman.NewFolder("disk");
        var image = Path.Combine(home, "image");
        var folder = Directory.CreateDirectory(Path.Combine(home, "mnt")).FullName;
        using (var file = File.Create(image))
            file.SetLength(128L * 1024 * 1024);
        Run("mkfs.ext4", "-q", "-F", image);
        Run("mount", "-o", "loop", image, folder);
        return new Disk(folder, image);
    }

    /// <summary>A file system of so many megabytes, in memory.</summary>
    public static Disk OfMegabytes(int size)
    {
        var folder = Watchman.NewFolder("small-disk");
        Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={size}m"), "tmpfs", folder);
        return new Disk(folder, null);
    }

    /// <summary>Makes a small disk larger.</summary>
    public void Grow(int size) => Run("mount", "-o", string.Create(CultureInfo.InvariantCulture, $"remount,size={size}m"), Folder);

    /// <summary>Writes into a file until there is no room left on its disk.</summary>
    public static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var piece = new byte[64 * 1024]; piece.Length >= 512; piece = new byte[piece.Length / 2])
        {
            try
            {
                while (true) file.Write(piece);
            }
            catch (IOException)
            {
                // Full for a piece of this size.
            }
        }
    }

    /// <summary>
    /// Everything written so far is on the disk. A copied file is not, until somebody says so; SQLite says so for what it writes, not for what
    /// a test put there before.
    /// </summary>
    public static void Settle() => sync();

    /// <summary>The power is gone: everything not synced is lost, every further write fails.</summary>
    public void CutPower()
    {
        var disk = open(Folder, CloseOnExec); // A shop of another test that starts meanwhile would hold the disk for as long as it lives.
        try
        {
            var flag = WithoutFlush;
            if (disk < 0 || ioctl(disk, Shutdown, ref flag) != 0)
                throw new IOException("The file system could not be shut down: " + Marshal.GetLastPInvokeErrorMessage());
        }
        finally
        {
            _ = close(disk);
        }
    }

    /// <summary>The power is back: the journal is replayed, as at a boot.</summary>
    public void PowerOn()
    {
        for (var tries = 0; ; tries++, Thread.Sleep(50))
        {
            try
            {
                Run("umount", Folder);
                break;
            }
            catch (InvalidOperationException busy) when (tries < 200 && busy.Message.Contains("busy", StringComparison.Ordinal))
            {
                // A process another test starts holds all open files of this one for a moment, until it has become its program.
            }
        }

        Run("mount", "-o", "loop", _image!, Folder);
    }

    /// <inheritdoc/>
    public void Dispose() => Run("umount", "-l", Folder);

    private static string? Try()
    {
        if (!OperatingSystem.IsLinux())
            return "not Linux";
        if (!Environment.IsPrivilegedProcess)
            return "not root";
        try
        {
            using var disk = WithPowerSwitch();
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return e.Message.Trim();
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program}: {said}");
    }

#pragma warning disable SYSLIB1054, CA2101, IDE1006 // Three calls of libc, only on Linux.
    [DllImport("libc", SetLastError = true, CharSet = CharSet.Ansi), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int open([MarshalAs(UnmanagedType.LPStr)] string path, int flags);

    [DllImport("libc", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ioctl(int file, nuint request, ref uint argument);

    [DllImport("libc", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int close(int file);

    [DllImport("libc"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void sync();
#pragma warning restore SYSLIB1054, CA2101, IDE1006
}
