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

    /// <summary>The way to a new account: the link proves the mailbox, and behind it the password is chosen.</summary>
    /// <param name="email">Who asked, he says.</param>
    /// <param name="token">Secret of the link.</param>
    public static Letter SignUp(string email, string token) => new(MessageKind.Account, $"account.signup:{SecretToken.Hash(token)}", email, sheet =>
    {
        sheet.Subject = sheet.Texts["Your account at {0}", sheet.Shop.Name];
        sheet.Say(sheet.Texts["Somebody, you we hope, wants to open an account with this e-mail. With this link you do. It works once, within a day."]);
        sheet.Link(sheet.Texts["Open my account"], $"/account/register?token={token}");
        sheet.Say(sheet.Texts["If it was not you, do nothing: no account is opened."]);
    })
    { Secret = true, GoodFor = Customers.ContactProof.LinkGood };

    /// <summary>Somebody wanted to open an account with an e-mail that has one. Only the mailbox learns of it.</summary>
    public static Letter HasAccount(Person person, DateTimeOffset at) => new(MessageKind.Account, $"account.there:{person.Id}.{at.Ticks / ResetEvery.Ticks}", person.Email!, sheet =>
    {
        sheet.Subject = sheet.Texts["You have an account at {0}", sheet.Shop.Name];
        sheet.Say(sheet.Texts["Somebody, you we hope, wanted to open an account with this e-mail. There is one already."]);
        sheet.Link(sheet.Texts["Sign in"], "/account/sign-in");
        sheet.Say(sheet.Texts["If you forgot the password, choose a new one here:"]);
        sheet.Link(sheet.Texts["Choose a new password"], "/account/forgot");
    })
    { PersonId = person.Id };

    /// <summary>A code to sign in with.</summary>
    /// <param name="person">Who asked for it.</param>
    /// <param name="code">Eight digits.</param>
    /// <param name="at">When.</param>
    public static Letter Code(Person person, string code, DateTimeOffset at) => new(MessageKind.Account, $"account.code:{person.Id}.{at.ToUnixTimeMilliseconds()}", person.Email!, sheet =>
    {
        sheet.Subject = sheet.Texts["Your code for {0}", sheet.Shop.Name];
        sheet.Say(sheet.Texts["Your code to sign in is {0}. It works once, within ten minutes.", $"{code[..4]} {code[4..]}"]);
        sheet.Say(sheet.Texts["Tell it to nobody: we never ask for it. If it was not you, do nothing."]);
    })
    { Secret = true, PersonId = person.Id, GoodFor = Customers.ContactProof.CodeGood };

    /// <summary>The account is to be deleted, and how that is taken back.</summary>
    /// <param name="person">Whose.</param>
    /// <param name="leaves">When it is deleted.</param>
    public static Letter Leaving(Person person, DateTimeOffset leaves) => new(MessageKind.Account, $"account.leaving:{person.Id}.{leaves.ToUnixTimeMilliseconds()}", person.Email!, sheet =>
    {
        sheet.Subject = sheet.Texts["Your account at {0} will be deleted", sheet.Shop.Name];
        sheet.Say(sheet.Texts["It is deleted on {0}, with everything in it. Your orders stay in our books without your name.", sheet.When(leaves)]);
        sheet.Say(sheet.Texts["If you changed your mind, or it was not you, sign in before then: that takes it back."]);
        sheet.Link(sheet.Texts["Sign in"], "/account/sign-in");
    })
    { PersonId = person.Id };

    /// <summary>Something about how one gets in is different now.</summary>
    /// <param name="person">Whose account.</param>
    /// <param name="to">His e-mail, the old one when that is what changed.</param>
    /// <param name="what">The sentence that says what.</param>
    /// <param name="at">When.</param>
    /// <param name="from">IP address it came from.</param>
    public static Letter Changed(Person person, string to, string what, DateTimeOffset at, string? from) => new(MessageKind.Account, $"account.changed:{person.Id}.{at.ToUnixTimeMilliseconds()}", to, sheet =>
    {
        sheet.Subject = sheet.Texts["Your account at {0}", sheet.Shop.Name];
        sheet.Say(sheet.Texts[what]);
        sheet.Say(sheet.Texts["It was done on {0} from {1}.", sheet.When(at), from ?? "?"]);
        sheet.Say(sheet.Texts["If it was not you, choose a new password at once and write to us."]);
        sheet.Link(sheet.Texts["Choose a new password"], "/account/forgot");
    })
    { PersonId = person.Id };

    /// <summary>The link that makes an e-mail the one of an account; it opens for who asked only.</summary>
    public static Letter NewEmail(Person person, string email, string token) => new(MessageKind.Account, $"account.email:{SecretToken.Hash(token)}", email, sheet =>
    {
        sheet.Subject = sheet.Texts["Your new e-mail at {0}", sheet.Shop.Name];
        sheet.Say(sheet.Texts["Somebody, you we hope, wants to use this e-mail for the account of {0}. Open the link where you are signed in. It works once, within a day.", person.Name]);
        sheet.Link(sheet.Texts["Use this e-mail"], $"/account/reach?token={token}");
        sheet.Say(sheet.Texts["If it was not you, do nothing."]);
    })
    { Secret = true, PersonId = person.Id, GoodFor = Customers.ContactProof.LinkGood };
}
