// Proving a phone without SMS: the shop shows a code, the customer sends it from that phone by WhatsApp or calls, and staff say that it came.
using System.Globalization;
using System.Security.Cryptography;

namespace Makola.Domain.Customers;

/// <summary>A phone that waits for staff to say that its code came from it.</summary>
/// <param name="Id">Key of the proof.</param>
/// <param name="PersonId">The account that asked.</param>
/// <param name="Name">Whose account it is.</param>
/// <param name="Phone">E.164, not proved.</param>
/// <param name="Code">Six digits.</param>
/// <param name="At">When it was asked for.</param>
/// <param name="CardId">The account's card; null before it has one.</param>
public sealed record PhoneToConfirm(long Id, long PersonId, string Name, string Phone, string Code, DateTimeOffset At, long? CardId);

/// <summary>Phones of accounts: asked for by their holders, confirmed by staff. Until then a number opens nothing.</summary>
public static class PhoneProofs
{
    /// <summary>Most phones that are listed as waiting.</summary>
    public const int MostListed = 100;

    /// <summary>An account asks for a code that it will send from a phone. An earlier one of the account counts no longer.</summary>
    /// <param name="db">The shop.</param>
    /// <param name="personId">The account.</param>
    /// <param name="phone">E.164, as <see cref="PhoneNumber.Read"/> gives it.</param>
    /// <param name="at">When.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>Six digits, good for <see cref="ContactProof.PhoneGood"/>.</returns>
    public static Task<string> AskAsync(ShopDb db, long personId, string phone, DateTimeOffset at, CancellationToken ct) => db.WriteAsync(async () =>
    {
        var code = RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);
        await db.ContactProofs.Where(p => p.PersonId == personId && p.Kind == ProofKind.Phone).ExecuteDeleteAsync(ct);
        db.ContactProofs.Add(new ContactProof { Kind = ProofKind.Phone, Secret = code, Contact = phone, PersonId = personId, At = at });
        return code;
    }, ct);

    /// <summary>
    /// Staff say that the code came from the phone: it is the account's, and what a guest ordered with it comes onto the account's card.
    /// </summary>
    /// <returns>The account's card.</returns>
    /// <exception cref="Refusal"><c>phone.none</c>, <c>phone.old</c>, <c>phone.taken</c>.</exception>
    public static Task<long> ConfirmAsync(ShopDb db, long proofId, DateTimeOffset at, CancellationToken ct) => db.WriteAsync(async () =>
    {
        var proof = await RequireAsync(db, proofId, ct);
        if (at - proof.At > ContactProof.PhoneGood) throw new Refusal("phone.old", "This code is too old. Ask the customer to get a new one on the account’s page.") { Status = 409 };
        var (phone, personId) = (proof.Contact, proof.PersonId!.Value);
        if (await db.Users.AnyAsync(u => u.PhoneNumber == phone && u.PhoneNumberConfirmed && u.Id != personId, ct) || await db.Customers.AnyAsync(c => c.Phone == phone && c.PersonId != null && c.PersonId != personId, ct))
            throw new Refusal("phone.taken", "{0} is proved by another account already.", PhoneNumber.Show(phone)) { Status = 409 };

        foreach (var claimant in await db.Users.Where(u => u.PhoneNumber == phone && u.Id != personId).Take(1_000).ToListAsync(ct)) (claimant.PhoneNumber, claimant.ConcurrencyStamp) = (null, Guid.NewGuid().ToString());
        var person = await db.Users.SingleAsync(u => u.Id == personId, ct);
        (person.PhoneNumber, person.PhoneNumberConfirmed, person.ConcurrencyStamp) = (phone, true, Guid.NewGuid().ToString());
        db.ContactProofs.Remove(proof);
        await db.SaveChangesAsync(ct);
        var card = await CustomerCards.OfPersonAsync(db, personId, person.Name.Length > 0 ? person.Name : PhoneNumber.Show(phone), at, ct);
        await CustomerCards.JoinAsync(db, card, phone, null, ct);
        return card;
    }, ct);

    /// <summary>Staff say that it did not: the code counts no longer.</summary>
    /// <exception cref="Refusal"><c>phone.none</c>.</exception>
    public static Task RejectAsync(ShopDb db, long proofId, CancellationToken ct) => db.WriteAsync(async () => db.ContactProofs.Remove(await RequireAsync(db, proofId, ct)), ct);

    /// <summary>Proofs that staff can still confirm.</summary>
    public static IQueryable<ContactProof> PhonesWaiting(this IQueryable<ContactProof> proofs, DateTimeOffset now)
    {
        var oldest = now - ContactProof.PhoneGood;
        return proofs.Where(p => p.Kind == ProofKind.Phone && p.At >= oldest && p.PersonId != null);
    }

    /// <summary>The phones that wait, the one that was asked first at the top.</summary>
    /// <param name="db">The shop.</param>
    /// <param name="now">The time.</param>
    /// <param name="personId">Only of this account; null for all.</param>
    /// <param name="ct">Stops it.</param>
    public static Task<List<PhoneToConfirm>> ListAsync(ShopDb db, DateTimeOffset now, long? personId, CancellationToken ct) => db.ContactProofs.PhonesWaiting(now)
        .Where(p => personId == null || p.PersonId == personId).OrderBy(p => p.At).ThenBy(p => p.Id).Take(MostListed)
        .Select(p => new PhoneToConfirm(p.Id, p.PersonId!.Value, db.Users.Where(u => u.Id == p.PersonId).Select(u => u.Name).First(), p.Contact, p.Secret, p.At,
            db.Customers.Where(c => c.PersonId == p.PersonId).Select(c => (long?)c.Id).FirstOrDefault())).ToListAsync(ct);

    private static async Task<ContactProof> RequireAsync(ShopDb db, long id, CancellationToken ct) =>
        await db.ContactProofs.SingleOrDefaultAsync(p => p.Id == id && p.Kind == ProofKind.Phone && p.PersonId != null, ct)
        ?? throw new Refusal("phone.none", "This phone waits no longer: it was confirmed already, or a newer code was asked for.") { Status = 404 };
}
