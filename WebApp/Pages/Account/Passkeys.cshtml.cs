// One's own passkeys: adding, naming, taking away. Adding and taking away ask for a fresh proof and are told by mail.
using System.Buffers.Text;
using Makola.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Makola.Pages.Account;

/// <summary>The page at <c>/account/passkeys</c>.</summary>
[Authorize, EnableRateLimiting(RateLimits.SignIn)]
public sealed class PasskeysModel(OwnDoor own) : WaysInPage(own)
{
    /// <summary>The passkeys, oldest first.</summary>
    public IReadOnlyList<UserPasskeyInfo> Keys { get; private set; } = [];

    /// <summary>True where passkeys work.</summary>
    public bool AreOffered => Own.Passkeys.AreOffered;

    /// <summary>A name.</summary>
    [BindProperty]
    public string? Name { get; set; }

    /// <summary>The passkey a browser made.</summary>
    [BindProperty]
    public string? Credential { get; set; }

    /// <summary>Which one, as <see cref="IdOf"/> writes it.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Key { get; set; }

    /// <summary>A passkey's own number, for addresses.</summary>
    public string IdOf(UserPasskeyInfo key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Base64Url.EncodeToString(key.CredentialId);
    }

    /// <summary>Shows them.</summary>
    public async Task OnGetAsync() => await LookAsync();

    /// <summary>Adds one.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!IsFresh) return LocalRedirect("/account/prove?to=/account/passkeys");
        await LookAsync();
        if (Keys.Count >= Passkeys.Most) return Wrong("", "That are as many passkeys as there can be. Remove one first.");
        if (await Own.Passkeys.MadeAsync(Credential) is not { } made || made.PersonId != Person.Id) return Wrong("", "The passkey was not made. Try once more.");
        made.Passkey.Name = Line(Name) ?? SignInSession.DeviceOf(Request.Headers.UserAgent.ToString());
        await ChangeAsync("Own sign-in: passkey added", "A passkey was added with which one can sign in.", () => Own.People.AddOrUpdatePasskeyAsync(Person, made.Passkey), ct);
        return SayAt("/account/passkeys", "The passkey is added. Everywhere else you are signed out.");
    }

    /// <summary>Calls one differently.</summary>
    public async Task<IActionResult> OnPostNameAsync()
    {
        await LookAsync();
        if (Keys.FirstOrDefault(k => IdOf(k) == Key) is not { } key) return NotFound();
        key.Name = Line(Name) ?? key.Name;
        if (IsStaff) Own.Db.Deed = DeedOf(Person, "Own sign-in: passkey renamed", Own.Now);
        await Own.People.AddOrUpdatePasskeyAsync(Person, key);
        return SayAt("/account/passkeys", "It has its new name.");
    }

    /// <summary>Takes one away, but not the last way in.</summary>
    public async Task<IActionResult> OnPostRemoveAsync(CancellationToken ct)
    {
        if (Prove.IsDue(HttpContext)) return Prove.Ask(HttpContext);
        await LookAsync();
        if (Keys.FirstOrDefault(k => IdOf(k) == Key) is not { } key) return NotFound();
        if (Keys.Count == 1 && Person.PasswordHash is null && Person.Email is null) return Wrong("", "This is your only way in. Choose a password or add an e-mail first.");
        await ChangeAsync("Own sign-in: passkey removed", "A passkey was removed; it opens your account no longer.", () => Own.People.RemovePasskeyAsync(Person, key.CredentialId), ct);
        return SayAt("/account/passkeys", "The passkey is removed. Everywhere else you are signed out.");
    }

    private async Task LookAsync() => Keys = [.. (await Own.People.GetPasskeysAsync(Person)).OrderBy(k => k.CreatedAt).Take(Passkeys.Most)];

    private static string? Line(string? name) => name?.Trim() is { Length: > 0 } own ? own.Length > Passkeys.LongestName ? own[..Passkeys.LongestName] : own : null;
}
