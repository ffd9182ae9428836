// The one file a whole shop fits into: an ordinary ZIP that anybody can open, with a list of what is in it and a seal over every byte.
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Makola.Data.Backups;

/// <summary>A shop in figures, to recognise it by.</summary>
/// <param name="Name">The shop's name.</param>
/// <param name="Products">Goods, put-away ones too.</param>
/// <param name="Orders">Orders of all states.</param>
/// <param name="LastOrder">Number of the newest; null without orders.</param>
/// <param name="LastOrderAt">When it was placed.</param>
/// <param name="Staff">E-mails of those who can sign in.</param>
public sealed record ShopFigures(string Name, int Products, int Orders, long? LastOrder, DateTimeOffset? LastOrderAt, IReadOnlyList<string> Staff)
{
    /// <summary>Reads them from a database of an older program, by what has been in all of them.</summary>
    public static ShopFigures ReadOld(Microsoft.Data.Sqlite.SqliteConnection old)
    {
        using var command = old.CreateCommand();
        command.CommandText = "SELECT (SELECT Name FROM Settings), (SELECT count(*) FROM Products), (SELECT count(*) FROM Orders), (SELECT max(Number) FROM Orders), (SELECT PlacedAt FROM Orders ORDER BY Number DESC LIMIT 1)";
        using var row = command.ExecuteReader();
        row.Read();
        return new(row.GetString(0), row.GetInt32(1), row.GetInt32(2), row.IsDBNull(3) ? null : row.GetInt64(3), row.IsDBNull(4) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)), []);
    }

    /// <summary>Reads them: four queries.</summary>
    public static async Task<ShopFigures> ReadAsync(ShopDb db, CancellationToken ct)
    {
        var last = await db.Orders.OrderByDescending(o => o.Number).Select(o => new { o.Number, o.PlacedAt }).FirstOrDefaultAsync(ct);
        return new(
            await db.Settings.Select(s => s.Name).SingleAsync(ct), await db.Products.CountAsync(ct), await db.Orders.CountAsync(ct), last?.Number, last?.PlacedAt,
            await db.Users.OrderBy(u => u.Id).Take(20).Select(u => u.Email ?? "").ToListAsync(ct));
    }
}

/// <summary>One file in a backup.</summary>
/// <param name="Path">Below the data folder, with slashes.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Of its bytes, in hexadecimal.</param>
public sealed record BackupEntry(string Path, long Bytes, string Sha256);

/// <summary>What a backup says of itself: <c>manifest.json</c> in the file.</summary>
/// <param name="Format">Always <see cref="BackupFile.Format"/>.</param>
/// <param name="MadeAt">The moment it shows.</param>
/// <param name="Migration">The last migration of its database.</param>
/// <param name="Shop">Whose it is.</param>
/// <param name="Differences">How many differences its Books had; 0 in a sound shop.</param>
/// <param name="Files">What is in it.</param>
public sealed record BackupManifest(string Format, DateTimeOffset MadeAt, string Migration, ShopFigures Shop, int Differences, IReadOnlyList<BackupEntry> Files);

/// <summary>
/// Reads and seals backup files. The archive's comment is <c>sha256:</c> and the hash of every byte before those 64 digits, so that a single flipped
/// bit anywhere is found before anything is believed.
/// </summary>
public static partial class BackupFile
{
    /// <summary>The format this program writes and reads.</summary>
    public const string Format = "makola-backup/1";

    /// <summary>Name of the list of contents.</summary>
    public const string ManifestName = "manifest.json";

    /// <summary>Name of the database, in the archive and in the data folder.</summary>
    public const string Database = "shop.db";

    /// <summary>Folders that belong to a shop beside its database.</summary>
    public static readonly IReadOnlyList<string> Folders = ["pictures", "keys"];

    private const string Mark = "sha256:";
    private const int Digits = 64;

