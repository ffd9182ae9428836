// Where parcels go: Ghana's regions. No postcode; riders ask for a landmark and a phone.
namespace Makola.Domain.Settings;

/// <summary>A region of Ghana, by its ISO 3166-2 code without the country.</summary>
/// <param name="Code">Two letters, such as AA.</param>
/// <param name="Name">English name.</param>
public sealed record Region(string Code, string Name)
{
    /// <summary>The sixteen regions since 2019 (ISO 3166-2:GH), alphabetically.</summary>
    public static IReadOnlyList<Region> All { get; } =
    [
        new("AF", "Ahafo"), new("AH", "Ashanti"), new("BO", "Bono"), new("BE", "Bono East"), new("CP", "Central"), new("EP", "Eastern"),
        new("AA", "Greater Accra"), new("NE", "North East"), new("NP", "Northern"), new("OT", "Oti"), new("SV", "Savannah"),
        new("UE", "Upper East"), new("UW", "Upper West"), new("TV", "Volta"), new("WP", "Western"), new("WN", "Western North"),
    ];

    /// <summary>The region a new buyer most likely lives in.</summary>
    public const string Usual = "AA";

    /// <summary>Name of a code; the code itself when unknown.</summary>
    public static string NameOf(string? code) => All.FirstOrDefault(r => r.Code == code)?.Name ?? code ?? "";

    /// <summary>True for one of the sixteen codes.</summary>
    public static bool Exists(string? code) => All.Any(r => r.Code == code);
}
