// Goods kept by staff over HTTP: made, changed, offered in other options, taken back; two people at once; nothing typed is lost.
using System.Net;

namespace Makola.Tests.Pages.Office.Products;

public sealed class ProductPageTests(OfficeShop office) : IClassFixture<OfficeShop>
{
    private RunningShop Shop => office.Shop;

    private Buyer Efua => office.Efua;

    [Fact]
    public async Task A_product_is_made_on_one_page_and_can_be_bought_at_once()
    {
        var form = (await Efua.GetAsync("/office/products/new")).Expect(HttpStatusCode.OK).Form("#product");
        form["Form.Name"] = "Shea soap, 200 g";
        form["Form.Blurb"] = "Tamale women";
        form["Form.Description"] = "Made **by hand**.\n\n- keeps a year";
        form["Form.Category"] = Shop.Scalar<long>("SELECT Id FROM Categories WHERE Slug = 'food'").ToString(System.Globalization.CultureInfo.InvariantCulture);
        form["Form.Brand"] = "Tamale women";
        form["Form.Tags"] = "soap, gift";
        form["Form.Attributes"] = "Material: Shea butter";
        form["Form.Related"] = $"{Cast.Gari.Slug}, {Cast.SecretSauce.Sku}";
        form["Form.Variants[0].Price"] = "12.50";
        form["Form.Variants[0].WasPrice"] = "15";
        form["Form.Variants[0].Cost"] = "6.25";
        form["Form.Pieces"] = "7";

        var made = (await Efua.SubmitAsync(form)).Expect(HttpStatusCode.OK);

        Assert.Contains("Shea soap, 200 g is made.", made.Text, StringComparison.Ordinal);
        Assert.Contains("7 in the house · 0 promised · 7 available", made.Text, StringComparison.Ordinal);
        Assert.Contains("50 % of the price stays", made.Text, StringComparison.Ordinal);
        using var ama = Shop.NewBuyer();
        var seen = (await ama.GetAsync("/p/shea-soap-200-g")).Expect(HttpStatusCode.OK);
        Assert.Contains("12.50", seen.Text, StringComparison.Ordinal);
        Assert.True(seen.Has(".prose strong"));
        Assert.Equal("MaterialShea butter", seen.TextOf(".facts"));
        Assert.True(seen.Has($"main a[href='/p/{Cast.Gari.Slug}']"), "what goes well with it is not shown");
        Assert.DoesNotContain(Cast.SecretSauce.Name, seen.Text, StringComparison.Ordinal);
        Assert.Contains("Shea soap", (await ama.GetAsync("/search?q=shea")).Text, StringComparison.Ordinal);
        Assert.Contains("Shea soap", (await ama.GetAsync("/c/food?o.Material=Shea+butter")).Text, StringComparison.Ordinal);
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task Options_make_variants_and_what_nobody_can_choose_any_more_is_retired_and_comes_back()
    {
        var id = await MakeAsync("Smock", form =>
        {
            form["Form.Options[0].Name"] = "Size";
            form["Form.Options[0].Values"] = "M, L";
            form["Form.Pieces"] = "3";
        });
        Assert.Equal("L/SMOCK-L/3/0 M/SMOCK-M/3/0", Variants(id));

        await EditAsync(id, form =>
        {
            form["Form.Options[0].Values"] = "M";
            form["Form.Options[1].Name"] = "Colour";
            form["Form.Options[1].Values"] = "Blue #1144aa, White";
        });
        Assert.Equal("L/SMOCK-L/3/1 M · Blue/SMOCK-M/3/0 M · White/SMOCK-M-WHITE/0/0", Variants(id));

        await EditAsync(id, form =>
        {
            form["Form.Options[0].Values"] = "M, L";
            form["Form.Options[1].Name"] = "";
            form["Form.Options[1].Values"] = "";
        });
        Assert.Equal("L/SMOCK-L/3/0 M/SMOCK-M/3/0 M · White/SMOCK-M-WHITE/0/1", Variants(id));

        await EditAsync(id, form => form["Form.Options[0].Values"] = "Medium, L");
        Assert.Contains("Medium/SMOCK-M/3/0", Variants(id), StringComparison.Ordinal);
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task A_retired_variant_stays_in_carts_as_no_longer_sold()
    {
        var id = await MakeAsync("Kaftan", form =>
        {
            form["Form.Options[0].Name"] = "Size";
            form["Form.Options[0].Values"] = "M, L";
            form["Form.Pieces"] = "3";
        });
        using var ama = Shop.NewBuyer();
        await ama.PostAsync("/cart?handler=Add", ("VariantId", Shop.Scalar<string>("SELECT CAST(Id AS TEXT) FROM Variants WHERE Sku = 'KAFTAN-L'")));
        await EditAsync(id, form => form["Form.Options[0].Values"] = "M");

        Assert.Contains("No longer sold", (await ama.GetAsync("/cart")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_second_of_two_people_sees_both_versions_and_loses_nothing()
    {
        var id = await MakeAsync("Calabash");
        var (first, second) = (await FormAsync(id), await FormAsync(id));
        first["Form.Blurb"] = "From Bolga";
        second["Form.Blurb"] = "From Wa";
        second["Form.Tags"] = "bowl";
        (await Efua.SubmitAsync(first)).Expect(HttpStatusCode.OK);

        var refused = (await Efua.SubmitAsync(second)).Expect(HttpStatusCode.Conflict);
        Assert.Contains("From Bolga", refused.TextOf(".facts"), StringComparison.Ordinal);
        Assert.Equal("From Wa", refused.One("#Form_Blurb").GetAttribute("value"));
        Assert.Equal("From Bolga", Shop.Scalar<string>("SELECT Blurb FROM Products WHERE Id = $i", ("$i", id)));

        (await Efua.SubmitAsync(refused.Form("#product"))).Expect(HttpStatusCode.OK);
        Assert.Equal("From Wa [\"bowl\"]", Shop.Scalar<string>("SELECT Blurb || ' ' || Tags FROM Products WHERE Id = $i", ("$i", id)));
    }

    [Fact]
    public async Task Every_save_is_in_the_history_and_is_taken_back_in_one_press()
    {
        var id = await MakeAsync("Talking stick");
        await EditAsync(id, form =>
        {
            form["Form.Name"] = "Talking staff";
            form["Form.Variants[0].Price"] = "99";
            form["Form.Slug"] = "talking-staff";
        });
        var page = await Efua.GetAsync($"/office/products/{id}");
        Assert.Contains("price: GH₵ 10.00 → GH₵ 99.00", page.Text, StringComparison.Ordinal);

        var back = await Efua.SubmitAsync(page.FormTo("handler=Undo"));
        Assert.Contains("values are as they were", back.Expect(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        Assert.Equal("Talking stick 1000 talking-stick", Shop.Scalar<string>("SELECT p.Name || ' ' || p.PriceFrom || ' ' || p.Slug FROM Products p WHERE Id = $i", ("$i", id)));
        Assert.Contains("Taken back", (await Efua.GetAsync("/office/history")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Form.Name", "", "needs a name")]
    [InlineData("Form.Variants[0].Price", "-5", "Write the amount like this")]
    [InlineData("Form.Variants[0].Price", "", "Write the price")]
    [InlineData("Form.Variants[0].Price", "1e9", "Write the amount like this")]
    [InlineData("Form.Variants[0].WasPrice", "5", "must be higher")]
    [InlineData("Form.Variants[0].Sku", "GARI-1", "belongs to")]
    [InlineData("Form.Variants[0].Weight", "1.5", "whole grams")]
    [InlineData("Form.Options[0].Values", "M, L", "name of at most")]
    [InlineData("Form.Attributes", "no colon", "on a line of its own")]
    [InlineData("Form.Related", "nothing-like-it", "neither the address nor the SKU")]
    [InlineData("Form.PublishAt", "tomorrow", "Write day and time")]
    [InlineData("Form.Category", "999999", "Choose another")]
    public async Task What_cannot_be_is_said_at_its_field_and_nothing_typed_is_lost(string field, string value, string says)
    {
        var form = (await Efua.GetAsync("/office/products/new")).Form("#product");
        form["Form.Name"] = "Half a thing";
        form["Form.Variants[0].Price"] = "10";
        form["Form.Description"] = "Typed for an hour.";
        form[field] = value == "GARI-1" ? Cast.Gari.Sku : value;
        var before = Shop.Scalar<int>("SELECT count(*) FROM Products");

        var refused = (await Efua.SubmitAsync(form)).Expect(HttpStatusCode.UnprocessableEntity);

        Assert.Contains(says, refused.Text, StringComparison.Ordinal);
        Assert.Contains("Typed for an hour.", refused.One("#Form_Description").TextContent, StringComparison.Ordinal);
        Assert.Equal(before, Shop.Scalar<int>("SELECT count(*) FROM Products"));
    }

    [Fact]
    public async Task A_copy_is_a_draft_of_its_own_and_a_preview_saves_nothing()
    {
        var id = await MakeAsync("Drum sticks");
        var copied = await Efua.SubmitAsync((await Efua.GetAsync($"/office/products/{id}")).FormTo("handler=Duplicate"));
        Assert.Contains("Drum sticks (copy)", copied.Expect(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        using var ama = Shop.NewBuyer();
        (await ama.GetAsync("/p/drum-sticks-copy")).Expect(HttpStatusCode.NotFound);

        var form = await FormAsync(id);
        form["Form.Description"] = "A **bold** word and <script>alert(1)</script>";
        form.Action = new Uri(form.Action + "?handler=Preview");
        var preview = (await Efua.SubmitAsync(form)).Expect(HttpStatusCode.OK);
        Assert.True(preview.Has("#preview strong"));
        Assert.False(preview.Has("#preview script"));
        Assert.Equal("", Shop.Scalar<string>("SELECT Description FROM Products WHERE Id = $i", ("$i", id)));
    }

    [Fact]
    public async Task Goods_are_found_by_state_name_and_SKU()
    {
        Assert.Contains(Cast.Gari.Name, (await Efua.GetAsync("/office/products?q=gari")).Text, StringComparison.Ordinal);
        Assert.Contains(Cast.SecretSauce.Name, (await Efua.GetAsync($"/office/products?q={Cast.SecretSauce.Sku}")).Text, StringComparison.Ordinal);
        Assert.Contains(Cast.SecretSauce.Name, (await Efua.GetAsync("/office/products?show=draft")).Text, StringComparison.Ordinal);
        Assert.Contains("No product has", (await Efua.GetAsync("/office/products?q=%25")).Text, StringComparison.Ordinal);
        (await Efua.GetAsync("/office/products?show=nonsense")).Expect(HttpStatusCode.NotFound);
        (await Efua.GetAsync("/office/products/999999")).Expect(HttpStatusCode.NotFound);
    }

    private string Variants(long id) => Shop.Scalar<string>(
        "SELECT group_concat(t, ' ') FROM (SELECT v.ChoiceText || '/' || v.Sku || '/' || s.OnHand || '/' || v.Retired AS t FROM Variants v JOIN StockItems s ON s.VariantId = v.Id WHERE v.ProductId = $i ORDER BY v.ChoiceText)", ("$i", id));

    private async Task<Form> FormAsync(long id) => (await Efua.GetAsync($"/office/products/{id}")).Expect(HttpStatusCode.OK).Form("#product");

    private async Task EditAsync(long id, Action<Form> change)
    {
        var form = await FormAsync(id);
        change(form);
        (await Efua.SubmitAsync(form)).Expect(HttpStatusCode.OK);
    }

    private async Task<long> MakeAsync(string name, Action<Form>? change = null)
    {
        var form = (await Efua.GetAsync("/office/products/new")).Form("#product");
        form["Form.Name"] = name;
        form["Form.Variants[0].Price"] = "10";
        change?.Invoke(form);
        (await Efua.SubmitAsync(form)).Expect(HttpStatusCode.OK);
        return Shop.Scalar<long>("SELECT Id FROM Products WHERE Name = $n", ("$n", name));
    }
}
