// In the morning the owner reads about yesterday, once.
namespace Makola.Tests.Jobs;

public sealed class TellDailyTests
{
    [Fact]
    public async Task Yesterday_is_told_in_the_morning_and_only_once()
    {
        await using var sink = new SmtpSink();
        await using var shop = await Cast.OpenAsync(new Opening { Settings = sink.Settings });
        shop.Execute("UPDATE Settings SET TimeZone = $zone", ("$zone", ZoneWhereItIs(20)));
        await shop.StopAsync();
        await shop.RestartAsync();
        using var ama = shop.NewBuyer();
        await ama.BuyAsync(Cast.Gari, 2);
        await sink.ForAsync(Cast.OwnerEmail, about: "New order");
        shop.Execute("UPDATE Orders SET PlacedAt = PlacedAt - 86400000");
        shop.Execute("UPDATE Settings SET TimeZone = $zone", ("$zone", ZoneWhereItIs(9)));

        await shop.StopAsync();
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
