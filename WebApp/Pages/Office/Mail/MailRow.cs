// A message of the outbox as lists show it, and what its state is called.
using System.Linq.Expressions;
using Makola.Pages.Office.Orders;

namespace Makola.Pages.Office.Mail;

/// <summary>One row of a list of mail.</summary>
public sealed record MailRow(long Id, string To, string Subject, MessageState State, DateTimeOffset QueuedAt, DateTimeOffset? SentAt)
{
    /// <summary>What is read of a message.</summary>
    public static readonly Expression<Func<Message, MailRow>> From = m => new MailRow(m.Id, m.To, m.Subject, m.State, m.QueuedAt, m.SentAt);

    /// <summary>When it was sent, or queued.</summary>
    public DateTimeOffset At => SentAt ?? QueuedAt;

    /// <summary>Its state.</summary>
    public Chip Chip => ChipOf(State);

    /// <summary>What a state is called, and its colour.</summary>
    public static Chip ChipOf(MessageState state) => state switch
    {
        MessageState.Waiting => new("waiting", "Waiting"),
        MessageState.Sending => new("elsewhere", "Being sent"),
        MessageState.Sent => new("done", "Sent"),
        MessageState.Failed => new("trouble", "Not sent"),
        _ => new("elsewhere", "Stopped"),
    };
}
