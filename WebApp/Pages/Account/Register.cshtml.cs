// Opening an account. What it says never tells whether a phone or an e-mail is known here; an e-mail's password is chosen behind the link that
// proves the mailbox, so that nobody waits in an account for its owner.
using Makola.Jobs;
using Makola.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;

namespace Makola.Pages.Account;

/// <summary>The page at <c>/account/register</c>, and at <c>/account/register?token=…</c>, the link of the mail.</summary>
[EnableRateLimiting(RateLimits.SignIn)]
public sealed class RegisterModel(ShopDb db, SignInManager<Person> door, UserManager<Person> people, Passkeys passkeys, ContactLimits limits, SendProofs proofs, MailLinks links, TimeProvider clock, IStringLocalizer<Texts> texts) : AccountPage(db, door, texts)
{
    /// <summary>With what: <c>phone</c>, <c>mail</c> or <c>passkey</c>.</summary>
    [BindProperty(SupportsGet = true)]
    public string By { get; set; } = "phone";

    /// <summary>The secret of the link.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Token { get; set; }

    /// <summary>What is typed.</summary>
    [BindProperty]
    public RegisterForm Form { get; set; } = new();

    /// <summary>What the link proves; null without one, or when it is not good any more.</summary>
    public ContactProof? Proof { get; private set; }

    /// <summary>True once a link was asked for.</summary>
    public bool IsAsked { get; private set; }

    /// <summary>True where passkeys work.</summary>
    public bool HasPasskeys => passkeys.AreOffered;

    /// <summary>True when the shop can mail links at all.</summary>
    public bool CanMail => links.AreKnown;

    /// <summary>Who wants an account; which fields count depends on the way.</summary>
    public sealed record RegisterForm
    {
        /// <summary>Name.</summary>
        public string? Name { get; init; }

        /// <summary>Phone, as people write it.</summary>
        public string? Phone { get; init; }

        /// <summary>E-mail.</summary>
        public string? Email { get; init; }

        /// <summary>Password, at least 10 characters.</summary>
        public string? Password { get; init; }

        /// <summary>The passkey a browser made.</summary>
        public string? Credential { get; init; }
    }

    /// <summary>This page, for another way to open an account.</summary>
    public string Way(string by, string? handler = null) => Url.Page("/Account/Register", handler, new { by, returnUrl = Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : null })!;

    /// <summary>Shows the form, or what the link is for; who is signed in goes on.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (User.Identity?.IsAuthenticated == true) return LocalRedirect(Onward(User.Grants().Count > 0));
        await FindAsync(ct);
        if (Token is not null && Proof is null) Response.StatusCode = StatusCodes.Status410Gone;
        return Page();
    }

    /// <summary>Opens an account with a phone, which is claimed, not proved.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (PhoneNumber.Read(Form.Phone) is not { } phone) return Wrong("Form.Phone", "That is not a phone number. Write it like 024 812 4490.");
        if (!limits.Allow(Attempt.Register, phone, HttpContext)) return StatusCode(StatusCodes.Status429TooManyRequests);
        var person = await Accounts.PrepareAsync(people, Form.Name, phone, null, Form.Password ?? "", clock.GetUtcNow());
        await Db.WriteAsync(() => Accounts.OpenAsync(Db, people, person, clock.GetUtcNow(), ct), ct);
        await Door.SignInAsync(person, isPersistent: true);
        return LocalRedirect(Onward(false));
    }

    /// <summary>Asks for the link. Whether the e-mail is known is found out behind the answer.</summary>
    public IActionResult OnPostMail()
    {
        By = "mail";
        if (!CanMail) return NotFound();
        if (Accounts.ReadEmail(Form.Email) is not { } email) return Wrong("Form.Email", "That is not an e-mail address.");
        if (!limits.Allow(Attempt.Mail, email, HttpContext)) return StatusCode(StatusCodes.Status429TooManyRequests);
        proofs.AskToSignUp(email);
        IsAsked = true;
        return Page();
    }

    /// <summary>Opens the account whose e-mail the link proved.</summary>
    public async Task<IActionResult> OnPostFinishAsync(CancellationToken ct)
    {
        await FindAsync(ct);
        if (Proof is not { } proof) return await OnGetAsync(ct);
        var person = await Accounts.PrepareAsync(people, Form.Name, null, proof.Contact, Form.Password ?? "", clock.GetUtcNow());
        await Db.WriteAsync(async () =>
        {
            // The row decides between two who press at once.
            if (await Db.ContactProofs.Where(p => p.Id == proof.Id).ExecuteDeleteAsync(ct) == 0) throw new Refusal("account.used", "This link was used a moment ago.");
            await Accounts.OpenAsync(Db, people, person, clock.GetUtcNow(), ct);
        }, ct);
        await Door.SignInAsync(person, isPersistent: true);
        return LocalRedirect(Onward(false));
    }

    /// <summary>Opens an account that has a passkey and nothing else.</summary>
    public async Task<IActionResult> OnPostPasskeyAsync(CancellationToken ct)
    {
        By = "passkey";
        if (!HasPasskeys) return NotFound();
        var person = await Accounts.PrepareAsync(people, Form.Name, null, null, null, clock.GetUtcNow());
        if (await passkeys.MadeAsync(Form.Credential) is not { } made) return Wrong("", "The passkey was not made. Try once more.");
        person.Id = made.PersonId;
        made.Passkey.Name = SignInSession.DeviceOf(Request.Headers.UserAgent.ToString());
        await Db.WriteAsync(async () =>
        {
            // The number was kept for this account; one that is in somebody's cookie from before is not for a second.
            if (await Db.Users.AnyAsync(p => p.Id == person.Id, ct)) throw new Refusal("account.used", "The passkey was not made. Try once more.");
            await Accounts.OpenAsync(Db, people, person, clock.GetUtcNow(), ct);
            await people.AddOrUpdatePasskeyAsync(person, made.Passkey);
        }, ct);
        await Door.SignInAsync(person, isPersistent: true);
        return LocalRedirect(Onward(false));
    }

    /// <inheritdoc/>
    public override async Task<IActionResult> AgainAsync(CancellationToken ct)
    {
        await FindAsync(ct);
        return Page();
    }

    private async Task FindAsync(CancellationToken ct)
    {
        if (!(By == "mail" && CanMail) && !(By == "passkey" && HasPasskeys)) By = "phone";
        if (!SecretToken.LooksRight(Token)) return;
        var secret = SecretToken.Hash(Token!);
        Proof = await Db.ContactProofs.AsNoTracking().Where(p => p.Secret == secret && p.Kind == ProofKind.SignUp).OrderBy(p => p.Id).FirstOrDefaultAsync(ct) is { } found && found.IsGood(clock.GetUtcNow()) ? found : null;
    }
}
