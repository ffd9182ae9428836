// What the owner decides about the shop's mail: one row.
namespace Makola.Domain.Messages;

/// <summary>The shop's mail as its owner set it up, at <c>/office/settings/mail</c>. Settings given where the shop is started win: see <see cref="MailSetup"/>.</summary>
public sealed class MailSettings
{
    /// <summary>Always 1.</summary>
    public int Id { get; private set; } = 1;

    /// <summary>The mail server; null when there is none.</summary>
    public string? Host { get; private set; }

    /// <summary>Its port: 587 nearly everywhere.</summary>
    public int Port { get; private set; } = 587;

    /// <summary>Whether the talk with it is encrypted (STARTTLS); only a server on the same machine or network may do without.</summary>
    public bool Encrypted { get; private set; } = true;

    /// <summary>Whom the shop signs in as; null for a server that asks nobody.</summary>
    public string? User { get; private set; }

    /// <summary>The password, encrypted with the shop's keys; null when none is kept.</summary>
    public string? SealedPassword { get; private set; }

    /// <summary>The address mail comes from.</summary>
    public string? From { get; private set; }

    /// <summary>The name beside it; null for the shop's name.</summary>
    public string? FromName { get; private set; }

    /// <summary>Where answers go; null for <see cref="From"/>.</summary>
    public string? ReplyTo { get; private set; }

    /// <summary>Where the shop's own mail goes; null for its owners' addresses.</summary>
    public string? OwnAddress { get; private set; }

    /// <summary>Whether each new order is told by mail.</summary>
    public bool TellsOrders { get; private set; } = true;

    /// <summary>Whether a mail a day tells how the shop stands.</summary>
    public bool TellsDaily { get; private set; } = true;

    /// <summary>Rises with each save: two people cannot overwrite each other unseen.</summary>
    public int Version { get; private set; }

    /// <summary>What is typed on the page.</summary>
    public sealed record Wish(string? Host, int Port, bool Encrypted, string? User, string? From, string? FromName, string? ReplyTo, string? OwnAddress, bool TellsOrders, bool TellsDaily);

    /// <summary>Takes on what was typed.</summary>
    /// <param name="wish">What was typed.</param>
    /// <param name="sealedPassword">A new password, sealed; null keeps the one there is as long as server and user stay.</param>
    /// <exception cref="Refusal"><c>mail.host</c>, <c>mail.port</c>, <c>mail.port465</c>, <c>mail.address</c>, <c>mail.from</c>, <c>mail.plain</c>.</exception>
    public void Change(Wish wish, string? sealedPassword)
    {
        var (host, user) = (Clean(wish.Host)?.ToLowerInvariant(), Clean(wish.User));
        if (host is not null && Uri.CheckHostName(host) == UriHostNameType.Unknown) throw new Refusal("mail.host", "Write the name of the mail server, like smtp.example.com.") { On = "Form.Host" };
        if (wish.Port is < 1 or > 65_535) throw new Refusal("mail.port", "Write the port, 587 nearly everywhere.") { On = "Form.Port" };
        if (wish.Port == 465) throw new Refusal("mail.port465", MailAccount.No465) { On = "Form.Port" };
        var (from, replyTo, own) = (Address(wish.From, "From"), Address(wish.ReplyTo, "ReplyTo"), Address(wish.OwnAddress, "OwnAddress"));
        if (host is not null && from is null) throw new Refusal("mail.from", "Write the address mail is to come from, one of your own domain.") { On = "Form.From" };
        if (user is not null && !wish.Encrypted && !MailAccount.IsNear(host)) throw new Refusal("mail.plain", MailAccount.NoPlainPassword) { On = "Form.Encrypted" };

        // A password kept for one server must not be sent to another that somebody types in.
        if (sealedPassword is not null) SealedPassword = sealedPassword;
        else if (host != Host || user != User) SealedPassword = null;
        (Host, Port, Encrypted, User, From, FromName, ReplyTo) = (host, wish.Port, wish.Encrypted, user, from, Clean(wish.FromName), replyTo);
        (OwnAddress, TellsOrders, TellsDaily) = (own, wish.TellsOrders, wish.TellsDaily);
        Version++;
    }

    private static string? Address(string? typed, string field)
    {
        if (Clean(typed) is not { } text) return null;
        return Message.ReadAddress(text) ?? throw new Refusal("mail.address", "That is not an e-mail address.") { On = $"Form.{field}" };
    }

    private static string? Clean(string? typed) => string.Concat((typed ?? "").Where(c => !char.IsControl(c))).Trim() is { Length: > 0 } text ? text : null;
}

/// <summary>What the shop tells its own people, and who they are.</summary>
/// <param name="Settings">The owner's choices.</param>
/// <param name="Owners">The one address the settings name, else the owners' own.</param>
public sealed record OwnMail(MailSettings Settings, IReadOnlyList<string> Owners)
{
    private const int MostOwners = 5;

    /// <summary>Reads both.</summary>
    public static async Task<OwnMail> ReadAsync(ShopDb db, CancellationToken ct)
    {
        var settings = await db.MailSettings.AsNoTracking().SingleAsync(ct);
        if (settings.OwnAddress is { } own) return new(settings, [own]);

        var owner = StaffRoles.Owner.ToUpperInvariant();
        var owners = from role in db.Roles where role.NormalizedName == owner
                     join held in db.UserRoles on role.Id equals held.RoleId
                     join person in db.Users on held.UserId equals person.Id
                     orderby person.Id
                     select person.Email;
        return new(settings, [.. (await owners.Take(MostOwners).ToListAsync(ct)).Select(Message.ReadAddress).OfType<string>()]);
    }
}
