// The machine and the crowd: the program is killed or told to stop, its clock jumps, chance does what it likes, and all want the last piece.
using System.Globalization;
using System.Text.RegularExpressions;

namespace Makola.Tests.Faults;

/// <summary>Rows of the matrix about the machine the shop runs on, and about all that can happen in it at once.</summary>
internal static class MachineFaults
{
    /// <summary>The framework's own lines about requests that begin and about a program that was told to stop.</summary>
    private static readonly Dictionary<string, string> SaysWhatComesIn = new()
    {
        ["Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics"] = "Information",
        ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Information",
    };

    /// <summary>The rows.</summary>
    public static IReadOnlyList<Fault> All { get; } =
    [
        new("R1", "kill -9", "the program is killed while people buy")
        {
            HappenAsync = KilledAsync, MayRepeatMail = true, Rounds = (20, 50), Meanwhile = (Cell.IsSilent, Cell.IsSilent, Cell.IsSilent),
        },
        new("stop", "SIGTERM", "the shop is told to stop while buyers wait for their answers")
        {
            HappenAsync = StoppedAsync, Opening = _ => new() { Settings = SaysWhatComesIn }, MayRepeatMail = true, Rounds = (1, 5), Meanwhile = (Cell.IsSilent, Cell.IsSilent, Cell.IsSilent),
        },
        new("R5", "clock", "the machine's clock goes two hours back, then two days forward, then right")
        {
            HappenAsync = JumpingAsync, Opening = data => JumpingClock.Opening(ClockOf(data)), Rounds = (1, 3), Meanwhile = (Cell.Works, Cell.Works, Cell.Works),
        },
        new("R8", "chance", "customers, staff and the clock do in any order what they may and may not; then the shop opens on what came of it")
        {
            PrepareAsync = SimulatedAsync, HappenAsync = trial => trial.LookAsync(), Rounds = (1, 1), Meanwhile = (Cell.Works, Cell.Works, Cell.Works),
        },
        new("R10", "last pieces", "32 buyers press at the same moment for the last five")
        {
            HappenAsync = LastPiecesAsync, Rounds = (1, 1), Meanwhile = (Cell.Works, Cell.Works, Cell.Works),
        },
    ];

    /// <summary>Lives that are worth living again, one that nobody has seen, and in the long form many of those.</summary>
    private static async Task SimulatedAsync(Trial trial, string data)
    {
        int[] seeds = trial.Seed is { } known ? [known] : trial.IsLong ? [.. Enumerable.Range(0, 10 * trial.Rounds).Select(_ => Random.Shared.Next())] : [1957, 1966, Random.Shared.Next()];
        foreach (var (n, seed) in seeds.Index())
        {
            var folder = n == seeds.Length - 1 ? data : Watchman.NewFolder("life");
            if (folder != data) await Cast.PutIntoAsync(folder);
            trial.Say("  " + await Simulation.LiveAsync(folder, seed, trial.IsLong ? 2_000 : 250));
        }

        using var lived = RunningShop.OpenSql(data);
        trial.Before = RunningShop.Scalar<int>(lived, "SELECT count(*) FROM Orders");
    }

    private static async Task LastPiecesAsync(Trial trial)
    {
        var sold = Cast.Drum.Stock - trial.Shop.Scalar<int>("SELECT OnHand - Reserved FROM StockItems WHERE VariantId = $v", ("$v", Cast.VariantId(Cast.Drum)));
        if (sold > 0) await Cast.ReceiveAsync(trial.Shop.Data, Cast.Drum, sold); // in the round before
        using var crowd = new Crowd(trial.Shop, 32);
        await crowd.EachAsync(buyer => buyer.AddQuicklyAsync(Cast.Drum));
        var pressing = crowd.PlaceAtOnceAsync();
        await trial.LookAsync();
        var answers = await pressing;
        trial.Shoppers.Acknowledged.AddRange(answers.Where(answer => answer.SentToOrder).Select(answer => answer.SentTo!));
        trial.Say($"  32 pressed for {Cast.Drum.Stock}: {answers.Count(answer => answer.SentToOrder)} got one, {answers.CountBy(answer => (int)answer.Status).Where(a => a.Key != 303 && a.Key != 302).Sum(a => a.Value)} were told it is gone");
        Assert.Equal(Cast.Drum.Stock, answers.Count(answer => answer.SentToOrder));
        Assert.All(answers, answer => Assert.True((int)answer.Status < 500, $"{(int)answer.Status} {answer.Text}\n{Trial.Tail(trial.Shop.Output)}"));
    }

    private static string ClockOf(string data) => Path.Combine(data, "clock");

