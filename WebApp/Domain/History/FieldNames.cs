// Fields as a shopkeeper calls them.
using System.Globalization;
using System.Text.RegularExpressions;

namespace Makola.Domain.History;

/// <summary>Names of fields in words.</summary>
public static partial class FieldNames
{
    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        [""] = "made", [nameof(Variant.WasPrice)] = "price before", [nameof(Variant.SaleFrom)] = "sale begins", [nameof(Variant.SaleUntil)] = "sale ends", [nameof(Product.MainCategoryId)] = "category", [nameof(Product.BrandId)] = "brand",
        [nameof(Product.Blurb)] = "short line", [nameof(Product.Slug)] = "address", [nameof(Variant.Sku)] = "SKU", [nameof(StockItem.OnHand)] = "pieces in the house",
        [nameof(StockItem.AllowBackorder)] = "sold when none are there", [nameof(StockItem.LowAt)] = "running low at", [nameof(Variant.Retired)] = "no longer offered",
        [nameof(Product.OtherCategories)] = "also in category", [nameof(Variant.ChoiceText)] = "choice", [nameof(Variant.WeightGrams)] = "weight", [nameof(Variant.Barcode)] = "bar code",
        [nameof(Product.SeoTitle)] = "title for search engines", [nameof(Product.SeoText)] = "text for search engines", [nameof(Category.ParentId)] = "category above",
        [nameof(Product.PublishAt)] = "comes into the shop at", [nameof(Product.UnpublishAt)] = "leaves the shop at", [nameof(Variant.PicturePath)] = "picture",
        [nameof(SynonymGroup.Line)] = "words that mean the same",
        [nameof(Aisle.Emblem)] = "picture", [nameof(Aisle.Position)] = "place in the order", [nameof(Collection.Shown)] = "seen by customers", [nameof(Collection.Goods)] = "goods chosen", ["Order.Goods"] = "goods",
        [nameof(Redirect.To)] = "leads to",
        [nameof(Storefront.Header)] = "menu on top", [nameof(Storefront.Footer)] = "menu at the foot", [nameof(Storefront.Sections)] = "home page", [nameof(Storefront.Draft)] = "draft of the home page",
    };

    /// <summary>Fields whose value is an amount in minor units.</summary>
    private static readonly HashSet<string> Amounts = new(StringComparer.Ordinal)
    {
        nameof(Variant.Price), nameof(Variant.WasPrice), nameof(Variant.SalePrice), nameof(Variant.Cost), nameof(ShopSettings.DeliveryFee), nameof(ShopSettings.FreeDeliveryFrom),
        nameof(Order.Total), nameof(Order.Received), nameof(Order.Returned), nameof(Order.Due), nameof(Order.GoodsTotal), nameof(Order.DeliveryTotal), nameof(PaymentEvent.Amount),
    };

    /// <summary>Fields whose value is a moment, kept in milliseconds.</summary>
    private static readonly HashSet<string> Moments = new(StringComparer.Ordinal)
    {
        nameof(Variant.SaleFrom), nameof(Variant.SaleUntil), nameof(Product.PublishAt), nameof(Product.UnpublishAt),
    };

    /// <summary>What the field of a change is called.</summary>
    public static string Of(FieldChange change) => change.Field.Length == 0 && change.New is null ? "deleted" : Of(change.Field);

    /// <summary>What a field is called.</summary>
    /// <param name="field">Its name.</param>
    /// <param name="record">Kind of record, where the same name means different things.</param>
    public static string Of(string field, string? record = null) => Words.TryGetValue($"{record}.{field}", out var exact) ? exact : Words.TryGetValue(field.Split('/')[0], out var words) ? words : Capital().Replace(field.Split('/')[0], m => (m.Index > 0 ? " " : "") + m.Value.ToLowerInvariant());

    /// <summary>A value of a field as it is shown.</summary>
    /// <param name="field">Name of the field.</param>
    /// <param name="value">As the database keeps it.</param>
    /// <param name="settings">The shop's: its currency and zone.</param>
    public static string ValueOf(string field, string? value, ShopSettings settings) => value switch
    {
        null => "nothing",
        "" => "empty",
        _ when field == nameof(Product.Pictures) => PicturesIn(value),
        _ when Amounts.Contains(field) && long.TryParse(value, CultureInfo.InvariantCulture, out var minor) => settings.Money(minor).ToString(),
        _ when Moments.Contains(field) && long.TryParse(value, CultureInfo.InvariantCulture, out var ms) =>
            TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(ms), settings.Zone()).ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture),
        { Length: > 80 } => value[..80] + "…",
        _ => value,
    };

    private static string PicturesIn(string list)
    {
        var pictures = System.Text.Json.JsonSerializer.Deserialize<List<Picture>>(list) ?? [];
        var words = string.Join(", ", pictures.Select(p => p.Alt).Where(a => a.Length > 0));
        return $"{(pictures.Count == 1 ? "1 picture" : $"{pictures.Count} pictures")}{(words.Length == 0 ? "" : $" ({(words.Length > 80 ? words[..80] + "…" : words)})")}";
    }

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();
}
