// Sample goods beside real ones: put in to practise with, and taken away again.
using System.Globalization;
using System.Text.Json;
using Bogus;

namespace Makola.Data.Seeds;

/// <summary>
/// Practice, on or off. What it puts in is noted (<see cref="SampleRecord"/>), and only that is taken away; real goods, real orders and settings made by
/// hand stay as they are.
/// </summary>
public static class Practice
{
    /// <summary>
    /// Fills an empty shop as <see cref="DemoShop.FillAsync"/> does. In a shop that has something already, only goods come, with their stock: past orders
    /// would need numbers, and those have no gaps and are given in the order of time.
    /// </summary>
    /// <returns>What was done, in a sentence.</returns>
    /// <exception cref="Refusal"><c>demo.there</c> when practice is on; <c>demo.currency</c> when prices are not in cedis.</exception>
    public static Task<string> TurnOnAsync(ShopDb db, TimeProvider clock, CancellationToken ct) => db.WriteAsync(async () =>
    {
        var settings = await db.Settings.SingleAsync(ct);
        if (settings.Demo) throw new Refusal("demo.there", "The sample goods are in the shop already.") { Status = 409 };
        if (settings.Currency != "GHS") throw new Refusal("demo.currency", "The sample goods’ prices are in cedis, and this shop’s are in {0}.", settings.Currency) { Status = 409 };
        if (!await db.Products.AnyAsync(ct) && !await db.Orders.AnyAsync(ct))
        {
            await DemoShop.FillAsync(db, clock, ct);
            var (goods, orders) = (await db.Products.CountAsync(ct), await db.Orders.CountAsync(ct));
            return string.Create(CultureInfo.InvariantCulture, $"{goods} sample goods and {orders} past orders are in the shop.");
        }

        var now = clock.GetUtcNow();
        var ids = (await PutAwayAsync(db, "Active", "Archived", now, ct)).ToList();
        var known = await KnownAsync(db, ct);
        var items = DemoGoods.Read().AddTo(db, new Randomizer(DemoShop.Seed), now, known);
        await db.SaveChangesAsync(ct);
        await StockRoom.MoveAsync(db, MovementKind.Receive, [.. items.Where(i => i.Left > 0).Select(i => new StockChange(i.Variant.Id, i.Left, 0))], "Sample goods", null, Actor.Shop("practice"), now, ct);
        await MarkAsync(db, [.. items.Select(i => i.Variant.ProductId).Distinct()], known, ct);
        settings.Demo = true;
        ids.AddRange(items.Select(i => i.Variant.ProductId).Distinct());
        await db.SaveChangesAsync(ct);
        await Shelves.ArrangeAsync(db, ids, ct);
        db.Changed.Add(Change.Settings);
        return string.Create(CultureInfo.InvariantCulture, $"{ids.Count} sample goods stand beside yours. There are no past orders with them: this shop has goods or orders of its own.");
    }, ct);

    /// <summary>
    /// Takes away what practice put in. Its orders go while no real order has a number behind theirs; its goods go unless an order that stays holds them,
    /// then they are archived; settings it made are as in a new shop again, unless somebody changed them.
    /// </summary>
    /// <returns>What was done, in a sentence or two.</returns>
    /// <exception cref="Refusal"><c>demo.none</c> when practice is off.</exception>
    public static Task<string> TurnOffAsync(ShopDb db, TimeProvider clock, CancellationToken ct) => db.WriteAsync(async () =>
    {
        var settings = await db.Settings.SingleAsync(ct);
        if (!settings.Demo) throw new Refusal("demo.none", "There are no sample goods in this shop.") { Status = 409 };

        var orders = await RemoveOrdersAsync(db, ct);
        var gone = await RemoveGoodsAsync(db, ct);
        var kept = await PutAwayAsync(db, "Archived", "Active", clock.GetUtcNow(), ct);
        await RemoveShelvesAsync(db, ct);
        Unfurnish(db, settings);
        await db.SaveChangesAsync(ct);
        await Shelves.ArrangeAsync(db, kept, ct);
        db.Changed.Add(Change.Settings);
        var stay = await db.SampleRecords.CountAsync(s => s.Record == nameof(Order), ct);
        return string.Create(CultureInfo.InvariantCulture, $"{gone} sample goods{(orders > 0 ? $" and {orders} past orders" : "")} are gone.")
            + (kept.Count > 0 ? string.Create(CultureInfo.InvariantCulture, $" {kept.Count} more are archived, since orders hold them.") : "")
            + (stay > 0 ? string.Create(CultureInfo.InvariantCulture, $" {stay} past orders stay: real ones were placed after them, and numbers have no gaps.") : "");
    }, ct);