    private static async Task KilledAsync(Trial trial)
    {
        trial.Shoppers.Start();
        await trial.Shoppers.SomeOrderedAsync();
        await Task.Delay(Random.Shared.Next(0, 1_200));
        await trial.Shop.KillAsync();
        await trial.LookAsync();
        await trial.Shoppers.StopAsync();
        await trial.Shop.RestartAsync();
        trial.Say(string.Create(CultureInfo.InvariantCulture, $"  killed; the shop answered {trial.Shop.StartedIn.TotalSeconds:0.00} s after it was started"));
    }

    /// <summary>
    /// Sixteen buyers have pressed, the shop has begun with all sixteen, and they wait for the database, which another holds; then the shop is told to stop, and
    /// once it knows the lock is let go. Everyone gets his order.
    /// </summary>
    private static async Task StoppedAsync(Trial trial)
    {
        using var crowd = new Crowd(trial.Shop, 16);
        await crowd.EachAsync(buyer => buyer.AddQuicklyAsync(Cast.Gari));
        var forms = new Dictionary<Buyer, Form>();
        await crowd.EachAsync(async buyer =>
        {
            var form = await buyer.CheckoutAsync();
            lock (forms) forms.Add(buyer, form);
        });
        List<Task<Page?>> presses;
        Task stopped;
        await using (var other = trial.Shop.Sql())
        {
            RunningShop.Execute(other, "BEGIN IMMEDIATE");
            var printed = trial.Shop.Output.Length;
            int Heard(string what) => Regex.Count(trial.Shop.Output[printed..], what); // what the pages before them still have to say is not of the presses
            presses = [.. crowd.Buyers.Select(buyer => PressAsync(buyer, forms[buyer]))];
            await Trial.UntilAsync("all sixteen are in the shop", () => Heard("Request starting HTTP/1.1 POST .*/checkout") >= presses.Count);
            Assert.Equal((presses.Count, 0), (Heard("Request starting HTTP/1.1 POST"), Heard("Request finished HTTP/1.1 POST")));
            trial.Shop.Signal("TERM");
            stopped = trial.Shop.EndedAsync();
            await Trial.UntilAsync("the shop knows that it is to stop", () => Heard("shutting down") > 0 || !trial.Shop.IsRunning);
            RunningShop.Execute(other, "ROLLBACK");
        }

        var answers = await Task.WhenAll(presses);
        await stopped;
        await trial.LookAsync();
        await trial.Shop.RestartAsync();
        trial.Say($"  told to stop with 16 presses under way: {answers.Count(a => a is not null)} were answered, {answers.Count(a => a is null)} were cut off");
        Assert.All(answers, answer => Assert.True(answer?.SentToOrder, answer is null ? "Who was in the shop was cut off." : $"{(int)answer.Status} {answer.Text}\n{Trial.Tail(trial.Shop.Output)}"));
        trial.Shoppers.Acknowledged.AddRange(answers.Select(answer => answer!.SentTo!));
    }

    /// <summary>An order that waits for its transfer is there before: two days later its time is over, and its goods are free again.</summary>
    private static async Task JumpingAsync(Trial trial)
    {
        var clock = ClockOf(trial.Shop.Data);
        Assert.NotNull(await trial.Shoppers.BuyOnceAsync(form => form["Method"] = nameof(PaymentMethod.Transfer)));
        foreach (var wrong in new[] { "-02:00:00", "+2.00:00:00" })
        {
            await JumpingClock.SetAsync(clock, wrong);
            trial.Shoppers.Start();
            await trial.Shoppers.SomeOrderedAsync();
            await trial.LookAsync();
            await trial.Shoppers.StopAsync();
            var (newest, now) = (trial.Shop.Scalar<long>("SELECT PlacedAt FROM Orders ORDER BY Number DESC LIMIT 1"), DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
            trial.Say(string.Create(CultureInfo.InvariantCulture, $"  clock {wrong}: the newest order is of {TimeSpan.FromMilliseconds(newest - now).TotalHours:+0.0;-0.0} hours from now"));
            Assert.InRange(Math.Abs(newest - now), 3_600_000L, long.MaxValue);
        }

        await Trial.UntilAsync("the unpaid order is over", () => trial.Shop.Scalar<int>("SELECT count(*) FROM Orders WHERE Method = 'Transfer' AND Status <> 'Expired'") == 0);
        await JumpingClock.SetAsync(clock, "");
        trial.Say($"  clock right: {trial.Shop.Scalar<int>("SELECT count(*) FROM Messages WHERE DueAt > $now", ("$now", DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeMilliseconds()))} mails wait for a time that is not yet");
    }

    private static async Task<Page?> PressAsync(Buyer buyer, Form form)
    {
        try
        {
            return await buyer.SubmitOnceAsync(form);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
