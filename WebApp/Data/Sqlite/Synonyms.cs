// The shop's synonyms, folded as the search folds what is typed, and ready to be asked without a query.
namespace Makola.Data.Sqlite;

/// <summary>Which words mean the same; see <see cref="SynonymGroup"/>. Made once, read by many.</summary>
public sealed class Synonyms
{
    // Words of one synonym: "charley wote" is two.
    private const int LongestPhrase = 4;

    private readonly Dictionary<string, List<IReadOnlyList<string>>> others = new(StringComparer.Ordinal);

    /// <summary>No synonyms.</summary>
    public static Synonyms None { get; } = new([]);

    /// <summary>The synonyms of these lines.</summary>
    public Synonyms(IEnumerable<string> lines)
    {
        foreach (var (from, to) in lines.SelectMany(SynonymGroup.Read))
        {
            var phrase = SearchWords.Read(from);
            if (phrase.Count is 0 or > LongestPhrase) continue;
            if (!others.TryGetValue(string.Join(' ', phrase), out var known)) others[string.Join(' ', phrase)] = known = [];
            known.AddRange(to.Select(SearchWords.Read).Where(words => words.Count > 0));
        }

        Words = [.. others.Keys.SelectMany(phrase => phrase.Split(' ')).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Every word that has a synonym or is part of one that has.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>All lines from the database.</summary>
    public static async Task<Synonyms> LoadAsync(ShopDb db, CancellationToken ct) =>
        new(await db.Synonyms.Where(s => s.Line != "").OrderBy(s => s.Id).Select(s => s.Line).Take(SynonymGroup.Most).ToListAsync(ct));

    /// <summary>What else the words from a place on are called, the longest phrase first; singular and plural count as one.</summary>
    /// <returns>How many words the phrase has (1 when it has no synonyms), and its synonyms, each a few words.</returns>
    public (int Length, IReadOnlyList<IReadOnlyList<string>> Others) At(IReadOnlyList<string> words, int start)
    {
        for (var length = Math.Min(LongestPhrase, words.Count - start); length > 0 && others.Count > 0; length--)
        {
            var before = string.Concat(words.Skip(start).Take(length - 1).Select(word => word + " "));
            foreach (var form in SearchWords.FormsOf(words[start + length - 1]))
                if (others.TryGetValue(before + form, out var found)) return (length, found);
        }

        return (1, []);
    }
}
