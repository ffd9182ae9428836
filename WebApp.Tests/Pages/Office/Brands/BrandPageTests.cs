// Brands kept by staff over HTTP: made, renamed, merged, deleted when unused; taken back as one step.
using System.Globalization;
using System.Net;

namespace Makola.Tests.Pages.Office.Brands;

public sealed class BrandPageTests(OfficeShop office) : IClassFixture<OfficeShop>
{
    private RunningShop Shop => office.Shop;

    private Buyer Efua => office.Efua;

    [Fact]
    public async Task A_brand_is_made_renamed_merged_and_brought_back()
    {
        var (one, two) = (await MakeAsync("Tamale women"), await MakeAsync("Women of Tamale"));
        var gari = Shop.Scalar<long>("SELECT Id FROM Products WHERE Slug = 'gari'");
        var product = (await Efua.GetAsync($"/office/products/{gari}")).Form("#product");
        product["Form.Brand"] = "Women of Tamale";
        (await Efua.SubmitAsync(product)).Expect(HttpStatusCode.OK);
        Assert.Contains("1 product", (await Efua.GetAsync("/office/brands?q=women+of")).Text, StringComparison.Ordinal);

        var form = (await Efua.GetAsync($"/office/brands/{two}")).Form("#edit");
        (form["Form.Slug"], form["Form.Text"]) = ("wot", "By hand, since 1998.");
        (await Efua.SubmitAsync(form)).Expect(HttpStatusCode.OK);
        using var ama = Shop.NewBuyer();
        var page = (await ama.GetAsync("/b/women-of-tamale")).Expect(HttpStatusCode.OK);
        Assert.Equal(("/b/wot", "By hand, since 1998."), (page.Path, page.TextOf(".lead")));

        var merge = (await Efua.GetAsync($"/office/brands/{two}")).FormTo("handler=Delete");
        Assert.Contains("Choose the brand", (await Efua.SubmitAsync(merge)).Expect(HttpStatusCode.UnprocessableEntity).Text, StringComparison.Ordinal);
        merge["GoodsTo"] = one.ToString(CultureInfo.InvariantCulture);
        (await Efua.SubmitAsync(merge)).Expect(HttpStatusCode.OK);
        Assert.Equal("/b/tamale-women", (await ama.GetAsync("/b/women-of-tamale")).Expect(HttpStatusCode.OK).Path);
        Assert.Contains(Cast.Gari.Name, (await ama.GetAsync("/b/tamale-women")).Text, StringComparison.Ordinal);

        await Efua.SubmitAsync((await Efua.GetAsync("/office/history")).FormTo("handler=Undo"));
        Assert.Equal("/b/wot", (await ama.GetAsync("/b/wot")).Expect(HttpStatusCode.OK).Path);
        Assert.Equal(two, Shop.Scalar<long>("SELECT BrandId FROM Products WHERE Id = $i", ("$i", gari)));

        (await Efua.SubmitAsync((await Efua.GetAsync($"/office/brands/{one}")).FormTo("handler=Delete"))).Expect(HttpStatusCode.OK);
        (await Efua.GetAsync($"/office/brands/{one}")).Expect(HttpStatusCode.NotFound);
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task Two_brands_never_have_one_name_and_the_second_editor_is_told()
    {
        var id = await MakeAsync("Adinkra");
        var form = (await Efua.GetAsync("/office/brands/new")).Form("#edit");
        form["Form.Name"] = "Adinkra";
        Assert.Contains("Merge the two instead", (await Efua.SubmitAsync(form)).Expect(HttpStatusCode.UnprocessableEntity).Text, StringComparison.Ordinal);

        var (first, second) = ((await Efua.GetAsync($"/office/brands/{id}")).Form("#edit"), (await Efua.GetAsync($"/office/brands/{id}")).Form("#edit"));
        first["Form.Text"] = "First.";
        (await Efua.SubmitAsync(first)).Expect(HttpStatusCode.OK);
        Assert.Contains("First.", (await Efua.SubmitAsync(second)).Expect(HttpStatusCode.Conflict).TextOf(".facts"), StringComparison.Ordinal);
    }

    private async Task<long> MakeAsync(string name)
    {
        var form = (await Efua.GetAsync("/office/brands/new")).Form("#edit");
        form["Form.Name"] = name;
        (await Efua.SubmitAsync(form)).Expect(HttpStatusCode.OK);
        return Shop.Scalar<long>("SELECT Id FROM Brands WHERE Name = $n", ("$n", name));
    }
}
