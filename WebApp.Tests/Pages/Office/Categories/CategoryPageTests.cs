// Categories kept by staff over HTTP: made, renamed, moved, deleted with their goods moved; lists and addresses follow; all can be taken back.
using System.Globalization;
using System.Net;

namespace Makola.Tests.Pages.Office.Categories;

public sealed class CategoryPageTests(OfficeShop office) : IClassFixture<OfficeShop>
{
    private RunningShop Shop => office.Shop;

    private Buyer Efua => office.Efua;

    [Fact]
    public async Task A_renamed_category_keeps_its_goods_and_its_old_address_leads_to_the_new_one()
    {
        var food = IdOf("food");
        var saved = await EditAsync(food, form =>
        {
            form["Form.Name"] = "Pantry";
            form["Form.Slug"] = "pantry";
            form["Form.Text"] = "What keeps.";
            form["Form.Emblem"] = "img/goods/1f34c.webp";
        });
        Assert.Contains("Saved.", saved.Text, StringComparison.Ordinal);

        using var ama = Shop.NewBuyer();
        var page = (await ama.GetAsync("/c/food?page=1")).Expect(HttpStatusCode.OK);
        Assert.Equal("/c/pantry", page.Path);
        Assert.Equal("What keeps.", page.TextOf(".lead"));
        Assert.Contains(Cast.Gari.Name, page.Text, StringComparison.Ordinal);
        Assert.Contains(Cast.Gari.Name, (await ama.GetAsync("/search?q=pantry")).Text, StringComparison.Ordinal);

        var back = await Efua.SubmitAsync((await Efua.GetAsync($"/office/categories/{food}")).FormTo("handler=Undo"));
        Assert.Contains("values are as they were", back.Expect(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        Assert.Equal("/c/food", (await ama.GetAsync("/c/pantry")).Expect(HttpStatusCode.OK).Path);
        Assert.Equal("/c/food", (await ama.GetAsync("/c/food")).Expect(HttpStatusCode.OK).Path);
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task A_picture_that_is_sent_becomes_the_category_s_and_what_is_none_is_refused_with_everything_still_typed()
    {
        var food = IdOf("food");
        var saved = await EditAsync(food, form => form.Attach("Files", "market.png", Photos.Png(40, 30)));
        Assert.Contains("Saved.", saved.Text, StringComparison.Ordinal);
        var path = Shop.Scalar<string>("SELECT Emblem FROM Categories WHERE Id = $id", ("$id", food));
        Assert.StartsWith("pictures/", path, StringComparison.Ordinal);
        using var ama = Shop.NewBuyer();
        (await ama.GetAsync($"/{path}")).Expect(HttpStatusCode.OK);
        Assert.Contains(path, (await ama.GetAsync("/")).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("market.png", (await Efua.GetAsync("/office/media?show=unused")).Body, StringComparison.Ordinal);

        var form = (await Efua.GetAsync($"/office/categories/{food}")).Form("#edit").Attach("Files", "drawing.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray());
        form["Form.Text"] = "Typed already";
        var refused = (await Efua.SubmitAsync(form)).Expect(HttpStatusCode.UnprocessableEntity);
        Assert.Contains("drawing.svg", refused.TextOf("#said"), StringComparison.Ordinal);
        Assert.Equal("Typed already", refused.One("[name='Form.Text']").TextContent.Trim());
        Assert.Equal(path, Shop.Scalar<string>("SELECT Emblem FROM Categories WHERE Id = $id", ("$id", food)));
    }

    [Fact]
    public async Task Moving_takes_the_goods_along_and_a_category_never_hangs_below_itself()
    {
        var (crafts, beads) = (IdOf("crafts"), IdOf("beads"));
        var made = await MakeAsync("Jewels", crafts);
        await EditAsync(beads, form => form["Form.Parent"] = Text(made));
        using var ama = Shop.NewBuyer();
        Assert.Contains("40 products", (await ama.GetAsync("/c/jewels")).Text, StringComparison.Ordinal);

        var form = (await Efua.GetAsync($"/office/categories/{crafts}")).Form("#edit");
        form["Form.Parent"] = Text(beads);
        var refused = (await Efua.SubmitAsync(form)).Expect(HttpStatusCode.UnprocessableEntity);
        Assert.Contains("not below itself", refused.Text, StringComparison.Ordinal);

        var deep = made;
        for (var n = 3; n <= 6; n++) deep = await MakeAsync($"Level {n}", deep);
        form = (await Efua.GetAsync($"/office/categories/new?under={deep}")).Form("#edit");
        form["Form.Name"] = "Too deep";
        Assert.Contains("at most 6 steps", (await Efua.SubmitAsync(form)).Expect(HttpStatusCode.UnprocessableEntity).Text, StringComparison.Ordinal);

        await EditAsync(beads, f => f["Form.Parent"] = Text(crafts));
        Assert.Equal(0, Shop.Scalar<int>("SELECT count(*) FROM ShelfPlaces WHERE CategoryId = $c", ("$c", made)));
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task Buttons_move_a_category_among_its_siblings_without_script()
    {
        string Order() => Shop.Scalar<string>("SELECT group_concat(Slug) FROM (SELECT Slug FROM Categories WHERE ParentId IS NULL AND Slug IN ('food', 'crafts') ORDER BY Position, Id)");
        Assert.Equal("food,crafts", Order());
        await MoveAsync("up", IdOf("crafts"));
        Assert.Equal("crafts,food", Order());
        await MoveAsync("down", IdOf("crafts"));
        Assert.Equal("food,crafts", Order());
        await MoveAsync("up", IdOf("food"));
        Assert.Equal("food,crafts", Order());
    }

    [Fact]
    public async Task A_category_with_goods_goes_only_when_they_go_elsewhere_and_comes_back_with_them()
    {
        var (crafts, beads) = (IdOf("crafts"), IdOf("beads"));
        string Homes() => Shop.Scalar<string>("SELECT group_concat(MainCategoryId || 'x' || n) FROM (SELECT MainCategoryId, count(*) AS n FROM Products GROUP BY 1 ORDER BY 1)");
        var before = Homes();

        var form = (await Efua.GetAsync($"/office/categories/{beads}")).FormTo("handler=Delete");
        Assert.Contains("Choose where its goods go", (await Efua.SubmitAsync(form)).Expect(HttpStatusCode.UnprocessableEntity).Text, StringComparison.Ordinal);
        form["GoodsTo"] = Text(crafts);
        (await Efua.SubmitAsync(form)).Expect(HttpStatusCode.OK);

        using var ama = Shop.NewBuyer();
        Assert.Equal("/c/crafts", (await ama.GetAsync("/c/beads")).Expect(HttpStatusCode.OK).Path);
        Assert.Contains("44 products", (await ama.GetAsync("/c/crafts")).Text, StringComparison.Ordinal);

        await Efua.SubmitAsync((await Efua.GetAsync("/office/history")).FormTo("handler=Undo"));
        Assert.Equal(before, Homes());
        Assert.Contains("40 products", (await ama.GetAsync("/c/beads")).Expect(HttpStatusCode.OK).Text, StringComparison.Ordinal);

        var parent = (await Efua.GetAsync($"/office/categories/{crafts}")).Text;
        Assert.Contains("Move or delete those first", parent, StringComparison.Ordinal);
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task The_second_of_two_people_sees_what_the_first_saved()
    {
        var id = await MakeAsync("Shared", null);
        var second = (await Efua.GetAsync($"/office/categories/{id}")).Form("#edit");
        await EditAsync(id, form => form["Form.Text"] = "The first.");
        second["Form.Text"] = "The second.";
        var told = (await Efua.SubmitAsync(second)).Expect(HttpStatusCode.Conflict);
        Assert.Contains("The first.", told.TextOf(".facts"), StringComparison.Ordinal);
        (await Efua.SubmitAsync(told.Form("#edit"))).Expect(HttpStatusCode.OK);
        Assert.Equal("The second.", Shop.Scalar<string>("SELECT Text FROM Categories WHERE Id = $i", ("$i", id)));
    }

    [Theory]
    [InlineData("Form.Name", "", "Write a name")]
    [InlineData("Form.Slug", "food", "already has the address")]
    [InlineData("Form.Parent", "999999", "cannot hang there")]
    public async Task What_cannot_be_is_said_and_nothing_typed_is_lost(string field, string value, string says)
    {
        var form = (await Efua.GetAsync("/office/categories/new")).Form("#edit");
        form["Form.Name"] = "Half";
        form["Form.Text"] = "Typed.";
        form[field] = value;
        var refused = (await Efua.SubmitAsync(form)).Expect(HttpStatusCode.UnprocessableEntity);
        Assert.Contains(says, refused.Text, StringComparison.Ordinal);
        Assert.Contains("Typed.", refused.One("#Form_Text").TextContent, StringComparison.Ordinal);
    }

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);

    private long IdOf(string slug) => Shop.Scalar<long>("SELECT Id FROM Categories WHERE Slug = $s", ("$s", slug));

    private async Task MoveAsync(string way, long id)
    {
        var form = (await Efua.GetAsync("/office/categories")).Form("#move");
        (await Efua.SubmitAsync(form.Add(way, Text(id)))).Expect(HttpStatusCode.OK);
    }

    private async Task<Page> EditAsync(long id, Action<Form> change)
    {
        var form = (await Efua.GetAsync($"/office/categories/{id}")).Form("#edit");
        change(form);
        return (await Efua.SubmitAsync(form)).Expect(HttpStatusCode.OK);
    }

    private async Task<long> MakeAsync(string name, long? under)
    {
        var form = (await Efua.GetAsync($"/office/categories/new?under={under}")).Form("#edit");
        form["Form.Name"] = name;
        (await Efua.SubmitAsync(form)).Expect(HttpStatusCode.OK);
        return Shop.Scalar<long>("SELECT Id FROM Categories WHERE Name = $n", ("$n", name));
    }
}
