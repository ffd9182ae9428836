// Passkeys: for which address they are, and what a browser's answer proves. Identity's own way in throws on empty, old and repeated answers.
using Microsoft.AspNetCore.Identity;

namespace Makola.Web;

/// <summary>Signing in with passkeys (WebAuthn). They belong to the shop's public host, never to the one a request names.</summary>
public sealed class Passkeys(SignInManager<Person> door, UserManager<Person> people, PublicAddress address, IHttpContextAccessor accessor)
{
    /// <summary>Most passkeys of one person.</summary>
    public const int Most = 20;

    /// <summary>Longest name of a passkey.</summary>
    public const int LongestName = 60;

    /// <summary>The host passkeys are made for; on a machine without a public address, the machine itself.</summary>
    public static string HostOf(PublicAddress address) => address.Url?.IdnHost ?? "localhost";

    /// <summary>True where a browser would make one: at the shop's own address, over HTTPS or on the machine itself.</summary>
    public bool AreOffered => accessor.HttpContext!.Request is var request && request.Host.Host == HostOf(address) && (request.IsHttps || request.Host.Host == "localhost");

    /// <summary>What a browser needs to prove with any passkey of this shop. It names nobody, so it tells nothing.</summary>
    public Task<string> OptionsAsync() => door.MakePasskeyRequestOptionsAsync(null!);

    /// <summary>What a browser needs to make a passkey.</summary>
    /// <param name="id">Of the person, or of the account to be.</param>
    /// <param name="name">As the browser lists it.</param>
    public Task<string> NewOptionsAsync(long id, string name) =>
        door.MakePasskeyCreationOptionsAsync(new() { Id = id.ToString(System.Globalization.CultureInfo.InvariantCulture), Name = name, DisplayName = name });

    /// <summary>Whom the browser's answer proves; null when it proves nobody, or somebody who is kept out.</summary>
    public async Task<Person?> ProvenAsync(string? credential)
    {
        if (await TryAsync(credential, door.PerformPasskeyAssertionAsync) is not { Succeeded: true } proven || proven.User.BlockedAt is not null) return null;
        // Its counter and state are of now.
        return (await people.AddOrUpdatePasskeyAsync(proven.User, proven.Passkey)).Succeeded ? proven.User : null;
    }

    /// <summary>The new passkey a browser made, and for whom; null when it is none.</summary>
    public async Task<(UserPasskeyInfo Passkey, long PersonId)?> MadeAsync(string? credential) =>
        await TryAsync(credential, door.PerformPasskeyAttestationAsync) is { Succeeded: true } made
            ? (made.Passkey, long.Parse(made.UserEntity.Id, System.Globalization.CultureInfo.InvariantCulture)) : null;

    private static async Task<T?> TryAsync<T>(string? credential, Func<string, Task<T>> ceremony)
        where T : class
    {
        if (credential is not { Length: > 0 and < 20_000 }) return null;
        try
        {
            return await ceremony(credential);
        }
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentException or PasskeyException or FormatException)
        {
            return null; // No ceremony is under way, or its answer came before.
        }
    }
}
