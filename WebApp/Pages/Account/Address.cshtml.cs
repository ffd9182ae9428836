// One of a customer's addresses: written, and written anew.
using System.Globalization;
using Makola.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace Makola.Pages.Account;

/// <summary>The page at <c>/account/addresses/7</c>, and at <c>/account/addresses/new</c>.</summary>
public sealed class AddressModel(ShopDb db, CurrentShop shop, IStringLocalizer<Texts> texts) : OwnPage(db, shop)
{
    /// <summary>What is typed. Rules are in <see cref="Address.Write"/>.</summary>
    public sealed record Input
    {
        /// <summary>Who receives.</summary>
        public string? Name { get; init; }

        /// <summary>His phone, optional.</summary>
        public string? Phone { get; init; }

        /// <summary>Region code.</summary>
        public string? Region { get; init; } = Domain.Settings.Region.Usual;

        /// <summary>Address or landmark.</summary>
        public string? Landmark { get; init; }

        /// <summary>GhanaPost digital address, optional.</summary>
        public string? DigitalAddress { get; init; }
    }

    /// <summary>The address's key, or <c>new</c>.</summary>
    [BindProperty(SupportsGet = true, Name = "key")]
    public string Key { get; set; } = "";

    /// <summary>What is typed.</summary>
    [BindProperty]
    public Input Form { get; set; } = new();

    /// <summary>True while there is none yet.</summary>
    public bool IsNew => Key == "new";

    private long Id => long.TryParse(Key, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;

    /// <summary>Shows the form.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (IsNew)
        {
            Form = new() { Name = MyName };
            return Page();
        }

        if (await AddressBook.FindAsync(Db, await CardAsync(ct), Id, ct) is not { } address) return NotFound();
        Form = new() { Name = address.Name, Phone = PhoneNumber.Show(address.Phone), Region = address.RegionCode, Landmark = address.Landmark, DigitalAddress = address.DigitalAddress };
        return Page();
    }

    /// <summary>Keeps it.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var kept = await Db.WriteAsync(async () =>
        {
            if (IsNew)
            {
                await AddressBook.AddAsync(Db, await MakeCardAsync(ct), Write, ct);
                return true;
            }

            if (await AddressBook.FindAsync(Db, await CardAsync(ct), Id, ct) is not { } address) return false;
            Write(address);
            return true;
        }, ct);
        return kept ? SayAt("/account/addresses", texts["The address is kept."]) : NotFound();
    }

    private void Write(Address address) => address.Write(Form.Name, Form.Phone, Form.Region, Form.Landmark, Form.DigitalAddress);
}
