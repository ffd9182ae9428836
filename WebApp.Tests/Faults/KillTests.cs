// The plug is pulled while people buy: by SIGKILL, by a power cut under the file system, by SIGTERM.
using System.Net;

namespace Makola.Tests.Faults;

public sealed class KillTests
{
    [Fact]
    public async Task AV10_Killed_twenty_times_while_eight_buyers_order_no_order_is_lost_doubled_or_half()
    {
        await using var shop = await Cast.OpenAsync();
        using var shoppers = new Shoppers(shop, 8);
        var random = new Random(1992);
        for (var round = 1; round <= 20; round++)
        {
            shoppers.Start();
            await shoppers.SomeOrderedAsync();
            await Task.Delay(random.Next(0, 1_200));
            await shop.KillAsync();
            await shoppers.StopAsync();

            await shop.RestartAsync();
            await shoppers.PressAgainAsync();
        }

        Assert.True(shoppers.Acknowledged.Count > 20, $"Only {shoppers.Acknowledged.Count} orders were made: too few to prove anything.");
        shoppers.AssertAllAreThere();
        Assert.Equal(shoppers.Acknowledged.Count, shop.Scalar<int>("SELECT count(*) FROM Orders"));
        await shop.BooksAsync();
    }

    [Fact]
    public async Task AV11_After_ten_power_cuts_every_acknowledged_order_is_there()
    {
        Assert.SkipUnless(Disk.CanMount, Disk.WhyNot);
        using var disk = Disk.WithPowerSwitch();
        await using var shop = await Cast.OpenAsync(new Opening { Data = Path.Combine(disk.Folder, "shop") });
        using var shoppers = new Shoppers(shop, 8);
        var random = new Random(1966);
        Disk.Settle();
        for (var round = 1; round <= 10; round++)
        {
            shoppers.Start();
            await shoppers.SomeOrderedAsync();
            await Task.Delay(random.Next(0, 900));
            disk.CutPower();
            await shop.KillAsync();
            await shoppers.StopAsync();

            disk.PowerOn();
            await shop.RestartAsync();
            await shoppers.PressAgainAsync();
        }

        Assert.True(shoppers.Acknowledged.Count > 10, $"Only {shoppers.Acknowledged.Count} orders were made: too few to prove anything.");
        shoppers.AssertAllAreThere();
        Assert.Equal(shoppers.Acknowledged.Count, shop.Scalar<int>("SELECT count(*) FROM Orders"));
        await shop.BooksAsync();
        await shop.StopAsync();
    }

    [Fact]
    public async Task AV14_A_new_version_takes_over_in_the_middle_of_fifty_purchases()
    {
        await using var shop = await Cast.OpenAsync();
        using var crowd = new Crowd(shop, 50);
        using var owner = shop.NewBuyer();
        await owner.SignInAsync();
        using var browsing = shop.NewBuyer();
        await browsing.AddAsync(Cast.Gari, 2);
        var open = await browsing.CheckoutAsync();
        await crowd.EachAsync(buyer => buyer.AddQuicklyAsync(Cast.Plantain));
        var forms = new Dictionary<Buyer, Form>();
        await crowd.EachAsync(async buyer =>
        {
            var form = await buyer.CheckoutAsync();
            lock (forms)
                forms.Add(buyer, form);
        });

        var presses = crowd.Buyers.Select(async buyer =>
        {
            try
            {
                return (await buyer.SubmitOnceAsync(forms[buyer])).SentTo;
            }
            catch (HttpRequestException)
            {
                return null;
            }
        }).ToList();
        var ended = shop.StopAsync();
        var answers = await Task.WhenAll(presses);
        await ended;
        await shop.RestartAsync();

        foreach (var address in answers.OfType<string>())
            Assert.Equal(1, shop.Scalar<int>("SELECT count(*) FROM Orders WHERE Token = $token", ("$token", address["/o/".Length..])));
        // Who got no answer presses again; who stood at the checkout goes on with the page he has open; staff stay signed in.
        for (var i = 0; i < answers.Length; i++)
        {
            if (answers[i] is null)
                Assert.StartsWith("/o/", (await crowd.Buyers[i].SubmitOnceAsync(forms[crowd.Buyers[i]])).SentTo, StringComparison.Ordinal);
        }

        Assert.True((await browsing.SubmitAsync(open)).IsOrder);
        (await owner.GetAsync("/office/orders")).Expect(HttpStatusCode.OK);
        Assert.Equal("/office/orders", owner.Page!.Path);
        Assert.Equal(51, shop.Scalar<int>("SELECT count(*) FROM Orders"));
        await shop.BooksAsync();
    }
}
