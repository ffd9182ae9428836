// One's own password and sign-ins, and the way to one's other ways in.
using Makola.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Makola.Pages.Account;

/// <summary>The page at <c>/account/security</c>.</summary>
[Authorize, EnableRateLimiting(RateLimits.SignIn)]
public sealed class SecurityModel(OwnDoor own, SignInManager<Person> signIn) : WaysInPage(own)
{
    /// <summary>Where he is signed in, last used first.</summary>
    public IReadOnlyList<SignInSession> Sessions { get; private set; } = [];

    /// <summary>How many passkeys he has.</summary>
    public int Passkeys { get; private set; }

    /// <summary>True when he may not go on with his work before he has a second proof.</summary>
    [BindProperty(SupportsGet = true, Name = "needed")]
    public bool IsNeeded { get; set; }

    /// <summary>The password there is.</summary>
    [BindProperty]
    public string? Current { get; set; }

    /// <summary>The password to be.</summary>
    [BindProperty]
    public string? Password { get; set; }

    /// <summary>True for the session of this browser.</summary>
    public bool IsHere(SignInSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.Key == Doorkeeper.KeyOf(User);
    }

    /// <summary>Shows it all.</summary>
    public Task OnGetAsync(CancellationToken ct) => LookAsync(ct);

    /// <summary>Changes the password, or chooses the first one; every other session ends, and the person is told by mail.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        await LookAsync(ct);
        var isFirst = Person.PasswordHash is null;
        if (isFirst && Prove.IsDue(HttpContext)) return Prove.Ask(HttpContext);
        if (!isFirst && (Current is not { Length: > 0 and <= 200 } || !(await signIn.CheckPasswordSignInAsync(Person, Current, lockoutOnFailure: true)).Succeeded))
            return Wrong(nameof(Current), "This is not your password, or there were too many tries. After some wrong ones it rests for five minutes.");
        if (Password is not { Length: > 0 and <= 200 }) return Wrong(nameof(Password), "Type a new password.");
        if (IsStaff) Own.Db.Deed = DeedOf(Person, "Own password: change", Own.Now);
        var changed = isFirst ? await Own.People.AddPasswordAsync(Person, Password) : await Own.People.ChangePasswordAsync(Person, Current!, Password);
        if (!changed.Succeeded) return Wrong(nameof(Password), string.Join(' ', changed.Errors.Select(e => e.Description)));

        await Own.Db.WriteAsync(async () =>
        {
            await Own.Keeper.EndAsync(Own.Db, Person.Id, User);
            if (Person.Email is not null) await Own.Outbox.QueueAsync(Own.Db, AccountMail.PasswordChanged(Person, Own.Now, HttpContext.Connection.RemoteIpAddress?.ToString()), ct);
        }, ct);
        return SayAt("/account/security", "Your password is changed. Everywhere else you are signed out.");
    }

    /// <summary>Ends every other session.</summary>
    public async Task<IActionResult> OnPostEndAsync()
    {
        if (IsStaff) Own.Db.Deed = DeedOf(Person, "Own sign-ins: end all others", Own.Now);
        await Own.Keeper.EndAsync(Own.Db, Person.Id, User);
        return SayAt("/account/security", "You are signed out everywhere else.");
    }

    /// <summary>Ends one session of his.</summary>
    public async Task<IActionResult> OnPostEndOneAsync(string? session)
    {
        if (IsStaff) Own.Db.Deed = DeedOf(Person, "Own sign-ins: end one", Own.Now);
        await Own.Keeper.EndOneAsync(Own.Db, Person.Id, session ?? "");
        return SayAt("/account/security", "That device is signed out.");
    }

    private async Task LookAsync(CancellationToken ct)
    {
        Sessions = await Own.Db.SignInSessions.AsNoTracking().Where(s => s.PersonId == Person.Id).OrderByDescending(s => s.SeenAt).ThenBy(s => s.Key).Take(50).ToListAsync(ct);
        Passkeys = await Own.Db.UserPasskeys.CountAsync(p => p.UserId == Person.Id, ct);
    }
}
