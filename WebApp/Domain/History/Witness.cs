// Sees every value that is saved while staff do something.
using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Makola.Domain.History;

/// <summary>
/// Collects, for the log, what a deed changes: every field of every record that is saved. What <see cref="Recorder"/> keeps meanwhile, it leaves to it.
/// Secrets are noted as changed, never as they are.
/// </summary>
public sealed class Witness
{
    /// <summary>Stands for a value nobody is to read.</summary>
    public const string Secret = "•••";

    /// <summary>Most values that are named; more are counted.</summary>
    private const int MostNamed = 500;

    /// <summary>Records that only copy or number others, or are kept for good elsewhere.</summary>
    private static readonly HashSet<Type> Passed =
        [typeof(Counter), typeof(Cart), typeof(CartLine), typeof(ShelfPlace), typeof(FilterValue), typeof(PictureUse), typeof(StockMovement), typeof(ChangeSet), typeof(FieldChange), typeof(AuditEntry)];

    /// <summary>Fields that say nothing, or what the entry says itself.</summary>
    private static readonly HashSet<string> Mute = new(StringComparer.Ordinal)
    {
        "Version", "ConcurrencyStamp", "SecurityStamp", "NormalizedName", "NormalizedEmail", "NormalizedUserName", "SearchText", "UpdatedAt", "At", "By",
    };

    private readonly OrderedDictionary<(string Record, string Key, string Field), (string? Old, string? New)> seen = [];
    private readonly HashSet<object> made = new(ReferenceEqualityComparer.Instance);
    private readonly List<EntityEntry> fresh = [];

    /// <summary>How many values changed besides those <see cref="Take"/> gives.</summary>
    public int More { get; private set; }

    /// <summary>What was seen so far.</summary>
    public IReadOnlyList<SeenChange> Take()
    {
        foreach (var entry in fresh) NoteMade(entry);
        fresh.Clear();
        return [.. seen.Select(c => new SeenChange(c.Key.Record, c.Key.Key, c.Key.Field, c.Value.Old, c.Value.New))];
    }

    /// <summary>Looks at what is about to be saved.</summary>
    /// <param name="tracker">What is tracked.</param>
    /// <param name="recording">True while a <see cref="Recorder"/> keeps goods and content.</param>
    internal void Look(ChangeTracker tracker, bool recording)
    {
        foreach (var entry in tracker.Entries())
        {
            if (entry.State is EntityState.Unchanged or EntityState.Detached || Passed.Contains(entry.Metadata.ClrType) || (recording && Recorder.Keeps(entry.Metadata.ClrType))) continue;
            if (entry.State == EntityState.Added)
            {
                // A new record has its key only once it is saved.
                if (made.Add(entry.Entity)) fresh.Add(entry);
            }
            else if (entry.State == EntityState.Deleted)
            {
                Note(entry, "", string.Join(" · ", entry.Properties.Where(IsTold).Select(p => Shown(p.Metadata, p.OriginalValue)).Where(v => v is { Length: > 0 and < 100 })), null);
            }
            else
            {
                foreach (var property in entry.Properties.Where(p => p.IsModified && IsTold(p)))
                    Note(entry, property.Metadata.Name, Shown(property.Metadata, property.OriginalValue), Shown(property.Metadata, property.CurrentValue), IsSecret(property.Metadata));
            }
        }
    }

    private void NoteMade(EntityEntry entry)
    {
        foreach (var property in entry.Properties.Where(p => IsTold(p) && !p.Metadata.IsPrimaryKey()))
            if (Shown(property.Metadata, property.CurrentValue) is { Length: > 0 } value and not "0") Note(entry, property.Metadata.Name, null, value);
        // A record that is nothing but a key, such as a role somebody has.
        if (entry.Properties.All(p => p.Metadata.IsPrimaryKey())) Note(entry, "", null, KeyOf(entry));
    }

    private void Note(EntityEntry entry, string field, string? old, string? now, bool evenIfSame = false)
    {
        var key = (entry.Metadata.ClrType.Name.Split('`')[0], KeyOf(entry), field);
        if (seen.TryGetValue(key, out var before)) old = before.Old;
        if (old == now && !evenIfSame) seen.Remove(key);
        else if (seen.Count < MostNamed || seen.ContainsKey(key)) seen[key] = (old, now);
        else More++;
    }

    private static bool IsTold(PropertyEntry property) => !Mute.Contains(property.Metadata.Name) && property.Metadata.ClrType != typeof(byte[]);

    private static bool IsSecret(IProperty property) =>
        property.Name.Contains("Password", StringComparison.Ordinal) || property.Name.Contains("Secret", StringComparison.Ordinal) || property.Name.Contains("Token", StringComparison.Ordinal)
        || (property.Name is nameof(Message.Text) or nameof(Message.Html) && property.DeclaringType.ClrType == typeof(Message)) || (property.Name == "Value" && property.DeclaringType.ClrType == typeof(IdentityUserToken<long>));

    private static string? Shown(IProperty property, object? value) => (value is DateTimeOffset at ? at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) : Recorder.TextOf(property, value)) is { Length: > 0 } text ? IsSecret(property) ? Secret : text : null;

    private static string KeyOf(EntityEntry entry) =>
        string.Join('/', entry.Metadata.FindPrimaryKey()!.Properties.Select(p => entry.Property(p).CurrentValue is byte[] bytes ? Convert.ToHexStringLower(bytes)[..16] : Convert.ToString(entry.Property(p).CurrentValue, CultureInfo.InvariantCulture)));
}
