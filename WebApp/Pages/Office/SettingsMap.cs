// Every setting by its label and by the words people look for it with: what the find box knows of the settings page.
using Form = Makola.Pages.Office.SettingsModel.SettingsForm;
using Mailing = Makola.Pages.Office.Mail.MailSettingsModel.MailForm;

namespace Makola.Pages.Office;

/// <summary>A setting.</summary>
/// <param name="Field">Name of its field; its id on the page is <c>Form_</c> and that.</param>
/// <param name="Label">As the settings page calls it.</param>
/// <param name="Section">The part of the page it is in.</param>
/// <param name="Words">What else people call it, with spaces between.</param>
/// <param name="Page">The page it is on.</param>
public sealed record SettingPlace(string Field, string Label, string Section, string Words, string Page = "/office/settings")
{
    /// <summary>Where it is.</summary>
    public string Address => $"{Page}#Form_{Field}";
}

/// <summary>The settings.</summary>
public static class SettingsMap
{
    private const string Shop = "The shop", Reach = "How customers reach you", Collect = "Collecting in the shop", Pay = "How customers pay", Deliver = "Delivery", People = "Who works here", Scenes = "Behind the scenes", MailPage = "/office/settings/mail", Server = "Mail server", Sender = "Sender", Told = "What you are told";

    /// <summary>In the order of the page.</summary>
    public static IReadOnlyList<SettingPlace> All { get; } =
    [
        new(nameof(Form.Name), "Name", Shop, "shop name title brand company"),
        new(nameof(Form.Headline), "Big words on the first page", Shop, "headline slogan home banner welcome"),
        new(nameof(Form.Tagline), "In a sentence or two", Shop, "tagline description about seo search engines footer"),
        new(nameof(Form.Currency), "Currency", Shop, "money cedi ghs dollar euro"),
        new(nameof(Form.TimeZone), "Time zone", Shop, "timezone clock hours"),
        new(nameof(Form.Phone), "Phone", Reach, "telephone number call contact mobile"),
        new(nameof(Form.WhatsApp), "WhatsApp", Reach, "chat message contact number"),
        new(nameof(Form.Email), "E-mail", Reach, "email mail contact"),
        new(nameof(Form.PickUpAddress), "Address", Collect, "pick up pickup collect location store place"),
        new(nameof(Form.OpeningHours), "Opening hours", Collect, "open closed times business days"),
        new(nameof(Form.CashOnDelivery), "Cash or mobile money on delivery", Pay, "cod payment method rider pay"),
        new(nameof(Form.TransferNumber), "Number for transfers", Pay, "momo mobile money bank account till payment method"),
        new(nameof(Form.TransferName), "Name on it", Pay, "account holder transfer momo bank"),
        new(nameof(Form.TransferNetwork), "Network or bank", Pay, "mtn telecel airteltigo transfer momo"),
        new(nameof(Form.TransferHours), "Hours the goods are held", Pay, "reserve hold expire unpaid transfer deadline"),
        new(nameof(Form.RefundLimit), "Paying back more than this asks who you are", Pay, "refund limit return money security"),
        new(nameof(Form.SecondProof), "A second proof for who can touch money or people", People, "two factor 2fa passkey authenticator security staff"),
        new(nameof(Form.RecordsAll), "Record every request", Scenes, "recording behind the scenes requests trace performance cost"),
        new(nameof(Form.ShowsHow), "Show customers how this shop works", Scenes, "how it works page learn explain curious"),
        new(nameof(Form.Delivers), "The shop delivers", Deliver, "shipping delivery on off"),
        new(nameof(Form.DeliveryFee), "Usual fee", Deliver, "delivery fee shipping cost price rate rider"),
        new(nameof(Form.FreeDeliveryFrom), "Free for goods worth at least", Deliver, "free delivery shipping minimum threshold"),
        new(nameof(Form.Fees), "Fees by region", Deliver, $"delivery fee shipping zones regions rates {string.Join(' ', Region.All.Select(r => r.Name))}"),
        new(nameof(Mailing.Host), "Server", Server, "smtp mail e-mail email outgoing host", MailPage),
        new(nameof(Mailing.Port), "Port", Server, "smtp 587 465 25", MailPage),
        new(nameof(Mailing.User), "User", Server, "smtp login account name", MailPage),
        new(nameof(Mailing.Password), "Password", Server, "smtp login secret", MailPage),
        new(nameof(Mailing.Encrypted), "Encrypted (STARTTLS)", Server, "tls ssl encryption", MailPage),
        new(nameof(Mailing.From), "Mail comes from", Sender, "sender address from noreply", MailPage),
        new(nameof(Mailing.FromName), "Sender’s name", Sender, "from name", MailPage),
        new(nameof(Mailing.ReplyTo), "Answers go to", Sender, "reply replies", MailPage),
        new(nameof(Mailing.TellsOrders), "Each new order", Told, "notify notification alert e-mail", MailPage),
        new(nameof(Mailing.TellsDaily), "A mail every morning", Told, "daily summary report digest e-mail", MailPage),
        new(nameof(Mailing.OwnAddress), "Mail for the shop goes to", Told, "owner notifications address", MailPage),
    ];
}
