// What the owner decides about the shop: one row, read on every request from memory.
namespace Makola.Domain.Settings;

/// <summary>The shop's own facts and choices: one row in the database, edited at <c>/office/settings</c>.</summary>
public sealed class ShopSettings
{
    /// <summary>Always 1: a database is one shop.</summary>
    public int Id { get; private set; } = 1;

    /// <summary>The name in the header, titles and messages; up to 60 characters.</summary>
    public string Name { get; set; } = "My shop";

    /// <summary>Big words on the home page, up to 80 characters.</summary>
    public string Headline { get; set; } = "The whole market, one small page.";

    /// <summary>One or two sentences under the headline, also the description search engines show; up to 300 characters.</summary>
    public string Tagline { get; set; } = "Order here, pay by mobile money or with cash when it arrives.";

    /// <summary>Phone customers can call, E.164 (+233…); null when none is shown.</summary>
    public string? Phone { get; set; }

    /// <summary>Number registered on WhatsApp, E.164; null hides "Ask on WhatsApp".</summary>
    public string? WhatsApp { get; set; }

    /// <summary>Public e-mail address; null when none is shown.</summary>
    public string? Email { get; set; }

    /// <summary>ISO 4217 code all prices are in. Cannot change once there are goods or orders.</summary>
    public string Currency { get; set; } = "GHS";

    /// <summary>IANA zone that "today" and shown times mean.</summary>
    public string TimeZone { get; set; } = "Africa/Accra";

    /// <summary>Where orders can be collected; null means the shop only delivers.</summary>
    public string? PickUpAddress { get; set; }

    /// <summary>When orders can be collected, in words.</summary>
    public string? OpeningHours { get; set; }

    /// <summary>Whether buyers may pay the rider, or at the counter.</summary>
    public bool CashOnDelivery { get; set; } = true;

    /// <summary>Mobile-money, till or account number buyers transfer to; null hides that way to pay.</summary>
    public string? TransferNumber { get; set; }

    /// <summary>The name buyers see when they transfer, so that they know it is right.</summary>
    public string? TransferName { get; set; }

    /// <summary>Network or bank of <see cref="TransferNumber"/>, such as "MTN MoMo".</summary>
    public string? TransferNetwork { get; set; }

    /// <summary>Hours an unpaid transfer order keeps its stock, 1 to 720.</summary>
    public int TransferHours { get; set; } = 24;

    /// <summary>Whether the shop delivers at all.</summary>
    public bool Delivers { get; set; } = true;

    /// <summary>Delivery fee where <see cref="DeliveryFees"/> names none, in minor units.</summary>
    public long DeliveryFee { get; set; } = 4500;

    /// <summary>Delivery fee by region code (<see cref="Region"/>), in minor units.</summary>
    public Dictionary<string, long> DeliveryFees { get; set; } = [];

    /// <summary>Goods worth this much (minor units) are delivered free; null means never.</summary>
    public long? FreeDeliveryFrom { get; set; }

    /// <summary>Paying back more than this at once, minor units, asks the member of staff to prove who he is.</summary>
    public long RefundLimit { get; set; } = 20_000;

    /// <summary>Whether staff who can touch money or people need a second proof beside their password: a passkey, or an app's code.</summary>
    public bool SecondProof { get; set; } = true;

    /// <summary>The hour of the shop's day at which it is backed up by itself, 0 to 23; null means never.</summary>
    public int? BackupHour { get; set; } = 3;

    /// <summary>Of the backups it makes by itself the newest of each of so many last days is kept, 1 to 100.</summary>
    public int BackupDays { get; set; } = 7;

    /// <summary>The newest of each of so many last weeks, 0 to 100.</summary>
    public int BackupWeeks { get; set; } = 4;

    /// <summary>The newest of each of so many last months, 0 to 100.</summary>
    public int BackupMonths { get; set; } = 12;

    /// <summary>Whether "Behind the scenes" records every request; else only those of orders, and those that failed.</summary>
    public bool RecordsAll { get; set; } = true;

    /// <summary>Whether customers may see how the shop answers them, at <c>/how-it-works</c>.</summary>
    public bool ShowsHow { get; set; }

    /// <summary>True for a shop filled with sample goods.</summary>
    public bool Demo { get; set; }

    /// <summary>Rises with each save: two people cannot overwrite each other unseen.</summary>
    public int Version { get; set; }

    /// <summary>An amount in the shop's currency.</summary>
    public Money Money(long minor) => new(minor, Currency);

    /// <summary>The shop's zone; UTC where the machine does not know the name.</summary>
    public TimeZoneInfo Zone() => TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;
}