    /// <summary>The archive's comment before it is sealed.</summary>
    public static string BlankSeal => Mark + new string('0', Digits);

    /// <summary>Writes the seal over a whole archive into its last bytes, and everything to the disk.</summary>
    public static async Task SealAsync(FileStream file, CancellationToken ct)
    {
        var seal = await HashAsync(file, file.Length - Digits, ct);
        file.Position = file.Length - Digits;
        await file.WriteAsync(Encoding.ASCII.GetBytes(seal), ct);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Opens a backup after proving that no byte of it has changed.</summary>
    /// <param name="file">A readable, seekable file; stays the caller's.</param>
    /// <param name="ct">Stops the reading.</param>
    /// <returns>The archive, and what it says of itself.</returns>
    /// <exception cref="Refusal"><c>backup.foreign</c>, <c>backup.cut</c>, <c>backup.damaged</c> or <c>backup.newer</c>, with the reason.</exception>
    public static async Task<(ZipArchive Archive, BackupManifest Manifest)> OpenAsync(FileStream file, CancellationToken ct)
    {
        var seal = new byte[Mark.Length + Digits];
        var first = new byte[4];
        file.Position = 0;
        if (file.Length < seal.Length || await file.ReadAtLeastAsync(first, 4, throwOnEndOfStream: false, ct) < 4 || !first.AsSpan().SequenceEqual("PK\u0003\u0004"u8))
            throw new Refusal("backup.foreign", "This file is not a backup of a shop. Choose one that “Backup” made; its name ends in .zip.");
        file.Position = file.Length - seal.Length;
        await file.ReadExactlyAsync(seal, ct);
        var text = Encoding.ASCII.GetString(seal);
        if (!text.StartsWith(Mark, StringComparison.Ordinal))
            throw new Refusal("backup.cut", "This file is not a whole backup: its end is missing. It was not copied or downloaded to its end, or it is another kind of ZIP file. Copy it again.");
        if (!string.Equals(await HashAsync(file, file.Length - Digits, ct), text[Mark.Length..], StringComparison.Ordinal))
            throw new Refusal("backup.damaged", "This backup is damaged: its bytes are not those that were written. Copy it again from where it was kept, or take another one.");

        try
        {
            file.Position = 0;
            var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            var entry = archive.GetEntry(ManifestName) ?? throw new InvalidDataException("It has no list of contents.");
            await using var list = await entry.OpenAsync(ct);
            var manifest = await JsonSerializer.DeserializeAsync<BackupManifest>(list, Json, ct) ?? throw new InvalidDataException("Its list of contents is empty.");
            if (manifest.Format != Format) throw new Refusal("backup.newer", "This backup is of another kind ({0}) than this program reads ({1}). Update the program first.", manifest.Format, Format);
            if (manifest.Files.FirstOrDefault(f => !Belongs().IsMatch(f.Path)) is { } foreign) throw new InvalidDataException($"“{foreign.Path}” does not belong into a shop.");
            if (manifest.Files.All(f => f.Path != Database)) throw new InvalidDataException("It has no database.");
            return (archive, manifest);
        }
        catch (Exception fault) when (fault is InvalidDataException or JsonException or NotSupportedException)
        {
            throw new Refusal("backup.foreign", "This file is not a backup of a shop. {0}", fault.Message);
        }
    }

    /// <summary>How the list of contents is written.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true, MaxDepth = 8 };

    private static async Task<string> HashAsync(FileStream file, long length, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[256 * 1024];
        file.Position = 0;
        while (length > 0)
        {
            var read = await file.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, length)), ct);
            if (read == 0) throw new EndOfStreamException();
            hash.AppendData(buffer, 0, read);
            length -= read;
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // No dots but one before the ending: such a name cannot leave its folder.
    [GeneratedRegex(@"^(shop\.db|(pictures|keys)/[A-Za-z0-9_-]{1,120}\.[a-z0-9]{1,8})$")]
    private static partial Regex Belongs();
}
