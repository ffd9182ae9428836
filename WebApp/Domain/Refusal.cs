// "No", in the shop's words: what the domain throws before it changes anything.
namespace Makola.Domain;

/// <summary>
/// A foreseeable "no" of the domain, thrown before the first change. One filter (<c>Web/RefusalFilter</c>) turns it into an error at the
/// field, with status 422; anything thrown inside a transaction also rolls it back.
/// </summary>
/// <param name="code">Stable code for programs and tests, such as <c>stock.too_few</c>.</param>
/// <param name="text">English sentence with <c>{0}</c> places; it is the key for the localiser, and says what to do.</param>
/// <param name="values">What goes into the places of <paramref name="text"/>.</param>
public sealed class Refusal(string code, string text, params object[] values)
    : Exception(string.Format(System.Globalization.CultureInfo.InvariantCulture, text, values))
{
    /// <summary>Stable code for programs and tests.</summary>
    public string Code { get; } = code;

    /// <summary>The English sentence with places; key for the localiser.</summary>
    public string Text { get; } = text;

    /// <summary>What goes into the places.</summary>
    public IReadOnlyList<object> Values { get; } = values;

    /// <summary>The form field the sentence belongs to; null when it concerns the whole form.</summary>
    public string? On { get; init; }

    /// <summary>HTTP status for this "no": 422 unless the state of things (not the input) is in the way, then 409.</summary>
    public int Status { get; init; } = 422;
}
