// How a message of the shop is written: once, and read as plain text and as small HTML.
using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Extensions.Localization;

namespace Makola.Domain.Messages;

/// <summary>A message to be: to whom, about what, and how it is written. <see cref="Outbox.QueueAsync"/> renders and keeps it.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Key">What makes it one message however often it is queued: <c>order.placed:1042</c>.</param>
/// <param name="To">The one recipient.</param>
/// <param name="Write">Writes it: a subject and at least one sentence.</param>
public sealed record Letter(MessageKind Kind, string Key, string To, Action<Sheet> Write)
{
    /// <summary>Where answers go; null for the shop's usual address.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>True when its text opens a door (a link with a token, a code): never shown in the back office, wiped once it is sent.</summary>
    public bool Secret { get; init; }

    /// <summary>The order it is about.</summary>
    public long? OrderNumber { get; init; }

    /// <summary>The person with an account it is about.</summary>
    public long? PersonId { get; init; }

    /// <summary>How long it is worth sending: as long as the link in it works.</summary>
    public TimeSpan GoodFor { get; init; } = Message.Usual;
}

/// <summary>
/// The sheet a letter is written on. No pictures, no colours but the button's, so that it reads well in the dark; everything written is text, which is
/// made safe here. Control and direction characters, which could make a line look like another, are left out.
/// </summary>
/// <param name="shop">Whose letter it is.</param>
/// <param name="texts">The customers' language.</param>
/// <param name="links">Where links lead.</param>
public sealed class Sheet(ShopSettings shop, IStringLocalizer<Texts> texts, MailLinks links)
{
    private const string Frame = "margin:0;padding:1rem;font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif";

    private readonly StringBuilder text = new(), html = new();

    /// <summary>The shop.</summary>
    public ShopSettings Shop => shop;

    /// <summary>Words in the customers' language; what goes to staff is English.</summary>
    public IStringLocalizer<Texts> Texts => texts;

    /// <summary>One line, up to <see cref="Message.LongestSubject"/> characters.</summary>
    public string Subject { get; set => field = Line(value) is var line && line.Length > Message.LongestSubject ? line[..Message.LongestSubject] : line; } = "";

    /// <summary>A paragraph.</summary>
    public Sheet Say(string words)
    {
        text.Append(Lines(words)).Append("\n\n");
        html.Append("<p>").Append(Safe(Lines(words)).Replace("\n", "<br>", StringComparison.Ordinal)).Append("</p>");
        return this;
    }

    /// <summary>A list of names and what belongs to each; the last stands out when it is a total.</summary>
    public Sheet Rows(IEnumerable<(string Name, string Value)> rows, bool total = false)
    {
        var all = rows.ToList();
        html.Append("<table style=\"width:100%;border-collapse:collapse\">");
        foreach (var (name, value) in all.Take(MostRows)) Row(name, value, total && (name, value) == all[^1]);
        if (all.Count > MostRows)
        {
            if (total) Row(all[^1].Name, all[^1].Value, true);
            Row("…", texts["and {0} more", all.Count - MostRows], false);
        }

        text.Append('\n');
        html.Append("</table>");
        return this;
    }

    /// <summary>A link one taps, when the shop knows its own address.</summary>
    /// <param name="words">What is on it.</param>
    /// <param name="path">Begins with a slash.</param>
    public Sheet Link(string words, string path)
    {
        if (links.To(path) is not { } address) return this;
        text.Append(Line(words)).Append(":\n").Append(address).Append("\n\n");
        html.Append("<p><a href=\"").Append(Safe(address))
            .Append("\" style=\"display:inline-block;padding:.6rem 1.2rem;border-radius:2rem;background:#0e5a45;color:#fff;font-weight:bold;text-decoration:none\">").Append(Safe(Line(words))).Append("</a></p>");
        return this;
    }

    /// <summary>A moment in the shop's zone.</summary>
    public string When(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, shop.Zone()).ToString("dddd d MMMM, HH:mm", CultureInfo.CurrentUICulture);

    /// <summary>The whole as plain text, with the shop's name and phone below.</summary>
    internal string Text => $"{text.ToString().TrimEnd()}\n\n-- \n{string.Join('\n', Foot)}\n";

    /// <summary>The whole as HTML, below 20 KB.</summary>
    internal string Html =>
        $"<!doctype html><html lang=\"{CultureInfo.CurrentUICulture.TwoLetterISOLanguageName}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">" +
        $"<meta name=\"color-scheme\" content=\"light dark\"><title>{Safe(Subject)}</title></head><body style=\"{Frame}\"><div style=\"max-width:36rem;margin:0 auto\">" +
        $"<h1 style=\"font-size:1.3rem\">{Safe(Line(shop.Name))}</h1>{html}<p style=\"margin-top:2rem;border-top:1px solid;padding-top:.5rem\">{string.Join("<br>", Foot.Select(Safe))}</p></div></body></html>";

    /// <summary>Rows of a list that are written out: what keeps a letter of an order of a hundred lines below 20 KB.</summary>
    private const int MostRows = 50;

    private IEnumerable<string> Foot => new[] { Line(shop.Name), shop.Phone is null ? "" : PhoneNumber.Show(shop.Phone), shop.Email ?? "", links.To("/") ?? "" }.Where(line => line.Length > 0);

    private void Row(string name, string value, bool strong)
    {
        var weight = strong ? "font-weight:bold;border-top:1px solid;" : "";
        text.Append(Line(name)).Append(": ").Append(Line(value)).Append('\n');
        html.Append($"<tr><td style=\"{weight}padding:.2rem 0\">{Safe(Line(name))}</td><td style=\"{weight}padding:.2rem 0;text-align:right;vertical-align:top\">{Safe(Line(value))}</td></tr>");
    }

    private static string Safe(string words) => WebUtility.HtmlEncode(words);

    private static string Line(string words) => Lines(words).ReplaceLineEndings(" ").Trim();

    private static string Lines(string words) => new([.. words.ReplaceLineEndings("\n").Where(c => c == '\n' || (!char.IsControl(c) && c is not (>= '\u202a' and <= '\u202e' or >= '\u2066' and <= '\u2069')))]);
}

/// <summary>How links in messages begin: with the shop's public address, never with the host a request named.</summary>
/// <param name="find">The address; null while none is known.</param>
public sealed class MailLinks(Func<Uri?> find)
{
    /// <summary>True when messages can carry links.</summary>
    public bool AreKnown => find() is not null;

    /// <summary>The absolute address of a path; null when the shop does not know its own address.</summary>
    public string? To(string path) => find() is { } address ? new Uri(address, path).ToString() : null;

    /// <summary>A <c>Message-ID</c> nobody else has (RFC 5322, 3.6.4).</summary>
    public string NewMessageId() => $"<{SecretToken.New()}@{find()?.IdnHost ?? "makola.invalid"}>";
}
