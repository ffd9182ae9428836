// The words of a search, before any database is asked: cut to size, folded like the index folds, and how far a word is from another.
using System.Globalization;
using System.Text;

namespace Makola.Data.Sqlite;

/// <summary>The words a customer searches for. Whatever is typed gives a short list of harmless words, in time linear in the limit.</summary>
public static class SearchWords
{
    /// <summary>Characters of a search that are read, and words of it that are looked for.</summary>
    public const int MostCharacters = 100, MostWords = 8;

    // Words too common to tell goods apart; they count only when nothing else was typed.
    private static readonly HashSet<string> Small = new(StringComparer.Ordinal)
    {
        "a", "an", "and", "at", "by", "for", "from", "in", "my", "of", "on", "or", "the", "to", "with",
    };

    private static readonly Dictionary<string, string> Irregular = new(StringComparer.Ordinal)
    {
        ["man"] = "men", ["men"] = "man", ["mens"] = "man", ["woman"] = "women", ["women"] = "woman", ["womens"] = "woman", ["child"] = "children",
        ["children"] = "child", ["childrens"] = "child", ["knife"] = "knives", ["knives"] = "knife", ["scarf"] = "scarves", ["scarves"] = "scarf",
        ["loaf"] = "loaves", ["loaves"] = "loaf", ["shelf"] = "shelves", ["shelves"] = "shelf", ["foot"] = "feet", ["feet"] = "foot",
    };

    /// <summary>Reads what was typed: letters and digits only, lower case, without accents; at most <see cref="MostWords"/>, each once.</summary>
    public static IReadOnlyList<string> Read(string? typed)
    {
        var words = Split(typed).Distinct(StringComparer.Ordinal).ToList();
        var telling = words.Where(word => !Small.Contains(word)).ToList();
        return [.. (telling.Count > 0 ? telling : words).Take(MostWords)];
    }

    /// <summary>The word and the forms it is also written in: singular, plural, and what is left of a possessive.</summary>
    public static IReadOnlyList<string> FormsOf(string word)
    {
        var forms = new List<string> { word };
        if (Irregular.TryGetValue(word, out var irregular))
            forms.Add(irregular);
        if (word.Length < 3 || word.Any(char.IsDigit))
            return forms;

        var stem = word[..^1];
        if (word.EndsWith("ies", StringComparison.Ordinal) && word.Length > 4)
            forms.AddRange([stem, word[..^3] + "y"]);
        else if (word.EndsWith("es", StringComparison.Ordinal) && word.Length > 4)
            forms.AddRange([stem, word[..^2]]);
        else if (word.EndsWith('s') && !word.EndsWith("ss", StringComparison.Ordinal))
            forms.Add(stem);
        else if (word.EndsWith('y'))
            forms.AddRange([stem + "ies", word + "s"]);
        else
            forms.AddRange([word + "s", word + "es"]);
        return forms;
    }

    /// <summary>How many letters of a word may be wrong: none below 3 letters or with a digit in it, 1 up to 5 letters, else 2.</summary>
    public static int SlipsIn(string word) => word.Length < 3 || word.Any(char.IsDigit) ? 0 : word.Length <= 5 ? 1 : 2;

    /// <summary>
    /// Letters wrong, missing, too many or swapped with their neighbour (Damerau–Levenshtein, optimal string alignment), counted up to a limit.
    /// </summary>
    /// <returns>The distance, or <paramref name="most"/> + 1 when it is larger than that.</returns>
    public static int Distance(ReadOnlySpan<char> a, ReadOnlySpan<char> b, int most)
    {
        if (Math.Abs(a.Length - b.Length) > most)
            return most + 1;

        Span<int> before = stackalloc int[b.Length + 1];
        Span<int> last = stackalloc int[b.Length + 1];
        Span<int> now = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            last[j] = j;

        for (var i = 1; i <= a.Length; i++)
        {
            now[0] = i;
            var least = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                now[j] = Math.Min(Math.Min(now[j - 1], last[j]) + 1, last[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    now[j] = Math.Min(now[j], before[j - 2] + 1);
                least = Math.Min(least, now[j]);
            }
            if (least > most)
                return most + 1;

            var free = before;
            before = last;
            last = now;
            now = free;
        }
        return Math.Min(last[b.Length], most + 1);
    }

    /// <summary>What of a SKU people type: its parts, all of it without signs, and letters apart from digits ("TEA-500G": tea, 500g, tea500g, 500, g).</summary>
    public static string PartsOfSku(string sku)
    {
        var parts = new StringBuilder(sku);
        parts.Append(' ').Append([.. sku.Where(char.IsLetterOrDigit)]).Append(' ');
        for (var i = 0; i < sku.Length; i++)
        {
            if (i > 0 && char.IsDigit(sku[i]) != char.IsDigit(sku[i - 1]))
                parts.Append(' ');
            parts.Append(sku[i]);
        }
        return parts.ToString();
    }

    private static IEnumerable<string> Split(string? typed)
    {
        var word = new StringBuilder();
        foreach (var c in Folded(typed))
        {
            // "women's" is how people write what the index knows as "women"; FormsOf finds it from "womens".
            if (c is '\'' or '’')
                continue;
            if (char.IsLetterOrDigit(c))
            {
                word.Append(c);
            }
            else if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
        }
        if (word.Length > 0)
            yield return word.ToString();
    }

    // As the index's tokenizer does it (unicode61, remove_diacritics 2). The limit comes first, so that nothing below can be made slow.
    private static string Folded(string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed))
            return "";

        var start = typed.AsSpan(0, Math.Min(typed.Length, 2 * MostCharacters)).TrimStart();
        var whole = new StringBuilder(MostCharacters);
        foreach (var rune in start[..Math.Min(start.Length, MostCharacters)].EnumerateRunes())
            whole.Append(rune.ToString());

        var folded = new StringBuilder(MostCharacters);
        foreach (var c in whole.ToString().Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) is not UnicodeCategory.NonSpacingMark)
                folded.Append(char.ToLowerInvariant(c));
        }
        return folded.ToString();
    }
}
