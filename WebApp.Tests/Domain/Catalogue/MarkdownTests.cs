// Descriptions: HTML of other shops in, safe HTML of ours out, and the same words all the way.

using System.Diagnostics;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Makola.Tests.Domain.Catalogue;

public sealed class MarkdownTests
{
    [Theory]
    [InlineData("plain words ", "plain words")]
    [InlineData("<p>One.</p><p>Two.</p>", "One.\n\nTwo.")]
    [InlineData("One<br>two<br/><br>three", "One\\\ntwo\n\nthree")]
    [InlineData("a <b>bold </b>word, an <em>italic</em> one, <b><i>both</i></b>", "a **bold** word, an *italic* one, ***both***")]
    [InlineData("<h1>Care</h1>Wash<h4>Cold</h4>only", "## Care\n\nWash\n\n### Cold\n\nonly")]
    [InlineData("Text <ul>\n<li>14k gold</li>\n<li>Length, 12\"</li>\n</ul>", "Text\n\n- 14k gold\n- Length, 12\"")]
    [InlineData("<ol><li>first<ul><li>inner</li><li>more</li></ul></li><li></li><li><p>second</p><p>again</p></li></ol>end",
        "1. first\n   - inner\n   - more\n2. second\n\n   again\n\nend")]
    [InlineData("<a href='https://example.com/a?b=1&amp;c=2'>See <b>this</b></a>", "[See **this**](https://example.com/a?b=1&amp;c=2)")]
    [InlineData("<a href='tel:+233201234567'>Call</a> <a href=/collections/all>all</a> <a href=javascript:alert(1)>x</a>",
        "[Call](tel:+233201234567) all x")]
    [InlineData("<table><caption>Sizes</caption><tr><th>Size<th>Chest<tr><td>M<td>96 cm</table>", "Sizes\\\nSize · Chest\\\nM · 96 cm")]
    [InlineData("<script>alert(1)</script><style>p{}</style>safe<!-- note --><svg><text>no</text></svg><noscript>no</noscript>", "safe")]
    [InlineData("2 * 3 * 4 = 24, snake_case, _x_, [a](b), `c`, <3 &lt;b&gt; AT&amp;T", "2 \\* 3 \\* 4 = 24, snake_case, \\_x\\_, \\[a\\](b), \\`c\\`, \\<3 \\<b\\> AT\\&T")]
    [InlineData("<p># no</p><p>1. no</p><p>- no</p><p>---</p><p>3.5 kg</p><p>-5 °C</p>", "\\# no\n\n1\\. no\n\n\\- no\n\n\\---\n\n3.5 kg\n\n-5 °C")]
    [InlineData("Look!<a href=https://x.test>here</a>", "Look\\![here](https://x.test/)")]
    [InlineData("<h2>Notes in C #</h2>", "## Notes in C \\#")]
    public void Html_becomes_the_markdown_a_person_would_type(string html, string markdown) =>
        Assert.Equal(markdown, MarkdownFromHtml.Write(html));

    [Theory]
    [InlineData("<script>x</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("<a href=\"javascript:alert(1)\">x</a>")]
    [InlineData("[x](javascript:alert(1)) [x](JaVaScRiPt:alert(1)) [x](&#106;avascript:alert(1)) [x](java&Tab;script:alert(1))")]
    [InlineData("[x](data:text/html;base64,PHNjcmlwdD4=) [x](vbscript:x) [x](file:///etc/passwd) [x](//evil.test) [x](/\\evil.test) [x](\\\\evil)")]
    [InlineData("<javascript:alert(1)> <data:text/html,x> <ftp://x>")]
    [InlineData("![x](https://tracker.test/p.gif) ![x](javascript:alert(1)) ![*y*](/img/a.webp \"t\")")]
    [InlineData("[x](https://a.test/ \"\\\" onmouseover=\\\"alert(1)\")")]
    [InlineData("<p hx-get=/office hx-trigger=load>x</p> <div hx-on:click='alert(1)'>")]
    [InlineData("[a]: javascript:alert(1)\n\n[a] [b][a]")]
    [InlineData("# x {onclick=alert(1)}\n\n{#id .class onclick=x}")]
    [InlineData("```html onclick=\"alert(1)\"\n<script>\n```")]
    [InlineData("\"><svg/onload=alert(1)> '-alert(1)-' {{7*7}} <!-- --> <![CDATA[x]]> <?php ?>")]
    public void Shown_text_holds_no_script_no_picture_and_no_strange_link(string markdown)
    {
        var html = MarkdownText.ToHtml(markdown);
        AssertSafe(html);
    }

