// `dotnet run --project WebApp.Tests -c Release -- load`: publishes the shop, runs it in Production, and measures it in the same
// run against a bare ASP.NET endpoint in a process of its own that writes the very same bytes. Timings live here, never in tests.
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Makola.Tests.Support;
using static Makola.Tests.Load.Figures;

namespace Makola.Tests.Load;

/// <summary>The load command.</summary>
internal static class LoadCommand
{
    private const int Goods = 10_000, Connections = 16, Windows = 5, Views = 1_000;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(4);

    /// <summary>What the shop promises; the command's exit code is 1 when a promise is broken.</summary>
    private const double CachedShare = 0.8, UncachedShare = 0.12, MostMegabytes = 250, EmptySeconds = 5, DemoSeconds = 10;

    /// <summary>Runs it.</summary>
    /// <param name="args">Empty; <c>bare PORT FILE</c> is the yardstick's own process.</param>
    /// <returns>0 when every promise was kept.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is ["bare", var port, var file])
        {
            await BareEndpoint.ServeAsync(port, file);
            return 0;
        }

        var program = await PublishAsync();
        Begin();
        await StartsAsync(program);
        var data = await StockUpAsync();

        await using var shop = await RunningShop.StartAsync(new Opening { Program = program, Data = data });
        await MemoryAsync(shop);
        await CompareAsync("category, cached", shop, "/c/everything", "br", null, CachedShare);
        await CompareAsync("product, cached", shop, "/p/thing-00001", "br", null, CachedShare);
        await CompareAsync($"category, uncached (24 of {Goods:N0})", shop, "/c/everything", "identity", await CartAsync(shop), UncachedShare);
        await CompareAsync("  the same, compressed each time", shop, "/c/everything", "br", await CartAsync(shop), least: null);
        Say("resident memory after all of it", $"{Megabytes(shop.ProcessId):0} MB");
        SayStolen();
        return Figures.Kept ? 0 : 1;
    }

    /// <summary>Publishes the shop; the program to start.</summary>
    public static async Task<string> PublishAsync()
    {
        var folder = Watchman.NewFolder("published");
        Console.WriteLine("Publishing the shop …");
        using var publish = Process.Start(new ProcessStartInfo("dotnet", ["publish", Path.Combine(RunningShop.Repository, "WebApp"), "-c", "Release", "-o", folder, "-v", "q", "--nologo"]))!;
        await publish.WaitForExitAsync();
        return publish.ExitCode == 0 ? Path.Combine(folder, "WebApp.dll") : throw new InvalidOperationException("The shop could not be published.");
    }

    /// <summary>From nothing to the first page: an empty shop, and a demo shop.</summary>
    private static async Task StartsAsync(string program)
    {
        await using (var empty = await RunningShop.StartAsync(new Opening { Program = program }))
            Promise("empty database to first page", empty.StartedIn.TotalSeconds, "s", most: EmptySeconds);
        await using (var demo = await RunningShop.StartAsync(new Opening { Program = program, Environment = "Development" }))
            Promise("demo data to first page", demo.StartedIn.TotalSeconds, "s", most: DemoSeconds);
    }

    /// <summary>The cast's shop with a category of many goods.</summary>
    public static async Task<string> StockUpAsync()
    {
        Console.WriteLine($"Putting {Goods:N0} goods on the shelves …");
        var data = Watchman.NewFolder("stocked");
        await Cast.PutIntoAsync(data);
        var pictures = Directory.EnumerateFiles(Path.Combine(RunningShop.Repository, "wwwroot-assets", "img", "goods"), "*.webp").Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList();
        await using var db = RunningShop.OpenDb(data);
        await db.WriteAsync(async () =>
        {
            var now = DateTimeOffset.UtcNow;
            var everything = new Category { Slug = "everything", Name = "Everything", Position = 9 };
            db.Add(everything);
            for (var n = 1; n <= Goods; n++)
            {
                var product = new Product
                {
                    Slug = $"thing-{n:00000}", Name = $"Thing number {n}", Blurb = "Made for measuring · 1 piece", Description = "A **thing** to measure with.\n\nIt has two paragraphs.",
                    Status = ProductStatus.Active, MainCategory = everything, CreatedAt = now.AddMinutes(-n), UpdatedAt = now, Popularity = n * 7 % 1_000,
                };
                product.Pictures.Add(new("img/goods/" + pictures[n % pictures.Count], "A thing"));
                product.Variants.Add(new Variant { Sku = $"THING-{n:00000}", Price = 1_00 + n % 500 * 25, Stock = new StockItem() });
                db.Products.Add(product);
            }

            await db.SaveChangesAsync();
            var ids = await db.Variants.Where(variant => variant.Product.MainCategory == everything).Select(variant => variant.Id).ToListAsync();
            await StockRoom.MoveAsync(db, MovementKind.Receive, [.. ids.Select(id => new StockChange(id, 20, 0))], "Opening stock", null, Actor.Shop("load"), now, CancellationToken.None);
            await Shelves.ArrangeAsync(db, null, CancellationToken.None);
        });
        return data;
    }

    /// <summary>A thousand different views, as visitors with and without a cart would make them.</summary>
    private static async Task MemoryAsync(RunningShop shop)
    {
        using var client = shop.NewClient();
        var cart = await CartAsync(shop);
        for (var n = 0; n < Views; n++)
        {
            var path = (n % 4) switch { 0 => "/", 1 => $"/c/everything?page={n % 200 + 1}", 2 => $"/p/thing-{n * 9 % Goods + 1:00000}", _ => $"/search?q=thing+{n}" };
            using var view = new HttpRequestMessage(HttpMethod.Get, path);
            view.Headers.TryAddWithoutValidation("Accept-Encoding", "br");
            if (n % 2 == 0)
                view.Headers.TryAddWithoutValidation("Cookie", cart);
            using var answer = await client.SendAsync(view);
            await answer.Content.ReadAsByteArrayAsync();
        }

        Promise($"resident memory after {Views:N0} page views", Megabytes(shop.ProcessId), "MB", most: MostMegabytes);
    }

    private static async Task CompareAsync(string what, RunningShop shop, string path, string encoding, string? cookie, double? least)
    {
        List<string> headers = [$"Accept-Encoding: {encoding}", "Accept: text/html"];
        if (cookie is not null)
            headers.Add("Cookie: " + cookie);
        var answer = await AnswerAsync(shop, path, encoding, cookie);
        var file = Path.Combine(Watchman.NewFolder("bare"), "answer.json");
        await File.WriteAllBytesAsync(file, JsonSerializer.SerializeToUtf8Bytes(answer));
        var port = RunningShop.FreePort();
        using var bare = Process.Start(new ProcessStartInfo("dotnet", [typeof(LoadCommand).Assembly.Location, "load", "bare", port.ToString(CultureInfo.InvariantCulture), file]))!;
        Watchman.Watch(bare);
        await ListeningAsync(port, path);

        var (ours, theirs) = (new LoadGenerator(shop.Address.Port, path, headers), new LoadGenerator(port, path, headers));
        await ours.WarmAsync(Connections, shop.ProcessId);
        await theirs.WarmAsync(Connections, bare.Id);
        var (shopRuns, bareRuns) = (new List<Run>(), new List<Run>());
        for (var window = 0; window < Windows; window++)
        {
            // Turn by turn, so that a noisy minute of the machine falls on both.
            bareRuns.Add(await theirs.RunAsync(Connections, Window));
            shopRuns.Add(await ours.RunAsync(Connections, Window));
        }

        bare.Kill();
        await bare.WaitForExitAsync();
        Watchman.Forget(bare);
        var (mine, yardstick) = (Middle(shopRuns), Middle(bareRuns));
        Say(what, $"{mine.PerSecond:N0}/s, p50 {mine.Within(0.5).TotalMilliseconds:0.0} ms, p99 {mine.Within(0.99).TotalMilliseconds:0.0} ms; "
            + $"bare {yardstick.PerSecond:N0}/s, p50 {yardstick.Within(0.5).TotalMilliseconds:0.0} ms, p99 {yardstick.Within(0.99).TotalMilliseconds:0.0} ms; {answer.Body.Length:N0} bytes");
        if (least is null)
            Say("  of the bare endpoint", (mine.PerSecond / yardstick.PerSecond).ToString("0.00", CultureInfo.InvariantCulture));
        else
            Promise("  of the bare endpoint", mine.PerSecond / yardstick.PerSecond, "", least: least);
    }

    private static async Task<BareAnswer> AnswerAsync(RunningShop shop, string path, string encoding, string? cookie)
    {
        using var client = shop.NewClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", encoding);
        request.Headers.TryAddWithoutValidation("Accept", "text/html");
        if (cookie is not null)
            request.Headers.TryAddWithoutValidation("Cookie", cookie);
        using var answer = await client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        var headers = answer.Headers.Concat(answer.Content.Headers)
            .Where(header => header.Key is not ("Date" or "Server" or "Content-Length" or "Transfer-Encoding" or "Connection" or "Age"))
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Value));
        return new BareAnswer(headers, await answer.Content.ReadAsByteArrayAsync());
    }

    private static async Task<string> CartAsync(RunningShop shop)
    {
        using var buyer = shop.NewBuyer();
        await buyer.AddQuicklyAsync(Cast.Plantain);
        return "cart=" + buyer.Cookies.GetCookies(shop.Address)["cart"]!.Value;
    }

    private static async Task ListeningAsync(int port, string path)
    {
        using var client = new HttpClient();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{port}{path}"));
                return;
            }
            catch (HttpRequestException) when (attempt < 400)
            {
                await Task.Delay(50);
            }
        }
    }

    private static Run Middle(List<Run> runs) => runs.OrderBy(run => run.PerSecond).ElementAt(runs.Count / 2);
}
