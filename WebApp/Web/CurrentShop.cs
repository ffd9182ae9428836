// What every page has at hand: the shop's settings, its categories, the visitor's cart.
using Microsoft.AspNetCore.Components;

namespace Makola.Web;

/// <summary>The address customers know the shop by; null when it is not configured.</summary>
/// <param name="Url">Configuration <c>Shop:PublicUrl</c>.</param>
public sealed record PublicAddress(Uri? Url);

/// <summary>What every page has at hand, in the request's scope; filled by <see cref="ShopAtHand"/>.</summary>
public sealed class CurrentShop(ShopDb db, PublicAddress address, IHttpContextAccessor accessor, Backstage.SceneRecorder recorder, Fragments fragments, TimeProvider clock)
{
    private int? pieces;
    private ResourceAssetCollection? assets;

    /// <summary>The shop's settings.</summary>
    public ShopSettings Settings { get; internal set; } = null!;

    /// <summary>The categories.</summary>
    public CategoryTree Categories { get; internal set; } = null!;

    /// <summary>The menus and the home page.</summary>
    public Front Front { get; internal set; } = null!;

    /// <summary>Pieces of pages that are made once.</summary>
    public Fragments Fragments => fragments;

    /// <summary>Now, UTC.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>An amount in the shop's currency.</summary>
    public Money Money(long minor) => Settings.Money(minor);

    /// <summary>Pieces in the visitor's cart: no query without a cart cookie, one with it.</summary>
    public async ValueTask<int> CartPiecesAsync() =>
        pieces ??= accessor.HttpContext!.Request.CartToken() is { } token ? await CartView.CountAsync(db, token, accessor.HttpContext.RequestAborted) : 0;

    /// <summary>Tells what the cart holds after this request changed it, so that the badge is right.</summary>
    public void CartNowHolds(int count) => pieces = count;

    /// <summary>The address of an asset such as <c>img/goods/1f34c.webp</c>: fingerprinted, so that browsers keep it for good.</summary>
    public string Asset(string path) => "/" + (assets ??= accessor.HttpContext!.GetEndpoint()?.Metadata.GetMetadata<ResourceAssetCollection>() ?? ResourceAssetCollection.Empty)[path];

    /// <summary>The address of the smallest size of a picture, for thumbnails.</summary>
    public string Thumb(string path) => Asset(PictureSizes.Smallest(path));

    /// <summary>
    /// How wide pictures are shown, for <c>sizes</c>. Phones are told half of it: their sharp screens would else fetch four times the bytes, and a phone
    /// in the market pays for each.
    /// </summary>
    public const string OnCards = "(min-width:40rem) 17rem,6rem", InGallery = "(min-width:60rem) 34rem,50vw", InBanner = "(min-width:60rem) 27.5rem,6rem";

    /// <summary>The sizes of an uploaded picture for <c>srcset</c>; null for one with a single size.</summary>
    /// <param name="path">Path of its largest.</param>
    /// <param name="widest">Pixels of the widest that is of use.</param>
    public string? Sizes(string path, int widest = int.MaxValue) =>
        PictureSizes.Of(path).Where(s => s.Width <= widest).Reverse().ToList() is { Count: > 1 } sizes ? string.Join(", ", sizes.Select(s => $"{Asset(s.Path)} {s.Width}w")) : null;

    /// <summary>An absolute address from the configured public one, or the host that was asked (which host filtering has checked).</summary>
    /// <param name="path">Begins with a slash.</param>
    public string Absolute(string path)
    {
        var request = accessor.HttpContext!.Request;
        return address.Url is { } url ? new Uri(url, path).ToString() : $"{request.Scheme}://{request.Host}{path}";
    }

    /// <summary>Bytes of the page as it was last sent, while its request is still under way: its own weight is known only at the end.</summary>
    public long? WeightBefore(Backstage.Scene scene) => recorder.Latest.FirstOrDefault(s => s.Path == scene.Path && s.Method == scene.Method && s.Status == StatusCodes.Status200OK && s.Bytes > 0)?.Bytes;

    /// <summary>A link that opens WhatsApp with a text ready to send; null when the shop has no WhatsApp.</summary>
    public string? WhatsApp(string text) => Settings.WhatsApp is { Length: > 1 } number ? $"https://wa.me/{number[1..]}?text={Uri.EscapeDataString(text)}" : null;
}

/// <summary>Fills <see cref="CurrentShop"/> before a page runs, and says which answers may be kept by nobody.</summary>
public sealed class ShopAtHand(RequestDelegate next, ShopMemory memory, Backstage.SceneRecorder recorder)
{
    /// <summary>Reads settings, categories and front from memory.</summary>
    public async Task InvokeAsync(HttpContext context, CurrentShop shop)
    {
        // Files know better themselves how long they may be kept.
        if (PictureFiles.IsFile(context.GetEndpoint()))
        {
            await next(context);
            return;
        }

        shop.Settings = await memory.SettingsAsync(context.RequestAborted);
        recorder.RecordsAll = shop.Settings.RecordsAll;
        shop.Categories = await memory.CategoriesAsync(context.RequestAborted);
        shop.Front = await memory.FrontAsync(context.RequestAborted);
        context.Response.Headers.CacheControl = context.Request.IsPersonal() ? "private, no-cache" : "no-cache";
        context.Response.Headers.Append("Vary", "Cookie");
        if (HttpMethods.IsPost(context.Request.Method)) context.Response.OnStarting(SeeOther, context.Response);
        await next(context);
    }

    /// <summary>After a form the browser is to GET the next page, and to forget the form: 303 (RFC 9110, 15.4.4), where MVC says 302.</summary>
    private static Task SeeOther(object response)
    {
        if (((HttpResponse)response).StatusCode == StatusCodes.Status302Found) ((HttpResponse)response).StatusCode = StatusCodes.Status303SeeOther;
        return Task.CompletedTask;
    }
}
