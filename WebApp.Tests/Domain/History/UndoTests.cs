// What staff change is kept field by field, and taken back in one step unless something newer touched it.
using Makola.Domain.History;
using Makola.Tests.Domain.Catalogue;
using Microsoft.EntityFrameworkCore;

namespace Makola.Tests.Domain.History;

public sealed class UndoTests(CatalogueShop shop) : IClassFixture<CatalogueShop>
{
    private static readonly Actor Efua = Actor.Staff(1, "Efua Owusu");

    [Fact]
    public async Task What_was_made_is_put_away_and_comes_back_when_that_is_taken_back_too()
    {
        var made = await shop.ImportAsync("Handle,Title,Published,Variant Price,Variant Inventory Qty\ncame-back,Made,TRUE,5.00,3\ncame-back-2,Made too,FALSE,6.00,0\n");
        await using var db = shop.NewDb();
        async Task<string> StatesAsync() => string.Join(' ', await db.Products.Where(p => p.Slug.StartsWith("came-back")).OrderBy(p => p.Id).Select(p => p.Status.ToString() + p.Variants.Sum(v => v.Stock.OnHand)).ToListAsync());
        var before = await StatesAsync();

        await Undo.TakeBackAsync(db, made.ChangeSetId!.Value, Efua, CatalogueShop.Now, CancellationToken.None);
        Assert.Equal("Archived0 Archived0", await StatesAsync());
        await Undo.TakeBackAsync(db, await db.ChangeSets.MaxAsync(s => s.Id), Efua, CatalogueShop.Now, CancellationToken.None);
        Assert.Equal(before, await StatesAsync());
        Assert.Empty(await Books.CheckAsync(db, CancellationToken.None));
    }

    [Fact]
    public async Task After_thirty_days_it_is_too_late()
    {
        var id = await MakeAsync("undo-late");
        var set = await ChangeAsync(id, product => product.Name = "Later");
        await using var db = shop.NewDb();

        var refusal = await Assert.ThrowsAsync<Refusal>(() => Undo.TakeBackAsync(db, set.Id, Efua, CatalogueShop.Now.AddDays(30), CancellationToken.None));

        Assert.Equal("Changes can be taken back for 30 days.", refusal.Message);
    }

    [Fact]
    public async Task Every_field_is_as_it_was_before_and_lists_follow()
    {
        var id = await MakeAsync("undo-all");
        var before = await FactsAsync(id);

        var set = await ChangeAsync(id, product =>
        {
            (product.Name, product.Blurb, product.Status) = ("Renamed", "A line with \"quotes\" and 🍌", ProductStatus.Archived);
            product.Tags = ["sale", "ₓ"];
            product.SeoTitle = null;
            (product.Variants[0].Price, product.Variants[0].WasPrice, product.Variants[0].Retired) = (1, 500, true);
            product.Variants[0].Stock.TakeBackorders(true);
        });
        Assert.Equal(9, set.Fields);
        Assert.NotEqual(before, await FactsAsync(id));

        var result = await UndoAsync(set.Id);
        Assert.Equal((9, 0), (result.Fields, result.KeptCount));
        Assert.Equal(before, await FactsAsync(id));
        await shop.BooksAsync();
    }

    [Fact]
    public async Task What_something_newer_touched_stays_and_is_named()
    {
        var id = await MakeAsync("undo-newer");
        var first = await ChangeAsync(id, product => (product.Name, product.Variants[0].Price) = ("First", 700));
        await ChangeAsync(id, product => product.Name = "Second");

        var result = await UndoAsync(first.Id);

        Assert.Equal((1, 1), (result.Fields, result.KeptCount));
        Assert.Equal(["Second: name"], result.Kept);
        Assert.Equal("Second 500 500", await shop.AskAsync(db => db.Products.Where(p => p.Id == id).Select(p => p.Name + " " + p.PriceFrom + " " + p.Variants[0].Price).SingleAsync()));
    }

    [Fact]
    public async Task A_level_moves_back_by_the_difference_so_that_what_was_sold_meanwhile_stays_sold()
    {
        var id = await MakeAsync("undo-stock");
        var variant = await shop.AskAsync(db => db.Variants.Where(v => v.ProductId == id).Select(v => v.Id).SingleAsync());
        await MoveAsync(variant, MovementKind.Receive, 5);
        var received = await MoveAsync(variant, MovementKind.Receive, 10);
        await MoveAsync(variant, MovementKind.Adjust, -4);

        await UndoAsync(received.Id);
        Assert.Equal(1, await shop.AskAsync(db => db.StockItems.Where(s => s.VariantId == variant).Select(s => s.OnHand).SingleAsync()));

        var more = await MoveAsync(variant, MovementKind.Receive, 10);
        await MoveAsync(variant, MovementKind.Adjust, -6);
        Assert.Equal("undo.nothing", (await Assert.ThrowsAsync<Refusal>(() => UndoAsync(more.Id))).Code);
        await shop.BooksAsync();
    }

    [Fact]
    public async Task Selling_what_is_not_there_stays_possible_while_more_is_promised_than_there_is()
    {
        var id = await MakeAsync("undo-backorder");
        var variant = await shop.AskAsync(db => db.Variants.Where(v => v.ProductId == id).Select(v => v.Id).SingleAsync());
        var set = await ChangeAsync(id, product => product.Variants[0].Stock.TakeBackorders(true));
        await using (var db = shop.NewDb())
            await db.WriteAsync(() => StockRoom.MoveAsync(db, MovementKind.Hold, [new(variant, 0, 3)], "Order", null, Efua, CatalogueShop.Now, CancellationToken.None));

        Assert.Equal("undo.nothing", (await Assert.ThrowsAsync<Refusal>(() => UndoAsync(set.Id))).Code);

        await using (var db = shop.NewDb())
            await db.WriteAsync(() => StockRoom.MoveAsync(db, MovementKind.Release, [new(variant, 0, -3)], "Order", null, Efua, CatalogueShop.Now, CancellationToken.None));
        Assert.Equal(1, (await UndoAsync(set.Id)).Fields);
    }

