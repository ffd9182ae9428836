// One purchase, one order: however often the button is pressed, in however many windows, and whatever was changed in the form.
namespace Makola.Tests.Abuse;

public sealed class PlaceOnceTests(CastShop cast) : IClassFixture<CastShop>
{
    private RunningShop Shop => cast.Shop;

    [Fact]
    public async Task MS04_Pressed_ten_times_at_once_and_again_later_it_is_one_order()
    {
        using var ama = Shop.NewBuyer();
        await ama.AddAsync(Cast.Gari, 2);
        var form = await ama.CheckoutAsync();
        var before = Orders();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => ama.SubmitOnceAsync(form)));
        var later = await ama.SubmitOnceAsync(form);

        var order = Assert.Single(answers.Append(later).Select(page => page.SentTo).Distinct());
        Assert.StartsWith("/o/", order, StringComparison.Ordinal);
        Assert.All(answers.Append(later), page => Assert.True(page.SentToOrder));
        Assert.Equal(before + 1, Orders());
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task After_back_the_button_leads_to_the_order_that_is_there()
    {
        using var ama = Shop.NewBuyer();
        await ama.AddAsync(Cast.Gari);
        var form = await ama.CheckoutAsync();
        var order = await ama.SubmitAsync(form);
        var before = Orders();

        // Back to the page still open, another name typed, pressed again.
        form["Name"] = "Somebody Else";
        var again = await ama.SubmitAsync(form);

        Assert.Equal(order.Path, again.Path);
        Assert.Equal(before, Orders());
        Assert.DoesNotContain("Somebody Else", again.Text, StringComparison.Ordinal);
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task Two_windows_with_different_carts_never_order_what_was_not_shown()
    {
        using var ama = Shop.NewBuyer();
        await ama.AddAsync(Cast.Gari);
        var first = await ama.CheckoutAsync();
        await ama.AddAsync(Cast.PalmOil);
        var before = Orders();

        var answer = await ama.SubmitAsync(first);

        Assert.False(answer.IsOrder, "The window that showed one good must not order two.");
        Assert.Equal(before, Orders());
        Assert.True((await ama.SubmitAsync(Buyer.FillIn(answer))).IsOrder, "Shown the new total, the buyer can go on.");
        Assert.Equal(before + 1, Orders());
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task A_price_that_changed_between_showing_and_placing_writes_nothing_and_says_from_what_to_what()
    {
        using var ama = Shop.NewBuyer();
        await ama.AddAsync(Cast.KenteGoldM);
        var form = await ama.CheckoutAsync();
        var before = Figures();
        await PriceAsync(Cast.KenteGoldM, 179_50);

        var answer = await ama.SubmitOnceAsync(form);

        Assert.True((int)answer.Status is 409 or 422, $"{(int)answer.Status}: {answer.Text}");
        Assert.Contains("155.00", answer.Text, StringComparison.Ordinal);
        Assert.Contains("179.50", answer.Text, StringComparison.Ordinal);
        Assert.Equal(before, Figures());
        Assert.Equal(Cast.CustomerName, answer.FormTo("/checkout")["Name"]);

        var order = await ama.SubmitAsync(answer.FormTo("/checkout"));
        Assert.True(order.IsOrder);
        Assert.Contains("179.50", order.Text, StringComparison.Ordinal);
        Assert.Equal(179_50, Shop.Scalar<long>("SELECT max(UnitPrice) FROM OrderLines WHERE VariantId = $v", ("$v", Cast.VariantId(Cast.KenteGoldM))));
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task A_delivery_fee_that_changed_between_showing_and_placing_writes_nothing()
    {
        using var ama = Shop.NewBuyer();
        await ama.AddAsync(Cast.PalmOil);
        var form = await ama.CheckoutAsync();
        form["Region"] = "UW";
        var before = Figures();

        var answer = await ama.SubmitOnceAsync(form);

        Assert.True((int)answer.Status is 409 or 422, $"{(int)answer.Status}: {answer.Text}");
        Assert.Contains("45.00", answer.Text, StringComparison.Ordinal);
        Assert.Equal(before, Figures());
        Assert.True((await ama.SubmitAsync(answer.FormTo("/checkout"))).IsOrder);
        await Shop.BooksAsync();
    }

    private int Orders() => Shop.Scalar<int>("SELECT count(*) FROM Orders");

    private (int, int, int, int) Figures() => (
        Orders(),
        Shop.Scalar<int>("SELECT count(*) FROM StockMovements"),
        Shop.Scalar<int>("SELECT count(*) FROM Carts WHERE OrderNumber IS NOT NULL"),
        Shop.Scalar<int>("SELECT Value FROM Counters WHERE Name = 'order'"));

    private async Task PriceAsync(Good good, long price)
    {
        await using var db = Shop.Db();
        await db.WriteAsync(async () =>
        {
            var product = await db.Products.Include(p => p.Variants).SingleAsync(p => p.Slug == good.Slug);
            product.Variants.Single(v => v.Sku == good.Sku).Price = price;
            await db.SaveChangesAsync();
            await Shelves.ArrangeAsync(db, [product.Id], CancellationToken.None);
        });
    }
}
