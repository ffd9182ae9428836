// The buyer's order, by its secret link.
using Makola.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Makola.Pages;

/// <summary>An order as its buyer sees it. Whoever has the link is the buyer; a wrong one is answered like a page that never was.</summary>
[EnableRateLimiting(RateLimits.Checkout)]
public sealed class OrderModel(ShopDb db, CurrentShop shop, Outbox outbox, UserManager<Person> people, SignInManager<Person> door, ContactLimits limits) : ShopPage
{
    /// <summary>The order.</summary>
    public Order Order { get; private set; } = null!;

    /// <summary>How far it is.</summary>
    public OrderProgress Progress => OrderProgress.Of(Order.Status, Order.Goods, Order.Money, Order.Method, Order.Delivery);

    /// <summary>True while money is to be transferred.</summary>
    public bool WaitsForTransfer => Order is { Status: OrderStatus.Open, Method: PaymentMethod.Transfer, Outstanding: > 0 };

    /// <summary>Transaction ids the buyer told.</summary>
    public int Claims => Order.Events.Count(e => e.Type == "PaidClaimed");

    /// <summary>The account whose card the order is on; null for a guest's.</summary>
    public long? Owner { get; private set; }

    /// <summary>True when it is in the account that is signed in.</summary>
    public bool IsMine => Owner is not null && Owner == User.PersonId();

    /// <summary>What was typed into "transaction id".</summary>
    public string? TransactionId { get; private set; }

    /// <summary>The secret of the address.</summary>
    [BindProperty(SupportsGet = true, Name = "token")]
    public string? Token { get; set; }

    /// <summary>Shows the order.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await FindAsync(ct) ? Page() : NotFound();

    /// <summary>The buyer calls it off, while nothing is packed.</summary>
    public Task<IActionResult> OnPostCancelAsync(CancellationToken ct) => DoAsync(order => order.Cancel(null, Actor.Customer, shop.Now), ct);

    /// <summary>The buyer tells the id of his transfer.</summary>
    public Task<IActionResult> OnPostPaidAsync(string? transactionId, CancellationToken ct)
    {
        TransactionId = transactionId;
        return DoAsync(order => order.ClaimPaid(transactionId, shop.Now), ct);
    }

    /// <summary>Who is signed in puts this order into his account: that he holds the link is the proof, for this order alone.</summary>
    public async Task<IActionResult> OnPostKeepAsync(CancellationToken ct)
    {
        if (!await FindAsync(ct)) return NotFound();
        if (User.PersonId() is not { } person) return Challenge();
        await db.WriteAsync(async () => await CustomerCards.TakeAsync(db, await CustomerCards.OfPersonAsync(db, person, Order.Name, shop.Now, ct), Order, ct), ct);
        return RedirectToPage(new { token = Token });
    }

    /// <summary>Opens an account with the order's name and phone, which is claimed, not proved, and puts this order into it.</summary>
    public async Task<IActionResult> OnPostAccountAsync(string? password, CancellationToken ct)
    {
        if (!await FindAsync(ct)) return NotFound();
        if (User.PersonId() is not null || Owner is not null || Order.Phone is not { } phone) return RedirectToPage(new { token = Token });
        if (!limits.Allow(Attempt.Register, phone, HttpContext)) return StatusCode(StatusCodes.Status429TooManyRequests);
        var person = await Accounts.PrepareAsync(people, Order.Name, phone, null, password ?? "", shop.Now);
        await db.WriteAsync(async () =>
        {
            await Accounts.OpenAsync(db, people, person, shop.Now, ct);
            if (!await CustomerCards.TakeAsync(db, await CustomerCards.OfPersonAsync(db, person.Id, person.Name, shop.Now, ct), Order, ct))
                throw new Refusal("order.kept", "This order is in an account already.") { Status = 409 };
        }, ct);
        await door.SignInAsync(person, isPersistent: true);
        return RedirectToPage(new { token = Token });
    }

    /// <inheritdoc/>
    public override async Task<IActionResult> AgainAsync(CancellationToken ct) => await FindAsync(ct) ? Page() : NotFound();

    private async Task<IActionResult> DoAsync(Action<Order> deed, CancellationToken ct)
    {
        var found = await db.WriteAsync(async () =>
        {
            var order = await db.Orders.ByTokenAsync(Token, ct);
            if (order is not null) deed(order);
            await outbox.AnnounceAsync(db, ct);
            return order is not null;
        }, ct);
        return found ? RedirectToPage(new { token = Token }) : NotFound();
    }

    private async Task<bool> FindAsync(CancellationToken ct)
    {
        Response.Headers.CacheControl = "no-store";
        if (await db.Orders.AsNoTracking().ByTokenAsync(Token, ct) is not { } order) return false;
        Order = order;
        Owner = await db.Customers.Where(c => c.Id == order.CustomerId).Select(c => c.PersonId).FirstOrDefaultAsync(ct);
        return true;
    }
}
