// Checkout: one page from cart to order.
using System.ComponentModel.DataAnnotations;
using System.Net.Mail;
using Makola.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;

namespace Makola.Pages;

/// <summary>Checkout. What is typed is checked here for its shape; whether it can be ordered is decided by <see cref="PlaceOrder"/>.</summary>
[EnableRateLimiting(RateLimits.Checkout)]
public sealed class CheckoutModel(ShopDb db, CurrentShop shop, Outbox outbox, IStringLocalizer<Texts> texts) : ShopPage
{
    /// <summary>What the buyer types. Rules that need the shop are in <see cref="Check"/>.</summary>
    public sealed record Input
    {
        /// <summary>Phone or e-mail.</summary>
        [StringLength(254)]
        public string? Contact { get; init; }

        /// <summary>Full name.</summary>
        [StringLength(100)]
        public string? Name { get; init; }

        /// <summary>Brought or collected.</summary>
        public DeliveryKind Delivery { get; init; }

        /// <summary>Region code.</summary>
        [StringLength(2)]
        public string? Region { get; init; } = Domain.Settings.Region.Usual;

        /// <summary>Address or landmark.</summary>
        [StringLength(200)]
        public string? Landmark { get; init; }

        /// <summary>GhanaPost digital address, optional.</summary>
        [StringLength(16)]
        public string? DigitalAddress { get; init; }

        /// <summary>Note to the shop, optional.</summary>
        [StringLength(500)]
        public string? Note { get; init; }

        /// <summary>Cash or transfer.</summary>
        public PaymentMethod Method { get; init; }

        /// <summary>Whether the account keeps the address.</summary>
        public bool Keep { get; init; }
    }

    /// <summary>What the buyer types.</summary>
    [BindProperty(SupportsGet = true)]
    public Input Form { get; set; } = new();

    /// <summary>The cart.</summary>
    public CartView Cart { get; private set; } = CartView.Empty;

    /// <summary>What it costs, delivered as chosen.</summary>
    public Quote Quote { get; private set; } = null!;

    /// <summary>Key that makes pressing twice harmless: <see cref="PlaceOrder.KeyOf"/>.</summary>
    public string Key { get; private set; } = "";

    /// <summary>What changed since the buyer saw the page; nothing was ordered then.</summary>
    public IReadOnlyList<QuoteDifference> Differences { get; private set; } = [];

    /// <summary>The account that is signed in; null for a guest.</summary>
    public Account? Mine { get; private set; }

    /// <summary>The address of the account that was chosen to begin with; null for none.</summary>
    public long? Begun { get; private set; }

    /// <summary>What checkout knows of who is signed in.</summary>
    /// <param name="PersonId">Who.</param>
    /// <param name="Name">His name.</param>
    /// <param name="Phone">Phone, perhaps not proved; null for none.</param>
    /// <param name="Email">Proved e-mail; null for none.</param>
    /// <param name="Addresses">What he kept, the first one first.</param>
    public sealed record Account(long PersonId, string Name, string? Phone, string? Email, IReadOnlyList<Address> Addresses);

    /// <summary>Lowest delivery fee, for the choice's face.</summary>
    public long CheapestDelivery => Region.All.Min(r => DeliveryFee.For(Quote.Goods, DeliveryKind.Deliver, r.Code, shop.Settings));

    /// <summary>Shows the form. An empty cart, or one that cannot be ordered, is shown first.</summary>
    /// <param name="address">One of the account's addresses to begin with.</param>
    /// <param name="ct">Stops the work.</param>
    public async Task<IActionResult> OnGetAsync(long? address, CancellationToken ct)
    {
        ModelState.Clear();
        await KnowAsync(ct);
        if (address is { } asked && Mine?.Addresses.Any(a => a.Id == asked) != true) return NotFound();
        Form = Offered(Begin(address));
        await LoadAsync(ct);
        return Cart.CanBeOrdered(shop.Settings) ? Page() : RedirectToPage("/Cart");
    }

