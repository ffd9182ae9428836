// Every word a customer reads goes through the localiser, so that a further language is one file: no page of the storefront
// writes words of its own between its tags.
using System.Text.RegularExpressions;

namespace Makola.Tests.House;

public sealed partial class WordsTests
{
    /// <summary>Words of the storefront's pages that are the same in every language, or another's name.</summary>
    private static readonly HashSet<string> Same = ["WhatsApp", "GhanaPost GPS"];

    [Fact]
    public void No_page_of_the_storefront_writes_words_beside_the_localiser()
    {
        var loose = new List<string>();
        foreach (var file in Source.Files("WebApp/Pages/", ".cshtml").Where(file => !file.Path.Contains("/Office/") && !file.Path.Contains("_Office") && !file.Path.Contains("_Door") && !file.Path.Contains("/Setup") && !file.Path.Contains("/Account/Invitation")))
        {
            var markup = Comment().Replace(file.Text, "");
            markup = Literal().Replace(markup, "\"\"");
            foreach (Match text in Between().Matches(markup))
            {
                var words = text.Groups[1].Value.Trim();
                if (Letters().IsMatch(words) && !words.Contains('@') && !words.Contains('{') && !words.Contains('}') && !words.Contains(';') && !Same.Contains(words))
                    loose.Add($"{file}: {words}");
            }
        }

        Assert.Empty(loose);
    }

    [GeneratedRegex(@"@\*.*?\*@|<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex Comment();

    // Strings within expressions: T["Add to cart"].
    [GeneratedRegex(@"""[^""\n]*""")]
    private static partial Regex Literal();

    [GeneratedRegex(@"<[a-z][^<>]*>([^<>]+)</", RegexOptions.IgnoreCase)]
    private static partial Regex Between();

    [GeneratedRegex(@"[A-Za-z]{3,}")]
    private static partial Regex Letters();
}
