// Where a line of a menu, or the button of a banner, leads.
using System.Text.Json.Serialization;

namespace Makola.Domain.Content;

/// <summary>Kinds of places a link can lead to.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TargetKind>))]
public enum TargetKind
{
    /// <summary>A path of this shop or an https address, as typed.</summary>
    Address,

    /// <summary>A category, by its key, so that a new address does not matter.</summary>
    Category,

    /// <summary>A collection, by its key.</summary>
    Collection,

    /// <summary>A brand, by its key.</summary>
    Brand,

    /// <summary>A content page, by its key.</summary>
    Page,

    /// <summary>A search for the words typed.</summary>
    Search,

    /// <summary>All goods, newest first.</summary>
    New,

    /// <summary>The contact form.</summary>
    Contact,

    /// <summary>Finding an order again.</summary>
    Track,

    /// <summary>Signing in.</summary>
    SignIn,
}

/// <summary>Where a link leads.</summary>
/// <param name="Kind">To what.</param>
/// <param name="Value">A key, words or an address; empty where there is nothing to say.</param>
public sealed record Target(TargetKind Kind, string Value = "")
{
    /// <summary>Most characters of an address, and of words that are searched for.</summary>
    public const int LongestAddress = 300, LongestWords = 100;

    /// <summary>The key in <see cref="Value"/>; null when it is none.</summary>
    [JsonIgnore]
    public long? Key => long.TryParse(Value, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var key) ? key : null;

    /// <summary>Refuses what leads nowhere, or where a browser must not be sent.</summary>
    /// <exception cref="Refusal"><c>target.address</c>, <c>target.words</c>, <c>target.none</c>.</exception>
    public void RefuseBad()
    {
        switch (Kind)
        {
            case TargetKind.Address when Value.Length > LongestAddress || !MarkdownText.IsSafe(Value) || !(Value[0] == '/' || Value.StartsWith("https://", StringComparison.OrdinalIgnoreCase)):
                throw new Refusal("target.address", "Write a path of this shop, as /c/food, or an address that begins with https://.") { On = "Form.Value" };
            case TargetKind.Search when Value.Length is 0 or > LongestWords:
                throw new Refusal("target.words", "Write what is searched for, at most {0} characters.", LongestWords) { On = "Form.Value" };
            case TargetKind.Category or TargetKind.Collection or TargetKind.Brand or TargetKind.Page when Key is null:
                throw new Refusal("target.none", "Choose where it leads.") { On = "Form.To" };
        }
    }
}

/// <summary>A line of a menu.</summary>
/// <param name="Label">Up to <see cref="Longest"/> characters; empty: what it leads to says what it is called.</param>
/// <param name="To">Where it leads.</param>
public sealed record MenuLine(string Label, Target To)
{
    /// <summary>Most characters of a label.</summary>
    public const int Longest = 30;
}
