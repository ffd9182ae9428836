// Asking for a new password. The answer is the same, and as fast, whether or not there is an account.
using Makola.Jobs;
using Makola.Pages.Office;
using Makola.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Makola.Pages.Account;

/// <summary>The page at <c>/account/forgot</c>.</summary>
[EnableRateLimiting(RateLimits.SignIn)]
public sealed class ForgotModel(SendResets resets, MailLinks links) : DoorPage
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
        var email = Email?.Trim() ?? "";
        if (email.Length > 254 || !System.Net.Mail.MailAddress.TryCreate(email, out var address) || address.Address != email)
        {
            ModelState.AddModelError(nameof(Email), "That is not an e-mail address.");
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }

        resets.Ask(email);
        IsAsked = true;
        return Page();
    }
}
