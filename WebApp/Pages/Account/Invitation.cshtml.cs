// The link that lets somebody in as staff, once.
using Makola.Pages.Office;
using Makola.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Makola.Pages.Account;

/// <summary>The page at <c>/account/invitation?token=…</c>. Looking at it uses nothing up; its button does.</summary>
[EnableRateLimiting(RateLimits.SignIn)]
public sealed class InvitationModel(ShopDb db, UserManager<Person> people, SignInManager<Person> door, TimeProvider clock) : DoorPage
{
    /// <summary>The secret of the link.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Token { get; set; }

    /// <summary>The password chosen, at least 10 characters.</summary>
    [BindProperty]
    public string? Password { get; set; }

    /// <summary>The invitation; null when the link is not good any more.</summary>
    public StaffInvitation? Invitation { get; private set; }

    /// <summary>True when the e-mail has an account, whose password is asked then.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>Shows what the link is for, or that it is used up.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        await FindAsync(ct);
        if (Invitation is null) Response.StatusCode = StatusCodes.Status410Gone;
        return Page();
    }

    /// <summary>Lets the person in: a new account with the password, or the account there is, once its password is right.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        await FindAsync(ct);
        if (Invitation is not { } invitation) return await OnGetAsync(ct);
        if (Password is not { Length: > 0 and <= 200 }) return Wrong("Type a password.");
        var person = await people.FindByEmailAsync(invitation.Email);
        if (person is not null && !(await door.CheckPasswordSignInAsync(person, Password, lockoutOnFailure: true)).Succeeded)
            return Wrong("This is not the password of your account, or there were too many tries. After some wrong ones it rests for five minutes.");

        var trouble = await db.WriteAsync(async () =>
        {
            // The row decides between two who press at once.
            if (await db.StaffInvitations.Where(i => i.Id == invitation.Id).ExecuteDeleteAsync(ct) == 0) return "This link was used a moment ago.";
            if (person is null)
            {
                person = new Person { Name = invitation.Name, UserName = invitation.Email, Email = invitation.Email, LockoutEnabled = true, JoinedAt = clock.GetUtcNow() };
                var created = await people.CreateAsync(person, Password);
                if (!created.Succeeded) throw new Refusal("invitation.password", "{0}", string.Join(' ', created.Errors.Select(e => e.Description))) { On = nameof(Password) };
            }

            db.UserRoles.Add(new IdentityUserRole<long> { UserId = person.Id, RoleId = invitation.RoleId });
            return null;
        }, ct);
        if (trouble is not null) return Wrong(trouble);
        if (person!.TwoFactorEnabled) return LocalRedirect("/account/sign-in?returnUrl=/office"); // The password alone does not let this person in.
        await door.SignInAsync(person, isPersistent: true);
        return LocalRedirect("/office");
    }

    /// <inheritdoc/>
    public override async Task<IActionResult> AgainAsync(CancellationToken ct)
    {
        await FindAsync(ct);
        return Page();
    }

    private async Task FindAsync(CancellationToken ct)
    {
        if (!SecretToken.LooksRight(Token)) return;
        var key = SecretToken.Hash(Token!);
        Invitation = await db.StaffInvitations.AsNoTracking().SingleOrDefaultAsync(i => i.Key == key, ct) is { } found && found.IsGood(clock.GetUtcNow()) ? found : null;
        IsKnown = Invitation is not null && await people.FindByEmailAsync(Invitation.Email) is not null;
    }

    private Microsoft.AspNetCore.Mvc.RazorPages.PageResult Wrong(string why)
    {
        ModelState.AddModelError(nameof(Password), why);
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}
