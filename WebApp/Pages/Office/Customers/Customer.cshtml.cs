// One customer: who it is, what was bought, what staff noted; the card to change; and what was written.
using System.Globalization;
using Makola.Pages.Office.Mail;
using Makola.Pages.Office.Orders;
using Makola.Web;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Pages.Office.Customers;

/// <summary>What staff know of a customer's account.</summary>
/// <param name="PersonId">The Identity user.</param>
/// <param name="Email">What it signs in with; null when it is a phone alone.</param>
/// <param name="EmailProved">Whether the mailbox is proved to be his.</param>
/// <param name="Phone">E.164, as far as one was given.</param>
/// <param name="PhoneProved">Whether staff confirmed it.</param>
/// <param name="JoinedAt">When it was made.</param>
/// <param name="LeavesAt">When it is deleted, as he asked.</param>
/// <param name="BlockedAt">When it was kept from signing in.</param>
/// <param name="WorksHere">True for staff.</param>
public sealed record AccountFacts(long PersonId, string? Email, bool EmailProved, string? Phone, bool PhoneProved, DateTimeOffset? JoinedAt, DateTimeOffset? LeavesAt, DateTimeOffset? BlockedAt, bool WorksHere);

/// <summary>A review as the customer's page shows it.</summary>
public sealed record ReviewOfCustomer(long Id, string Product, int Stars, ReviewState State, DateTimeOffset At);

/// <summary>The page <c>/office/customers/7</c>; <c>?show=card</c> to change it, <c>?show=written</c> for mail, reviews and the log.</summary>
[Needs(Scopes.Customers)]
public sealed class CustomerModel(ShopDb db, CurrentShop shop, Doorkeeper door) : OfficePage(db, shop)
{
    private const int MostOrders = 10, MostNotes = 50, MostMails = 12, MostReviews = 12, MostDeeds = 12, MostInChart = 1_000;

    /// <summary>Which part of the page: <c>card</c>, <c>written</c>, or empty.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Show { get; set; }

    /// <summary>Name and contact, as typed.</summary>
    [BindProperty]
    public CustomerForm Form { get; set; } = new();

    /// <summary>A new address, as typed.</summary>
    [BindProperty]
    public PlaceForm Place { get; set; } = new();

    /// <summary>A note, or a reason, as typed.</summary>
    [BindProperty]
    public string? Text { get; set; }

    /// <summary>The card.</summary>
    public Customer Customer { get; private set; } = null!;

    /// <summary>The account; null for guests.</summary>
    public AccountFacts? Account { get; private set; }

    /// <summary>Products on the wish list, and reviews written.</summary>
    public (int Wishes, int Reviews) Counts { get; private set; }

    /// <summary>When the first order was placed.</summary>
    public DateTimeOffset? FirstOrderAt { get; private set; }

    /// <summary>The latest orders.</summary>
    public IReadOnlyList<OrderRow> Orders { get; private set; } = [];

    /// <summary>True when there are more orders than the page shows.</summary>
    public bool HasMoreOrders { get; private set; }

    /// <summary>Spending by month; null when there is too little of it.</summary>
    public SpendChart? Chart { get; private set; }

    /// <summary>Notes of staff, newest first.</summary>
    public IReadOnlyList<CustomerNote> Notes { get; private set; } = [];

    /// <summary>A phone that waits for staff.</summary>
    public PhoneToConfirm? Phone { get; private set; }

    /// <summary>Where he wants things brought to.</summary>
    public IReadOnlyList<Address> Addresses { get; private set; } = [];

    /// <summary>The latest mail to him.</summary>
    public IReadOnlyList<MailRow> Mails { get; private set; } = [];

    /// <summary>His latest reviews.</summary>
    public IReadOnlyList<ReviewOfCustomer> Reviews { get; private set; } = [];

    /// <summary>What staff did on this page, newest first.</summary>
    public IReadOnlyList<AuditEntry> Deeds { get; private set; } = [];

    /// <summary>What a usual order costs; null while there is none.</summary>
    public Money? Average => Customer.Orders == 0 ? null : Shop.Money(Customer.Spent / Customer.Orders);

