// What practice put into the shop: so that it can be taken away again without touching anything real.
namespace Makola.Data.Seeds;

/// <summary>A record that belongs to practice.</summary>
public sealed class SampleRecord
{
    /// <summary>Product, Category, Brand or Order.</summary>
    public required string Record { get; init; }

    /// <summary>Its key.</summary>
    public required long RecordId { get; init; }
}
