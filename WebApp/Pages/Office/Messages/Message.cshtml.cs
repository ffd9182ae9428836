// One message of a customer: read, answered elsewhere, marked or deleted here.
using Makola.Web;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Pages.Office.Messages;

/// <summary>The page <c>/office/messages/{id}</c>.</summary>
[Needs(Scopes.Customers)]
public sealed class MessageModel(ShopDb db, CurrentShop shop) : OfficePage(db, shop)
{
    /// <summary>The message.</summary>
    public ContactMessage Message { get; private set; } = null!;

    /// <summary>Shows it.</summary>
    public async Task<IActionResult> OnGetAsync(long id, CancellationToken ct) => await FindAsync(id, ct) ? Page() : NotFound();

    /// <summary>Says that it is answered.</summary>
    public Task<IActionResult> OnPostAnswerAsync(long id, CancellationToken ct) => DoAsync(id, () => Message.Answer(Me, Shop.Now), "/office/messages", "Marked as answered.", ct);

    /// <summary>Puts it back among the new ones.</summary>
    public Task<IActionResult> OnPostReopenAsync(long id, CancellationToken ct) => DoAsync(id, () => Message.Reopen(), $"/office/messages/{id}", "It is among the new ones again.", ct);

    /// <summary>Deletes it for good: it holds what a person told us of himself, which is not kept in a history.</summary>
    public Task<IActionResult> OnPostDeleteAsync(long id, CancellationToken ct) => DoAsync(id, () => Db.ContactMessages.Remove(Message), "/office/messages", "Deleted.", ct);

    private async Task<IActionResult> DoAsync(long id, Action deed, string next, string said, CancellationToken ct)
    {
        var found = await Db.WriteAsync(async () =>
        {
            if (!await FindAsync(id, ct)) return false;
            deed();
            return true;
        }, ct);
        return found ? SayAt(next, said) : NotFound();
    }

    private async Task<bool> FindAsync(long id, CancellationToken ct)
    {
        if (await Db.ContactMessages.SingleOrDefaultAsync(m => m.Id == id, ct) is not { } message) return false;
        Message = message;
        return true;
    }
}
