// The demo shop: a market with goods, people and sixty days behind it, made through the same verbs a real shop uses.
using Bogus;
using Makola.Jobs;

namespace Makola.Data.Seeds;

/// <summary>
/// Fills an empty shop with sample goods and past orders. The same clock gives the same shop, except for the secrets of the orders' links:
/// those are as random as real ones.
/// </summary>
public static class DemoShop
{
    internal const int Seed = 1957;

    /// <summary>Fills the shop in one transaction: all of it, or nothing.</summary>
    /// <exception cref="Refusal"><c>demo.goods</c> when there are goods or orders already.</exception>
    public static Task FillAsync(ShopDb db, TimeProvider clock, CancellationToken ct) => db.WriteAsync(async () =>
    {
        if (await db.Products.AnyAsync(ct) || await db.Orders.AnyAsync(ct))
            throw new Refusal("demo.goods", "This shop has goods already. Sample goods go into an empty shop only.") { Status = 409 };

        var now = clock.GetUtcNow();
        var random = new Randomizer(Seed);
        var settings = await db.Settings.SingleAsync(ct);
        Furnish(settings);
        var known = new DemoKnown();
        var items = DemoGoods.Read().AddTo(db, random, now, known);
        await db.SaveChangesAsync(ct);
        await Practice.MarkAsync(db, [.. items.Select(i => i.Variant.ProductId).Distinct()], known, ct);
        db.ChangeTracker.Clear();

        await new DemoOrders(db, settings, items, random, now).PlayAsync(ct);
        await SaveOnceAsync(db, ct);
        await DemoReviews.AddAsync(db, random, now, ct);
        await db.Database.ExecuteSqlAsync($"INSERT INTO SampleRecords (Record, RecordId) SELECT 'Order', Number FROM Orders", ct);
        await RankGoods.RankAsync(db, now, ct);
        await Shelves.ArrangeAsync(db, null, ct);
        db.Changed.Add(Change.Settings);
    }, ct);

    /// <summary>Saves what is tracked and forgets it, looking through the many thousand rows once instead of at each step.</summary>
    private static async Task SaveOnceAsync(ShopDb db, CancellationToken ct)
    {
        db.ChangeTracker.DetectChanges();
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        await db.WriteAsync(() => Task.CompletedTask, ct);
        db.ChangeTracker.AutoDetectChangesEnabled = true;
        db.ChangeTracker.Clear();
    }

    internal static ShopSettings Furnish(ShopSettings shop)
    {
        shop.Demo = true;
        shop.ShowsHow = true;
        (shop.Name, shop.Headline) = ("makola", "The whole market, one small page.");
        shop.Tagline = "Fresh food, cloth and craft from sellers you know. Pay with mobile money when you order, or cash when it arrives.";
        (shop.Phone, shop.WhatsApp, shop.Email) = ("+233200007700", "+233200007700", "hello@makola.example");
        (shop.PickUpAddress, shop.OpeningHours) = ("Makola, Rowe Road, third gate, Accra", "Monday to Saturday 8:00–18:00, Sunday 12:00–17:00");
        (shop.TransferNumber, shop.TransferName, shop.TransferNetwork) = ("024 000 7700", "Makola Demo Shop", "Mobile money");
        (shop.Currency, shop.TimeZone) = ("GHS", "Africa/Accra");
        shop.DeliveryFee = 4500;
        shop.DeliveryFees = new() { ["AA"] = 2000, ["EP"] = 3000, ["CP"] = 3500, ["AH"] = 3500, ["TV"] = 3500, ["WP"] = 4000 };
        shop.FreeDeliveryFrom = 60_000;
        return shop;
    }
}
