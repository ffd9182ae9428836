// The writing half of MarkdownFromHtml: blocks with their indents, lines with their stars and links, and the escapes
// that keep words words. Rules by number are those of CommonMark 0.31.

using System.Text;
using System.Text.RegularExpressions;

namespace Makola.Domain.Catalogue;

public static partial class MarkdownFromHtml
{
    /// <summary>How a stretch of words is set.</summary>
    private readonly record struct Mark(bool Bold, bool Italic, string? Link)
    {
        public static Mark None => default;
        public string Stars => (Bold, Italic) switch { (true, true) => "***", (true, false) => "**", (false, true) => "*", _ => "" };
    }

    /// <summary>A stretch of words set in one way.</summary>
    private readonly record struct Run(string Words, Mark Mark);

    /// <summary>Collects the words of one block after the other and writes each with the indent and prefix it needs.</summary>
    private sealed class BlockWriter
    {
        private readonly StringBuilder page = new();
        private readonly List<List<Run>> lines = [[]];
        private readonly Stack<Item> items = new();
        private bool tight;

        /// <summary>What the next block begins with: nothing, or the mark of a heading.</summary>
        public string Prefix { get; set; } = "";

        public void Say(string text, Mark mark)
        {
            var line = lines[^1];
            foreach (var piece in Pieces(text))
            {
                var endsInSpace = line.Count == 0 || line[^1].Words.EndsWith(' ');
                if (piece == " " && endsInSpace)
                    continue;
                if (line.Count > 0 && line[^1].Mark == mark)
                    line[^1] = line[^1] with { Words = line[^1].Words + piece };
                else
                    line.Add(new Run(piece, mark));
            }
        }

        public void BreakLine()
        {
            // Two line breaks are how many editors write a new paragraph; a heading has one line.
            if (Prefix.Length > 0)
                Say(" ", Mark.None);
            else if (lines[^1].Count == 0)
                EndBlock();
            else
                lines.Add([]);
        }

        public void BeginItem(string bullet)
        {
            EndBlock();
            items.Push(new Item(bullet));
        }

        /// <summary>Closes the item; false when it held nothing and so was never written.</summary>
        public bool EndItem()
        {
            EndBlock();
            tight |= items.Peek().Written;
            return items.Pop().Written;
        }

        public void EndList()
        {
            // What follows an outermost list starts anew; what follows an inner one is the next item of the outer.
            if (items.Count == 0)
                tight = false;
        }

        public void EndBlock()
        {
            var written = lines.Select(line => LineWriter.Write(line, inHeading: Prefix.Length > 0)).Where(line => line.Length > 0).ToList();
            lines.Clear();
            lines.Add([]);
            if (written.Count == 0)
                return;

            StartBlock();
            page.Append(Prefix).AppendJoin("\\\n" + Indent(), written);
        }

        public string Finish()
        {
            EndBlock();
            return page.ToString().TrimEnd();
        }

        private void StartBlock()
        {
            var opening = items.Where(item => !item.Written).Reverse().ToList();
            if (page.Length > 0)
                page.Append(opening.Count > 0 && (tight || items.Count > opening.Count) ? "\n" : "\n\n");
            tight = false;

            foreach (var item in items.Where(item => item.Written).Reverse())
                page.Append(item.Indent);
            foreach (var item in opening)
            {
                page.Append(item.Bullet);
                item.Written = true;
            }
        }

        private string Indent() => string.Concat(items.Reverse().Select(item => item.Indent));

        // All kinds of white space are one space; characters that print nothing, or turn the line around, are gone.
        private static IEnumerable<string> Pieces(string text)
        {
            var word = new StringBuilder();
            foreach (var c in text)
            {
                if (char.IsWhiteSpace(c))
                {
                    if (word.Length > 0)
                        yield return word.ToString();
                    word.Clear();
                    yield return " ";
                }
                else if (!char.IsControl(c) && c is not (>= '\u202A' and <= '\u202E') and not '\uFEFF')
                {
                    word.Append(c);
                }
            }
            if (word.Length > 0)
                yield return word.ToString();
        }

