// One's own e-mail and phone: each counts once it is proved, by a link to the mailbox, by a code that comes from the phone.
using Makola.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Makola.Pages.Account;

/// <summary>The page at <c>/account/reach</c>, and at <c>/account/reach?token=…</c>, the link to a new e-mail; only who asked can use that.</summary>
[Authorize, EnableRateLimiting(RateLimits.SignIn)]
public sealed class ReachModel(OwnDoor own, MailLinks links) : WaysInPage(own)
{
    /// <summary>The secret of the link.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Token { get; set; }

    /// <summary>The e-mail to be.</summary>
    [BindProperty]
    public string? Email { get; set; }

    /// <summary>The phone to prove.</summary>
    [BindProperty]
    public string? Phone { get; set; }

    /// <summary>What the link proves; null when it is not good for who is signed in.</summary>
    public ContactProof? Proof { get; private set; }

    /// <summary>The phone whose code is awaited.</summary>
    public PhoneToConfirm? Waiting { get; private set; }

    /// <summary>True when the shop can mail links at all.</summary>
    public bool CanMail => links.AreKnown;

    /// <summary>Shows both, or what the link is for.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        await FindAsync(ct);
        if (Token is not null && Proof is null) Response.StatusCode = StatusCodes.Status410Gone;
        return Page();
    }

    /// <summary>Mails a link to the new e-mail; where that has an account, only its mailbox is told.</summary>
    public async Task<IActionResult> OnPostMailAsync(CancellationToken ct)
    {
        if (!CanMail) return NotFound();
        if (Accounts.ReadEmail(Email) is not { } email)
        {
            await FindAsync(ct);
            return Wrong(nameof(Email), "That is not an e-mail address.");
        }

        if (Prove.IsDue(HttpContext)) return Prove.Ask(HttpContext);
        if (!Own.Limits.Allow(Attempt.Mail, email, HttpContext)) return StatusCode(StatusCodes.Status429TooManyRequests);
        await Own.Db.WriteAsync(async () =>
        {
            var (token, holder) = (SecretToken.New(), (await Accounts.FoundByAsync(Own.Db, email, ct)).FirstOrDefault());
            await Own.Db.ContactProofs.Where(p => p.PersonId == Person.Id && p.Kind == ProofKind.Email).ExecuteDeleteAsync(ct);
            if (holder is null) Own.Db.ContactProofs.Add(new() { Kind = ProofKind.Email, Secret = SecretToken.Hash(token), Contact = email, PersonId = Person.Id, At = Own.Now });
            await Own.Outbox.QueueAsync(Own.Db, holder is null ? AccountMail.NewEmail(Person, email, token) : AccountMail.HasAccount(holder, Own.Now), ct);
        }, ct);
        return SayAt("/account/reach", "We sent a link to the new e-mail. It counts once you opened that, within a day.");
    }

    /// <summary>The new e-mail counts; the old one is told.</summary>
    public async Task<IActionResult> OnPostConfirmAsync(CancellationToken ct)
    {
        await FindAsync(ct);
        if (Proof is not { } proof) return await OnGetAsync(ct);
        await ChangeAsync("Own e-mail: change", "The e-mail of your account is another one now. Mail about your account goes there.", async () =>
        {
            // The row decides between two who press at once.
            if (await Own.Db.ContactProofs.Where(p => p.Id == proof.Id).ExecuteDeleteAsync(ct) == 0) throw new Refusal("account.used", "This link was used a moment ago.");
            if ((await Accounts.FoundByAsync(Own.Db, proof.Contact, ct)).Count > 0) throw new Refusal("account.email", "This e-mail has an account here. Sign in with it.");
            (Person.Email, Person.EmailConfirmed) = (proof.Contact, true);
            await Own.People.UpdateSecurityStampAsync(Person); // Links to a new password that went to the old mailbox open nothing any more.
            var card = await CustomerCards.OfPersonAsync(Own.Db, Person.Id, Person.Name, Own.Now, ct);
            await CustomerCards.JoinAsync(Own.Db, card, null, proof.Contact, ct);
        }, ct);
        return SayAt("/account/reach", "Your e-mail is changed. Everywhere else you are signed out.");
    }

    /// <summary>Shows the code that is to come from the phone.</summary>
    public async Task<IActionResult> OnPostPhoneAsync(CancellationToken ct)
    {
        if (PhoneNumber.Read(Phone) is not { } phone)
        {
            await FindAsync(ct);
            return Wrong(nameof(Phone), "That is not a phone number. Write it like 024 812 4490.");
        }

        if (Prove.IsDue(HttpContext)) return Prove.Ask(HttpContext);
        await PhoneProofs.AskAsync(Own.Db, Person.Id, phone, Own.Now, ct);
        return LocalRedirect("/account/reach#a-phone");
    }

    /// <inheritdoc/>
    public override async Task<IActionResult> AgainAsync(CancellationToken ct)
    {
        await FindAsync(ct);
        return Page();
    }

    private async Task FindAsync(CancellationToken ct)
    {
        Waiting = (await PhoneProofs.ListAsync(Own.Db, Own.Now, Person.Id, ct)).LastOrDefault();
        if (!SecretToken.LooksRight(Token)) return;
        var secret = SecretToken.Hash(Token!);
        Proof = await Own.Db.ContactProofs.AsNoTracking().Where(p => p.Secret == secret && p.Kind == ProofKind.Email && p.PersonId == Person.Id).OrderBy(p => p.Id).FirstOrDefaultAsync(ct) is { } found && found.IsGood(Own.Now) ? found : null;
    }
}
