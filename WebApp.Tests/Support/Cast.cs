// The named cast: a small shop everyone in the tests knows. It is made once a run, as a database file; every test that
// changes things gets a copy of that file, so a shop with the cast opens in the time the program needs to start.
using Makola.Data.Sqlite;
using Microsoft.AspNetCore.Identity;

namespace Makola.Tests.Support;

/// <summary>Something the cast's shop sells.</summary>
/// <param name="Slug">Its address: <c>/p/{slug}</c>.</param>
/// <param name="Name">Name of the product.</param>
/// <param name="Sku">The variant's SKU.</param>
/// <param name="Price">Pesewas for one.</param>
/// <param name="Stock">Pieces on the shelf at the beginning.</param>
/// <param name="Choices">The variant's choices; empty for a product without options.</param>
public sealed record Good(string Slug, string Name, string Sku, long Price, int Stock, params string[] Choices);

/// <summary>The cast: goods, people, and the shop they meet in. Prices in pesewas.</summary>
public static class Cast
{
    /// <summary>More than enough of it.</summary>
    public static readonly Good Plantain = new("plantain-chips", "Plantain chips", "PLANTAIN-150", 12_00, 10_000);

    /// <summary>A hundred of each.</summary>
    public static readonly Good Gari = new("gari", "Gari", "GARI-1KG", 18_50, 100), PalmOil = new("palm-oil", "Palm oil", "PALM-1L", 42_00, 100);

    /// <summary>The last five pieces.</summary>
    public static readonly Good Drum = new("talking-drum", "Talking drum", "DRUM-1", 350_00, 5);

    /// <summary>The very last piece.</summary>
    public static readonly Good Basket = new("bolga-basket", "Bolga basket", "BASKET-1", 120_00, 1);

    /// <summary>None left.</summary>
    public static readonly Good Stool = new("ashanti-stool", "Ashanti stool", "STOOL-1", 500_00, 0);

    /// <summary>One product, two colours and two sizes; the last variant is sold out.</summary>
    public static readonly Good
        KenteRedM = new("kente-shirt", "Kente shirt", "KENTE-RED-M", 150_00, 40, "Red", "M"),
        KenteRedL = new("kente-shirt", "Kente shirt", "KENTE-RED-L", 160_00, 40, "Red", "L"),
        KenteGoldM = new("kente-shirt", "Kente shirt", "KENTE-GOLD-M", 155_00, 40, "Gold", "M"),
        KenteGoldL = new("kente-shirt", "Kente shirt", "KENTE-GOLD-L", 165_00, 0, "Gold", "L");

    /// <summary>Being written; no customer may see it.</summary>
    public static readonly Good SecretSauce = new("secret-sauce", "Secret sauce", "SAUCE-1", 25_00, 50);

    /// <summary>No longer sold.</summary>
    public static readonly Good OldRadio = new("old-radio", "Old radio", "RADIO-1", 90_00, 3);

    /// <summary>Forty small goods, a thousand of each, for carts of many lines.</summary>
    public static readonly IReadOnlyList<Good> Beads =
        [.. Enumerable.Range(1, 40).Select(n => new Good($"bead-{n:00}", $"Krobo bead {n:00}", $"BEAD-{n:00}", 2_00 + n * 10, 1_000))];

    /// <summary>The owner.</summary>
    public const string OwnerName = "Efua Owusu", OwnerEmail = "efua@makola.example", OwnerPassword = "market day at dawn";

    /// <summary>The customer of most tests.</summary>
    public const string CustomerName = "Ama Mensah", CustomerPhone = "024 812 4490";

    private static readonly Lazy<Task<string>> Template = new(MakeAsync);
    private static Dictionary<string, long> _variants = [];

    /// <summary>Database key of a good's variant.</summary>
    public static long VariantId(Good good) => _variants[good.Sku];

    /// <summary>Starts a shop of its own with the cast in it, in Production.</summary>
    public static async Task<RunningShop> OpenAsync(Opening? opening = null)
    {
        opening ??= new Opening();
        var data = opening.Data ?? Watchman.NewFolder("cast");
        await PutIntoAsync(data);
        return await RunningShop.StartAsync(opening with { Data = data });
    }

    /// <summary>Puts a copy of the cast's database into a folder.</summary>
    public static async Task PutIntoAsync(string data)
    {
        Directory.CreateDirectory(data);
        File.Copy(RunningShop.DatabaseFile(await Template.Value), RunningShop.DatabaseFile(data));
    }

    /// <summary>More of a good comes in, behind the back of whoever has the shop open.</summary>
    public static async Task ReceiveAsync(string data, Good good, int pieces)
    {
        await using var db = RunningShop.OpenDb(data);
        Assert.Empty(await db.WriteAsync(() => StockRoom.MoveAsync(
            db, MovementKind.Receive, [new(VariantId(good), pieces, 0)], "Delivered", null, Actor.Shop("cast"), DateTimeOffset.UtcNow, CancellationToken.None)));
    }

