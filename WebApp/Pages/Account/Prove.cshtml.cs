// Proving who one is once more, for what harms when a stranger does it on a phone that lies open.
using Makola.Pages.Office;
using Makola.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Makola.Pages.Account;

/// <summary>The page at <c>/account/prove?to=/office/system/backup</c>.</summary>
[Authorize, EnableRateLimiting(RateLimits.SignIn)]
public sealed class ProveModel(ShopDb db, UserManager<Person> people, SignInManager<Person> door, Doorkeeper keeper) : DoorPage
{
    /// <summary>Where to go on; only addresses of this shop are followed.</summary>
    [BindProperty(SupportsGet = true)]
    public string? To { get; set; }

    /// <summary>True when what was sent there is to be sent again.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Again { get; set; }

    private string Onward => Url.IsLocalUrl(To) ? To! : "/office";

    /// <summary>Asks.</summary>
    public IActionResult OnGet() => Prove.View(new(Onward, null), StatusCodes.Status200OK);

    /// <summary>Checks the password, and goes on: 307 sends the same form again, to where it was meant (RFC 9110, 15.4.8).</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        var person = await people.GetUserAsync(User);
        if (person is null) return Challenge();
        var password = Request.Form[Prove.Password].ToString();
        var result = password.Length is > 0 and <= 200 ? await door.CheckPasswordSignInAsync(person, password, lockoutOnFailure: true) : Microsoft.AspNetCore.Identity.SignInResult.Failed;
        if (!result.Succeeded)
        {
            return Prove.View(new(Onward, Again ? Prove.FieldsOf(Request.Form) : null), StatusCodes.Status422UnprocessableEntity, "This is not your password, or there were too many tries. After some wrong ones it rests for five minutes.");
        }

        await keeper.ProveAsync(db, User);
        return Again ? LocalRedirectPreserveMethod(Onward) : LocalRedirect(Onward);
    }
}
