// `dotnet run --project WebApp.Tests -c Release -- scenes`: what recording costs. The published shop runs twice side by side, with the recorder and without, on
// copies of the same goods; each kind of request is measured turn by turn in short windows, so that a noisy minute of the machine falls on both, and beside each share
// stands the processor time of a request. All of it from four new starts: .NET compiles busy methods by what it saw of them, and two starts of the very same shop
// differ by as much as the recorder costs, in favour of the one started first. So each of the two is started first as often as the other, and the shares are averaged.
using System.Diagnostics;
using static Makola.Tests.Load.Figures;

namespace Makola.Tests.Load;

/// <summary>The command that measures what the recorder costs.</summary>
internal static class SceneCostCommand
{
    private const int Connections = 16, Buyers = 4, Windows = 11, Starts = 4; // starts: an even number
    private const double Least = 0.95, MostMegabytes = 20;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1), Warming = TimeSpan.FromSeconds(20);

    /// <summary>Runs it: half an hour.</summary>
    /// <returns>0 when every promise was kept.</returns>
    public static async Task<int> RunAsync()
    {
        var program = await LoadCommand.PublishAsync();
        Begin();
        List<Costs> starts = [];
        for (var start = 0; start < Starts; start++)
        {
            var isRecordingFirst = start % 2 == 0;
            await using var first = await OpenAsync(program, isRecordingFirst);
            await using var second = await OpenAsync(program, !isRecordingFirst);
            var (recording, silent) = isRecordingFirst ? (first, second) : (second, first);
            starts.Add(new(
                await CompareAsync("a kept page", recording, silent, "/c/food", _ => null),
                await CompareAsync("a page made for one visitor", recording, silent, "/c/food", CartOf),
                await CompareAsync("a product made for one visitor", recording, silent, $"/p/{Cast.Gari.Slug}", CartOf),
                await CompareAsync("a cart", recording, silent, "/cart", CartOf),
                await CompareOrdersAsync(recording, silent),
                MegabytesOf(recording, silent)));
        }

        Console.WriteLine($"With the recorder, of without; means of {Starts} starts:");
        Promise("  a kept page", starts.Average(costs => costs.Kept), "", least: Least);
        Promise("  a page made for one visitor", starts.Average(costs => costs.Page), "", least: Least);
        Promise("  a product made for one visitor", starts.Average(costs => costs.Product), "", least: Least);
        Promise("  a cart", starts.Average(costs => costs.Cart), "", least: Least);
        Promise("  an order", starts.Average(costs => costs.Order), "", least: Least);
        Promise("  resident memory, the recorder's", starts.Average(costs => costs.Megabytes), "MB", most: MostMegabytes);
        SayStolen();
        return Figures.Kept ? 0 : 1;
    }

    private static double MegabytesOf(RunningShop recording, RunningShop silent)
    {
        var (with, without) = (Megabytes(recording.ProcessId), Megabytes(silent.ProcessId));
        Say("resident memory after all of it", $"{with:0} MB with, {without:0} MB without");
        return with - without;
    }

    private static async Task<RunningShop> OpenAsync(string program, bool isRecording)
    {
        var data = Watchman.NewFolder("stocked");
        await Cast.PutIntoAsync(data);
        await Cast.ReceiveAsync(data, Cast.Plantain, 100_000); // enough for all orders
        return await RunningShop.StartAsync(new Opening { Program = program, Data = data, Settings = new Dictionary<string, string> { ["Shop:Scenes"] = isRecording ? "true" : "false" } });
    }

    private static string? CartOf(RunningShop shop)
    {
        using var buyer = shop.NewBuyer();
        buyer.AddQuicklyAsync(Cast.Plantain).GetAwaiter().GetResult();
        return "cart=" + buyer.Cookies.GetCookies(shop.Address)["cart"]!.Value;
    }

    private static async Task<double> CompareAsync(string what, RunningShop recording, RunningShop silent, string path, Func<RunningShop, string?> cookie)
    {
        LoadGenerator To(RunningShop shop) => new(shop.Address.Port, path, cookie(shop) is { } cart ? ["Accept-Encoding: identity", "Accept: text/html", "Cookie: " + cart] : ["Accept-Encoding: br", "Accept: text/html"]);
        var (with, without) = (To(recording), To(silent));
        await with.WarmAsync(Connections, recording.ProcessId);
        await without.WarmAsync(Connections, silent.ProcessId);
        return await CompareAsync(what, recording, silent, () => with.RunAsync(Connections, Window), () => without.RunAsync(Connections, Window));
    }

    /// <summary>Buyers put something into their carts, open the checkout and place the order: the scenes of an order are all kept, whatever their number.</summary>
    private static async Task<double> CompareOrdersAsync(RunningShop recording, RunningShop silent)
    {
        using var with = new Faults.Shoppers(recording, Buyers);
        using var without = new Faults.Shoppers(silent, Buyers);
        await BuyAsync(with, Warming);
        await BuyAsync(without, Warming);
        return await CompareAsync("an order: three requests", recording, silent, () => BuyAsync(with, Window), () => BuyAsync(without, Window));
    }

    private static async Task<Run> BuyAsync(Faults.Shoppers shoppers, TimeSpan time)
    {
        var (clock, before) = (Stopwatch.StartNew(), shoppers.Acknowledged.Count);
        await Task.WhenAll(Enumerable.Range(0, Buyers).Select(async _ =>
        {
            while (clock.Elapsed < time) await shoppers.BuyOnceAsync();
        }));
        return new(shoppers.Acknowledged.Count - before, clock.Elapsed, []);
    }

    private static async Task<double> CompareAsync(string what, RunningShop recording, RunningShop silent, Func<Task<Run>> with, Func<Task<Run>> without)
    {
        List<(double With, double Without)> answers = [], times = [];
        for (var window = 0; window < Windows; window++)
        {
            // First the one, then the other; next time the other way round.
            var recordingFirst = window % 2 == 0;
            var first = await MeasureAsync(recordingFirst ? with : without, recordingFirst ? recording : silent);
            var second = await MeasureAsync(recordingFirst ? without : with, recordingFirst ? silent : recording);
            var (one, other) = recordingFirst ? (first, second) : (second, first);
            answers.Add((one.PerSecond, other.PerSecond));
            times.Add((one.Processor, other.Processor));
        }

        var share = Middle(answers.Select(pair => pair.With / pair.Without));
        Say(what, $"{Middle(answers.Select(pair => pair.With)):N0}/s with, {Middle(answers.Select(pair => pair.Without)):N0}/s without, {share:0.00} of it (medians of {Windows}); "
            + $"processor {Middle(times.Select(pair => pair.With)):N0} and {Middle(times.Select(pair => pair.Without)):N0} µs each, {Middle(times.Select(pair => pair.Without / pair.With)):0.00}");
        return share;
    }

    /// <summary>Answers a second, and microseconds of processor time for each.</summary>
    private static async Task<(double PerSecond, double Processor)> MeasureAsync(Func<Task<Run>> work, RunningShop shop)
    {
        using var process = Process.GetProcessById(shop.ProcessId);
        var before = process.TotalProcessorTime;
        var run = await work();
        process.Refresh();
        return (run.PerSecond, (process.TotalProcessorTime - before).TotalMicroseconds / run.Count);
    }

    private static double Middle(IEnumerable<double> figures)
    {
        double[] inOrder = [.. figures.Order()];
        return inOrder[inOrder.Length / 2];
    }

    /// <summary>What one start of both shops showed: shares of the shop without the recorder, and megabytes.</summary>
    private sealed record Costs(double Kept, double Page, double Product, double Cart, double Order, double Megabytes);
}
