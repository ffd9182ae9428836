// Uploaded pictures as the database knows them: what there is, and which goods show it.
namespace Makola.Domain.Pictures;

/// <summary>An uploaded picture with all its sizes. It never changes; it is kept until nothing shows it and no change that could be taken back names it.</summary>
public sealed class StoredPicture
{
    /// <summary>Database key; rises with time.</summary>
    public long Id { get; private set; }

    /// <summary>Path of its largest size, as products and categories keep it. Unique.</summary>
    public required string Path { get; init; }

    /// <summary>Pixels of the largest.</summary>
    public required int Width { get; init; }

    /// <summary>Pixels of the largest.</summary>
    public required int Height { get; init; }

    /// <summary>Bytes of all its sizes together.</summary>
    public required long Bytes { get; init; }

    /// <summary>When it was added first.</summary>
    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>Who added it first.</summary>
    public required Actor By { get; init; }
}

/// <summary>A product shows an uploaded picture. Derived: rewritten by <see cref="Shelves.ArrangeAsync"/>.</summary>
public sealed class PictureUse
{
    /// <summary>See <see cref="StoredPicture.Path"/>.</summary>
    public string Path { get; private set; } = "";

    /// <summary>The product that shows it, or one of whose variants does.</summary>
    public long ProductId { get; private set; }
}

/// <summary>Questions about uploaded pictures.</summary>
public static class StoredPictures
{
    /// <summary>Those that no product, category, collection, brand, banner or past order shows.</summary>
    public static IQueryable<StoredPicture> UnusedIn(this IQueryable<StoredPicture> pictures, ShopDb db) => pictures.Where(p =>
        !db.PictureUses.Any(u => u.Path == p.Path) && !db.Aisles.Any(a => a.Emblem == p.Path) && !db.Brands.Any(b => b.Emblem == p.Path) && !db.OrderLines.Any(l => l.Picture == p.Path)
        // The sections are kept as one text.
        && !db.Storefronts.Any(f => ((string)(object)f.Sections).Contains(p.Path) || ((string)(object)f.Draft).Contains(p.Path)));
}
