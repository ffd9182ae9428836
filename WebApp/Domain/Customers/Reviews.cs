// Writing reviews of what was bought, and reading those that are shown.
namespace Makola.Domain.Customers;

/// <summary>A review as everybody sees it.</summary>
/// <param name="Id">Key; rises with time.</param>
/// <param name="Name">Who signed it.</param>
/// <param name="Stars">1 to <see cref="Review.MostStars"/>.</param>
/// <param name="Text">Plain text; may be empty.</param>
/// <param name="At">When it was written.</param>
/// <param name="Answer">What the shop answered, if it did.</param>
public sealed record ShownReview(long Id, string Name, int Stars, string Text, DateTimeOffset At, string? Answer);

/// <summary>The reviews of a product: how many, how good, and some of them.</summary>
/// <param name="Count">How many are shown.</param>
/// <param name="Sum">All their stars together.</param>
/// <param name="Newest">Newest first.</param>
public sealed record ProductReviews(int Count, int Sum, IReadOnlyList<ShownReview> Newest)
{
    /// <summary>Of a product nobody wrote about.</summary>
    public static ProductReviews None { get; } = new(0, 0, []);

    /// <summary>Stars in the middle, 1 to <see cref="Review.MostStars"/> with one decimal; 0 without reviews.</summary>
    public double Average => Count == 0 ? 0 : Math.Round((double)Sum / Count, 1, MidpointRounding.AwayFromZero);

    /// <summary>Reads what is shown of a product, in one statement.</summary>
    /// <param name="db">The shop.</param>
    /// <param name="productId">Of what.</param>
    /// <param name="before">Only older ones than this.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="ct">Stops it.</param>
    public static async Task<ProductReviews> ReadAsync(ShopDb db, long productId, long before, int most, CancellationToken ct)
    {
        var shown = db.Reviews.Where(r => r.ProductId == productId && r.State == ReviewState.Shown);
        var rows = await shown.Where(r => r.Id < before).OrderByDescending(r => r.Id).Take(most)
            .Select(r => new { Review = new ShownReview(r.Id, r.Name, r.Stars, r.Text, r.At, r.Answer), Count = shown.Count(), Sum = shown.Sum(s => s.Stars) }).ToListAsync(ct);
        return rows is [var first, ..] ? new(first.Count, first.Sum, [.. rows.Select(r => r.Review)]) : None;
    }
}

/// <summary>The buyer's side of reviews.</summary>
public static class Reviews
{
    /// <summary>The review a buyer wrote of a line's product; null before he wrote one.</summary>
    public static Task<Review?> OfAsync(ShopDb db, Order order, long productId, CancellationToken ct) =>
        db.Reviews.SingleOrDefaultAsync(r => r.ProductId == productId && r.CustomerId == order.CustomerId, ct);

    /// <summary>Writes the review of what an order brought, or writes it anew: one for each customer and product.</summary>
    /// <param name="db">The shop.</param>
    /// <param name="order">The order; whoever has its link is the buyer.</param>
    /// <param name="line">What was bought.</param>
    /// <param name="name">How it is signed.</param>
    /// <param name="stars">1 to <see cref="Review.MostStars"/>.</param>
    /// <param name="text">Plain text, may be empty.</param>
    /// <param name="at">When.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="Refusal"><c>review.early</c> before it was delivered; those of <see cref="Review.Write"/>.</exception>
    public static Task WriteAsync(ShopDb db, Order order, OrderLine line, string? name, int stars, string? text, DateTimeOffset at, CancellationToken ct) => db.WriteAsync(async () =>
    {
        if (line.Delivered == 0) throw new Refusal("review.early", "You can write about it once you have it.") { Status = 409 };
        var product = await db.Variants.IgnoreQueryFilters().Where(v => v.Id == line.VariantId).Select(v => v.ProductId).SingleAsync(ct);
        var review = await OfAsync(db, order, product, ct);
        if (review is null) db.Reviews.Add(review = new() { ProductId = product, CustomerId = order.CustomerId!.Value, OrderNumber = order.Number });
        review.Write(name, stars, text, at);
    }, ct);
}
