// Asks the full-text index of goods: what matches the words, best first, and what a misspelt word was meant to be.
using System.Globalization;
using System.Text;

namespace Makola.Data.Sqlite;

/// <summary>What a search found.</summary>
/// <param name="Ids">Products, best first; at most <see cref="ProductFinder.Most"/>.</param>
/// <param name="Corrected">The words that were looked for instead, when what was typed finds nothing; else null.</param>
public sealed record Found(IReadOnlyList<long> Ids, string? Corrected);

/// <summary>Finds goods by words of their name, description, tags, brand, SKU or bar code.</summary>
public static class ProductFinder
{
    /// <summary>Most goods one search finds.</summary>
    public const int Most = 240;

    private const int MostWords = 8, LongestWord = 40;

    /// <summary>Searches; when nothing has all the words, once more with each unknown word replaced by the closest the shop knows.</summary>
    public static async Task<Found> FindAsync(ShopDb db, string? text, int most, CancellationToken ct)
    {
        var words = WordsOf(text);
        if (words.Count == 0) return new([], null);

        var ids = await MatchAsync(db, words, most, ct);
        if (ids.Count > 0) return new(ids, null);

        var meant = new List<string>(words.Count);
        foreach (var word in words) meant.Add(await ClosestAsync(db, word, ct) ?? word);
        if (meant.SequenceEqual(words)) return new([], null);

        ids = await MatchAsync(db, meant, most, ct);
        return new(ids, ids.Count > 0 ? string.Join(' ', meant) : null);
    }

    /// <summary>The words of a text as the index keeps them: letters and digits, lower case, without accents.</summary>
    public static IReadOnlyList<string> WordsOf(string? text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var c in (text ?? "").Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark) continue;
            if (char.IsLetterOrDigit(c))
            {
                if (word.Length < LongestWord) word.Append(char.ToLowerInvariant(c));
            }
            else if (word.Length > 0) Finish();
        }

        if (word.Length > 0) Finish();
        return words;

        void Finish()
        {
            if (words.Count < MostWords) words.Add(word.ToString());
            word.Clear();
        }
    }

    /// <summary>Goods that have a word beginning with each of these. A hit in the name counts most (bm25 weights by column).</summary>
    private static Task<List<long>> MatchAsync(ShopDb db, IReadOnlyList<string> words, int most, CancellationToken ct)
    {
        var match = string.Join(' ', words.Select(w => $"\"{w}\"*"));
        return db.Database.SqlQuery<long>($"""
            SELECT rowid AS Value FROM ProductSearch WHERE ProductSearch MATCH {match} ORDER BY bm25(ProductSearch, 10, 4, 8, 1), rowid LIMIT {most}
            """).ToListAsync(ct);
    }

    /// <summary>
    /// The word of the index closest to one typed, among those that begin with its first or its second letter (people seldom mistake both);
    /// the more goods have it, the better. The word itself when goods have it. Null when none is close.
    /// </summary>
    private static async Task<string?> ClosestAsync(ShopDb db, string word, CancellationToken ct)
    {
        if (word.Length < 3 || word.Any(char.IsDigit)) return null;

        var (one, other) = (word[..1], word[1..2]);
        var (oneEnd, otherEnd) = (After(one), After(other));
        var terms = await db.Database.SqlQuery<Term>($"""
            SELECT term AS Word, doc AS Goods FROM ProductWords WHERE term >= {one} AND term < {oneEnd}
            UNION ALL
            SELECT term, doc FROM ProductWords WHERE {other} <> {one} AND term >= {other} AND term < {otherEnd}
            """).ToListAsync(ct);

        // One slip in a short word, two in a long one: more would find anything.
        var most = word.Length <= 5 ? 1 : 2;
        return terms.Where(t => Math.Abs(t.Word.Length - word.Length) <= most || t.Word.StartsWith(word, StringComparison.Ordinal))
            .Select(t => (t.Word, t.Goods, Slips: t.Word.StartsWith(word, StringComparison.Ordinal) ? 0 : Slips(word, t.Word)))
            .Where(t => t.Slips <= most)
            .OrderBy(t => t.Slips).ThenByDescending(t => t.Goods).ThenBy(t => t.Word, StringComparer.Ordinal)
            .Select(t => t.Slips == 0 ? word : t.Word)
            .FirstOrDefault();
    }

    private static string After(string letter) => letter + char.MaxValue;

    /// <summary>Letters too many, missing, wrong or swapped with a neighbour (optimal string alignment distance).</summary>
    private static int Slips(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var wrong = a[i - 1] == b[j - 1] ? 0 : 1;
                rows[i, j] = Math.Min(Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1), rows[i - 1, j - 1] + wrong);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }

        return rows[a.Length, b.Length];
    }

    private sealed record Term(string Word, int Goods);
}
