// What a browser posts is what somebody typed into it, with or without our page: quantities, prices, variants and keys that
// the page never offered are refused or ignored, never charged, and never answered with a 500.
using System.Globalization;
using System.Net;
using System.Text;

namespace Makola.Tests.Abuse;

public sealed class TamperedFormsTests(CastShop cast) : IClassFixture<CastShop>
{
    private RunningShop Shop => cast.Shop;

    public static TheoryData<string> OddQuantities() =>
    [
        "-1", "0", "1.5", "1e3", "1,000", "2147483647", "2147483648", "99999999999999999999", "1000000000000", "NaN", "", " 1", "+1", "\u0661", "0x10", "\u22121",
        "1;DROP TABLE Orders", "9999999",
    ];

    [Theory]
    [MemberData(nameof(OddQuantities))]
    public async Task MS12_An_odd_quantity_is_refused_or_clamped_when_added(string quantity)
    {
        using var ama = Shop.NewBuyer();
        await ama.AddAsync(Cast.Plantain, 3);

        var answer = await ama.PostAsync("/cart?handler=Add", ("VariantId", Id(Cast.Plantain)), ("Qty", quantity));

        AssertPlain(answer);
        Assert.InRange(await PiecesAsync(ama), 3, 10_000);
        // An empty field is no number: it means one piece, as the Add button of a card does.
        if (quantity.Trim() is not ("1" or "+1" or ""))
            Assert.Equal(3, await PiecesAsync(ama));
    }

    [Theory]
    [MemberData(nameof(OddQuantities))]
    public async Task MS12_An_odd_quantity_is_refused_or_clamped_when_changed(string quantity)
    {
        using var ama = Shop.NewBuyer();
        await ama.AddAsync(Cast.Plantain, 3);

        var answer = await ama.PostAsync("/cart?handler=Quantity", ("VariantId", Id(Cast.Plantain)), ("Qty", quantity));

        AssertPlain(answer);
        Assert.InRange(await PiecesAsync(ama), quantity is "0" or "-1" or "" ? 0 : 1, 10_000);
    }

    [Theory]
    [InlineData("VariantId={0}&Qty=1&Qty=-5")]
    [InlineData("VariantId={0}&Qty[]=1")]
    [InlineData("VariantId={0}&Qty[0]=-1&Qty[1]=5")]
    [InlineData("VariantId={0}")]
    [InlineData("Qty=1")]
    [InlineData("VariantId=0&Qty=1")]
    [InlineData("VariantId=-1&Qty=1")]
    [InlineData("VariantId=999999999&Qty=1")]
    [InlineData("VariantId=abc&Qty=1")]
    [InlineData("VariantId={0}&VariantId=2&Qty=1")]
    [InlineData("%FF%FE=%00&Qty=%00&VariantId=%C3%28")]
    public async Task MS12_Doubled_missing_and_broken_fields_never_break_the_shop(string body)
    {
        using var ama = Shop.NewBuyer();
        await ama.AddAsync(Cast.Plantain, 3);
        var sent = string.Format(CultureInfo.InvariantCulture, body, Id(Cast.Plantain));

        foreach (var handler in new[] { "Add", "Quantity", "Remove", "Nothing" })
        {
            var answer = await ama.SendAsync(new HttpRequestMessage(HttpMethod.Post, new Uri(Shop.Address, "/cart?handler=" + handler))
            {
                Content = new StringContent(sent, Encoding.ASCII, "application/x-www-form-urlencoded"),
            });
            AssertPlain(answer);
        }

        Assert.Equal(0, Shop.Scalar<int>("SELECT count(*) FROM CartLines WHERE Qty < 1 OR Qty > 9999"));
    }

    [Theory]
    [InlineData("{\"VariantId\":1,\"Qty\":\"1\"}")]
    [InlineData("{\"VariantId\":1,\"Qty\":[1,-5]}")]
    [InlineData("{\"VariantId\":1,\"Qty\":{\"$gt\":0}}")]
    [InlineData("[")]
    public async Task MS12_Json_is_not_a_form(string json)
    {
        using var ama = Shop.NewBuyer();
        await ama.AddAsync(Cast.Plantain, 3);

        foreach (var path in new[] { "/cart?handler=Add", "/cart?handler=Quantity", "/checkout" })
        {
            AssertPlain(await ama.SendAsync(new HttpRequestMessage(HttpMethod.Post, new Uri(Shop.Address, path))
            {
                Content = new StringContent(json, Encoding.UTF8, "application/json"),
            }));
        }

        Assert.Equal(3, await PiecesAsync(ama));
        Assert.Equal(0, Shop.Scalar<int>("SELECT count(*) FROM Orders WHERE Name = 'json'"));
    }

