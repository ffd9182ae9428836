// A shop that has sold, as one database file: what the tests of Books damage.
namespace Makola.Tests.Faults;

/// <summary>Four orders of the cast's shop: 1001 half sent, 1002 waiting for its transfer, 1003 completed, 1004 called off.</summary>
public sealed class SoldShop : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    private static readonly Actor Efua = Actor.Staff(1, Cast.OwnerName);

    /// <summary>The folder of its database, as one file with nothing beside it.</summary>
    public string Data { get; } = Watchman.NewFolder("sold");

    /// <summary>A backup of it, made by the command when first asked for.</summary>
    public Lazy<Task<string>> Backup { get; }

    /// <summary>Opens nothing yet.</summary>
    public SoldShop() => Backup = new(async () =>
    {
        var file = Path.Combine(Watchman.NewFolder("sold-backup"), "shop.zip");
        var made = await RunningShop.RunAsync(Data, "backup", file);
        Assert.True(made.ExitCode == 0, made.Output);
        return file;
    });

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await Cast.PutIntoAsync(Data);
        await using (var db = RunningShop.OpenDb(Data))
        {
            await PlaceAsync(db, PaymentMethod.CashOnDelivery, (Cast.Plantain, 3), (Cast.PalmOil, 2));
            await PlaceAsync(db, PaymentMethod.Transfer, (Cast.Drum, 2));
            await PlaceAsync(db, PaymentMethod.CashOnDelivery, (Cast.Gari, 1));
            await PlaceAsync(db, PaymentMethod.CashOnDelivery, (Cast.KenteRedM, 1));
            await ActAsync(db, 1001, order => order.Send(order.Pack(new Dictionary<int, int> { [1] = 2 }, Efua, Now).No, "Kojo", null, Efua, Now));
            await ActAsync(db, 1003, order =>
            {
                var parcel = order.Pack(null, Efua, Now);
                order.Send(parcel.No, null, null, Efua, Now);
                order.Deliver(parcel.No, Efua, Now);
                order.ReceiveMoney(order.Total, null, revive: false, Efua, Now);
            });
            await ActAsync(db, 1004, order => order.Cancel("Changed my mind", Actor.Customer, Now));
            await db.Database.ExecuteSqlAsync($"PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task PlaceAsync(ShopDb db, PaymentMethod method, params (Good Good, int Qty)[] goods)
    {
        var token = SecretToken.New();
        await db.WriteAsync(() =>
        {
            var cart = new Cart { TokenHash = SecretToken.Hash(token) };
            foreach (var (good, qty) in goods)
                cart.Add(Cast.VariantId(good), qty, good.Price, null, Now);
            db.Carts.Add(cart);
            return Task.CompletedTask;
        });
        var shop = await db.Settings.AsNoTracking().SingleAsync();
        var view = await CartView.ReadAsync(db, token, CancellationToken.None);
        var quote = Quote.For(view.Lines.Select(line => new QuoteLine(line.VariantId, line.Qty, line.Price)), DeliveryKind.Deliver, "AA", shop);
        var buyer = new Makola.Domain.Orders.Buyer
        {
            Name = Cast.CustomerName, Phone = "+233248124490", Delivery = DeliveryKind.Deliver, RegionCode = "AA", Landmark = "Blue gate", Method = method,
        };
        var placed = await PlaceOrder.PlaceAsync(db, shop, token, PlaceOrder.KeyOf(token, view.Version), quote.Shown, buyer, Now, CancellationToken.None);
        Assert.NotNull(placed.Token);
        db.ChangeTracker.Clear();
    }

    private static async Task ActAsync(ShopDb db, long number, Action<Order> act)
    {
        await db.WriteAsync(async () => act((await db.Orders.WholeAsync(number, CancellationToken.None))!));
        db.ChangeTracker.Clear();
    }
}
