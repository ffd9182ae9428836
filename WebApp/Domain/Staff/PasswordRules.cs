// Which passwords are refused: those everybody tries first.
using Microsoft.AspNetCore.Identity;

namespace Makola.Domain.Staff;

/// <summary>
/// Refuses the most used passwords, and those that are little more than the person's or the shop's name (OWASP ASVS 5.0, 6.2.4 and 6.2.11). Length is
/// Identity's own rule; there are no rules of composition.
/// </summary>
public sealed class PasswordRules(Data.ShopMemory memory) : IPasswordValidator<Person>
{
    /// <summary>Characters that must be left when names are taken out.</summary>
    private const int Own = 6;

    private static readonly Lazy<HashSet<string>> Common = new(() =>
    {
        using var list = new StreamReader(typeof(PasswordRules).Assembly.GetManifestResourceStream("CommonPasswords.txt")!);
        return list.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);
    });

    /// <inheritdoc/>
    public async Task<IdentityResult> ValidateAsync(UserManager<Person> manager, Person user, string? password)
    {
        if (password is null) return IdentityResult.Success;
        if (Common.Value.Contains(password.Trim())) return No("This is one of the passwords everybody tries first. Take a few words only you would put together.");

        var left = password;
        var names = $"{user.Name} {user.Email?.Split('@')[0]} {(await memory.SettingsAsync(CancellationToken.None)).Name}".Split([' ', '.', '-', '_', '+'], StringSplitOptions.RemoveEmptyEntries);
        foreach (var name in names.Where(n => n.Length > 2).OrderByDescending(n => n.Length)) left = left.Replace(name, "", StringComparison.OrdinalIgnoreCase);
        return left.Length < Math.Min(Own, password.Length) ? No("This is little more than a name. Add words only you would think of.") : IdentityResult.Success;
    }

    private static IdentityResult No(string why) => IdentityResult.Failed(new IdentityError { Code = "password.common", Description = why });
}
