// What a file of goods says, before anything of it is in the shop: products as drafts, and remarks about rows.
namespace Makola.Domain.Catalogue.Import;

/// <summary>What a file says of goods beside their name and price. What it does not say stays as the shop has it.</summary>
[Flags]
public enum Said
{
    /// <summary>Nothing more.</summary>
    None = 0,

    /// <summary>The short line.</summary>
    Blurb = 1,

    /// <summary>The description.</summary>
    Description = 1 << 1,

    /// <summary>Who makes it, or that nobody in particular does.</summary>
    Brand = 1 << 2,

    /// <summary>Whether customers see it.</summary>
    Status = 1 << 3,

    /// <summary>The title for search engines.</summary>
    SeoTitle = 1 << 4,

    /// <summary>The description for search engines.</summary>
    SeoText = 1 << 5,

    /// <summary>The tags.</summary>
    Tags = 1 << 6,

    /// <summary>The category it is at home in.</summary>
    Category = 1 << 7,

    /// <summary>The categories it is shown in as well.</summary>
    OtherCategories = 1 << 8,

    /// <summary>The pictures the shop has.</summary>
    Pictures = 1 << 9,

    /// <summary>The was-price of a variant, or that there is none.</summary>
    WasPrice = 1 << 10,

    /// <summary>What the shop paid.</summary>
    Cost = 1 << 11,

    /// <summary>The weight.</summary>
    Weight = 1 << 12,

    /// <summary>The bar code.</summary>
    Barcode = 1 << 13,

    /// <summary>Whether more may be sold than there is.</summary>
    Backorder = 1 << 14,

    /// <summary>When stock is low.</summary>
    LowAt = 1 << 15,

    /// <summary>The picture of a variant.</summary>
    VariantPicture = 1 << 16,

    /// <summary>The stock; taken for new goods only.</summary>
    Stock = 1 << 17,

    /// <summary>Facts customers can filter by.</summary>
    Attributes = 1 << 18,

    /// <summary>Goods shown beside it.</summary>
    Related = 1 << 19,

    /// <summary>When it comes into the shop by itself.</summary>
    PublishAt = 1 << 20,

    /// <summary>When it leaves the shop by itself.</summary>
    UnpublishAt = 1 << 21,

    /// <summary>A sale with its dates.</summary>
    Sale = 1 << 22,
}

/// <summary>A product as a file describes it: read, checked and within the shop's limits, but not in the shop.</summary>
public sealed record ProductDraft
{
    /// <summary>Where it begins.</summary>
    public required RowPlace Place { get; init; }

    /// <summary>The file's own name for it.</summary>
    public required string Handle { get; init; }

    /// <summary>The handle as an address of this shop; unique within the file.</summary>
    public required string Slug { get; init; }

    /// <summary>1–160 characters.</summary>
    public required string Name { get; init; }

    /// <summary>What the file says of known goods; new ones get all that is here.</summary>
    public Said Says { get; init; } = Said.Description | Said.Brand | Said.Status | Said.Tags;

    /// <summary>A short line, up to 120 characters.</summary>
    public string Blurb { get; init; } = "";

    /// <summary>Safe Markdown, up to 20,000 characters; empty when there is none.</summary>
    public string Description { get; init; } = "";

    /// <summary>Who makes it, up to 60 characters; null when the file does not say.</summary>
    public string? Brand { get; init; }

    /// <summary>The kind of goods it is, up to 60 characters, which becomes its category; null when the file does not say.</summary>
    public string? Kind { get; init; }

    /// <summary>The names from the top of the tree down to its category; empty for none; null when only <see cref="Kind"/> says something.</summary>
    public IReadOnlyList<string>? Category { get; init; }

    /// <summary>Other categories it is shown in, each with the names above it.</summary>
    public IReadOnlyList<IReadOnlyList<string>> OtherCategories { get; init; } = [];

    /// <summary>When it came into the shop; null for now.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>What customers can filter by besides the options.</summary>
    public IReadOnlyList<ProductAttribute> Attributes { get; init; } = [];

    /// <summary>Addresses of goods shown beside it.</summary>
    public IReadOnlyList<string> Related { get; init; } = [];

    /// <summary>When a draft comes into the shop by itself; null when it does not.</summary>
    public DateTimeOffset? PublishAt { get; init; }

    /// <summary>When it leaves the shop by itself; null when it does not.</summary>
    public DateTimeOffset? UnpublishAt { get; init; }

    /// <summary>Free words, each once.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Whether customers are meant to see it.</summary>
    public ProductStatus Status { get; init; }

    /// <summary>Title for search engines; null for the name.</summary>
    public string? SeoTitle { get; init; }

    /// <summary>Description for search engines; null for the beginning of the description.</summary>
    public string? SeoText { get; init; }

