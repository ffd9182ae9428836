// Cart and checkout as a customer meets them: what changed is said, what is typed is kept, one press or ten make one order.
using System.Net;
using Makola.Tests.Support;

namespace Makola.Tests.Pages;

public sealed class CheckoutTests
{
    [Fact]
    public async Task A_guest_buys_pays_at_the_door_and_follows_the_order()
    {
        await using var shop = await Cast.OpenAsync();
        using var ama = shop.NewBuyer();
        await ama.AddQuicklyAsync(Cast.Gari, 2);
        var form = Fill((await ama.GetAsync("/checkout")).Form("form#checkout"));

        var order = await ama.SubmitAsync(form);

        Assert.True(order.IsOrder, order.Text);
        Assert.Contains("Thank you, Ama", order.Text, StringComparison.Ordinal);
        Assert.Contains("GH₵ 57.00", order.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.Contains("no-store", order.Response.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Contains("Nothing in it yet", (await ama.GetAsync("/cart")).Text, StringComparison.Ordinal);
        await shop.BooksAsync();
    }

    [Fact]
    public async Task A_transfer_order_shows_number_and_reference_takes_the_transaction_id_and_can_be_cancelled()
    {
        await using var shop = await Cast.OpenAsync();
        using var ama = shop.NewBuyer();
        await ama.AddQuicklyAsync(Cast.Drum, 2);
        var form = Fill((await ama.GetAsync("/checkout")).Form("form#checkout"));
        form["Form.Method"] = "Transfer";
        var order = await ama.SubmitAsync(form);
        Assert.Contains("0244 400 500", order.Text, StringComparison.Ordinal);
        Assert.Contains("MK-1001", order.Text, StringComparison.Ordinal);
        Assert.Equal("Held", shop.Scalar<string>("SELECT State FROM Holds"));

        var claim = order.FormTo("handler=Paid");
        claim["transactionId"] = "x";
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await ama.SubmitAsync(claim)).Status);
        claim["transactionId"] = "8831 2204 77";
        order = await ama.SubmitAsync(claim);
        Assert.Contains("We look for your transfer", order.Text, StringComparison.Ordinal);
        Assert.Equal("Unpaid", shop.Scalar<string>("SELECT Money FROM Orders"));

        order = await ama.SubmitAsync(order.FormTo("handler=Cancel"));
        Assert.Contains("Cancelled", order.Text, StringComparison.Ordinal);
        Assert.False(order.Has("form[action*='handler=Cancel']"));
        Assert.Equal(0, shop.Scalar<int>("SELECT Reserved FROM StockItems WHERE VariantId = $v", ("$v", Cast.VariantId(Cast.Drum))));
        await shop.BooksAsync();
    }

    [Fact]
    public async Task What_is_missing_is_said_at_its_field_and_nothing_typed_is_lost()
    {
        await using var shop = await Cast.OpenAsync();
        using var ama = shop.NewBuyer();
        await ama.AddQuicklyAsync(Cast.Gari);
        var form = Fill((await ama.GetAsync("/checkout")).Form("form#checkout"));
        (form["Form.Contact"], form["Form.Landmark"], form["Form.DigitalAddress"], form["Form.Note"]) = ("024", "", "nowhere", "Ring twice");

        var again = await ama.SubmitAsync(form);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.Status);
        Assert.Equal("true", again.One("#Contact").GetAttribute("aria-invalid"));
        Assert.Equal("true", again.One("#Landmark").GetAttribute("aria-invalid"));
        Assert.Equal("true", again.One("#DigitalAddress").GetAttribute("aria-invalid"));
        Assert.Equal("024", again.One("#Contact").GetAttribute("value"));
        Assert.Equal(Cast.CustomerName, again.One("#Name").GetAttribute("value"));
        Assert.Equal("Ring twice", again.One("#Note").TextContent);
        Assert.Equal(0, shop.Scalar<int>("SELECT count(*) FROM Orders"));

