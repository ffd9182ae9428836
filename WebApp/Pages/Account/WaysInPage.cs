// What the pages have in common on which somebody changes how he gets in.
using Makola.Pages.Office;
using Makola.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace Makola.Pages.Account;

/// <summary>What such a page works with.</summary>
public sealed class OwnDoor(ShopDb db, UserManager<Person> people, Doorkeeper keeper, Outbox outbox, Passkeys passkeys, ContactLimits limits, TimeProvider clock, IStringLocalizer<Texts> texts)
{
    /// <summary>The database.</summary>
    public ShopDb Db => db;

    /// <summary>Identity's people.</summary>
    public UserManager<Person> People => people;

    /// <summary>Who keeps the sessions.</summary>
    public Doorkeeper Keeper => keeper;

    /// <summary>Where mail is queued.</summary>
    public Outbox Outbox => outbox;

    /// <summary>Passkeys.</summary>
    public Passkeys Passkeys => passkeys;

    /// <summary>How often.</summary>
    public ContactLimits Limits => limits;

    /// <summary>Words.</summary>
    public IStringLocalizer<Texts> Texts => texts;

    /// <summary>Now, UTC.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();
}

/// <summary>Base of the pages of one's own ways in. Each change ends every other session and is told by mail.</summary>
public abstract class WaysInPage(OwnDoor own) : DoorPage
{
    /// <summary>Who is signed in.</summary>
    public Person Person { get; private set; } = null!;

    /// <summary>What was just done.</summary>
    public string? Said { get; private set; }

    /// <summary>True when he proved a moment ago who he is.</summary>
    public bool IsFresh => User.IsFresh(own.Now);

    /// <summary>True for who works here.</summary>
    public bool IsStaff => User.Grants().Count > 0;

    /// <summary>What the page works with.</summary>
    protected OwnDoor Own => own;

    /// <inheritdoc/>
    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        if (await own.People.GetUserAsync(User) is not { } person)
        {
            context.Result = Challenge();
            return;
        }

        (Person, Said) = (person, TempData["Said"] as string);
        OnPageHandlerExecuting(context);
        await next();
    }

    /// <summary>Makes a change to how he gets in.</summary>
    /// <param name="deed">For the log of staff's deeds.</param>
    /// <param name="told">The sentence of the mail, a key of the localiser.</param>
    /// <param name="work">The change, within the write.</param>
    /// <param name="ct">Stops it.</param>
    protected async Task ChangeAsync(string deed, string told, Func<Task> work, CancellationToken ct)
    {
        if (IsStaff) own.Db.Deed = DeedOf(Person, deed, own.Now);
        var email = Person.Email;
        await own.Db.WriteAsync(async () =>
        {
            await work();
            await own.Keeper.EndAsync(own.Db, Person.Id, User);
            if (email is not null) await own.Outbox.QueueAsync(own.Db, AccountMail.Changed(Person, email, told, own.Now, HttpContext.Connection.RemoteIpAddress?.ToString()), ct);
        }, ct);
    }

    /// <summary>Goes to a page that says what was done.</summary>
    protected LocalRedirectResult SayAt(string address, string said)
    {
        TempData["Said"] = own.Texts[said].Value;
        return LocalRedirect(address);
    }

    /// <summary>The page again, with what is wrong.</summary>
    protected PageResult Wrong(string on, string why)
    {
        ModelState.AddModelError(on, own.Texts[why]);
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}
