// How a message leaves the shop, and the envelope all ways share.
using System.Net.Mail;
using System.Net.Mime;
using System.Text;

namespace Makola.Domain.Messages;

/// <summary>A way mail leaves: to a mail server, or into a folder.</summary>
public interface IMailTransport
{
    /// <summary>Where mail goes, in words.</summary>
    string Where { get; }

    /// <summary>Sends one message. What goes wrong is the answer, never an exception.</summary>
    Task<Delivery> SendAsync(Message message, CancellationToken ct);
}

/// <summary>Mail that lands as <c>.eml</c> files in a folder, for nobody: while the shop is tried out.</summary>
public sealed class FolderTransport(string folder, MailAccount account) : IMailTransport
{
    /// <inheritdoc/>
    public string Where => folder;

    /// <inheritdoc/>
    public async Task<Delivery> SendAsync(Message message, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        using var mail = Envelope.Of(message, account);
        using var client = new SmtpClient { DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory, PickupDirectoryLocation = folder };
        try
        {
            await client.SendMailAsync(mail, ct);
            return Delivery.Done;
        }
        catch (Exception fault) when (fault is SmtpException or IOException or UnauthorizedAccessException)
        {
            return Delivery.Down($"The folder cannot be written: {fault.Message}");
        }
    }
}

/// <summary>Puts a message into its envelope.</summary>
internal static class Envelope
{
    /// <summary>The message with its headers. <c>Auto-Submitted</c> keeps out-of-office answers away (RFC 3834).</summary>
    public static MailMessage Of(Message message, MailAccount account)
    {
        var mail = new MailMessage
        {
            From = new MailAddress(account.From!, account.FromName, Encoding.UTF8), Subject = message.Subject, SubjectEncoding = Encoding.UTF8, HeadersEncoding = Encoding.UTF8,
            Body = message.Text.ReplaceLineEndings("\r\n"), BodyEncoding = Encoding.UTF8, BodyTransferEncoding = TransferEncoding.QuotedPrintable,
        };
        mail.To.Add(new MailAddress(message.To));
        if ((message.ReplyTo ?? account.ReplyTo) is { } replyTo) mail.ReplyToList.Add(new MailAddress(replyTo));
        mail.Headers.Add("Message-ID", message.MessageId);
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        var html = AlternateView.CreateAlternateViewFromString(message.Html, Encoding.UTF8, MediaTypeNames.Text.Html);
        html.TransferEncoding = TransferEncoding.QuotedPrintable;
        mail.AlternateViews.Add(html);
        return mail;
    }
}
