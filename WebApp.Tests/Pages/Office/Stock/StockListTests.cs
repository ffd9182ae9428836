// The list of stock: figures apart, what runs low and is sold out, the search, and pages without gap or repetition.
using System.Net;

namespace Makola.Tests.Pages.Office.Stock;

public sealed class StockListTests(OfficeShop office) : IClassFixture<OfficeShop>
{
    [Fact]
    public async Task On_hand_reserved_and_available_stand_apart()
    {
        await office.OrderAsync(null, (Cast.KenteRedL, 3));

        var list = (await office.Efua.GetAsync("/office/stock?q=KENTE-RED-L")).Expect(HttpStatusCode.OK);

        var row = list.One($"tr:has(a[href='/office/stock/{Cast.VariantId(Cast.KenteRedL)}'])");
        Assert.Equal(["On hand40", "Reserved3", "Available37"], row.QuerySelectorAll(".list-cell--level").Select(cell => Page.Fold(cell.TextContent)));
        Assert.Contains("Red · L · KENTE-RED-L", Page.Fold(row.TextContent), StringComparison.Ordinal);
        Assert.Equal(row, list.Html.QuerySelector("tbody tr"));
        await office.Shop.BooksAsync();
    }

    [Fact]
    public async Task What_runs_low_and_what_is_sold_out_have_a_tab_each_fewest_first()
    {
        var low = (await office.Efua.GetAsync("/office/stock?tab=low")).Expect(HttpStatusCode.OK);
        var soldOut = (await office.Efua.GetAsync("/office/stock?tab=sold-out")).Expect(HttpStatusCode.OK);

        var gone = IdsOf(soldOut);
        Assert.Equal([Cast.VariantId(Cast.Stool), Cast.VariantId(Cast.KenteGoldL)], gone);
        // The basket's last piece and the five drums are at their level; an archived radio is nobody's worry.
        Assert.Equal([.. gone, Cast.VariantId(Cast.Basket), Cast.VariantId(Cast.Drum)], IdsOf(low));
        Assert.Equal(["4", "2"], low.Html.QuerySelectorAll(".tab-count").Select(count => count.TextContent));
        var today = (await office.Efua.GetAsync("/office")).Expect(HttpStatusCode.OK);
        Assert.Equal(IdsOf(low), IdsOf(today, "[aria-labelledby=low] .todo-link"));
    }

    [Fact]
    public async Task All_goods_follow_page_by_page_without_gap_or_repetition()
    {
        var seen = new List<long>();
        for (var next = "/office/stock"; next is not null;)
        {
            var page = (await office.Efua.GetAsync(next)).Expect(HttpStatusCode.OK);
            seen.AddRange(IdsOf(page));
            next = page.Html.QuerySelector("a[rel=next]")?.GetAttribute("href");
        }

        Assert.Equal(office.Shop.Scalar<int>("SELECT count(*) FROM Variants"), seen.Count);
        Assert.Equal(seen.Count, seen.Distinct().Count());
    }

    [Theory]
    [InlineData("kente", 4)]
    [InlineData("gari-1kg", 1)]
    [InlineData("sauce", 1)]
    [InlineData("radio-1", 1)]
    [InlineData("zzzz", 0)]
    [InlineData("%22%27%00()*:^", 0)]
    public async Task Goods_are_found_by_name_and_sku_drafts_and_archived_ones_too(string typed, int goods)
    {
        var found = (await office.Efua.GetAsync($"/office/stock?q={typed}")).Expect(HttpStatusCode.OK);

        Assert.Equal(goods, IdsOf(found).Count);
    }

    [Fact]
    public async Task A_place_that_cannot_be_read_is_not_found()
    {
        foreach (var path in (string[])["/office/stock?after=1.x.2", "/office/stock?tab=low&after=1", "/office/stock?tab=other"])
            (await office.Efua.GetAsync(path)).Expect(HttpStatusCode.NotFound);
    }

    private static List<long> IdsOf(Page page, string links = ".list-link") =>
        [.. page.Html.QuerySelectorAll(links).Select(link => long.Parse(link.GetAttribute("href")!.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture))];
}
