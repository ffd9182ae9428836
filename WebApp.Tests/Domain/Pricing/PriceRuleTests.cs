// What the price tool makes of a price: whole minor units, half up, the ending asked for, never 0 or below; on thousands of random prices.
using Makola.Domain.Pricing;

namespace Makola.Tests.Domain.Pricing;

public sealed class PriceRuleTests
{
    [Theory]
    [InlineData(1000, 800, 1080)]
    [InlineData(1005, 800, 1085)] // 1085.4
    [InlineData(1850, 250, 1896)] // 1896.25
    [InlineData(50, 100, 51)] // 50.5, half up
    [InlineData(999, -5000, 500)] // 499.5, half up
    [InlineData(0, 800, 0)]
    public void A_percentage_is_rounded_half_up_to_whole_minor_units(long price, long percent, long then) =>
        Assert.Equal(then, new PriceRule { Move = PriceMove.Percent, By = percent }.Of(price, 100));

    [Theory]
    [InlineData(1234, 99, PriceRounding.Nearest, 1199)]
    [InlineData(1250, 99, PriceRounding.Nearest, 1299)]
    [InlineData(1234, 99, PriceRounding.Up, 1299)]
    [InlineData(1234, 99, PriceRounding.Down, 1199)]
    [InlineData(1299, 99, PriceRounding.Up, 1299)]
    [InlineData(1200, 50, PriceRounding.Nearest, 1250)]
    [InlineData(1249, 0, PriceRounding.Nearest, 1200)]
    [InlineData(1250, 0, PriceRounding.Nearest, 1300)]
    [InlineData(40, 99, PriceRounding.Nearest, 99)]
    public void An_ending_is_reached_the_way_asked_for(long price, int ending, PriceRounding way, long then) =>
        Assert.Equal(then, new PriceRule { Move = PriceMove.Set, By = price, Ending = ending, Rounding = way }.Of(1, 100));

    [Theory]
    [InlineData(PriceMove.Amount, -500, 500)]
    [InlineData(PriceMove.Amount, -501, 500)]
    [InlineData(PriceMove.Set, 0, 500)]
    public void What_would_be_0_or_below_is_refused(PriceMove move, long by, long price) => Assert.Null(new PriceRule { Move = move, By = by }.Of(price, 100));

    [Fact]
    public void Any_rule_gives_any_price_a_whole_one_above_0_with_its_ending_and_never_on_the_wrong_side()
    {
        var random = new Random(20261122);
        for (var i = 0; i < 50_000; i++)
        {
            var price = random.NextInt64(1, random.Next(2) == 0 ? 10_000 : PriceRule.Dearest);
            var rule = new PriceRule
            {
                Move = (PriceMove)random.Next(3), By = random.NextInt64(-9_999, 100_000), Ending = random.Next(4) switch { 0 => 0, 1 => 50, 2 => 99, _ => null }, Rounding = (PriceRounding)random.Next(3),
            };
            var unit = random.Next(4) == 0 ? 1 : 100;
            var exact = rule.Move switch { PriceMove.Percent => price * (1 + (rule.By / 10_000m)), PriceMove.Amount => price + rule.By, _ => (decimal)rule.By };
            if (rule.Of(price, unit) is not { } to)
            {
                Assert.True(exact < 100 || exact > PriceRule.Dearest - 100, $"{rule} refuses {price}");
                continue;
            }

            Assert.InRange(to, 1, PriceRule.Dearest);
            if (rule.Ending is not { } ending || unit == 1) Assert.True(Math.Abs(to - exact) <= 0.5m && (to - exact != -0.5m), $"{rule} makes {to} of {price}");
            else
            {
                Assert.Equal(ending, to % unit);
                Assert.True(Math.Abs(to - exact) < unit + 1, $"{rule} makes {to} of {price}");
                if (rule.Rounding == PriceRounding.Up) Assert.True(to >= exact - 0.5m);
                if (rule.Rounding == PriceRounding.Down) Assert.True(to <= exact + 0.5m);
            }
        }
    }
}
