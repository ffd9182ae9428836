// How mail leaves the shop: the mail server, the sender, what the owner wants to be told; and a test that shows each step.
using System.Globalization;
using System.Security.Claims;
using Makola.Web;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Pages.Office.Mail;

/// <summary>The page <c>/office/settings/mail</c>.</summary>
[Needs(Scopes.Settings)]
public sealed class MailSettingsModel(ShopDb db, CurrentShop shop, MailSetup setup, MailLinks links, Outbox outbox) : OfficePage(db, shop)
{
    /// <summary>What is typed.</summary>
    [BindProperty]
    public MailForm Form { get; set; } = new();

    /// <summary>The settings as they are kept.</summary>
    public MailSettings Settings { get; private set; } = null!;

    /// <summary>The account as it is used.</summary>
    public MailAccount Account { get; private set; } = null!;

    /// <summary>Where mail goes, in words; null while it waits.</summary>
    public string? Where { get; private set; }

    /// <summary>True while it goes into a folder.</summary>
    public bool IsFolder { get; private set; }

    /// <summary>The steps of a test that was just made; null when none was.</summary>
    public IReadOnlyList<MailStep>? Steps { get; private set; }

    /// <summary>True when messages carry links.</summary>
    public bool HasLinks => links.AreKnown;

    /// <summary>The domain mail comes from; a stand-in while there is none.</summary>
    public string Domain => Account.From?.Split('@')[^1] ?? "shop.example";

    /// <summary>The settings given where the shop is started, in words.</summary>
    public string? Given => setup.Given is { Count: > 0 } given ? string.Join(", ", given.Select(name => $"Mail:{name}")) : null;

    /// <summary>All as text, as typed. The password is only ever written.</summary>
    public sealed record MailForm
    {
        /// <summary>Of what was shown.</summary>
        public int Version { get; init; }

        /// <summary>Name of the mail server; empty for none.</summary>
        public string? Host { get; init; }

        /// <summary>587 nearly everywhere.</summary>
        public string? Port { get; init; }

        /// <summary>Whether the talk is encrypted.</summary>
        public bool Encrypted { get; init; }

        /// <summary>Whom the shop signs in as.</summary>
        public string? User { get; init; }

        /// <summary>Empty keeps the one there is.</summary>
        public string? Password { get; init; }

        /// <summary>The sender's address.</summary>
        public string? From { get; init; }

        /// <summary>The sender's name.</summary>
        public string? FromName { get; init; }

        /// <summary>Where answers go.</summary>
        public string? ReplyTo { get; init; }

        /// <summary>Where the shop's own mail goes.</summary>
        public string? OwnAddress { get; init; }

        /// <summary>Whether each order is told.</summary>
        public bool TellsOrders { get; init; }

        /// <summary>Whether there is a daily mail.</summary>
        public bool TellsDaily { get; init; }
    }

    /// <summary>Shows the settings.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        await LookAsync(ct);
        Form = Shown(Settings);
    }

    /// <summary>Saves them all, or none.</summary>
    [Sensitive]
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!int.TryParse(Form.Port, NumberStyles.None, CultureInfo.InvariantCulture, out var port)) throw new Refusal("mail.port", "Write the port, 587 nearly everywhere.") { On = "Form.Port" };
        if (Form.FromName?.Length > 100 || Form.User?.Length > 254 || Form.Password?.Length > 500) throw new Refusal("mail.long", "That is too long.");
        await Db.WriteAsync(async () =>
        {
            var settings = await Db.MailSettings.SingleAsync(ct);
            if (settings.Version != Form.Version) throw new Refusal("mail.changed", "Somebody else saved the settings meanwhile. Nothing was saved; open the page anew to see them.") { Status = 409 };
            settings.Change(new(Form.Host, port, Form.Encrypted, Form.User, Form.From, Form.FromName, Form.ReplyTo, Form.OwnAddress, Form.TellsOrders, Form.TellsDaily),
                string.IsNullOrEmpty(Form.Password) ? null : setup.Seal(Form.Password));
            Db.Changed.Add(Change.Mail);
        }, ct);
        await outbox.LookAsync(Db, ct);
        return SayAt("/office/settings/mail", "Saved. Send yourself a test to see that it works.");
    }

    /// <summary>Sends a test to whoever asks for it, and shows each step.</summary>
    public async Task<IActionResult> OnPostTestAsync(CancellationToken ct)
    {
        ModelState.Clear();
        await OnGetAsync(ct);
        var me = long.Parse(User.FindFirstValue(ClaimTypes.NameIdentifier)!, CultureInfo.InvariantCulture);
        var to = await Db.Users.Where(u => u.Id == me).Select(u => u.Email).SingleAsync(ct);
        Steps = await setup.TestAsync(Settings, Shop.Settings.Name, await outbox.WriteAsync(OwnerMail.Test(MyName, to!), ct), ct);
        return Page();
    }

    /// <inheritdoc/>
    public override async Task<IActionResult> AgainAsync(CancellationToken ct)
    {
        Db.ChangeTracker.Clear();
        await LookAsync(ct);
        return Page();
    }

    private async Task LookAsync(CancellationToken ct)
    {
        Settings = await Db.MailSettings.AsNoTracking().SingleAsync(ct);
        Account = setup.AccountOf(Settings);
        var transport = setup.TransportOf(Settings, Shop.Settings.Name);
        (Where, IsFolder) = (transport?.Where, transport is FolderTransport);
    }

    private static MailForm Shown(MailSettings s) => new()
    {
        Version = s.Version, Host = s.Host, Port = s.Port.ToString(CultureInfo.InvariantCulture), Encrypted = s.Encrypted, User = s.User, From = s.From, FromName = s.FromName,
        ReplyTo = s.ReplyTo, OwnAddress = s.OwnAddress, TellsOrders = s.TellsOrders, TellsDaily = s.TellsDaily,
    };
}