        var mended = again.Form("form#checkout");
        (mended["Form.Contact"], mended["Form.Landmark"], mended["Form.DigitalAddress"]) = ("ama@makola.example", "Blue gate", "ga1838164");
        Assert.Contains("GA-183-8164", (await ama.SubmitAsync(mended)).Text, StringComparison.Ordinal);
        await shop.BooksAsync();
    }

    [Fact]
    public async Task A_price_that_changed_meanwhile_writes_nothing_and_is_told_from_what_to_what()
    {
        await using var shop = await Cast.OpenAsync();
        using var ama = shop.NewBuyer();
        await ama.AddQuicklyAsync(Cast.Gari, 2);
        var form = Fill((await ama.GetAsync("/checkout")).Form("form#checkout"));
        shop.Execute("UPDATE Variants SET Price = 2000 WHERE Id = $v", ("$v", Cast.VariantId(Cast.Gari)));
        shop.Execute("UPDATE Products SET PriceFrom = 2000, PriceTo = 2000 WHERE Slug = 'gari'");

        var again = await ama.SubmitAsync(form);

        Assert.Equal(HttpStatusCode.Conflict, again.Status);
        Assert.Contains("from GH₵ 18.50 to GH₵ 20.00", again.TextOf("#differences").Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.Equal(0, shop.Scalar<int>("SELECT count(*) FROM Orders"));
        Assert.Equal(Cast.CustomerName, again.One("#Name").GetAttribute("value"));

        Assert.True((await ama.SubmitAsync(again.Form("form#checkout"))).IsOrder);
        Assert.Equal(6000, shop.Scalar<long>("SELECT Total FROM Orders"));
        await shop.BooksAsync();
    }

    [Fact]
    public async Task Choosing_another_region_changes_the_fee_and_an_old_total_is_not_charged()
    {
        await using var shop = await Cast.OpenAsync();
        using var ama = shop.NewBuyer();
        await ama.AddQuicklyAsync(Cast.Gari);
        var form = Fill((await ama.GetAsync("/checkout")).Form("form#checkout"));
        form["Form.Region"] = "AH";

        var again = await ama.SubmitAsync(form);
        Assert.Equal(HttpStatusCode.Conflict, again.Status);
        Assert.Contains("Delivery: from GH₵ 20.00 to GH₵ 45.00", again.TextOf("#differences").Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.True((await ama.SubmitAsync(again.Form("form#checkout"))).IsOrder);

        await ama.AddQuicklyAsync(Cast.Gari);
        var total = await ama.GetAsync("/checkout?handler=Total&Form.Region=AH&Form.Delivery=Deliver");
        Assert.Contains("GH₵ 63.50", total.Body.Replace('\u00a0', ' ').Replace("&#xA0;", " ", StringComparison.Ordinal), StringComparison.Ordinal);
        await shop.BooksAsync();
    }

    [Fact]
    public async Task The_cart_says_what_changed_since_and_takes_it_as_it_is_when_the_buyer_agrees()
    {
        await using var shop = await Cast.OpenAsync();
        using var ama = shop.NewBuyer();
        using var yaw = shop.NewBuyer();
        await ama.AddQuicklyAsync(Cast.Drum, 4);
        await ama.AddQuicklyAsync(Cast.PalmOil);
        await ama.AddQuicklyAsync(Cast.Basket);
        shop.Execute("UPDATE Variants SET Price = 4100 WHERE Id = $v", ("$v", Cast.VariantId(Cast.PalmOil)));
        shop.Execute("UPDATE Products SET PriceFrom = 4100, PriceTo = 4100 WHERE Slug = 'palm-oil'");
        await yaw.AddQuicklyAsync(Cast.Drum, 3);
        await yaw.AddQuicklyAsync(Cast.Basket);
        Assert.True((await yaw.SubmitAsync(Fill((await yaw.GetAsync("/checkout")).Form("form#checkout")))).IsOrder);

        var cart = await ama.GetAsync("/cart");
        Assert.Contains("Only 2 left", cart.Text, StringComparison.Ordinal);
        Assert.Contains("Sold out", cart.Text, StringComparison.Ordinal);
        Assert.Contains("fell from GH₵ 42.00 to GH₵ 41.00", cart.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.False(cart.Has("a[href='/checkout']"));
        Assert.StartsWith("/cart", (await ama.GetAsync("/checkout")).Path, StringComparison.Ordinal);

        cart = await ama.SubmitAsync(cart.FormTo("handler=Agree"));
        Assert.DoesNotContain("Only 2 left", cart.Text, StringComparison.Ordinal);
        Assert.True(cart.Has("a[href='/checkout']"));
        Assert.True((await ama.SubmitAsync(Fill((await ama.GetAsync("/checkout")).Form("form#checkout")))).IsOrder);
        await shop.BooksAsync();
    }

    [Fact]
    public async Task An_add_sent_twice_with_the_same_key_adds_once()
    {
        await using var shop = await Cast.OpenAsync();
        using var ama = shop.NewBuyer();
        var fields = new[] { ("VariantId", $"{Cast.VariantId(Cast.Drum)}"), ("Qty", "3"), ("Key", "5f0c6a3e-0000-4000-8000-1234567890ab") };

        await ama.PostAsync("/cart?handler=Add", fields);
        await ama.PostAsync("/cart?handler=Add", fields);

        Assert.Equal(3, shop.Scalar<int>("SELECT Qty FROM CartLines"));
        var refused = await ama.PostAsync("/cart?handler=Add", ("VariantId", $"{Cast.VariantId(Cast.Drum)}"), ("Qty", "3"));
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains("Only 5 left, and 3 of them are in your cart", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tracking_tells_the_state_to_who_knows_number_and_contact_and_nothing_else_to_anybody()
    {
        await using var shop = await Cast.OpenAsync();
        using var ama = shop.NewBuyer();
        await ama.AddQuicklyAsync(Cast.Gari);
        Assert.True((await ama.SubmitAsync(Fill((await ama.GetAsync("/checkout")).Form("form#checkout")))).IsOrder);

        var found = await Track("MK-1001", "+233 24 812 4490");
        Assert.Contains("Waiting to be packed", found.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Ama", found.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("gate", found.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Gari", found.Text, StringComparison.Ordinal);

        var wrongPhone = await Track("1001", "0248124491");
        var wrongNumber = await Track("1002", "0248124490");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrongPhone.Status);
        Assert.Equal(wrongPhone.TextOf("[role=alert]"), wrongNumber.TextOf("[role=alert]"));

        Task<Page> Track(string number, string contact) => ama.PostAsync("/track", ("Number", number), ("Contact", contact));
    }

    [Fact]
    public async Task An_unpaid_transfer_order_expires_by_itself_and_its_goods_are_on_sale_again()
    {
        await using var shop = await Cast.OpenAsync();
        using var ama = shop.NewBuyer();
        await ama.AddQuicklyAsync(Cast.Basket);
        var form = Fill((await ama.GetAsync("/checkout")).Form("form#checkout"));
        form["Form.Method"] = "Transfer";
        var order = await ama.SubmitAsync(form);
        await shop.StopAsync();
        shop.Execute("UPDATE Orders SET HoldUntil = 1000");
        shop.Execute("UPDATE Holds SET ExpiresAt = 1000");
        await shop.RestartAsync();

        var until = DateTimeOffset.UtcNow.AddMinutes(1);
        while (shop.Scalar<string>("SELECT Status FROM Orders") != "Expired" && DateTimeOffset.UtcNow < until) await Task.Delay(200);

        Assert.Contains("Not paid in time", (await ama.GetAsync(order.Path)).Text, StringComparison.Ordinal);
        Assert.Equal(0, shop.Scalar<int>("SELECT Reserved FROM StockItems WHERE VariantId = $v", ("$v", Cast.VariantId(Cast.Basket))));
        await shop.BooksAsync();
    }

    private static Form Fill(Form form)
    {
        (form["Form.Contact"], form["Form.Name"], form["Form.Delivery"]) = (Cast.CustomerPhone, Cast.CustomerName, "Deliver");
        (form["Form.Region"], form["Form.Landmark"], form["Form.Method"]) = ("AA", "Blue gate", "CashOnDelivery");
        return form;
    }
}