    [Fact]
    public async Task A_change_is_taken_back_once_within_thirty_days_and_taking_back_can_be_taken_back()
    {
        var id = await MakeAsync("undo-twice");
        var set = await ChangeAsync(id, product => product.Name = "New name");
        Assert.Equal("undo.late", (await Assert.ThrowsAsync<Refusal>(() => UndoAsync(set.Id, CatalogueShop.Now.AddDays(30)))).Code);

        await UndoAsync(set.Id);
        Assert.Equal("undo.done", (await Assert.ThrowsAsync<Refusal>(() => UndoAsync(set.Id))).Code);

        var undone = await shop.AskAsync(db => db.ChangeSets.SingleAsync(s => s.Undoes == set.Id));
        await UndoAsync(undone.Id);
        Assert.Equal("New name", await shop.AskAsync(db => db.Products.Where(p => p.Id == id).Select(p => p.Name).SingleAsync()));
    }

    [Fact]
    public async Task What_was_made_is_put_away_and_never_deleted()
    {
        await using var db = shop.NewDb();
        var product = New("undo-made");
        var set = await db.ChangeAsync("Made", Efua, CatalogueShop.Now, () =>
        {
            db.Products.Add(product);
            return Task.CompletedTask;
        }, CancellationToken.None);
        await UndoAsync(set!.Id);
        Assert.Equal(ProductStatus.Archived, await shop.AskAsync(d => d.Products.Where(p => p.Id == product.Id).Select(p => p.Status).SingleAsync()));
    }

    [Fact]
    public async Task Nothing_changed_leaves_no_trace_and_a_refusal_leaves_none_either()
    {
        var id = await MakeAsync("undo-none");
        var sets = await shop.AskAsync(db => db.ChangeSets.CountAsync());

        await using var db = shop.NewDb();
        Assert.Null(await db.ChangeAsync("Nothing", Efua, CatalogueShop.Now, async () => (await db.Products.SingleAsync(p => p.Id == id)).Name = "undo-none", CancellationToken.None));
        await Assert.ThrowsAsync<Refusal>(() => db.ChangeAsync("Refused", Efua, CatalogueShop.Now, async () =>
        {
            (await db.Products.SingleAsync(p => p.Id == id)).Name = "Other";
            throw new Refusal("no", "No.");
        }, CancellationToken.None));

        Assert.Equal(sets, await shop.AskAsync(d => d.ChangeSets.CountAsync()));
    }

    private static Product New(string slug)
    {
        var product = new Product { Slug = slug, Name = slug, SeoTitle = "Title", Status = ProductStatus.Active, CreatedAt = CatalogueShop.Now, UpdatedAt = CatalogueShop.Now };
        product.Variants.Add(new Variant { Sku = slug.ToUpperInvariant(), Price = 500, Stock = new StockItem() });
        return product;
    }

    private async Task<long> MakeAsync(string slug)
    {
        await using var db = shop.NewDb();
        var product = New(slug);
        await db.WriteAsync(async () =>
        {
            db.Products.Add(product);
            await db.SaveChangesAsync();
            await Shelves.ArrangeAsync(db, [product.Id], CancellationToken.None);
        });
        return product.Id;
    }

    private async Task<ChangeSet> ChangeAsync(long id, Action<Product> change)
    {
        await using var db = shop.NewDb();
        var set = await db.ChangeAsync("A change", Efua, CatalogueShop.Now, async () =>
        {
            change(await db.Products.Include(p => p.Variants).ThenInclude(v => v.Stock).SingleAsync(p => p.Id == id));
        }, CancellationToken.None);
        await db.WriteAsync(() => Shelves.ArrangeAsync(db, [id], CancellationToken.None));
        return set!;
    }

    private async Task<ChangeSet> MoveAsync(long variant, MovementKind kind, int pieces)
    {
        await using var db = shop.NewDb();
        return (await db.ChangeAsync("Stock", Efua, CatalogueShop.Now, () => StockRoom.MoveAsync(db, kind, [new(variant, pieces, 0)], "Test", null, Efua, CatalogueShop.Now, CancellationToken.None), CancellationToken.None))!;
    }

    private async Task<UndoResult> UndoAsync(long id, DateTimeOffset? at = null)
    {
        await using var db = shop.NewDb();
        return await Undo.TakeBackAsync(db, id, Efua, at ?? CatalogueShop.Now.AddMinutes(1), CancellationToken.None);
    }

    /// <summary>All of a product but its version and times.</summary>
    private Task<string> FactsAsync(long id) => shop.AskAsync(async db =>
    {
        var p = await db.Products.AsNoTracking().SingleAsync(p => p.Id == id);
        var v = await db.Variants.IgnoreQueryFilters().AsNoTracking().Include(v => v.Stock).SingleAsync(v => v.ProductId == id);
        return $"{p.Name}|{p.Blurb}|{p.Status}|{string.Join(',', p.Tags)}|{p.SeoTitle}|{p.PriceFrom}|{p.WasFrom}|{p.OnlyVariantId}|{v.Price}|{v.WasPrice}|{v.Retired}|{v.Stock.AllowBackorder}";
    });
}
