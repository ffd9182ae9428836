// One variant's stock by hand: received, corrected, warned about, sold beyond; never by a second press, never below what is promised.
using System.Net;

namespace Makola.Tests.Pages.Office.Stock;

public sealed class VariantStockTests(OfficeShop office) : IClassFixture<OfficeShop>
{
    [Fact]
    public async Task Goods_received_are_on_hand_with_paper_person_and_time_and_can_be_taken_back()
    {
        var page = await DoAsync(Cast.PalmOil, "Receive", form => (form["Pieces"], form["Reference"]) = ("24", "Invoice 77"));

        Assert.Contains("24 pieces received: 124 on hand.", page.Text, StringComparison.Ordinal);
        var newest = page.TextOf(".moves .line");
        foreach (var part in (string[])["Received", "Received: Invoice 77", "+24 on hand", "124 on hand0 reserved", Cast.OwnerName])
            Assert.Contains(part, newest, StringComparison.Ordinal);
        await using var db = office.Shop.Db();
        var change = await db.ChangeSets.OrderByDescending(c => c.Id).FirstAsync(TestContext.Current.CancellationToken);
        Assert.Equal("Stock of PALM-1L received", change.Text);
        await Makola.Domain.History.Undo.TakeBackAsync(db, change.Id, Actor.Shop("test"), DateTimeOffset.UtcNow, CancellationToken.None);
        Assert.Equal(100, office.StockOf(Cast.PalmOil).OnHand);
        await office.Shop.BooksAsync();
    }

    [Fact]
    public async Task A_button_pressed_twice_acts_once()
    {
        var form = (await OpenAsync(Cast.Gari)).FormTo("handler=Receive");
        form["Pieces"] = "10";
        await office.Efua.SubmitAsync(form);
        var again = await office.Efua.SubmitAsync(form);

        Assert.Contains("nothing was added twice", again.Text, StringComparison.Ordinal);
        Assert.Equal(110, office.StockOf(Cast.Gari).OnHand);
        await DoAsync(Cast.Gari, "Receive", next => next["Pieces"] = "10");
        Assert.Equal(120, office.StockOf(Cast.Gari).OnHand);
        await office.Shop.BooksAsync();
    }

    [Fact]
    public async Task A_figure_set_exactly_keeps_what_left_the_house_meanwhile()
    {
        var form = (await OpenAsync(Cast.KenteGoldM)).FormTo("handler=Adjust");
        (form["Way"], form["Pieces"], form["Why"]) = ("exactly", "38", "Counted");
        var number = await office.OrderAsync(null, (Cast.KenteGoldM, 5));
        await office.DoAsync(number, "Pack");
        await office.DoAsync(number, "Send");
        Assert.Equal((35, 0), office.StockOf(Cast.KenteGoldM));

        var page = await office.Efua.SubmitAsync(form);

        Assert.Contains("Corrected by −2: 33 on hand.", page.Text, StringComparison.Ordinal);
        Assert.Equal((33, 0), office.StockOf(Cast.KenteGoldM));
        await office.Shop.BooksAsync();
    }

    [Theory]
    [InlineData("Receive", "0", "", "", "Write a whole number from 1")]
    [InlineData("Receive", "1.5", "", "", "Write a whole number from 1")]
    [InlineData("Receive", "99999999999", "", "", "Write a whole number from 1")]
    [InlineData("Adjust", "", "more", "Found", "Write a whole number.")]
    [InlineData("Adjust", "3", "more", "Damaged", "makes fewer")]
    [InlineData("Adjust", "3", "fewer", "Found", "makes more")]
    [InlineData("Adjust", "3", "fewer", "Other", "Say in a few words why.")]
    [InlineData("Adjust", "3", "fewer", "77", "Choose a reason.")]
    [InlineData("Adjust", "40", "exactly", "Counted", "nothing to change")]
    public async Task What_makes_no_sense_is_refused_at_its_field_and_nothing_moves(string deed, string pieces, string way, string why, string says)
    {
        var before = office.StockOf(Cast.KenteRedM);
        var page = await DoAsync(Cast.KenteRedM, deed, form =>
        {
            form["Pieces"] = pieces;
            if (deed == "Adjust") (form["Way"], form["Why"]) = (way, why);
        });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Contains(says, page.TextOf(".field-error"), StringComparison.Ordinal);
        Assert.Equal(before, office.StockOf(Cast.KenteRedM));
    }

