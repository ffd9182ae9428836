// Sales that begin and end at a time of the shop's own zone, over a change to summer time, on a machine that stands elsewhere.
using System.Globalization;
using System.Net;

namespace Makola.Tests.Faults;

/// <summary>
/// AV13: a sale is valid from its first local second and not after its last, and page, cart, order and mail agree. (The shop has no coupons yet, and no
/// report or API that would name a sale.) The clock stands still while it is looked at; the job that changes prices comes by every ten seconds.
/// </summary>
public sealed class SaleTimesTests
{
    private readonly string _clock = Path.Combine(Watchman.NewFolder("clock"), "clock");

    [Fact]
    public async Task AV13_A_sale_begins_and_ends_at_the_shops_own_midnight_whatever_zone_the_machine_is_in()
    {
        await using var sink = new SmtpSink();
        await JumpingClock.SetAsync(_clock, "=2027-03-27T12:00:00Z");
        var opening = JumpingClock.Opening(_clock);
        await using var shop = await Cast.OpenAsync(opening with { Settings = sink.Settings, Variables = new Dictionary<string, string>(opening.Variables) { ["TZ"] = "Pacific/Auckland" } });
        using var efua = shop.NewBuyer();
        await efua.SignInAsync();

        await TypedAsync(shop, efua, "Africa/Accra", Cast.PalmOil, ("2027-12-31T00:00", "2027-12-31T00:00Z"), ("2027-12-31T23:59", "2027-12-31T23:59Z"));
        await TypedAsync(shop, efua, "Africa/Lagos", Cast.PalmOil, ("2027-12-31T00:00", "2027-12-30T23:00Z"), ("2028-01-01T00:00", "2027-12-31T23:00Z"));
        await TypedAsync(shop, efua, "Europe/Berlin", Cast.PalmOil, ("2027-10-31T00:00", "2027-10-30T22:00Z"), ("2027-11-01T00:00", "2027-10-31T23:00Z"));
        // The day the clocks go forward has 23 hours.
        await TypedAsync(shop, efua, "Europe/Berlin", Cast.Gari, ("2027-03-28T00:00", "2027-03-27T23:00Z"), ("2027-03-29T00:00", "2027-03-28T22:00Z"));

        await CostsAsync(shop, sink, "2027-03-27T22:59:59Z", 18_50, 0);
        await CostsAsync(shop, sink, "2027-03-27T23:00:00Z", 15_00, 1);
        await CostsAsync(shop, sink, "2027-03-28T21:59:59Z", 15_00, 2);
        await CostsAsync(shop, sink, "2027-03-28T22:00:00Z", 18_50, 3);
        await shop.BooksAsync();
    }

    /// <summary>Types a sale into the product's page; it is kept as these moments, and shown again as it was typed.</summary>
    private static async Task TypedAsync(RunningShop shop, Buyer efua, string zone, Good good, (string Typed, string Is) from, (string Typed, string Is) until)
    {
        var settings = (await efua.GetAsync("/office/settings")).Form("main form");
        settings["TimeZone"] = zone;
        (await efua.SubmitAsync(settings)).Expect(HttpStatusCode.OK);
        var address = $"/office/products/{shop.Scalar<long>("SELECT Id FROM Products WHERE Slug = $slug", ("$slug", good.Slug))}";
        var form = (await efua.GetAsync(address)).Form("#product");
        (form["Form.Variants[0].SalePrice"], form["Form.Variants[0].SaleFrom"], form["Form.Variants[0].SaleUntil"]) = ("15", from.Typed, until.Typed);
        (await efua.SubmitAsync(form)).Expect(HttpStatusCode.OK);

        Assert.Equal($"{Milliseconds(from.Is)} {Milliseconds(until.Is)}", shop.Scalar<string>("SELECT SaleFrom || ' ' || SaleUntil FROM Variants WHERE Sku = $sku", ("$sku", good.Sku)));
        var shown = (await efua.GetAsync(address)).Form("#product");
        Assert.Equal((from.Typed, until.Typed), (shown["Form.Variants[0].SaleFrom"], shown["Form.Variants[0].SaleUntil"]));
        shop.Execute("UPDATE Variants SET SalePrice = NULL, SaleFrom = NULL, SaleUntil = NULL WHERE Sku = $sku AND $sku <> 'GARI-1KG'", ("$sku", good.Sku));
    }

    /// <summary>At a moment, once the job has been by: page, cart, order and mail say the same price.</summary>
    private async Task CostsAsync(RunningShop shop, SmtpSink sink, string moment, long price, int no)
    {
        await JumpingClock.SetAsync(_clock, "=" + moment);
        // Another good's sale that begins at this very moment shows that the job has looked.
        var witness = Cast.Beads[no].Sku;
        shop.Execute("UPDATE Variants SET SalePrice = 100, SaleFrom = $now WHERE Sku = $sku", ("$now", Milliseconds(moment)), ("$sku", witness));
        await Trial.UntilAsync("the job has been by", () => shop.Scalar<long>("SELECT Price FROM Variants WHERE Sku = $sku", ("$sku", witness)) == 100);

        var text = (price / 100m).ToString("0.00", CultureInfo.InvariantCulture);
        using var ama = shop.NewBuyer();
        var page = await ama.GetAsync($"/p/{Cast.Gari.Slug}?n={no}");
        Assert.Contains(text, page.Text, StringComparison.Ordinal);
        Assert.Equal(price == 15_00, page.Text.Contains("15.00", StringComparison.Ordinal));
        Assert.Contains(text, (await ama.AddAsync(Cast.Gari)).Text, StringComparison.Ordinal);
        var order = await ama.PlaceAsync(form => form["Contact"] = $"ama{no}@mail.example");
        Assert.True(order.IsOrder, order.Text);
        Assert.Contains(text, order.Text, StringComparison.Ordinal);
        Assert.Equal(price, shop.Scalar<long>("SELECT UnitPrice FROM OrderLines ORDER BY OrderNumber DESC LIMIT 1"));
        var mail = Assert.Single(await sink.ForAsync($"ama{no}@mail.example"));
        Assert.Contains(text, mail.Body, StringComparison.Ordinal);
    }

    private static long Milliseconds(string moment) => DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeMilliseconds();
}
