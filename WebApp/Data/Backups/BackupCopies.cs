// A backup on the same disk burns with it: each is copied to another folder, or taken away by a command, as the configuration says.
using System.Diagnostics;
using System.Text;

namespace Makola.Data.Backups;

/// <summary>
/// Copies backups elsewhere. Where to is said in the configuration only, never on a web page, since a command runs a program:
/// <c>Shop:BackupCopyTo</c> is a folder of this shop alone that is there, on another disk or machine; <c>Shop:BackupCopyCommand</c> is a program and its arguments, such as
/// <c>rclone copy {file} remote:shop</c>, without a shell. <c>Shop:BackupCopyLimit</c> is how long either may take (01:00:00).
/// </summary>
/// <param name="backups">The backups.</param>
/// <param name="notes">Where it is noted how it went.</param>
/// <param name="clock">The time.</param>
/// <param name="configuration">The configuration.</param>
/// <param name="log">Told of failures.</param>
public sealed class BackupCopies(Backups backups, BackupNotes notes, TimeProvider clock, IConfiguration configuration, ILogger<BackupCopies> log)
{
    private const int LongestLine = 300;

    /// <summary>The folder; null when there is none.</summary>
    public string? Folder => configuration["Shop:BackupCopyTo"] is { Length: > 0 } folder ? Path.GetFullPath(folder) : null;

    /// <summary>The program that is run, without what it is told, which may hold a secret; null when there is none.</summary>
    public string? Program => configuration["Shop:BackupCopyCommand"] is { Length: > 0 } command ? Words(command).FirstOrDefault() : null;

    /// <summary>How the last copy of each way went that is configured now, as far as there was one; none of a way that was given up.</summary>
    public IReadOnlyList<BackupCopied> Last => [.. notes.Copies.Where(c => c.Way == InFolder ? Folder is not null : Program is not null)];

    private const string InFolder = "Folder", ByCommand = "Command";

    private TimeSpan Limit => configuration.GetValue("Shop:BackupCopyLimit", TimeSpan.FromHours(1));

    /// <summary>Copies a backup wherever the configuration says. What fails is noted and said; it never makes the backup fail.</summary>
    /// <param name="path">The backup.</param>
    /// <param name="rule">Which of the shop's own backups stay in the folder, too.</param>
    /// <param name="zone">The shop's.</param>
    /// <param name="progress">Told what happens.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>What came of it, a line each; empty when nothing is configured.</returns>
    public async Task<IReadOnlyList<string>> CopyAsync(string path, KeepRule rule, TimeZoneInfo zone, OperationProgress progress, CancellationToken ct)
    {
        List<string> said = [];
        if (Folder is { } folder) said.Add(await TryAsync(InFolder, path, "Copying it to the other folder", async stop =>
        {
            await CopyToAsync(folder, path, stop);
            backups.Prune(rule, zone, folder);
            return $"It lies in {folder}, and was read again there.";
        }, progress, ct));
        if (Program is not null) said.Add(await TryAsync(ByCommand, path, "Running the command that copies it", stop => RunAsync(Words(configuration["Shop:BackupCopyCommand"]!), path, stop), progress, ct));
        return said;
    }

    /// <summary>A line of words, with those in double quotes kept together. Nothing else has a meaning: there is no shell.</summary>
    public static IReadOnlyList<string> Words(string line)
    {
        List<string> words = [];
        var (word, quoted, begun) = (new StringBuilder(), false, false);
        foreach (var sign in line.Append(' '))
        {
            if (sign == '"') (quoted, begun) = (!quoted, true);
            else if (quoted || !char.IsWhiteSpace(sign)) (_, begun) = (word.Append(sign), true);
            else if (begun)
            {
                words.Add(word.ToString());
                (word, begun) = (new(), false);
            }
        }

        return words;
    }

    private async Task<string> TryAsync(string way, string path, string step, Func<CancellationToken, Task<string>> copy, OperationProgress progress, CancellationToken ct)
    {
        progress.Report(step);
        var begun = clock.GetTimestamp();
        var (done, said) = (false, "");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Limit);
        try
        {
            (done, said) = (true, await copy(limit.Token));
        }
        catch (OperationCanceledException)
        {
            said = ct.IsCancellationRequested ? "It was stopped." : $"It took longer than {Spoken.Time(Limit)} and was ended.";
        }
        catch (Exception fault) when (fault is Refusal or IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            said = fault.Message;
        }

        var copied = new BackupCopied(way, Path.GetFileName(path), clock.GetUtcNow(), done, said, clock.GetElapsedTime(begun));
        notes.Note(copied);
        if (!done) log.LogError("The backup {Name} was not copied elsewhere: {Why}", copied.Name, said);
        return done ? $"Copied elsewhere: {said}" : $"Not copied elsewhere: {said}";
    }

    private async Task CopyToAsync(string folder, string path, CancellationToken ct)
    {
        // Made here, it would lie on this disk when the other one is not connected.
        if (!Directory.Exists(folder)) throw new Refusal("backup.copy", "The folder {0} is not there. Is its disk connected?", folder);
        if (Path.GetFullPath(folder) == backups.Folder) throw new Refusal("backup.copy", "The folder for copies is the folder of backups itself. Choose another, best on another disk.");
        Backups.ClearLeft(folder, Backups.Forgotten);
        var (to, part) = (Path.Combine(folder, Path.GetFileName(path)), Path.Combine(folder, Path.GetFileName(path) + ".part"));
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite, Options = FileOptions.Asynchronous };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            await using (var copy = new FileStream(part, options))
            {
                await using (var from = File.OpenRead(path)) await from.CopyToAsync(copy, ct);
                copy.Flush(flushToDisk: true);
                var (archive, _) = await BackupFile.OpenAsync(copy, ct);
                await archive.DisposeAsync();
            }

            File.SetLastWriteTimeUtc(part, File.GetLastWriteTimeUtc(path));
            File.Move(part, to, overwrite: true);
        }
        finally
        {
            Backups.Discard(part);
        }
    }

    private async Task<string> RunAsync(IReadOnlyList<string> words, string path, CancellationToken ct)
    {
        if (!words.Any(w => w.Contains("{file}", StringComparison.Ordinal))) throw new Refusal("backup.copy", "Shop:BackupCopyCommand does not say where the backup goes in: write {0} there.", "{file}");
        var start = new ProcessStartInfo(words[0], words.Skip(1).Select(w => w.Replace("{file}", path, StringComparison.Ordinal).Replace("{name}", Path.GetFileName(path), StringComparison.Ordinal)))
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = backups.Folder,
        };
        using var program = new Process { StartInfo = start };
        var last = "";
        program.OutputDataReceived += (_, line) => Keep(line.Data);
        program.ErrorDataReceived += (_, line) => Keep(line.Data);
        program.Start();
        try
        {
            program.StandardInput.Close();
            program.BeginOutputReadLine();
            program.BeginErrorReadLine();
            await program.WaitForExitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            program.Kill(entireProcessTree: true);
            throw;
        }

        return program.ExitCode == 0 ? last.Length > 0 ? $"{words[0]} says: {last}" : $"{words[0]} took it."
            : throw new Refusal("backup.copy", "{0} ended with {1}{2}", words[0], program.ExitCode, last.Length > 0 ? $": {last}" : ".");

        void Keep(string? line)
        {
            if (!string.IsNullOrWhiteSpace(line)) last = line.Trim() is { Length: > LongestLine } much ? much[..LongestLine] : line.Trim();
        }
    }
}
