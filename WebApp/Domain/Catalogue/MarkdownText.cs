// Markdown as the shop shows it: a description typed by staff or read from a file, made into HTML that is safe
// whatever was typed. Raw HTML is text here, pictures are their words, and a link leads to the web, a mailbox, a
// telephone or a page of this shop, nowhere else.

using System.Text.Encodings.Web;
using Markdig;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Makola.Domain.Catalogue;

/// <summary>Turns a description in Markdown (CommonMark, without raw HTML) into safe HTML or into plain words. Never throws.</summary>
public static class MarkdownText
{
    /// <summary>The most characters of one text that are read; what lies beyond is left out.</summary>
    public const int Longest = 20_000;

    private const int DeepestHeading = 6;

    // Every extension of Markdig is one more way to make an attribute, so none is on.
    private static readonly MarkdownPipeline Plainest = new MarkdownPipelineBuilder().DisableHtml().Build();

    /// <summary>HTML of the text, safe to write into a page as it is.</summary>
    /// <param name="markdown">What was typed; nothing gives nothing.</param>
    /// <param name="topHeading">The level (2–6) of the text's outermost headings, one below the page's own heading over it.
    /// Deeper ones follow without a gap, however they were typed.</param>
    public static string ToHtml(string? markdown, int topHeading = 2)
    {
        if (string.IsNullOrWhiteSpace(markdown))
            return "";

        var text = Cut(markdown);
        try
        {
            var document = Markdown.Parse(text, Plainest);
            SettleHeadings(document, topHeading);
            SettleLinks(document);
            return Render(document);
        }
        catch (Exception e) when (IsTooDeep(e))
        {
            return $"<p>{HtmlEncoder.Default.Encode(text)}</p>\n";
        }
    }

    /// <summary>The words of the text on one line, without any mark: for search, a page's summary, a link preview.</summary>
    /// <param name="markdown">What was typed; nothing gives nothing.</param>
    /// <param name="longest">The most characters wanted; a longer text ends at a word, with "…".</param>
    public static string Words(string? markdown, int longest = int.MaxValue)
    {
        if (string.IsNullOrWhiteSpace(markdown))
            return "";

        var text = Cut(markdown);
        try
        {
            text = Markdown.ToPlainText(text, Plainest);
        }
        catch (Exception e) when (IsTooDeep(e))
        {
            // What cannot be shown as Markdown is shown as it was typed.
        }
        return Shorten(string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), longest);
    }

    private static string Cut(string text) => text.Length > Longest ? text[..Longest] : text;

    // Markdig refuses what is nested beyond reason (">>>>>>…", "[[[[[[…"): no person wrote that.
    private static bool IsTooDeep(Exception e) => e is ArgumentException or InsufficientExecutionStackException;

    private static string Render(MarkdownDocument document)
    {
        using var page = new StringWriter();
        var renderer = new HtmlRenderer(page);
        Plainest.Setup(renderer);
        renderer.Render(document);
        return page.ToString();
    }

    // "###" alone, or "#" after "###", must still make an outline without gaps below the page's own headings.
    private static void SettleHeadings(MarkdownDocument document, int top)
    {
        var open = new Stack<int>();
        foreach (var heading in document.Descendants<HeadingBlock>())
        {
            while (open.TryPeek(out var level) && level >= heading.Level)
                open.Pop();
            open.Push(heading.Level);
            heading.Level = Math.Min(top + open.Count - 1, DeepestHeading);
        }
    }

    private static void SettleLinks(MarkdownDocument document)
    {
        foreach (var link in document.Descendants<LinkInline>().ToList())
        {
            if (link.IsImage || !IsSafe(link.Url))
                link.ReplaceBy(new ContainerInline(), copyChildren: true);
            else
                Mark(link, link.Url!);
        }
        foreach (var link in document.Descendants<AutolinkInline>().ToList())
        {
            if (!link.IsEmail && !IsSafe(link.Url))
                link.ReplaceBy(new LiteralInline(link.Url));
            else
                Mark(link, link.Url);
        }
    }

    // The text may come from a supplier: it must not lend the shop's good name to what it links to.
    private static void Mark(Inline link, string url)
    {
        if (url.StartsWith("http", StringComparison.OrdinalIgnoreCase))
            link.GetAttributes().AddProperty("rel", "nofollow noopener");
    }

    /// <summary>Whether a link may lead there: http, https, mailto, tel, or a path of this shop that begins with one slash.</summary>
    /// <remarks>A list of what is allowed: browsers read "java&#9;script:" and "/\evil" in ways no list of dangers keeps up with.</remarks>
    public static bool IsSafe(string? url)
    {
        if (string.IsNullOrEmpty(url) || url.Length > 2_000 || url.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c == '\\'))
            return false;

        if (url[0] == '/')
            return url.Length == 1 || url[1] != '/';

        return url.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            || url.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            || url.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase)
            || url.StartsWith("tel:", StringComparison.OrdinalIgnoreCase);
    }

    private static string Shorten(string words, int longest)
    {
        if (words.Length <= longest)
            return words;

        var end = words.LastIndexOf(' ', longest - 1);
        if (end < longest / 2)
            end = char.IsHighSurrogate(words[longest - 2]) ? longest - 2 : longest - 1;
        return words[..end].TrimEnd(' ', ',', ';', ':', '.', '–', '-') + "…";
    }
}
