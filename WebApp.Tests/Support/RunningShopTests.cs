// The harness itself: a shop starts, stops, dies and comes back, and nothing of it stays behind.
using System.Net;

namespace Makola.Tests.Support;

public sealed class RunningShopTests
{
    [Fact]
    public async Task A_shop_starts_stops_and_comes_back_at_the_same_address()
    {
        await using var shop = await Cast.OpenAsync();
        var address = shop.Address;
        using var buyer = shop.NewBuyer();
        (await buyer.GetAsync("/")).Expect(HttpStatusCode.OK);

        await shop.StopAsync();
        Assert.False(shop.IsRunning);
        await shop.RestartAsync();
        await shop.KillAsync();
        await shop.RestartAsync();

        Assert.Equal(address, shop.Address);
        (await buyer.GetAsync("/")).Expect(HttpStatusCode.OK);
    }
}
