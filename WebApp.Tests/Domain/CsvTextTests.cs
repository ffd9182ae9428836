// Texts as cells: no spreadsheet runs one, and each comes back as it was.
using System.Text;

namespace Makola.Tests.Domain;

public sealed class CsvTextTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+233 24", "'+233 24")]
    [InlineData("-5", "'-5")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\tx", "'\tx")]
    [InlineData("\rx", "'\rx")]
    [InlineData("  =1+1", "'  =1+1")]
    [InlineData("＝1", "'＝1")]
    [InlineData("'=1+1", "''=1+1")]
    [InlineData("'tis", "'tis")]
    [InlineData("1-1", "1-1")]
    [InlineData("", "")]
    public void A_formula_becomes_a_text_and_the_text_itself_again(string text, string cell)
    {
        Assert.Equal(cell, CsvText.AsCell(text));
        Assert.Equal(text, CsvText.AsTyped(cell));
    }

    [Fact]
    public void No_two_texts_become_the_same_cell_and_no_list_forgets_a_space()
    {
        var chance = new Random(20261122);
        for (var i = 0; i < 20_000; i++)
        {
            var items = Enumerable.Range(0, chance.Next(1, 4)).Select(_ => Some(chance)).ToList();
            var cell = CsvText.AsCell(CsvText.List(items.Select(item => CsvText.Item(item, "|>="))));
            Assert.False(cell.TrimStart() is ['=' or '+' or '-' or '@', ..], cell);
            Assert.Equal(items, CsvText.Items(CsvText.AsTyped(cell), '|').Select(CsvText.Plain));
            Assert.Equal(items[0], CsvText.AsTyped(CsvText.AsCell(items[0])));
        }
    }

    private static string Some(Random chance)
    {
        const string signs = "'=+-@\t\r\n |>\\,\";ab";
        var text = new StringBuilder("");
        do text.Append(signs[chance.Next(signs.Length)]);
        while (chance.Next(3) > 0);
        return text.ToString();
    }
}
