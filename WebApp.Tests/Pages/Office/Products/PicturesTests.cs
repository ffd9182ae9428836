// Pictures of goods over HTTP: added, put in order, described, taken away and brought back; every upload trick refused or harmless.
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Makola.Tests.Faults;
using Makola.Web;

namespace Makola.Tests.Pages.Office.Products;

public sealed class PicturesTests(OfficeShop office) : IClassFixture<OfficeShop>
{
    private RunningShop Shop => office.Shop;

    private Buyer Efua => office.Efua;

    [Fact]
    public async Task Several_pictures_are_added_at_once_put_in_order_described_and_taken_away_and_history_brings_them_back()
    {
        var id = ProductOf(Cast.Drum);
        var page = await AddAsync(id, ("front.jpg", Photos.Jpeg), ("back.webp", Photos.WebP), ("side.png", Photos.Png(40, 30)));
        Assert.Contains("3 pictures are added.", page.Expect(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        var (demo, front, back, side) = (Paths(id)[0], Paths(id)[1], Paths(id)[2], Paths(id)[3]);

        await PressAsync(id, "first:3", form => form["Form.Pictures[1].Alt"] = "From the front");
        Assert.Equal([side, demo, front, back], Paths(id));
        await PressAsync(id, "right:0");
        await PressAsync(id, "left:2");
        Assert.Equal([demo, front, side, back], Paths(id));
        await PressAsync(id, "away:0");
        Assert.Equal([front, side, back], Paths(id));

        using var ama = Shop.NewBuyer();
        var seen = await ama.GetAsync($"/p/{Cast.Drum.Slug}");
        Assert.Equal($"/{front}", seen.One(".gallery-image").GetAttribute("src"));
        Assert.Equal("From the front", seen.One(".gallery-image").GetAttribute("alt"));
        Assert.Equal(("600", "600"), (seen.One(".gallery-image").GetAttribute("width"), seen.One(".gallery-image").GetAttribute("height")));
        Assert.Contains($"/{front}", (await ama.GetAsync("/search?q=drum")).Body, StringComparison.Ordinal);

        var history = await Efua.GetAsync($"/office/products/{id}");
        (await Efua.SubmitAsync(history.FormTo("handler=Undo"))).Expect(HttpStatusCode.OK);
        Assert.Equal([demo, front, side, back], Paths(id));
        (await ama.GetAsync($"/{front}")).Expect(HttpStatusCode.OK);
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task A_product_whose_first_view_is_too_heavy_is_warned_of_once_it_was_weighed_and_no_other()
    {
        var (bead, id) = (Cast.Beads[3], ProductOf(Cast.Beads[3]));
        await AddAsync(id, ("bead.jpg", Photos.JpegOf(600, 404)));
        await PressAsync(id, $"first:{Paths(id).Count - 1}");
        await File.AppendAllBytesAsync(Path.Combine(Shop.Data, Paths(id)[0]), new byte[PageWeight.Budget], TestContext.Current.CancellationToken);

        using var ama = Shop.NewBuyer();
        IReadOnlyList<string> warnings = [];
        await Trial.UntilAsync("it is among the warnings", async () =>
        {
            foreach (var good in new[] { bead, Cast.Plantain }) (await ama.GetAsync($"/p/{good.Slug}")).Expect(HttpStatusCode.OK);
            await Efua.SubmitAsync((await Efua.GetAsync("/office/system/jobs")).Form("form[action$='name=WeighPages']"));
            warnings = [.. (await Efua.GetAsync("/office/backstage/warnings")).Html.QuerySelectorAll(".change").Select(w => Page.Fold(w.TextContent)).Where(w => w.StartsWith("A heavy page", StringComparison.Ordinal))];
            return warnings.Count > 0;
        });
        Assert.Matches($"/p/{bead.Slug}: A phone fetches [0-9]+ KB for its first view, [0-9]+ KB of it the page itself; it may have 70", Assert.Single(warnings));
    }

    [Fact]
    public async Task A_variant_shows_its_own_picture_until_that_is_taken_away()
    {
        var id = ProductOf(Cast.KenteRedM);
        await AddAsync(id, ("gold.jpg", Photos.JpegOf(600, 500)));
        var gold = Paths(id)[^1];
        var index = (await FormAsync(id)).Fields.Where(f => f.Key.EndsWith("].Id", StringComparison.Ordinal)).ToList().FindIndex(f => f.Value == Cast.VariantId(Cast.KenteGoldM).ToString(CultureInfo.InvariantCulture));
        await PressAsync(id, null, form => form[$"Form.Variants[{index}].Path"] = gold);

        using var ama = Shop.NewBuyer();
        Assert.Equal($"/{gold}", (await ama.GetAsync($"/p/kente-shirt?v={Cast.VariantId(Cast.KenteGoldM)}")).One(".gallery-image").GetAttribute("src"));
        Assert.NotEqual($"/{gold}", (await ama.GetAsync($"/p/kente-shirt?v={Cast.VariantId(Cast.KenteRedM)}")).One(".gallery-image").GetAttribute("src"));
        await ama.AddQuicklyAsync(Cast.KenteGoldM);
        Assert.Contains($"/{gold}", (await ama.GetAsync("/cart")).Body, StringComparison.Ordinal);

        await PressAsync(id, $"away:{Paths(id).IndexOf(gold)}");
        Assert.Equal(0, Shop.Scalar<int>("SELECT count(*) FROM Variants WHERE PicturePath IS NOT NULL"));
    }

    [Fact]
    public async Task IO06_what_is_no_picture_is_refused_by_name_and_the_others_of_the_post_are_kept()
    {
        var id = ProductOf(Cast.Gari);
        var before = Paths(id).Count;
        Func<string, byte[]> bytes = Encoding.UTF8.GetBytes;
        var page = await AddAsync(id,
            form => form["Form.Pictures[0].Alt"] = "Typed before",
            ("logo.svg", bytes("<svg xmlns='http://www.w3.org/2000/svg'><script>window.__x=1</script></svg>")), ("page.jpg", bytes("<html><script>window.__x=1</script></html>")),
            ("shell.jpg.aspx", bytes("<%@ Page Language=\"C#\" %>")), ("shell.php", bytes("<?php system($_GET['c']);")), ("both.gif", bytes("GIF89a/*" + new string(' ', 40) + "*/=1;window.__x=1")),
            ("empty.png", []), ("cut.jpg", Photos.Jpeg[..4_000]), ("../../good.jpg", Photos.JpegOf(600, 401)));

        page.Expect(HttpStatusCode.UnprocessableEntity);
        Assert.All(new[] { "logo.svg", "page.jpg", "shell.jpg.aspx", "shell.php", "both.gif", "empty.png", "cut.jpg" }, name => Assert.Contains($"“{name}”", page.TextOf("[role=alert]"), StringComparison.Ordinal));
        Assert.DoesNotContain("good.jpg", page.TextOf("[role=alert]"), StringComparison.Ordinal);
        Assert.Contains("1 picture is added.", page.Text, StringComparison.Ordinal);
        Assert.Equal("Typed before", page.One("#Form_Pictures_0__Alt").GetAttribute("value"));
        Assert.Equal(before + 1, Paths(id).Count);
        Assert.All(Directory.EnumerateFiles(Path.Combine(Shop.Data, "pictures"), "*", SearchOption.AllDirectories), file => Assert.Matches(@"/pictures/[0-9a-f]{32}/[0-9a-z-]+\.(jpg|png|webp|gif)$", file.Replace('\\', '/')));
    }

    [Fact]
    public async Task IO06_a_picture_is_served_as_what_it_is_without_its_secrets_whatever_it_was_called()
    {
        var id = ProductOf(Cast.PalmOil);
        byte[] polyglot = [.. Photos.Gif(), .. Encoding.ASCII.GetBytes(Photos.Secret)];
        (await AddAsync(id, ("evil.html", Photos.Loaded(Photos.JpegOf(600, 402), 6)), ("evil.js", Photos.LoadedWebP()), ("evil.aspx", Photos.Png(41, 30, ("tEXt", Encoding.ASCII.GetBytes(Photos.Secret)))), ("evil.php", polyglot))).Expect(HttpStatusCode.OK);

        foreach (var (path, type) in Paths(id).TakeLast(4).Zip(["image/jpeg", "image/webp", "image/png", "image/gif"]))
        {
            using var visitor = Shop.NewBuyer();
            var file = (await visitor.GetAsync("/" + path)).Expect(HttpStatusCode.OK);
            Assert.Equal(type, file.Response.Content.Headers.ContentType!.ToString());
            Assert.Equal(["nosniff"], file.Response.Headers.GetValues("X-Content-Type-Options"));
            Assert.Equal(["sandbox; default-src 'none'"], file.Response.Headers.GetValues("Content-Security-Policy"));
            Assert.Equal("public, max-age=31536000, immutable", file.Response.Headers.CacheControl!.ToString());
            Assert.DoesNotContain("GPS", Encoding.Latin1.GetString(file.Bytes.Span), StringComparison.Ordinal);
            Assert.DoesNotContain("script", Encoding.Latin1.GetString(file.Bytes.Span), StringComparison.Ordinal);
            Assert.False(file.Response.Headers.Contains("Set-Cookie"));
        }
    }

    [Theory]
    [InlineData("/pictures/../shop.db")]
    [InlineData("/pictures/%2e%2e/shop.db")]
    [InlineData("/pictures/..%2fshop.db")]
    [InlineData("/pictures/00000000000000000000000000000000/..%5c..%5cshop.db")]
    [InlineData("/pictures/00000000000000000000000000000000/1200.webp")]
    [InlineData("/pictures/%2fetc/passwd")]
    [InlineData("/pictures/")]
    public async Task There_is_no_way_out_of_the_folder(string path)
    {
        using var client = Shop.NewClient();
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task The_same_picture_twice_is_one_file_and_once_on_a_product()
    {
        var picture = Photos.JpegOf(600, 403);
        await AddAsync(ProductOf(Cast.Stool), ("a.jpg", picture));
        await AddAsync(ProductOf(Cast.Stool), ("b.jpg", picture), ("c.jpg", Photos.Loaded(picture, 1)));
        await AddAsync(ProductOf(Cast.Basket), ("d.jpg", picture));

        var path = Paths(ProductOf(Cast.Stool))[^1];
        Assert.Equal(2, Paths(ProductOf(Cast.Stool)).Count);
        Assert.Equal(path, Paths(ProductOf(Cast.Basket))[^1]);
        Assert.Equal(1, Shop.Scalar<int>("SELECT count(*) FROM StoredPictures WHERE Path = $p", ("$p", path)));
    }

    [Fact]
    public async Task IO08_bombs_are_refused_within_two_seconds_and_take_no_memory()
    {
        var id = ProductOf(Cast.Plantain);
        await AddAsync(id, ("first.png", Photos.Png(42, 30)));
        var (before, watch) = (Memory(), Stopwatch.StartNew());
        var page = await AddAsync(id, ("wide.png", Photos.Png(30_000, 30_000)), ("frames.gif", Photos.Gif(10_000)), ("mega.jpg", Photos.JpegOf(20_000, 10_000)), ("bomb.webp", Photos.WebPBomb()));
        watch.Stop();

        page.Expect(HttpStatusCode.UnprocessableEntity);
        Assert.All(new[] { "wide.png", "frames.gif", "mega.jpg", "bomb.webp" }, name => Assert.Contains($"“{name}”", page.TextOf("[role=alert]"), StringComparison.Ordinal));
        Assert.InRange(watch.ElapsedMilliseconds, 0, 10_000); // Two seconds, generously: the machine is shared.
        Assert.InRange(Memory() - before, long.MinValue, 200L << 20);
        using var ama = Shop.NewBuyer();
        (await ama.GetAsync("/")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_file_above_two_megabytes_is_named_and_a_post_far_above_is_refused_and_other_pages_take_no_more_than_before()
    {
        var id = ProductOf(Cast.OldRadio);
        var page = await AddAsync(id, ("huge.jpg", [.. Photos.Jpeg, .. new byte[2 * 1024 * 1024]]), ("good.png", Photos.Png(43, 30)));
        Assert.Contains("“huge.jpg” has more than 2 MB", page.Expect(HttpStatusCode.UnprocessableEntity).Text, StringComparison.Ordinal);
        Assert.Equal(2, Paths(id).Count);

        try
        {
            (await AddAsync(id, [.. Enumerable.Range(0, 12).Select(n => ($"{n}.jpg", new byte[2 * 1024 * 1024]))])).Expect(HttpStatusCode.RequestEntityTooLarge);
        }
        catch (HttpRequestException)
        {
            // The shop answers and hangs up before all of it was sent; which of the two comes first is the network's.
        }

        Assert.Equal(2, Paths(id).Count);
    }

    [Fact]
    public async Task Only_staff_add_pictures()
    {
        var form = await FormAsync(ProductOf(Cast.Gari));
        using var stranger = Shop.NewBuyer();
        await stranger.GetAsync("/");
        using var content = form.Content();
        var answer = await stranger.SendAsync(new HttpRequestMessage(HttpMethod.Post, form.Action) { Content = content });
        Assert.Contains("/account/sign-in", answer.SentTo!, StringComparison.Ordinal);
    }

    private long ProductOf(Good good) => Shop.Scalar<long>("SELECT Id FROM Products WHERE Slug = $s", ("$s", good.Slug));

    private List<string> Paths(long id) => [.. Shop.Scalar<string>("SELECT group_concat(value ->> 'Path', ' ') FROM Products, json_each(Products.Pictures) WHERE Products.Id = $i", ("$i", id)).Split(' ')];

    private long Memory()
    {
        using var process = Process.GetProcessById(Shop.ProcessId);
        return process.WorkingSet64;
    }

    private async Task<Form> FormAsync(long id) => (await Efua.GetAsync($"/office/products/{id}")).Expect(HttpStatusCode.OK).FormTo($"/products/{id}/pictures");

    private async Task PressAsync(long id, string? deed, Action<Form>? change = null)
    {
        var form = await FormAsync(id);
        change?.Invoke(form);
        if (deed is not null) form.Add("Deed", deed);
        (await Efua.SubmitAsync(form)).Expect(HttpStatusCode.OK);
    }

    private Task<Page> AddAsync(long id, params (string Name, byte[] Bytes)[] files) => AddAsync(id, _ => { }, files);

    private async Task<Page> AddAsync(long id, Action<Form> change, params (string Name, byte[] Bytes)[] files)
    {
        var form = await FormAsync(id);
        change(form);
        foreach (var (name, bytes) in files) form.Attach("Files", name, bytes);
        return await Efua.SubmitAsync(form);
    }
}
