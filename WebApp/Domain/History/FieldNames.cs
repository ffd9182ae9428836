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
    };

    /// <summary>What the field of a change is called.</summary>
    public static string Of(FieldChange change)
    {
        var field = change.Field.Split('/')[0];
        return Words.TryGetValue(field, out var words) ? words : Capital().Replace(field, m => (m.Index > 0 ? " " : "") + m.Value.ToLowerInvariant());
    }

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();
}
