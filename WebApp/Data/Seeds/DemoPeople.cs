// The people of the demo shop: who buys, where they live, who packs. All made up.
using Bogus;

namespace Makola.Data.Seeds;

/// <summary>Someone who buys in the demo shop, again and again.</summary>
internal sealed record DemoBuyer(string Name, string? Phone, string? Email, string Region, string Landmark, string? DigitalAddress, bool Collects, bool Transfers);

/// <summary>Makes the people of the demo shop.</summary>
internal static class DemoPeople
{
    /// <summary>The owner: records money and cancels.</summary>
    public static readonly Actor Owner = new("staff", "Efua Owusu");

    /// <summary>Packs and sends.</summary>
    public static readonly Actor Packer = new("staff", "Kojo Lamptey");

    /// <summary>Who carries parcels within Accra, with a number to call.</summary>
    public static readonly (string Name, string Phone)[] Riders = [("Rider Yaw", "024 000 7701"), ("Rider Musa", "020 000 7702"), ("Rider Selorm", "055 000 7703")];

    /// <summary>Who carries parcels to other regions.</summary>
    public static readonly string[] Coaches = ["Night coach, Circle", "Kaneshie parcel office", "Tudu station parcels"];

    /// <summary>What buyers write to the shop.</summary>
    public static readonly string[] Notes =
    [
        "Please call before you come, the dog is loud.", "Greener plantain if you have.", "It is a gift: no receipt in the bag, please.", "After 5 p.m., I am at work before.",
        "The gate is the blue one, not the green one.", "If the size is not there, call me first.", "Leave it with the security man, Mr Adjei.", "Please pack the eggs on top.",
        "For my mother. Her phone is off in the mornings.", "Can the rider bring change for 200?",
    ];

    /// <summary>Why an order was called off.</summary>
    public static readonly string[] Reasons = ["Ordered twice", "Changed my mind", "Could not reach the customer", "Wrong size", "Travelling, will order again"];

    private static readonly string[] Known =
        ["Ama Mensah", "Kwesi Boateng", "Lydia Tetteh", "Yaw Asante", "Akosua Darko", "Nii Armah Quaye", "Esi Quansah", "Kofi Agyeman", "Abena Osei", "Selasi Agbeko"];

    private static readonly string[] First =
    [
        "Ama", "Kwesi", "Lydia", "Yaw", "Akosua", "Abena", "Kofi", "Adwoa", "Kwame", "Esi", "Kojo", "Araba", "Fiifi", "Naa Dedei", "Nii Kwei", "Selorm", "Dzifa", "Edem", "Mawuli",
        "Sena", "Fuseini", "Memunatu", "Issah", "Rahinatu", "Ayishetu", "Baba", "Grace", "Emmanuel", "Priscilla", "Daniel", "Comfort", "Samuel", "Gifty", "Ebenezer", "Mercy",
    ];

    private static readonly string[] Last =
    [
        "Mensah", "Boateng", "Tetteh", "Asante", "Darko", "Owusu", "Osei", "Appiah", "Agyeman", "Quaye", "Lamptey", "Nortey", "Amegashie", "Agbeko", "Dogbe", "Quansah", "Eshun",
        "Arthur", "Mahama", "Alhassan", "Abdulai", "Ibrahim", "Yakubu", "Sarpong", "Antwi", "Frimpong", "Gyasi", "Acquah", "Kumi", "Ofori", "Donkor", "Addo",
    ];

    private static readonly (string Region, string District, string[] Landmarks)[] Places =
    [
        ("AA", "GA", ["Osu, behind the Presby church", "Labone, junction by the pharmacy, 2nd gate", "Kaneshie, first floor above the chemist", "East Legon, A&C road, white wall",
            "Madina, Zongo junction, ask for the tailor", "Dansoman, last stop, blue kiosk", "Achimota, St John's, opposite the school", "Adenta, Frafraha, house with the mango tree",
            "Teshie, Tsui Bleoo, by the water tank", "Dzorwulu, near the railway crossing", "Lapaz, behind the lorry station", "Cantonments, 5th Circular, guard post"]),
        ("AA", "GT", ["Tema Community 4, near the chemist", "Tema Community 9, block C12", "Sakumono, estate gate 2", "Ashaiman, near the main taxi rank"]),
        ("AH", "AK", ["Adum, above the cloth shop", "Ahodwo roundabout, two houses down", "Tafo, by the clinic"]),
        ("CP", "CC", ["Cape Coast, Pedu junction", "Kasoa, Galilea, by the block factory"]),
        ("EP", "EN", ["Koforidua, Betom, near the bead market", "Aburi, below the gardens"]),
        ("WP", "WS", ["Takoradi, Anaji estate, C block"]),
        ("TV", "VH", ["Ho, Bankoe, opposite the museum", "Aflao road, Akatsi, blue container"]),
        ("NP", "NT", ["Tamale, Lamashegu, near the mosque"]),
        ("UE", "UB", ["Bolgatanga, Zaare, weavers' centre"]),
    ];

    /// <summary>People who buy, the most faithful first. Their numbers are in a block (… 000 …) no network has given out.</summary>
    public static IReadOnlyList<DemoBuyer> Buyers(Randomizer random, int count)
    {
        var names = new HashSet<string>(Known, StringComparer.Ordinal);
        while (names.Count < count) names.Add($"{random.ArrayElement(First)} {random.ArrayElement(Last)}");
        return [.. names.Select((name, i) => BuyerOf(name, i, random))];
    }

    private static DemoBuyer BuyerOf(string name, int i, Randomizer random)
    {
        var place = random.Bool(0.72f) ? Places[random.Int(0, 1)] : random.ArrayElement(Places);
        var mail = random.Bool(0.15f) ? $"{Slugs.From(name).Replace('-', '.')}@example.com" : null;
        return new(
            name, mail is null || random.Bool() ? $"+233{random.ArrayElement(["20", "24", "26", "27", "50", "54", "55"])}000{1000 + (i * 37):0000}" : null, mail,
            place.Region, random.ArrayElement(place.Landmarks), random.Bool(0.3f) ? $"{place.District}-{random.Int(10, 599):000}-{random.Int(1000, 9999)}" : null,
            place.Region == "AA" && random.Bool(0.14f), random.Bool(0.45f));
    }
}
