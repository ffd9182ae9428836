// The house rules a reader can check in any file: what it is for, which words it uses, what it may reach. An exception that
// is no longer needed fails too, so that the lists below stay true.
using System.Text.RegularExpressions;

namespace Makola.Tests.House;

public sealed partial class SourceTests
{
    /// <summary>Files that come from others and are kept as they came.</summary>
    private static readonly string[] Foreign = ["wwwroot-assets/js/htmx.min.js"];

    /// <summary>Files that may write HTML as it stands, and why.</summary>
    private static readonly Dictionary<string, string> MayWriteHtml = new()
    {
        ["WebApp/Pages/Office/_Preview.cshtml"] = "the same texts while they are written",
        ["WebApp/Pages/Shared/_Words.cshtml"] = "a text of the shop, which ShopFacts has made safe whatever was typed",
        ["WebApp/Pages/Product.cshtml"] = "a description, which MarkdownText has made safe whatever was typed",
        ["WebApp/Web/Fragments.cs"] = "what Razor has made and encoded before",
    };

    /// <summary>Words that say nothing about what a type is.</summary>
    private static readonly string[] EmptyWords = ["Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Service", "Info", "Dto", "Process", "Handle"];

    [Fact]
    public void Every_file_says_in_its_first_ten_lines_what_it_is_for()
    {
        var silent = Source.Files("", ".cs", ".cshtml", ".css", ".js", ".sh")
            .Concat(Source.Files(".ci/", ""))
            .Where(file => !Foreign.Contains(file.Path) && !file.Lines.Take(10).Any(line => Purpose().IsMatch(line)));

        Assert.Empty(silent);
    }

    [Fact]
    public void Nothing_is_left_for_later_in_the_source()
    {
        var later = Source.Files("", ".cs", ".cshtml", ".css", ".js", ".csproj", ".props", ".json", ".md")
            .Where(file => !Foreign.Contains(file.Path) && !file.Path.EndsWith("House/SourceTests.cs", StringComparison.Ordinal))
            .SelectMany(file => file.Lines.Where(line => Later().IsMatch(line)).Select(line => $"{file}: {line.Trim()}"));

        Assert.Empty(later);
    }

    [Fact]
    public void Types_are_called_by_words_a_shopkeeper_would_say()
    {
        // A tag helper is called so by the framework: the ending is how Razor finds it.
        var empty = typeof(Program).Assembly.GetTypes()
            .Where(type => type.Namespace?.StartsWith("Makola", StringComparison.Ordinal) == true && !type.Name.Contains('<') && !type.Name.EndsWith("TagHelper", StringComparison.Ordinal))
            .Where(type => Words().Matches(type.Name).Any(word => EmptyWords.Contains(word.Value)))
            .Select(type => type.FullName);

        Assert.Empty(empty);
    }

    [Fact]
    public void The_domain_knows_no_http_and_no_html()
    {
        var reaching = Source.Files("WebApp/Domain/", ".cs")
            .SelectMany(file => file.Lines.Where(line => WebWords().IsMatch(line)).Select(line => $"{file}: {line.Trim()}"));

        Assert.Empty(reaching);
    }

    [Fact]
    public void Pages_hold_no_sql()
    {
        var speaking = Source.Files("WebApp/Pages/", ".cs", ".cshtml")
            .SelectMany(file => file.Lines.Where(line => Sql().IsMatch(line)).Select(line => $"{file}: {line.Trim()}"));

        Assert.Empty(speaking);
    }

    [Fact]
    public void Sql_is_never_put_together_from_text()
    {
        var loose = Source.Files("WebApp/", ".cs")
            .SelectMany(file => file.Lines.Where(line => LooseSql().IsMatch(line)).Select(line => $"{file}: {line.Trim()}"));

        Assert.Empty(loose);
    }

    [Fact]
    public void Only_listed_files_write_html_as_it_stands()
    {
        var raw = Source.Files("WebApp/", ".cs", ".cshtml")
            .Where(file => file.Lines.Any(line => RawHtml().IsMatch(Comment().Replace(line, ""))))
            .Select(file => file.Path)
            .Order(StringComparer.Ordinal);

        Assert.Equal(MayWriteHtml.Keys.Order(StringComparer.Ordinal), raw);
    }

    [Fact]
    public void No_page_carries_inline_script_or_style()
    {
        var inline = Source.Files("WebApp/", ".cshtml")
            .SelectMany(file => Inline().Matches(RazorComment().Replace(file.Text, "")).Select(match => $"{file}: {match.Value.Trim()}"));

        Assert.Empty(inline);
    }

    [Fact]
    public void Storefront_pages_ask_no_script_of_others()
    {
        var outside = Source.Files("WebApp/Pages/", ".cshtml").Concat(Source.Files("wwwroot-assets/css/", ".css"))
            .SelectMany(file => Outside().Matches(RazorComment().Replace(file.Text, "")).Select(match => $"{file}: {match.Value}"));

        Assert.Empty(outside);
    }

    [GeneratedRegex(@"^\s*(//|/\*|@\*|\*|#|<!--)\s*.*\w+\W+\w+\W+\w+")]
    private static partial Regex Purpose();

    [GeneratedRegex(@"\b(TODO|FIXME|XXX|HACK|NotImplementedException)\b")]
    private static partial Regex Later();

    [GeneratedRegex("[A-Z][a-z]*")]
    private static partial Regex Words();

    [GeneratedRegex(@"Microsoft\.AspNetCore\.(Http|Mvc|Html|Razor|Routing)|\bHttpContext\b|\bIHtmlContent\b")]
    private static partial Regex WebWords();

    [GeneratedRegex(@"FromSql|ExecuteSql|SqlQuery|SqliteCommand|CommandText|\bSELECT\s.+\sFROM\b")]
    private static partial Regex Sql();

    [GeneratedRegex(@"(FromSqlRaw|ExecuteSqlRaw|SqlQueryRaw)(Async)?(<\w+>)?\(\s*\$")]
    private static partial Regex LooseSql();

    [GeneratedRegex(@"Html\.Raw|\bHtmlString\b|SetHtmlContent\(|AppendHtml\(\s*[$@]*""")]
    private static partial Regex RawHtml();

    [GeneratedRegex(@"//.*$|@\*.*?\*@")]
    private static partial Regex Comment();

    [GeneratedRegex(@"@\*.*?\*@", RegexOptions.Singleline)]
    private static partial Regex RazorComment();

    // A JSON-LD block is data, which no policy of script stops and none need allow.
    [GeneratedRegex(@"<style\b|<script\b(?![^>]*\bsrc=)(?![^>]*application/ld\+json)|<[a-z][^>]*\s(style|on[a-z]+|hx-on[^\s=]*)\s*=|javascript:", RegexOptions.IgnoreCase)]
    private static partial Regex Inline();

    [GeneratedRegex(@"\ssrc=""(https?:)?//[^""]*""|<link[^>]*href=""(https?:)?//[^""]*""|url\(['""]?(https?:)?//[^)]*\)", RegexOptions.IgnoreCase)]
    private static partial Regex Outside();
}