    /// <summary>What a customer chooses, at most three; empty when there is nothing to choose.</summary>
    public IReadOnlyList<Option> Options { get; init; } = [];

    /// <summary>What is bought; at least one.</summary>
    public required IReadOnlyList<VariantDraft> Variants { get; init; }

    /// <summary>Addresses of its pictures, which are elsewhere and are not fetched.</summary>
    public IReadOnlyList<string> Pictures { get; init; } = [];

    /// <summary>Pictures that are the shop's own.</summary>
    public IReadOnlyList<Picture> OwnPictures { get; init; } = [];

    /// <summary>Paths of all pictures it names, also for one variant alone.</summary>
    public IEnumerable<string> PicturePaths => OwnPictures.Select(picture => picture.Path).Concat(Variants.Select(variant => variant.PicturePath).OfType<string>());
}

/// <summary>A variant as a file describes it.</summary>
public sealed record VariantDraft
{
    /// <summary>Its row.</summary>
    public required RowPlace Place { get; init; }

    /// <summary>What the file says of a known variant; a new one gets all that is here.</summary>
    public Said Says { get; init; } = Said.WasPrice | Said.Backorder | Said.Stock;

    /// <summary>Its value of each option of the product, in their order.</summary>
    public required IReadOnlyList<string> Choices { get; init; }

    /// <summary>Up to 60 characters; null when the file gives none and the shop makes one.</summary>
    public string? Sku { get; init; }

    /// <summary>Minor units, 0 or more.</summary>
    public required long Price { get; init; }

    /// <summary>What it cost before, minor units, above <see cref="Price"/>; null when it was never dearer.</summary>
    public long? WasPrice { get; init; }

    /// <summary>See <see cref="Variant.SalePrice"/>.</summary>
    public long? SalePrice { get; init; }

    /// <summary>See <see cref="Variant.SaleFrom"/>.</summary>
    public DateTimeOffset? SaleFrom { get; init; }

    /// <summary>See <see cref="Variant.SaleUntil"/>.</summary>
    public DateTimeOffset? SaleUntil { get; init; }

    /// <summary>What the shop paid, minor units; null when the file does not say.</summary>
    public long? Cost { get; init; }

    /// <summary>Grams; 0 when not known.</summary>
    public int WeightGrams { get; init; }

    /// <summary>Pieces there are, 0–1,000,000.</summary>
    public int OnHand { get; init; }

    /// <summary>Whether it may be sold when there is none.</summary>
    public bool AllowBackorder { get; init; }

    /// <summary>Up to 60 characters; null for none.</summary>
    public string? Barcode { get; init; }

    /// <summary>At how many pieces it is running out; null for the shop's usual.</summary>
    public int? LowAt { get; init; }

    /// <summary>Path of the shop's own picture that shows it; null for the product's first.</summary>
    public string? PicturePath { get; init; }
}

/// <summary>Where something stands in a file.</summary>
/// <param name="Row">Row as a spreadsheet counts them; the names of the columns are row 1.</param>
/// <param name="Line">Line of text it begins on, from 1: more than the row once a cell above holds several lines.</param>
public readonly record struct RowPlace(int Row, int Line)
{
    /// <summary>"Row 14", or "Row 14 (line 20)" where the two differ.</summary>
    public override string ToString() => Row == Line ? $"Row {Row}" : $"Row {Row} (line {Line})";
}

/// <summary>Something to say about a row.</summary>
/// <param name="Place">Which.</param>
/// <param name="Text">What, in plain words: what stands there, and what should.</param>
public sealed record RowRemark(RowPlace Place, string Text)
{
    /// <summary>One line for a person.</summary>
    public override string ToString() => $"{Place}: {Text}";
}

/// <summary>What was read from a file.</summary>
/// <param name="Products">The goods that are without fault; the file may be brought in only when there are no faults at all.</param>
/// <param name="Faults">Why the file is refused; empty when it is good.</param>
/// <param name="Notes">What was read differently from how it stands there.</param>
/// <param name="Rows">Rows below the names of the columns.</param>
public sealed record GoodsFile(IReadOnlyList<ProductDraft> Products, IReadOnlyList<RowRemark> Faults, IReadOnlyList<RowRemark> Notes, int Rows)
{
    /// <summary>The kind of file it is; null when that could not be told.</summary>
    public GoodsFormat? Format { get; init; }

    /// <summary>Whether it is a file this shop, or another like it, has written: its names are taken letter by letter.</summary>
    public bool IsOwn => Format == ShopCsv.Format;
}

/// <summary>A kind of file that brings goods.</summary>
/// <param name="Name">What people call it, with its article.</param>
/// <param name="Needed">Columns without which nothing can be read.</param>
/// <param name="Typical">Other columns it is known by.</param>
public sealed record GoodsFormat(string Name, IReadOnlyList<string> Needed, IReadOnlyList<string> Typical);
