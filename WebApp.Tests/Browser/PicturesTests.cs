// Photos of a phone become small pictures: chosen on a narrow screen, made small there, put in order, described, and seen in the shop; weighed as fetched.
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Makola.Tests.Browser;

public sealed class PicturesTests(CastShop cast, Chromium chromium) : IClassFixture<CastShop>
{
    private static readonly Look Phone = Look.Phone with { Width = 390, Height = 844, Sharp = 3 };

    private RunningShop Shop => cast.Shop;

    [Theory]
    [InlineData(390)]
    [InlineData(1280)]
    public async Task Three_photos_are_made_small_put_in_order_described_and_shown(int width)
    {
        var good = width == 390 ? Cast.Basket : Cast.Drum;
        var id = ProductOf(good);
        await using var staff = await chromium.VisitorAsync(Shop, Look.Desktop with { Width = width });
        var page = await Chromium.SignInAsync(staff, $"/office/products/{id}");
        await page.Locator("[name='Form.Blurb']").FillAsync("Typed and not yet saved");
        var photos = await PhotosAsync(page, width);
        Assert.All(photos, photo => Assert.InRange(photo.Buffer.Length, 300_000, 20_000_000));

        await page.Locator("[data-pictures]").SetInputFilesAsync([.. photos, new() { Name = "notes.jpg", MimeType = "image/jpeg", Buffer = "no picture"u8.ToArray() }]);

        await Assertions.Expect(page.Locator("[data-progress]")).ToContainTextAsync("3 pictures are added.", new() { Timeout = 60_000 });
        await Assertions.Expect(page.Locator("[data-progress]")).ToContainTextAsync("“notes.jpg” cannot be opened as a picture");
        await Assertions.Expect(page.Locator(".shot")).ToHaveCountAsync(4);
        var paths = Paths(id);
        Assert.All(paths.Skip(1), path => Assert.EndsWith("/1200.webp", path, StringComparison.Ordinal));
        foreach (var (name, most) in new[] { ("1200.webp", 160_000), ("640.webp", 50_000), ("320.webp", 20_000), ("share.jpg", 120_000) })
            Assert.All(paths.Skip(1), path => Assert.InRange(new FileInfo(Path.Combine(Shop.Data, path.Replace("1200.webp", name, StringComparison.Ordinal))).Length, 100, most));
        Assert.True(Shop.Scalar<int>("SELECT Height > Width FROM StoredPictures WHERE Path = $p", ("$p", paths[3])) == 1, "the photo of a phone held upright does not stand");

        await page.GetByRole(AriaRole.Button, new() { Name = "First: picture 4" }).ClickAsync();
        await Assertions.Expect(page.Locator("[name='Form.Pictures[0].Path']")).ToHaveValueAsync(paths[3]);
        await page.Locator("[name='Form.Pictures[0].Alt']").FillAsync("The drum on its stand");
        var version = page.Locator("#pictures input[form=product]");
        var before = await version.InputValueAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save words and choices" }).ClickAsync();
        await Assertions.Expect(version).Not.ToHaveValueAsync(before); // The message of the press before says the same.
        await Assertions.Expect(page.Locator("#pictures .said")).ToHaveTextAsync("Saved.");

        Assert.Equal("Typed and not yet saved", await page.Locator("[name='Form.Blurb']").InputValueAsync());
        await page.Locator("#product .save button").ClickAsync();
        await Assertions.Expect(page.Locator("#said")).ToContainTextAsync("Saved.");

        await using var visitor = await chromium.VisitorAsync(Shop, Phone);
        var seen = await visitor.NewPageAsync();
        await seen.GotoAsync($"/p/{good.Slug}", new() { WaitUntil = WaitUntilState.NetworkIdle });
        Assert.Equal("The drum on its stand", await seen.Locator(".gallery-image").First.GetAttributeAsync("alt"));
        Assert.EndsWith(paths[3].Replace("1200", "640", StringComparison.Ordinal), await seen.Locator(".gallery-image").First.EvaluateAsync<string>("i => i.currentSrc"), StringComparison.Ordinal);
        Assert.EndsWith("/share.jpg", await seen.Locator("meta[property='og:image']").GetAttributeAsync("content"), StringComparison.Ordinal);
        Assert.True(await seen.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), "the page is wider than the phone");
        await seen.GotoAsync($"/search?q={Uri.EscapeDataString(good.Name)}");
        await Assertions.Expect(seen.Locator($".card-image[src*='{paths[3].Split('/')[1]}']")).ToHaveJSPropertyAsync("complete", true);
        await Shop.BooksAsync();
    }

    [Fact]
    public async Task The_meter_tells_what_a_phone_really_fetches()
    {
        var id = ProductOf(Cast.PalmOil);
        await using var staff = await chromium.VisitorAsync(Shop, Phone);
        var page = await Chromium.SignInAsync(staff, $"/office/products/{id}");
        await page.Locator("[data-pictures]").SetInputFilesAsync(await PhotosAsync(page, 9));
        await Assertions.Expect(page.Locator("[data-progress]")).ToContainTextAsync("3 pictures are added.", new() { Timeout = 60_000 });
        await page.GetByRole(AriaRole.Button, new() { Name = "Take away picture 1" }).ClickAsync();
        await Assertions.Expect(page.Locator(".shot")).ToHaveCountAsync(3);
        var told = double.Parse((await page.Locator("#weight meter").GetAttributeAsync("value"))!, CultureInfo.InvariantCulture);

        await using var visitor = await chromium.VisitorAsync(Shop, Phone);
        var seen = await visitor.NewPageAsync();
        var loads = new List<(string Url, int Bytes)>();
        seen.RequestFinished += async (_, request) =>
        {
            var sizes = await request.SizesAsync();
            lock (loads) loads.Add((request.Url, sizes.ResponseBodySize + sizes.ResponseHeadersSize));
        };
        await seen.GotoAsync($"/p/{Cast.PalmOil.Slug}", new() { WaitUntil = WaitUntilState.NetworkIdle });
        await Task.Delay(300);
        var first = await seen.EvaluateAsync<string[]>("() => [...document.images].filter(i => i.loading !== 'lazy').map(i => i.currentSrc)");
        var fetched = loads.Where(l => first.Contains(l.Url) || !Regex.IsMatch(l.Url, "/pictures/|/img/")).Sum(l => l.Bytes);

        Assert.InRange(told, fetched * 0.98, fetched * 1.02);
        Assert.InRange(told, 20_000, 70 * 1024);
        Assert.DoesNotContain(loads, l => l.Url.EndsWith("/320.webp", StringComparison.Ordinal) && l.Url.Contains(Paths(id)[0].Split('/')[1], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_script_a_file_goes_as_it_is_and_the_meter_says_what_to_do()
    {
        var id = ProductOf(Cast.Gari);
        await using var staff = await chromium.VisitorAsync(Shop, Look.Phone with { Width = 390, Script = false });
        var page = await Chromium.SignInAsync(staff, $"/office/products/{id}");
        await using var drawing = await chromium.VisitorAsync(Shop);
        var photo = (await PhotosAsync(await drawing.NewPageAsync(), 3, 900))[0];
        await page.Locator("[data-pictures]").SetInputFilesAsync(photo);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add them" }).ClickAsync();
        await Assertions.Expect(page.Locator(".said")).ToContainTextAsync("1 picture is added.");
        Assert.EndsWith("/as-is.jpg", Paths(id)[1], StringComparison.Ordinal);

        await page.GetByRole(AriaRole.Button, new() { Name = "First: picture 2" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Weigh the page of this product" }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Above the 70 KB it may have");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync(new Regex(@"Picture 1 weighs \d+ KB; add it again, in a browser with JavaScript, so that it is made small"));
    }

    /// <summary>Three photos with much detail, drawn by the browser; the last is of a phone that was held upright.</summary>
    private static async Task<FilePayload[]> PhotosAsync(IPage page, int seed, int width = 2400)
    {
        var photos = new List<FilePayload>();
        for (var n = 0; n < 3; n++)
        {
            var drawn = await page.EvaluateAsync<string>("""
                async ([seed, width]) => {
                  const canvas = new OffscreenCanvas(width, width * 2 / 3), pen = canvas.getContext('2d');
                  let chance = seed;
                  const next = () => (chance = chance * 16807 % 2147483647) / 2147483647;
                  for (let i = 0; i < 2500; i++) {
                    pen.fillStyle = `hsl(${next() * 360} 60% ${next() * 100}% / .6)`;
                    pen.beginPath();
                    pen.arc(next() * canvas.width, next() * canvas.height, next() * width / 20, 0, 7);
                    pen.fill();
                  }
                  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg', quality: .95 })).arrayBuffer());
                  let text = '';
                  for (let i = 0; i < bytes.length; i += 32768) text += String.fromCharCode(...bytes.subarray(i, i + 32768));
                  return btoa(text);
                }
                """, new[] { seed * 10 + n + 1, width });
            var bytes = Convert.FromBase64String(drawn);
            photos.Add(new() { Name = $"photo {n + 1}.jpg", MimeType = "image/jpeg", Buffer = n == 2 ? Photos.Loaded(bytes, 6) : bytes });
        }

        return [.. photos];
    }

    private long ProductOf(Good good) => Shop.Scalar<long>("SELECT Id FROM Products WHERE Slug = $s", ("$s", good.Slug));

    private List<string> Paths(long id) => [.. Shop.Scalar<string>("SELECT group_concat(value ->> 'Path', ' ') FROM Products, json_each(Products.Pictures) WHERE Products.Id = $i", ("$i", id)).Split(' ')];
}
