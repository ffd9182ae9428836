// A message of the shop to one person, as it was written: the rows of the outbox.
using System.Net.Mail;
using System.Security.Cryptography;

namespace Makola.Domain.Messages;

/// <summary>What a message is about.</summary>
public enum MessageKind
{
    /// <summary>To the customer: the order is with the shop.</summary>
    OrderPlaced,

    /// <summary>To the customer: his money is here.</summary>
    MoneyReceived,

    /// <summary>To the customer: a parcel left.</summary>
    ParcelSent,

    /// <summary>To the customer: the order was called off.</summary>
    OrderCancelled,

    /// <summary>To the customer: the order was not paid in time.</summary>
    OrderExpired,

    /// <summary>To the shop: somebody ordered.</summary>
    NewOrder,

    /// <summary>To the shop: yesterday, and what waits.</summary>
    Daily,

    /// <summary>To a person about his account or his sign-in.</summary>
    Account,

    /// <summary>To somebody who waits for a good that is sold out.</summary>
    BackInStock,
}

/// <summary>Where a message is.</summary>
public enum MessageState
{
    /// <summary>To be sent when it is due.</summary>
    Waiting,

    /// <summary>In a worker's hands until its lease runs out.</summary>
    Sending,

    /// <summary>The mail server has it.</summary>
    Sent,

    /// <summary>Refused for good, or tried too often: staff look at it.</summary>
    Failed,

    /// <summary>Not sent: staff stopped it, or it waited too long.</summary>
    Stopped,
}

/// <summary>
/// A message to one person, rendered when it was queued and kept as it was sent. It is queued with <see cref="Outbox"/> in the transaction of the
/// change it announces and sent by <c>Jobs/SendMail</c>: at least once, each time with the same Message-ID.
/// </summary>
public sealed class Message
{
    /// <summary>Most characters of the key, the subject, and what is kept of an error.</summary>
    public const int LongestKey = 300, LongestSubject = 200, LongestError = 400;

    /// <summary>How long a worker may hold it; longer than a send can take.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);

    /// <summary>How long after queueing it is still worth sending, unless the letter says otherwise.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromDays(3);

    /// <summary>Waits between tries, each give or take a fifth.</summary>
    private static readonly TimeSpan[] Pauses =
        [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(6), TimeSpan.FromHours(24)];

    /// <summary>Database key; rises with time.</summary>
    public long Id { get; private set; }

    /// <summary>What makes queueing it twice one message: <c>order.placed:1042</c>. Unique.</summary>
    public required string Key { get; init; }

    /// <summary>What it is about.</summary>
    public required MessageKind Kind { get; init; }

    /// <summary>The one recipient.</summary>
    public required string To { get; init; }

    /// <summary>Where answers go; null for the shop's usual address.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>One line.</summary>
    public required string Subject { get; init; }

    /// <summary>Plain text; empty once a secret message is done with.</summary>
    public required string Text { get; set; }

    /// <summary>The same as HTML; empty once a secret message is done with.</summary>
    public required string Html { get; set; }

    /// <summary>True when its text opens a door: the back office does not show it, and it is wiped as soon as it is done with.</summary>
    public bool Secret { get; init; }

    /// <summary>The order it is about, if any.</summary>
    public long? OrderNumber { get; init; }

    /// <summary>The person with an account it is about, if any.</summary>
    public long? PersonId { get; init; }

    /// <summary>The <c>Message-ID</c> header, with its angle brackets: one that arrives twice is seen as one.</summary>
    public required string MessageId { get; init; }

    /// <summary>The request, or the run of a job, that queued it: the key of its scene (<see cref="Backstage.Scene"/>). Null while nobody records.</summary>
    public string? Scene { get; init; } = Backstage.Telemetry.SceneNow;

    /// <summary>When it was queued.</summary>
    public required DateTimeOffset QueuedAt { get; init; }

    /// <summary>After this it is not sent by itself any more.</summary>
    public required DateTimeOffset GoodUntil { get; set; }

    /// <summary>Where it is. Concurrency token, with <see cref="DueAt"/>: of two workers one gets it.</summary>
    public MessageState State { get; private set; }

    /// <summary>When it is to be tried; while it is being sent, when its lease runs out; null when there is nothing to do.</summary>
    public DateTimeOffset? DueAt { get; private set; }

    /// <summary>How often it was tried since it was queued, or since staff wanted it tried again.</summary>
    public int Tries { get; private set; }

    /// <summary>Why the last try failed, in words.</summary>
    public string? LastError { get; private set; }

    /// <summary>When the mail server took it.</summary>
    public DateTimeOffset? SentAt { get; private set; }

    /// <summary>True when staff may have it tried once more, or sent again.</summary>
    public bool CanBeTriedAgain => State is MessageState.Failed or MessageState.Stopped or MessageState.Waiting && Text.Length > 0;

