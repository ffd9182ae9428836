// What is bought: one combination of a product's options, with its own SKU, price and stock.
namespace Makola.Domain.Catalogue;

/// <summary>One combination of a product's options, with its own SKU, price and stock.</summary>
public sealed class Variant
{
    /// <summary>Most pieces one order line may ask for.</summary>
    public const int MostPieces = 9_999;

    /// <summary>Database key.</summary>
    public long Id { get; private set; }

    /// <summary>The product it belongs to.</summary>
    public Product Product { get; set; } = null!;

    /// <summary>Key of <see cref="Product"/>.</summary>
    public long ProductId { get; set; }

    /// <summary>Order on the product page, from 0.</summary>
    public int Position { get; set; }

    /// <summary>Stock keeping unit: the shop's own unique code, up to 60 characters.</summary>
    public required string Sku { get; set; }

    /// <summary>Its value for each of the product's options, in their order; empty for a product without options.</summary>
    public List<string> Choices { get; set; } = [];

    /// <summary>The choices in one line: "Lilac · 42"; empty without options. Unique within the product.</summary>
    public string ChoiceText { get; private set; } = "";

    /// <summary>Price of one piece, minor units, tax included; 0 or more.</summary>
    public long Price { get; set; }

    /// <summary>What it cost before, minor units; shown struck through when above <see cref="Price"/>.</summary>
    public long? WasPrice { get; set; }

    /// <summary>What it will cost while a sale lasts, minor units; null without one, and once it has begun.</summary>
    public long? SalePrice { get; set; }

    /// <summary>When <see cref="SalePrice"/> becomes the price; null once it has.</summary>
    public DateTimeOffset? SaleFrom { get; set; }

    /// <summary>When <see cref="WasPrice"/> is the price again; null for never.</summary>
    public DateTimeOffset? SaleUntil { get; set; }

    /// <summary>What the shop paid for it, minor units; never shown to customers.</summary>
    public long? Cost { get; set; }

    /// <summary>Weight of one piece in grams; 0 when not known.</summary>
    public int WeightGrams { get; set; }

    /// <summary>EAN, UPC or the maker's own bar code.</summary>
    public string? Barcode { get; set; }

    /// <summary>Path of the picture that shows this variant; null means the product's first.</summary>
    public string? PicturePath { get; set; }

    /// <summary>
    /// True when it is no longer offered. It stays for the orders, carts and stock movements that name it; queries leave it out unless they ask
    /// (<see cref="EntityFrameworkQueryableExtensions.IgnoreQueryFilters{TEntity}(IQueryable{TEntity})"/>).
    /// </summary>
    public bool Retired { get; set; }

    /// <summary>How many there are.</summary>
    public StockItem Stock { get; set; } = null!;

    /// <summary>Begins the sale, and ends it, when its time has come. While it lasts the price before is the usual one, to which it goes back.</summary>
    /// <param name="now">The moment.</param>
    public void KeepSale(DateTimeOffset now)
    {
        if (SaleUntil <= now)
        {
            if (SalePrice is null && WasPrice > Price) (Price, WasPrice) = (WasPrice.Value, null);
            (SalePrice, SaleFrom, SaleUntil) = (null, null, null);
        }
        else if (SaleFrom <= now)
        {
            if (SalePrice < Price) (Price, WasPrice) = (SalePrice.Value, Price);
            else SaleUntil = null; // The usual price fell below it meanwhile: there is nothing to go back to.
            (SalePrice, SaleFrom) = (null, null);
        }
    }

    /// <summary>Sets the choices and the line made of them.</summary>
    public Variant Choose(IEnumerable<string> choices)
    {
        Choices = [.. choices];
        ChoiceText = string.Join(" · ", Choices);
        return this;
    }
}
