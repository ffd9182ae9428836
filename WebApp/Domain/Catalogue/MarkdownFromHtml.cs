// HTML descriptions of other shops become the Markdown this shop keeps. Paragraphs, line breaks, bold, italic, lists,
// headings and links survive; tables become lines; everything else is its words; scripts, styles and forms are gone.
// Words stay words: whatever looks like Markdown in them is escaped, so "2 * 3 * 4" never turns italic.

using System.Globalization;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Makola.Domain.Catalogue;

/// <summary>Writes the Markdown of an HTML text. Pure; fetches nothing, runs nothing, never throws on bad HTML.</summary>
public static partial class MarkdownFromHtml
{
    /// <summary>Tags of one text beyond which reading takes too long (the parser's time grows with the square of their depth); callers refuse more.</summary>
    public const int MostTags = 5_000;

    // Below this depth only words are read: nobody nests so deep by hand, and the walk must end before the stack does.
    private const int Deepest = 60;

    private static readonly HtmlParser Parser = new(new HtmlParserOptions { IsScripting = false });

    private static readonly HashSet<string> Dropped = new(StringComparer.Ordinal)
    {
        "script", "style", "template", "noscript", "head", "title", "iframe", "frame", "frameset", "noframes", "noembed", "object", "embed",
        "applet", "svg", "math", "audio", "video", "canvas", "map", "select", "option", "datalist", "textarea", "input", "button", "img", "picture",
    };

    private static readonly HashSet<string> Blocks = new(StringComparer.Ordinal)
    {
        "p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "blockquote", "figure", "figcaption", "address",
        "pre", "dl", "dt", "dd", "form", "fieldset", "details", "summary", "hr", "center", "body", "html",
    };

    /// <summary>Markdown with the same words as the HTML; an empty string when it holds none.</summary>
    public static string Write(string? html)
    {
        if (string.IsNullOrWhiteSpace(html))
            return "";

        using var document = Parser.ParseDocument(html);
        if (document.Body is null)
            return "";

        var blocks = new BlockWriter();
        Walk(document.Body, blocks, Mark.None, 0);
        return blocks.Finish();
    }

    private static void Walk(INode parent, BlockWriter blocks, Mark mark, int depth)
    {
        for (var node = parent.FirstChild; node is not null; node = node.NextSibling)
        {
            if (node is IText text)
                blocks.Say(text.Data, mark);
            else if (node is IElement element && !Dropped.Contains(element.LocalName))
                Enter(element, blocks, mark, depth);
        }
    }

    private static void Enter(IElement element, BlockWriter blocks, Mark mark, int depth)
    {
        if (depth >= Deepest)
        {
            SayAllWords(element, blocks);
            return;
        }

        var name = element.LocalName;
        switch (name)
        {
            case "br":
                blocks.BreakLine();
                break;
            case "b" or "strong":
                Walk(element, blocks, mark with { Bold = true }, depth + 1);
                break;
            case "i" or "em":
                Walk(element, blocks, mark with { Italic = true }, depth + 1);
                break;
            case "a":
                Walk(element, blocks, mark with { Link = SafeAddress(element.GetAttribute("href")) ?? mark.Link }, depth + 1);
                break;
            case "h1" or "h2":
                Within(element, blocks, "## ", depth);
                break;
            case "h3" or "h4" or "h5" or "h6":
                Within(element, blocks, "### ", depth);
                break;
            case "ul" or "ol" or "menu" or "dir":
                WalkList(element, blocks, mark, depth);
                break;
            case "table":
                WalkTable(element, blocks);
                break;
            case "li":
                // Outside a list, an item is a paragraph.
                Within(element, blocks, "", depth, mark);
                break;
            default:
                if (Blocks.Contains(name))
                    Within(element, blocks, "", depth, mark);
                else
                    Walk(element, blocks, mark, depth + 1);
                break;
        }
    }

    private static void Within(IElement element, BlockWriter blocks, string prefix, int depth, Mark? mark = null)
    {
        blocks.EndBlock();
        blocks.Prefix = prefix;
        Walk(element, blocks, mark ?? Mark.None, depth + 1);
        blocks.EndBlock();
        blocks.Prefix = "";
    }

    private static void WalkList(IElement list, BlockWriter blocks, Mark mark, int depth)
    {
        blocks.EndBlock();
        var ordered = list.LocalName == "ol";
        var number = 1;
        for (var node = list.FirstChild; node is not null; node = node.NextSibling)
        {
            if (node is IElement item ? Dropped.Contains(item.LocalName) : node is not IText)
                continue;

            // What stands in a list without being an item is read as one.
            blocks.BeginItem(ordered ? $"{number}. " : "- ");
            if (node is IText text)
                blocks.Say(text.Data, mark);
            else if (depth < Deepest && node is IElement { LocalName: "li" } element)
                Walk(element, blocks, mark, depth + 1);
            else if (depth < Deepest)
                Enter((IElement)node, blocks, mark, depth + 1);
            else
                SayAllWords(node, blocks);
            if (blocks.EndItem())
                number++;
        }
        blocks.EndList();
    }

    private static void WalkTable(IElement table, BlockWriter blocks)
    {
        blocks.EndBlock();
        foreach (var row in RowsOf(table))
        {
            blocks.Say(string.Join(" · ", row.Select(WordsOf).Where(words => words.Length > 0)), Mark.None);
            blocks.BreakLine();
        }
        blocks.EndBlock();
    }

    // The parser puts every row into a section (thead, tbody, tfoot); a caption is a row of one cell.
    private static IEnumerable<IEnumerable<IElement>> RowsOf(IElement table) =>
        table.Children.SelectMany(IEnumerable<IEnumerable<IElement>> (part) =>
            part.LocalName is "caption" ? [[part]] : part.Children.Select(row => row.Children));

    private static string WordsOf(INode node)
    {
        var words = new StringBuilder();
        foreach (var text in TextsOf(node))
            words.Append(text).Append(' ');
        return string.Join(' ', words.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static void SayAllWords(INode node, BlockWriter blocks)
    {
        foreach (var text in TextsOf(node))
            blocks.Say(text, Mark.None);
    }

    // By hand and without recursion, for trees as deep as the file likes.
    private static IEnumerable<string> TextsOf(INode root)
    {
        var node = root.FirstChild;
        while (node is not null)
        {
            if (node is IText text)
                yield return text.Data;

            var inside = node is IElement element && Dropped.Contains(element.LocalName) ? null : node.FirstChild;
            while (inside is null && node.NextSibling is null && node.Parent is { } parent && parent != root)
                node = parent;
            node = inside ?? node.NextSibling;
        }
    }

    // Relative addresses meant the other shop, so only whole ones are kept.
    private static string? SafeAddress(string? href)
    {
        href = href?.Trim();
        if (!MarkdownText.IsSafe(href) || href![0] == '/' || !Uri.TryCreate(href, UriKind.Absolute, out var address))
            return null;

        var written = new StringBuilder();
        foreach (var c in address.AbsoluteUri)
        {
            if (c is '(' or ')' or '<' or '>' or '"' or '\'' or '`' or '*' or '[' or ']')
                written.Append(CultureInfo.InvariantCulture, $"%{(int)c:X2}");
            else if (c == '&')
                written.Append("&amp;");
            else
                written.Append(c);
        }
        return MarkdownText.IsSafe(written.ToString()) ? written.ToString() : null;
    }
}
