// Which way mail leaves the shop: what was set where it is started, else what its owner set, else a folder while it is tried out.
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Makola.Domain.Messages;

/// <summary>A mail account as it is used.</summary>
public sealed record MailAccount(string? Host, int Port, bool Encrypted, string? User, string? Password, string? From, string? FromName, string? ReplyTo)
{
    /// <summary>What is to be done about port 465.</summary>
    public const string No465 = "Port 465 is encrypted from the first word, which this shop does not speak. Use port 587 (STARTTLS): nearly every provider has it.";

    /// <summary>Why a password needs encryption.</summary>
    public const string NoPlainPassword = "Without encryption the password could be read on its way. Only a mail server on this machine may be talked to like that.";

    /// <summary>True when there is a server, and an address to send from.</summary>
    public bool IsComplete => Host is not null && From is not null;

    /// <summary>True for this machine: what is said to it is heard by nobody.</summary>
    public static bool IsNear(string? host) => host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}

/// <summary>Knows the mail account and the way mail leaves. <c>Mail:Host</c>, <c>Port</c>, <c>Encrypted</c>, <c>User</c>, <c>Password</c>, <c>From</c>, <c>FromName</c>, <c>ReplyTo</c> of the configuration win.</summary>
public sealed class MailSetup(IConfiguration configuration, IDataProtectionProvider protection, IHostEnvironment environment, DataFolder data)
{
    private readonly IDataProtector seal = protection.CreateProtector("Makola.Mail.Password");

    /// <summary>Where mail goes while the shop is tried out in Development and has no server.</summary>
    public string Folder { get; } = Path.Combine(data.Path, "mail");

    /// <summary>The settings that are given where the shop is started, by their names.</summary>
    public IReadOnlyList<string> Given { get; } = [.. configuration.GetSection("Mail").GetChildren().Where(c => c.Value is { Length: > 0 }).Select(c => c.Key)];

    /// <summary>How long a mail server may be silent: <c>Mail:Patience</c> in seconds, 15 unless given.</summary>
    public TimeSpan Patience { get; } = TimeSpan.FromSeconds(configuration.GetValue("Mail:Patience", 15));

    /// <summary>The account as it is used: what is given, else what the owner set.</summary>
    public MailAccount AccountOf(MailSettings settings)
    {
        var given = configuration.GetSection("Mail");
        // A server that is given comes with its own user and password: the owner's belong to another.
        var (user, password) = given["Host"] is { Length: > 0 } ? (given["User"], given["Password"]) : (settings.User, given["Password"] ?? Open(settings.SealedPassword));
        return new(Or(given["Host"], settings.Host), given.GetValue("Port", settings.Port), given.GetValue("Encrypted", settings.Encrypted), Or(user, null), Or(password, null),
            Message.ReadAddress(Or(given["From"], settings.From)), Or(given["FromName"], settings.FromName), Message.ReadAddress(Or(given["ReplyTo"], settings.ReplyTo)));
    }

    /// <summary>The way mail leaves; null while it is not set up and waits.</summary>
    /// <param name="settings">The owner's.</param>
    /// <param name="shopName">The sender's name where none is set.</param>
    public IMailTransport? TransportOf(MailSettings settings, string shopName)
    {
        var account = AccountOf(settings);
        account = account with { FromName = account.FromName ?? shopName };
        return account.IsComplete ? new SmtpTransport(account, Patience)
            : environment.IsDevelopment() ? new FolderTransport(Folder, account with { From = account.From ?? "shop@localhost" })
            : null;
    }

    /// <summary>Sends a message and tells each step, with what to do where one fails.</summary>
    public async Task<IReadOnlyList<MailStep>> TestAsync(MailSettings settings, string shopName, Message message, CancellationToken ct)
    {
        if (TransportOf(settings, shopName) is not { } transport) return [new("Mail server", false, "none is set up", "Write its name and the sender’s address below, and save.")];
        IReadOnlyList<MailStep> steps = transport is SmtpTransport ? await SmtpTalk.LookAsync(AccountOf(settings), Patience, ct) : [];
        if (steps.Any(step => !step.IsDone)) return steps;

        var delivery = await transport.SendAsync(message, ct);
        return [.. steps, new("Mail", delivery.IsDone, delivery.IsDone ? $"sent to {message.To} by way of {transport.Where}" : delivery.Why ?? "", "Ask your provider what this answer means.")];
    }

    /// <summary>A password as it may be kept.</summary>
    public string Seal(string password) => seal.Protect(password);

    /// <summary>The password; null when there is none, or when the keys it was sealed with are gone (a backup without them).</summary>
    private string? Open(string? kept)
    {
        try
        {
            return kept is null ? null : seal.Unprotect(kept);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static string? Or(string? given, string? else_) => string.IsNullOrWhiteSpace(given) ? else_ : given.Trim();
}
