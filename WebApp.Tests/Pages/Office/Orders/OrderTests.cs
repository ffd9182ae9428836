// Everything staff do with an order, over HTTP and without script.
using System.Net;
using Makola.Tests.Pages.Office;

namespace Makola.Tests.Pages.Office.Orders;

public sealed class OrderTests(OfficeShop office) : IClassFixture<OfficeShop>
{
    [Fact]
    public async Task An_order_paid_in_cash_is_packed_sent_delivered_and_settled_each_with_one_press()
    {
        var before = office.StockOf(Cast.Gari);
        var number = await office.OrderAsync();

        var packed = await office.DoAsync(number, "Pack");
        Assert.Equal($"/office/orders/{number}", packed.Path);
        Assert.Equal("3 pieces packed.", packed.TextOf("#said"));
        var sent = await office.DoAsync(number, "Send", form => (form["Carrier"], form["Tracking"]) = ("Yango", "GT-2231"));
        Assert.Contains("Yango · GT-2231", sent.Text, StringComparison.Ordinal);
        Assert.Equal((before.OnHand - 2, before.Reserved), office.StockOf(Cast.Gari));
        await office.DoAsync(number, "Deliver");
        Assert.Equal("Open Delivered Unpaid", office.StatesOf(number));
        var settled = await office.DoAsync(number, "Receive");

        Assert.Equal("Completed Delivered Paid", office.StatesOf(number));
        Assert.Equal("Nothing left to do", settled.TextOf(".next-title"));
        Assert.Equal(6, settled.Html.QuerySelectorAll(".event").Length);
        Assert.Contains("Efua Owusu", settled.TextOf(".timeline"), StringComparison.Ordinal);
        await office.Shop.BooksAsync();
    }

    [Fact]
    public async Task A_transfer_is_recorded_first_with_the_amount_due_and_the_networks_id()
    {
        var number = await office.TransferOrderAsync();
        var page = await office.OpenAsync(number);
        Assert.Equal("Look for GH₵ 99.00", page.TextOf(".next-title"));
        Assert.Equal("99.00", page.FormTo("handler=Receive")["Amount"]);

        var paid = await office.DoAsync(number, "Receive", form => form["TransactionId"] = $"77120{number}");

        Assert.Equal("Pack 3 pieces", paid.TextOf(".next-title"));
        Assert.Equal("Open Unfulfilled Paid", office.StatesOf(number));
        await office.Shop.BooksAsync();
    }

    [Fact]
    public async Task The_same_transaction_cannot_pay_two_orders()
    {
        var first = await office.TransferOrderAsync();
        var second = await office.TransferOrderAsync();
        await office.DoAsync(first, "Receive", form => form["TransactionId"] = "TWICE-1");

        var refused = await office.DoAsync(second, "Receive", form => form["TransactionId"] = " twice-1 ");

        refused.Expect(HttpStatusCode.UnprocessableEntity);
        Assert.Equal($"Transaction TWICE-1 is recorded already, for order {first}.", refused.TextOf("#Receive_TransactionId-error"));
        Assert.Equal("Open Unfulfilled Unpaid", office.StatesOf(second));
    }

    [Fact]
    public async Task Chosen_quantities_make_a_parcel_and_the_rest_another()
    {
        var number = await office.OrderAsync();
        var page = await office.OpenAsync(number);
        var some = page.Form("details form[action*='handler=Pack']");
        some["Pack.Qty[1]"] = "1";
        some["Pack.Qty[2]"] = "0";

        await office.Efua.SubmitAsync(some);
        await office.DoAsync(number, "Send");
        Assert.Equal("Open PartSent Unpaid", office.StatesOf(number));
        await office.DoAsync(number, "Pack");
        await office.DoAsync(number, "Send");

        Assert.Equal("Open Sent Unpaid", office.StatesOf(number));
        Assert.Equal(2, (await office.OpenAsync(number)).Html.QuerySelectorAll(".parcel").Length);
        await office.Shop.BooksAsync();
    }

    [Theory]
    [InlineData("3", "Gari: between 0 and 2 to pack.")]
    [InlineData("-1", "Gari: between 0 and 2 to pack.")]
    [InlineData("many", "")]
    public async Task A_quantity_that_cannot_be_is_refused_at_its_field_and_stays_typed(string typed, string said)
    {
        var number = await office.OrderAsync();
        var form = (await office.OpenAsync(number)).Form("details form[action*='handler=Pack']");
        form["Pack.Qty[1]"] = typed;

        var refused = (await office.Efua.SubmitAsync(form)).Expect(HttpStatusCode.UnprocessableEntity);

        Assert.StartsWith(said, refused.TextOf("#Pack_Qty_1_-error"), StringComparison.Ordinal);
        Assert.Equal(typed, refused.One("#Pack_Qty_1_").GetAttribute("value"));
        Assert.True(refused.One("#Pack_Qty_1_").Closest("details")!.HasAttribute("open"));
        Assert.Equal("Open Unfulfilled Unpaid", office.StatesOf(number));
    }

