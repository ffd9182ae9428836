// Counting: every code adds a piece, the list lives in the address, and one press applies the differences, once and whatever was sold meanwhile.
using System.Net;

namespace Makola.Tests.Pages.Office.Stock;

public sealed class CountTests(OfficeShop office) : IClassFixture<OfficeShop>
{
    [Fact]
    public async Task Codes_add_up_survive_a_reload_and_are_taken_over_as_one_change()
    {
        office.Shop.Execute("UPDATE Variants SET Barcode = '6001240001233' WHERE Id = $v", ("$v", Cast.VariantId(Cast.Beads[1])));
        await office.Efua.GetAsync("/office/stock/count");
        foreach (var code in (string[])["bead-01", "6001240001233", "BEAD-01", " 6001240001233 "])
            await ScanAsync(code);
        var list = (await office.Efua.GetAsync(office.Efua.Page!.Path)).Expect(HttpStatusCode.OK);
        Assert.Equal(["2", "2"], Counted(list));
        Assert.Contains("998 fewer", list.TextOf(".count-line"), StringComparison.Ordinal);
        Assert.Contains("1000 expected", list.TextOf(".count-line"), StringComparison.Ordinal);

        var form = list.FormTo("handler=Scan");
        form[Field(Cast.Beads[0])] = "1001";
        form[Field(Cast.Beads[1])] = "1000";
        var done = await ApplyAsync(form);

        Assert.Contains("2 goods counted; 1 was not as expected: BEAD-01 +1, now 1001.", done.Text, StringComparison.Ordinal);
        Assert.Equal(1001, office.StockOf(Cast.Beads[0]).OnHand);
        Assert.Equal("Adjust Counted", LastOf(Cast.Beads[0]));
        Assert.Equal("Receive Opening stock", LastOf(Cast.Beads[1]));
        Assert.Equal("Stock of 2 goods counted", office.Shop.Scalar<string>("SELECT Text FROM ChangeSets ORDER BY Id DESC LIMIT 1"));

        var again = await ApplyAsync(form);
        Assert.Contains("nothing was done twice", again.Text, StringComparison.Ordinal);
        Assert.Equal(1001, office.StockOf(Cast.Beads[0]).OnHand);
        await office.Shop.BooksAsync();
    }

    [Fact]
    public async Task Pieces_that_leave_between_counting_and_taking_over_are_not_lost()
    {
        await office.Efua.GetAsync("/office/stock/count");
        var form = (await ScanAsync("BEAD-05")).FormTo("handler=Scan");
        form[Field(Cast.Beads[4])] = "990";
        var number = await office.OrderAsync(null, (Cast.Beads[4], 20));
        await office.DoAsync(number, "Pack");
        await office.DoAsync(number, "Send");

        var shown = await office.Efua.SubmitAsync(form);
        Assert.Contains("1000 expected; 980 by now", shown.Text, StringComparison.Ordinal);
        await ApplyAsync(shown.FormTo("handler=Scan"));

        Assert.Equal((970, 0), office.StockOf(Cast.Beads[4]));
        await office.Shop.BooksAsync();
    }

    [Fact]
    public async Task Two_who_count_the_same_shelf_do_not_take_the_difference_off_twice()
    {
        await office.Efua.GetAsync("/office/stock/count");
        var first = (await ScanAsync("BEAD-09")).FormTo("handler=Scan");
        first[Field(Cast.Beads[8])] = "995";
        var second = first.Copy();
        second[Field(Cast.Beads[8])] = "994";
        await ApplyAsync(first);

        var refused = await ApplyAsync(second);

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains("BEAD-09 was counted by Efua Owusu meanwhile, with 995", refused.TextOf(".count-line"), StringComparison.Ordinal);
        Assert.Equal(995, office.StockOf(Cast.Beads[8]).OnHand);
        await office.Shop.BooksAsync();
    }

