// The shelves of the shop: what has a page of goods under /c/, the small tree of categories, and the brands.
namespace Makola.Domain.Catalogue;

/// <summary>What has a page of goods, <c>/c/{slug}</c>: a <see cref="Category"/> or a <see cref="Collection"/>. One table, so that no two share an address.</summary>
public abstract class Aisle
{
    /// <summary>Database key.</summary>
    public long Id { get; private set; }

    /// <summary>Its place in the address: <c>/c/{slug}</c>. Unique among categories and collections.</summary>
    public required string Slug { get; set; }

    /// <summary>Up to 60 characters.</summary>
    public required string Name { get; set; }

    /// <summary>A sentence or two on top of its page, plain text up to 1,000 characters.</summary>
    public string Text { get; set; } = "";

    /// <summary>Asset path of the picture on its tile; null for none.</summary>
    public string? Emblem { get; set; }

    /// <summary>Order among its siblings.</summary>
    public int Position { get; set; }

    /// <summary>Rises with each save: a second editor cannot overwrite the first unseen.</summary>
    public int Version { get; set; }
}

/// <summary>A shelf of the shop. Categories form a tree; a page of one shows its own goods and those of all below.</summary>
public sealed class Category : Aisle
{
    /// <summary>The category above; null at the top.</summary>
    public Category? Parent { get; set; }

    /// <summary>Key of <see cref="Parent"/>.</summary>
    public long? ParentId { get; set; }
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

    /// <summary>A sentence or two on top of its page, plain text up to 1,000 characters.</summary>
    public string Text { get; set; } = "";

    /// <summary>Asset path of its logo; null for none.</summary>
    public string? Emblem { get; set; }

    /// <summary>Rises with each save.</summary>
    public int Version { get; set; }
}
