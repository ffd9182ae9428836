// The log of staff's deeds: who did what, when and from where, with every value before and after. Each entry is sealed onto the one before it.
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Makola.Domain.History;

/// <summary>Who does something, from where, and what it is: told to the unit of work before it writes (<see cref="ShopDb.Deed"/>).</summary>
/// <param name="By">Who does it.</param>
/// <param name="What">What is done, in words: "Order: pack".</param>
/// <param name="At">When.</param>
/// <param name="Page">Path of the page it is done on: <c>/office/orders/1042</c>; null on the command line.</param>
/// <param name="From">IP address it comes from; null on the command line.</param>
/// <param name="Request">Id of the request, as the console's log has it.</param>
public sealed record Deed(Actor By, string What, DateTimeOffset At, string? Page = null, string? From = null, string? Request = null);

/// <summary>A value of a record before and after.</summary>
/// <param name="Record">Kind of record: <c>Order</c>, <c>ShopSettings</c> …</param>
/// <param name="Key">Its key; parts of a composite one are joined by a slash.</param>
/// <param name="Field">Name of the field; empty for a record that went.</param>
/// <param name="Old">Value before, as the database keeps it; null for none.</param>
/// <param name="New">Value afterwards; null for none.</param>
public sealed record SeenChange(string Record, string Key, string Field, string? Old, string? New);

/// <summary>
/// One deed of staff. Append-only: the database refuses to change or delete a row, and <see cref="Books"/> proves that nobody went around it. Who owns the
/// file could write the whole log anew; so its head (<see cref="Head"/>) leaves the house in the names of backups and in the daily mail.
/// </summary>
public sealed partial class AuditEntry
{
    /// <summary>Longest text of a deed.</summary>
    public const int LongestText = 200;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>1, 2, 3 … without gaps.</summary>
    public long Seq { get; private init; }

    /// <summary>When, UTC.</summary>
    public DateTimeOffset At { get; private init; }

    /// <summary>Who.</summary>
    public Actor By { get; private init; }

    /// <summary>The Identity user who did it; null for a command.</summary>
    public long? PersonId { get; private init; }

    /// <summary>What, in words, up to 200 characters.</summary>
    public string What { get; private init; } = "";

    /// <summary>Part of the back office it was done in, the second part of <see cref="Page"/>: <c>orders</c>; empty on the command line.</summary>
    public string Area { get; private init; } = "";

    /// <summary>Path of the page it was done on.</summary>
    public string? Page { get; private init; }

    /// <summary>IP address it came from.</summary>
    public string? From { get; private init; }

    /// <summary>Id of the request.</summary>
    public string? Request { get; private init; }

    /// <summary>The values it changed, a JSON list of <see cref="SeenChange"/>; those of <see cref="ChangeSetId"/> are there.</summary>
    public string Changes { get; private init; } = "[]";

    /// <summary>How many more values it changed than <see cref="Changes"/> names.</summary>
    public int More { get; private init; }

    /// <summary>The change set with the values of goods and content it changed; null when there is none.</summary>
    public long? ChangeSetId { get; private init; }

    /// <summary>SHA-256 over the rows of the change set (<see cref="DigestOf"/>); null without one.</summary>
    public string? Digest { get; private init; }

    /// <summary>SHA-256 over the entry before and everything in this one: 64 hexadecimal digits.</summary>
    public string Hash { get; private set; } = "";

    /// <summary>Where the log ends, short enough for a file's name: <c>41-ab12cd34ef56</c>.</summary>
    public string Head => $"{Seq}-{Hash[..12]}";

    /// <summary>The head at the end of a text such as a backup's name; null when there is none.</summary>
    public static string? HeadIn(string text) => HeadPattern().Match(text) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>Writes the next entry.</summary>
    /// <param name="before">The last one; null for the first.</param>
    /// <param name="deed">Who does what.</param>
    /// <param name="changes">What changed besides goods and content.</param>
    /// <param name="more">How many more values changed.</param>
    /// <param name="set">The change set it left, if any, and the digest of its rows.</param>
    public static AuditEntry After(AuditEntry? before, Deed deed, IReadOnlyList<SeenChange> changes, int more, (ChangeSet Set, string Digest)? set)
    {
        var what = set?.Set.Text ?? deed.What;
        var entry = new AuditEntry
        {
            Seq = (before?.Seq ?? 0) + 1,
            // Milliseconds: what the database keeps.
            At = DateTimeOffset.FromUnixTimeMilliseconds(deed.At.ToUnixTimeMilliseconds()),
            By = deed.By, PersonId = deed.By.PersonId,
            What = what.Length > LongestText ? what[..LongestText] : what,
            Area = deed.Page?.Split('/', 4) is [_, "office", var area, ..] ? area : "",
            Page = deed.Page, From = deed.From, Request = deed.Request,
            Changes = JsonSerializer.Serialize(changes.Select(c => new[] { c.Record, c.Key, c.Field, c.Old, c.New }), Plain), More = more,
            ChangeSetId = set?.Set.Id, Digest = set?.Digest,
        };
        entry.Hash = entry.HashAfter(before?.Hash);
        return entry;
    }

    /// <summary>The hash this entry must have behind that one.</summary>
    /// <param name="before">Hash of the entry before; null for the first.</param>
    public string HashAfter(string? before) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new object?[]
    {
        before, Seq, At.ToUnixTimeMilliseconds(), By.ToString(), PersonId, What, Area, Page, From, Request, Changes, More, ChangeSetId, Digest,
    }, Plain)));

    /// <summary>The values it changed, as they were noted.</summary>
    public IReadOnlyList<SeenChange> Seen() => [.. JsonSerializer.Deserialize<string?[][]>(Changes)!.Select(c => new SeenChange(c[0]!, c[1]!, c[2]!, c[3], c[4]))];

    /// <summary>SHA-256 over a change set and its rows in their order.</summary>
    public static string DigestOf(ChangeSet set, IEnumerable<FieldChange> rows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(new object?[] { set.Id, set.Text, set.By.ToString(), set.At.ToUnixTimeMilliseconds(), set.Fields, set.Undoes }, Plain));
        // Without NUL, as the rows are kept.
        static string? Kept(string? value) => value?.Replace("\0", "", StringComparison.Ordinal);
        foreach (var row in rows) hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(new object?[] { row.Seq, row.Record, row.RecordId, row.Field, Kept(row.Old), Kept(row.New) }, Plain));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    [GeneratedRegex(@"(?:^|log)(\d+-[0-9a-f]{12})(?:\.zip)?$")]
    private static partial Regex HeadPattern();
}