    /// <summary>Regions to choose from.</summary>
    public static IEnumerable<Microsoft.AspNetCore.Mvc.Rendering.SelectListItem> Regions => Region.All.Select(r => new Microsoft.AspNetCore.Mvc.Rendering.SelectListItem(r.Name, r.Code));

    /// <summary>An address, as typed.</summary>
    public sealed record PlaceForm
    {
        /// <summary>Who receives; the customer when empty.</summary>
        public string? Name { get; init; }

        /// <summary>Phone of who receives.</summary>
        public string? Phone { get; init; }

        /// <summary>Region code.</summary>
        public string? Region { get; init; } = Domain.Settings.Region.Usual;

        /// <summary>Address or landmark.</summary>
        public string? Landmark { get; init; }

        /// <summary>Digital address.</summary>
        public string? DigitalAddress { get; init; }
    }

    /// <summary>Shows the customer.</summary>
    public async Task<IActionResult> OnGetAsync(long id, CancellationToken ct)
    {
        if (!await FindAsync(id, ct)) return NotFound();
        Form = new() { Version = Customer.Version, Name = Customer.Name, Phone = PhoneNumber.Show(Customer.Phone), Email = Customer.Email };
        return Page();
    }

    /// <summary>Saves name and contact of a guest.</summary>
    public async Task<IActionResult> OnPostAsync(long id, CancellationToken ct)
    {
        await CustomerEdit.ChangeAsync(Db, id, Form.Version, new(Form.Name, Form.Phone, Form.Email), ct);
        return SayAt($"/office/customers/{id}?show=card", "Saved.");
    }

    /// <summary>Notes something.</summary>
    public async Task<IActionResult> OnPostNoteAsync(long id, CancellationToken ct)
    {
        await CustomerEdit.NoteAsync(Db, id, Text, Me, Shop.Now, ct);
        return SayAt($"/office/customers/{id}", "Note kept.");
    }

    /// <summary>Deletes an own note.</summary>
    public async Task<IActionResult> OnPostUnnoteAsync(long id, long note, CancellationToken ct)
    {
        await CustomerEdit.DeleteNoteAsync(Db, id, note, Me, ct);
        return SayAt($"/office/customers/{id}", "The note is deleted.");
    }

    /// <summary>Takes an address down.</summary>
    public async Task<IActionResult> OnPostAddressAsync(long id, CancellationToken ct)
    {
        Show = "card";
        await CustomerEdit.AddAddressAsync(Db, id, Place.Name, Place.Phone, Place.Region, Place.Landmark, Place.DigitalAddress, ct);
        return SayAt($"/office/customers/{id}?show=card", "The address is kept.");
    }

    /// <summary>Deletes an address.</summary>
    public async Task<IActionResult> OnPostUnaddressAsync(long id, long address, CancellationToken ct)
    {
        await CustomerEdit.DeleteAddressAsync(Db, id, address, ct);
        return SayAt($"/office/customers/{id}?show=card", "The address is deleted.");
    }

    /// <summary>Blocks the customer: no more orders, and the sign-ins of the account end.</summary>
    public async Task<IActionResult> OnPostBlockAsync(long id, CancellationToken ct)
    {
        Show = "card";
        await Db.WriteAsync(async () =>
        {
            if (await CustomerEdit.BlockAsync(Db, id, block: true, Text, Me, Shop.Now, ct) is { } person) await door.EndAsync(Db, person);
        }, ct);
        return SayAt($"/office/customers/{id}", "Blocked. Who tries to order is asked to call you.");
    }

    /// <summary>Lets the customer order again.</summary>
    public async Task<IActionResult> OnPostUnblockAsync(long id, CancellationToken ct)
    {
        await CustomerEdit.BlockAsync(Db, id, block: false, Text, Me, Shop.Now, ct);
        return SayAt($"/office/customers/{id}", "This customer can order again.");
    }

