// Signing out: a form's doing, never a link's.
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Makola.Pages.Account;

/// <summary>Ends the session at <c>POST /account/sign-out</c>.</summary>
public sealed class SignOutModel(SignInManager<Person> door) : PageModel
{
    /// <summary>A visit by itself ends nothing.</summary>
    public IActionResult OnGet() => LocalRedirect("/");

    /// <summary>Ends the session.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        await door.SignOutAsync();
        return LocalRedirect("/");
    }
}
