// The demo shop.
namespace Makola.Data.Seeds;

/// <summary>Fills an empty shop with sample goods and past orders.</summary>
public static class DemoShop
{
    /// <summary>Fills the shop.</summary>
    public static Task FillAsync(ShopDb db, TimeProvider clock, CancellationToken ct) => db.WriteAsync(async () =>
    {
        var now = clock.GetUtcNow();
        var settings = await db.Settings.SingleAsync(ct);
        (settings.Name, settings.Demo, settings.Phone, settings.WhatsApp) = ("makola", true, "+233302000000", "+233302000000");
        settings.PickUpAddress = "Osu, Oxford Street";
        settings.TransferNumber = "024 000 0000";
        var food = new Category { Slug = "fresh-food", Name = "Fresh food" };
        for (var i = 1; i <= 30; i++)
        {
            var p = new Product { Slug = $"plantain-{i}", Name = $"Ripe plantain {i}", Blurb = "Tema farms", MainCategory = food, Status = ProductStatus.Active, CreatedAt = now, UpdatedAt = now };
            p.Variants.Add(new Variant { Sku = $"PLANTAIN-{i}", Price = 1800 + i, Stock = new StockItem() });
            p.Summarise();
            db.Products.Add(p);
        }

        await db.SaveChangesAsync(ct);
        var variants = await db.Variants.Select(v => v.Id).ToListAsync(ct);
        await StockRoom.MoveAsync(db, MovementKind.Receive, [.. variants.Select(v => new StockChange(v, 20, 0))], "First stock", null, Actor.Shop("demo"), now, ct);
        await Shelves.ArrangeAsync(db, null, ct);
        db.Changed.Add(Change.Settings);
    }, ct);
}
