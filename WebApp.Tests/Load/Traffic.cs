// A shop in use while something else is measured: visitors with and without a cart look around, and a buyer places one order after another.
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;

namespace Makola.Tests.Load;

/// <summary>What visitors and buyers met meanwhile.</summary>
internal sealed class Traffic
{
    private const int Visitors = 4;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly string[] Paths = ["/", "/c/food", $"/p/{Cast.Gari.Slug}"];

    private readonly ConcurrentBag<long> pages = [], places = [], steps = [];
    private int refused;

    /// <summary>The longest step of a buyer: adding, opening the checkout, or placing.</summary>
    public TimeSpan LongestWait => Stopwatch.GetElapsedTime(0, steps.DefaultIfEmpty().Max());

    /// <summary>Steps and pages the shop did not answer as it should.</summary>
    public int Refused => refused;

    /// <summary>Lets visitors in, does the work, and lets them finish.</summary>
    public static async Task<Traffic> DuringAsync(RunningShop shop, Func<Task> work)
    {
        var traffic = new Traffic();
        using var closing = new CancellationTokenSource();
        var people = Enumerable.Range(0, Visitors).Select(n => traffic.LookAroundAsync(shop, withCart: n % 2 == 0, closing.Token)).Append(traffic.BuyAsync(shop, closing.Token)).ToList();
        try
        {
            await work();
        }
        finally
        {
            await closing.CancelAsync();
            await Task.WhenAll(people);
        }

        return traffic;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"pages p50 {Within(pages, 0.5)}, p99 {Within(pages, 0.99)} of {pages.Count:N0}; an order p50 {Within(places, 0.5)}, p99 {Within(places, 0.99)} of {places.Count:N0}; longest wait of a buyer {LongestWait.TotalMilliseconds:N0} ms; refused {Refused:N0}";

    private async Task LookAroundAsync(RunningShop shop, bool withCart, CancellationToken closing)
    {
        using var visitor = shop.NewBuyer();
        if (withCart)
            await visitor.AddQuicklyAsync(Cast.Plantain);
        for (var n = 0; !closing.IsCancellationRequested; n++)
        {
            await TimeAsync(() => visitor.GetAsync(Paths[n % Paths.Length]), pages);
            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    private async Task BuyAsync(RunningShop shop, CancellationToken closing)
    {
        while (!closing.IsCancellationRequested)
        {
            using var ama = shop.NewBuyer();
            await TimeAsync(() => ama.AddOnceAsync(Cast.Plantain, 1), steps);
            if (await TimeAsync(() => ama.GetAsync("/checkout"), steps) is { Status: HttpStatusCode.OK } checkout && checkout.Has("form[action*='/checkout']"))
                await TimeAsync(() => ama.SubmitOnceAsync(Buyer.FillIn(checkout)), steps, places);
            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    private async Task<Page> TimeAsync(Func<Task<Page>> step, params ConcurrentBag<long>[] times)
    {
        var began = Stopwatch.GetTimestamp();
        var answer = await step();
        foreach (var bag in times)
            bag.Add(Stopwatch.GetTimestamp() - began);
        if (answer.Status is not (HttpStatusCode.OK or HttpStatusCode.SeeOther or HttpStatusCode.Found))
            Interlocked.Increment(ref refused);
        return answer;
    }

    private static string Within(ConcurrentBag<long> times, double share) => $"{new Run(times.Count, default, [.. times.Order()]).Within(share).TotalMilliseconds:N0} ms";
}
