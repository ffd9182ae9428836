// Several buyers who do the same thing, and press the last button at the same moment.
namespace Makola.Tests.Support;

/// <summary>Buyers of one shop.</summary>
public sealed class Crowd(RunningShop shop, int size) : IDisposable
{
    /// <summary>How many of them act at once while nothing is at stake; the moment that matters has no such bound.</summary>
    private const int Strolling = 8;

    /// <summary>The buyers.</summary>
    public IReadOnlyList<Buyer> Buyers { get; } = [.. Enumerable.Range(0, size).Select(_ => shop.NewBuyer())];

    /// <summary>Lets everyone do something, a few at a time.</summary>
    public Task EachAsync(Func<Buyer, Task> act) =>
        Parallel.ForEachAsync(Buyers, new ParallelOptions { MaxDegreeOfParallelism = Strolling }, async (buyer, _) => await act(buyer));

    /// <summary>
    /// Everyone walks up to the last step of the checkout; then all press "place" at the same moment.
    /// Who is told that the shop is busy (503) presses again, as the page asks him to. Answers in the order of
    /// <see cref="Buyers"/>, redirects not followed.
    /// </summary>
    public async Task<List<Page>> PlaceAtOnceAsync()
    {
        var forms = new Dictionary<Buyer, Form>();
        await EachAsync(async buyer =>
        {
            var form = await buyer.CheckoutAsync();
            lock (forms)
                forms.Add(buyer, form);
        });

        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answers = Buyers.Select(async buyer =>
        {
            await start.Task;
            return await Buyer.UntilNotBusyAsync(() => buyer.SubmitOnceAsync(forms[buyer]));
        }).ToList();
        start.SetResult();
        return [.. await Task.WhenAll(answers)];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var buyer in Buyers)
            buyer.Dispose();
    }
}
