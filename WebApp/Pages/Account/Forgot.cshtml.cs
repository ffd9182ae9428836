// Asking for a new password. The answer is the same, and as fast, whether or not there is an account.
using Makola.Jobs;
using Makola.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;

namespace Makola.Pages.Account;

/// <summary>The page at <c>/account/forgot</c>.</summary>
[EnableRateLimiting(RateLimits.SignIn)]
public sealed class ForgotModel(ShopDb db, SignInManager<Person> door, SendResets resets, MailLinks links, ContactLimits limits, IStringLocalizer<Texts> texts) : AccountPage(db, door, texts)
{
    /// <summary>What is typed.</summary>
    [BindProperty]
    public string? Email { get; set; }

    /// <summary>True once it was asked for.</summary>
    public bool IsAsked { get; private set; }

    /// <summary>True when the shop can mail links at all.</summary>
    public bool CanMail => links.AreKnown;

    /// <summary>Shows the form.</summary>
    public void OnGet()
    {
    }

    /// <summary>Asks for the link.</summary>
    public IActionResult OnPost()
    {
        if (Accounts.ReadEmail(Email) is not { } email) return Wrong(nameof(Email), "That is not an e-mail address.");
        if (!limits.Allow(Attempt.Mail, email, HttpContext)) return StatusCode(StatusCodes.Status429TooManyRequests);
        resets.Ask(email);
        IsAsked = true;
        return Page();
    }
}
