// Signing in with a code that is mailed. What is said, and how long it takes, is the same whether an account exists.
using Makola.Jobs;
using Makola.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;

namespace Makola.Pages.Account;

/// <summary>The page at <c>/account/code</c>.</summary>
[EnableRateLimiting(RateLimits.SignIn)]
public sealed class CodeModel(ShopDb db, SignInManager<Person> door, SendProofs proofs, ContactLimits limits, MailLinks links, TimeProvider clock, IStringLocalizer<Texts> texts) : AccountPage(db, door, texts)
{
    /// <summary>How long a wrong answer takes at least: what counting a wrong code costs cannot be told from nothing to count.</summary>
    private static readonly TimeSpan Floor = TimeSpan.FromMilliseconds(250);

    /// <summary>What is typed.</summary>
    [BindProperty]
    public CodeForm Form { get; set; } = new();

    /// <summary>True once a code was asked for.</summary>
    public bool IsAsked { get; private set; }

    /// <summary>True when the shop can mail at all.</summary>
    public bool CanMail => links.AreKnown;

    /// <summary>Where to go afterwards, when it is an address of this shop.</summary>
    public string? Onwards => Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : null;

    /// <summary>E-mail and code.</summary>
    public sealed record CodeForm
    {
        /// <summary>E-mail.</summary>
        public string? Email { get; init; }

        /// <summary>Eight digits.</summary>
        public string? Code { get; init; }
    }

    /// <summary>Shows the form.</summary>
    public IActionResult OnGet() => User.Identity?.IsAuthenticated == true ? LocalRedirect(Onward(User.Grants().Count > 0)) : Page();

    /// <summary>Asks for a code.</summary>
    public IActionResult OnPost()
    {
        if (!CanMail) return NotFound();
        if (Accounts.ReadEmail(Form.Email) is not { } email) return Wrong("Form.Email", "That is not an e-mail address.");
        if (!limits.Allow(Attempt.Mail, email, HttpContext)) return StatusCode(StatusCodes.Status429TooManyRequests);
        proofs.AskForCode(email);
        IsAsked = true;
        return Page();
    }

    /// <summary>Tries a code.</summary>
    public async Task<IActionResult> OnPostTryAsync(CancellationToken ct)
    {
        var began = clock.GetTimestamp();
        if (Accounts.ReadEmail(Form.Email) is not { } email) return Wrong("Form.Email", "That is not an e-mail address.");
        if (!limits.Allow(Attempt.Code, email, HttpContext)) return StatusCode(StatusCodes.Status429TooManyRequests);
        var code = new string([.. (Form.Code ?? "").Where(char.IsAsciiDigit).Take(ContactProof.Digits + 1)]);
        if ((await Accounts.FoundByAsync(Db, email, ct)).FirstOrDefault() is { BlockedAt: null } person && await ContactProof.TryCodeAsync(Db, person.Id, code, clock.GetUtcNow(), ct))
            return await LetInAsync(person, isWhole: false, ct);

        IsAsked = true;
        if (Floor - clock.GetElapsedTime(began) is { Ticks: > 0 } rest) await Task.Delay(rest, clock, ct);
        return Wrong("Form.Code", "This is not the code, or it is too old. After five wrong ones ask for another.");
    }
}