    [Fact]
    public void A_link_to_the_web_lends_no_name_and_one_to_this_shop_is_plain()
    {
        Assert.Equal("<p><a href=\"https://a.test/?b=1&amp;c=%22\" rel=\"nofollow noopener\">a</a> <a href=\"/c/shoes\">b</a></p>\n",
            MarkdownText.ToHtml("[a](https://a.test/?b=1&c=%22) [b](/c/shoes)"));
        Assert.Equal("<p><a href=\"mailto:ama@shop.test\">ama@shop.test</a></p>\n", MarkdownText.ToHtml("<ama@shop.test>"));
    }

    [Theory]
    [InlineData("### a\n\n# b\n\n### c", 2, "h2 h2 h3")]
    [InlineData("# a\n\n## b\n\n### c\n\n## d", 3, "h3 h4 h5 h4")]
    [InlineData("Title\n=====\n\nSub\n---\n\n###### deep", 2, "h2 h3 h4")]
    public void Headings_make_an_outline_without_gaps_below_the_page_s_own(string markdown, int top, string levels)
    {
        var body = new HtmlParser().ParseDocument(MarkdownText.ToHtml(markdown, top)).Body!;
        Assert.Equal(levels, string.Join(' ', body.Children.Select(e => e.LocalName)));
    }

    [Theory]
    [InlineData("## Care\n\nWash *cold*, **never** [boil](https://x.test).\n\n- a\n- b", 200, "Care Wash cold, never boil. a b")]
    [InlineData("one two three four", 10, "one two…")]
    [InlineData("Donaudampfschifffahrt", 10, "Donaudamp…")]
    [InlineData("🧺🧺🧺🧺🧺🧺🧺🧺", 6, "🧺🧺…")]
    [InlineData(null, 10, "")]
    public void The_words_alone_are_one_line_of_the_length_wanted(string? markdown, int longest, string words) =>
        Assert.Equal(words, MarkdownText.Words(markdown, longest));

    [Theory]
    [InlineData(">", 20_000)]
    [InlineData("- ", 10_000)]
    [InlineData("*a **b ", 3_000)]
    [InlineData("[", 20_000)]
    [InlineData("![[]()", 3_500)]
    [InlineData("`", 20_000)]
    [InlineData("<", 20_000)]
    [InlineData("\u0301", 20_000)]
    public void A_hostile_text_is_shown_soon_and_safely(string piece, int times)
    {
        var watch = Stopwatch.StartNew();
        AssertSafe(MarkdownText.ToHtml(string.Concat(Enumerable.Repeat(piece, times))));
        Assert.True(watch.ElapsedMilliseconds < 10_000, $"{watch.ElapsedMilliseconds} ms");
    }