    private static async Task<string> MakeAsync()
    {
        var data = Watchman.NewFolder("template");
        await using (var db = RunningShop.OpenDb(data))
        {
            await db.Database.MigrateAsync();
            await SqliteConnections.AssertAsync(db, CancellationToken.None);
            await db.WriteAsync(() => FillAsync(db));
            _variants = await db.Variants.ToDictionaryAsync(variant => variant.Sku, variant => variant.Id);
            // One file, nothing left beside it: that is what is copied.
            await db.Database.ExecuteSqlAsync($"PRAGMA wal_checkpoint(TRUNCATE)");
        }

        return data;
    }

    private static async Task FillAsync(ShopDb db)
    {
        var now = DateTimeOffset.UtcNow;
        var shop = await db.Settings.SingleAsync();
        (shop.Name, shop.Phone, shop.WhatsApp, shop.Email) = ("Cast & Sons", "+233302400500", "+233244400500", "shop@makola.example");
        (shop.PickUpAddress, shop.OpeningHours) = ("Stall 14, Makola Market, Accra", "Mon–Sat 8–17");
        (shop.TransferNumber, shop.TransferName, shop.TransferNetwork) = ("0244 400 500", "Cast and Sons", "MTN MoMo");
        (shop.DeliveryFee, shop.FreeDeliveryFrom) = (45_00, 5_000_00);
        shop.SecondProof = false; // Asked for in the tests that are about it.
        shop.DeliveryFees = new() { ["AA"] = 20_00 };

        var food = new Category { Slug = "food", Name = "Food", Text = "From the market.", Position = 1 };
        var crafts = new Category { Slug = "crafts", Name = "Crafts", Text = "Made by hand.", Position = 2 };
        var beads = new Category { Slug = "beads", Name = "Beads", Parent = crafts, Position = 1 };
        db.AddRange(food, crafts, beads);

        Shelve(db, food, now, Plantain);
        Shelve(db, food, now, Gari);
        Shelve(db, food, now, PalmOil);
        Shelve(db, crafts, now, Drum);
        Shelve(db, crafts, now, Basket);
        Shelve(db, crafts, now, Stool);
        var kente = Shelve(db, crafts, now, KenteRedM, KenteRedL, KenteGoldM, KenteGoldL);
        kente.Options.Add(new("Colour", [new("Red", "#b3261e"), new("Gold", "#f2a900")]));
        kente.Options.Add(new("Size", [new("M"), new("L")]));
        Shelve(db, food, now, SecretSauce).Status = ProductStatus.Draft;
        Shelve(db, crafts, now, OldRadio).Status = ProductStatus.Archived;
        foreach (var bead in Beads)
            Shelve(db, beads, now, bead);
        await db.SaveChangesAsync();

        await StockAsync(db, now);
        await Shelves.ArrangeAsync(db, null, CancellationToken.None);
        await HireAsync(db);
    }

    private static Product Shelve(ShopDb db, Category category, DateTimeOffset now, params Good[] goods)
    {
        var product = new Product
        {
            Slug = goods[0].Slug,
            Name = goods[0].Name,
            Blurb = "From the cast",
            Description = $"**{goods[0].Name}**, as everyone in the tests knows it.",
            Status = ProductStatus.Active,
            MainCategory = category,
            CreatedAt = now,
            UpdatedAt = now,
        };
        product.Pictures.Add(new("img/goods/1f34c.webp", goods[0].Name));
        foreach (var good in goods)
        {
            product.Variants.Add(new Variant
            {
                Sku = good.Sku,
                Price = good.Price,
                Position = product.Variants.Count,
                Stock = new StockItem(),
            }.Choose(good.Choices));
        }

        db.Products.Add(product);
        return product;
    }

    private static async Task StockAsync(ShopDb db, DateTimeOffset now)
    {
        Good[] all = [Plantain, Gari, PalmOil, Drum, Basket, KenteRedM, KenteRedL, KenteGoldM, SecretSauce, OldRadio, .. Beads];
        var ids = await db.Variants.ToDictionaryAsync(variant => variant.Sku, variant => variant.Id);
        var changes = all.Select(good => new StockChange(ids[good.Sku], good.Stock, 0)).ToList();
        Assert.Empty(await StockRoom.MoveAsync(db, MovementKind.Receive, changes, "Opening stock", null, Actor.Shop("cast"), now, CancellationToken.None));
    }

    private static async Task HireAsync(ShopDb db)
    {
        var role = new IdentityRole<long>(StaffRoles.Owner) { NormalizedName = StaffRoles.Owner.ToUpperInvariant() };
        var efua = new Person
        {
            Name = OwnerName,
            UserName = OwnerEmail,
            NormalizedUserName = OwnerEmail.ToUpperInvariant(),
            Email = OwnerEmail,
            NormalizedEmail = OwnerEmail.ToUpperInvariant(),
            EmailConfirmed = true,
            LockoutEnabled = true,
            SecurityStamp = Guid.NewGuid().ToString("N"),
        };
        efua.PasswordHash = new PasswordHasher<Person>().HashPassword(efua, OwnerPassword);
        db.AddRange(role, efua);
        await db.SaveChangesAsync();
        db.Add(new IdentityUserRole<long> { UserId = efua.Id, RoleId = role.Id });
    }
}
