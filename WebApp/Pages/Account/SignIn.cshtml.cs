// Signing in with e-mail and password. The answer, and about the time it takes, are the same whether an account exists, is locked, or the
// password is wrong: nobody learns here who has an account.
using Makola.Pages.Office;
using Makola.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Makola.Pages.Account;

/// <summary>The page at <c>/account/sign-in?returnUrl=/office</c>.</summary>
[EnableRateLimiting(RateLimits.SignIn)]
public sealed class SignInModel(SignInManager<Person> door, UserManager<Person> people, IPasswordHasher<Person> hasher, KnownDevices devices) : DoorPage
{
    /// <summary>A hash of nothing anyone knows, checked when there is no account, or it rests, so that the answer takes as long.</summary>
    private static string? nobody;

    /// <summary>What is typed.</summary>
    [BindProperty]
    public SignInForm Form { get; set; } = new();

    /// <summary>Where to go afterwards; only addresses of this shop are followed.</summary>
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>E-mail and password.</summary>
    public sealed record SignInForm
    {
        /// <summary>E-mail.</summary>
        public string? Email { get; init; }

        /// <summary>Password.</summary>
        public string? Password { get; init; }
    }

    private string Onward => Url.IsLocalUrl(ReturnUrl) ? ReturnUrl! : "/office";

    /// <summary>Shows the form; who is signed in already goes on.</summary>
    public IActionResult OnGet() => User.Identity?.IsAuthenticated == true ? LocalRedirect(Onward) : Page();

    /// <summary>Signs in.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        if (string.IsNullOrWhiteSpace(Form.Email)) ModelState.AddModelError("Form.Email", "Type your e-mail.");
        if (string.IsNullOrEmpty(Form.Password)) ModelState.AddModelError("Form.Password", "Type your password.");
        if (!ModelState.IsValid || Form.Email!.Length > 254 || Form.Password!.Length > 200) return Wrong();

        var person = await people.FindByEmailAsync(Form.Email.Trim());
        if (person is { BlockedAt: null } && devices.Knows(HttpContext, person.Id))
        {
            // Guessing from elsewhere cannot keep the person out of a browser he used before; that one is held back by its address alone.
            if (!await people.CheckPasswordAsync(person, Form.Password)) return Wrong();
            await door.SignInAsync(person, isPersistent: true);
            return LocalRedirect(Onward);
        }

        if (person is not { BlockedAt: null } || await people.IsLockedOutAsync(person))
        {
            hasher.VerifyHashedPassword(new Person(), nobody ??= hasher.HashPassword(new Person(), SecretToken.New()), Form.Password);
            return Wrong();
        }

        var result = await door.PasswordSignInAsync(person, Form.Password, isPersistent: true, lockoutOnFailure: true);
        return result.Succeeded ? LocalRedirect(Onward) : Wrong();
    }

    private Microsoft.AspNetCore.Mvc.RazorPages.PageResult Wrong()
    {
        if (ModelState.IsValid) ModelState.AddModelError("", "E-mail or password is not right, or there were too many tries. After some wrong ones an account rests for five minutes.");
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}
