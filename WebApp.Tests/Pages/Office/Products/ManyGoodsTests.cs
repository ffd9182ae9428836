// One deed for many ticked products, or for all that match: publish, archive, categories, tags, brand; each taken back in one press.
using System.Net;
using System.Text;

namespace Makola.Tests.Pages.Office.Products;

public sealed class ManyGoodsTests(OfficeShop office) : IClassFixture<OfficeShop>
{
    private RunningShop Shop => office.Shop;

    private Buyer Efua => office.Efua;

    [Theory]
    [InlineData("Withdraw", null, null, "made drafts", "Draft")]
    [InlineData("Archive", null, null, "archived", "Archived")]
    [InlineData("Move", "food", null, "moved to", "food")]
    [InlineData("ShowIn", "food", null, "shown in Food as well", "also food")]
    [InlineData("AddTag", null, "harvest", "tagged “harvest”", "harvest")]
    [InlineData("Brand", null, "Odumase beads", "of the brand Odumase beads", "Odumase beads")]
    public async Task What_is_done_to_the_ticked_is_one_change_and_is_undone_in_one_press(string deed, string? category, string? word, string says, string fact)
    {
        var before = Facts();
        var done = (await Efua.SubmitAsync(await TickedAsync(deed, category, word))).Expect(HttpStatusCode.OK);

        Assert.Contains($"2 products {says}", done.Text, StringComparison.Ordinal);
        Assert.All(Facts().Split('\n'), line => Assert.Contains(fact, line, StringComparison.Ordinal));
        await Shop.BooksAsync();

        (await Efua.SubmitAsync(done.FormTo("handler=Undo"))).Expect(HttpStatusCode.OK);
        Assert.Equal(before, Facts());
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task What_was_added_can_be_taken_away_again()
    {
        await Efua.SubmitAsync(await TickedAsync("ShowIn", "food", null));
        await Efua.SubmitAsync(await TickedAsync("AddTag", null, "gift"));
        using (var ama = Shop.NewBuyer()) Assert.Contains(Cast.Beads[0].Name, (await ama.GetAsync("/c/food?sort=name&max=2.20")).Text, StringComparison.Ordinal);

        Assert.Contains("2 products taken out of", (await Efua.SubmitAsync(await TickedAsync("TakeOut", "food", null))).Text, StringComparison.Ordinal);
        Assert.Contains("2 products no longer tagged", (await Efua.SubmitAsync(await TickedAsync("RemoveTag", null, "Gift"))).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("food", Facts(), StringComparison.Ordinal);
        Assert.DoesNotContain("gift", Facts(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", null, null, "Choose what is to be done")]
    [InlineData("ShowIn", null, null, "Choose a category")]
    [InlineData("AddTag", null, "", "Write one tag")]
    [InlineData("AddTag", null, "a,b", "Write one tag")]
    public async Task What_is_missing_is_said_and_the_ticks_stay(string deed, string? category, string? word, string says)
    {
        var refused = (await Efua.SubmitAsync(await TickedAsync(deed, category, word))).Expect(HttpStatusCode.UnprocessableEntity);
        Assert.Contains(says, refused.Text, StringComparison.Ordinal);
        Assert.Equal(2, refused.Html.QuerySelectorAll("input[name='Form.Ids'][checked]").Length);

        var form = (await Efua.GetAsync("/office/products")).Form("#many");
        form["Form.Deed"] = "Archive";
        Assert.Contains("Tick the products", (await Efua.SubmitAsync(form)).Expect(HttpStatusCode.UnprocessableEntity).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_that_match_are_more_than_a_page_and_more_than_a_thousand()
    {
        const int many = 1_100;
        var csv = new StringBuilder("Slug,Name,Status,Price,Stock,Category\n");
        for (var i = 0; i < many; i++) csv.Append(System.Globalization.CultureInfo.InvariantCulture, $"crate-{i},Crate {i},draft,10.00,2,Crates\n");
        var file = Path.Combine(Shop.Data, "crates.csv");
        await File.WriteAllTextAsync(file, csv.ToString());
        Assert.Equal(0, (await Shop.CliAsync("import", file)).ExitCode);
        var drafts = Shop.Scalar<int>("SELECT count(*) FROM Products WHERE Status = 'Draft'");
        var form = (await Efua.GetAsync("/office/products?show=draft")).Form("#many");
        form["Form.All"] = "true";
        form["Form.Deed"] = "Publish";

        var done = (await Efua.SubmitAsync(form)).Expect(HttpStatusCode.OK);

        Assert.Contains($"{drafts:N0} products put into the shop", done.Text, StringComparison.Ordinal);
        Assert.Equal(0, Shop.Scalar<int>("SELECT count(*) FROM Products WHERE Status = 'Draft'"));
        (await Efua.SubmitAsync(done.FormTo("handler=Undo"))).Expect(HttpStatusCode.OK);
        Assert.Equal(drafts, Shop.Scalar<int>("SELECT count(*) FROM Products WHERE Status = 'Draft'"));
        await Shop.BooksAsync();
    }

    /// <summary>The list's form with two beads ticked and a deed chosen.</summary>
    private async Task<Form> TickedAsync(string deed, string? category, string? word)
    {
        var form = (await Efua.GetAsync("/office/products?q=bead")).Expect(HttpStatusCode.OK).Form("#many");
        foreach (var bead in Cast.Beads.Take(2)) form.Add("Form.Ids", Shop.Scalar<string>("SELECT CAST(Id AS TEXT) FROM Products WHERE Slug = $s", ("$s", bead.Slug)));
        form["Form.Deed"] = deed;
        form["Form.Category"] = category is null ? "" : Shop.Scalar<string>("SELECT CAST(Id AS TEXT) FROM Categories WHERE Slug = $s", ("$s", category));
        form["Form.Word"] = word;
        return form;
    }

    /// <summary>State, category, other categories, brand and tags of the two beads.</summary>
    private string Facts() => Shop.Scalar<string>("""
        SELECT group_concat(p.Status || ' ' || coalesce(c.Slug, '-') || ' also ' || coalesce((SELECT group_concat(o.Slug) FROM ProductCategories x JOIN Categories o ON o.Id = x.CategoryId WHERE x.ProductId = p.Id), '-')
            || ' ' || coalesce(b.Name, '-') || ' ' || p.Tags || ' ' || p.InStock, char(10))
        FROM Products p LEFT JOIN Categories c ON c.Id = p.MainCategoryId LEFT JOIN Brands b ON b.Id = p.BrandId WHERE p.Slug IN ($a, $b)
        """, ("$a", Cast.Beads[0].Slug), ("$b", Cast.Beads[1].Slug));
}
