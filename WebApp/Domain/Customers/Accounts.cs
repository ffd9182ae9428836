// Accounts of customers: who may be behind a phone or an e-mail, opening one, and wrong passwords.
using Microsoft.AspNetCore.Identity;

namespace Makola.Domain.Customers;

/// <summary>
/// Accounts of customers. An e-mail is on an account only when proved, so it leads to one; a phone may be claimed unproved by up to
/// <see cref="MostClaims"/>, so that nobody keeps its owner out by being first, and nobody learns from a refusal that it is known here.
/// </summary>
public static class Accounts
{
    /// <summary>Most accounts with the same phone.</summary>
    public const int MostClaims = 3;

    /// <summary>Wrong passwords after which an account rests, and how long it does.</summary>
    public const int MostWrong = 20;

    /// <inheritdoc cref="MostWrong"/>
    public static readonly TimeSpan Rest = TimeSpan.FromMinutes(5);

    /// <summary>An e-mail as it is looked for; null when the text is none.</summary>
    public static string? ReadEmail(string? text) =>
        text?.Trim() is { Length: > 2 and <= Customer.LongestEmail } email && Messages.Message.ReadAddress(email) is { } read && read == email ? email : null;

    /// <summary>The accounts that may be meant by a phone or an e-mail, who proved it first: none, one, or up to <see cref="MostClaims"/>.</summary>
    public static async Task<List<Person>> FoundByAsync(ShopDb db, string contact, CancellationToken ct)
    {
        if (PhoneNumber.Read(contact) is { } phone)
            return await db.Users.Where(p => p.PhoneNumber == phone).OrderByDescending(p => p.PhoneNumberConfirmed).ThenBy(p => p.Id).Take(MostClaims).ToListAsync(ct);
        var email = contact.Normalize().ToUpperInvariant();
        return await db.Users.Where(p => p.NormalizedEmail == email).Take(1).ToListAsync(ct);
    }

    /// <summary>
    /// The key an account will have: a passkey is made for it before there is the account. What nobody makes use of leaves a gap in the numbers, no more.
    /// </summary>
    public static async Task<long> ReserveAsync(ShopDb db, CancellationToken ct) => await db.WriteAsync(async () =>
        (await db.Database.SqlQuery<long>($"UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = 'AspNetUsers' RETURNING seq AS Value").ToListAsync(ct)).Single(), ct);

    /// <summary>A customer's account to be, with the hash of its password made: that takes a tenth of a second, and nobody else may write meanwhile.</summary>
    /// <param name="people">Who knows what a password must be.</param>
    /// <param name="name">The customer's name.</param>
    /// <param name="phone">E.164, claimed; null without.</param>
    /// <param name="email">Proved; null without.</param>
    /// <param name="password">The password; null for an account that has a passkey only.</param>
    /// <param name="at">Now.</param>
    /// <exception cref="Refusal"><c>account.name</c>, <c>account.password</c>.</exception>
    public static async Task<Person> PrepareAsync(UserManager<Person> people, string? name, string? phone, string? email, string? password, DateTimeOffset at)
    {
        if (name?.Trim() is not { Length: > 0 and <= Customer.LongestName } own) throw new Refusal("account.name", "Type your name.") { On = "Form.Name" };
        var person = new Person { Name = own, UserName = $"c-{SecretToken.New()}", PhoneNumber = phone, Email = email, EmailConfirmed = email is not null, LockoutEnabled = true, JoinedAt = at };
        if (password is null) return person;
        if (password.Length is 0 or > 200) throw new Refusal("account.password", "Choose a password.") { On = "Form.Password" };
        foreach (var rule in people.PasswordValidators)
        {
            if (await rule.ValidateAsync(people, person, password) is { Succeeded: false } no)
                throw new Refusal("account.password", "{0}", string.Join(' ', no.Errors.Select(e => e.Description))) { On = "Form.Password" };
        }

        person.PasswordHash = people.PasswordHasher.HashPassword(person, password);
        return person;
    }

    /// <summary>Opens a prepared account, with its card; guests' orders with the e-mail, which is proved, come onto it. Called within a write.</summary>
    /// <exception cref="Refusal"><c>account.phone</c> when the phone is on as many accounts as it may; <c>account.email</c> when the e-mail has one.</exception>
    public static async Task OpenAsync(ShopDb db, UserManager<Person> people, Person person, DateTimeOffset at, CancellationToken ct)
    {
        if (person.PhoneNumber is { } phone && await db.Users.CountAsync(p => p.PhoneNumber == phone, ct) >= MostClaims)
            throw new Refusal("account.phone", "No further account can be opened with this number. Sign in, or write to us.") { On = "Form.Phone" };
        if (person.Email is { } email && (await FoundByAsync(db, email, ct)).Count > 0)
            throw new Refusal("account.email", "This e-mail has an account here. Sign in with it.");
        var made = await people.CreateAsync(person);
        if (!made.Succeeded) throw new InvalidOperationException(string.Join(' ', made.Errors.Select(e => e.Description)));
        var card = await CustomerCards.OfPersonAsync(db, person.Id, person.Name, at, ct);
        if (person.Email is not null) await CustomerCards.JoinAsync(db, card, null, person.Email, ct);
    }

    /// <summary>A wrong password: every account it may have been meant for counts it, in one write however many try at once, and rests after <see cref="MostWrong"/>.
    /// Where there is none, a row is written as it is: a disk takes its time for both.</summary>
    public static Task CountWrongAsync(ShopDb db, IReadOnlyCollection<long> ids, DateTimeOffset at, CancellationToken ct) => db.WriteAsync(async () =>
    {
        if (ids.Count == 0)
        {
            await db.Users.Where(p => p.Id == db.Users.Min(u => u.Id)).ExecuteUpdateAsync(set => set.SetProperty(p => p.AccessFailedCount, p => p.AccessFailedCount), ct);
            return;
        }

        await db.Users.Where(p => ids.Contains(p.Id)).ExecuteUpdateAsync(set => set.SetProperty(p => p.AccessFailedCount, p => p.AccessFailedCount + 1), ct);
        await db.Users.Where(p => ids.Contains(p.Id) && p.AccessFailedCount >= MostWrong).ExecuteUpdateAsync(set => set.SetProperty(p => p.AccessFailedCount, 0).SetProperty(p => p.LockoutEnd, at + Rest), ct);
    }, ct);
}