    [Theory]
    [InlineData("<div>", 5_000)]
    [InlineData("<b>", 5_000)]
    [InlineData("<ul><li>", 2_500)]
    [InlineData("<table><tr><td>", 1_600)]
    [InlineData("<p>x<a href=https://x.test>", 2_500)]
    [InlineData("</p>", 5_000)]
    public void A_hostile_description_is_read_soon_and_loses_no_words(string piece, int times)
    {
        var watch = Stopwatch.StartNew();
        var markdown = MarkdownFromHtml.Write(string.Concat(Enumerable.Repeat(piece, times)) + "the last words");
        Assert.Contains("the last words", markdown, StringComparison.Ordinal);
        AssertSafe(MarkdownText.ToHtml(markdown));
        Assert.True(watch.ElapsedMilliseconds < 10_000, $"{watch.ElapsedMilliseconds} ms");
    }

#pragma warning disable CA5394 // A seed makes a failure repeatable; nothing here is secret.
    /// <summary>Whatever the pieces, what is shown is safe and says the same words as the HTML it came from.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Any_mixture_keeps_its_words_and_loses_its_teeth(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 300; round++)
        {
            var html = new StringBuilder();
            for (var i = random.Next(1, 14); i > 0; i--)
                html.Append(Pieces[random.Next(Pieces.Length)]);

            var markdown = MarkdownFromHtml.Write(html.ToString());
            var shown = MarkdownText.ToHtml(markdown);

            AssertSafe(shown);
            Assert.True(WordsShown(html.ToString()) == WordsShown(shown),
                $"HTML {html}\nMarkdown {markdown}\nshown {shown}\nwanted {WordsShown(html.ToString())}\ngot    {WordsShown(shown)}");
        }
    }

#pragma warning restore CA5394

    private static readonly string[] Pieces =
    [
        "word", " ", "two words", "<b>", "</b>", "<i>", "</i>", "<em>x</em>", "<p>", "</p>", "<br>", "<div>", "</div>", "<ul>", "</ul>", "<li>",
        "</li>", "<ol>", "</ol>", "<h2>", "</h2>", "<h5>", "</h5>", "<a href='https://a.test/(x)_y_*z*'>", "<a href=mailto:a@b.test>", "</a>",
        "<a href='java\nscript:x'>", "<span onclick=x>", "</span>", "<script>bad()</script>", "<img src=x onerror=bad()>", "*", "**", "_", "__", "`",
        "```", "~~~", "#", "# ", "1. ", "12) ", "- ", "+ ", "---", "===", "> ", "&gt; ", "&lt;script&gt;", "&amp;lt;", "&amp;", "[x](y)", "![x](y)",
        "[", "]", "(", ")", "!", "\\", "|", "a | b", "|-|-|", ":)", "://", "https://x.test", "www.x.test", "\"", "'", "👩🏾‍🌾", "مرحبا", "שלום", "ɛyɛ", "é",
        "<table><tr><td>c1</td><td>c2</td></tr></table>", "&nbsp;", "\n", "\n\n", "    four", "\t", "{{7*7}}", "{#id}", "[x]: y", "[^1]", ": def", "$x$",
        "<blockquote>", "</blockquote>", "<hr>", "lt;", "copy;", ".", "5", "<p hx-get=/x>", "<u>", "</u>",
    ];

    // All letters, digits and signs, without spaces: those may fall between blocks.
    private static string WordsShown(string html)
    {
        var body = new HtmlParser().ParseDocument(html).Body!;
        foreach (var element in body.QuerySelectorAll("script, style, svg, img").ToList())
            element.Remove();
        var words = new StringBuilder();
        foreach (var c in body.TextContent)
            if (!char.IsWhiteSpace(c) && c != '·')
                words.Append(c);
        return words.ToString();
    }

    private static void AssertSafe(string html)
    {
        var body = new HtmlParser().ParseDocument(html).Body!;
        foreach (var element in body.QuerySelectorAll("*"))
        {
            Assert.Contains(element.LocalName, (string[])["p", "br", "strong", "em", "ul", "ol", "li", "h2", "h3", "h4", "h5", "h6", "a", "blockquote", "pre", "code", "hr"]);
            foreach (var attribute in element.Attributes)
            {
                Assert.Contains($"{element.LocalName} {attribute.Name}", (string[])["a href", "a rel", "a title", "ol start", "code class"]);
                if (attribute.Name == "href")
                    Assert.Matches("^(https?://|mailto:|tel:|/$|/[^/\\\\])", attribute.Value);
            }
        }
    }
}
