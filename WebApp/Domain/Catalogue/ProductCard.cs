// A product as lists show it: exactly the columns a card needs.
using System.Linq.Expressions;

namespace Makola.Domain.Catalogue;

/// <summary>A product as lists show it.</summary>
/// <param name="Id">Key of the product.</param>
/// <param name="Slug">For the link.</param>
/// <param name="Name">For the title.</param>
/// <param name="Blurb">The short line below it.</param>
/// <param name="PriceFrom">Lowest price, minor units.</param>
/// <param name="PriceTo">Highest price, minor units.</param>
/// <param name="WasFrom">Was-price of the cheapest variant, minor units.</param>
/// <param name="InStock">Whether anything of it can be bought.</param>
/// <param name="Picture">Path of the picture on the card; null when the product has none.</param>
/// <param name="PictureWidth">Pixels.</param>
/// <param name="PictureHeight">Pixels.</param>
/// <param name="OnlyVariantId">The variant to add in one tap; null when there is something to choose first.</param>
public sealed record ProductCard(
    long Id, string Slug, string Name, string Blurb, long PriceFrom, long PriceTo, long? WasFrom, bool InStock, string? Picture, int PictureWidth, int PictureHeight, long? OnlyVariantId)
{
    /// <summary>The projection all lists share.</summary>
    public static readonly Expression<Func<Product, ProductCard>> From = p => new ProductCard(
        p.Id, p.Slug, p.Name, p.Blurb, p.PriceFrom, p.PriceTo, p.WasFrom, p.InStock, p.CoverPath, p.CoverWidth, p.CoverHeight, p.OnlyVariantId);

    /// <summary>Its background tint, 1 to 6: the same for the same product everywhere.</summary>
    public int Tint => Tints.Of(Id);
}

/// <summary>Tile tints by a stable hash of the product.</summary>
public static class Tints
{
    /// <summary>1 to 6 for a product's key (Knuth's multiplicative hash, so that neighbours differ).</summary>
    public static int Of(long productId) => (int)((uint)productId * 2654435761u >> 16) % 6 + 1;
}
