// One's own password and sign-ins.
using Makola.Pages.Office;
using Makola.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Makola.Pages.Account;

/// <summary>The page at <c>/account/security</c>.</summary>
[Authorize, EnableRateLimiting(RateLimits.SignIn)]
public sealed class SecurityModel(ShopDb db, UserManager<Person> people, SignInManager<Person> signIn, Doorkeeper door, Outbox outbox, TimeProvider clock) : DoorPage
{
    /// <summary>Who is signed in.</summary>
    public Person Person { get; private set; } = null!;

    /// <summary>Where he is signed in, last used first.</summary>
    public IReadOnlyList<SignInSession> Sessions { get; private set; } = [];

    /// <summary>What was just done.</summary>
    public string? Said { get; private set; }

    /// <summary>The password there is.</summary>
    [BindProperty]
    public string? Current { get; set; }

    /// <summary>The password to be.</summary>
    [BindProperty]
    public string? Password { get; set; }

    /// <summary>True for the session of this browser.</summary>
    public bool IsHere(SignInSession session) => session.Key == Doorkeeper.KeyOf(User);

    /// <summary>Shows both.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Said = TempData["Said"] as string;
        return await FindAsync(ct) ? Page() : Challenge();
    }

    /// <summary>Changes the password; every other session ends, and the person is told by mail.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!await FindAsync(ct)) return Challenge();
        var right = Current is { Length: > 0 and <= 200 } ? await signIn.CheckPasswordSignInAsync(Person, Current, lockoutOnFailure: true) : Microsoft.AspNetCore.Identity.SignInResult.Failed;
        if (!right.Succeeded) return Wrong(nameof(Current), "This is not your password, or there were too many tries. After some wrong ones it rests for five minutes.");
        if (Password is not { Length: > 0 and <= 200 }) return Wrong(nameof(Password), "Type a new password.");
        if (User.Grants().Count > 0) db.Deed = DeedOf(Person, "Own password: change", clock.GetUtcNow());
        var changed = await people.ChangePasswordAsync(Person, Current!, Password);
        if (!changed.Succeeded) return Wrong(nameof(Password), string.Join(' ', changed.Errors.Select(e => e.Description)));

        await db.WriteAsync(async () =>
        {
            await door.EndAsync(db, Person.Id, User);
            if (Person.Email is not null) await outbox.QueueAsync(db, AccountMail.PasswordChanged(Person, clock.GetUtcNow(), HttpContext.Connection.RemoteIpAddress?.ToString()), ct);
        }, ct);
        TempData["Said"] = "Your password is changed. Everywhere else you are signed out.";
        return LocalRedirect("/account/security");
    }

    /// <summary>Ends every other session.</summary>
    public async Task<IActionResult> OnPostEndAsync(CancellationToken ct)
    {
        if (!await FindAsync(ct)) return Challenge();
        if (User.Grants().Count > 0) db.Deed = DeedOf(Person, "Own sign-ins: end all others", clock.GetUtcNow());
        await door.EndAsync(db, Person.Id, User);
        TempData["Said"] = "You are signed out everywhere else.";
        return LocalRedirect("/account/security");
    }

    private async Task<bool> FindAsync(CancellationToken ct)
    {
        if (await people.GetUserAsync(User) is not { } person) return false;
        Person = person;
        Sessions = await db.SignInSessions.AsNoTracking().Where(s => s.PersonId == person.Id).OrderByDescending(s => s.SeenAt).ThenBy(s => s.Key).Take(50).ToListAsync(ct);
        return true;
    }

    private Microsoft.AspNetCore.Mvc.RazorPages.PageResult Wrong(string on, string why)
    {
        ModelState.AddModelError(on, why);
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}
