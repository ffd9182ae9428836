// What the pages one signs in and opens an account with have in common.
using Makola.Pages.Office;
using Makola.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace Makola.Pages.Account;

/// <summary>Base of the pages that let somebody in.</summary>
public abstract class AccountPage(ShopDb db, IStringLocalizer<Texts> texts) : DoorPage
{
    /// <summary>Where to go afterwards; only addresses of this shop are followed.</summary>
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>The database.</summary>
    protected ShopDb Db => db;

    /// <summary>Words in the customers' language.</summary>
    protected IStringLocalizer<Texts> Texts => texts;

    /// <summary>Where who is signed in goes on: where he wanted to, else staff to their work and customers to their account.</summary>
    protected string Onward(bool isStaff) => Url.IsLocalUrl(ReturnUrl) ? ReturnUrl! : isStaff ? "/office" : "/account";

    /// <summary>Goes on as this person, who was just signed in.</summary>
    protected async Task<IActionResult> GoOnAsync(Person person, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(person);
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
