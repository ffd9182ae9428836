// Buyers who order one thing after another until told to stop, and remember what the shop acknowledged and what it left open.
using System.Diagnostics;
using System.Net;

namespace Makola.Tests.Faults;

/// <summary>
/// Buyers under bad conditions. An order is acknowledged when the buyer has read where its page is; a press that got no
/// answer is kept, to be pressed again when the shop is back.
/// </summary>
/// <param name="shop">Where they buy.</param>
/// <param name="count">How many at once.</param>
/// <param name="newBuyer">Makes one; null for one at a line without faults.</param>
/// <param name="pause">What each takes between two orders; null for a tenth of a second, which leaves a small machine something for what is to happen to the shop.</param>
internal sealed class Shoppers(RunningShop shop, int count, Func<Buyer>? newBuyer = null, TimeSpan? pause = null) : IDisposable
{
    private readonly TimeSpan _pause = pause ?? TimeSpan.FromMilliseconds(100);
    private readonly Lock _gate = new();
    private readonly List<Buyer> _buyers = [];
    private CancellationTokenSource _stop = new();
    private Task[] _walks = [];

    /// <summary>Addresses of the orders the shop acknowledged.</summary>
    public List<string> Acknowledged { get; } = [];

    /// <summary>Presses of "place" that were never answered.</summary>
    public List<(Buyer Buyer, Form Form)> Unanswered { get; } = [];

    /// <summary>Answers of the shop that were neither an order nor a word the buyer can do something with.</summary>
    public List<string> Strange { get; } = [];

    /// <summary>"Busy, please try again" (503).</summary>
    public int Busy { get; private set; }

    /// <summary>Lets everyone begin (again).</summary>
    public void Start()
    {
        _stop = new CancellationTokenSource();
        _walks = [.. Enumerable.Range(0, count).Select(_ => Task.Run(WalkAsync))];
    }

    /// <summary>Waits until a few more orders are acknowledged, however slow the machine: the plug is pulled in the middle of business.</summary>
    public async Task SomeOrderedAsync()
    {
        int Count()
        {
            lock (_gate)
                return Acknowledged.Count;
        }

        var enough = Count() + 3;
        for (var clock = Stopwatch.StartNew(); Count() < enough; await Task.Delay(50))
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1), $"No three orders in a minute. {string.Join('\n', Strange.Take(3))}\n{Trial.Tail(shop.Output)}");
    }

    /// <summary>Addresses of the orders acknowledged by now, while more are placed.</summary>
    public IReadOnlyList<string> SoFar()
    {
        lock (_gate)
            return [.. Acknowledged];
    }

    /// <summary>Lets everyone finish the step he is in.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_walks);
    }

    /// <summary>Everyone who got no answer presses the same button again; each press must lead to one order.</summary>
    public async Task PressAgainAsync()
    {
        foreach (var (buyer, form) in Unanswered)
        {
            var answer = await buyer.SubmitOnceAsync(form);
            Assert.True(answer.SentToOrder, $"Pressed again: {(int)answer.Status} {answer.Text}");
            Acknowledged.Add(answer.SentTo!);
        }

        Unanswered.Clear();
    }

    /// <summary>Every acknowledged order is there, once; nobody was told of an order twice.</summary>
    public void AssertAllAreThere()
    {
        Assert.Empty(Strange);
        Assert.Equal(Acknowledged.Count, Acknowledged.Distinct().Count());
        using var connection = shop.Sql();
        foreach (var address in Acknowledged)
            Assert.Equal(1, RunningShop.Scalar<int>(connection, "SELECT count(*) FROM Orders WHERE Token = $token", ("$token", address["/o/".Length..])));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var buyer in _buyers)
            buyer.Dispose();
        _stop.Dispose();
    }

    /// <summary>One more buyer does what they all do, once; what comes of it is remembered with the rest.</summary>
    /// <param name="change">What he writes into the form besides; null for nothing.</param>
    /// <returns>The last answer he got; null when the shop was gone.</returns>
    public async Task<Page?> BuyOnceAsync(Action<Form>? change = null)
    {
        var buyer = newBuyer?.Invoke() ?? shop.NewBuyer();
        lock (_gate)
            _buyers.Add(buyer);
        Form? pressed = null;
        var isOpen = false; // A press without an answer.
        try
        {
            if (await buyer.AddOnceAsync(Cast.Plantain, 2) is { Status: not HttpStatusCode.OK } added)
                return await ShruggedAsync(added);

            await buyer.AddOnceAsync(Cast.Beads[Random.Shared.Next(Cast.Beads.Count)], 1);
            if (await buyer.GetAsync("/checkout") is var checkout && (checkout.Status != HttpStatusCode.OK || checkout.Path != "/checkout"))
                return await ShruggedAsync(checkout);

            pressed = Buyer.FillIn(checkout);
            change?.Invoke(pressed);
            var answer = await buyer.SubmitOnceAsync(pressed);
            if (!answer.SentToOrder)
                return await ShruggedAsync(answer);
            lock (_gate)
                Acknowledged.Add(answer.SentTo!);
            return answer;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or System.Net.Sockets.SocketException) // The last: killed between connecting and asking.
        {
            // The shop is gone. What was pressed may or may not have become an order.
            isOpen = pressed is not null;
            lock (_gate)
            {
                if (pressed is not null) Unanswered.Add((buyer, pressed));
            }

            await Task.Delay(20);
            return null;
        }
        finally
        {
            if (!isOpen) Leave(buyer);
        }
    }

    /// <summary>He goes, and his line is hung up: a shop has only so many.</summary>
    private void Leave(Buyer buyer)
    {
        lock (_gate)
            _buyers.Remove(buyer);
        buyer.Dispose();
    }

    private async Task WalkAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            await BuyOnceAsync();
            await Task.Delay(_pause);
        }
    }

    private async Task<Page> ShruggedAsync(Page answer)
    {
        lock (_gate)
        {
            if (answer.Status == HttpStatusCode.ServiceUnavailable)
                Busy++;
            else
                Strange.Add($"{(int)answer.Status} {answer.Path}: {answer.Text}");
        }

        await Task.Delay(20);
        return answer;
    }
}
