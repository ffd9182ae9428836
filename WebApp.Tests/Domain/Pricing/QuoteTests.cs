// The quote is a pure function whose parts add up, and whose changes can be told in words.
namespace Makola.Tests.Domain.Pricing;

public sealed class QuoteTests
{
    private static readonly ShopSettings Shop = new() { DeliveryFee = 45_00, DeliveryFees = new() { ["AA"] = 20_00 }, FreeDeliveryFrom = 500_00 };

    [Fact]
    public void Steps_lines_and_total_add_up_for_any_cart()
    {
        var random = new Random(1957);
        for (var round = 0; round < 2_000; round++)
        {
            var lines = Enumerable.Range(1, random.Next(1, 40)).Select(v => new QuoteLine(v, random.Next(1, 10_000), random.NextInt64(0, 1_000_000_000))).ToList();
            var region = Region.All[random.Next(Region.All.Count)].Code;
            var quote = Quote.For(lines, (DeliveryKind)random.Next(2), region, Shop);

            Assert.Equal(lines.Sum(l => l.UnitPrice * l.Qty), quote.Goods);
            Assert.Equal(quote.Total, quote.Steps.Sum(s => s.Amount));
            Assert.True(quote.Delivery >= 0 && quote.Total >= quote.Goods);
            Assert.Equal(quote.Shown, Quote.For(lines.AsEnumerable().Reverse(), quote.Delivery == 0 && quote.Goods < 500_00 ? DeliveryKind.Collect : DeliveryKind.Deliver, region, Shop).Shown);
        }
    }

    [Theory]
    [InlineData(DeliveryKind.Deliver, "AA", 100_00, 20_00)]
    [InlineData(DeliveryKind.Deliver, "AH", 100_00, 45_00)]
    [InlineData(DeliveryKind.Deliver, "??", 100_00, 45_00)]
    [InlineData(DeliveryKind.Deliver, "AH", 499_99, 45_00)]
    [InlineData(DeliveryKind.Deliver, "AH", 500_00, 0)]
    [InlineData(DeliveryKind.Collect, "AH", 100_00, 0)]
    public void Delivery_costs_what_the_shop_says(DeliveryKind kind, string region, long goods, long fee) => Assert.Equal(fee, DeliveryFee.For(goods, kind, region, Shop));

    [Fact]
    public void A_changed_price_is_told_from_what_to_what()
    {
        var before = Quote.For([new(1, 2, 390_00), new(2, 1, 10_00)], DeliveryKind.Collect, null, Shop);
        var after = Quote.For([new(1, 2, 410_00), new(2, 1, 10_00)], DeliveryKind.Collect, null, Shop);

        Assert.Equal(
            ["Trainers: the price changed from GH₵ 390.00 to GH₵ 410.00.", "Total: from GH₵ 790.00 to GH₵ 830.00."],
            Words(QuoteDifference.Between(before.Shown, after, id => id == 1 ? "Trainers" : "Soap", Shop.Money)));
    }

    [Fact]
    public void Lines_that_came_and_went_and_dearer_delivery_are_told_too()
    {
        var before = Quote.For([new(1, 1, 10_00), new(3, 1, 5_00)], DeliveryKind.Deliver, "AA", Shop);
        var after = Quote.For([new(1, 3, 10_00), new(2, 1, 7_00)], DeliveryKind.Deliver, "AH", Shop);

        Assert.Equal(
            ["A: from 1 to 3 pieces.", "B was added.", "Something was taken out of your cart.", "Delivery: from GH₵ 20.00 to GH₵ 45.00.", "Total: from GH₵ 35.00 to GH₵ 82.00."],
            Words(QuoteDifference.Between(before.Shown, after, id => id == 1 ? "A" : "B", Shop.Money)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1x-5@100;delivery -20")]
    [InlineData("1x1@99999999999999999999;total 1e9")]
    [InlineData(";;;x@;@x;<script>")]
    public void Nonsense_posted_as_the_shown_quote_is_no_error(string? shown) =>
        Assert.NotEmpty(QuoteDifference.Between(shown, Quote.For([new(1, 1, 10_00)], DeliveryKind.Collect, null, Shop), _ => "A", Shop.Money));

    private static IEnumerable<string> Words(IEnumerable<QuoteDifference> differences) =>
        differences.Select(d => string.Format(System.Globalization.CultureInfo.InvariantCulture, d.Text, d.Values).Replace('\u00a0', ' '));
}
