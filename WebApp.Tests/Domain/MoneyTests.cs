// Amounts: what people type is read exactly or not at all, and what is shown adds up.
namespace Makola.Tests.Domain;

public sealed class MoneyTests
{
    [Theory]
    [InlineData("12", "GHS", 1200)]
    [InlineData("12.5", "GHS", 1250)]
    [InlineData(" 1,234.50 ", "GHS", 123450)]
    [InlineData("0", "GHS", 0)]
    [InlineData("0.01", "GHS", 1)]
    [InlineData("1500", "XOF", 1500)]
    public void An_amount_is_read_in_minor_units(string text, string currency, long minor)
    {
        Assert.True(Money.TryParse(text, currency, out var money));
        Assert.Equal(new Money(minor, currency), money);
    }

    [Theory]
    [InlineData("", "GHS")]
    [InlineData(null, "GHS")]
    [InlineData("-1", "GHS")]
    [InlineData("+1", "GHS")]
    [InlineData("1e3", "GHS")]
    [InlineData("0.001", "GHS")]
    [InlineData("1.5", "XOF")]
    [InlineData("12.50.1", "GHS")]
    [InlineData("NaN", "GHS")]
    [InlineData("١٢", "GHS")]
    [InlineData("99999999999999999999", "GHS")]
    [InlineData("GHS 12", "GHS")]
    public void What_is_no_amount_is_not_guessed(string? text, string currency) => Assert.False(Money.TryParse(text, currency, out _));

    [Theory]
    [InlineData(123450, "GHS", "GH₵\u00a01,234.50")]
    [InlineData(-800, "GHS", "−GH₵\u00a08.00")]
    [InlineData(1500, "XOF", "CFA\u00a01,500")]
    [InlineData(5, "ZZZ", "ZZZ\u00a00.05")]
    public void It_reads_as_customers_write_it_and_never_wraps(long minor, string currency, string shown) => Assert.Equal(shown, new Money(minor, currency).ToString());

    [Fact]
    public void What_is_written_plainly_reads_back()
    {
        var random = new Random(7);
        foreach (var currency in Money.Currencies)
        {
            for (var i = 0; i < 200; i++)
            {
                var money = new Money(random.NextInt64(0, 1_000_000_000_000), currency);
                Assert.True(Money.TryParse(money.Plain, currency, out var again));
                Assert.Equal(money, again);
            }
        }
    }
}
