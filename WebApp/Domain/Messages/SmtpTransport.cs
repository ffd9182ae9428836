// Mail by SMTP: System.Net.Mail sends, after SmtpTalk has looked at what the server can.
using System.Net;
using System.Net.Mail;

namespace Makola.Domain.Messages;

/// <summary>
/// Sends to a mail server. <see cref="SmtpClient"/> hangs on port 465, sends without signing in when the server does not offer it, and hides a wrong
/// password; so <see cref="SmtpTalk"/> speaks to the server first, once for each of these objects, and nothing is sent when it finds trouble.
/// </summary>
public sealed class SmtpTransport(MailAccount account, TimeSpan patience) : IMailTransport
{
    private bool isLookedAt;

    /// <inheritdoc/>
    public string Where => $"{account.Host}:{account.Port}";

    /// <inheritdoc/>
    public async Task<Delivery> SendAsync(Message message, CancellationToken ct)
    {
        if (!isLookedAt && (await SmtpTalk.LookAsync(account, patience, ct)).FirstOrDefault(step => !step.IsDone) is { } trouble)
            return Delivery.Down($"{trouble.Name}: {trouble.Words}. {trouble.Advice}");
        isLookedAt = true;
        if (!message.To.All(char.IsAscii)) return Delivery.Never("The address has letters most mail servers do not take. Ask the customer for another.");

        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(ct);
        waiting.CancelAfter(patience);
        using var mail = Envelope.Of(message, account);
        using var client = new SmtpClient(account.Host, account.Port) { EnableSsl = account.Encrypted, Timeout = (int)patience.TotalMilliseconds };
        if (account.User is not null) client.Credentials = new NetworkCredential(account.User, account.Password);
        try
        {
            await client.SendMailAsync(mail, waiting.Token);
            return Delivery.Done;
        }
        catch (SmtpException fault)
        {
            return Read(fault);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Delivery.Later($"The mail server did not answer within {patience.TotalSeconds:0} seconds.");
        }
        catch (Exception fault) when (fault is IOException or FormatException or InvalidOperationException or System.Security.Authentication.AuthenticationException)
        {
            return Delivery.Later($"The mail server could not be understood: {fault.Message}");
        }
    }

    /// <summary>5xx about the recipient or the message is final; everything else, a wrong password too, may be mended and is tried again.</summary>
    private static Delivery Read(SmtpException fault)
    {
        var code = (int)fault.StatusCode;
        if (fault is SmtpFailedRecipientException) return code >= 500 ? Delivery.Never($"{code}: {fault.Message}") : Delivery.Later($"{code}: {fault.Message}");
        return code switch
        {
            530 or 535 => Delivery.Down("The mail server did not accept user and password."),
            552 or 554 => Delivery.Never($"{code}: {fault.Message}"),
            > 0 => Delivery.Later($"{code}: {fault.Message}"),
            _ => Delivery.Later(fault.InnerException is { } inner ? $"{fault.Message} {inner.Message}" : fault.Message),
        };
    }
}
