// What buyers of the demo shop wrote about what they got. All made up.
using Bogus;

namespace Makola.Data.Seeds;

/// <summary>Reviews by the buyers of the demo orders, written, read and answered through the domain's verbs.</summary>
internal static class DemoReviews
{
    private const int Wanted = 90, Waiting = 3;

    /// <summary>Words by stars, one to five.</summary>
    private static readonly string[][] Words =
    [
        ["It came broken. I am waiting for your call.", "Not what the picture shows."],
        ["Late by two days, and smaller than I thought.", "It does what it should, but only just."],
        ["All right for the price.", "Good, but the packing was torn.", ""],
        ["Good. Came the same afternoon.", "As in the picture. The rider was kind.", "My mother likes it.", ""],
        ["Exactly as in the picture, and well packed.", "I ordered again the same week.", "Fast, and the right change for my 200.", "The best I have had from a market this year.", "Everybody asks me where I got it.", ""],
    ];

    private static readonly float[] Weights = [0.02f, 0.05f, 0.13f, 0.3f, 0.5f];

    /// <summary>Adds them; the newest still wait for staff. The caller saves.</summary>
    public static async Task AddAsync(ShopDb db, Randomizer random, DateTimeOffset now, CancellationToken ct)
    {
        var bought = await db.Orders.SelectMany(o => o.Lines, (order, line) => new { order, line }).Where(b => b.line.Delivered > 0)
            .Join(db.Variants, b => b.line.VariantId, v => v.Id, (b, v) => new { b.order.Number, b.order.Name, b.order.PlacedAt, CustomerId = b.order.CustomerId!.Value, v.ProductId }).ToListAsync(ct);
        var chosen = random.Shuffle(bought.OrderBy(b => b.Number).ThenBy(b => b.ProductId).DistinctBy(b => (b.ProductId, b.CustomerId))).Take(Wanted).OrderBy(b => b.Number).ToList();
        foreach (var (b, i) in chosen.Select((b, i) => (b, i)))
        {
            var stars = random.WeightedRandom([1, 2, 3, 4, 5], Weights);
            var at = b.PlacedAt.AddDays(random.Int(2, 6));
            var review = new Review { ProductId = b.ProductId, CustomerId = b.CustomerId, OrderNumber = b.Number };
            review.Write(b.Name.Split(' ')[0], stars, random.ArrayElement(Words[stars - 1]), at < now ? at : now);
            if (i < chosen.Count - Waiting) review.Show(review.Version);
            if (stars == 1) review.AnswerWith("We are sorry. We called you and bring another one tomorrow.", review.Version, at.AddHours(5) < now ? at.AddHours(5) : now);
            db.Reviews.Add(review);
        }
    }
}
