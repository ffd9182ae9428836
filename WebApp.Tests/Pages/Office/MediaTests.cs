// The pictures of the shop over HTTP: where each is shown, what is unused, what may go and what the history still needs; export and import keep them.
using System.Net;
using Makola.Domain.Pictures;

namespace Makola.Tests.Pages.Office;

public sealed class MediaTests(OfficeShop office) : IClassFixture<OfficeShop>
{
    private RunningShop Shop => office.Shop;

    private Buyer Efua => office.Efua;

    [Fact]
    public async Task A_picture_says_where_it_is_shown_and_goes_only_when_nothing_can_bring_it_back()
    {
        var id = ProductOf(Cast.Gari);
        var path = await AddAsync(id, 501);
        Assert.Contains(Cast.Gari.Name, (await RowAsync(path)).TextContent, StringComparison.Ordinal);
        await DropAsync(id);
        var collection = (await Efua.GetAsync("/office/collections/new")).Form("#edit");
        collection["Form.Name"] = "Gifts";
        (await Efua.SubmitAsync(collection)).Expect(HttpStatusCode.OK);
        foreach (var (slug, name) in new[] { ("beads", "Beads"), ("gifts", "Gifts") })
        {
            Shop.Execute("UPDATE Categories SET Emblem = $p WHERE Slug = $s", ("$p", path), ("$s", slug));
            Assert.Contains(name, (await RowAsync(path)).TextContent, StringComparison.Ordinal);
            Assert.DoesNotContain(path, (await Efua.GetAsync("/office/media?show=unused")).Body, StringComparison.Ordinal);
            Shop.Execute("UPDATE Categories SET Emblem = NULL WHERE Slug = $s", ("$s", slug));
        }

        Assert.Contains("Unused", (await RowAsync(path)).TextContent, StringComparison.Ordinal);
        var kept = await Efua.SubmitAsync((await Efua.GetAsync("/office/media?show=unused")).FormTo("handler=Away"));
        Assert.Contains("could still be taken back", kept.Expect(HttpStatusCode.Conflict).Text, StringComparison.Ordinal);

        var last = Shop.Scalar<long>("SELECT max(Id) FROM ChangeSets");
        Shop.Execute("UPDATE ChangeSets SET At = At - 31 * 86400000");
        (await Efua.SubmitAsync((await Efua.GetAsync("/office/media?show=unused")).FormTo("handler=Away"))).Expect(HttpStatusCode.OK);
        Shop.Execute("UPDATE ChangeSets SET At = At + 31 * 86400000 WHERE Id <= $last", ("$last", last)); // As the log has them.
        Assert.Equal(0, Shop.Scalar<int>("SELECT count(*) FROM StoredPictures WHERE Path = $p", ("$p", path)));
        Assert.False(Directory.Exists(Path.GetDirectoryName(Path.Combine(Shop.Data, path))));

        // The very same picture again is a new beginning.
        Assert.Equal(path, await AddAsync(id, 501));
        using var ama = Shop.NewBuyer();
        (await ama.GetAsync("/" + path)).Expect(HttpStatusCode.OK);
        await DropAsync(id);
    }

    [Fact]
    public async Task What_is_unused_for_longer_than_changes_can_be_taken_back_is_cleared_and_what_an_order_shows_stays()
    {
        var (ordered, forgotten) = (await AddAsync(ProductOf(Cast.PalmOil), 502), await AddAsync(ProductOf(Cast.Drum), 503));
        foreach (var good in new[] { Cast.PalmOil, Cast.Drum }) await FirstAsync(ProductOf(good));
        await office.OrderAsync(null, (Cast.PalmOil, 1));
        foreach (var good in new[] { Cast.PalmOil, Cast.Drum }) await DropAsync(ProductOf(good), 0);

        var album = new Album(new DataFolder(Shop.Data));
        await using var db = Shop.Db();
        var now = DateTimeOffset.UtcNow;
        Assert.Equal(0, await album.ClearAsync(db, now.AddDays(1), now, CancellationToken.None));
        var later = now + Album.Kept + TimeSpan.FromHours(1);
        Assert.InRange(await album.ClearAsync(db, later - Album.Kept, later, CancellationToken.None), 1, 9);

        var lost = Directory.CreateDirectory(Path.Combine(Shop.Data, PictureSizes.Root, new string('f', 32))).FullName;
        await album.SweepAsync(db, now, CancellationToken.None);
        Assert.True(Directory.Exists(lost));
        await album.SweepAsync(db, now.AddDays(2), CancellationToken.None);
        Assert.False(Directory.Exists(lost));

        Assert.True(File.Exists(Path.Combine(Shop.Data, ordered)));
        Assert.False(File.Exists(Path.Combine(Shop.Data, forgotten)));
        Assert.Contains("in past orders", (await RowAsync(ordered)).TextContent, StringComparison.Ordinal);
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task Export_and_import_keep_uploaded_pictures()
    {
        var id = ProductOf(Cast.Stool);
        var path = await AddAsync(id, 504);
        var file = Path.Combine(Shop.Data, "goods.csv");
        Assert.Equal(0, (await Shop.CliAsync("export", file)).ExitCode);
        var before = Pictures(id);
        Shop.Execute("UPDATE Products SET Pictures = '[]' WHERE Id = $i", ("$i", id));

        var imported = await Shop.CliAsync("import", file);

        Assert.True(imported.ExitCode == 0, imported.Output);
        Assert.Equal(before, Pictures(id));
        Assert.Contains(path, before, StringComparison.Ordinal);
        Assert.Contains(Cast.Stool.Name, (await RowAsync(path)).TextContent, StringComparison.Ordinal);
    }

    private long ProductOf(Good good) => Shop.Scalar<long>("SELECT Id FROM Products WHERE Slug = $s", ("$s", good.Slug));

    private string Pictures(long id) => Shop.Scalar<string>("SELECT Pictures FROM Products WHERE Id = $i", ("$i", id));

    private async Task<AngleSharp.Dom.IElement> RowAsync(string path) => (await Efua.GetAsync("/office/media")).Expect(HttpStatusCode.OK).One($".shot:has(a[href='/{path}'])");

    private async Task<Form> FormAsync(long id) => (await Efua.GetAsync($"/office/products/{id}/pictures")).Expect(HttpStatusCode.OK).FormTo($"/products/{id}/pictures");

    /// <summary>Adds a picture of its own (its height tells it from others); returns its path.</summary>
    private async Task<string> AddAsync(long id, int height)
    {
        (await Efua.SubmitAsync((await FormAsync(id)).Attach("Files", "new.jpg", Photos.JpegOf(600, height)))).Expect(HttpStatusCode.OK);
        return Shop.Scalar<string>("SELECT Path FROM StoredPictures WHERE Height = $h", ("$h", height));
    }

    private async Task FirstAsync(long id) => (await Efua.SubmitAsync((await FormAsync(id)).Add("Deed", "first:1"))).Expect(HttpStatusCode.OK);

    private async Task DropAsync(long id, int at = 1) => (await Efua.SubmitAsync((await FormAsync(id)).Add("Deed", $"away:{at}"))).Expect(HttpStatusCode.OK);
}