    /// <summary>Notes what practice put in: these goods, and the categories and brands that were not there before.</summary>
    internal static async Task MarkAsync(ShopDb db, IReadOnlyCollection<long> products, DemoKnown known, CancellationToken ct)
    {
        IEnumerable<SampleRecord> Of(string record, IEnumerable<long> ids) => ids.Select(id => new SampleRecord { Record = record, RecordId = id });
        db.SampleRecords.AddRange([
            .. Of(nameof(Product), products),
            .. Of(nameof(Category), known.Categories.Values.Where(c => !known.Theirs.Contains(c)).Select(c => c.Id)),
            .. Of(nameof(Brand), known.Brands.Values.Where(b => !known.Theirs.Contains(b)).Select(b => b.Id)),
        ]);
        await db.SaveChangesAsync(ct);
    }

    private static async Task<DemoKnown> KnownAsync(ShopDb db, CancellationToken ct)
    {
        var known = new DemoKnown
        {
            Slugs = [.. await db.Products.Select(p => p.Slug).ToListAsync(ct)],
            Skus = [.. await db.Variants.IgnoreQueryFilters().Select(v => v.Sku).ToListAsync(ct)],
            Samples = [.. await db.Products.Where(p => db.SampleRecords.Any(s => s.Record == nameof(Product) && s.RecordId == p.Id)).Select(p => p.Name).ToListAsync(ct)],
            Categories = await db.Categories.ToDictionaryAsync(c => c.Slug, ct),
            Brands = await db.Brands.ToDictionaryAsync(b => b.Slug, ct),
        };
        known.Theirs.UnionWith(known.Categories.Values);
        known.Theirs.UnionWith(known.Brands.Values);
        return known;
    }

    /// <summary>Deletes the orders of practice, if no other order is there: the next number then is the first again.</summary>
    private static async Task<int> RemoveOrdersAsync(ShopDb db, CancellationToken ct)
    {
        if (await db.Orders.AnyAsync(o => !db.SampleRecords.Any(s => s.Record == nameof(Order) && s.RecordId == o.Number), ct)) return 0;

        await db.Database.ExecuteSqlAsync($"""
            DELETE FROM OrderLines; DELETE FROM Holds; DELETE FROM ParcelLine; DELETE FROM Parcels; DELETE FROM PaymentEvents; DELETE FROM Payments; DELETE FROM OrderEvents;
            DELETE FROM OrderSearch; DELETE FROM SampleRecords WHERE Record = 'Order';
            UPDATE Counters SET Value = (SELECT coalesce(min(Number), Value + 1) - 1 FROM Orders) WHERE Name = 'order';
            """, ct);
        var cards = await db.Orders.Where(o => o.CustomerId != null).Select(o => o.CustomerId!.Value).Distinct().ToListAsync(ct);
        var deleted = await db.Orders.ExecuteDeleteAsync(ct);
        await db.Customers.Where(c => c.PersonId == null && EF.Parameter(cards).Contains(c.Id)).ExecuteDeleteAsync(ct);
        await CustomerCards.CountAsync(db, cards, ct);
        return deleted;
    }

