// The cast's shop with a public address and a few odd goods, shared by the tests that only look at the storefront.

[assembly: Xunit.AssemblyFixture(typeof(Makola.Tests.Pages.Stall))]

namespace Makola.Tests.Pages;

/// <summary>A shop to look at, never to change. Opened when the first test asks.</summary>
public sealed class Stall : IAsyncDisposable
{
    /// <summary>Where customers find it, as far as it knows.</summary>
    public const string PublicUrl = "https://market.example";

    /// <summary>A product whose name and description try to leave the places they are written to.</summary>
    public const string Breakout = "</script><script>alert(1)</script>\"'&", BreakoutSlug = "breakout";

    /// <summary>A product with a picture for link previews, an own title, and a name it had before.</summary>
    public const string ShownSlug = "shea-butter", ShownTitle = "Shea butter from Tamale", OldSlug = "shea";

    private readonly Lazy<Task<RunningShop>> _shop = new(OpenAsync);

    /// <summary>A customer who has just come in.</summary>
    public async Task<Buyer> VisitorAsync() => (await _shop.Value).NewBuyer();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_shop.IsValueCreated) await (await _shop.Value).DisposeAsync();
    }

    private static async Task<RunningShop> OpenAsync()
    {
        var data = Watchman.NewFolder("stall");
        await Cast.PutIntoAsync(data);
        await using (var db = RunningShop.OpenDb(data)) await db.WriteAsync(() => FillAsync(db));
        return await RunningShop.StartAsync(new Opening { Data = data, Settings = new Dictionary<string, string> { ["Shop:PublicUrl"] = PublicUrl } });
    }

    private static async Task FillAsync(ShopDb db)
    {
        var food = await db.Categories.SingleAsync(c => c.Slug == "food");
        db.Categories.Add(new Category { Slug = "empty", Name = "Empty shelf", Position = 9 });
        var brand = new Brand { Slug = "tamale-women", Name = "Tamale women" };
        var shown = Made(ShownSlug, "Shea butter", "SHEA-250", 38_00);
        shown.SeoTitle = ShownTitle;
        shown.Brand = brand;
        shown.Description = "Whipped by hand. Smells of *nothing at all*, and keeps a year.";
        shown.Pictures.Add(new("img/goods/1f34c.webp", "A jar", SharePath: "img/goods/1f34c.jpg"));
        shown.Variants[0].WasPrice = 45_00;
        var breakout = Made(BreakoutSlug, Breakout, "BREAK-1", 1_00);
        breakout.Description = Breakout;
        var smock = Made("smock", "Northern smock", "SMOCK-RED", 90_00);
        smock.Options.Add(new("Colour", [new("Red", "#b3261e")]));
        smock.Variants[0].Choose(["Red"]);
        smock.MainCategory = await db.Categories.SingleAsync(c => c.Slug == "crafts");
        db.Products.Add(smock);
        foreach (var product in new[] { shown, breakout })
        {
            product.MainCategory = food;
            db.Products.Add(product);
        }

        db.Redirects.Add(new Redirect { From = $"/p/{OldSlug}", To = $"/p/{ShownSlug}" });
        await db.SaveChangesAsync();
        var stock = new[] { shown, breakout, smock }.Select(p => new StockChange(p.Variants[0].Id, 50, 0)).ToList();
        await StockRoom.MoveAsync(db, MovementKind.Receive, stock, "First stock", null, Actor.Shop("tests"), DateTimeOffset.UtcNow, CancellationToken.None);
        await Shelves.ArrangeAsync(db, null, CancellationToken.None);
    }

    private static Product Made(string slug, string name, string sku, long price)
    {
        var now = DateTimeOffset.UtcNow;
        var product = new Product { Slug = slug, Name = name, Status = ProductStatus.Active, CreatedAt = now, UpdatedAt = now };
        product.Variants.Add(new Variant { Sku = sku, Price = price, Stock = new StockItem() });
        return product;
    }
}
