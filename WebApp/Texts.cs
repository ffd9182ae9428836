// The storefront's words.
namespace Makola;

/// <summary>
/// Names the resource that holds the storefront's and the customers' messages: the English text is the key, so a further language is one file
/// beside this one, such as <c>Texts.fr.resx</c>.
/// </summary>
public sealed class Texts;
