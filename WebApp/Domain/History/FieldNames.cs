// Fields as a shopkeeper calls them.
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
        [nameof(Aisle.Emblem)] = "picture", [nameof(Aisle.Position)] = "place in the order", [nameof(Collection.Shown)] = "seen by customers", [nameof(Collection.Goods)] = "goods chosen",
        [nameof(Redirect.To)] = "leads to",
        [nameof(Storefront.Header)] = "menu on top", [nameof(Storefront.Footer)] = "menu at the foot", [nameof(Storefront.Sections)] = "home page", [nameof(Storefront.Draft)] = "draft of the home page",
    };

    /// <summary>What the field of a change is called.</summary>
    public static string Of(FieldChange change)
    {
        if (change.Field.Length == 0 && change.New is null) return "deleted";
        var field = change.Field.Split('/')[0];
        return Words.TryGetValue(field, out var words) ? words : Capital().Replace(field, m => (m.Index > 0 ? " " : "") + m.Value.ToLowerInvariant());
    }

    /// <summary>A value of a change as it is shown.</summary>
    public static string ValueOf(FieldChange change, string? value) => value switch
    {
        null => "nothing",
        "" => "empty",
        _ when change.Field == nameof(Product.Pictures) => PicturesIn(value),
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
