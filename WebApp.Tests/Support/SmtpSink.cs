// A mail server on 127.0.0.1 that keeps what it gets and can be as bad as real ones: refuse, hang, hang up, talk rubbish, offer no sign-in.
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Makola.Tests.Support;

/// <summary>A mail as it arrived.</summary>
/// <param name="To">The envelope's recipient.</param>
/// <param name="Raw">Headers and body, as sent.</param>
/// <param name="User">Whom the sender signed in as; null for nobody.</param>
public sealed partial record SunkMail(string To, string Raw, string? User)
{
    /// <summary>The header lines, unfolded, in order.</summary>
    public IReadOnlyList<string> Headers => [.. Fold().Replace(Raw.Split("\r\n\r\n", 2)[0], " ").Split("\r\n")];

    /// <summary>A header's value, decoded; empty when there is none.</summary>
    public string this[string header]
    {
        get
        {
            var value = Headers.FirstOrDefault(line => line.StartsWith(header + ":", StringComparison.OrdinalIgnoreCase))?[(header.Length + 1)..].Trim() ?? "";
            return EncodedWord().IsMatch(value) ? string.Concat(EncodedWord().Matches(value).Select(Word)) : value;
        }
    }

    /// <summary>Text and HTML with their quoted-printable undone.</summary>
    public string Body => Encoding.UTF8.GetString([.. Unquote(Raw.Split("\r\n\r\n", 2)[1].Replace("=\r\n", "", StringComparison.Ordinal))]);

    private static string Word(Match word) => word.Groups[1].Value is "B" or "b"
        ? Encoding.UTF8.GetString(Convert.FromBase64String(word.Groups[2].Value))
        : Encoding.UTF8.GetString([.. Unquote(word.Groups[2].Value.Replace('_', ' '))]);

    private static IEnumerable<byte> Unquote(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '=' && i + 2 < text.Length && Uri.IsHexDigit(text[i + 1]) && Uri.IsHexDigit(text[i + 2]))
            {
                yield return Convert.ToByte(text.Substring(i + 1, 2), 16);
                i += 2;
            }
            else
            {
                yield return (byte)text[i];
            }
        }
    }

    [GeneratedRegex(@"\r\n[ \t]+")]
    private static partial Regex Fold();

    [GeneratedRegex(@"=\?utf-8\?([bBqQ])\?([^?]*)\?=", RegexOptions.IgnoreCase)]
    private static partial Regex EncodedWord();
}

/// <summary>The mail server. Disposing it closes the port.</summary>
public sealed class SmtpSink : IAsyncDisposable
{
    /// <summary>What a recipient can do instead of taking mail.</summary>
    public const string Hang = "hang", HangUp = "hang up";

    /// <summary>What the whole server can do besides: talk rubbish, a letter at a time, or take a mail and hang up before it says so.</summary>
    public const string Rubbish = "rubbish", Drip = "drip", LoseAnswer = "lose answer";

    private TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource over = new();
    private readonly ConcurrentDictionary<string, string> answers = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentQueue<SunkMail> mails = new();
    private readonly ConcurrentQueue<string> recipients = new();

    /// <summary>Opens a port.</summary>
    public SmtpSink()
    {
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        _ = ListenAsync();
    }

    /// <summary>Its port.</summary>
    public int Port { get; }

    /// <summary>How the whole server behaves, whoever a mail is for: <see cref="Hang"/>, <see cref="HangUp"/>, <see cref="Rubbish"/>, <see cref="Drip"/>, <see cref="LoseAnswer"/>; null for well.</summary>
    public string? Mood { get; set; }

    /// <summary>Nobody listens at the port any more.</summary>
    public void Close() => listener.Stop();

    /// <summary>Listens again, at the same port.</summary>
    public void Reopen()
    {
        listener = new TcpListener(IPAddress.Loopback, Port);
        listener.Start();
        _ = ListenAsync();
    }

    /// <summary>What it says first.</summary>
    public string Greeting { get; set; } = "220 sink";

    /// <summary>Ways to sign in it offers; empty for none.</summary>
    public string Auth { get; set; } = "LOGIN PLAIN";

    /// <summary>The only password it knows.</summary>
    public const string Password = "right horse";

    /// <summary>What arrived, oldest first.</summary>
    public IReadOnlyList<SunkMail> Mails => [.. mails];

    /// <summary>Everybody mail was begun for, whatever came of it.</summary>
    public IReadOnlyList<string> Asked => [.. recipients];

