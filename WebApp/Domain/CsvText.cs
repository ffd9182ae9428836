// What stands in one cell of a CSV file: made harmless for spreadsheets on the way out, and itself again on the way in.
using System.Text;

namespace Makola.Domain;

/// <summary>
/// Texts as cells. A spreadsheet runs a cell that begins like a formula (OWASP, "CSV injection"), so an apostrophe goes before it; reading takes
/// exactly that one off again. A text that begins with apostrophes and then like a formula gets one more: no two texts become the same cell.
/// </summary>
public static class CsvText
{
    /// <summary>The text as a cell no spreadsheet runs.</summary>
    public static string AsCell(string text) => IsRun(text) ? $"'{text}" : text;

    /// <summary>The text a cell was made of.</summary>
    public static string AsTyped(string cell) => cell.StartsWith('\'') && IsRun(cell) ? cell[1..] : cell;

    /// <summary>Items, each made by <see cref="Item"/>, as one cell: <c>fruit | fair trade</c>.</summary>
    public static string List(IEnumerable<string> items) => string.Join(" | ", items);

    /// <summary>One text within a list or a path: the given signs and spaces at its ends get a backslash, which keeps a sign from meaning anything.</summary>
    public static string Item(string text, string signs)
    {
        var item = new StringBuilder(text.Length + 2);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' || signs.Contains(text[i]) || ((i == 0 || i == text.Length - 1) && char.IsWhiteSpace(text[i]))) item.Append('\\');
            item.Append(text[i]);
        }
        return item.ToString();
    }

    /// <summary>The items between a sign, as they stand there; read each with <see cref="Plain"/>. Empty for an empty cell.</summary>
    public static List<string> Items(string cell, char sign)
    {
        var items = new List<string>();
        if (string.IsNullOrWhiteSpace(cell)) return items;

        var start = 0;
        for (var i = 0; i < cell.Length; i++)
        {
            if (cell[i] == '\\') i++;
            else if (cell[i] == sign)
            {
                items.Add(cell[start..i]);
                start = i + 1;
            }
        }
        items.Add(cell[start..]);
        return items;
    }

    /// <summary>The text of an item: without spaces around it that have no backslash, and without the backslashes.</summary>
    public static string Plain(string item)
    {
        var text = new StringBuilder(item.Length);
        var end = 0;
        for (var i = 0; i < item.Length; i++)
        {
            var isKept = item[i] == '\\' && i + 1 < item.Length;
            if (isKept) i++;
            if (!isKept && text.Length == 0 && char.IsWhiteSpace(item[i])) continue;
            text.Append(item[i]);
            if (isKept || !char.IsWhiteSpace(item[i])) end = text.Length;
        }
        return text.ToString(0, end);
    }

    // Spaces before the sign do not keep every spreadsheet from running it; the wide signs are what Japanese input makes of the narrow ones.
    private static bool IsRun(string text)
    {
        foreach (var c in text.AsSpan().TrimStart('\''))
        {
            if (c is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠') return true;
            if (!char.IsWhiteSpace(c)) return false;
        }
        return false;
    }
}
