// Deeds of staff that cost money or take people's data out: asked for a proof, done once, told to the owner, written down.
using System.Globalization;
using System.Net;
using Makola.Tests.Pages.Office;

namespace Makola.Tests.Abuse;

public sealed class StaffMoneyTests(OfficeShop office) : IClassFixture<OfficeShop>
{
    private RunningShop Shop => office.Shop;

    [Fact]
    public async Task ST05_money_back_above_the_limit_asks_who_it_is_and_goes_once_however_often_it_is_pressed()
    {
        var order = await office.TransferOrderAsync((Cast.Drum, 1));
        var total = Shop.Scalar<long>("SELECT Total FROM Orders WHERE Number = $n", ("$n", order));
        Assert.True(total > Shop.Scalar<long>("SELECT RefundLimit FROM Settings"));
        var amount = new Money(total, "GHS").Plain;
        await office.DoAsync(order, "Receive", form => (form["Receive.Amount"], form["Receive.TransactionId"]) = (amount, $"IN{order}"));
        await office.DoAsync(order, "Cancel", form => form["Cancel.Reason"] = "Changed his mind");
        var back = (await office.OpenAsync(order)).FormTo("handler=Return");
        (back["Return.Amount"], back["Return.TransactionId"]) = (amount, $"OUT{order}");
        await GrowStaleAsync();

        var asked = (await office.Efua.SubmitAsync(back)).Expect(HttpStatusCode.Unauthorized);
        Assert.Equal(0, Returned(order));
        var proof = asked.Form().Set("ProvePassword", Cast.OwnerPassword);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            using var tab = Shop.NewBuyer();
            foreach (Cookie cookie in office.Efua.Cookies.GetAllCookies()) tab.Cookies.Add(cookie);
            return (await tab.SubmitAsync(proof.Copy())).Status;
        }));

        Assert.Contains(HttpStatusCode.OK, answers);
        Assert.Equal(1, Returned(order));
        Assert.NotEqual(0, Shop.Scalar<int>("SELECT count(*) FROM Messages WHERE Subject LIKE '%Order: return%' AND \"To\" = $e", ("$e", Cast.OwnerEmail)));
        using var clerk = await office.HireAsync("Catalogue");
        var theirs = back.Copy();
        theirs["__token"] = (await clerk.GetAsync("/office")).One("input[name=__token]").GetAttribute("value")!;
        (await clerk.SubmitAsync(theirs)).Expect(HttpStatusCode.Forbidden);
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task ST05_all_customers_go_out_only_after_a_proof_and_the_log_knows_how_many()
    {
        await office.OrderAsync();
        var page = await office.Efua.GetAsync("/office/products/export");
        await GrowStaleAsync();

        var asked = (await office.Efua.SubmitAsync(page.FormTo("handler=Customers"))).Expect(HttpStatusCode.Unauthorized);
        Assert.DoesNotContain(Cast.CustomerName, asked.Body, StringComparison.Ordinal);
        var file = (await office.Efua.SubmitAsync(asked.Form().Set("ProvePassword", Cast.OwnerPassword))).Expect(HttpStatusCode.OK);

        Assert.Contains(Cast.CustomerName, file.Body, StringComparison.Ordinal);
        var cards = Shop.Scalar<int>("SELECT count(*) FROM Customers");
        Assert.Equal(cards, file.Body.TrimEnd().Split('\n').Length - 1);
        Assert.Equal(1, Shop.Scalar<int>("SELECT count(*) FROM AuditEntries WHERE What = $w", ("$w", $"Export of all customers, {cards.ToString(CultureInfo.InvariantCulture)} {(cards == 1 ? "row" : "rows")}")));
        Assert.NotEqual(0, Shop.Scalar<int>("SELECT count(*) FROM Messages WHERE Subject LIKE '%Export: customers%' AND \"To\" = $e", ("$e", Cast.OwnerEmail)));
        await Shop.BooksAsync();
    }

    private int Returned(long order) => Shop.Scalar<int>("SELECT count(*) FROM PaymentEvents WHERE OrderNumber = $n AND Kind = 'Refunded'", ("$n", order));

    /// <summary>Efua proved who she is more than five minutes ago.</summary>
    private async Task GrowStaleAsync()
    {
        Shop.Execute("UPDATE SignInSessions SET ProvenAt = ProvenAt - 6 * 60000 WHERE PersonId = (SELECT Id FROM AspNetUsers WHERE Email = $e)", ("$e", Cast.OwnerEmail));
        await Task.Delay(4500, TestContext.Current.CancellationToken); // What was looked up is kept that long.
    }
}