    /// <summary>Settings of a shop that sends here.</summary>
    public Dictionary<string, string> Settings => new()
    {
        ["Mail:Host"] = "127.0.0.1", ["Mail:Port"] = $"{Port}", ["Mail:Encrypted"] = "false", ["Mail:From"] = "orders@makola.example", ["Mail:Patience"] = "3",
        ["Shop:PublicUrl"] = "https://shop.example",
    };

    /// <summary>Answers a recipient so from now on: a reply like <c>550 unknown</c>, <see cref="Hang"/> or <see cref="HangUp"/>; null takes his mail.</summary>
    public void Answer(string recipient, string? reply)
    {
        if (reply is null) answers.TryRemove(recipient, out _);
        else answers[recipient] = reply;
    }

    /// <summary>What arrived for one, perhaps only with words in its subject, once there is as much.</summary>
    public async Task<IReadOnlyList<SunkMail>> ForAsync(string recipient, int count = 1, string about = "")
    {
        for (var (tries, arrived) = (0, 0); ; tries++)
        {
            var his = mails.Where(mail => mail.To.Equals(recipient, StringComparison.OrdinalIgnoreCase) && mail["Subject"].Contains(about, StringComparison.Ordinal)).ToList();
            if (his.Count >= count) return his;
            if (mails.Count > arrived) (tries, arrived) = (0, mails.Count); // Those of other tests are sent before.
            Assert.True(tries < 600, $"{his.Count} mails came for {recipient}, not {count}. The last of {arrived} others: {string.Join(", ", mails.TakeLast(20).Select(mail => mail.To))}");
            await Task.Delay(50);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        listener.Dispose();
    }

    private async Task ListenAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await listener.AcceptTcpClientAsync(over.Token));
        }
        catch (Exception end) when (end is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The port is closed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await TalkAsync(client.GetStream());
            }
            catch (Exception end) when (end is IOException or OperationCanceledException or SocketException)
            {
                // The other side is gone, or the test is over.
            }
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1);
        async Task SayAsync(string line)
        {
            foreach (var piece in Mood == Drip ? line.Select(letter => letter.ToString()).Append("\r\n") : [line + "\r\n"])
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes(piece), over.Token);
                if (Mood == Drip) await Task.Delay(500, over.Token);
            }
        }

        async Task<string?> HearAsync() => await reader.ReadLineAsync(over.Token);

        switch (Mood)
        {
            case Hang: await Task.Delay(Timeout.Infinite, over.Token); break;
            case HangUp: return;
            case Rubbish:
                await stream.WriteAsync(RandomNumberGenerator.GetBytes(2_000), over.Token);
                return;
            default: await SayAsync(Greeting); break;
        }

        var (to, user) = ("", (string?)null);
        while (await HearAsync() is { } line)
        {
            switch (line.Split(' ', ':')[0].ToUpperInvariant())
            {
                case "EHLO":
                    await SayAsync(Auth.Length > 0 ? $"250-sink\r\n250-AUTH {Auth}\r\n250 8BITMIME" : "250-sink\r\n250 8BITMIME");
                    break;
                case "AUTH":
                    // SmtpClient sends the user along with the command.
                    var first = line.Split(' ') is [_, _, var given] ? given : null;
                    if (first is null) await SayAsync("334 VXNlcm5hbWU6");
                    var name = Encoding.UTF8.GetString(Convert.FromBase64String(first ?? await HearAsync() ?? ""));
                    await SayAsync("334 UGFzc3dvcmQ6");
                    user = Encoding.UTF8.GetString(Convert.FromBase64String(await HearAsync() ?? "")) == Password ? name : null;
                    await SayAsync(user is null ? "535 5.7.8 wrong password" : "235 welcome");
                    break;
                case "RCPT":
                    to = line.Split('<', '>')[1];
                    recipients.Enqueue(to);
                    switch (answers.GetValueOrDefault(to))
                    {
                        case Hang: await Task.Delay(Timeout.Infinite, over.Token); break;
                        case HangUp: return;
                        case var reply: await SayAsync(reply ?? "250 ok"); break;
                    }

                    break;
                case "DATA":
                    await SayAsync("354 go on");
                    var data = new StringBuilder();
                    while (await HearAsync() is { } part and not ".") data.Append(part.StartsWith("..", StringComparison.Ordinal) ? part[1..] : part).Append("\r\n");
                    mails.Enqueue(new SunkMail(to, data.ToString(), user));
                    if (Mood == LoseAnswer) return;
                    await SayAsync("250 taken");
                    break;
                case "QUIT":
                    await SayAsync("221 bye");
                    return;
                default:
                    await SayAsync("250 ok");
                    break;
            }
        }
    }
}
