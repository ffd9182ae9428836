// What the shop has of a customer, and what he can do about it.
using Makola.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;

namespace Makola.Pages.Account;

/// <summary>The page at <c>/account/data</c>.</summary>
[EnableRateLimiting(RateLimits.Track)]
public sealed class DataModel(ShopDb db, CurrentShop shop, Outbox outbox, SignInManager<Person> door, Doorkeeper keeper, IStringLocalizer<Texts> texts) : OwnPage(db, shop)
{
    /// <summary>When he agreed to news; null when he did not.</summary>
    public DateTimeOffset? NewsAgreedAt { get; private set; }

    /// <summary>True when there is an e-mail news could go to.</summary>
    public bool HasEmail { get; private set; }

    /// <summary>True for who works here.</summary>
    public bool IsStaff { get; private set; }

    /// <summary>Shows it.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        NewsAgreedAt = await Db.Customers.Where(c => c.PersonId == MyId).Select(c => c.NewsAgreedAt).FirstOrDefaultAsync(ct);
        (IsStaff, HasEmail) = await Db.Users.Where(u => u.Id == MyId).Select(u => ValueTuple.Create(Db.UserRoles.Any(r => r.UserId == u.Id), u.Email != null)).SingleAsync(ct);
        return Page();
    }

    /// <summary>Agrees to news, or no more. Without an e-mail there is none to agree to.</summary>
    public async Task<IActionResult> OnPostNewsAsync(bool wanted, CancellationToken ct)
    {
        if (wanted && !await Db.Users.AnyAsync(u => u.Id == MyId && u.Email != null, ct)) return LocalRedirect("/account/reach");
        DateTimeOffset? agreed = wanted ? Shop.Now : null;
        await Db.WriteAsync(async () =>
        {
            var card = await MakeCardAsync(ct);
            await Db.Customers.Where(c => c.Id == card).ExecuteUpdateAsync(set => set.SetProperty(c => c.NewsAgreedAt, agreed).SetProperty(c => c.Version, c => c.Version + 1), ct);
        }, ct);
        return SayAt("/account/data", texts[wanted ? "You get news by mail from now on." : "You get no more news."]);
    }

    /// <summary>Everything as a ZIP, for who proved who he is.</summary>
    public IActionResult OnPostDownload()
    {
        if (Prove.IsDue(HttpContext)) return Prove.Ask(HttpContext);
        var id = MyId;
        return new ZipDownload("my-data.zip", (to, ct) => OwnData.WriteAsync(Db, id, to, ct));
    }

    /// <summary>Asks for the account to be deleted, and signs out everywhere.</summary>
    public async Task<IActionResult> OnPostLeaveAsync(CancellationToken ct)
    {
        if (Prove.IsDue(HttpContext)) return Prove.Ask(HttpContext);
        await Db.WriteAsync(async () =>
        {
            var leaves = await Leaving.AskAsync(Db, MyId, Shop.Now, ct);
            if (await Db.Users.AsNoTracking().SingleAsync(u => u.Id == MyId, ct) is { Email: not null } person) await outbox.QueueAsync(Db, AccountMail.Leaving(person, leaves), ct);
            await keeper.EndAsync(Db, MyId, User);
        }, ct);
        await door.SignOutAsync();
        return LocalRedirect("/account/left");
    }

    /// <inheritdoc/>
    public override Task<IActionResult> AgainAsync(CancellationToken ct) => OnGetAsync(ct);
}
