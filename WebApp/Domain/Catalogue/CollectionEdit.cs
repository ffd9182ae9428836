// A collection as staff write it: checked as a whole, saved as one change that can be taken back.
namespace Makola.Domain.Catalogue;

/// <summary>What staff write of a collection.</summary>
public sealed record CollectionEdit
{
    /// <summary>See <see cref="Aisle.Name"/>.</summary>
    public required string Name { get; init; }

    /// <summary>See <see cref="Aisle.Slug"/>; null keeps it, or makes one of the name.</summary>
    public string? Slug { get; init; }

    /// <summary>See <see cref="Aisle.Text"/>.</summary>
    public string Text { get; init; } = "";

    /// <summary>See <see cref="Aisle.Emblem"/>.</summary>
    public string? Emblem { get; init; }

    /// <summary>See <see cref="Collection.Shown"/>.</summary>
    public bool Shown { get; init; }

    /// <summary>What goods must meet; null when they are chosen by hand.</summary>
    public CollectionRule? Rule { get; init; }

    /// <summary>Keys of the goods chosen by hand, in their order.</summary>
    public IReadOnlyList<long> Goods { get; init; } = [];

    /// <summary>Makes a new collection, the last of all.</summary>
    /// <exception cref="Refusal">See <see cref="SaveAsync"/>.</exception>
    public async Task<Collection> CreateAsync(ShopDb db, Actor by, DateTimeOffset at, CancellationToken ct)
    {
        RefuseBad();
        var collection = new Collection { Name = Name, Slug = "" };
        await db.ChangeAsync($"Collection {Name}: made", by, at, async () =>
        {
            collection.Slug = await CategoryEdit.NewSlugAsync(db.Aisles.Select(a => a.Slug), Slug, Name, ct);
            collection.Position = (await db.Collections.MaxAsync(c => (int?)c.Position, ct) ?? 0) + 1;
            db.Collections.Add(collection);
            await WriteAsync(db, collection, at, ct);
        }, ct);
        return collection;
    }

    /// <summary>Saves a collection and puts its goods together.</summary>
    /// <returns>What changed; null for nothing.</returns>
    /// <exception cref="Refusal"><c>collection.none</c>, <c>edit.changed</c>, <c>collection.goods</c>, <c>rule.…</c>, <c>slug.taken</c>, and one for each field that is wrong.</exception>
    public Task<ChangeSet?> SaveAsync(ShopDb db, long id, int version, Actor by, DateTimeOffset at, CancellationToken ct) => db.ChangeAsync($"Collection {Name}: edited", by, at, async () =>
    {
        var collection = await FindAsync(db, id, ct);
        if (collection.Version != version) throw CategoryEdit.Changed();
        RefuseBad();
        if (Slug is not null) await Slugs.RenameAsync(db, collection, Slug, ct);
        await WriteAsync(db, collection, at, ct);
    }, ct);

    /// <summary>Deletes a collection; its goods stay what they are, its address leads to the first page.</summary>
    public static Task DeleteAsync(ShopDb db, long id, Actor by, DateTimeOffset at, CancellationToken ct) => db.WriteAsync(async () =>
    {
        var collection = await FindAsync(db, id, ct);
        await db.ChangeAsync($"Collection {collection.Name}: deleted", by, at, async () =>
        {
            db.Collections.Remove(collection);
            await db.SaveChangesAsync(ct);
            await Slugs.LeadAsync(db, $"/c/{collection.Slug}", "/", ct);
            db.Changed.Add(Change.Catalogue);
        }, ct);
    }, ct);

    /// <summary>Puts a product into collections by hand, at their end, and takes it out of all others by hand; within the caller's change.</summary>
    /// <param name="db">The shop.</param>
    /// <param name="product">The product.</param>
    /// <param name="wanted">Keys of the collections it is to be in.</param>
    /// <param name="ct">Stops the work.</param>
    internal static async Task PutAsync(ShopDb db, long product, IReadOnlyCollection<long> wanted, CancellationToken ct)
    {
        foreach (var collection in (await db.Collections.ToListAsync(ct)).Where(c => c.IsByHand && c.Goods.Contains(product) != wanted.Contains(c.Id)))
        {
            if (!collection.Goods.Remove(product)) collection.Goods.Add(product);
            if (collection.Goods.Count > Collection.MostGoods) throw TooMany();
        }
    }

    private async Task WriteAsync(ShopDb db, Collection collection, DateTimeOffset at, CancellationToken ct)
    {
        (collection.Name, collection.Text, collection.Emblem, collection.Shown) = (Name, Text, Emblem, Shown);
        collection.Rule = Rule ?? new();
        if (Rule is null) collection.Goods = [.. Goods.Distinct()];
        // Time only goes on: what has grown old does not come back when the clock is set back.
        if (at > collection.AsOf) collection.AsOf = at;
        await db.SaveChangesAsync(ct);
        await Shelves.GatherAsync(db, [collection.Id], ct);
    }

    private void RefuseBad()
    {
        CategoryEdit.RefuseBad(Name, Text);
        Rule?.RefuseBad();
        if (Goods.Count > Collection.MostGoods) throw TooMany();
    }

    private static Refusal TooMany() => new("collection.goods", "At most {0} goods chosen by hand.", Collection.MostGoods);

    private static async Task<Collection> FindAsync(ShopDb db, long id, CancellationToken ct) =>
        await db.Collections.SingleOrDefaultAsync(c => c.Id == id, ct) ?? throw new Refusal("collection.none", "There is no such collection.") { Status = 404 };
}
