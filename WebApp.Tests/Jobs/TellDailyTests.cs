// In the morning the owner reads about yesterday, once.
namespace Makola.Tests.Jobs;

public sealed class TellDailyTests
{
    [Fact]
    public async Task Yesterday_is_told_in_the_morning_and_only_once()
    {
        await using var sink = new SmtpSink();
        // It opens where it is evening, whatever the time of day is here: nothing is told before there is something to tell.
        var data = Watchman.NewFolder("evening");
        await Cast.PutIntoAsync(data);
        await using (var db = RunningShop.OpenDb(data)) await db.WriteAsync(async () => (await db.Settings.SingleAsync()).TimeZone = ZoneWhereItIs(20));
        await using var shop = await RunningShop.StartAsync(new Opening { Data = data, Settings = sink.Settings });
        using var ama = shop.NewBuyer();
        await ama.BuyAsync(Cast.Gari, 2);
        await sink.ForAsync(Cast.OwnerEmail, about: "New order");
        await shop.StopAsync();
        shop.Execute("UPDATE Orders SET PlacedAt = PlacedAt - 86400000");
        shop.Execute("UPDATE Settings SET TimeZone = $zone", ("$zone", ZoneWhereItIs(9)));

        await shop.RestartAsync();
        var mail = Assert.Single(await sink.ForAsync(Cast.OwnerEmail, about: "Yesterday:"));
        await shop.StopAsync();
        await shop.RestartAsync();
        MailShop.Queue(shop, "later@mail.example");
        await sink.ForAsync("later@mail.example");

        Assert.Equal("Yesterday: GH₵\u00a057.00 in 1 order", mail["Subject"]);
        foreach (var words in (string[])["Waiting to be packed: 1", "Mails that could not be sent: 0", "Ashanti stool: sold out"])
            Assert.Contains(words, mail.Body, StringComparison.Ordinal);
        Assert.Single(sink.Mails, m => m["Subject"].StartsWith("Yesterday:", StringComparison.Ordinal));
    }

    /// <summary>A zone in which it is about this hour now.</summary>
    private static string ZoneWhereItIs(int hour)
    {
        // Etc/GMT-5 is five hours ahead; they go from 12 behind to 14 ahead.
        var ahead = ((hour - DateTime.UtcNow.Hour + 36) % 24) - 12;
        return ahead == 0 ? "Etc/GMT" : $"Etc/GMT{(ahead > 0 ? "-" : "+")}{Math.Abs(ahead)}";
    }
}
