// Choosing a new password with the link of a mail.
using Makola.Pages.Office;
using Makola.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Makola.Pages.Account;

/// <summary>The page at <c>/account/reset?id=3&amp;code=…</c>. It signs nobody in: a mailbox alone is not enough where a second proof is asked.</summary>
[EnableRateLimiting(RateLimits.SignIn)]
public sealed class ResetModel(ShopDb db, UserManager<Person> people, Doorkeeper door, Outbox outbox, TimeProvider clock) : DoorPage
{
    /// <summary>The person, of the link.</summary>
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    /// <summary>The token, of the link.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Code { get; set; }

    /// <summary>The new password.</summary>
    [BindProperty]
    public string? Password { get; set; }

    /// <summary>True while the link is good.</summary>
    public bool IsGood { get; private set; }

    /// <summary>True once the password is changed.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Shows the form, or that the link is used up.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        await FindAsync();
        if (!IsGood) Response.StatusCode = StatusCodes.Status410Gone;
        return Page();
    }

    /// <summary>Changes the password; every session of the person ends, and he is told by mail.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (await FindAsync() is not { } person) return await OnGetAsync();
        if (await db.UserRoles.AnyAsync(r => r.UserId == person.Id, ct)) db.Deed = DeedOf(person, "Own password: reset by mail", clock.GetUtcNow());
        var result = await db.WriteAsync(async () =>
        {
            var reset = Password is { Length: > 0 and <= 200 } ? await people.ResetPasswordAsync(person, Code!, Password) : IdentityResult.Failed(new IdentityError { Description = "Type a new password." });
            if (!reset.Succeeded) return reset;
            await people.SetLockoutEndDateAsync(person, null);
            await door.EndAsync(db, person.Id);
            await outbox.QueueAsync(db, AccountMail.PasswordChanged(person, clock.GetUtcNow(), HttpContext.Connection.RemoteIpAddress?.ToString()), ct);
            return reset;
        }, ct);
        if (!result.Succeeded)
        {
            foreach (var error in result.Errors) ModelState.AddModelError(nameof(Password), error.Description);
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }

        IsDone = true;
        return Page();
    }

    private async Task<Person?> FindAsync()
    {
        var person = Code is { Length: > 0 and < 1000 } ? await people.FindByIdAsync(Id.ToString(System.Globalization.CultureInfo.InvariantCulture)) : null;
        IsGood = person is { BlockedAt: null } && await people.VerifyUserTokenAsync(person, people.Options.Tokens.PasswordResetTokenProvider, UserManager<Person>.ResetPasswordTokenPurpose, Code!);
        return IsGood ? person : null;
    }
}
