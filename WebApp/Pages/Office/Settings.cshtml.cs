// What the owner decides about the shop: read, checked field by field, saved in one go, shown to customers at once.
using System.Globalization;
using Makola.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Makola.Pages.Office;

/// <summary>The settings at <c>/office/settings</c>.</summary>
[Needs(Scopes.Settings)]
public sealed class SettingsModel(ShopDb db, CurrentShop shop) : OfficePage(db, shop)
{
    /// <summary>What is typed.</summary>
    [BindProperty]
    public SettingsForm Form { get; set; } = new();

    /// <summary>True while no goods and no orders have prices yet.</summary>
    public bool CurrencyIsFree { get; private set; }

    /// <summary>The currencies to choose from.</summary>
    public static IEnumerable<SelectListItem> Currencies { get; } = [.. Money.Currencies.Select(c => new SelectListItem($"{c}, {Money.SignOf(c)}", c))];

    /// <summary>The zones to choose from: Africa's and the one in use.</summary>
    public IEnumerable<SelectListItem> Zones => TimeZoneInfo.GetSystemTimeZones().Select(z => z.Id)
        .Where(id => id.StartsWith("Africa/", StringComparison.Ordinal)).Append(Shop.Settings.TimeZone).Append("Etc/UTC")
        .Distinct().Order(StringComparer.Ordinal).Select(id => new SelectListItem(id.Replace('_', ' '), id));

    /// <summary>All as text, as typed; amounts in the shop's currency.</summary>
    public sealed record SettingsForm
    {
        /// <summary>Of what was shown.</summary>
        public int Version { get; init; }

        /// <summary>Of the shop.</summary>
        public string? Name { get; init; }

        /// <summary>Big words on the first page.</summary>
        public string? Headline { get; init; }

        /// <summary>Under them.</summary>
        public string? Tagline { get; init; }

        /// <summary>ISO 4217 code; heeded only while nothing has a price.</summary>
        public string? Currency { get; init; }

        /// <summary>IANA name.</summary>
        public string? TimeZone { get; init; }

        /// <summary>As typed.</summary>
        public string? Phone { get; init; }

        /// <summary>As typed.</summary>
        public string? WhatsApp { get; init; }

        /// <summary>Shown to customers.</summary>
        public string? Email { get; init; }

        /// <summary>Whether the shop delivers.</summary>
        public bool Delivers { get; init; }

        /// <summary>Empty: no collecting.</summary>
        public string? PickUpAddress { get; init; }

        /// <summary>In words.</summary>
        public string? OpeningHours { get; init; }

        /// <summary>Whether buyers may pay at the door.</summary>
        public bool CashOnDelivery { get; init; }

        /// <summary>Empty: no transfers.</summary>
        public string? TransferNumber { get; init; }

        /// <summary>The name buyers see when they transfer.</summary>
        public string? TransferName { get; init; }

        /// <summary>Network or bank.</summary>
        public string? TransferNetwork { get; init; }

        /// <summary>Whole hours, 1 to 720.</summary>
        public string? TransferHours { get; init; }

        /// <summary>Paying back more asks who it is.</summary>
        public string? RefundLimit { get; init; }

        /// <summary>Who can touch money or people needs a second proof.</summary>
        public bool SecondProof { get; init; }

        /// <summary>Every request is recorded, not only those of orders and errors.</summary>
        public bool RecordsAll { get; init; }

        /// <summary>Customers may see how the shop works.</summary>
        public bool ShowsHow { get; init; }

        /// <summary>The usual fee.</summary>
        public string? DeliveryFee { get; init; }

        /// <summary>Empty: never free.</summary>
        public string? FreeDeliveryFrom { get; init; }

        /// <summary>Fees by region code; empty means the usual fee.</summary>
        public Dictionary<string, string?> Fees { get; init; } = [];
    }

