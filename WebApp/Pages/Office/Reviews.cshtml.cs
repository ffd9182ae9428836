// What buyers think of the goods: staff read it before everybody does, and may answer.
using Makola.Web;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Pages.Office;

/// <summary>A review and what it is about.</summary>
public sealed record ReviewRow(long Id, string Product, string Slug, long OrderNumber, long CustomerId, string Name, int Stars, string Text, ReviewState State, DateTimeOffset At, string? Answer, int Version);

/// <summary>The page <c>/office/reviews</c>; <c>?show=shown</c> and <c>?show=refused</c> for those that were decided, <c>&amp;before=40</c> goes on.</summary>
[Needs(Scopes.Customers)]
public sealed class ReviewsModel(ShopDb db, CurrentShop shop) : OfficePage(db, shop)
{
    private const int PageSize = 20;

    /// <summary><c>shown</c>, <c>refused</c>, or empty for those that wait.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Show { get; set; }

    /// <summary>Only older ones than this.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    /// <summary>Which are listed.</summary>
    public ReviewState State => Show switch { "shown" => ReviewState.Shown, "refused" => ReviewState.Refused, _ => ReviewState.Waiting };

    /// <summary>The reviews, newest first.</summary>
    public IReadOnlyList<ReviewRow> Rows { get; private set; } = [];

    /// <summary>True when there are older ones.</summary>
    public bool HasMore { get; private set; }

    /// <summary>The review that was just decided: it can be put back; survives one redirect.</summary>
    public (long Id, int Version)? Decided { get; private set; }

    /// <summary>Address of a list.</summary>
    public static string AddressOf(ReviewState state) => state == ReviewState.Waiting ? "/office/reviews" : $"/office/reviews?show={state.ToString().ToLowerInvariant()}";

    /// <summary>Shows the list.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        if (TempData["Decided"] is string decided && decided.Split('.') is [var id, var version]) Decided = (long.Parse(id, System.Globalization.CultureInfo.InvariantCulture), int.Parse(version, System.Globalization.CultureInfo.InvariantCulture));
        await ListAsync(ct);
    }

    /// <summary>Everybody sees it.</summary>
    public Task<IActionResult> OnPostShowAsync(long id, int version, CancellationToken ct) => DoAsync(id, review => review.Show(version), "Everybody sees it now.", canGoBack: true, ct);

    /// <summary>Nobody sees it.</summary>
    public Task<IActionResult> OnPostRefuseAsync(long id, int version, CancellationToken ct) => DoAsync(id, review => review.Refuse(version), "It is not shown.", canGoBack: true, ct);

    /// <summary>Takes back what was decided.</summary>
    public Task<IActionResult> OnPostWaitAsync(long id, int version, CancellationToken ct) => DoAsync(id, review => review.WaitAgain(version), "It waits again.", canGoBack: false, ct);

    /// <summary>Answers below it.</summary>
    public Task<IActionResult> OnPostAnswerAsync(long id, int version, string? answer, CancellationToken ct) =>
        DoAsync(id, review => review.AnswerWith(answer, version, Shop.Now), string.IsNullOrWhiteSpace(answer) ? "The answer is taken away." : "The answer is kept. It is seen wherever the review is.", canGoBack: false, ct);

    /// <inheritdoc/>
    public override async Task<IActionResult> AgainAsync(CancellationToken ct)
    {
        Db.ChangeTracker.Clear();
        await ListAsync(ct);
        return Page();
    }

    private async Task<IActionResult> DoAsync(long id, Action<Review> deed, string said, bool canGoBack, CancellationToken ct)
    {
        var done = await Db.WriteAsync(async () =>
        {
            var review = await Db.Reviews.SingleOrDefaultAsync(r => r.Id == id, ct);
            if (review is not null) deed(review);
            return review;
        }, ct);
        if (done is null) return NotFound();
        if (canGoBack) TempData["Decided"] = $"{done.Id}.{done.Version}";
        return SayAt(AddressOf(State), said);
    }

    private async Task ListAsync(CancellationToken ct)
    {
        var (state, before) = (State, Before ?? long.MaxValue);
        var rows = await Db.Reviews.Where(r => r.State == state && r.Id < before).OrderByDescending(r => r.Id).Take(PageSize + 1)
            .Join(Db.Products, r => r.ProductId, p => p.Id, (r, p) => new { r, p }).OrderByDescending(x => x.r.Id)
            .Select(x => new ReviewRow(x.r.Id, x.p.Name, x.p.Slug, x.r.OrderNumber, x.r.CustomerId, x.r.Name, x.r.Stars, x.r.Text, x.r.State, x.r.At, x.r.Answer, x.r.Version)).ToListAsync(ct);
        (Rows, HasMore) = ([.. rows.Take(PageSize)], rows.Count > PageSize);
    }
}