    /// <inheritdoc/>
    public override async Task<IActionResult> AgainAsync(CancellationToken ct)
    {
        Db.ChangeTracker.Clear();
        if (HttpContext.Request.Query["handler"].Count == 0) Show = "card";
        if (!await FindAsync(long.Parse((string)RouteData.Values["id"]!, CultureInfo.InvariantCulture), ct)) return NotFound();
        // What was typed stays; it is saved over what is there now only when it is sent again.
        if (Form.Name is null && Form.Phone is null && Form.Email is null) Form = new() { Name = Customer.Name, Phone = PhoneNumber.Show(Customer.Phone), Email = Customer.Email };
        Form = Form with { Version = Customer.Version };
        ModelState.SetModelValue("Form.Version", Customer.Version, $"{Customer.Version}");
        return Page();
    }

    private async Task<bool> FindAsync(long id, CancellationToken ct)
    {
        var found = await Db.Customers.AsNoTracking().Where(c => c.Id == id).SelectMany(c => Db.Users.Where(u => u.Id == c.PersonId).DefaultIfEmpty(), (c, u) => new
        {
            Customer = c, Wishes = Db.Wishes.Count(w => w.CustomerId == id), Reviews = Db.Reviews.Count(r => r.CustomerId == id),
            First = Db.Orders.Where(o => o.CustomerId == id).OrderBy(o => o.Number).Select(o => (DateTimeOffset?)o.PlacedAt).FirstOrDefault(),
            Account = u == null ? null : new AccountFacts(u.Id, u.Email, u.EmailConfirmed, u.PhoneNumber, u.PhoneNumberConfirmed, u.JoinedAt, u.LeavesAt, u.BlockedAt, Db.UserRoles.Any(r => r.UserId == u.Id)),
        }).SingleOrDefaultAsync(ct);
        if (found is null) return false;
        (Customer, Account, Counts, FirstOrderAt) = (found.Customer, found.Account, (found.Wishes, found.Reviews), found.First);
        if (Show == "card") Addresses = await Db.Addresses.AsNoTracking().Where(a => a.CustomerId == id).OrderBy(a => a.Id).Take(Address.Most).ToListAsync(ct);
        else if (Show == "written") await FindWrittenAsync(id, ct);
        else await FindBoughtAsync(id, ct);
        return true;
    }

    private async Task FindBoughtAsync(long id, CancellationToken ct)
    {
        if (May(Scopes.Orders))
        {
            var orders = await Db.Orders.Where(o => o.CustomerId == id).OrderByDescending(o => o.Number).Select(OrderRow.From).Take(MostInChart).ToListAsync(ct);
            (Orders, HasMoreOrders) = ([.. orders.Take(MostOrders)], orders.Count > MostOrders);
            Chart = SpendChart.Of([.. orders.Where(o => o.Status is OrderStatus.Open or OrderStatus.Completed).Select(o => (o.PlacedAt, o.Total))], Shop.Settings.Currency, Shop.Now, Shop.Settings.Zone());
        }

        Notes = await Db.CustomerNotes.AsNoTracking().Where(n => n.CustomerId == id).OrderByDescending(n => n.Id).Take(MostNotes).ToListAsync(ct);
        if (Account is not null) Phone = (await PhoneProofs.ListAsync(Db, Shop.Now, Account.PersonId, ct)).FirstOrDefault();
    }

    private async Task FindWrittenAsync(long id, CancellationToken ct)
    {
        if ((Account?.Email ?? Customer.Email) is { } to)
            Mails = await Db.Messages.Where(m => m.To == to).OrderByDescending(m => m.Id).Select(MailRow.From).Take(MostMails).ToListAsync(ct);
        if (Counts.Reviews > 0)
        {
            Reviews = await Db.Reviews.Where(r => r.CustomerId == id).OrderByDescending(r => r.Id)
                .Select(r => new ReviewOfCustomer(r.Id, Db.Products.Where(p => p.Id == r.ProductId).Select(p => p.Name).First(), r.Stars, r.State, r.At)).Take(MostReviews).ToListAsync(ct);
        }

        var page = $"/office/customers/{id}";
        if (May(Scopes.Staff)) Deeds = await Db.AuditEntries.AsNoTracking().Where(e => e.Page == page).OrderByDescending(e => e.Seq).Take(MostDeeds).ToListAsync(ct);
    }
}