        private sealed class Item(string bullet)
        {
            public string Bullet => bullet;
            public string Indent => new(' ', bullet.Length);
            public bool Written { get; set; }
        }
    }

    /// <summary>Writes the words of one line with their marks, so that every word is read back as it was.</summary>
    private static partial class LineWriter
    {
        public static string Write(List<Run> runs, bool inHeading)
        {
            var line = new StringBuilder();
            for (var start = 0; start < runs.Count;)
            {
                var link = runs[start].Mark.Link;
                var end = start + 1;
                while (end < runs.Count && runs[end].Mark.Link == link)
                    end++;

                var before = line.Length == 0 ? ' ' : line[^1];
                var after = end == runs.Count ? ' ' : runs[end].Words[0];
                var stretch = runs.GetRange(start, end - start);
                if (link is null)
                    line.Append(Styled(stretch, before, after));
                else
                    line.Append(Linked(Styled(stretch, '[', ']'), link));
                start = end;
            }
            return (inHeading ? ClosingMark() : BlockMark()).Replace(line.ToString().Trim(), @"$1\$2");
        }

        private static string Linked(string words, string link) =>
            words.Trim() is { Length: > 0 } text
                ? $"{(words[0] == ' ' ? " " : "")}[{text}]({link}){(words[^1] == ' ' ? " " : "")}"
                : words;

        private static string Styled(List<Run> runs, char before, char after)
        {
            var written = new StringBuilder();
            for (var i = 0; i < runs.Count; i++)
            {
                var words = runs[i].Words;
                var core = words.Trim();
                if (core.Length == 0)
                {
                    written.Append(' ');
                    continue;
                }

                var previous = words[0] == ' ' ? ' ' : written.Length > 0 ? written[^1] : before;
                var next = words[^1] == ' ' ? ' ' : i + 1 < runs.Count ? runs[i + 1].Words[0] : after;
                var stars = CanHold(core, previous, next) ? runs[i].Mark.Stars : "";
                written.Append(words[0] == ' ' ? " " : "").Append(stars);
                Escape(core, written);
                written.Append(stars).Append(words[^1] == ' ' ? " " : "");
            }
            return written.ToString();
        }

        // CommonMark 0.31, 6.2: a star opens or closes only beside the right neighbours. Where it would stay a star, it is left out.
        private static bool CanHold(string words, char previous, char next) =>
            previous != '*'
            && (char.IsLetterOrDigit(words[0]) || previous == ' ')
            && (char.IsLetterOrDigit(words[^1]) || next == ' ');

        private static void Escape(string words, StringBuilder written)
        {
            for (var i = 0; i < words.Length; i++)
            {
                var next = i + 1 < words.Length ? words[i + 1] : '\0';
                var meansMore = words[i] switch
                {
                    '\\' or '`' or '*' or '[' or ']' or '<' or '>' or '~' or '|' => true,
                    '_' => i == 0 || !char.IsLetterOrDigit(words[i - 1]) || !char.IsLetterOrDigit(next),
                    '&' => next != ' ',
                    '!' => next == '\0',
                    _ => false,
                };
                if (meansMore)
                    written.Append('\\');
                written.Append(words[i]);
            }
        }

        // What makes a heading, a list item, a rule or an underline when a line begins with it.
        [GeneratedRegex(@"^(\d{1,9}(?=[.)](?:[ ]|$))|(?=[-+#=](?:[-#= ]|$)))(.)", RegexOptions.CultureInvariant)]
        private static partial Regex BlockMark();

        // What a heading ends with may be its closing mark, which is not shown.
        [GeneratedRegex("()(#)$", RegexOptions.CultureInvariant)]
        private static partial Regex ClosingMark();
    }
}
