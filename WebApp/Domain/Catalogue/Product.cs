// A thing the shop sells: its texts, pictures, options and variants.
namespace Makola.Domain.Catalogue;

/// <summary>Whether customers see a product.</summary>
public enum ProductStatus
{
    /// <summary>Being written; only staff see it.</summary>
    Draft,

    /// <summary>In the shop.</summary>
    Active,

    /// <summary>No longer sold; kept for the orders that name it.</summary>
    Archived,
}

/// <summary>
/// A thing the shop sells. What is bought is one of its <see cref="Variants"/>; a product without options has exactly one.
/// The list columns (<see cref="PriceFrom"/> … <see cref="InStock"/>) are copies for fast lists, written by
/// <see cref="Shelves.ArrangeAsync"/> and recomputed by Books.
/// </summary>
public sealed partial class Product
{
    /// <summary>Database key.</summary>
    public long Id { get; private set; }

    /// <summary>Its place in the address: <c>/p/{slug}</c>. Unique. Changed only by <see cref="Slugs.RenameProductAsync"/>, which leaves a redirect.</summary>
    public required string Slug { get; set; }

    /// <summary>Up to 160 characters.</summary>
    public required string Name { get; set; }

    /// <summary>A short line under the name in lists, up to 120 characters: "Tema farms · 6 fingers".</summary>
    public string Blurb { get; set; } = "";

    /// <summary>Markdown without raw HTML, up to 20,000 characters.</summary>
    public string Description { get; set; } = "";

    /// <summary>Who makes it; null when nobody in particular.</summary>
    public Brand? Brand { get; set; }

    /// <summary>Key of <see cref="Brand"/>.</summary>
    public long? BrandId { get; set; }

    /// <summary>Whether customers see it.</summary>
    public ProductStatus Status { get; set; } = ProductStatus.Draft;

    /// <summary>Title for search engines; null means the name.</summary>
    public string? SeoTitle { get; set; }

    /// <summary>Description for search engines and link previews; null means the beginning of the description.</summary>
    public string? SeoText { get; set; }

    /// <summary>Free words staff and imports give it.</summary>
    public List<string> Tags { get; set; } = [];

    /// <summary>Pictures in their order; the first stands for the product in lists.</summary>
    public List<Picture> Pictures { get; set; } = [];

    /// <summary>What the customer chooses: Size, Colour; at most three. Empty when there is nothing to choose.</summary>
    public List<Option> Options { get; set; } = [];

    /// <summary>What is bought, in the order of <see cref="Variant.Position"/>.</summary>
    public List<Variant> Variants { get; private set; } = [];

    /// <summary>The category it is at home in: its breadcrumb.</summary>
    public Category? MainCategory { get; set; }

    /// <summary>Key of <see cref="MainCategory"/>.</summary>
    public long? MainCategoryId { get; set; }

    /// <summary>Other categories it is shown in as well.</summary>
    public List<Category> OtherCategories { get; private set; } = [];

    /// <summary>When it came into the shop; "newest" sorts by it.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When its texts, pictures or prices last changed; the sitemap tells it.</summary>
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Lowest price of its variants, minor units.</summary>
    public long PriceFrom { get; private set; }

    /// <summary>Highest price of its variants, minor units.</summary>
    public long PriceTo { get; private set; }

    /// <summary>Was-price of the cheapest variant, minor units; null when it was never dearer.</summary>
    public long? WasFrom { get; private set; }

    /// <summary>The variant to add in one tap; null when there is something to choose first.</summary>
    public long? OnlyVariantId { get; private set; }

    /// <summary>Whether any variant can be bought now. Kept by <see cref="StockRoom"/> in the transaction that moves the stock.</summary>
    public bool InStock { get; set; }

    /// <summary>Pieces sold in the last 60 days; worked out by <c>Jobs/RankGoods</c>, never on the way of an order.</summary>
    public int Popularity { get; set; }

    /// <summary>Rises with each save: a second editor cannot overwrite the first unseen.</summary>
    public int Version { get; set; }

    /// <summary>When a draft comes into the shop by itself; null when it does not.</summary>
    public DateTimeOffset? PublishAt { get; set; }

    /// <summary>When it leaves the shop by itself and is a draft again; null when it does not.</summary>
    public DateTimeOffset? UnpublishAt { get; set; }

    /// <summary>What customers can filter and compare by, besides the options: Material, Power.</summary>
    public List<ProductAttribute> Attributes { get; set; } = [];

    /// <summary>Keys of goods shown beside it, in their order.</summary>
    public List<long> Related { get; set; } = [];

    /// <summary>Path of the picture that stands for it in lists; null when it has none.</summary>
    public string? CoverPath { get; private set; }

    /// <summary>Its width in pixels; 0 without a picture.</summary>
    public int CoverWidth { get; private set; }

    /// <summary>Its height in pixels; 0 without a picture.</summary>
    public int CoverHeight { get; private set; }

    /// <summary>Comes into the shop, and leaves it, when the time staff set has come; each time is used once.</summary>
    /// <param name="now">The moment.</param>
    public void KeepTimes(DateTimeOffset now)
    {
        if (PublishAt <= now)
        {
            if (Status == ProductStatus.Draft) Status = ProductStatus.Active;
            PublishAt = null;
        }

        if (UnpublishAt <= now)
        {
            if (Status == ProductStatus.Active) Status = ProductStatus.Draft;
            UnpublishAt = null;
        }
    }
}

/// <summary>One picture of a product.</summary>
/// <param name="Path">Asset path below the web root, such as <c>img/goods/1f34c.webp</c>; of an uploaded one its largest size, see <see cref="PictureSizes"/>.</param>
/// <param name="Alt">What it shows, for people who do not see it.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="SharePath">The same as a JPEG of at least 300 px for link previews; null when there is none.</param>
public sealed record Picture(string Path, string Alt, int Width = 256, int Height = 256, string? SharePath = null)
{
    /// <summary>Most characters of <see cref="Alt"/>.</summary>
    public const int LongestAlt = 300;
}

/// <summary>A fact about a product that customers can filter by.</summary>
/// <param name="Name">Up to 40 characters: "Material".</param>
/// <param name="Value">Up to 60 characters: "Cotton", "1.5 kg".</param>
public sealed record ProductAttribute(string Name, string Value);

/// <summary>Something the customer chooses, such as Size.</summary>
/// <param name="Name">Up to 40 characters.</param>
/// <param name="Values">The choices in their order.</param>
public sealed record Option(string Name, List<OptionValue> Values);

/// <summary>One choice of an option.</summary>
/// <param name="Name">Up to 60 characters.</param>
/// <param name="Swatch">Colour to draw for it, <c>#rrggbb</c>; null for a plain word.</param>
public sealed record OptionValue(string Name, string? Swatch = null);