    [Fact]
    public async Task Promised_pieces_cannot_be_taken_off_nor_selling_beyond_stock_stopped_while_too_many_are_promised()
    {
        await office.OrderAsync(null, (Cast.Drum, 4));
        var refused = await DoAsync(Cast.Drum, "Adjust", form => (form["Way"], form["Pieces"], form["Why"]) = ("fewer", "2", "Lost"));
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains("4 of them are promised to orders: at most 1 can be taken off", refused.Text, StringComparison.Ordinal);
        Assert.True(refused.Has("details[open] [name='Adjust.Pieces'][value='2']"));

        var opened = await DoAsync(Cast.Drum, "Level", form => (form["LowAt"], form["Level.AllowBackorder"]) = ("2", "true"));
        Assert.Contains("Saved.", opened.Text, StringComparison.Ordinal);
        await office.OrderAsync(null, (Cast.Drum, 3));
        Assert.Equal((5, 7), office.StockOf(Cast.Drum));
        var kept = await DoAsync(Cast.Drum, "Level", form => form["Level.AllowBackorder"] = null);
        Assert.Equal(HttpStatusCode.Conflict, kept.Status);
        Assert.Contains("2 more are promised to orders than there are", kept.Text, StringComparison.Ordinal);

        await DoAsync(Cast.Drum, "Receive", form => form["Pieces"] = "2");
        (await DoAsync(Cast.Drum, "Level", form => form["Level.AllowBackorder"] = null)).Expect(HttpStatusCode.OK);
        using var ama = office.Shop.NewBuyer();
        Assert.Contains("sold out", (await ama.GetAsync($"/p/{Cast.Drum.Slug}")).Text, StringComparison.OrdinalIgnoreCase);
        await office.Shop.BooksAsync();
    }

    [Fact]
    public async Task What_is_sold_beyond_stock_can_be_bought_at_once_and_no_longer_when_that_ends()
    {
        using var ama = office.Shop.NewBuyer();
        await ama.GetAsync($"/p/{Cast.Stool.Slug}");

        await DoAsync(Cast.Stool, "Level", form => form["Level.AllowBackorder"] = "true");
        Assert.DoesNotContain("sold out", (await ama.GetAsync($"/p/{Cast.Stool.Slug}")).Text, StringComparison.OrdinalIgnoreCase);
        await office.Shop.BooksAsync();

        await DoAsync(Cast.Stool, "Level", form => form["Level.AllowBackorder"] = null);
        Assert.Contains("sold out", (await ama.GetAsync($"/p/{Cast.Stool.Slug}")).Text, StringComparison.OrdinalIgnoreCase);
        await office.Shop.BooksAsync();
    }

    [Fact]
    public async Task Every_movement_is_listed_once_newest_first_with_its_order()
    {
        var number = await office.OrderAsync(null, (Cast.Beads[7], 1));
        for (var pieces = 1; pieces <= 27; pieces++)
            await DoAsync(Cast.Beads[7], "Receive", form => form["Pieces"] = $"{pieces}");

        var first = await OpenAsync(Cast.Beads[7]);
        var second = (await office.Efua.GetAsync(first.One("a[rel=next]").GetAttribute("href")!)).Expect(HttpStatusCode.OK);

        var rows = (string[])[.. Rows(first), .. Rows(second)];
        Assert.Equal(29, rows.Length);
        Assert.Contains("+27 on hand", rows[0], StringComparison.Ordinal);
        Assert.Contains($"Order {number}", rows[27], StringComparison.Ordinal);
        Assert.Contains("+1 reserved", rows[27], StringComparison.Ordinal);
        Assert.Contains("Opening stock", rows[28], StringComparison.Ordinal);
        Assert.True(second.Has($"a[href='/office/orders/{number}']"));
        (await office.Efua.GetAsync("/office/stock/999999")).Expect(HttpStatusCode.NotFound);

        static IEnumerable<string> Rows(Page page) => page.Html.QuerySelectorAll(".moves .line").Select(row => Page.Fold(row.TextContent));
    }

    private async Task<Page> OpenAsync(Good good) => (await office.Efua.GetAsync($"/office/stock/{Cast.VariantId(good)}")).Expect(HttpStatusCode.OK);

    private async Task<Page> DoAsync(Good good, string deed, Action<Form> change)
    {
        var form = (await OpenAsync(good)).FormTo($"handler={deed}");
        change(form);
        return await office.Efua.SubmitAsync(form);
    }
}
