// The link the console of a demo shop prints: signs its owner in, once.
using Makola.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Makola.Pages.Office;

/// <summary>The page at <c>/office/enter?token=…</c>. Looking at it uses nothing up (a chat's preview may look too); its button does.</summary>
[EnableRateLimiting(RateLimits.SignIn)]
public sealed class EnterModel(OneTimeLink link, UserManager<Person> people, SignInManager<Person> door) : DoorPage
{
    /// <summary>The secret of the link.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Token { get; set; }

    /// <summary>True while the link is good.</summary>
    public bool IsGood { get; private set; }

    /// <summary>Shows the button, or that the link is used up.</summary>
    public IActionResult OnGet()
    {
        IsGood = link.Knows(Token);
        if (!IsGood) Response.StatusCode = StatusCodes.Status410Gone;
        return Page();
    }

    /// <summary>Signs the owner in.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        if (!link.Redeem(Token)) return OnGet();
        var owner = (await people.GetUsersInRoleAsync(StaffRoles.Owner)).MinBy(p => p.Id);
        if (owner is null) return OnGet();
        await door.SignInAsync(owner, isPersistent: true);
        return LocalRedirect("/office");
    }
}