    [Fact]
    public async Task Cancelling_says_what_it_does_in_figures_restocks_and_owes_the_money_back()
    {
        var before = office.StockOf(Cast.PalmOil);
        var number = await office.TransferOrderAsync();
        await office.DoAsync(number, "Receive", form => (form["Amount"], form["TransactionId"]) = ("50", $"PART{number}"));
        var page = await office.OpenAsync(number);
        Assert.Contains("3 pieces go back to stock, and GH₵ 50.00 is to be returned to Ama Mensah.", page.TextOf("form[action*='handler=Cancel'] p").Replace('\u00a0', ' '), StringComparison.Ordinal);

        var cancelled = await office.DoAsync(number, "Cancel", form => form["Reason"] = "She changed her mind");
        Assert.Equal("Return GH₵ 50.00", cancelled.TextOf(".next-title"));
        Assert.Equal(before, office.StockOf(Cast.PalmOil));
        var tooMuch = await office.DoAsync(number, "Return", form => form["Amount"] = "50.01");
        tooMuch.Expect(HttpStatusCode.UnprocessableEntity);
        Assert.Equal("50.01", tooMuch.One("#Return_Amount").GetAttribute("value"));
        await office.DoAsync(number, "Return", form => (form["Amount"], form["TransactionId"]) = ("20", $"BACK{number}"));
        var twice = await office.DoAsync(number, "Return", form => form["TransactionId"] = $"back{number}");
        Assert.Equal($"Transaction BACK{number} is recorded already, for order {number}.", twice.TextOf("#Return_TransactionId-error"));
        await office.DoAsync(number, "Return");

        Assert.Equal("Cancelled Unfulfilled Refunded", office.StatesOf(number));
        await office.Shop.BooksAsync();
    }

    [Fact]
    public async Task A_button_pressed_ten_times_at_once_does_its_deed_once()
    {
        var number = await office.OrderAsync();
        var form = (await office.OpenAsync(number)).FormTo("handler=Pack");

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => office.Efua.SubmitOnceAsync(form)));

        Assert.Single(answers, answer => (int)answer.Status is >= 300 and < 400);
        Assert.All(answers.Where(answer => (int)answer.Status >= 400), answer =>
        {
            Assert.Equal(HttpStatusCode.Conflict, answer.Status);
            Assert.Contains("changed meanwhile", answer.TextOf("#said"), StringComparison.Ordinal);
        });
        Assert.Equal(1, office.Shop.Scalar<int>("SELECT COUNT(*) FROM Parcels WHERE OrderNumber = $n", ("$n", number)));
        await office.Shop.BooksAsync();
    }

    [Fact]
    public async Task What_was_shown_before_somebody_else_acted_is_refused_and_the_new_state_is_shown()
    {
        var number = await office.TransferOrderAsync();
        var stale = (await office.OpenAsync(number)).FormTo("handler=Receive");
        stale["TransactionId"] = "LATE-1";
        await office.DoAsync(number, "Note", form => form["Text"] = "Customer called.");

        var refused = (await office.Efua.SubmitAsync(stale)).Expect(HttpStatusCode.Conflict);

        Assert.Equal("LATE-1", refused.One("#Receive_TransactionId").GetAttribute("value"));
        Assert.Contains("Customer called.", refused.TextOf(".timeline"), StringComparison.Ordinal);
        Assert.Equal("Open Unfulfilled Unpaid", office.StatesOf(number));
    }

    [Fact]
    public async Task Htmx_gets_the_order_alone_with_the_same_status()
    {
        var number = await office.OrderAsync();
        var form = (await office.OpenAsync(number)).FormTo("handler=Note");
        office.Efua.Headers["HX-Request"] = "true";
        var refused = await office.Efua.SubmitOnceAsync(form);
        form["Text"] = "Call first.";
        var kept = await office.Efua.SubmitOnceAsync(form);
        office.Efua.Headers.Remove("HX-Request");

        refused.Expect(HttpStatusCode.UnprocessableEntity);
        Assert.Equal("Write something first.", refused.TextOf("#Note_Text-error"));
        kept.Expect(HttpStatusCode.OK);
        Assert.StartsWith("<div class=\"order\" id=\"order\">", kept.Body.TrimStart(), StringComparison.Ordinal);
        Assert.Equal("Note kept.", kept.TextOf("#said"));
        Assert.True(kept.Has("#menu-to-pack[hx-swap-oob]"));
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused()
    {
        var number = await office.OrderAsync();
        var form = (await office.OpenAsync(number)).FormTo("handler=Cancel");

        Assert.Equal(HttpStatusCode.BadRequest, (await office.Efua.SubmitOnceAsync(form.Copy().Set("__token", null))).Status);

        Assert.Equal("Open Unfulfilled Unpaid", office.StatesOf(number));
    }

    [Fact]
    public async Task The_packing_slip_says_what_goes_in_the_box_where_to_and_what_to_collect()
    {
        var number = await office.OrderAsync();

        var slip = (await office.Efua.GetAsync($"/office/orders/{number}/print")).Expect(HttpStatusCode.OK);

        Assert.Contains("Collect: GH₵ 99.00", slip.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.Contains("Blue gate behind the Methodist church", slip.Text, StringComparison.Ordinal);
        Assert.Equal(["GARI-1KG", "PALM-1L"], slip.Html.QuerySelectorAll("tbody td:nth-child(3)").Select(cell => cell.TextContent));
    }

    [Fact]
    public async Task A_number_without_an_order_is_not_found()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await office.Efua.GetAsync("/office/orders/999999")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await office.Efua.GetAsync("/office/orders/999999/print")).Status);
    }
}
