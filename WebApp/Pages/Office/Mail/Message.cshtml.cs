// One message of the outbox: as it was written, how it stands, and what can be done with it.
using Makola.Web;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Pages.Office.Mail;

/// <summary>The page <c>/office/mail/{id}</c>.</summary>
[Needs(Scopes.Customers)]
public sealed class MailModel(ShopDb db, CurrentShop shop, Outbox outbox) : OfficePage(db, shop)
{
    /// <summary>
    /// The policy a message is looked at with: nothing runs, nothing is fetched, and the sandbox makes it a stranger to the back office. Only its own
    /// styles count, which the pages' policy would stop.
    /// </summary>
    public const string LookPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

    /// <summary>The message.</summary>
    public Message Message { get; private set; } = null!;

    /// <summary>Where it is to be sent again.</summary>
    [BindProperty]
    public AgainForm Form { get; set; } = new();

    /// <summary>The form that sends it again.</summary>
    public sealed record AgainForm
    {
        /// <summary>The address, perhaps corrected.</summary>
        public string? To { get; init; }

        /// <summary>Makes pressing twice harmless.</summary>
        public string? Once { get; init; }
    }

    /// <summary>Shows it.</summary>
    public async Task<IActionResult> OnGetAsync(long id, CancellationToken ct)
    {
        if (!await FindAsync(id, ct)) return NotFound();
        Form = new() { To = Message.To, Once = SecretToken.New() };
        return Page();
    }

    /// <summary>Shows it as the recipient sees it.</summary>
    public async Task<IActionResult> OnGetLookAsync(long id, CancellationToken ct)
    {
        if (!await FindAsync(id, ct) || Message.Secret) return NotFound();
        Response.Headers.ContentSecurityPolicy = LookPolicy;
        return Content(Message.Html, "text/html; charset=utf-8");
    }

    /// <summary>Has it tried now.</summary>
    public Task<IActionResult> OnPostTryAsync(long id, CancellationToken ct) => DoAsync(id, () =>
    {
        Message.TryAgain(Shop.Now);
        Db.Changed.Add(Change.Mail);
        return Task.CompletedTask;
    }, "It is tried again now.", ct);

    /// <summary>Keeps it from being sent.</summary>
    public Task<IActionResult> OnPostStopAsync(long id, CancellationToken ct) => DoAsync(id, () =>
    {
        Message.Stop();
        return Task.CompletedTask;
    }, "Stopped. It is not sent.", ct);

    /// <summary>Sends the same words once more.</summary>
    public Task<IActionResult> OnPostAgainAsync(long id, CancellationToken ct) =>
        DoAsync(id, () => outbox.AgainAsync(Db, Message, Form.To, SecretToken.LooksRight(Form.Once) ? Form.Once! : "", ct), "It is sent again, as a new message.", ct);

    /// <inheritdoc/>
    public override async Task<IActionResult> AgainAsync(CancellationToken ct)
    {
        Db.ChangeTracker.Clear();
        return await FindAsync(Message.Id, ct) ? Page() : NotFound();
    }

    private async Task<IActionResult> DoAsync(long id, Func<Task> deed, string said, CancellationToken ct)
    {
        try
        {
            var found = await Db.WriteAsync(async () =>
            {
                if (!await FindAsync(id, ct)) return false;
                await deed();
                return true;
            }, ct);
            return found ? SayAt($"/office/mail/{id}", said) : NotFound();
        }
        catch (DbUpdateConcurrencyException)
        {
            throw new Refusal("message.changed", "It changed meanwhile. Nothing was done; the page shows how it stands now.") { Status = 409 };
        }
    }

    private async Task<bool> FindAsync(long id, CancellationToken ct)
    {
        if (await Db.Messages.SingleOrDefaultAsync(m => m.Id == id, ct) is not { } message) return false;
        Message = message;
        return true;
    }
}
