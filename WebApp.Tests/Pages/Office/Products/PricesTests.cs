// Prices of many goods by one rule: preview, now or at a time, back again, and undo that leaves what somebody changed by hand.
using System.Globalization;
using System.Net;
using System.Text;

namespace Makola.Tests.Pages.Office.Products;

public sealed class PricesTests(OfficeShop office) : IClassFixture<OfficeShop>
{
    private RunningShop Shop => office.Shop;

    private Buyer Efua => office.Efua;

    [Fact]
    public async Task ST03_five_hundred_prices_are_previewed_changed_and_taken_back_but_for_the_one_changed_by_hand()
    {
        var csv = new StringBuilder("Slug,Name,Status,Price,Was price,Stock,Tags\n");
        for (var i = 0; i < 500; i++) csv.Append(CultureInfo.InvariantCulture, $"lamp-{i},Lamp {i},active,{10 + i}.{i % 100:00},{(i % 3 == 0 ? "900.00" : "")},2,lamps\n");
        var file = Path.Combine(Shop.Data, "lamps.csv");
        await File.WriteAllTextAsync(file, csv.ToString());
        Assert.Equal(0, (await Shop.CliAsync("import", file)).ExitCode);
        var before = Prices("lamp-%");

        var preview = await PreviewAsync(("Tag", "lamps"), ("Move", "up"), ("By", "8"), ("Ending", "99"), ("Rounding", "Up"));
        Assert.Contains("500 prices change, of 500 products", preview.Text, StringComparison.Ordinal);
        Assert.Equal(10, preview.Html.QuerySelectorAll("#priced tbody tr").Length);
        Assert.Contains("GH₵ 10.00GH₵ 10.99", preview.TextOf("#priced tbody tr").Replace('\u00a0', ' ').Replace(" GH", "GH", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(before, Prices("lamp-%"));

        var done = await ChangeAsync(preview);
        Assert.Contains("500 prices changed.", done.Text, StringComparison.Ordinal);
        Assert.Equal(500, Shop.Scalar<int>("SELECT count(*) FROM Variants v JOIN Products p ON p.Id = v.ProductId WHERE p.Slug LIKE 'lamp-%' AND v.Price % 100 = 99 AND p.PriceFrom = v.Price"));
        await Shop.BooksAsync();

        (await Efua.SubmitAsync(done.FormTo("handler=Undo"))).Expect(HttpStatusCode.OK);
        Assert.Equal(before, Prices("lamp-%"));

        done = await ChangeAsync(await PreviewAsync(("Tag", "lamps"), ("Move", "down"), ("By", "10"), ("Was", "FromPrice")));
        var id = Shop.Scalar<long>("SELECT Id FROM Products WHERE Slug = 'lamp-7'");
        var hand = (await Efua.GetAsync($"/office/products/{id}")).Form("#product");
        hand["Form.Variants[0].Price"] = "1.23";
        (await Efua.SubmitAsync(hand)).Expect(HttpStatusCode.OK);

        var undone = await Efua.SubmitAsync(done.FormTo("handler=Undo"));
        Assert.Contains("1 stayed, since something newer changed them", undone.Text, StringComparison.Ordinal);
        Assert.Contains("LAMP-7: price", undone.Text, StringComparison.Ordinal);
        Assert.Equal(before.Replace("lamp-7=1707/", "lamp-7=123/", StringComparison.Ordinal), Prices("lamp-%"));
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task What_would_fall_to_0_is_refused_by_name_and_the_rest_changes()
    {
        var preview = await PreviewAsync(("Words", "bead"), ("Move", "less"), ("By", "3"));
        Assert.Contains("10 would fall to 0 or below", preview.Text, StringComparison.Ordinal);
        Assert.Contains("BEAD-01", preview.TextOf("#priced"), StringComparison.Ordinal);

        var done = await ChangeAsync(preview);
        Assert.Contains("30 prices changed.", done.Text, StringComparison.Ordinal);
        Assert.Contains("bead-10=300/", Prices("bead-%"), StringComparison.Ordinal);
        Assert.Contains("bead-11=10/", Prices("bead-%"), StringComparison.Ordinal);
        (await Efua.SubmitAsync(done.FormTo("handler=Undo"))).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_goods_of_a_collection_change_and_no_others()
    {
        var form = (await Efua.GetAsync("/office/collections/new")).Form("#edit");
        (form["Form.Name"], form["Form.Goods"]) = ("Two beads", Shop.Scalar<string>("SELECT group_concat(Id) FROM Products WHERE Slug IN ('bead-01', 'bead-02')"));
        (await Efua.SubmitAsync(form)).Expect(HttpStatusCode.OK);

        var preview = await PreviewAsync(("Collection", Shop.Scalar<string>("SELECT Id FROM Categories WHERE Slug = 'two-beads'")), ("Move", "more"), ("By", "1"));
        Assert.Contains("2 prices change, of 2 products", preview.Text, StringComparison.Ordinal);
        var done = await ChangeAsync(preview);
        Assert.Contains("(Two beads): 2 prices changed.", done.Text, StringComparison.Ordinal);
        Assert.StartsWith("bead-01=310/- bead-02=320/- bead-03=230/-", Prices("bead-%"), StringComparison.Ordinal);
        (await Efua.SubmitAsync(done.FormTo("handler=Undo"))).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_planned_change_comes_at_its_time_once_and_goes_back_and_shoppers_see_it()
    {
        using var ama = Shop.NewBuyer();
        Assert.Contains("42.00", (await ama.GetAsync($"/p/{Cast.PalmOil.Slug}")).Text, StringComparison.Ordinal);
        var planned = await ChangeAsync(await PreviewAsync(("Words", Cast.PalmOil.Sku), ("Move", "down"), ("By", "50"), ("Was", "FromPrice"), ("From", "2035-01-01T08:00"), ("Until", "2035-01-02T08:00")));
        Assert.Contains("Planned.", planned.Text, StringComparison.Ordinal);
        Assert.Contains("palm-oil=4200/", Prices("palm-oil"), StringComparison.Ordinal);

        Shop.Execute("UPDATE PricePlans SET \"From\" = 1000 WHERE State = 'Waiting'");
        await UntilAsync("palm-oil=2100/4200");
        var seen = (await ama.GetAsync($"/p/{Cast.PalmOil.Slug}")).Text;
        Assert.Contains("21.00", seen, StringComparison.Ordinal);
        Assert.Equal(1, Shop.Scalar<int>("SELECT count(*) FROM ChangeSets WHERE Text LIKE 'Prices −50 %' || '%' AND \"By\" LIKE 'staff/%'"));

        Shop.Execute("UPDATE PricePlans SET Until = 2000 WHERE State = 'Running'");
        await UntilAsync("palm-oil=4200/-");
        Assert.Contains("42.00", (await ama.GetAsync($"/p/{Cast.PalmOil.Slug}")).Text, StringComparison.Ordinal);
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task A_plan_is_cancelled_before_its_time_and_a_running_one_is_ended()
    {
        var planned = await ChangeAsync(await PreviewAsync(("Words", Cast.Drum.Sku), ("Move", "set"), ("By", "1"), ("From", "2035-01-01T08:00")));
        Assert.Contains("Stopped.", (await Efua.SubmitAsync(planned.FormTo("handler=Stop"))).Text, StringComparison.Ordinal);
        Assert.Equal("Cancelled", Shop.Scalar<string>("SELECT State FROM PricePlans ORDER BY Id DESC LIMIT 1"));

        var running = await ChangeAsync(await PreviewAsync(("Words", Cast.Drum.Sku), ("Move", "set"), ("By", "300"), ("Until", "2035-01-01T08:00")));
        Assert.Equal("talking-drum=30000/-", Prices("talking-drum"));
        await Efua.SubmitAsync(running.FormTo("handler=Stop"));
        Assert.Equal("talking-drum=35000/-", Prices("talking-drum"));
        await Shop.BooksAsync();
    }

    [Theory]
    [InlineData("By", "", "Write how much")]
    [InlineData("By", "eight", "Write the percentage")]
    [InlineData("By", "-8", "Write the percentage")]
    [InlineData("From", "tomorrow", "Write day and time")]
    public async Task What_cannot_be_read_is_said_at_its_field(string field, string typed, string says)
    {
        var form = (await Efua.GetAsync("/office/products/prices")).Form("#prices");
        form["Form.By"] = "8";
        form["Form.Tag"] = "kept";
        form[$"Form.{field}"] = typed;
        form.Action = new Uri(form.Action.GetLeftPart(UriPartial.Path));

        var refused = (await Efua.SubmitAsync(form)).Expect(HttpStatusCode.UnprocessableEntity);

        Assert.Contains(says, refused.Text, StringComparison.Ordinal);
        Assert.Equal("kept", refused.Form("#prices")["Form.Tag"]);
    }

    [Fact]
    public async Task A_sale_of_one_variant_begins_and_ends_at_its_time_and_an_order_of_yesterdays_price_is_asked_again()
    {
        var id = Shop.Scalar<long>("SELECT Id FROM Products WHERE Slug = 'gari'");
        var form = (await Efua.GetAsync($"/office/products/{id}")).Form("#product");
        form["Form.Variants[0].SalePrice"] = "15";
        form["Form.Variants[0].SaleFrom"] = "2035-01-01T08:00";
        form["Form.Variants[0].SaleUntil"] = "2035-01-08T08:00";
        (await Efua.SubmitAsync(form)).Expect(HttpStatusCode.OK);
        Assert.Equal("gari=1850/-", Prices("gari"));
        using var ama = Shop.NewBuyer();
        await ama.AddQuicklyAsync(Cast.Gari);
        var checkout = await ama.CheckoutAsync();

        Shop.Execute("UPDATE Variants SET SaleFrom = 1000 WHERE Sku = 'GARI-1KG'");
        await UntilAsync("gari=1500/1850");
        var placed = await ama.SubmitAsync(checkout);
        Assert.False(placed.IsOrder);
        Assert.Contains("15.00", placed.Text, StringComparison.Ordinal);
        Assert.Contains("Sale", (await Efua.GetAsync("/office/history")).Text, StringComparison.OrdinalIgnoreCase);

        Shop.Execute("UPDATE Variants SET SaleUntil = 2000 WHERE Sku = 'GARI-1KG'");
        await UntilAsync("gari=1850/-");
        await Shop.BooksAsync();
    }

    private async Task<Page> PreviewAsync(params (string Field, string Value)[] typed)
    {
        var form = (await Efua.GetAsync("/office/products/prices")).Expect(HttpStatusCode.OK).Form("#prices");
        foreach (var (field, value) in typed) form[$"Form.{field}"] = value;
        return (await Efua.SubmitAsync(form)).Expect(HttpStatusCode.OK);
    }

    /// <summary>Presses the button below a preview.</summary>
    private async Task<Page> ChangeAsync(Page preview)
    {
        var form = preview.Form("#prices");
        form.Action = new Uri(form.Action.GetLeftPart(UriPartial.Path));
        return (await Efua.SubmitAsync(form)).Expect(HttpStatusCode.OK);
    }

    private async Task UntilAsync(string prices)
    {
        for (var i = 0; i < 120 && Prices(prices.Split('=')[0]) != prices; i++) await Task.Delay(250);
        Assert.Equal(prices, Prices(prices.Split('=')[0]));
    }

    /// <summary>Price and price before of goods by their address.</summary>
    private string Prices(string like) => Shop.Scalar<string>(
        "SELECT group_concat(t, ' ') FROM (SELECT p.Slug || '=' || v.Price || '/' || coalesce(v.WasPrice, '-') AS t FROM Products p JOIN Variants v ON v.ProductId = p.Id WHERE p.Slug LIKE $l ORDER BY p.Id)", ("$l", like));
}
