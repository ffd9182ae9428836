// Public pages are the same bytes for everybody without a cart or sign-in: kept whole, compressed, until goods change.
using Makola.Backstage;
using Microsoft.AspNetCore.OutputCaching;

namespace Makola.Web;

/// <summary>
/// Output-cache policy of public pages. Only what a stranger sees is kept; requests with a cart or session cookie pass by. Unknown query keys
/// are not part of the key (they change nothing), filters are not kept (there are too many).
/// </summary>
public sealed class PublicPage(SceneRecorder recorder) : IOutputCachePolicy
{
    /// <summary>Name of the policy, and of the tag every kept page has.</summary>
    public const string Name = "public";

    /// <summary>Longest a kept page may show a stock that was sold while the page was made; a checkout asks the stock itself.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    /// <summary>Query keys that make another page worth keeping.</summary>
    private static readonly string[] Keys = ["page", "sort", "v"];

    private volatile string[] forms = FormsOf(0);
    private int generation;

    /// <summary>
    /// Lets no page made before this moment be seen any more, not even one that is being made now and will be kept in a moment. Called after all
    /// copies in memory that pages are made of are dropped.
    /// </summary>
    public void Renew() => forms = FormsOf(Interlocked.Increment(ref generation));

    /// <summary>Lets the page being rendered be thrown away when this changes.</summary>
    public static void Tag(HttpContext context, string tag) => context.Features.Get<IOutputCacheFeature>()?.Context.Tags.Add(tag);

    /// <inheritdoc/>
    public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var request = context.HttpContext.Request;
        var kept = (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && !request.IsPersonal() && !request.Headers.ContainsKey("HX-Request");
        if (kept && request.QueryString.HasValue)
        {
            kept = request.Query.All(IsOfKeptPage);
            context.CacheVaryByRules.QueryKeys = Keys;
        }

        context.EnableOutputCaching = kept;
        context.AllowCacheLookup = kept;
        context.AllowCacheStorage = kept;
        context.AllowLocking = false; // Making a page takes a millisecond; waiting for another to make it would cost every kept answer a tenth.
        context.ResponseExpirationTimeSpan = Kept;
        context.CacheVaryByRules.VaryByHost = true;
        context.CacheVaryByRules.VaryByValues["form"] = FormOf(request);
        context.Tags.Add(Name);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        if (recorder.WantsKept()) RequestScenes.NoteKept(context.HttpContext, recorder);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var response = context.HttpContext.Response;
        if (response.StatusCode != StatusCodes.Status200OK || response.Headers.SetCookie.Count > 0) context.AllowCacheStorage = false;
        return ValueTask.CompletedTask;
    }

    private static bool IsOfKeptPage(KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues> query) =>
        Array.IndexOf(Keys, query.Key) >= 0 ? query.Value.ToString().Length <= 20
        : query.Key is not ("q" or "min" or "max" or "stock") && !query.Key.StartsWith("o.", StringComparison.Ordinal);

    /// <summary>How the answer is packed and whether its links are https: all that differs between two strangers who ask for the same page.</summary>
    private string FormOf(HttpRequest request)
    {
        var accepted = request.Headers.AcceptEncoding.ToString();
        var packing = accepted.Contains("br", StringComparison.Ordinal) ? 0 : accepted.Contains("gzip", StringComparison.Ordinal) ? 2 : 4;
        return forms[packing + (request.IsHttps ? 1 : 0)];
    }

    private static string[] FormsOf(int generation) =>
        [.. new[] { "br", "br, https", "gzip", "gzip, https", "plain", "plain, https" }.Select(form => $"{form}, {generation}")];
}

/// <summary>Throws kept pages away when what they show has changed.</summary>
public sealed class CacheEviction(ChangeFeed feed, IOutputCacheStore store, PublicPage policy, ShopMemory memory) : IHostedService
{
    /// <summary>Tag of pages that show the stock of a variant.</summary>
    public static string StockTag(long variantId) => $"stock-{variantId}";

    /// <summary>Tag of pages that show the reviews of a product.</summary>
    public static string ReviewsTag(long productId) => $"reviews-{productId}";

    /// <summary>Tag of pages that show lists of goods.</summary>
    public const string ListsTag = "lists";

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        GC.KeepAlive(memory); // Made before this listens, so that it hears of a change first and no page is made of what it forgot.
        feed.Happened += Evict;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        feed.Happened -= Evict;
        return Task.CompletedTask;
    }

    private void Evict(IReadOnlyCollection<Change> changes)
    {
        if (changes.Any(change => change.IsOfCopies))
        {
            policy.Renew();
            _ = store.EvictByTagAsync(PublicPage.Name, default).AsTask();
            return;
        }

        foreach (var change in changes)
        {
            if (change.What switch { "stock" => StockTag(change.Id), "reviews" => ReviewsTag(change.Id), "lists" => ListsTag, _ => null } is { } tag) _ = store.EvictByTagAsync(tag, default).AsTask();
        }
    }
}
