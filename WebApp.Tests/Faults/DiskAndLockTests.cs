// A full disk and a lock held by somebody else: buyers are asked to wait, nothing is lost, and the shop goes on by itself.
using System.Net;

namespace Makola.Tests.Faults;

public sealed class DiskAndLockTests
{
    [Fact]
    public async Task AV09_A_full_disk_stops_orders_with_an_apology_and_loses_none()
    {
        Assert.SkipUnless(Disk.CanMount, Disk.WhyNot);
        using var disk = Disk.OfMegabytes(4);
        await using var shop = await Cast.OpenAsync(new Opening { Data = Path.Combine(disk.Folder, "shop") });
        using var shoppers = new Shoppers(shop, 8);
        shoppers.Start();
        await UntilAsync(() => shoppers.Busy > 20);
        var pid = shop.ProcessId;

        // No room: goods can still be looked at.
        using var visitor = shop.NewBuyer();
        (await visitor.GetAsync($"/p/{Cast.Gari.Slug}")).Expect(HttpStatusCode.OK);
        (await visitor.GetAsync("/c/food?sort=price")).Expect(HttpStatusCode.OK);
        var before = shoppers.Acknowledged.Count;

        disk.Grow(64);
        await UntilAsync(() => shoppers.Acknowledged.Count > before + 10);
        await shoppers.StopAsync();

        Assert.Equal(pid, shop.ProcessId);
        Assert.Empty(shoppers.Unanswered);
        shoppers.AssertAllAreThere();
        Assert.Equal(shoppers.Acknowledged.Count, shop.Scalar<int>("SELECT count(*) FROM Orders"));
        await shop.BooksAsync();
        await shop.StopAsync();
    }

    [Fact]
    public async Task AV08_While_another_holds_the_write_lock_reads_go_on_and_buyers_are_asked_to_wait()
    {
        await using var shop = await Cast.OpenAsync();
        using var shoppers = new Shoppers(shop, 16);
        using var visitor = shop.NewBuyer();
        using var waiting = shop.NewBuyer();
        await waiting.AddAsync(Cast.Gari);
        var form = await waiting.CheckoutAsync();

        shoppers.Start();
        await UntilAsync(() => shoppers.Acknowledged.Count > 5);
        Page refused;
        await using (var other = shop.Sql())
        {
            RunningShop.Execute(other, "BEGIN IMMEDIATE");
            var held = Task.Delay(TimeSpan.FromSeconds(10));
            refused = await waiting.SubmitOnceAsync(form);
            while (!held.IsCompleted)
            {
                (await visitor.GetAsync($"/p/{Cast.PalmOil.Slug}?v={Cast.VariantId(Cast.PalmOil)}")).Expect(HttpStatusCode.OK);
                (await visitor.GetAsync("/c/food?sort=name")).Expect(HttpStatusCode.OK);
                await Task.Delay(100);
            }

            RunningShop.Execute(other, "ROLLBACK");
        }

        var before = shoppers.Acknowledged.Count;
        await UntilAsync(() => shoppers.Acknowledged.Count > before + 10);
        await shoppers.StopAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Status);
        Assert.NotNull(refused.Response.Headers.RetryAfter);
        Assert.True(refused.Has("main") && refused.Text.Length > 20, "The busy shop answers with a page for people: " + refused.Body);
        Assert.True((await waiting.SubmitAsync(form)).IsOrder, "Pressed again, the order goes through.");
        shoppers.AssertAllAreThere();
        await shop.BooksAsync();
    }

    private static async Task UntilAsync(Func<bool> reached)
    {
        for (var i = 0; i < 600 && !reached(); i++)
            await Task.Delay(100);
        Assert.True(reached(), "Waited a minute for it.");
    }
}
