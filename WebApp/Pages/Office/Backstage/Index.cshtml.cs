// The latest requests as they come, and those that were kept.
using System.Globalization;
using System.Threading.Channels;
using Makola.Backstage;
using Makola.Web;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Pages.Office.Backstage;

/// <summary>The page <c>/office/backstage?page=checkout&amp;status=5xx&amp;slower=200&amp;order=1042</c>.</summary>
[Needs(Scopes.Scenes)]
public sealed class IndexModel(ShopDb db, CurrentShop shop, SceneStore store, SceneRecorder recorder, IHostApplicationLifetime lifetime) : OfficePage(db, shop)
{
    /// <summary>Most pages that watch at once: each holds a connection open.</summary>
    private const int MostWatchers = 12;

    private const int PageSize = 60;
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(20);
    private static int watchers;

    /// <summary>Part of an address.</summary>
    [BindProperty(SupportsGet = true)]
    public string? At { get; set; }

    /// <summary>A status, "4xx", "5xx" or "error".</summary>
    [BindProperty(SupportsGet = true)]
    public string? Status { get; set; }

    /// <summary>At least so many milliseconds.</summary>
    [BindProperty(SupportsGet = true)]
    public int? Slower { get; set; }

    /// <summary>At least so many queries.</summary>
    [BindProperty(SupportsGet = true)]
    public int? Queries { get; set; }

    /// <summary>Number of an order.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Order { get; set; }

    /// <summary>Key of a customer's card.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Customer { get; set; }

    /// <summary>The number a customer saw beside an error.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Reference { get; set; }

    /// <summary>Only older ones than this, milliseconds of Unix time.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    /// <summary>The scenes, newest first.</summary>
    public IReadOnlyList<Scene> Scenes { get; private set; } = [];

    /// <summary>Address of the page that goes on; null at the end.</summary>
    public string? Next { get; private set; }

    /// <summary>Statuses to choose from.</summary>
    public static IReadOnlyList<(string Value, string Text)> Statuses { get; } = [("error", "Errors of ours"), ("2xx", "Answered (2xx)"), ("3xx", "Sent on (3xx)"), ("4xx", "Refused (4xx)"), ("5xx", "Failed (5xx)")];

    /// <summary>Whether something is asked for.</summary>
    public bool IsFiltered => Request.Query.Any(q => q.Key is not "before" && q.Value.ToString().Length > 0);

    /// <summary>Shows the list, or what is new of it.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid || Before is < 0 or > 253402300799999) return BadRequest();
        var filter = new SceneFilter { Page = Text(At), Status = Text(Status), Slower = Slower, Queries = Queries, Order = Order, Reference = Text(Reference) };
        if (Customer is { } card)
        {
            var person = await Db.Customers.Where(c => c.Id == card).Select(c => c.PersonId).SingleOrDefaultAsync(ct);
            filter = filter with { Customer = (person ?? 0, await Db.Orders.Where(o => o.CustomerId == card).OrderByDescending(o => o.Number).Select(o => o.Number).Take(200).ToListAsync(ct)) };
        }

        var found = await store.FindAsync(filter, Before is { } before ? DateTimeOffset.FromUnixTimeMilliseconds(before) : null, PageSize + 1, ct);
        Scenes = [.. found.Take(PageSize)];
        if (found.Count > PageSize) Next = "/office/backstage" + QueryString.Create(Request.Query.Where(q => q.Key != "before").Append(new("before", Scenes[^1].At.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture))));
        return IsHtmx ? Partial("_Scenes", this) : Page();
    }

    /// <summary>
    /// Says that there is something new, at most once a second (server-sent events, WHATWG HTML 9.2). Each answer ends after a while and the browser asks again: who
    /// may not look any more is told so.
    /// </summary>
    public async Task<IActionResult> OnGetLiveAsync()
    {
        if (Interlocked.Increment(ref watchers) > MostWatchers)
        {
            Interlocked.Decrement(ref watchers);
            return StatusCode(StatusCodes.Status204NoContent); // Tells the browser not to come back.
        }

        var news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        void Hear(Scene scene) => news.Writer.TryWrite(true);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(HttpContext.RequestAborted, lifetime.ApplicationStopping);
        over.CancelAfter(LongestAnswer);
        recorder.Ended += Hear;
        try
        {
            Response.ContentType = "text/event-stream";
            await Response.Body.WriteAsync("retry: 1000\n\n"u8.ToArray(), over.Token);
            while (!over.IsCancellationRequested)
            {
                await Response.Body.FlushAsync(over.Token);
                await news.Reader.WaitToReadAsync(over.Token);
                news.Reader.TryRead(out _);
                await Response.Body.WriteAsync("data: new\n\n"u8.ToArray(), over.Token);
                await Task.Delay(TimeSpan.FromSeconds(1), over.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The page was closed, or the shop is.
        }
        finally
        {
            recorder.Ended -= Hear;
            Interlocked.Decrement(ref watchers);
        }

        return new EmptyResult();
    }

    private static string? Text(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();
}
