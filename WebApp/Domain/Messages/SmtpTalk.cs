// A look at a mail server, step by step, as its self-test shows it: resolve, connect, greet, encrypt, sign in.
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Makola.Domain.Messages;

/// <summary>One step of the look at a mail server.</summary>
/// <param name="Name">What was tried.</param>
/// <param name="IsDone">Whether it went well.</param>
/// <param name="Words">What came of it.</param>
/// <param name="Advice">What to do when it did not.</param>
public sealed record MailStep(string Name, bool IsDone, string Words, string? Advice = null);

/// <summary>Speaks SMTP with a server (RFC 5321) far enough to see what it offers: STARTTLS (RFC 3207) and AUTH (RFC 4954). It sends no mail.</summary>
public sealed class SmtpTalk : IDisposable
{
    /// <summary>The longest answer that is read.</summary>
    private const int MostBytes = 8_192;

    private readonly TcpClient tcp = new();
    private Stream? stream;

    private SmtpTalk()
    {
    }

    /// <summary>Looks at the server of an account. The last step is the one that failed, if any did.</summary>
    /// <param name="account">Where, and as whom.</param>
    /// <param name="patience">How long all of it may take.</param>
    /// <param name="ct">Stops the talk.</param>
    public static async Task<IReadOnlyList<MailStep>> LookAsync(MailAccount account, TimeSpan patience, CancellationToken ct)
    {
        if (account.Port == 465) return [new("Port", false, "465", MailAccount.No465)];
        if (account is { User: not null, Encrypted: false } && !MailAccount.IsNear(account.Host)) return [new("Encryption", false, "off", MailAccount.NoPlainPassword)];

        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(ct);
        waiting.CancelAfter(patience);
        using var talk = new SmtpTalk();
        List<MailStep> steps = [];
        try
        {
            await foreach (var step in talk.StepsAsync(account, waiting.Token)) steps.Add(step);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            steps.Add(new("Answer", false, $"none within {patience.TotalSeconds:0} seconds", "Is the port right, and does this machine's network let mail out? Many hosts close it until asked."));
        }
        catch (Exception fault) when (fault is SocketException or IOException or AuthenticationException)
        {
            steps.Add(fault is AuthenticationException
                ? new("Encryption", false, fault.Message, "The server's certificate is not good for this name. Use the name your provider gives.")
                : new("Connection", false, fault.Message, "Check name and port. 587 is usual."));
        }

        return steps;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        stream?.Dispose();
        tcp.Dispose();
    }

    private async IAsyncEnumerable<MailStep> StepsAsync(MailAccount account, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        IPAddress[] addresses = await Dns.GetHostAddressesAsync(account.Host!, ct);
        yield return new("Name", true, $"{account.Host} is {addresses[0]}");

        await tcp.ConnectAsync(addresses, account.Port, ct);
        stream = tcp.GetStream();
        yield return new("Connection", true, $"port {account.Port} is open");

        var greeting = await ReadAsync(ct);
        if (greeting is not ['2', '2', '0', ..])
        {
            yield return new("Greeting", false, greeting, "This does not look like a mail server that takes mail.");
            yield break;
        }

        var offers = await AskAsync("EHLO makola.invalid", ct);
        yield return new("Greeting", offers.StartsWith("250", StringComparison.Ordinal), FirstLine(offers), "The server does not want to talk to this machine.");
        if (!offers.StartsWith("250", StringComparison.Ordinal)) yield break;

        if (account.Encrypted)
        {
            if (!Offers(offers, "STARTTLS") || await AskAsync("STARTTLS", ct) is not ['2', '2', '0', ..])
            {
                yield return new("Encryption", false, "the server does not offer STARTTLS", "Ask your provider for the port with STARTTLS, usually 587.");
                yield break;
            }

            var tls = new SslStream(stream);
            stream = tls;
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = account.Host }, ct);
            offers = await AskAsync("EHLO makola.invalid", ct);
            yield return new("Encryption", true, $"{tls.SslProtocol}, the certificate is good for {account.Host}");
        }

        if (account.User is not null)
        {
            // LOGIN is the one way SmtpClient signs in with a password; without it, it sends unsigned and says nothing.
            if (!offers.Split('\n').Any(line => line.Length > 4 && line[4..].StartsWith("AUTH", StringComparison.OrdinalIgnoreCase) && line.Contains("LOGIN", StringComparison.OrdinalIgnoreCase)))
            {
                yield return new("Sign-in", false, "user and password are set, but the server offers no sign-in", "Mail would go out unsigned and be lost. Use the port for senders (587), or leave user and password empty if this server needs none.");
                yield break;
            }

            var answer = await SignInAsync(account, ct);
            yield return answer.StartsWith("235", StringComparison.Ordinal)
                ? new("Sign-in", true, $"the server knows {account.User}")
                : new("Sign-in", false, FirstLine(answer), "Type user and password again. Some providers want a password made for programs (“app password”).");
        }

        await SayAsync("QUIT", ct);
    }

    private async Task<string> SignInAsync(MailAccount account, CancellationToken ct)
    {
        string answer = "";
        foreach (var words in new[] { "AUTH LOGIN", Base64(account.User), Base64(account.Password) })
        {
            answer = await AskAsync(words, ct);
            if (answer is not ['3', '3', '4', ..]) break;
        }

        return answer;
    }

    private static string Base64(string? words) => Convert.ToBase64String(Encoding.UTF8.GetBytes(words ?? ""));

    private async Task<string> AskAsync(string words, CancellationToken ct)
    {
        await SayAsync(words, ct);
        return await ReadAsync(ct);
    }

    private async Task SayAsync(string words, CancellationToken ct) => await stream!.WriteAsync(Encoding.ASCII.GetBytes(words + "\r\n"), ct);

    /// <summary>An answer: lines of which all but the last have a dash after the code. One that never ends is cut off.</summary>
    private async Task<string> ReadAsync(CancellationToken ct)
    {
        var buffer = new byte[MostBytes];
        var length = 0;
        while (length < buffer.Length)
        {
            var read = await stream!.ReadAsync(buffer.AsMemory(length), ct);
            if (read == 0) throw new IOException("The server hung up.");
            length += read;
            var answer = Encoding.ASCII.GetString(buffer, 0, length);
            if (answer.EndsWith('\n') && answer.TrimEnd().Split('\n')[^1] is [_, _, _, not '-', ..] or { Length: 3 }) return answer.TrimEnd();
        }

        return Encoding.ASCII.GetString(buffer, 0, length);
    }

    private static bool Offers(string answer, string word) => answer.Split('\n').Any(line => line.Length > 4 && line[4..].Trim().Equals(word, StringComparison.OrdinalIgnoreCase));

    private static string FirstLine(string answer) => answer.Split('\n')[0].Trim() is var line && line.Length > 200 ? line[..200] : line;
}