    [Fact]
    public async Task All_or_nothing_when_what_is_missing_is_promised()
    {
        await office.OrderAsync(null, (Cast.Beads[11], 1_000));
        await office.Efua.GetAsync("/office/stock/count");
        await ScanAsync("BEAD-11");
        var form = (await ScanAsync("BEAD-12")).FormTo("handler=Scan");

        var refused = await ApplyAsync(form);

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains("Of BEAD-12 there are 1000, and 1000 of them are promised", refused.Text, StringComparison.Ordinal);
        Assert.Equal(["1", "1"], Counted(refused));
        Assert.Equal(1_000, office.StockOf(Cast.Beads[10]).OnHand);
        await office.Shop.BooksAsync();
    }

    [Fact]
    public async Task Words_offer_goods_to_choose_and_nonsense_says_so()
    {
        await office.Efua.GetAsync("/office/stock/count");
        var offered = await ScanAsync("kente shirt");
        Assert.Equal(4, offered.Html.QuerySelectorAll("button[name=add]").Length);

        var form = offered.FormTo("handler=Scan").Add("add", $"{Cast.VariantId(Cast.KenteRedL)}");
        var added = await office.Efua.SubmitAsync(form);
        Assert.Equal(["1"], Counted(added));
        var off = await office.Efua.SubmitAsync(added.FormTo("handler=Scan").Add("remove", $"{Cast.VariantId(Cast.KenteRedL)}"));
        Assert.Empty(Counted(off));

        Assert.Contains("Nothing has “zzz”", (await ScanAsync("zzz")).Text, StringComparison.Ordinal);
        var nothing = await ApplyAsync(office.Efua.Page!.FormTo("handler=Scan"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, nothing.Status);
    }

    [Theory]
    [InlineData("?lines=abc")]
    [InlineData("?lines=1.2.3")]
    [InlineData("?lines=-1.-2.3.4,99999999999.1.1.1")]
    [InlineData("?lines=1.1.1.1,1.1.1.1")]
    [InlineData("?lines=999999.1.1.1")]
    public async Task A_list_that_cannot_be_read_is_left_out(string query)
    {
        var page = (await office.Efua.GetAsync($"/office/stock/count{query}")).Expect(HttpStatusCode.OK);
        Assert.InRange(Counted(page).Count, 0, 1);
    }

    [Fact]
    public async Task Two_hundred_goods_fit_into_the_address_and_into_one_change()
    {
        var lines = string.Join(',', Cast.Beads.Select(bead => $"{Cast.VariantId(bead)}.7.7.1"));
        var filler = string.Join(',', Enumerable.Range(500_000, 160).Select(id => $"{id}.1000.1000.1000"));
        var page = (await office.Efua.GetAsync($"/office/stock/count?lines={lines},{filler}")).Expect(HttpStatusCode.OK);
        Assert.Equal(40, Counted(page).Count);

        var full = await office.Efua.SubmitAsync(page.FormTo("handler=Scan").Set("scan", "GARI-1KG"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, full.Status);
        Assert.Contains("200 goods are on the list", full.Text, StringComparison.Ordinal);
    }

    private static string Field(Good good) => $"Counted[{Cast.VariantId(good)}]";

    private static List<string?> Counted(Page page) => [.. page.Html.QuerySelectorAll(".count-line .input").Select(input => input.GetAttribute("value"))];

    private string LastOf(Good good) =>
        office.Shop.Scalar<string>("SELECT Kind || ' ' || Reason FROM StockMovements WHERE VariantId = $v ORDER BY Seq DESC LIMIT 1", ("$v", Cast.VariantId(good)));

    /// <summary>Types a code into the field of the page that is open, or of an empty count.</summary>
    private async Task<Page> ScanAsync(string code)
    {
        if (office.Efua.Page?.Address.AbsolutePath != "/office/stock/count") await office.Efua.GetAsync("/office/stock/count");
        return (await office.Efua.SubmitAsync(office.Efua.Page!.FormTo("handler=Scan").Set("scan", code))).Expect(HttpStatusCode.OK);
    }

    private Task<Page> ApplyAsync(Form form)
    {
        var apply = form.Copy();
        apply.Action = new Uri(form.Action, "?handler=Apply");
        return office.Efua.SubmitAsync(apply);
    }
}
