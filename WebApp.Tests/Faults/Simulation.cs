// A life of a shop made by chance from a seed: customers, staff and the clock do what they may and what they may not, on a real database, and a small
// model beside it knows what must come of it.
using System.Diagnostics;
using System.Globalization;
using Makola.Domain.Messages;
using Microsoft.Extensions.DependencyInjection;

namespace Makola.Tests.Faults;

/// <summary>
/// Runs the domain's verbs in an order that chance chooses. The same seed makes the same life. What the shop refuses is right as long as it changes
/// nothing; anything thrown that is no refusal, a difference in Books, or another figure than the model's ends it with the seed and the step.
/// </summary>
internal sealed class Simulation : IAsyncDisposable
{
    private static readonly Actor Efua = Actor.Staff(1, Cast.OwnerName);
    private static readonly Good[] Goods = [Cast.Plantain, Cast.Gari, Cast.PalmOil, Cast.Drum, Cast.Basket, Cast.Stool, Cast.KenteRedM, Cast.KenteGoldL, Cast.Beads[0], Cast.Beads[1]];
    private static readonly string[] Phones = ["+233248124490", "+233244111222", "+233201234567"];

    private readonly int _seed;
    private readonly Random _random;
    private readonly string _data;
    private readonly ServiceProvider _services;
    private readonly List<string?> _carts = [null, null, null, null];
    private readonly Dictionary<long, int> _onHand = [];
    private readonly Dictionary<long, (long In, long Out)> _money = [];
    private readonly Dictionary<string, int> _refused = new(StringComparer.Ordinal);
    private readonly List<(string Token, string Key, string Shown, Makola.Domain.Orders.Buyer Buyer, long Number)> _placed = [];
    private DateTimeOffset _now = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);
    private int _transactions;

    private Simulation(string data, int seed)
    {
        (_data, _seed, _random) = (data, seed, new Random(seed));
        var services = new ServiceCollection();
        services.AddLogging().AddLocalization().AddSingleton(TimeProvider.System).AddSingleton(new DataFolder(data)).AddSingleton(new MailLinks(() => new Uri("https://shop.example"))).AddSingleton<Outbox>();
        Makola.Web.Foundation.AddShopDatabase(services);
        Makola.Web.Foundation.AddShopPeople(services);
        _services = services.BuildServiceProvider();
        foreach (var good in Goods) _onHand[Cast.VariantId(good)] = good.Stock;
    }

    /// <summary>Lives a life on the cast's data in a folder.</summary>
    /// <param name="data">The folder.</param>
    /// <param name="seed">Of chance.</param>
    /// <param name="steps">How many deeds.</param>
    /// <returns>What happened, in words.</returns>
    public static async Task<string> LiveAsync(string data, int seed, int steps)
    {
        await using var life = new Simulation(data, seed);
        return await life.RunAsync(steps);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private async Task<string> RunAsync(int steps)
    {
        (string Name, Func<ShopDb, Task> Do)[] deeds =
        [
            ("add", AddAsync), ("add", AddAsync), ("add", AddAsync), ("set", SetAsync), ("place", PlaceAsync), ("place", PlaceAsync), ("place", PlaceAsync), ("place again", PlaceAgainAsync), ("pack", PackAsync), ("pack", PackAsync),
            ("unpack", UnpackAsync), ("send", SendAsync), ("send", SendAsync), ("deliver", DeliverAsync), ("deliver", DeliverAsync), ("cancel", CancelAsync), ("money in", ReceiveAsync), ("money in", ReceiveAsync), ("money in", ReceiveAsync),
            ("money back", ReturnAsync), ("expire", ExpireAsync), ("expire", ExpireAsync), ("goods in", GoodsInAsync), ("correct", CorrectAsync), ("price", PriceAsync), ("crash", CrashAsync),
        ];
        var clock = Stopwatch.StartNew();
        for (var step = 1; step <= steps; step++)
        {
            var (name, deed) = deeds[_random.Next(deeds.Length)];
            _now = _now.AddMinutes(_random.Next(0, 400));
            try
            {
                // Each deed comes with a connection and a memory of its own, as a request does.
                await using (var db = RunningShop.OpenDb(_data)) await TryAsync(db, deed);
                if (step % 20 == 0 || step == steps) await ProveAsync();
            }
            catch (Exception found) when (found is not OutOfMemoryException)
            {
                throw new Xunit.Sdk.XunitException($"Seed {_seed}, step {step} ({name}): {found.Message} {found.InnerException?.Message}", found);
            }
        }

        var perSecond = steps / clock.Elapsed.TotalSeconds;
        return string.Create(CultureInfo.InvariantCulture, $"seed {_seed}: {steps} deeds ({perSecond:0} a second), {_placed.Count} orders, {_money.Values.Sum(m => m.In) / 100.0:N2} in and {_money.Values.Sum(m => m.Out) / 100.0:N2} back; refused {_refused.Values.Sum()}: {string.Join(", ", _refused.OrderByDescending(r => r.Value).Take(12).Select(r => $"{r.Value} × {r.Key}"))}");
    }

    private async Task TryAsync(ShopDb db, Func<ShopDb, Task> deed)
    {
        try
        {
            await deed(db);
        }
        catch (Refusal refusal)
        {
            _refused[refusal.Code] = _refused.GetValueOrDefault(refusal.Code) + 1;
        }
    }

    private async Task ProveAsync()
    {
        await using var db = RunningShop.OpenDb(_data);
        Assert.Empty(await Books.CheckAsync(db, CancellationToken.None));
        var ids = _onHand.Keys.ToList();
        var stock = await db.StockItems.AsNoTracking().Where(s => ids.Contains(s.VariantId)).ToDictionaryAsync(s => s.VariantId);
        foreach (var (variant, pieces) in _onHand)
        {
            Assert.True(stock[variant].OnHand == pieces, $"Variant {variant}: {stock[variant].OnHand} in the house, the model has {pieces}.");
            Assert.True(stock[variant].Available >= 0, $"Variant {variant}: {-stock[variant].Available} more promised than there are.");
        }

        Assert.Equal(_placed.Count, await db.Orders.CountAsync());
        foreach (var order in await db.Orders.AsNoTracking().Include(o => o.Payments).ThenInclude(p => p.Events).ToListAsync())
            Assert.True((order.Received, order.Returned) == _money.GetValueOrDefault(order.Number), $"Order {order.Number}: {order.Received} in, {order.Returned} back; the model has {_money.GetValueOrDefault(order.Number)}.");
    }

    private Good AnyGood() => Goods[_random.Next(Goods.Length)];

    private int Few() => _random.Next(10) == 0 ? _random.Next(-2, 200) : _random.Next(1, 5);

    private async Task AddAsync(ShopDb db)
    {
        var cart = _random.Next(_carts.Count);
        _carts[cart] = await CartDesk.AddAsync(db, _carts[cart], Cast.VariantId(AnyGood()), Few(), _random.Next(3) == 0 ? "press" + _random.Next(3) : null, _now, CancellationToken.None);
    }

    private Task SetAsync(ShopDb db) => CartDesk.SetAsync(db, _carts[_random.Next(_carts.Count)], Cast.VariantId(AnyGood()), _random.Next(0, 6), _now, CancellationToken.None);

    private async Task PlaceAsync(ShopDb db)
    {
        if (_carts[_random.Next(_carts.Count)] is not { } token) return;
        var shop = await db.Settings.AsNoTracking().SingleAsync();
        var view = await CartView.ReadAsync(db, token, CancellationToken.None);
        var buyer = NewBuyer();
        var quote = Quote.For(view.Lines.Select(line => new QuoteLine(line.VariantId, line.Qty, line.Price)), buyer.Delivery, buyer.RegionCode, shop);
        var (key, shown) = (PlaceOrder.KeyOf(token, view.Version - (_random.Next(12) == 0 ? 1 : 0)), _random.Next(12) == 0 ? quote.Shown + "0" : quote.Shown);
        var placed = await PlaceOrder.PlaceAsync(db, shop, token, key, shown, buyer, _now, CancellationToken.None);
        if (placed.Token is not null && !_placed.Exists(p => p.Number == placed.Number)) _placed.Add((token, key, shown, buyer, placed.Number));
    }

    /// <summary>The button pressed twice: the same order, whatever has become of it.</summary>
    private async Task PlaceAgainAsync(ShopDb db)
    {
        if (_placed.Count == 0) return;
        var (token, key, shown, buyer, number) = _placed[_random.Next(_placed.Count)];
        var again = await PlaceOrder.PlaceAsync(db, await db.Settings.AsNoTracking().SingleAsync(), token, key, shown, buyer, _now, CancellationToken.None);
        Assert.Equal(number, again.Number);
    }

    private Makola.Domain.Orders.Buyer NewBuyer()
    {
        var isCollected = _random.Next(4) == 0;
        return new()
        {
            Name = Cast.CustomerName, Phone = Phones[_random.Next(Phones.Length)], Delivery = isCollected ? DeliveryKind.Collect : DeliveryKind.Deliver,
            RegionCode = isCollected ? null : _random.Next(2) == 0 ? "AA" : "WP", Landmark = isCollected ? null : "Blue gate", Method = _random.Next(2) == 0 ? PaymentMethod.Transfer : PaymentMethod.CashOnDelivery,
        };
    }

    private Task PackAsync(ShopDb db) => ActAsync(db, order => order.Pack(_random.Next(3) == 0 ? null : order.Lines.ToDictionary(l => l.LineNo, l => _random.Next(0, l.Ordered + 1)), Efua, _now));

    private Task UnpackAsync(ShopDb db) => ActAsync(db, order => order.Unpack(_random.Next(1, 4), Efua, _now));

    private async Task SendAsync(ShopDb db)
    {
        var no = _random.Next(1, 3);
        if (await ActAsync(db, order => order.Send(no, "STC", null, Efua, _now)) is { } order) Left(order, no);
    }

    private async Task DeliverAsync(ShopDb db)
    {
        var (no, left) = (_random.Next(1, 3), false);
        var order = await ActAsync(db, order =>
        {
            left = order.Parcels.Exists(p => p.No == no && p.State == ParcelState.Packed);
            order.Deliver(no, Efua, _now);
        });
        if (order is not null && left) Left(order, no);
    }

    private void Left(Order order, int parcel)
    {
        foreach (var inside in order.Parcels.Single(p => p.No == parcel).Lines) _onHand[order.Lines.Single(l => l.LineNo == inside.LineNo).VariantId] -= inside.Qty;
    }

    private Task CancelAsync(ShopDb db) => ActAsync(db, order => order.Cancel("Changed my mind", _random.Next(2) == 0 ? Actor.Customer : Efua, _now));

    private Task ExpireAsync(ShopDb db) => ActAsync(db, order => order.Expire(_now));

    private async Task ReceiveAsync(ShopDb db)
    {
        if (await AnyOrderAsync(db) is not { } order) return;
        var amount = _random.Next(5) switch { 0 => order.Total / 2, 1 => order.Total + 500, 2 => _random.Next(-100, 5_000), _ => order.Outstanding };
        var id = _random.Next(8) == 0 ? null : $"MP-{(_random.Next(6) == 0 ? _random.Next(1, 30) : ++_transactions + 1_000)}";
        await RecordMoney.RecordAsync(db, _services.GetRequiredService<Outbox>(), order.Number, _random.Next(6) == 0 ? order.Version - 1 : order.Version, amount, id, Efua, _now, CancellationToken.None);
        var (before, back) = _money.GetValueOrDefault(order.Number);
        _money[order.Number] = (before + amount, back);
    }

    private async Task ReturnAsync(ShopDb db)
    {
        if (await AnyOrderAsync(db) is not { } order) return;
        var amount = _random.Next(3) switch { 0 => order.Credit / 2, 1 => _random.Next(-100, 50_000), _ => order.Credit };
        await RecordMoney.ReturnAsync(db, order.Number, order.Version, amount, $"RT-{++_transactions}", Efua, _now, CancellationToken.None);
        var (received, before) = _money.GetValueOrDefault(order.Number);
        Assert.True(before + amount <= received, $"Order {order.Number}: more went back than came in.");
        _money[order.Number] = (received, before + amount);
    }

    private async Task GoodsInAsync(ShopDb db)
    {
        var (variant, pieces) = (Cast.VariantId(AnyGood()), _random.Next(-1, 8));
        var seen = await db.StockItems.Where(s => s.VariantId == variant).Select(s => s.Moves).SingleAsync();
        await db.ChangeAsync("Goods came in", Efua, _now, async () => await StockTaking.ReceiveAsync(db, variant, seen, pieces, null, Efua, _now, CancellationToken.None), CancellationToken.None);
        _onHand[variant] += pieces;
    }

    private async Task CorrectAsync(ShopDb db)
    {
        var (variant, change, why) = (Cast.VariantId(AnyGood()), _random.Next(-6, 7), (AdjustReason)_random.Next(0, 6));
        var seen = await db.StockItems.Where(s => s.VariantId == variant).Select(s => s.Moves).SingleAsync();
        await db.ChangeAsync("Stock corrected", Efua, _now, async () => await StockTaking.AdjustAsync(db, variant, seen, change, why, "simulated", Efua, _now, CancellationToken.None), CancellationToken.None);
        _onHand[variant] += change;
    }

    /// <summary>A new price while the old one lies in carts.</summary>
    private Task PriceAsync(ShopDb db) => db.ChangeAsync("A new price", Efua, _now, async () =>
    {
        var id = Cast.VariantId(AnyGood());
        var variant = await db.Variants.SingleAsync(v => v.Id == id);
        variant.Price = _random.Next(1, 400) * 50;
        await db.SaveChangesAsync();
        await Shelves.PriceAsync(db, [variant.ProductId], _now, CancellationToken.None);
    }, CancellationToken.None);

    /// <summary>The program ends in the middle of a deed, after all it had to do but the last word: nothing of it is kept.</summary>
    private async Task CrashAsync(ShopDb db)
    {
        try
        {
            await db.WriteAsync(async () =>
            {
                Task deed = _random.Next(3) switch
                {
                    0 => CartDesk.AddAsync(db, _carts[0], Cast.VariantId(Cast.Gari), 1, null, _now, CancellationToken.None),
                    1 => StockRoom.MoveAsync(db, MovementKind.Adjust, [new(Cast.VariantId(Cast.Gari), 5, 0)], "Crash", null, Efua, _now, CancellationToken.None),
                    _ => ActAsync(db, order => order.Cancel(null, Efua, _now)),
                };
                await deed;
                throw new Crash();
            });
        }
        catch (Crash)
        {
            // It is gone.
        }
    }

    private async Task<Order?> AnyOrderAsync(ShopDb db)
    {
        var number = _placed.Count == 0 ? 0 : _placed[_random.Next(Math.Max(0, _placed.Count - 12), _placed.Count)].Number;
        var order = await db.Orders.WholeAsync(number, CancellationToken.None);
        db.ChangeTracker.Clear();
        return order;
    }

    private async Task<Order?> ActAsync(ShopDb db, Action<Order> act)
    {
        if (await AnyOrderAsync(db) is not { } any) return null;
        return await db.WriteAsync(async () =>
        {
            var order = (await db.Orders.WholeAsync(any.Number, CancellationToken.None))!;
            act(order);
            return order;
        });
    }

    private sealed class Crash : Exception;
}
