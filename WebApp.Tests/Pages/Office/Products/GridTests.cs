// Many goods edited in a grid over HTTP: only what changed is saved, row by row; two people at once; one press takes it back.
using System.Net;

namespace Makola.Tests.Pages.Office.Products;

public sealed class GridTests(OfficeShop office) : IClassFixture<OfficeShop>
{
    private RunningShop Shop => office.Shop;

    private Buyer Efua => office.Efua;

    [Fact]
    public async Task Prices_stock_and_state_of_many_rows_are_saved_in_one_press_and_taken_back_in_one()
    {
        var form = await FormAsync("bead");
        var (first, second) = (Row(form, Cast.Beads[0]), Row(form, Cast.Beads[1]));
        var before = (Facts(Cast.Beads[0]), Facts(Cast.Beads[1]));
        form[$"{first}.Price"] = "7.50";
        form[$"{first}.WasPrice"] = "9";
        form[$"{first}.OnHand"] = "3";
        form[$"{second}.Price"] = "1,250";
        form[$"{second}.Live"] = null;

        var saved = (await Efua.SubmitAsync(form)).Expect(HttpStatusCode.OK);

        Assert.Contains("Saved: 5 values.", saved.Text, StringComparison.Ordinal);
        Assert.Equal("750 900 3 Active", Facts(Cast.Beads[0]));
        Assert.StartsWith("125000 - ", Facts(Cast.Beads[1]), StringComparison.Ordinal);
        Assert.EndsWith(" Draft", Facts(Cast.Beads[1]), StringComparison.Ordinal);
        Assert.Equal("Adjust Counted: in the grid", Shop.Scalar<string>("SELECT Kind || ' ' || Reason FROM StockMovements WHERE VariantId = $v ORDER BY Seq DESC LIMIT 1", ("$v", Cast.VariantId(Cast.Beads[0]))));
        using var ama = Shop.NewBuyer();
        Assert.Contains("7.50", (await ama.GetAsync($"/p/{Cast.Beads[0].Slug}")).Text, StringComparison.Ordinal);
        (await ama.GetAsync($"/p/{Cast.Beads[1].Slug}")).Expect(HttpStatusCode.NotFound);
        await Shop.BooksAsync();

        (await Efua.SubmitAsync(saved.FormTo("handler=Undo"))).Expect(HttpStatusCode.OK);
        Assert.Equal(before, (Facts(Cast.Beads[0]), Facts(Cast.Beads[1])));
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task A_row_somebody_else_changed_is_refused_with_both_values_and_the_others_are_saved()
    {
        var (mine, theirs) = (await FormAsync(Cast.Gari.Sku), await FormAsync(Cast.Gari.Sku));
        var both = await FormAsync("");
        theirs[$"{Row(theirs, Cast.Gari)}.Price"] = "20";
        (await Efua.SubmitAsync(theirs)).Expect(HttpStatusCode.OK);
        both[$"{Row(both, Cast.Gari)}.Price"] = "21";
        both[$"{Row(both, Cast.PalmOil)}.Price"] = "43";

        var refused = (await Efua.SubmitAsync(both)).Expect(HttpStatusCode.Conflict);

        Assert.Contains("The price is 20.00 now: somebody changed it meanwhile. You typed 21.00", refused.Text, StringComparison.Ordinal);
        Assert.StartsWith("2000 ", Facts(Cast.Gari), StringComparison.Ordinal);
        Assert.StartsWith("4300 ", Facts(Cast.PalmOil), StringComparison.Ordinal);
        Assert.Equal("21", refused.Form("form[data-grid]")[$"{Row(refused.Form("form[data-grid]"), Cast.Gari)}.Price"]);

        // Who saw both values may save his.
        (await Efua.SubmitAsync(refused.Form("form[data-grid]"))).Expect(HttpStatusCode.OK);
        Assert.StartsWith("2100 ", Facts(Cast.Gari), StringComparison.Ordinal);

        // And what nobody touched is not compared: a stale page saves nothing of it.
        mine[$"{Row(mine, Cast.Gari)}.OnHand"] = "99";
        (await Efua.SubmitAsync(mine)).Expect(HttpStatusCode.OK);
        Assert.StartsWith("2100 ", Facts(Cast.Gari), StringComparison.Ordinal);
        Assert.Contains(" 99 ", Facts(Cast.Gari), StringComparison.Ordinal);
        await Shop.BooksAsync();
    }

    [Theory]
    [InlineData("Price", "-5", "Write the amount like this")]
    [InlineData("Price", "", "Write the price")]
    [InlineData("WasPrice", "1", "must be higher")]
    [InlineData("OnHand", "1.5", "Write whole pieces")]
    [InlineData("OnHand", "0", "promised to orders")]
    public async Task What_cannot_be_is_said_at_its_field_and_the_other_rows_are_saved(string field, string typed, string says)
    {
        if (office.StockOf(Cast.Drum).Reserved == 0) await office.OrderAsync(null, (Cast.Drum, 1));
        var form = await FormAsync("");
        var other = $"{100 + Random.Shared.Next(100)}.50";
        form[$"{Row(form, Cast.Drum)}.{field}"] = typed;
        form[$"{Row(form, Cast.Stool)}.Price"] = other;
        var before = Facts(Cast.Drum);

        var refused = await Efua.SubmitAsync(form);

        Assert.Contains(refused.Status, new[] { HttpStatusCode.UnprocessableEntity, HttpStatusCode.Conflict });
        Assert.Contains(says, refused.Text, StringComparison.Ordinal);
        Assert.Equal(before, Facts(Cast.Drum));
        Assert.Equal(typed, refused.Form("form[data-grid]")[$"{Row(refused.Form("form[data-grid]"), Cast.Drum)}.{field}"]);
        Assert.StartsWith(other.Replace(".", "", StringComparison.Ordinal) + " ", Facts(Cast.Stool), StringComparison.Ordinal);
        await Shop.BooksAsync();
    }

    private string Facts(Good good) => Shop.Scalar<string>(
        "SELECT v.Price || ' ' || coalesce(v.WasPrice, '-') || ' ' || s.OnHand || ' ' || p.Status FROM Variants v JOIN StockItems s ON s.VariantId = v.Id JOIN Products p ON p.Id = v.ProductId WHERE v.Id = $v",
        ("$v", Cast.VariantId(good)));

    private async Task<Form> FormAsync(string words) => (await Efua.GetAsync($"/office/products/grid?q={words}")).Expect(HttpStatusCode.OK).Form("form[data-grid]");

    /// <summary>The row of a good, as its fields begin.</summary>
    private static string Row(Form form, Good good) =>
        form.Fields.Single(f => f.Key.EndsWith(".Id", StringComparison.Ordinal) && f.Value == $"{Cast.VariantId(good)}").Key[..^3];
}
