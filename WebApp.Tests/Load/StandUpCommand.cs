// `dotnet run --project WebApp.Tests -c Release -- stand-up`: a published shop of 10,000 goods and 10,000 orders is killed and started again, and backed up
// while 50 requests a second are answered. Timings live here, never in tests.
using System.Diagnostics;
using System.Globalization;
using System.Net;
using static Makola.Tests.Load.Figures;

namespace Makola.Tests.Load;

/// <summary>The stand-up command.</summary>
internal static class StandUpCommand
{
    private const int Goods = 10_000, Orders = 10_000, Kills = 9, Backups = 8, PerSecond = 50;
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(25);

    /// <summary>What the shop promises: seconds, and how many times slower than without a backup. The command's exit code is 1 when a promise is broken.</summary>
    private const double Healthy = 2, Backup = 5, Slower = 2;

    /// <summary>Runs it.</summary>
    /// <returns>0 when every promise was kept.</returns>
    public static async Task<int> RunAsync()
    {
        var program = await LoadCommand.PublishAsync();
        var data = await LoadCommand.StockUpAsync();
        await SellAsync(data);
        await using var shop = await RunningShop.StartAsync(new Opening { Program = program, Data = data });
        Say("shop", $"{shop.Scalar<int>("SELECT count(*) FROM Products"):N0} goods, {shop.Scalar<int>("SELECT count(*) FROM Orders"):N0} orders, {new FileInfo(RunningShop.DatabaseFile(data)).Length >> 20} MB");

        Begin();
        await KillAsync(shop);
        await BackUpAsync(shop);
        await shop.BooksAsync();
        Say("books", "no differences");
        SayStolen();
        return Kept ? 0 : 1;
    }

