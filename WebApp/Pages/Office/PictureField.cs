// One picture in a form of the back office.
namespace Makola.Pages.Office;

/// <summary>What <c>_PictureField.cshtml</c> shows.</summary>
/// <param name="Label">What it is called.</param>
/// <param name="Path">The picture there is; null for none.</param>
/// <param name="Note">A line under it; null for what may be sent.</param>
public sealed record PictureField(string Label, string? Path, string? Note = null);
