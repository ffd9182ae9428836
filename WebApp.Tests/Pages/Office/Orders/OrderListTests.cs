// The piles, the search and the way to older orders.
using System.Net;
using Makola.Pages.Office.Orders;
using Makola.Tests.Pages.Office;

namespace Makola.Tests.Pages.Office.Orders;

public sealed class OrderListTests(OfficeShop office) : IClassFixture<OfficeShop>
{
    [Fact]
    public async Task An_order_is_found_by_number_reference_name_phone_and_sku()
    {
        var number = await office.OrderAsync(form => (form["Name"], form["Contact"]) = ("Yaa Asantewaa-Boaké", "020 111 2233"), (Cast.Drum, 1));

        foreach (var words in (string[])[$"{number}", $"#{number}", $"MK-{number}", "yaa", "asante", "Boake yaa", "020 111 2233", "+233201112233", "0201112", "drum-1", "DRUM"])
        {
            var found = (await office.Efua.GetAsync($"/office/orders?q={Uri.EscapeDataString(words)}")).Expect(HttpStatusCode.OK);
            Assert.True(found.Has($"a[href='/office/orders/{number}']"), $"\"{words}\" found: {found.Text}");
        }
    }

    [Theory]
    [InlineData("\"", null)]
    [InlineData("()*:^", null)]
    [InlineData("ama\" OR \"1", "\"ama\"\"\"* \"OR\"* \"\"\"1\"*")]
    [InlineData("1042", "\"1042\"")]
    [InlineData(" #1042 ", "\"1042\"")]
    [InlineData("024 812 4490", "\"+233248124490\"")]
    [InlineData("024 812", "\"024812\"*")]
    public void Words_are_words_whatever_was_typed(string typed, string? match) => Assert.Equal(match, OrderSearch.MatchOf(typed));

    [Theory]
    [InlineData("%22")]
    [InlineData("%27%3B--")]
    [InlineData("%00")]
    [InlineData("NEAR%28a+b%29")]
    public async Task Odd_words_find_nothing_and_break_nothing(string typed)
    {
        var page = (await office.Efua.GetAsync($"/office/orders?q={typed}")).Expect(HttpStatusCode.OK);
        Assert.Contains("No order has", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_wanders_from_pile_to_pile()
    {
        var number = await office.TransferOrderAsync((Cast.Gari, 1));
        Assert.Equal(["awaiting-money", "all"], await PilesOfAsync(number));
        await office.DoAsync(number, "Receive", form => form["TransactionId"] = $"P{number}");
        Assert.Equal(["to-pack", "all"], await PilesOfAsync(number));
        await office.DoAsync(number, "Pack");
        Assert.Equal(["to-send", "all"], await PilesOfAsync(number));
        await office.DoAsync(number, "Send");
        Assert.Equal(["sent", "all"], await PilesOfAsync(number));
        await office.DoAsync(number, "Deliver");
        Assert.Equal(["done", "all"], await PilesOfAsync(number));
    }

    [Fact]
    public async Task Older_orders_follow_without_gap_or_repetition()
    {
        for (var i = 0; i < OrdersModel.PageSize + 3; i++) await office.OrderAsync(null, (Cast.Plantain, 1));
        List<string> seen = [];
        var page = await office.Efua.GetAsync("/office/orders?tab=all");
        while (true)
        {
            seen.AddRange(page.Html.QuerySelectorAll(".list-link").Select(link => link.TextContent));
            if (page.Html.QuerySelector("a[rel=next]")?.GetAttribute("href") is not { } older) break;
            page = await office.Efua.GetAsync(older);
        }

        var all = office.Shop.Scalar<int>("SELECT COUNT(*) FROM Orders");
        Assert.Equal(all, seen.Count);
        Assert.Equal(seen.OrderByDescending(number => number, StringComparer.Ordinal), seen);
    }

    [Fact]
    public async Task An_unknown_pile_is_not_found() =>
        Assert.Equal(HttpStatusCode.NotFound, (await office.Efua.GetAsync("/office/orders?tab=secret")).Status);

    private async Task<List<string>> PilesOfAsync(long number)
    {
        List<string> piles = [];
        foreach (var tab in OrderTab.All)
            if ((await office.Efua.GetAsync($"/office/orders?tab={tab.Key}")).Has($"a[href='/office/orders/{number}']")) piles.Add(tab.Key);
        return piles;
    }
}
