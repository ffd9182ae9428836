// Where messages are queued: in the transaction of the change they announce.
using Microsoft.Extensions.Localization;

namespace Makola.Domain.Messages;

/// <summary>
/// The outbox. To send a mail, describe it as a <see cref="Letter"/> and queue it within <see cref="ShopDb.WriteAsync{T}"/>, in one line:
/// <code>await outbox.QueueAsync(db, AccountMail.Reset(person, link), ct);</code>
/// where the letter is written like those in <see cref="OrderMail"/>:
/// <code>
/// new Letter(MessageKind.Account, $"account.reset:{person.Id}.{stamp}", person.Email, sheet =>
/// {
///     sheet.Subject = sheet.Texts["A new password"];
///     sheet.Say(sheet.Texts["…"]).Link(sheet.Texts["Choose a new password"], $"/account/reset?code={code}");
/// }) { Secret = true, PersonId = person.Id, GoodFor = TimeSpan.FromHours(1) }
/// </code>
/// It is sent after commit by <c>Jobs/SendMail</c>. Without a mail server it waits; the change it announces never fails for it.
/// </summary>
public sealed class Outbox(ShopMemory memory, IStringLocalizer<Texts> texts, MailLinks links, TimeProvider clock)
{
    /// <summary>Renders a letter and queues it; one with the same key is there already: nothing happens.</summary>
    /// <exception cref="Refusal"><c>mail.address</c> when the recipient is not one address.</exception>
    public async Task QueueAsync(ShopDb db, Letter letter, CancellationToken ct)
    {
        var to = Message.ReadAddress(letter.To) ?? throw new Refusal("mail.address", "That is not an e-mail address.");
        if (db.Messages.Local.Any(m => m.Key == letter.Key) || await db.Messages.AnyAsync(m => m.Key == letter.Key, ct)) return;

        db.Messages.Add(await WriteAsync(letter with { To = to }, ct));
        db.Changed.Add(Change.Mail);
    }

    /// <summary>Renders a letter without queueing it.</summary>
    public async Task<Message> WriteAsync(Letter letter, CancellationToken ct)
    {
        var (sheet, now) = (new Sheet(await memory.SettingsAsync(ct), texts, links), clock.GetUtcNow());
        letter.Write(sheet);
        return new Message
        {
            Key = letter.Key, Kind = letter.Kind, To = letter.To, ReplyTo = Message.ReadAddress(letter.ReplyTo), Subject = sheet.Subject, Text = sheet.Text, Html = sheet.Html,
            Secret = letter.Secret, OrderNumber = letter.OrderNumber, PersonId = letter.PersonId, MessageId = links.NewMessageId(), QueuedAt = now, GoodUntil = now + letter.GoodFor,
        }.Queue(now);
    }

    /// <summary>Queues the same words once more; see <see cref="Message.Again"/>.</summary>
    public async Task AgainAsync(ShopDb db, Message message, string? to, string once, CancellationToken ct)
    {
        var again = message.Again(to, once, links.NewMessageId(), clock.GetUtcNow());
        if (await db.Messages.AnyAsync(m => m.Key == again.Key, ct)) return;
        db.Messages.Add(again);
        db.Changed.Add(Change.Mail);
    }

    /// <summary>Tells the customer, and the shop, what happened to the orders this unit of work changed. Called last within its transaction.</summary>
    public async Task AnnounceAsync(ShopDb db, CancellationToken ct)
    {
        foreach (var order in db.Orders.Local.ToList())
        {
            foreach (var happened in order.TakeNews())
            {
                if (Message.ReadAddress(order.Email) is not null && OrderMail.About(order, happened) is { } letter) await QueueAsync(db, letter, ct);
                if (happened.Type == "Placed") await TellShopAsync(db, order, ct);
            }
        }
    }

    private async Task TellShopAsync(ShopDb db, Order order, CancellationToken ct)
    {
        var (settings, owners) = await MailSettings.WithOwnersAsync(db, ct);
        if (!settings.TellsOrders) return;
        foreach (var owner in owners) await QueueAsync(db, OwnerMail.NewOrder(order, owner), ct);
    }
}
