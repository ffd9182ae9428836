// Where a customer wants things brought to.
using System.Text.RegularExpressions;

namespace Makola.Domain.Customers;

/// <summary>One of a customer's addresses, ready to be chosen at checkout. An order keeps its own copy.</summary>
public sealed partial class Address
{
    /// <summary>Most addresses of one customer.</summary>
    public const int Most = 20;

    /// <summary>Database key.</summary>
    public long Id { get; private set; }

    /// <summary>Whose.</summary>
    public required long CustomerId { get; init; }

    /// <summary>Who receives there, up to 100 characters.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Phone of who receives, E.164.</summary>
    public string? Phone { get; private set; }

    /// <summary>Region code (<see cref="Region"/>).</summary>
    public string RegionCode { get; private set; } = Region.Usual;

    /// <summary>Address or landmark, up to 200 characters.</summary>
    public string Landmark { get; private set; } = "";

    /// <summary>GhanaPost digital address, if given.</summary>
    public string? DigitalAddress { get; private set; }

    /// <summary>True for the one checkout begins with; one at most.</summary>
    public bool IsFirst { get; set; }

    /// <summary>The place in one line.</summary>
    public string Place => string.Join(", ", new[] { Landmark, Region.NameOf(RegionCode), DigitalAddress }.Where(part => !string.IsNullOrEmpty(part)));

    /// <summary>Writes it as it was typed.</summary>
    /// <exception cref="Refusal"><c>address.name</c>, <c>address.phone</c>, <c>address.region</c>, <c>address.landmark</c>, <c>address.digital</c>.</exception>
    public void Write(string? name, string? phone, string? region, string? landmark, string? digital)
    {
        var (who, where) = (OneLine(name), OneLine(landmark));
        if (who.Length is < 2 or > Customer.LongestName) throw new Refusal("address.name", "Who is it for?") { On = "Form.Name" };
        var number = PhoneNumber.Read(phone);
        if (number is null && !string.IsNullOrWhiteSpace(phone)) throw new Refusal("address.phone", "Enter ten digits, like 024 812 4490.") { On = "Form.Phone" };
        if (!Region.Exists(region)) throw new Refusal("address.region", "Choose a region.") { On = "Form.Region" };
        if (where.Length is < 3 or > 200) throw new Refusal("address.landmark", "Where should the rider go? A landmark is enough.") { On = "Form.Landmark" };
        var gps = ReadDigital(digital) ?? throw new Refusal("address.digital", "A digital address looks like GA-183-8164. You can leave it empty.") { On = "Form.DigitalAddress" };
        (Name, Phone, RegionCode, Landmark, DigitalAddress) = (who, number, region!, where, gps.Length > 0 ? gps : null);
    }

    /// <summary>True when it is the same place.</summary>
    public bool IsAt(string? region, string? landmark) => RegionCode == region && string.Equals(Landmark, landmark, StringComparison.OrdinalIgnoreCase);

    /// <summary>A digital address with its dashes; empty for none, null when it is something else. There is no open service that could check more.</summary>
    public static string? ReadDigital(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return "";
        return text.Length <= 16 && DigitalPattern().Match(text.Trim().ToUpperInvariant()) is { Success: true } match
            ? $"{match.Groups[1]}-{match.Groups[2]}-{match.Groups[3]}"
            : null;
    }

    /// <summary>One line of text: control characters, line breaks among them, become spaces.</summary>
    public static string OneLine(string? text) => string.Concat((text ?? "").Select(c => char.IsControl(c) ? ' ' : c)).Trim();

    [GeneratedRegex("^([A-Z][A-Z0-9])[- ]?([0-9]{3,5})[- ]?([0-9]{4})$")]
    private static partial Regex DigitalPattern();
}
