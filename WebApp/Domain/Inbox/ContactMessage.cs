// What customers write to the shop on its contact page.
namespace Makola.Domain.Inbox;

/// <summary>A message. It is kept until staff delete it.</summary>
public sealed class ContactMessage
{
    /// <summary>Most characters of a name and of a message.</summary>
    public const int LongestName = 100, LongestText = 3_000;

    /// <summary>Most messages that wait for an answer: whoever fills the box cannot fill the disk.</summary>
    public const int MostNew = 500;

    /// <summary>Database key; rises with time.</summary>
    public long Id { get; private set; }

    /// <summary>The form it was written in: the same form sent twice is one message. Unique.</summary>
    public required string Key { get; init; }

    /// <summary>Who writes.</summary>
    public required string Name { get; init; }

    /// <summary>E.164; null when an e-mail was given instead.</summary>
    public string? Phone { get; init; }

    /// <summary>Null when a phone was given instead.</summary>
    public string? Email { get; init; }

    /// <summary>Plain text.</summary>
    public required string Text { get; init; }

    /// <summary>When it came.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When it was answered; null while it is new.</summary>
    public DateTimeOffset? AnsweredAt { get; private set; }

    /// <summary>Who answered it.</summary>
    public Actor? AnsweredBy { get; private set; }

    /// <summary>Reads what was typed.</summary>
    /// <exception cref="Refusal"><c>message.name</c>, <c>message.contact</c>, <c>message.text</c>.</exception>
    public static ContactMessage Of(string key, string? name, string? contact, string? text, DateTimeOffset at)
    {
        var (who, where, what) = (Clean(name), Clean(contact), Clean(text));
        if (who.Length is 0 or > LongestName) throw new Refusal("message.name", "Write your name, at most {0} characters.", LongestName) { On = "Form.Name" };
        var phone = PhoneNumber.Read(where);
        if (phone is null && (where.Length > 254 || !where.Contains('@', StringComparison.Ordinal) || where.Any(char.IsWhiteSpace) || !new System.ComponentModel.DataAnnotations.EmailAddressAttribute().IsValid(where)))
            throw new Refusal("message.contact", "Write a phone number like 024 812 4490, or an e-mail address, so that we can answer.") { On = "Form.Contact" };
        if (what.Length is 0 or > LongestText) throw new Refusal("message.text", "Write your message, at most {0} characters.", LongestText) { On = "Form.Text" };
        return new() { Key = key, Name = who, Phone = phone, Email = phone is null ? where : null, Text = what, At = at };
    }

    /// <summary>Keeps the message. The same form sent again changes nothing.</summary>
    /// <exception cref="Refusal"><c>message.full</c> when too many wait for an answer.</exception>
    public Task SendAsync(ShopDb db, CancellationToken ct) => db.WriteAsync(async () =>
    {
        if (await db.ContactMessages.AnyAsync(m => m.Key == Key, ct)) return;
        if (await db.ContactMessages.Waiting().CountAsync(ct) >= MostNew)
            throw new Refusal("message.full", "We have more messages than we can answer just now. Please call us, or try again tomorrow.") { Status = 409 };
        db.ContactMessages.Add(this);
    }, ct);

    /// <summary>Says that it is answered; the first who did stays named.</summary>
    public void Answer(Actor by, DateTimeOffset at)
    {
        if (AnsweredAt is null) (AnsweredAt, AnsweredBy) = (at, by);
    }

    /// <summary>Puts it back among the new ones.</summary>
    public void Reopen() => (AnsweredAt, AnsweredBy) = (null, null);

    /// <summary>Without blanks around it and without control characters, which no person types; lines stay lines.</summary>
    private static string Clean(string? typed) => new string([.. (typed ?? "").ReplaceLineEndings("\n").Where(c => c == '\n' || !char.IsControl(c))]).Trim();
}

/// <summary>Questions about messages.</summary>
public static class ContactMessages
{
    /// <summary>Those nobody has answered.</summary>
    public static IQueryable<ContactMessage> Waiting(this IQueryable<ContactMessage> messages) => messages.Where(m => m.AnsweredAt == null);
}