    /// <summary>Orders behind the shop's back, placed by its own verbs.</summary>
    private static async Task SellAsync(string data)
    {
        Console.WriteLine($"Selling {Orders:N0} times …");
        var now = DateTimeOffset.UtcNow;
        await using (var first = RunningShop.OpenDb(data))
        {
            var ids = await first.Variants.Where(v => v.Sku.StartsWith("THING-")).Select(v => v.Id).ToListAsync();
            await first.WriteAsync(() => StockRoom.MoveAsync(first, MovementKind.Receive, [.. ids.Select(id => new StockChange(id, 100, 0))], "More of it", null, Actor.Shop("load"), now, CancellationToken.None));
        }

        for (var (done, random) = (0, new Random(1)); done < Orders;)
        {
            // Many in one transaction: what is measured is the shop with them, not the selling.
            await using var db = RunningShop.OpenDb(data);
            var shop = await db.Settings.AsNoTracking().SingleAsync();
            var variants = await db.Variants.Where(v => v.Sku.StartsWith("THING-")).OrderBy(v => v.Id).Select(v => new { v.Id, v.Price }).ToListAsync();
            await db.WriteAsync(async () =>
            {
                for (var n = 0; n < 250; n++, done++)
                {
                    var token = SecretToken.New();
                    var cart = new Cart { TokenHash = SecretToken.Hash(token) };
                    foreach (var variant in Enumerable.Range(0, 3).Select(_ => variants[random.Next(variants.Count)]).DistinctBy(v => v.Id)) cart.Add(variant.Id, 1, variant.Price, null, now);
                    db.Carts.Add(cart);
                    await db.SaveChangesAsync();
                    var view = await CartView.ReadAsync(db, token, CancellationToken.None);
                    var buyer = new Makola.Domain.Orders.Buyer
                    {
                        Name = Cast.CustomerName, Phone = $"+23324{done % 4_000:0000000}", Delivery = DeliveryKind.Deliver, RegionCode = "AA", Landmark = "Blue gate", Method = PaymentMethod.CashOnDelivery,
                    };
                    var quote = Quote.For(view.Lines.Select(line => new QuoteLine(line.VariantId, line.Qty, line.Price)), buyer.Delivery, buyer.RegionCode, shop);
                    var placed = await PlaceOrder.PlaceAsync(db, shop, token, PlaceOrder.KeyOf(token, view.Version), quote.Shown, buyer, now.AddMinutes(done - Orders), CancellationToken.None);
                    if (placed.Token is null) throw new InvalidOperationException("An order was not taken.");
                    db.ChangeTracker.Clear();
                }
            });
        }

        await using var last = RunningShop.OpenDb(data);
        await last.Database.ExecuteSqlAsync($"PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /// <summary>Killed while people buy, started again: from starting the process to the first page of the shop.</summary>
    private static async Task KillAsync(RunningShop shop)
    {
        using var shoppers = new Faults.Shoppers(shop, 8);
        List<double> times = [];
        for (var kill = 0; kill < Kills; kill++)
        {
            shoppers.Start();
            await shoppers.SomeOrderedAsync();
            await shop.KillAsync();
            await shoppers.StopAsync();
            var clock = Stopwatch.StartNew();
            await shop.RestartAsync();
            await HealthyAsync(shop);
            times.Add(clock.Elapsed.TotalSeconds);
            await shoppers.PressAgainAsync();
        }

        shoppers.AssertAllAreThere();
        Say($"killed {Kills} times while people bought", $"{shoppers.Acknowledged.Count} orders acknowledged, 0 lost; seconds to the first healthy answer: {string.Join(", ", times.Select(t => t.ToString("0.00", CultureInfo.InvariantCulture)))}");
        Promise("  kill -9 to the first healthy answer, the longest", times.Max(), "s", most: Healthy);
    }

    /// <summary>Asks until the shop, which answers already, says that it is ready.</summary>
    private static async Task HealthyAsync(RunningShop shop)
    {
        using var client = shop.NewClient();
        for (var patience = Stopwatch.StartNew(); patience.Elapsed < TimeSpan.FromMinutes(1); await Task.Delay(10))
        {
            using var ready = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
            if (ready.StatusCode == HttpStatusCode.OK) return;
        }

        throw new InvalidOperationException("The shop was not ready within a minute.");
    }

    private static async Task BackUpAsync(RunningShop shop)
    {
        await AskedAsync(shop, () => Task.Delay(Calm)); // The just-in-time compiler's share.
        var before = await AskedAsync(shop, () => Task.Delay(Calm));
        Say($"{PerSecond} requests a second, no backup", $"p50 {Within(before, 0.5):0.0} ms, p99 {Within(before, 0.99):0.0} ms of {before.Count:N0}");

        using var efua = shop.NewBuyer();
        await efua.SignInAsync();
        List<double> times = [];
        var during = await AskedAsync(shop, async () =>
        {
            for (var n = 0; n < Backups; n++)
            {
                var work = await efua.SubmitAsync((await efua.GetAsync("/office/system/backup")).FormTo("handler=Now"));
                while (shop.Scalar<int>("SELECT count(*) FROM Operations WHERE EndedAt IS NULL") > 0) await Task.Delay(100);
                work = await efua.GetAsync(work.Path);

                times.Add(shop.Scalar<long>("SELECT EndedAt - StartedAt FROM Operations ORDER BY Id DESC LIMIT 1") / 1000.0);
                if (!work.Text.Contains("no differences", StringComparison.Ordinal)) throw new InvalidOperationException(work.Text);
            }
        });
        Say($"{Backups} backups", $"seconds: {string.Join(", ", times.Select(t => t.ToString("0.00", CultureInfo.InvariantCulture)))}");
        Promise("  a backup, the longest", times.Max(), "s", most: Backup);
        Say($"{PerSecond} requests a second meanwhile", $"p50 {Within(during, 0.5):0.0} ms, p99 {Within(during, 0.99):0.0} ms of {during.Count:N0}");
        Promise("  p99 with a backup by p99 without", Within(during, 0.99) / Within(before, 0.99), "", most: Slower);
    }

    /// <summary>Asks for pages at a steady beat, however long each takes, while some work is done; how long each took in milliseconds.</summary>
    /// <exception cref="InvalidOperationException">A page was not answered with 200.</exception>
    private static async Task<List<double>> AskedAsync(RunningShop shop, Func<Task> work)
    {
        using var client = shop.NewClient();
        using var stop = new CancellationTokenSource();
        var asking = Task.Run(async () =>
        {
            List<Task<double>> asked = [];
            var clock = Stopwatch.StartNew();
            for (var n = 0; !stop.IsCancellationRequested; n++)
            {
                var due = TimeSpan.FromSeconds(n / (double)PerSecond) - clock.Elapsed;
                if (due > TimeSpan.Zero) await Task.Delay(due);
                asked.Add(AskAsync(client, (n % 4) switch { 0 => "/", 1 => "/c/everything", 2 => $"/p/thing-{n % Goods + 1:00000}", _ => $"/search?q=thing+{n % 900}" }));
            }

            return await Task.WhenAll(asked);
        });
        await work();
        await stop.CancelAsync();
        return [.. (await asking).Order()];
    }

    private static async Task<double> AskAsync(HttpClient client, string path)
    {
        var began = Stopwatch.GetTimestamp();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", $"10.77.{Random.Shared.Next(256)}.{Random.Shared.Next(256)}");
        using var answer = await client.SendAsync(request);
        await answer.Content.ReadAsByteArrayAsync();
        return answer.StatusCode == HttpStatusCode.OK ? Stopwatch.GetElapsedTime(began).TotalMilliseconds : throw new InvalidOperationException($"{path}: {(int)answer.StatusCode}");
    }

    private static double Within(List<double> sorted, double share) => sorted[(int)Math.Min(sorted.Count - 1, share * sorted.Count)];
}