    /// <summary>What the total is for another region or way of delivery: asked by htmx while the form is being filled.</summary>
    public async Task<IActionResult> OnGetTotalAsync(CancellationToken ct)
    {
        ModelState.Clear();
        Form = Offered(Form);
        await LoadAsync(ct);
        return Cart.Lines.Count > 0 ? Partial("_CheckoutTotal", this) : new NoContentResult();
    }

    /// <summary>The same for a browser without script: the page again, with everything typed.</summary>
    public async Task<IActionResult> OnPostTotalAsync(CancellationToken ct)
    {
        ModelState.Clear();
        return await AgainAsync(ct);
    }

    /// <summary>Places the order. Leads to the order's page, also when pressed again.</summary>
    public async Task<IActionResult> OnPostAsync(string? key, string? shown, CancellationToken ct)
    {
        await KnowAsync(ct);
        var buyer = Check();
        if (key is not { Length: 43 }) throw new Refusal("checkout.old", "This page is too old. Please look at your order again and press the button once more.") { Status = 409 };
        if (buyer is null)
        {
            // Pressed again after "back", in a form the browser emptied: the order is there, whatever the fields say now.
            if (await db.Orders.Where(o => o.PlaceKey == key).Select(o => o.Token).FirstOrDefaultAsync(ct) is { } token) return RedirectToPage("/Order", new { token });
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return await AgainAsync(ct);
        }

        var placed = await db.WriteAsync(async () =>
        {
            var answer = await PlaceOrder.PlaceAsync(db, shop.Settings, Request.CartToken(), key, shown ?? "", buyer, shop.Now, ct);
            if (answer.Token is not null && Form.Keep && buyer.PersonId is { } person) await AddressBook.KeepAsync(db, await CustomerCards.OfPersonAsync(db, person, buyer.Name, shop.Now, ct), buyer, ct);
            await outbox.AnnounceAsync(db, ct);
            return answer;
        }, ct);
        if (placed.Token is not null) return RedirectToPage("/Order", new { token = placed.Token });

        Response.StatusCode = StatusCodes.Status409Conflict;
        var again = await AgainAsync(ct);
        Differences = QuoteDifference.Between(shown, Quote, NameOf, shop.Money);
        return again;
    }

    /// <inheritdoc/>
    public override async Task<IActionResult> AgainAsync(CancellationToken ct)
    {
        Form = Offered(Form);
        if (Mine is null) await KnowAsync(ct);
        await LoadAsync(ct);
        return Cart.Lines.Count > 0 ? Page() : RedirectToPage("/Cart");
    }

    /// <summary>Looks who is signed in: staff order for themselves like everybody.</summary>
    private async Task KnowAsync(CancellationToken ct)
    {
        if (User.PersonId() is not { } id) return;
        var person = await db.Users.AsNoTracking().Where(u => u.Id == id).Select(u => new
        {
            u.Name, u.PhoneNumber, u.Email, u.EmailConfirmed, Card = db.Customers.Where(c => c.PersonId == id).Select(c => (long?)c.Id).FirstOrDefault(),
            Proved = db.Customers.Where(c => c.PersonId == id).Select(c => c.Phone).FirstOrDefault(),
        }).FirstOrDefaultAsync(ct);
        if (person is null) return;
        Mine = new(id, person.Name, person.Proved ?? person.PhoneNumber, person.EmailConfirmed ? person.Email : null, person.Card is { } card ? await AddressBook.OfAsync(db, card, ct) : []);
    }

    /// <summary>The form to begin with: what the account knows, at its first address or the one asked for.</summary>
    private Input Begin(long? address)
    {
        if (Mine is null) return new Input();
        var begun = Mine.Addresses.FirstOrDefault(a => address is null ? a.IsFirst : a.Id == address);
        Begun = begun?.Id;
        return new Input
        {
            Contact = (begun?.Phone ?? Mine.Phone) is { } phone ? PhoneNumber.Show(phone) : Mine.Email, Name = begun?.Name ?? Mine.Name, Region = begun?.RegionCode ?? Domain.Settings.Region.Usual,
            Landmark = begun?.Landmark, DigitalAddress = begun?.DigitalAddress, Keep = Mine.Addresses.Count == 0,
        };
    }

