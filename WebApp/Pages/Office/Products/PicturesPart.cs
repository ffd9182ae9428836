// The pictures of a product as staff see them, on the product's page and on a page of their own.
namespace Makola.Pages.Office.Products;

/// <summary>What <c>_Pictures.cshtml</c> shows.</summary>
/// <param name="Id">The product.</param>
/// <param name="Version">Its version as the whole page knows it.</param>
/// <param name="Pictures">In their order, with their words, perhaps as typed.</param>
/// <param name="Variants">Those offered, with the picture each shows.</param>
/// <param name="Said">What was just done.</param>
public sealed record PicturesPart(long Id, int Version, IReadOnlyList<Picture> Pictures, IReadOnlyList<Variant> Variants, string? Said);
