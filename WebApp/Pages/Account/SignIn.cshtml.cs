// Signing in with phone or e-mail and password. The answer, and about the time it takes, are the same whether an account exists, is locked, or
// the password is wrong: nobody learns here who has an account.
using Makola.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;

namespace Makola.Pages.Account;

/// <summary>The page at <c>/account/sign-in?returnUrl=/office</c>.</summary>
[EnableRateLimiting(RateLimits.SignIn)]
public sealed class SignInModel(ShopDb db, SignInManager<Person> door, UserManager<Person> people, IPasswordHasher<Person> hasher, KnownDevices devices, Passkeys passkeys, ContactLimits limits, TimeProvider clock, IStringLocalizer<Texts> texts) : AccountPage(db, door, texts)
{
    /// <summary>A hash of nothing anyone knows, checked where there is no account, or it rests, so that the answer takes as long.</summary>
    private static string? nobody;

    /// <summary>What is typed.</summary>
    [BindProperty]
    public SignInForm Form { get; set; } = new();

    /// <summary>Who and the password.</summary>
    public sealed record SignInForm
    {
        /// <summary>E-mail or phone.</summary>
        public string? Email { get; init; }

        /// <summary>Password.</summary>
        public string? Password { get; init; }

        /// <summary>A browser's answer with a passkey, instead of both.</summary>
        public string? Credential { get; init; }
    }

    /// <summary>Shows the form; who is signed in already goes on.</summary>
    public IActionResult OnGet() => User.Identity?.IsAuthenticated == true ? LocalRedirect(Onward(User.Grants().Count > 0)) : Page();

    /// <summary>True when he wanted to keep something, which is done once he is in.</summary>
    public bool HasWish => Request.Wished() is not null;

    /// <summary>True where passkeys work.</summary>
    public bool HasPasskeys => passkeys.AreOffered;

    /// <summary>Signs in. A passkey lets in whatever was guessed before.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (Form.Credential is { Length: > 0 } credential)
            return await passkeys.ProvenAsync(credential) is { } proven ? await LetInAsync(proven, isWhole: true, ct) : Wrong("", "This passkey opens nothing here, or it took too long. Try once more, or take your password.");
        if (string.IsNullOrWhiteSpace(Form.Email)) ModelState.AddModelError("Form.Email", Texts["Type your phone number or your e-mail."]);
        if (string.IsNullOrEmpty(Form.Password)) ModelState.AddModelError("Form.Password", Texts["Type your password."]);
        if (!ModelState.IsValid || Form.Email!.Length > 254 || Form.Password!.Length > 200) return Wrong();

        var found = await Accounts.FoundByAsync(Db, Form.Email.Trim(), ct);
        // Guessing from elsewhere cannot keep a person out of a browser he used before; that one is held back by its address alone.
        var own = found.Find(p => devices.Knows(HttpContext, p.Id));
        if (own is null && !limits.Has(Attempt.Password, Form.Email, HttpContext)) return StatusCode(StatusCodes.Status429TooManyRequests);

        Person? right = null;
        // A phone may be on several accounts: as many passwords are checked as could be there, whether they are or not.
        var checks = PhoneNumber.Read(Form.Email) is null ? 1 : Accounts.MostClaims;
        for (var i = 0; i < checks; i++)
        {
            var person = i < found.Count && await MayAsync(found[i], own) ? found[i] : null;
            var hash = person?.PasswordHash ?? (nobody ??= hasher.HashPassword(new Person(), SecretToken.New()));
            if (hasher.VerifyHashedPassword(person ?? new Person(), hash, Form.Password) != PasswordVerificationResult.Failed && person is not null) right ??= person;
        }

        // Identity looks once more at the one that is right, and makes a hash of old strength anew.
        if (right is null || !await people.CheckPasswordAsync(right, Form.Password))
        {
            if (own is null) limits.Allow(Attempt.Password, Form.Email, HttpContext);
            await Accounts.CountWrongAsync(Db, [.. found.Where(p => p != own).Select(p => p.Id)], clock.GetUtcNow(), ct);
            return Wrong();
        }

        if (right.AccessFailedCount > 0) await people.ResetAccessFailedCountAsync(right);
        return await LetInAsync(right, isWhole: false, ct);
    }

    private async Task<bool> MayAsync(Person person, Person? own) => person is { BlockedAt: null, PasswordHash: not null } && (person == own || !await people.IsLockedOutAsync(person));

    private Microsoft.AspNetCore.Mvc.RazorPages.PageResult Wrong()
    {
        if (ModelState.IsValid) return Wrong("", "This is not right, or there were too many tries. After some wrong ones an account rests for five minutes.");
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}