    [Fact]
    public async Task MS13_Prices_and_states_in_the_form_are_ignored()
    {
        using var ama = Shop.NewBuyer();
        string[] fields =
        [
            "price", "unitPrice", "UnitPrice", "UnitPriceSeen", "total", "Total", "GoodsTotal", "DeliveryTotal", "discount", "tax", "shippingCost", "DeliveryFee", "currency",
            "Currency", "productName", "Name2", "isDigital", "paymentStatus", "Money", "Status", "IsPaid", "Number", "Token", "PlacedAt", "Form.Total", "Form.Price", "Quote.Total",
        ];
        await ama.GetAsync($"/p/{Cast.PalmOil.Slug}");
        var add = ama.Page!.FormTo("handler=Add");
        var query = string.Join('&', fields.Select(name => name + "=0.01"));
        add.Action = new Uri(add.Action + "&" + query);
        foreach (var name in fields)
            add.Add(name, name.Contains("urrency", StringComparison.Ordinal) ? "QQQ" : "0.01");
        await ama.SubmitAsync(add);

        var form = await ama.CheckoutAsync();
        form.Action = new Uri(form.Action + "?" + query);
        foreach (var name in fields)
            form.Add(name, name.Contains("urrency", StringComparison.Ordinal) ? "QQQ" : name is "Status" ? "Completed" : "0.01");
        var order = await ama.SubmitAsync(form);

        Assert.True(order.IsOrder, order.Text);
        using var connection = Shop.Sql();
        var number = RunningShop.Scalar<long>(connection, "SELECT Number FROM Orders WHERE Token = $t", ("$t", order.Address.AbsolutePath[3..]));
        Assert.Equal(42_00, RunningShop.Scalar<long>(connection, "SELECT GoodsTotal FROM Orders WHERE Number = $n", ("$n", number)));
        Assert.Equal(62_00, RunningShop.Scalar<long>(connection, "SELECT Total FROM Orders WHERE Number = $n", ("$n", number)));
        Assert.Equal("GHS Open Unpaid", RunningShop.Scalar<string>(connection, "SELECT Currency || ' ' || Status || ' ' || Money FROM Orders WHERE Number = $n", ("$n", number)));
        await Shop.BooksAsync();
    }

    [Theory]
    [InlineData("USD")]
    [InlineData("QQQ")]
    [InlineData("ghs")]
    [InlineData("GHSX")]
    public async Task MS15_Another_currency_is_never_charged_by_the_same_figures(string currency)
    {
        using var ama = Shop.NewBuyer();
        await ama.AddAsync(Cast.Gari);
        await ama.PostAsync("/?currency=" + currency, ("currency", currency));
        AssertPlain(ama.Page!);
        await ama.GetAsync("/?currency=" + currency);
        ama.Cookies.Add(Shop.Address, new Cookie("currency", currency));

        var form = await ama.CheckoutAsync();
        form.Add("Currency", currency).Add("Form.Currency", currency);
        var order = await ama.SubmitAsync(form);

        Assert.True(order.IsOrder, order.Text);
        Assert.Equal("GHS", Shop.Scalar<string>("SELECT Currency FROM Orders WHERE Token = $t", ("$t", order.Address.AbsolutePath[3..])));
        Assert.Contains("GH₵", order.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_field_of_the_checkout_bent_in_every_way_is_refused_or_changes_nothing()
    {
        using var ama = Shop.NewBuyer();
        await ama.AddAsync(Cast.Gari, 2);
        var form = await ama.CheckoutAsync();
        var before = Shop.Scalar<int>("SELECT count(*) FROM Orders");
        string[] bends = ["-1", "0", "1.5", "1000000000000", "", "GH", "\u0000", new('x', 5_000), "<script>window.__x=1</script>", "1' OR '1'='1", "AA,AH", "null", "2147483648"];

        foreach (var name in form.Fields.Select(field => field.Key).Distinct().Where(name => name != "__token"))
        {
            foreach (var bend in bends)
            {
                ama.Move();
                var answer = await ama.SubmitOnceAsync(form.Copy().Set(name, bend));
                AssertPlain(answer);
                if (!answer.SentToOrder)
                    continue;

                // A name or a landmark may be odd; what is charged may not.
                Assert.Equal(57_00, Shop.Scalar<long>("SELECT Total FROM Orders WHERE Token = $t", ("$t", answer.SentTo!["/o/".Length..])));
                before++;
                await ama.AddAsync(Cast.Gari, 2);
                form = await ama.CheckoutAsync();
            }
        }

        Assert.Equal(before, Shop.Scalar<int>("SELECT count(*) FROM Orders"));
        Assert.Equal(0, Shop.Scalar<int>("SELECT count(*) FROM Orders WHERE length(Name) > 100 OR length(Landmark) > 200"));
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task Another_carts_checkout_cannot_be_placed()
    {
        using var ama = Shop.NewBuyer();
        using var kofi = Shop.NewBuyer();
        await ama.AddAsync(Cast.Gari, 1);
        await kofi.AddAsync(Cast.PalmOil, 3);
        var amas = await ama.CheckoutAsync();
        var kofis = await kofi.CheckoutAsync();
        var before = Shop.Scalar<int>("SELECT count(*) FROM Orders");

        // Ama posts Kofi's page but for her own antiforgery token.
        var bent = kofis.Copy().Set("__token", amas["__token"]);
        var answer = await ama.SubmitOnceAsync(bent);

        AssertPlain(answer);
        Assert.False(answer.SentToOrder);
        Assert.Equal(before, Shop.Scalar<int>("SELECT count(*) FROM Orders"));
        Assert.True((await kofi.SubmitAsync(kofis)).IsOrder, "Kofi's own cart is untouched.");
        await Shop.BooksAsync();
    }

    private static string Id(Good good) => Cast.VariantId(good).ToString(CultureInfo.InvariantCulture);

    /// <summary>An answer for people or a clear "no": never a server error.</summary>
    private static void AssertPlain(Page page) =>
        Assert.True((int)page.Status is < 500 and not 429, $"{page.Path}: {(int)page.Status} {page.Text}");

    private async Task<int> PiecesAsync(Buyer buyer)
    {
        var cart = await buyer.GetAsync("/cart");
        return cart.Html.QuerySelectorAll("main input[name=Qty]").Sum(field => int.Parse(field.GetAttribute("value")!, CultureInfo.InvariantCulture));
    }
}
