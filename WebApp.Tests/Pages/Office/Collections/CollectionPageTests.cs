// Collections kept by staff over HTTP: by hand in an order, by a rule that follows the goods; drafts unseen; a page like a category's.
using System.Globalization;
using System.Net;

namespace Makola.Tests.Pages.Office.Collections;

public sealed class CollectionPageTests(OfficeShop office) : IClassFixture<OfficeShop>
{
    private RunningShop Shop => office.Shop;

    private Buyer Efua => office.Efua;

    [Fact]
    public async Task Goods_are_chosen_by_hand_without_script_and_stand_in_their_order()
    {
        var form = (await Efua.GetAsync("/office/collections/new")).Expect(HttpStatusCode.OK).Form("#edit");
        form["Form.Name"] = "Presents";
        form = await PressAsync(form, "Choose", "find", "drum");
        form = await PressAsync(form, "Choose", "add", IdOf(Cast.Drum));
        form = await PressAsync(form, "Choose", "add", IdOf(Cast.Gari));
        form = await PressAsync(form, "Choose", "add", IdOf(Cast.KenteRedM));
        form = await PressAsync(form, "Choose", "up", IdOf(Cast.KenteRedM));
        Assert.Equal("Presents", form["Form.Name"]);
        var made = (await Efua.SubmitAsync(form)).Expect(HttpStatusCode.OK);
        Assert.Contains("It is a draft", made.Text, StringComparison.Ordinal);

        using var ama = Shop.NewBuyer();
        (await ama.GetAsync("/c/presents")).Expect(HttpStatusCode.NotFound);
        form = made.Form("#edit");
        form["Form.State"] = "shown";
        (await Efua.SubmitAsync(form)).Expect(HttpStatusCode.OK);

        var page = (await ama.GetAsync("/c/presents")).Expect(HttpStatusCode.OK);
        Assert.Equal(["/p/talking-drum", "/p/kente-shirt", "/p/gari"], Links(page));
        Assert.Equal("As we chose", page.TextOf("#sort option[selected]"));
        Assert.Equal(["/p/gari", "/p/kente-shirt", "/p/talking-drum"], Links(await ama.GetAsync("/c/presents?sort=price")));
        Assert.Equal(["/p/kente-shirt"], Links(await ama.GetAsync("/c/presents?o.Colour=Red")));
        Assert.Contains("/c/presents<", (await ama.GetAsync("/sitemap.xml")).Body, StringComparison.Ordinal);

        var product = (await Efua.GetAsync($"/office/products/{IdOf(Cast.Gari)}")).Form("#product");
        Assert.NotNull(product["Form.Collections"]);
        (await Efua.SubmitAsync(product.Set("Form.Collections", null))).Expect(HttpStatusCode.OK);
        Assert.Equal(["/p/talking-drum", "/p/kente-shirt"], Links(await ama.GetAsync("/c/presents")));
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task A_rule_is_counted_while_it_is_written_and_follows_the_goods()
    {
        var form = (await Efua.GetAsync("/office/collections/new")).Form("#edit");
        (form["Form.Name"], form["Form.State"], form["Form.PriceOver"]) = ("Dear", "shown", "100");
        form.Set("Form.ByRule", "true").Set("Form.InStock", "true");
        var counted = await SubmitToAsync(form, "Count");
        Assert.Contains("3 products meet this.", counted.TextOf("#found"), StringComparison.Ordinal);
        (await Efua.SubmitAsync(counted.Form("#edit"))).Expect(HttpStatusCode.OK);

        using var ama = Shop.NewBuyer();
        Assert.Equal(["/p/bolga-basket", "/p/kente-shirt", "/p/talking-drum"], Links(await ama.GetAsync("/c/dear?sort=name")));
        await office.OrderAsync(goods: (Cast.Basket, 1));
        Assert.Equal(["/p/kente-shirt", "/p/talking-drum"], Links(await ama.GetAsync("/c/dear?sort=name")));
        Assert.Contains("2 products", (await ama.GetAsync("/c/dear")).Text, StringComparison.Ordinal);
        await Shop.BooksAsync();

        var id = Shop.Scalar<long>("SELECT Id FROM Categories WHERE Slug = 'dear'");
        (await Efua.SubmitAsync((await Efua.GetAsync($"/office/collections/{id}")).FormTo("handler=Delete"))).Expect(HttpStatusCode.OK);
        Assert.Equal("/", (await ama.GetAsync("/c/dear")).Path);
        await Efua.SubmitAsync((await Efua.GetAsync("/office/history")).FormTo("handler=Undo"));
        Assert.Equal(["/p/kente-shirt", "/p/talking-drum"], Links(await ama.GetAsync("/c/dear?sort=name")));
        await Shop.BooksAsync();
    }

    [Theory]
    [InlineData("Form.NewerThan", "soon", "Write the days")]
    [InlineData("Form.PriceUnder", "cheap", "Write the amount")]
    [InlineData("Form.Brand", "Nobody", "no brand of that name")]
    [InlineData("Form.Slug", "food", "already has the address")]
    [InlineData("Form.Text", "", "at least one condition")]
    public async Task A_rule_that_cannot_be_is_refused_and_nothing_typed_is_lost(string field, string value, string says)
    {
        var form = (await Efua.GetAsync("/office/collections/new")).Form("#edit");
        (form["Form.Name"], form["Form.ByRule"]) = ("Half a rule", "true");
        if (field == "Form.Slug") form["Form.Tag"] = "gift";
        form[field] = value;
        var refused = (await Efua.SubmitAsync(form)).Expect(HttpStatusCode.UnprocessableEntity);
        Assert.Contains(says, refused.Text, StringComparison.Ordinal);
        Assert.Equal("Half a rule", refused.Form("#edit")["Form.Name"]);
    }

    private long IdOf(Good good) => Shop.Scalar<long>("SELECT Id FROM Products WHERE Slug = $s", ("$s", good.Slug));

    private async Task<Form> PressAsync(Form form, string handler, string button, object value) =>
        (await SubmitToAsync(form.Set("find", null).Set(button, Convert.ToString(value, CultureInfo.InvariantCulture)), handler)).Expect(HttpStatusCode.OK).Form("#edit");

    private async Task<Page> SubmitToAsync(Form form, string handler)
    {
        form.Action = new Uri(form.Action + "?handler=" + handler);
        return await Efua.SubmitAsync(form);
    }

    private static List<string?> Links(Page page) => [.. page.Html.QuerySelectorAll("#listing .card-link").Select(a => a.GetAttribute("href"))];
}