    /// <summary>Deletes the goods no order holds, with their stock and its movements.</summary>
    private static async Task<int> RemoveGoodsAsync(ShopDb db, CancellationToken ct)
    {
        var ids = JsonSerializer.Serialize(await db.Database.SqlQuery<long>($"""
            SELECT RecordId AS Value FROM SampleRecords WHERE Record = 'Product'
            AND NOT EXISTS (SELECT 1 FROM Variants v JOIN OrderLines l ON l.VariantId = v.Id WHERE v.ProductId = RecordId)
            """).ToListAsync(ct));
        await db.Database.ExecuteSqlAsync($"DELETE FROM StockMovements WHERE VariantId IN (SELECT Id FROM Variants WHERE ProductId IN (SELECT value FROM json_each({ids})))", ct);
        await db.Database.ExecuteSqlAsync($"""DELETE FROM Redirects WHERE "To" IN (SELECT '/p/' || Slug FROM Products WHERE Id IN (SELECT value FROM json_each({ids})))""", ct);
        await db.Database.ExecuteSqlAsync($"DELETE FROM ProductSearch WHERE rowid IN (SELECT value FROM json_each({ids}))", ct);
        await db.Database.ExecuteSqlAsync($"DELETE FROM SampleRecords WHERE Record = 'Product' AND RecordId IN (SELECT value FROM json_each({ids}))", ct);
        return await db.Database.ExecuteSqlAsync($"DELETE FROM Products WHERE Id IN (SELECT value FROM json_each({ids}))", ct);
    }

    /// <summary>Gives sample goods another state.</summary>
    /// <returns>Those that had the other one.</returns>
    private static Task<List<long>> PutAwayAsync(ShopDb db, string now, string before, DateTimeOffset at, CancellationToken ct) => db.Database.SqlQuery<long>($"""
        UPDATE Products SET Status = {now}, UpdatedAt = {at.ToUnixTimeMilliseconds()}, Version = Version + 1
        WHERE Status = {before} AND Id IN (SELECT RecordId FROM SampleRecords WHERE Record = 'Product') RETURNING Id AS Value
        """).ToListAsync(ct);

    /// <summary>Deletes the brands and categories nothing is in any more, from the leaves up.</summary>
    private static async Task RemoveShelvesAsync(ShopDb db, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"""
            DELETE FROM Brands WHERE Id IN (SELECT RecordId FROM SampleRecords WHERE Record = 'Brand') AND Id NOT IN (SELECT BrandId FROM Products WHERE BrandId IS NOT NULL)
            """, ct);
        int gone;
        do
        {
            gone = await db.Database.ExecuteSqlAsync($"""
                DELETE FROM Categories WHERE Id IN (SELECT RecordId FROM SampleRecords WHERE Record = 'Category')
                AND Id NOT IN (SELECT MainCategoryId FROM Products WHERE MainCategoryId IS NOT NULL) AND Id NOT IN (SELECT CategoryId FROM ProductCategories)
                AND Id NOT IN (SELECT ParentId FROM Categories WHERE ParentId IS NOT NULL)
                """, ct);
        }
        while (gone > 0);
        await db.Database.ExecuteSqlAsync($"""
            DELETE FROM SampleRecords WHERE (Record = 'Category' AND RecordId NOT IN (SELECT Id FROM Categories)) OR (Record = 'Brand' AND RecordId NOT IN (SELECT Id FROM Brands))
            """, ct);
    }

    /// <summary>What practice wrote into the settings, and nobody has changed since, is as in a new shop: nobody shall transfer money to a made-up number.</summary>
    private static void Unfurnish(ShopDb db, ShopSettings settings)
    {
        var (made, none) = (DemoShop.Furnish(new ShopSettings()), new ShopSettings());
        foreach (var field in db.Entry(settings).Properties.Where(p => !p.Metadata.IsPrimaryKey() && p.Metadata.Name != nameof(ShopSettings.Version)))
        {
            var value = field.Metadata.GetGetter();
            if (field.Metadata.GetValueComparer().Equals(field.CurrentValue, value.GetClrValue(made))) field.CurrentValue = value.GetClrValue(none);
        }
    }
}

/// <summary>What a shop has that sample goods must not collide with, or can use.</summary>
internal sealed class DemoKnown
{
    /// <summary>Addresses of goods.</summary>
    public HashSet<string> Slugs { get; init; } = new(StringComparer.Ordinal);

    /// <summary>SKUs.</summary>
    public HashSet<string> Skus { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Names of sample goods that are still there: archived, since an order holds them.</summary>
    public HashSet<string> Samples { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Categories by their address; those of the sample goods are added.</summary>
    public Dictionary<string, Category> Categories { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Brands by their address; those of the sample goods are added.</summary>
    public Dictionary<string, Brand> Brands { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Categories and brands that were there before.</summary>
    public HashSet<object> Theirs { get; } = [];
}
