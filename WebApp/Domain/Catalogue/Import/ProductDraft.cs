// What a file of goods says, before anything of it is in the shop: products as drafts, and remarks about rows.
namespace Makola.Domain.Catalogue.Import;

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

    /// <summary>Safe Markdown, up to 20,000 characters; empty when there is none.</summary>
    public string Description { get; init; } = "";

    /// <summary>Who makes it, up to 60 characters; null when the file does not say.</summary>
    public string? Brand { get; init; }

    /// <summary>The kind of goods it is, up to 60 characters, which becomes its category; null when the file does not say.</summary>
    public string? Kind { get; init; }

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
}

/// <summary>A variant as a file describes it.</summary>
public sealed record VariantDraft
{
    /// <summary>Its row.</summary>
    public required RowPlace Place { get; init; }

    /// <summary>Its value of each option of the product, in their order.</summary>
    public required IReadOnlyList<string> Choices { get; init; }

    /// <summary>Up to 60 characters; null when the file gives none and the shop makes one.</summary>
    public string? Sku { get; init; }

    /// <summary>Minor units, 0 or more.</summary>
    public required long Price { get; init; }

    /// <summary>What it cost before, minor units, above <see cref="Price"/>; null when it was never dearer.</summary>
    public long? WasPrice { get; init; }

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
/// <param name="Products">The goods; of use only when there are no faults.</param>
/// <param name="Faults">Why the file is refused; empty when it is good.</param>
/// <param name="Notes">What was read differently from how it stands there.</param>
/// <param name="Rows">Rows below the names of the columns.</param>
public sealed record GoodsFile(IReadOnlyList<ProductDraft> Products, IReadOnlyList<RowRemark> Faults, IReadOnlyList<RowRemark> Notes, int Rows);
