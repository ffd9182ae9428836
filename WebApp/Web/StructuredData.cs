// Structured data for search engines: schema.org terms as JSON-LD, written so that no text can leave its script element.
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Html;

namespace Makola.Web;

/// <summary>
/// A JSON-LD block. The serialiser's default encoder writes <c>&lt;</c>, <c>&gt;</c>, <c>&amp;</c> and quotes as <c>\u003C</c>…, so a product named
/// <c>&lt;/script&gt;</c> stays a name. Terms and required fields after https://developers.google.com/search/docs/appearance/structured-data.
/// </summary>
/// <param name="Graph">The object, as a dictionary.</param>
public sealed record StructuredData(object Graph) : IHtmlContent
{
    private const string Terms = "https://schema.org";

    /// <summary>A product and what it can be had for.</summary>
    public static StructuredData Product(CurrentShop shop, ProductView product, VariantView chosen, Domain.Customers.ProductReviews reviews)
    {
        var address = shop.Absolute($"/p/{product.Slug}");
        object Offer(VariantView variant) => Object("Offer",
            ("sku", variant.Sku), ("name", variant.ChoiceText.Length > 0 ? variant.ChoiceText : null),
            ("url", product.Variants.Count > 1 ? $"{address}?v={variant.Id}" : address), ("price", shop.Money(variant.Price).Plain), ("priceCurrency", shop.Settings.Currency),
            ("availability", $"{Terms}/{(variant.Available > 0 ? "InStock" : variant.AllowBackorder ? "BackOrder" : "OutOfStock")}"));
        object offers = product.Variants.Count == 1 ? Offer(chosen) : Object("AggregateOffer",
            ("lowPrice", shop.Money(product.Variants.Min(v => v.Price)).Plain), ("highPrice", shop.Money(product.Variants.Max(v => v.Price)).Plain),
            ("priceCurrency", shop.Settings.Currency), ("offerCount", product.Variants.Count),
            ("availability", $"{Terms}/{(product.Variants.Any(v => v.InStock) ? "InStock" : "OutOfStock")}"), ("url", address));
        return Of("Product", ("name", product.Name), ("url", address), ("sku", chosen.Sku),
            ("description", product.SeoText ?? Domain.Catalogue.MarkdownText.Words(product.Description, 300)),
            ("image", product.Pictures.Count > 0 ? product.Pictures.Select(p => shop.Absolute(shop.Asset(p.SharePath ?? p.Path))).Take(6).ToArray() : null),
            ("brand", product.Brand is { } brand ? Object("Brand", ("name", brand)) : null),
            ("aggregateRating", reviews.Count > 0 ? Object("AggregateRating", ("ratingValue", reviews.Average), ("reviewCount", reviews.Count)) : null),
            ("offers", offers));
    }

    /// <summary>The way from the home page down.</summary>
    /// <param name="shop">For absolute addresses.</param>
    /// <param name="steps">Names and paths below the home page.</param>
    public static StructuredData Breadcrumbs(CurrentShop shop, IEnumerable<(string Name, string Path)> steps) => Of("BreadcrumbList", ("itemListElement",
        steps.Select((step, i) => Object("ListItem", ("position", i + 1), ("name", step.Name), ("item", shop.Absolute(step.Path)))).ToArray()));

    /// <summary>The shop itself.</summary>
    public static StructuredData Store(CurrentShop shop) => Of("Store", ("name", shop.Settings.Name), ("description", shop.Settings.Tagline),
        ("url", shop.Absolute("/")), ("image", shop.Absolute(shop.Asset("img/share.jpg"))), ("telephone", shop.Settings.Phone), ("email", shop.Settings.Email),
        ("address", shop.Settings.PickUpAddress), ("currenciesAccepted", shop.Settings.Currency),
        ("potentialAction", Object("SearchAction", ("target", shop.Absolute("/search") + "?q={words}"), ("query-input", "required name=words"))));

    /// <inheritdoc/>
    public void WriteTo(TextWriter writer, HtmlEncoder encoder) => writer.Write(JsonSerializer.Serialize(Graph));

    private static StructuredData Of(string type, params (string Name, object? Value)[] fields) => new(Object(type, [("@context", Terms), .. fields]));

    private static Dictionary<string, object> Object(string type, params (string Name, object? Value)[] fields)
    {
        var made = new Dictionary<string, object> { ["@type"] = type };
        foreach (var (name, value) in fields)
            if (value is not null) made[name] = value;
        return made;
    }
}
