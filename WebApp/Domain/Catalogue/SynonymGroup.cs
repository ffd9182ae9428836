// Words that mean the same to customers, as staff write them down: a line for each group.
namespace Makola.Domain.Catalogue;

/// <summary>
/// A line of words that mean the same: <c>sandal, slippers, charley wote</c>. With an arrow it goes one way: who looks for what stands before it
/// finds what stands behind as well (<c>phone → mobile</c>). A line that was removed is empty, so that it can come back.
/// </summary>
public sealed class SynonymGroup
{
    /// <summary>Most characters of a line, words of it, and lines.</summary>
    public const int Longest = 300, MostWords = 20, Most = 500;

    /// <summary>Stands between the words that are looked for and those that are found.</summary>
    public const char Arrow = '→';

    /// <summary>Database key.</summary>
    public long Id { get; private set; }

    /// <summary>The words; empty when the group was removed.</summary>
    public string Line { get; private set; } = "";

    /// <summary>A group of the words typed.</summary>
    /// <exception cref="Refusal">See <see cref="Write"/>.</exception>
    public static SynonymGroup Of(string? typed)
    {
        var group = new SynonymGroup();
        group.Write(typed);
        return group;
    }

    /// <summary>Changes the words. Commas or semicolons part them; <c>-></c> is an arrow too.</summary>
    /// <exception cref="Refusal"><c>synonyms.few</c>, <c>synonyms.many</c>, <c>synonyms.arrows</c>.</exception>
    public void Write(string? typed)
    {
        var sides = (typed ?? "").Replace("->", "→", StringComparison.Ordinal).Replace("=>", "→", StringComparison.Ordinal).Split(Arrow).Select(WordsOf).ToList();
        if (sides.Count > 2) throw new Refusal("synonyms.arrows", "One arrow at most: what is looked for → what is found.");
        if (sides.Sum(side => side.Count) < 2 || sides.Exists(side => side.Count == 0)) throw new Refusal("synonyms.few", "Write two words at least, with a comma between: sandal, slippers.");

        var line = string.Join($" {Arrow} ", sides.Select(side => string.Join(", ", side)));
        if (line.Length > Longest || sides.Sum(side => side.Count) > MostWords) throw new Refusal("synonyms.many", "At most {0} words and {1} characters in a line.", MostWords, Longest);
        Line = line;
    }

    /// <summary>Takes the group out of use.</summary>
    public void Remove() => Line = "";

    /// <summary>What the group says: who looks for one of <c>From</c> also finds <c>To</c>.</summary>
    public static IEnumerable<(string From, IReadOnlyList<string> To)> Read(string line)
    {
        var sides = line.Split(Arrow).Select(WordsOf).ToList();
        return sides[0].Select(from => (from, (IReadOnlyList<string>)[.. sides[^1].Where(to => to != from)]));
    }

    private static List<string> WordsOf(string side) =>
        [.. side.Split([',', ';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(word => word.Any(char.IsLetterOrDigit)).Distinct(StringComparer.OrdinalIgnoreCase)];
}
