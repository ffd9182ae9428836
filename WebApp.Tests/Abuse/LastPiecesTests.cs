// Many buyers, few pieces: exactly as many orders as there are pieces, a clear word for everybody else, nothing half done.
using System.Net;

namespace Makola.Tests.Abuse;

public sealed class LastPiecesTests
{
    [Fact]
    public async Task Two_hundred_buyers_at_once_for_the_last_five_pieces_make_exactly_five_orders()
    {
        await using var shop = await Cast.OpenAsync();
        using var crowd = new Crowd(shop, 200);
        await crowd.EachAsync(buyer => buyer.AddQuicklyAsync(Cast.Drum));
        var before = Figures(shop);

        var answers = await crowd.PlaceAtOnceAsync();

        var placed = answers.Where(page => page.SentToOrder).ToList();
        var refused = answers.Where(page => !page.SentToOrder).ToList();
        Assert.Equal(5, placed.Count);
        Assert.Equal(5, placed.Select(page => page.SentTo).Distinct().Count());
        Assert.Equal(195, refused.Count);
        Assert.All(refused, page =>
        {
            Assert.Equal(HttpStatusCode.Conflict, page.Status);
            Assert.Contains("0 left", page.Text, StringComparison.Ordinal);
        });
        Assert.Equal(before with { Orders = 5, Movements = before.Movements + 5, Reserved = 5, Events = 5, OpenCarts = 195 }, Figures(shop));
        await shop.BooksAsync();
    }

    [Fact]
    public async Task MS01_Thirty_two_buyers_of_the_last_piece_make_one_order_and_keep_their_carts()
    {
        await using var shop = await Cast.OpenAsync();
        using var crowd = new Crowd(shop, 32);
        await crowd.EachAsync(buyer => buyer.AddAsync(Cast.Basket));

        var answers = await crowd.PlaceAtOnceAsync();

        Assert.Single(answers, page => page.SentToOrder);
        Assert.Equal(31, answers.Count(page => page.Status == HttpStatusCode.Conflict && page.Text.Contains("sold out", StringComparison.OrdinalIgnoreCase)));
        Assert.Equal(1, shop.Scalar<int>("SELECT OnHand FROM StockItems WHERE VariantId = $v", ("$v", Cast.VariantId(Cast.Basket))));
        Assert.Equal(1, shop.Scalar<int>("SELECT Reserved FROM StockItems WHERE VariantId = $v", ("$v", Cast.VariantId(Cast.Basket))));
        var loser = crowd.Buyers[answers.FindIndex(page => page.Status == HttpStatusCode.Conflict)];
        Assert.Contains(Cast.Basket.Name, (await loser.GetAsync("/cart")).Text, StringComparison.Ordinal);
        Assert.Contains("sold out", (await loser.GetAsync($"/p/{Cast.Basket.Slug}")).Text, StringComparison.OrdinalIgnoreCase);
        await shop.BooksAsync();
    }

    [Fact]
    public async Task MS02_Two_buyers_of_three_of_the_last_five_pieces_fifty_times()
    {
        await using var shop = await Cast.OpenAsync();
        for (var round = 1; round <= 50; round++)
        {
            using var pair = new Crowd(shop, 2);
            await pair.EachAsync(buyer => buyer.AddQuicklyAsync(Cast.Drum, 3));

            var answers = await pair.PlaceAtOnceAsync();

            Assert.Single(answers, page => page.SentToOrder);
            var other = Assert.Single(answers, page => page.Status == HttpStatusCode.Conflict);
            Assert.Contains("2 left", other.Text, StringComparison.Ordinal);
            await Cast.ReceiveAsync(shop.Data, Cast.Drum, 3);
        }

        Assert.Equal(50, shop.Scalar<int>("SELECT count(*) FROM Orders"));
        await shop.BooksAsync();
    }

    [Fact]
    public async Task Carts_of_several_goods_in_different_orders_neither_lock_up_nor_split()
    {
        await using var shop = await Cast.OpenAsync();
        using var crowd = new Crowd(shop, 60);
        Good[] goods = [Cast.Drum, Cast.Gari, Cast.PalmOil, Cast.KenteRedM, Cast.KenteGoldM];
        var random = new Random(1957);
        await crowd.EachAsync(async buyer =>
        {
            Good[] mine;
            lock (random)
                mine = [.. goods.OrderBy(_ => random.Next()).Take(4).Append(Cast.Drum).Distinct()];
            foreach (var good in mine)
                (await buyer.AddQuicklyAsync(good, good == Cast.Drum ? 1 : 2)).Expect(HttpStatusCode.OK);
        });

        var answers = await crowd.PlaceAtOnceAsync();

        Assert.Equal(5, answers.Count(page => page.SentToOrder));
        Assert.Equal(55, answers.Count(page => page.Status == HttpStatusCode.Conflict));
        Assert.Equal(5, shop.Scalar<int>("SELECT count(*) FROM Orders"));
        Assert.Equal(0, shop.Scalar<int>("SELECT count(*) FROM Orders o WHERE (SELECT count(*) FROM OrderLines l WHERE l.OrderNumber = o.Number) NOT IN (4, 5)"));
        await shop.BooksAsync();
    }

    private sealed record Sums(int Orders, int Movements, int Events, int Reserved, int OnHand, int OpenCarts, int OtherReserved);

    private static Sums Figures(RunningShop shop) => new(
        shop.Scalar<int>("SELECT count(*) FROM Orders"),
        shop.Scalar<int>("SELECT count(*) FROM StockMovements"),
        shop.Scalar<int>("SELECT count(*) FROM OrderEvents"),
        shop.Scalar<int>("SELECT Reserved FROM StockItems WHERE VariantId = $v", ("$v", Cast.VariantId(Cast.Drum))),
        shop.Scalar<int>("SELECT OnHand FROM StockItems WHERE VariantId = $v", ("$v", Cast.VariantId(Cast.Drum))),
        shop.Scalar<int>("SELECT count(*) FROM Carts WHERE OrderNumber IS NULL"),
        shop.Scalar<int>("SELECT sum(Reserved) FROM StockItems WHERE VariantId <> $v", ("$v", Cast.VariantId(Cast.Drum))));
}
