// Files somebody sent to be brought in. Each lies in the data folder under its own fingerprint until it is used, for a day at most.
using System.Security.Cryptography;
using System.Text.Json;
using Makola.Domain.Catalogue.Import;
using Makola.Web;

namespace Makola.Data;

/// <summary>A file that was sent.</summary>
/// <param name="Key">SHA-256 of what is in it, as 64 hexadecimal digits: another content is another file.</param>
/// <param name="Name">What its sender calls it, at most 40 characters on one line.</param>
/// <param name="SentAt">When it came.</param>
public sealed record IncomingFile(string Key, string Name, DateTimeOffset SentAt);

/// <summary>The files that wait, and what their trial found.</summary>
public sealed class IncomingFiles(DataFolder data, TimeProvider clock)
{
    /// <summary>How long a file is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <summary>Rows of a trial its page shows; the list has all.</summary>
    public const int MostShown = 100;

    private string Folder { get; } = Path.Combine(data.Path, "work", "incoming");

    /// <summary>Keeps what is sent.</summary>
    public async Task<IncomingFile> KeepAsync(Stream sent, string name, CancellationToken ct)
    {
        Clear();
        Directory.CreateDirectory(Folder);
        var part = Path.Combine(Folder, $"{Guid.NewGuid():N}.part");
        try
        {
            string key;
            await using (var copy = File.Create(part))
            {
                await sent.CopyToAsync(copy, ct);
                key = await KeyOfAsync(copy, ct);
            }

            File.Move(part, PathOf(key, "csv"), overwrite: true);
            var file = new IncomingFile(key, CsvTable.Show(name[(name.LastIndexOfAny(['/', '\\']) + 1)..]), clock.GetUtcNow());
            await File.WriteAllTextAsync(PathOf(key, "json"), JsonSerializer.Serialize(file), ct);
            return file;
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>The file of that key; null when it is gone, or never was.</summary>
    public IncomingFile? Find(string? key) => IsKey(key) && File.Exists(PathOf(key!, "csv")) ? Read<IncomingFile>(PathOf(key!, "json")) : null;

    /// <summary>The files that wait, newest first, twenty at most.</summary>
    public IReadOnlyList<IncomingFile> List() => !Directory.Exists(Folder) ? [] :
        [.. Directory.EnumerateFiles(Folder, "*.csv").Select(path => Find(Path.GetFileNameWithoutExtension(path))).OfType<IncomingFile>().OrderByDescending(file => file.SentAt).ThenBy(file => file.Key).Take(20)];

    /// <summary>Opens a file, if it still is the one that was sent.</summary>
    /// <exception cref="Refusal"><c>import.gone</c> when it is not here any more; <c>import.damaged</c> when it is another.</exception>
    public async Task<Stream> OpenAsync(IncomingFile file, CancellationToken ct)
    {
        if (Find(file.Key) is null) throw new Refusal("import.gone", "This file is no longer here: files are kept for a day. Choose it again.") { Status = 409 };
        var stream = File.OpenRead(PathOf(file.Key, "csv"));
        if (await KeyOfAsync(stream, ct) == file.Key) return stream;
        await stream.DisposeAsync();
        throw new Refusal("import.damaged", "The file is not the one that was sent: its fingerprint differs. Choose it again.") { Status = 409 };
    }

    /// <summary>Keeps what the trial of a file found: whole as a list, and for its page the first rows, those that are refused before all others.</summary>
    public async Task KeepTrialAsync(IncomingFile file, ImportReport trial, CancellationToken ct)
    {
        await using (var list = File.Create(PathOf(file.Key, "list")))
            await trial.WriteListAsync(list, ct);
        await File.WriteAllTextAsync(PathOf(file.Key, "trial"), JsonSerializer.Serialize(trial with { Deeds = [.. trial.Deeds.OrderByDescending(deed => deed.Fate == RowFate.Refused).Take(MostShown)] }), ct);
    }

    /// <summary>What the trial of a file found, with the first rows; null before it was tried.</summary>
    public ImportReport? TrialOf(IncomingFile file) => Read<ImportReport>(PathOf(file.Key, "trial"));

    /// <summary>Path of the whole list of a trial, a CSV file; null before it was tried.</summary>
    public string? ListOf(IncomingFile file) => File.Exists(PathOf(file.Key, "list")) ? PathOf(file.Key, "list") : null;

    /// <summary>Throws away what is older than a day.</summary>
    public void Clear()
    {
        if (!Directory.Exists(Folder)) return;
        foreach (var path in Directory.EnumerateFiles(Folder).Where(path => clock.GetUtcNow() - File.GetLastWriteTimeUtc(path) > Kept).ToList()) File.Delete(path);
    }

    private string PathOf(string key, string kind) => Path.Combine(Folder, $"{key}.{kind}");

    private static bool IsKey(string? key) => key is { Length: 64 } && key.All(char.IsAsciiHexDigitLower);

    private static T? Read<T>(string path) where T : class => File.Exists(path) ? JsonSerializer.Deserialize<T>(File.ReadAllText(path)) : null;

    /// <summary>Reads the whole file, and goes back to its beginning.</summary>
    private static async Task<string> KeyOfAsync(FileStream file, CancellationToken ct)
    {
        file.Position = 0;
        var hash = await SHA256.HashDataAsync(file, ct);
        file.Position = 0;
        return Convert.ToHexStringLower(hash);
    }
}
