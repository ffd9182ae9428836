// Those who ask: slow ones, endless ones, and ones who talk nonsense. Everybody else goes on buying.
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Makola.Tests.Faults;

/// <summary>Rows of the matrix about the shop's visitors.</summary>
internal static class ClientFaults
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The rows.</summary>
    public static IReadOnlyList<Fault> All { get; } =
    [
        new("R9", "slow phones", "customers behind lines of 50 kbit/s, a third of a second away, that stall and break off in the middle of an answer")
        {
            HappenAsync = PhonesAsync, Rounds = (1, 3), Meanwhile = (Cell.Works, Cell.Works, Cell.Works),
        },
        new("slow", "slow clients", "200 visitors (2,000 in the long form) send a byte each ten seconds, half of them headers, half bodies")
        {
            HappenAsync = SlowAsync, Rounds = (1, 1), Meanwhile = (Cell.Works, Cell.Works, Cell.Works),
        },
        new("endless", "endless bodies", "visitors send bodies that never end, to pages of all kinds")
        {
            HappenAsync = EndlessAsync, Rounds = (1, 2), Meanwhile = (Cell.Works, Cell.Works, Cell.Works),
        },
        new("malformed", "malformed requests", "30 requests to each page (1,000 in the long form) that mean nothing, by strangers and by the owner's browser")
        {
            HappenAsync = MalformedAsync, Rounds = (1, 1), Meanwhile = (Cell.Works, Cell.Works, Cell.Works),
        },
    ];

    private static async Task PhonesAsync(Trial trial)
    {
        var seed = trial.Seed ?? Random.Shared.Next();
        trial.Say($"  seed {seed}");
        var net = new PhoneNet(seed);
        using var phones = new Shoppers(trial.Shop, trial.IsLong ? 16 : 6, () => net.NewPhone(trial.Shop));
        trial.Shoppers.Start();
        phones.Start();
        for (var orders = 0; orders < (trial.IsLong ? 10 : 2) || (net.Broken == 0 && orders < 50); orders++) await phones.SomeOrderedAsync();
        await trial.LookAsync();
        await phones.StopAsync();
        net.IsBad = false;
        trial.Say($"  {phones.Acknowledged.Count} orders from phones, {net.Broken} lines broke, {phones.Unanswered.Count} of them after “place the order” was pressed");
        await phones.PressAgainAsync();
        phones.AssertAllAreThere();
        Assert.NotEqual(0, net.Broken);
        await trial.Shoppers.StopAsync();
        trial.Shoppers.Acknowledged.AddRange(phones.Acknowledged); // From here on they are proved with the rest.
    }

    private static async Task SlowAsync(Trial trial)
    {
        var count = trial.IsLong ? 2_000 : 200;
        using var going = new CancellationTokenSource();
        var clock = Stopwatch.StartNew();
        List<Task<TimeSpan?>> lines = [.. Enumerable.Range(0, count).Select(n => Task.Run(() => DripAsync(trial.Shop, n, clock, going.Token)))];
        trial.Shoppers.Start();
        await trial.Shoppers.SomeOrderedAsync();
        var open = lines.Count(line => !line.IsCompleted);
        await trial.LookAsync();
        trial.Say($"  {count} slow lines, {open} of them open while orders were taken, {trial.Shoppers.Acknowledged.Count} orders so far");
        var all = Task.WhenAll(lines);
        await Task.WhenAny(all, Task.Delay(Patience));
        await going.CancelAsync();
        var cut = await all;
        Assert.True(cut.All(at => at is not null), $"{cut.Count(at => at is null)} slow lines were never cut.");
        trial.Say($"  all cut by the shop, the last after {cut.Max()!.Value.TotalSeconds:0} s");
    }

    /// <summary>Sends a byte at a time until the shop hangs up; when that was, or null when it did not.</summary>
    private static async Task<TimeSpan?> DripAsync(RunningShop shop, int n, Stopwatch clock, CancellationToken going)
    {
        try
        {
            using var line = await CallAsync(shop, going);
            await line.SendAsync(Encoding.ASCII.GetBytes(n % 2 == 0
                ? "GET / HT"
                : $"POST /cart?handler=Add HTTP/1.1\r\nHost: {shop.Address.Authority}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nV"), going);
            var dripping = Task.Run(async () =>
            {
                while (true)
                {
                    await Task.Delay(TimeSpan.FromSeconds(10), going);
                    await line.SendAsync("x"u8.ToArray(), going);
                }
            }, going);
            var answer = new byte[4_096];
            while (await line.ReceiveAsync(answer, going) > 0)
            {
                // A word before it hangs up.
            }

            _ = dripping.ContinueWith(task => _ = task.Exception, TaskScheduler.Default);
            return clock.Elapsed;
        }
        catch (SocketException)
        {
            return clock.Elapsed;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private static async Task EndlessAsync(Trial trial)
    {
        string[] targets =
        [
            "/cart?handler=Add", "/checkout", "/contact", "/account/sign-in", "/account/register", "/track", "/", "/search", $"/p/{Cast.Gari.Slug}", "/nothing-here",
            "/office/products/import", "/office/system/backup", "/robots.txt", "/css/shop.css",
        ];
        string[] types = ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json", "text/plain"];
        using var shop = Process.GetProcessById(trial.Shop.ProcessId);
        await trial.Shoppers.BuyOnceAsync();
        shop.Refresh();
        var before = shop.WorkingSet64;
        trial.Shoppers.Start();
        var bodies = targets.SelectMany(target => types.Select(type => (target, type))).Take(trial.IsLong ? int.MaxValue : 24).Select((body, n) => Task.Run(() => PourAsync(trial.Shop, body.target, body.type, isChunked: n % 2 == 0))).ToList();
        await trial.Shoppers.SomeOrderedAsync();
        await trial.LookAsync();
        var ends = await Task.WhenAll(bodies);
        shop.Refresh();
        trial.Say($"  {ends.Length} endless bodies: at most {ends.Max(end => end.Sent) >> 10:N0} KB taken of one; answers {string.Join(", ", ends.CountBy(end => end.Answer).OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{a.Value} × {a.Key}"))}; memory {(shop.WorkingSet64 - before) >> 20:+0;-0} MB");
        Assert.All(ends, end => Assert.True(end.Answer is "hung up" or ['2' or '3' or '4', ..], $"{end.Answer} after {end.Sent} bytes\n{Trial.Tail(trial.Shop.Output)}"));
        Assert.InRange(shop.WorkingSet64 - before, long.MinValue, 200L << 20);
    }

    /// <summary>Sends a body for ever, until the shop has said something or hangs up; what it said, and how much it took.</summary>
    private static async Task<(string Answer, long Sent)> PourAsync(RunningShop shop, string target, string type, bool isChunked)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var line = await CallAsync(shop, patience.Token);
        var (sent, head) = (0L, new byte[1_024]);
        var hearing = line.ReceiveAsync(head, patience.Token).AsTask();
        try
        {
            await line.SendAsync(Encoding.ASCII.GetBytes($"POST {target} HTTP/1.1\r\nHost: {shop.Address.Authority}\r\nContent-Type: {type}\r\n{(isChunked ? "Transfer-Encoding: chunked" : "Content-Length: 9000000000")}\r\n\r\n"), patience.Token);
            var piece = Encoding.ASCII.GetBytes(isChunked ? $"4000\r\n{new string('v', 0x4000)}\r\n" : new string('v', 0x4000));
            while (!hearing.IsCompleted)
            {
                await line.SendAsync(piece, patience.Token);
                sent += piece.Length;
            }
        }
        catch (SocketException)
        {
            // It hung up; what it said before is on the line.
        }

        try
        {
            var read = await hearing;
            return (read > 12 ? Encoding.ASCII.GetString(head, 9, 3) : "hung up", sent);
        }
        catch (SocketException)
        {
            return ("hung up", sent);
        }
        catch (OperationCanceledException)
        {
            return ($"nothing within {Patience.TotalMinutes} minutes", sent);
        }
    }

    private static async Task MalformedAsync(Trial trial)
    {
        var seed = trial.Seed ?? (trial.IsLong ? Random.Shared.Next() : 2026);
        trial.Shoppers.Start();
        using var efua = trial.Shop.NewBuyer();
        await efua.SignInAsync();
        var heard = Malformed.ToEachPageAsync(trial.Shop, efua, seed, trial.IsLong ? 1_000 : 30);
        await trial.Shoppers.SomeOrderedAsync();
        await trial.LookAsync();
        await trial.Shoppers.StopAsync(); // Who buys for as long as that has bought all there is.
        trial.Say($"  {await heard}");
        trial.Say($"  {await Malformed.FormsAsync(seed, trial.IsLong ? 200 : 6)}");
        trial.Shoppers.Start();
        await trial.Shoppers.SomeOrderedAsync();
    }

    private static async Task<Socket> CallAsync(RunningShop shop, CancellationToken ct)
    {
        var line = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await line.ConnectAsync(IPAddress.Loopback, shop.Address.Port, ct);
        return line;
    }
}
