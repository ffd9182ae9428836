// What a person is told about his own account.
namespace Makola.Domain.Messages;

/// <summary>Letters to a person about his account.</summary>
public static class AccountMail
{
    /// <summary>How long the link to a new password is good.</summary>
    public static readonly TimeSpan ResetGood = TimeSpan.FromHours(1);

    /// <summary>Most often a link to a new password is mailed to somebody.</summary>
    private static readonly TimeSpan ResetEvery = TimeSpan.FromMinutes(5);

    /// <summary>The way to a new password, for who forgot his.</summary>
    /// <param name="person">Who forgot it.</param>
    /// <param name="code">Identity's token.</param>
    /// <param name="at">Now; asked again within five minutes, it is the same letter.</param>
    public static Letter Reset(Person person, string code, DateTimeOffset at) => new(MessageKind.Account, $"account.reset:{person.Id}.{at.Ticks / ResetEvery.Ticks}", person.Email!, sheet =>
    {
        sheet.Subject = sheet.Texts["A new password for {0}", sheet.Shop.Name];
        sheet.Say(sheet.Texts["Somebody, you we hope, asked for a new password. With this link you choose one. It works once, within an hour."]);
        sheet.Link(sheet.Texts["Choose a new password"], $"/account/reset?id={person.Id}&code={Uri.EscapeDataString(code)}");
        sheet.Say(sheet.Texts["If it was not you, do nothing: your password stays as it is."]);
    })
    { Secret = true, PersonId = person.Id, GoodFor = ResetGood };

    /// <summary>The password is another one now.</summary>
    /// <param name="person">Whose.</param>
    /// <param name="at">When.</param>
    /// <param name="from">IP address it was changed from.</param>
    public static Letter PasswordChanged(Person person, DateTimeOffset at, string? from) => new(MessageKind.Account, $"account.password:{person.Id}.{at.ToUnixTimeMilliseconds()}", person.Email!, sheet =>
    {
        var local = TimeZoneInfo.ConvertTime(at, sheet.Shop.Zone());
        sheet.Subject = sheet.Texts["Your password at {0} was changed", sheet.Shop.Name];
        sheet.Say(sheet.Texts["It was changed on {0} from {1}. You are signed out everywhere else.", $"{local:d MMM yyyy, HH:mm}", from ?? "?"]);
        sheet.Say(sheet.Texts["If it was not you, choose a new password at once."]);
        sheet.Link(sheet.Texts["Choose a new password"], "/account/forgot");
    })
    { PersonId = person.Id };
}
