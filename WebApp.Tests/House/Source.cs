// The repository's own files, as the house rules read them.
using Makola.Tests.Support;

namespace Makola.Tests.House;

/// <summary>One file of the repository.</summary>
/// <param name="Path">Below the repository's root, with forward slashes.</param>
internal sealed record Source(string Path)
{
    private static readonly string[] Elsewhere = ["bin", "obj", ".git", "node_modules", "TestResults", "artifacts", "data", ".vs", ".idea"];
    private static readonly Lazy<IReadOnlyList<Source>> Everything = new(() => [.. Walk(new DirectoryInfo(RunningShop.Repository), "")]);

    /// <summary>All hand-written files with one of these endings, below a folder.</summary>
    public static IEnumerable<Source> Files(string below, params string[] endings) =>
        Everything.Value.Where(file => file.Path.StartsWith(below, StringComparison.Ordinal) && endings.Any(end => file.Path.EndsWith(end, StringComparison.Ordinal)));

    /// <summary>The whole text.</summary>
    public string Text => File.ReadAllText(System.IO.Path.Combine(RunningShop.Repository, Path));

    /// <summary>The text by lines.</summary>
    public IReadOnlyList<string> Lines => File.ReadAllLines(System.IO.Path.Combine(RunningShop.Repository, Path));

    /// <inheritdoc/>
    public override string ToString() => Path;

    // wwwroot is a copy of wwwroot-assets made by the build; Migrations are written by a tool.
    private static IEnumerable<Source> Walk(DirectoryInfo folder, string path)
    {
        foreach (var file in folder.EnumerateFiles())
            yield return new Source(path + file.Name);
        foreach (var child in folder.EnumerateDirectories())
        {
            var isCopy = path == "WebApp/" && child.Name == "wwwroot";
            if (isCopy || child.Name == "Migrations" || Elsewhere.Contains(child.Name, StringComparer.Ordinal))
                continue;
            foreach (var file in Walk(child, path + child.Name + "/"))
                yield return file;
        }
    }
}
