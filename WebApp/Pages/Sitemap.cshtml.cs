// Addresses for search engines: the home page, categories, collections, brands, content pages and every product customers can see, written as they are read.
using Makola.Web;
using System.Globalization;
using System.Xml;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Makola.Pages;

/// <summary>
/// <c>/sitemap.xml</c>. A file holds at most 50,000 addresses (https://www.sitemaps.org/protocol.html): a larger shop answers with an index of
/// parts, <c>?part=1</c> and on. Memory stays the same however many goods there are.
/// </summary>
public sealed class SitemapModel(ShopDb db, CurrentShop shop) : PageModel
{
    private const int MostInPart = 40_000;
    private const string Namespace = "http://www.sitemaps.org/schemas/sitemap/0.9";

    /// <summary>Writes the map, or the index of its parts.</summary>
    /// <param name="part">Part from 1; none for the whole.</param>
    /// <param name="ct">Stops the work.</param>
    public async Task<IActionResult> OnGetAsync(string? part, CancellationToken ct)
    {
        var parts = (shop.Categories.Goods + MostInPart - 1) / MostInPart;
        if (part is not null && (!int.TryParse(part, NumberStyles.None, null, out var asked) || asked < 1 || asked > parts)) return NotFound();

        Response.ContentType = "application/xml; charset=utf-8";
        await using var xml = XmlWriter.Create(Response.Body, new XmlWriterSettings { Async = true, Encoding = new System.Text.UTF8Encoding(false) });
        await xml.WriteStartDocumentAsync();
        if (part is null && parts > 1) await IndexAsync(xml, parts);
        else await MapAsync(xml, part is null ? 1 : int.Parse(part, CultureInfo.InvariantCulture), ct);
        await xml.WriteEndDocumentAsync();
        return new EmptyResult();
    }

    private async Task IndexAsync(XmlWriter xml, int parts)
    {
        await xml.WriteStartElementAsync(null, "sitemapindex", Namespace);
        for (var n = 1; n <= parts; n++)
        {
            await xml.WriteStartElementAsync(null, "sitemap", Namespace);
            await xml.WriteElementStringAsync(null, "loc", Namespace, shop.Absolute($"/sitemap.xml?part={n}"));
            await xml.WriteEndElementAsync();
        }
    }

    private async Task MapAsync(XmlWriter xml, int part, CancellationToken ct)
    {
        await xml.WriteStartElementAsync(null, "urlset", Namespace);
        if (part == 1)
        {
            await EntryAsync(xml, "/", null);
            foreach (var shelf in shop.Categories.All.Concat(shop.Categories.Collections).Where(s => s.Goods > 0)) await EntryAsync(xml, $"/c/{shelf.Slug}", null);
            foreach (var (slug, _) in shop.Front.Pages) await EntryAsync(xml, $"/pages/{slug}", null);
            await EntryAsync(xml, "/contact", null);
            foreach (var brand in await db.Brands.OrderBy(b => b.Id).Take(5_000).Select(b => b.Slug).ToListAsync(ct)) await EntryAsync(xml, $"/b/{brand}", null);
        }

        var goods = db.Products.Where(p => p.Status == ProductStatus.Active).OrderBy(p => p.CreatedAt).ThenBy(p => p.Id)
            .Skip((part - 1) * MostInPart).Take(MostInPart).Select(p => new { p.Slug, p.UpdatedAt });
        await foreach (var product in goods.AsAsyncEnumerable().WithCancellation(ct)) await EntryAsync(xml, $"/p/{product.Slug}", product.UpdatedAt);
    }

    private async Task EntryAsync(XmlWriter xml, string path, DateTimeOffset? changed)
    {
        await xml.WriteStartElementAsync(null, "url", Namespace);
        await xml.WriteElementStringAsync(null, "loc", Namespace, shop.Absolute(path));
        if (changed is { } at) await xml.WriteElementStringAsync(null, "lastmod", Namespace, at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        await xml.WriteEndElementAsync();
    }
}
