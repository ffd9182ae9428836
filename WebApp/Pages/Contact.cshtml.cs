// Writing to the shop: one form, no cookie. Programs are kept out by a field no person sees, by the time it takes to write, and by a limit.
using System.Globalization;
using Makola.Web;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Makola.Pages;

/// <summary>
/// The page <c>/contact</c>. It asks the database nothing and is not kept, so that the time in its form is true. The message lands in
/// <c>/office/messages</c>.
/// </summary>
[EnableRateLimiting(RateLimits.Contact)]
[IgnoreAntiforgeryToken]
public sealed class ContactModel(ShopDb db, CurrentShop shop, IDataProtectionProvider protection) : ShopPage
{
    /// <summary>A person needs longer to write; and a form that is older is one a program has kept.</summary>
    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(2), Latest = TimeSpan.FromDays(1);

    private readonly ITimeLimitedDataProtector stamp = protection.CreateProtector("contact").ToTimeLimitedDataProtector();

    /// <summary>What is typed.</summary>
    [BindProperty]
    public ContactForm Form { get; set; } = new();

    /// <summary>True once the message is with the shop.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Sent { get; set; }

    /// <summary>The message.</summary>
    public sealed record ContactForm
    {
        /// <summary>When the form was shown and a number of its own, sealed.</summary>
        public string? Key { get; init; }

        /// <summary>Who writes.</summary>
        public string? Name { get; init; }

        /// <summary>Phone or e-mail.</summary>
        public string? Contact { get; init; }

        /// <summary>The message.</summary>
        public string? Text { get; init; }

        /// <summary>No person sees this field.</summary>
        public string? Website { get; init; }
    }

    /// <summary>Shows the form.</summary>
    public void OnGet() => Form = new() { Key = NewKey() };

    /// <summary>Keeps the message. A program is told the same as a person.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (string.IsNullOrEmpty(Form.Website))
        {
            var (key, shownAt) = Opened(Form.Key) ?? throw new Refusal("contact.old", "This page was open for long. Please press Send once more.");
            var message = ContactMessage.Of(key, Form.Name, Form.Contact, Form.Text, shop.Now);
            if (shop.Now - shownAt < Soonest) throw new Refusal("contact.quick", "That was quick. Please press Send once more.");
            await message.SendAsync(db, ct);
        }

        return Redirect("/contact?sent=true");
    }

    /// <inheritdoc/>
    public override Task<IActionResult> AgainAsync(CancellationToken ct)
    {
        if (Opened(Form.Key) is null)
        {
            Form = Form with { Key = NewKey() };
            ModelState.Remove("Form.Key");
        }

        return base.AgainAsync(ct);
    }

    private string NewKey() => stamp.Protect(string.Create(CultureInfo.InvariantCulture, $"{shop.Now.ToUnixTimeMilliseconds()} {SecretToken.New()}"), Latest);

    private (string Key, DateTimeOffset ShownAt)? Opened(string? key)
    {
        try
        {
            return key is { Length: > 0 and < 1_000 } && stamp.Unprotect(key).Split(' ') is [var at, var own] ? (own, DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(at, CultureInfo.InvariantCulture))) : null;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null; // Too old, or not ours.
        }
    }
}
