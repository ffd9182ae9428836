// What the pages one signs in and opens an account with have in common.
using System.Globalization;
using System.Security.Claims;
using Makola.Pages.Office;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace Makola.Pages.Account;

/// <summary>Base of the pages that let somebody in.</summary>
public abstract class AccountPage(ShopDb db, SignInManager<Person> door, IStringLocalizer<Texts> texts) : DoorPage
{
    /// <summary>Where to go afterwards; only addresses of this shop are followed.</summary>
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>The database.</summary>
    protected ShopDb Db => db;

    /// <summary>Identity's door.</summary>
    protected SignInManager<Person> Door => door;

    /// <summary>Words in the customers' language.</summary>
    protected IStringLocalizer<Texts> Texts => texts;

    /// <summary>Where who is signed in goes on: where he wanted to, else staff to their work and customers to their account.</summary>
    protected string Onward(bool isStaff) => Url.IsLocalUrl(ReturnUrl) ? ReturnUrl! : isStaff ? "/office" : "/account";

    /// <summary>Lets somebody in who proved who he is: signed in, or asked for his second factor first.</summary>
    /// <param name="person">Who.</param>
    /// <param name="isWhole">True when the proof stands for two, as a passkey with a finger or a PIN does.</param>
    /// <param name="ct">Stops it.</param>
    protected async Task<IActionResult> LetInAsync(Person person, bool isWhole, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(person);
        if (person.TwoFactorEnabled && !isWhole)
        {
            var half = new ClaimsIdentity([new(ClaimTypes.Name, person.Id.ToString(CultureInfo.InvariantCulture))], IdentityConstants.TwoFactorUserIdScheme);
            await HttpContext.SignInAsync(IdentityConstants.TwoFactorUserIdScheme, new(half));
            return RedirectToPage("/Account/Second", new { returnUrl = Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : null });
        }

        await door.SignInAsync(person, isPersistent: true);
        return LocalRedirect(Onward(await db.UserRoles.AnyAsync(r => r.UserId == person.Id, ct)));
    }

    /// <summary>The page again, with what is wrong.</summary>
    protected PageResult Wrong(string on, string why)
    {
        ModelState.AddModelError(on, texts[why]);
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}
