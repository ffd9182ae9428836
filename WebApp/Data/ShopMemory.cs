// What every request needs and seldom changes, read once: settings, categories, filters, synonyms, and how the front is furnished.
using System.Collections.Concurrent;
using Makola.Data.Sqlite;

namespace Makola.Data;

/// <summary>Copies in memory of the settings, the category tree, each category's filters, the synonyms and the front; dropped when the <see cref="ChangeFeed"/> says they are stale.</summary>
public sealed class ShopMemory
{
    private readonly IDbContextFactory<ShopDb> factory;
    private Copies copies = new();

    /// <summary>Watches the feed from now on.</summary>
    public ShopMemory(IDbContextFactory<ShopDb> factory, ChangeFeed feed)
    {
        this.factory = factory;
        feed.Happened += changes =>
        {
            if (changes.Any(change => change.IsOfCopies)) copies = new();
        };
    }

    /// <summary>The shop's settings.</summary>
    public ValueTask<ShopSettings> SettingsAsync(CancellationToken ct = default)
    {
        var now = copies;
        return now.Settings is { } known ? new(known) : new(ReadAsync(async db => now.Settings = await db.Settings.AsNoTracking().SingleAsync(ct), ct));
    }

    /// <summary>The categories.</summary>
    public ValueTask<CategoryTree> CategoriesAsync(CancellationToken ct = default)
    {
        var now = copies;
        return now.Tree is { } known ? new(known) : new(ReadAsync(async db => now.Tree = await CategoryTree.LoadAsync(db, ct), ct));
    }

    /// <summary>The menus and the home page.</summary>
    public ValueTask<Front> FrontAsync(CancellationToken ct = default)
    {
        var now = copies;
        return now.Front is { } known ? new(known) : new(ReadAsync(async db => now.Front = await Front.LoadAsync(db, now.Tree ??= await CategoryTree.LoadAsync(db, ct), ct), ct));
    }

    /// <summary>What means the same when goods are looked for.</summary>
    public ValueTask<Synonyms> SynonymsAsync(CancellationToken ct = default)
    {
        var now = copies;
        return now.Synonyms is { } known ? new(known) : new(ReadAsync(async db => now.Synonyms = await Synonyms.LoadAsync(db, ct), ct));
    }

    /// <summary>What the list of a category can be filtered by.</summary>
    public ValueTask<Facets> FacetsAsync(long categoryId, CancellationToken ct = default)
    {
        var now = copies;
        return now.Facets.TryGetValue(categoryId, out var known) ? new(known) : new(ReadAsync(async db => now.Facets[categoryId] = await Facets.LoadAsync(db, categoryId, ct), ct));
    }

    private async Task<T> ReadAsync<T>(Func<ShopDb, Task<T>> read, CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        return await read(db);
    }

    /// <summary>One generation of copies. A slow reader fills the generation it began with, so it can never bring stale facts into a new one.</summary>
    private sealed class Copies
    {
        public volatile ShopSettings? Settings;
        public volatile CategoryTree? Tree;
        public volatile Front? Front;
        public volatile Synonyms? Synonyms;
        public readonly ConcurrentDictionary<long, Facets> Facets = [];
    }
}
