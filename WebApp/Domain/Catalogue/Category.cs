// The shelves of the shop: a small tree, and its brands.
namespace Makola.Domain.Catalogue;

/// <summary>A shelf of the shop. Categories form a tree; a page of one shows its own goods and those of all below.</summary>
public sealed class Category
{
    /// <summary>Database key.</summary>
    public long Id { get; private set; }

    /// <summary>The category above; null at the top.</summary>
    public Category? Parent { get; set; }

    /// <summary>Key of <see cref="Parent"/>.</summary>
    public long? ParentId { get; set; }

    /// <summary>Its place in the address: <c>/c/{slug}</c>. Unique.</summary>
    public required string Slug { get; set; }

    /// <summary>Up to 60 characters.</summary>
    public required string Name { get; set; }

    /// <summary>A sentence or two on top of its page, plain text.</summary>
    public string Text { get; set; } = "";

    /// <summary>Asset path of the picture on its tile; null for none.</summary>
    public string? Emblem { get; set; }

    /// <summary>Order among its siblings.</summary>
    public int Position { get; set; }
}

/// <summary>Who makes goods; has a page <c>/b/{slug}</c>.</summary>
public sealed class Brand
{
    /// <summary>Database key.</summary>
    public long Id { get; private set; }

    /// <summary>Its place in the address. Unique.</summary>
    public required string Slug { get; set; }

    /// <summary>Up to 60 characters.</summary>
    public required string Name { get; set; }
}
