// Where messages are queued: in the transaction of the change they announce.
using Makola.Data.Sqlite;
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
    private volatile OwnMail? known;

    /// <summary>Renders letters and queues them, in one statement; where one with the same key is there already, nothing happens.</summary>
    /// <exception cref="Refusal"><c>mail.address</c> when a recipient is not one address.</exception>
    /// <exception cref="InvalidOperationException">Outside of a write transaction a letter could announce what never happened.</exception>
    public async Task QueueAsync(ShopDb db, IEnumerable<Letter> letters, CancellationToken ct)
    {
        List<Message> messages = [];
        foreach (var letter in letters) messages.Add(await WriteAsync(letter, ct));
        await QueueAsync(db, messages, ct);
    }

    /// <inheritdoc cref="QueueAsync(ShopDb, IEnumerable{Letter}, CancellationToken)"/>
    public Task QueueAsync(ShopDb db, Letter letter, CancellationToken ct) => QueueAsync(db, [letter], ct);

    /// <summary>Renders a letter without queueing it.</summary>
    public async Task<Message> WriteAsync(Letter letter, CancellationToken ct)
    {
        var to = Message.ReadAddress(letter.To) ?? throw new Refusal("mail.address", "That is not an e-mail address.");
        var (sheet, now) = (new Sheet(await memory.SettingsAsync(ct), texts, links), clock.GetUtcNow());
        letter.Write(sheet);
        return new Message
        {
            Key = letter.Key, Kind = letter.Kind, To = to, ReplyTo = Message.ReadAddress(letter.ReplyTo), Subject = sheet.Subject, Text = sheet.Text, Html = sheet.Html,
            Secret = letter.Secret, OrderNumber = letter.OrderNumber, PersonId = letter.PersonId, MessageId = links.NewMessageId(), QueuedAt = now, GoodUntil = now + letter.GoodFor,
        }.Queue(now);
    }

    /// <summary>Queues the same words once more; see <see cref="Message.Again"/>.</summary>
    public Task AgainAsync(ShopDb db, Message message, string? to, string once, CancellationToken ct) =>
        QueueAsync(db, [message.Again(to, once, links.NewMessageId(), clock.GetUtcNow())], ct);

    /// <summary>Tells the customer, and the shop, what happened to the orders this unit of work changed. Called last within its transaction.</summary>
    public async Task AnnounceAsync(ShopDb db, CancellationToken ct)
    {
        List<Letter> letters = [];
        foreach (var order in db.Orders.Local.ToList())
        {
            foreach (var happened in order.TakeNews())
            {
                if (Message.ReadAddress(order.Email) is not null && OrderMail.About(order, happened) is { } letter) letters.Add(letter);
                if (happened.Type != "Placed") continue;
                var (settings, owners) = known ?? await LookAsync(db, ct);
                if (settings.TellsOrders) letters.AddRange(owners.Select(owner => OwnerMail.NewOrder(order, owner)));
            }
        }

        await QueueAsync(db, letters, ct);
    }

    /// <summary>Reads whom of the shop to tell what. It is kept in memory, so that orders need not ask; the worker renews it every few seconds.</summary>
    public async Task<OwnMail> LookAsync(ShopDb db, CancellationToken ct) => known = await OwnMail.ReadAsync(db, ct);

    private static async Task QueueAsync(ShopDb db, List<Message> messages, CancellationToken ct)
    {
        if (db.Database.CurrentTransaction is null) throw new InvalidOperationException("Messages are queued within WriteAsync.");
        if (messages.Count == 0) return;
        await RowBatch.AddMissingAsync(db, messages, nameof(Message.Key), ct);
        foreach (var message in messages) Backstage.Telemetry.Rule($"message queued: {message.Kind}");
        db.Changed.Add(Change.Mail);
    }
}