    /// <summary>The address as it stands in a header; null when the text is none, or would be more than one.</summary>
    public static string? ReadAddress(string? typed)
    {
        var text = typed?.Trim();
        return text is { Length: > 2 and <= 254 } && !text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is ',' or ';' or '<' or '>' or '"')
            && MailAddress.TryCreate(text, out var address) && address.Address == text ? text : null;
    }

    /// <summary>Puts it into the queue.</summary>
    internal Message Queue(DateTimeOffset now)
    {
        (State, DueAt, Tries) = (MessageState.Waiting, now, 0);
        return this;
    }

    /// <summary>A worker takes it. One that waited too long is put aside instead.</summary>
    /// <returns>True when it is to be sent now.</returns>
    public bool Take(DateTimeOffset now)
    {
        if (now > GoodUntil)
        {
            End(MessageState.Stopped, "It waited too long to be of use, and was not sent.");
            return false;
        }

        (State, DueAt, Tries) = (MessageState.Sending, now + Lease, Tries + 1);
        return true;
    }

    /// <summary>What came of a try.</summary>
    public void Note(Delivery delivery, DateTimeOffset now)
    {
        if (delivery.IsDone)
        {
            End(MessageState.Sent, null);
            SentAt = now;
        }
        else if (delivery.IsFinal || Tries > Pauses.Length)
        {
            End(MessageState.Failed, delivery.Why);
        }
        else
        {
            var pause = Pauses[Tries - 1];
            (State, DueAt, LastError) = (MessageState.Waiting, now + (pause * (RandomNumberGenerator.GetInt32(80, 121) / 100.0)), Cut(delivery.Why));
        }
    }

    /// <summary>Staff do not want it sent.</summary>
    /// <exception cref="Refusal"><c>message.not_waiting</c>.</exception>
    public void Stop()
    {
        if (State != MessageState.Waiting) throw new Refusal("message.not_waiting", "It does not wait any more. The page shows how it stands now.") { Status = 409 };
        End(MessageState.Stopped, "Stopped in the back office.");
    }

    /// <summary>Staff want it sent now.</summary>
    /// <exception cref="Refusal"><c>message.done</c>.</exception>
    public void TryAgain(DateTimeOffset now)
    {
        if (!CanBeTriedAgain) throw new Refusal("message.done", "It cannot be sent any more. The page shows how it stands now.") { Status = 409 };
        Queue(now);
        if (GoodUntil < now + Usual) GoodUntil = now + Usual;
    }

    /// <summary>The same words once more, as a message of its own: mail programs hide a second one with the same Message-ID.</summary>
    /// <param name="to">Where to; perhaps corrected.</param>
    /// <param name="once">What the form carried: pressed twice it is one message.</param>
    /// <param name="messageId">Of the new one.</param>
    /// <param name="now">When.</param>
    /// <exception cref="Refusal"><c>message.done</c>, <c>mail.address</c>.</exception>
    public Message Again(string? to, string once, string messageId, DateTimeOffset now)
    {
        if (Secret) throw new Refusal("message.done", "What it said opens a door and is not kept. Let the person ask for a new one.") { Status = 409 };
        var address = ReadAddress(to) ?? throw new Refusal("mail.address", "That is not an e-mail address.") { On = "Form.To" };
        return new Message
        {
            Key = $"again:{Id}.{once}", Kind = Kind, To = address, ReplyTo = ReplyTo, Subject = Subject, Text = Text, Html = Html, OrderNumber = OrderNumber, PersonId = PersonId,
            MessageId = messageId, QueuedAt = now, GoodUntil = now + Usual,
        }.Queue(now);
    }

    private void End(MessageState state, string? why)
    {
        (State, DueAt, LastError) = (state, null, Cut(why));
        if (Secret) (Text, Html) = ("", "");
    }

    private static string? Cut(string? why) => why?.Length > LongestError ? why[..LongestError] : why;
}

/// <summary>What came of a try to send.</summary>
/// <param name="IsDone">The mail server has it.</param>
/// <param name="IsFinal">It will never take it: another try makes no sense.</param>
/// <param name="IsServerDown">It is the server, not this message: others need not be tried now.</param>
/// <param name="Why">What went wrong, in words.</param>
public sealed record Delivery(bool IsDone, bool IsFinal = false, bool IsServerDown = false, string? Why = null)
{
    /// <summary>It went.</summary>
    public static readonly Delivery Done = new(true);

    /// <summary>It will never go.</summary>
    public static Delivery Never(string why) => new(false, IsFinal: true, Why: why);

    /// <summary>It may go later.</summary>
    public static Delivery Later(string why) => new(false, Why: why);

    /// <summary>Nothing goes now.</summary>
    public static Delivery Down(string why) => new(false, IsServerDown: true, Why: why);
}

/// <summary>Questions about messages.</summary>
public static class MessageQueries
{
    /// <summary>Those a worker is to take now: due, or dropped by a worker that is gone.</summary>
    public static IQueryable<Message> Due(this IQueryable<Message> messages, DateTimeOffset now) => messages.Where(m => m.DueAt <= now);

    /// <summary>Those in a state, newest first or last as the caller sorts.</summary>
    public static IQueryable<Message> In(this IQueryable<Message> messages, MessageState state) => messages.Where(m => m.State == state);
}