    private async Task LoadAsync(CancellationToken ct)
    {
        Cart = await CartView.ReadAsync(db, Request.CartToken(), ct);
        shop.CartNowHolds(Cart.Pieces);
        Quote = Quote.For(Cart.Lines.Select(l => new QuoteLine(l.VariantId, l.Qty, l.Price)), Form.Delivery, Form.Region, shop.Settings);
        Key = Request.CartToken() is { } token ? PlaceOrder.KeyOf(token, Cart.Version) : "";
    }

    /// <summary>The input, moved to a way of delivery and payment the shop offers.</summary>
    private Input Offered(Input input) => input with
    {
        Delivery = input.Delivery == DeliveryKind.Collect ? shop.Settings.PickUpAddress is null ? DeliveryKind.Deliver : DeliveryKind.Collect
            : shop.Settings.Delivers || shop.Settings.PickUpAddress is null ? DeliveryKind.Deliver : DeliveryKind.Collect,
        Method = input.Method == PaymentMethod.Transfer ? shop.Settings.TransferNumber is null ? PaymentMethod.CashOnDelivery : PaymentMethod.Transfer
            : shop.Settings.CashOnDelivery || shop.Settings.TransferNumber is null ? PaymentMethod.CashOnDelivery : PaymentMethod.Transfer,
        Region = Region.Exists(input.Region) ? input.Region : Region.Usual,
    };

    /// <summary>Reads the input clean; null when something is missing, which <c>ModelState</c> then says.</summary>
    private Buyer? Check()
    {
        var contact = Form.Contact?.Trim() ?? "";
        var (phone, email) = (PhoneNumber.Read(contact), contact.Contains('@', StringComparison.Ordinal) && IsEmail(contact) ? contact : null);
        if (phone is null && email is null) Wrong(nameof(Form.Contact), "Enter ten digits, like 024 812 4490, or an e-mail address.");

        var name = Address.OneLine(Form.Name);
        if (name.Length < 2) Wrong(nameof(Form.Name), "Who is it for?");

        var delivers = Form.Delivery == DeliveryKind.Deliver;
        var landmark = Address.OneLine(Form.Landmark);
        if (delivers && !Region.Exists(Form.Region)) Wrong(nameof(Form.Region), "Choose a region.");
        if (delivers && landmark.Length < 3) Wrong(nameof(Form.Landmark), "Where should the rider go? A landmark is enough.");

        var digital = Address.ReadDigital(Form.DigitalAddress);
        if (delivers && digital is null) Wrong(nameof(Form.DigitalAddress), "A digital address looks like GA-183-8164. You can leave it empty.");
        if (!ModelState.IsValid) return null;

        return new Buyer
        {
            // An account's e-mail is told of the order too when a phone was given.
            PersonId = Mine?.PersonId, Name = name, Phone = phone, Email = email ?? Mine?.Email, Delivery = Form.Delivery, RegionCode = delivers ? Form.Region : null, Landmark = delivers ? landmark : null,
            DigitalAddress = delivers && digital!.Length > 0 ? digital : null, Note = string.IsNullOrWhiteSpace(Form.Note) ? null : Form.Note.Trim(), Method = Form.Method,
        };
    }

    private void Wrong(string field, string text) => ModelState.AddModelError($"Form.{field}", texts[text]);

    private string NameOf(long variantId) => Cart.Lines.First(l => l.VariantId == variantId) is var line && line.Choices.Length > 0 ? $"{line.Name}, {line.Choices}" : line.Name;

    private static bool IsEmail(string text) =>
        text.Length <= 254 && !text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is ',' or ';' or '<' or '>') && MailAddress.TryCreate(text, out var address) && address.Address == text;
}
