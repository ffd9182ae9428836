// Notes every field of the catalogue that changes while a change set is open.
using System.Globalization;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Makola.Domain.History;

/// <summary>
/// Collects what <see cref="ShopDb.ChangeAsync"/> changes: fields of tracked records at each save, and levels that <see cref="StockRoom"/> moves.
/// A field changed twice is noted once, from the first value to the last.
/// </summary>
public sealed class Recorder
{
    /// <summary>The field of a stock item's level. It is taken back by a movement, not by a value.</summary>
    public const string Level = nameof(StockItem.OnHand);

    /// <summary>Whose fields are kept, and which of them are only copies or counters of others.</summary>
    private static readonly Dictionary<Type, HashSet<string>> Kept = new()
    {
        [typeof(Product)] =
        [
            nameof(Product.PriceFrom), nameof(Product.PriceTo), nameof(Product.WasFrom), nameof(Product.OnlyVariantId), nameof(Product.InStock), nameof(Product.Popularity),
            nameof(Product.Version), nameof(Product.CreatedAt), nameof(Product.UpdatedAt), nameof(Product.CoverPath), nameof(Product.CoverWidth), nameof(Product.CoverHeight),
        ],
        [typeof(Variant)] = [nameof(Variant.ProductId)],
        [typeof(Category)] = [nameof(Aisle.Version)],
        [typeof(Collection)] = [nameof(Aisle.Version), nameof(Collection.AsOf)],
        [typeof(Brand)] = [nameof(Brand.Version)],
        [typeof(Redirect)] = [],
        [typeof(SynonymGroup)] = [],
        [typeof(ContentPage)] = [nameof(ContentPage.Version)],
        [typeof(Storefront)] = [nameof(Storefront.Version)],
        [typeof(StockItem)] = [nameof(StockItem.OnHand), nameof(StockItem.Reserved), nameof(StockItem.Moves)],
    };

    private readonly OrderedDictionary<(string Record, long Id, string Field), (string? Old, string? New)> changes = [];
    private readonly List<EntityEntry> made = [];

    /// <summary>True for records whose fields are kept.</summary>
    internal static bool Keeps(Type record) => Kept.ContainsKey(record);

    /// <summary>What is done, in words, where only the work itself knows it: how many it came to. Null leaves what was said before.</summary>
    public string? Text { get; set; }

    /// <summary>Notes a change by hand: one the change tracker does not see.</summary>
    public void Note(string record, long id, string field, string? old, string? now)
    {
        var key = (record, id, field);
        if (changes.TryGetValue(key, out var before)) old = before.Old;
        if (old == now && field.Length > 0) changes.Remove(key);
        else changes[key] = (old, now);
    }

    /// <summary>What was noted, as rows of a change set.</summary>
    public List<FieldChange> RowsOf(long changeSetId)
    {
        NoteMade();
        return [.. changes.Select((c, i) => new FieldChange
        {
            ChangeSetId = changeSetId, Seq = i + 1, Record = c.Key.Record, RecordId = c.Key.Id, Field = c.Key.Field, Old = c.Value.Old, New = c.Value.New,
        })];
    }

    /// <summary>How many fields changed so far.</summary>
    public int Count
    {
        get
        {
            NoteMade();
            return changes.Count;
        }
    }

    /// <summary>Looks at what is about to be saved.</summary>
    internal void Look(ChangeTracker tracker)
    {
        foreach (var entry in tracker.Entries())
        {
            if (entry.Metadata.GetTableName() == "ProductCategories" && entry.State is EntityState.Added or EntityState.Deleted) NoteLink(entry);
            if (!Kept.TryGetValue(entry.Metadata.ClrType, out var copies)) continue;
            if (entry.State == EntityState.Added && entry.Entity is not StockItem) made.Add(entry);
            if (entry.State == EntityState.Deleted) Note(entry.Metadata.ClrType.Name, KeyOf(entry), "", RowOf(entry), null);
            if (entry.State != EntityState.Modified) continue;
            foreach (var property in entry.Properties)
            {
                var (name, kept) = (property.Metadata.Name, property.Metadata);
                if (property.IsModified && !kept.IsPrimaryKey() && !copies.Contains(name))
                    Note(entry.Metadata.ClrType.Name, KeyOf(entry), name, TextOf(kept, property.OriginalValue), TextOf(kept, property.CurrentValue));
            }
        }
    }

    /// <summary>New records have their key only once they are saved. The variants a new product begins with are part of it.</summary>
    private void NoteMade()
    {
        var products = made.Select(entry => entry.Entity).OfType<Product>().ToHashSet();
        foreach (var entry in made.Where(entry => entry.Entity is not Variant variant || !products.Contains(variant.Product)))
            Note(entry.Metadata.ClrType.Name, KeyOf(entry), "", null, entry.Entity switch { Product p => p.Name, Variant v => v.Sku, Aisle a => a.Name, Brand b => b.Name, Redirect r => r.From, ContentPage p => p.Name, SynonymGroup g => g.Line, _ => "" });
        made.Clear();
    }

    /// <summary>A product's other categories are rows of their own; one that came or went is a field of the product.</summary>
    private void NoteLink(EntityEntry entry)
    {
        var category = ((long)entry.Property("CategoryId").CurrentValue!).ToString(CultureInfo.InvariantCulture);
        var added = entry.State == EntityState.Added;
        Note(nameof(Product), (long)entry.Property("ProductId").CurrentValue!, $"{nameof(Product.OtherCategories)}/{category}", added ? null : category, added ? category : null);
    }

    /// <summary>A row that goes, column by column, so that <see cref="Undo"/> can put it back.</summary>
    private static string RowOf(EntityEntry entry) => System.Text.Json.JsonSerializer.Serialize(
        entry.Properties.ToDictionary(p => p.Metadata.GetColumnName(), p => p.Metadata.GetTypeMapping().Converter?.ConvertToProvider(p.OriginalValue) ?? p.OriginalValue));

    private static long KeyOf(EntityEntry entry) => (long)entry.Property(entry.Metadata.FindPrimaryKey()!.Properties[0].Name).CurrentValue!;

    /// <summary>A value as the database keeps it, as text.</summary>
    internal static string? TextOf(IProperty property, object? value) => (property.GetTypeMapping().Converter?.ConvertToProvider(value) ?? value) switch
    {
        null => null,
        bool yes => yes ? "1" : "0",
        var kept => Convert.ToString(kept, CultureInfo.InvariantCulture),
    };
}