    /// <summary>Shows the settings.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        await LookAsync(ct);
        Form = Shown(await Db.Settings.AsNoTracking().SingleAsync(ct));
    }

    /// <summary>Saves them all, or none.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        await LookAsync(ct);
        foreach (var region in Region.All) Form.Fees.TryAdd(region.Code, null);
        var typed = Read();
        if (!ModelState.IsValid) return Again(StatusCodes.Status422UnprocessableEntity);
        if (Form.SecondProof != Shop.Settings.SecondProof && !User.IsInRole(StaffRoles.Owner))
            throw new Refusal("settings.second", "What proofs staff need is for the owner to say. Nothing was saved.") { On = $"{nameof(Form)}.{nameof(Form.SecondProof)}" };
        if (Form.SecondProof != Shop.Settings.SecondProof && Prove.IsDue(HttpContext)) return Prove.Ask(HttpContext);
        if (MoneyGoesElsewhere())
        {
            if (!May(Scopes.PaymentSettings, write: true)) throw new Refusal("settings.money", "Where customers pay to is for the owner to change. Nothing was saved.") { On = $"{nameof(Form)}.{nameof(Form.TransferNumber)}" };
            if (Prove.IsDue(HttpContext)) return Prove.Ask(HttpContext);
        }

        var saved = await Db.WriteAsync(async () =>
        {
            var settings = await Db.Settings.SingleAsync(ct);
            if (settings.Version != Form.Version) return false;
            typed(settings);
            Db.Changed.Add(Change.Settings);
            return true;
        }, ct);
        if (saved) return SayAt("/office/settings", "Saved. Customers see it from now on.");

        ModelState.AddModelError("", "Somebody else saved the settings meanwhile. Nothing was saved; open the page anew to see them.");
        return Again(StatusCodes.Status409Conflict);
    }

    /// <summary>True when another number or name is to get the customers' money.</summary>
    private bool MoneyGoesElsewhere()
    {
        static string Plain(string? text) => text?.Trim() ?? "";
        var now = Shop.Settings;
        return (Plain(Form.TransferNumber), Plain(Form.TransferName), Plain(Form.TransferNetwork)) != (Plain(now.TransferNumber), Plain(now.TransferName), Plain(now.TransferNetwork))
            || (AmountIn(nameof(Form.RefundLimit), Form.RefundLimit, now.Currency) ?? now.RefundLimit) != now.RefundLimit;
    }

    private Microsoft.AspNetCore.Mvc.RazorPages.PageResult Again(int status)
    {
        Response.StatusCode = status;
        return Page();
    }

    private async Task LookAsync(CancellationToken ct) => CurrencyIsFree = !await Db.Products.AnyAsync(ct) && !await Db.Orders.AnyAsync(ct);

    private static SettingsForm Shown(ShopSettings s) => new()
    {
        Version = s.Version, Name = s.Name, Headline = s.Headline, Tagline = s.Tagline, Currency = s.Currency, TimeZone = s.TimeZone,
        Phone = PhoneNumber.Show(s.Phone), WhatsApp = PhoneNumber.Show(s.WhatsApp), Email = s.Email,
        Delivers = s.Delivers, PickUpAddress = s.PickUpAddress, OpeningHours = s.OpeningHours,
        CashOnDelivery = s.CashOnDelivery, TransferNumber = s.TransferNumber, TransferName = s.TransferName, TransferNetwork = s.TransferNetwork,
        TransferHours = s.TransferHours.ToString(CultureInfo.InvariantCulture),
        SecondProof = s.SecondProof, RecordsAll = s.RecordsAll, ShowsHow = s.ShowsHow,
        RefundLimit = s.Money(s.RefundLimit).Plain,
        DeliveryFee = s.Money(s.DeliveryFee).Plain, FreeDeliveryFrom = s.FreeDeliveryFrom is { } free ? s.Money(free).Plain : null,
        Fees = Region.All.ToDictionary(r => r.Code, r => s.DeliveryFees.TryGetValue(r.Code, out var fee) ? s.Money(fee).Plain : null),
    };

    /// <summary>Checks every field, and gives what writes them; an error is left at each field that is wrong.</summary>
    private Action<ShopSettings> Read()
    {
        var currency = CurrencyIsFree ? Form.Currency ?? "" : Shop.Settings.Currency;
        if (!Money.Currencies.Contains(currency)) Wrong(nameof(Form.Currency), "Choose a currency.");
        var zone = Form.TimeZone ?? "";
        if (zone.Length > 60 || !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)) Wrong(nameof(Form.TimeZone), "Choose a time zone.");

        var name = Line(nameof(Form.Name), Form.Name, 60) ?? "";
        if (name.Length == 0) Wrong(nameof(Form.Name), "The shop needs a name.");
        var headline = Line(nameof(Form.Headline), Form.Headline, 80) ?? "";
        var tagline = Line(nameof(Form.Tagline), Form.Tagline, 300) ?? "";
        var phone = Phone(nameof(Form.Phone), Form.Phone);
        var whatsApp = Phone(nameof(Form.WhatsApp), Form.WhatsApp);
        var email = Line(nameof(Form.Email), Form.Email, 254);
        if (email is not null && !new System.ComponentModel.DataAnnotations.EmailAddressAttribute().IsValid(email)) Wrong(nameof(Form.Email), "That is not an e-mail address.");

        var pickUp = Line(nameof(Form.PickUpAddress), Form.PickUpAddress, 200);
        var hours = Line(nameof(Form.OpeningHours), Form.OpeningHours, 200);
        if (!Form.Delivers && pickUp is null) Wrong(nameof(Form.PickUpAddress), "Deliver, or say where orders are collected.");

        var transferNumber = Line(nameof(Form.TransferNumber), Form.TransferNumber, 40);
        var transferName = Line(nameof(Form.TransferName), Form.TransferName, 100);
        var transferNetwork = Line(nameof(Form.TransferNetwork), Form.TransferNetwork, 60);
        if (transferNumber is null && !Form.CashOnDelivery) Wrong(nameof(Form.TransferNumber), "Give a number, or let customers pay in cash.");
        if (transferNumber is not null && transferName is null) Wrong(nameof(Form.TransferName), "Customers need the name to know that the number is right.");
        if (!int.TryParse(Form.TransferHours, NumberStyles.None, CultureInfo.InvariantCulture, out var holdHours) || holdHours is < 1 or > 720)
            Wrong(nameof(Form.TransferHours), "Write whole hours, from 1 to 720.");

        var fee = AmountIn(nameof(Form.DeliveryFee), Form.DeliveryFee, currency);
        if (fee is null && ModelState.GetFieldValidationState($"{nameof(Form)}.{nameof(Form.DeliveryFee)}") != Microsoft.AspNetCore.Mvc.ModelBinding.ModelValidationState.Invalid)
            Wrong(nameof(Form.DeliveryFee), "Write the usual fee; 0 for free.");
        var limit = AmountIn(nameof(Form.RefundLimit), Form.RefundLimit, currency);
        var free = AmountIn(nameof(Form.FreeDeliveryFrom), Form.FreeDeliveryFrom, currency);
        Dictionary<string, long> fees = [];
        foreach (var region in Region.All)
            if (AmountIn($"{nameof(Form.Fees)}[{region.Code}]", Form.Fees.GetValueOrDefault(region.Code), currency) is { } own) fees[region.Code] = own;

        return s =>
        {
            (s.Name, s.Headline, s.Tagline, s.Currency, s.TimeZone) = (name, headline, tagline, currency, zone);
            (s.Phone, s.WhatsApp, s.Email) = (phone, whatsApp, email);
            (s.Delivers, s.PickUpAddress, s.OpeningHours) = (Form.Delivers, pickUp, hours);
            (s.CashOnDelivery, s.TransferNumber, s.TransferName, s.TransferNetwork, s.TransferHours) = (Form.CashOnDelivery, transferNumber, transferName, transferNetwork, holdHours);
            (s.DeliveryFee, s.FreeDeliveryFrom, s.DeliveryFees) = (fee ?? 0, free, fees);
            (s.RefundLimit, s.SecondProof, s.RecordsAll, s.ShowsHow) = (limit ?? 0, Form.SecondProof, Form.RecordsAll, Form.ShowsHow);
        };
    }

    private string? Line(string on, string? text, int most)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        if (text.Trim().Length > most) Wrong(on, $"At most {most} characters.");
        return text.Trim();
    }

    private string? Phone(string on, string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        if (PhoneNumber.Read(text) is { } phone) return phone;
        Wrong(on, "Write it like 024 812 4490 or +233 24 812 4490.");
        return null;
    }

    private void Wrong(string on, string why) => ModelState.AddModelError($"{nameof(Form)}.{on}", why);
}
