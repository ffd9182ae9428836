// A key that a power cut left as a file of nothing: it is put aside, and the shop goes on.
using System.Net;

namespace Makola.Tests.Faults;

public sealed class KeyFilesTests
{
    [Theory]
    [InlineData("")]
    [InlineData("<?xml version=\"1.0\"?><key id=")]
    public async Task A_key_that_cannot_be_read_stops_nobody(string half)
    {
        var data = Watchman.NewFolder("keys");
        var keys = Directory.CreateDirectory(Path.Combine(data, "keys")).FullName;
        await File.WriteAllTextAsync(Path.Combine(keys, "key-11111111-2222-3333-4444-555555555555.xml"), half);
        await using var shop = await Cast.OpenAsync(new Opening { Data = data });

        using var ama = shop.NewBuyer();
        await ama.BuyAsync(Cast.Gari);
        await ama.SignInAsync();
        (await ama.GetAsync("/office/orders")).Expect(HttpStatusCode.OK);

        Assert.Single(Directory.GetFiles(keys, "*.damaged"));
        Assert.Single(Directory.GetFiles(keys, "*.xml"));
        await shop.BooksAsync();
        await shop.StopAsync();
    }
}
