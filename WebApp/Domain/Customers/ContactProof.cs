// Proving that an e-mail or a phone is one's own.
namespace Makola.Domain.Customers;

/// <summary>What a proof is for.</summary>
public enum ProofKind
{
    /// <summary>A link to the mailbox; an account is made behind it.</summary>
    SignUp,

    /// <summary>A code to the mailbox of an account, to sign in with.</summary>
    SignIn,

    /// <summary>A link to a new e-mail of an account.</summary>
    Email,

    /// <summary>A code that comes back to the shop from the phone: by WhatsApp or by a call, and staff say that it did.</summary>
    Phone,
}

/// <summary>A secret that went to a mailbox, or must come from a phone, and counts once.</summary>
public sealed class ContactProof
{
    /// <summary>Wrong codes after which it is void.</summary>
    public const int MostTries = 5;

    /// <summary>Digits of a code that is mailed.</summary>
    public const int Digits = 8;

    /// <summary>How long a code is good, a link, and a code that staff are to confirm.</summary>
    public static readonly TimeSpan CodeGood = TimeSpan.FromMinutes(10), LinkGood = TimeSpan.FromHours(24), PhoneGood = TimeSpan.FromDays(3);

    /// <summary>Database key.</summary>
    public long Id { get; private set; }

    /// <summary>What for.</summary>
    public required ProofKind Kind { get; init; }

    /// <summary>Hash of the link's secret or of the code; of a phone's code the code itself, which staff read.</summary>
    public required string Secret { get; init; }

    /// <summary>The e-mail or phone that is proved.</summary>
    public required string Contact { get; init; }

    /// <summary>The account that asked; null while there is none.</summary>
    public long? PersonId { get; init; }

    /// <summary>Wrong codes so far.</summary>
    public int Tries { get; private set; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What is kept of a code: bound to whose it is.</summary>
    public static string HashOf(long personId, string code) => SecretToken.Hash($"{personId}:{code}");

    /// <summary>True while the secret counts.</summary>
    public bool IsGood(DateTimeOffset now) => Tries < MostTries && now - At < (Kind switch { ProofKind.SignIn => CodeGood, ProofKind.Phone => PhoneGood, _ => LinkGood });

    /// <summary>Tries a code: true when it is the one; a wrong one counts.</summary>
    /// <param name="secret">Its hash.</param>
    public bool Try(string secret)
    {
        if (System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(System.Text.Encoding.UTF8.GetBytes(secret), System.Text.Encoding.UTF8.GetBytes(Secret))) return true;
        Tries++;
        return false;
    }

    /// <summary>Tries the newest code a person asked for to sign in with; the right one is used up.</summary>
    public static Task<bool> TryCodeAsync(ShopDb db, long personId, string code, DateTimeOffset now, CancellationToken ct) => db.WriteAsync(async () =>
    {
        var proof = await db.ContactProofs.Where(p => p.PersonId == personId && p.Kind == ProofKind.SignIn).OrderByDescending(p => p.Id).FirstOrDefaultAsync(ct);
        if (proof is null || !proof.IsGood(now) || !proof.Try(HashOf(personId, code))) return false;
        db.ContactProofs.Remove(proof);
        return true;
    }, ct);
}
