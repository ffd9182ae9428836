// Proving who one is once more, for what harms when a stranger does it on a phone that lies open.
using Makola.Pages.Office;
using Makola.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;

namespace Makola.Pages.Account;

/// <summary>The page at <c>/account/prove?to=/office/system/backup</c>.</summary>
[Authorize, EnableRateLimiting(RateLimits.SignIn)]
public sealed class ProveModel(ShopDb db, UserManager<Person> people, SignInManager<Person> door, Doorkeeper keeper, Passkeys passkeys, IStringLocalizer<Texts> texts) : DoorPage
{
    /// <summary>Where to go on; only addresses of this shop are followed.</summary>
    [BindProperty(SupportsGet = true)]
    public string? To { get; set; }

    /// <summary>True when what was sent there is to be sent again.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Again { get; set; }

    private string Onward => Url.IsLocalUrl(To) ? To! : User.Grants().Count > 0 ? "/office" : "/account/security";

    /// <summary>Asks.</summary>
    public IActionResult OnGet() => Prove.View(new(Onward, null), StatusCodes.Status200OK);

    /// <summary>Checks the password or the passkey, and goes on: 307 sends the same form again, to where it was meant (RFC 9110, 15.4.8).</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        var person = await people.GetUserAsync(User);
        if (person is null) return Challenge();
        var (password, credential) = (Request.Form[Prove.Password].ToString(), Request.Form[Prove.Credential].ToString());
        var isProven = credential.Length > 0 ? (await passkeys.ProvenAsync(credential))?.Id == person.Id
            : password.Length is > 0 and <= 200 && (await door.CheckPasswordSignInAsync(person, password, lockoutOnFailure: true)).Succeeded;
        if (!isProven)
        {
            var why = credential.Length > 0 ? texts["This passkey is not of this account, or it took too long."] : texts["This is not your password, or there were too many tries. After some wrong ones it rests for five minutes."];
            return Prove.View(new(Onward, Again ? Prove.FieldsOf(Request.Form) : null), StatusCodes.Status422UnprocessableEntity, why);
        }

        await keeper.ProveAsync(db, User);
        return Again ? LocalRedirectPreserveMethod(Onward) : LocalRedirect(Onward);
    }
}
