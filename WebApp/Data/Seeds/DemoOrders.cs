// Sixty days of orders for the demo shop: planned first, so that enough stock comes in, then played in the order of time through the domain.
using Bogus;

namespace Makola.Data.Seeds;

/// <summary>Sixty days of orders that end now: growing, busiest before the weekend, some called off, some never paid, the newest still in work.</summary>
internal sealed class DemoOrders(ShopDb db, ShopSettings shop, IReadOnlyList<DemoItem> items, Randomizer random, DateTimeOffset now)
{
    /// <summary>Days of orders before today.</summary>
    public const int Days = 60;

    /// <summary>Days ago at which the suppliers came a second time.</summary>
    private const int SecondDelivery = 20;

    /// <summary>How busy each day of the week is, Sunday first.</summary>
    private static readonly double[] Week = [0.75, 0.85, 0.9, 1.0, 1.05, 1.25, 1.35];

    /// <summary>The hours in which orders come, and how busy each is: lunch and the evening.</summary>
    private static readonly int[] Hours = [6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22];
    private static readonly float[] Busy = [0.01f, 0.03f, 0.04f, 0.05f, 0.06f, 0.07f, 0.09f, 0.08f, 0.06f, 0.05f, 0.05f, 0.06f, 0.08f, 0.1f, 0.09f, 0.06f, 0.02f];

    private readonly TimeZoneInfo zone = shop.Zone();

    /// <summary>Brings in the goods, then lets everything happen at its time. Runs inside the caller's write transaction; the caller saves.</summary>
    public async Task PlayAsync(CancellationToken ct)
    {
        var plan = Plan();
        foreach (var deed in plan.SelectMany(p => DeedsOf(p, ct)).Concat(Deliveries(plan, ct)).Where(d => d.At < now).OrderBy(d => d.At)) await deed.Do();
    }

    private List<PlannedOrder> Plan()
    {
        var buyers = DemoPeople.Buyers(random, 150);
        var shelf = new DemoShelf(items, random);
        var plan = new List<PlannedOrder>();
        var today = TimeZoneInfo.ConvertTime(now, zone).Date;
        for (var ago = Days; ago >= 0; ago--)
        {
            var day = today.AddDays(-ago);
            var count = (12.5 - (5.0 * ago / Days)) * Week[(int)day.DayOfWeek] * random.Double(0.85, 1.15);
            plan.AddRange((ago > 0 ? WholeDay(day, count) : SoFar(day, count)).Select((at, n) => PlanOrder(buyers, shelf, at, waits: ago == 0 && n == 0)));
        }

        return [.. plan.Where(o => o.At < now).OrderBy(o => o.At)];
    }

    private IEnumerable<DateTimeOffset> WholeDay(DateTime day, double count) =>
        Enumerable.Range(0, (int)Math.Round(count)).Select(_ => Instant(day.AddHours(random.WeightedRandom(Hours, Busy)).AddSeconds(random.Int(0, 3599))));

    /// <summary>Today until now, but a handful at least: whoever opens the demo in the morning is to see a shop at work.</summary>
    private IEnumerable<DateTimeOffset> SoFar(DateTime day, double count)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone).DateTime;
        var passed = Hours.Zip(Busy).Where(h => h.First < local.Hour).Sum(h => h.Second);
        var from = local.Hour > Hours[0] ? day.AddHours(Hours[0]) : day;
        return Enumerable.Range(0, (int)Math.Round(Math.Max(5, count * passed))).Select(_ => Instant(from + ((local - from) * random.Double(0, 0.98))));
    }

    /// <summary>Who, what, and what comes of it. Of a buyer who waits, the transfer has not come yet.</summary>
    private PlannedOrder PlanOrder(IReadOnlyList<DemoBuyer> buyers, DemoShelf shelf, DateTimeOffset at, bool waits)
    {
        // Squared, so that the first are met often: every shop has its faithful customers.
        var who = waits ? buyers.First(b => b.Transfers) : buyers[(int)(Math.Pow(random.Double(), 2) * buyers.Count)];
        var fate = waits ? 0 : random.Double();
        var (expires, calledOff) = (who.Transfers && fate < 0.09, fate is >= 0.09 and < 0.14);
        var goods = shelf.Take(random.WeightedRandom([1, 2, 3, 4, 6], [0.34f, 0.3f, 0.2f, 0.11f, 0.05f]), plentyOnly: expires || calledOff);
        return new(at, BuyerOf(who), goods, expires ? NeverPaid(at) : calledOff ? CalledOff(who, at) : Completed(who, at));
    }

    private Buyer BuyerOf(DemoBuyer who) => new()
    {
        Name = who.Name, Phone = who.Phone, Email = who.Email, Method = who.Transfers ? PaymentMethod.Transfer : PaymentMethod.CashOnDelivery,
        Delivery = who.Collects ? DeliveryKind.Collect : DeliveryKind.Deliver, RegionCode = who.Collects ? null : who.Region,
        Landmark = who.Collects ? null : who.Landmark, DigitalAddress = who.Collects ? null : who.DigitalAddress,
        Note = random.Bool(0.12f) ? random.ArrayElement(DemoPeople.Notes) : null,
    };

    /// <summary>Money before packing for a transfer, at the door otherwise; packed and sent while the shop is open.</summary>
    private List<PlannedDeed> Completed(DemoBuyer who, DateTimeOffset at)
    {
        var deeds = new List<PlannedDeed>();
        var ready = at;
        if (who.Transfers)
        {
            ready = at.AddMinutes(random.Bool(0.7f) ? random.Int(6, 90) : random.Int(120, 900));
            deeds.Add(Transferred(ready));
        }

        var packed = InOpeningHours(ready.AddMinutes(random.Int(25, 330)));
        deeds.Add(new(packed, (order, t) => order.Pack(null, DemoPeople.Packer, t)));

        var arrived = who.Collects ? InOpeningHours(packed.AddHours(random.Int(3, 40))) : Send(who, packed, deeds);
        deeds.Add(new(arrived, (order, t) => order.Deliver(1, DemoPeople.Packer, t)));
        if (!who.Transfers)
            deeds.Add(new(arrived.AddMinutes(random.Int(5, 180)), (order, t) => order.ReceiveMoney(order.Outstanding, null, revive: false, DemoPeople.Owner, t)));
        return deeds;
    }

    /// <summary>Gives the parcel to a rider, or to a coach for the regions.</summary>
    /// <returns>When it arrives.</returns>
    private DateTimeOffset Send(DemoBuyer who, DateTimeOffset packed, List<PlannedDeed> deeds)
    {
        var near = who.Region == Region.Usual;
        var (carrier, tracking) = near ? random.ArrayElement(DemoPeople.Riders) : (random.ArrayElement(DemoPeople.Coaches), $"P{random.Int(10_000, 99_999)}");
        var sent = InOpeningHours(packed.AddMinutes(random.Int(20, 200)));
        deeds.Add(new(sent, (order, t) => order.Send(1, carrier, tracking, DemoPeople.Packer, t)));
        return sent.AddMinutes(near ? random.Int(40, 260) : random.Int(24 * 60, 75 * 60));
    }

    private List<PlannedDeed> NeverPaid(DateTimeOffset at) => [new(at.AddHours(shop.TransferHours).AddMinutes(1), (order, t) => order.Expire(t))];

    /// <summary>Called off before it was packed; of a transfer that had come in, the money goes back a little later.</summary>
    private List<PlannedDeed> CalledOff(DemoBuyer who, DateTimeOffset at)
    {
        var (reason, off) = (random.ArrayElement(DemoPeople.Reasons), at.AddMinutes(random.Int(15, 300)));
        var by = random.Bool() ? Actor.Customer : DemoPeople.Owner;
        var cancel = new PlannedDeed(off, (order, t) => order.Cancel(reason, by, t));
        if (!who.Transfers || random.Bool()) return [cancel];

        var (back, id) = (InOpeningHours(off.AddHours(random.Int(2, 30))), TransactionId());
        return [Transferred(at.AddMinutes(8)), cancel, new(back, (order, t) => order.ReturnMoney(order.Credit, id, DemoPeople.Owner, t))];
    }

    private PlannedDeed Transferred(DateTimeOffset at)
    {
        var id = TransactionId();
        return new(at, (order, t) => order.ReceiveMoney(order.Total, id, revive: false, DemoPeople.Owner, t));
    }

    /// <summary>Eleven digits, as mobile-money networks give them; drawn so rarely that two never meet.</summary>
    private string TransactionId() => $"{random.Long(20_000_000_000, 99_999_999_999)}";

    /// <summary>The moment itself between eight and six in the shop's zone; otherwise soon after the doors open.</summary>
    private DateTimeOffset InOpeningHours(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        if (local.Hour is >= 8 and < 18) return at;
        return Instant(local.Date.AddDays(local.Hour >= 18 ? 1 : 0).AddHours(8).AddMinutes(random.Int(5, 95)));
    }

    private DateTimeOffset Instant(DateTime local) => new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();

    /// <summary>Two deliveries: the first covers all that is asked for until the second; the second, everything since and what is to be left today.</summary>
    private IEnumerable<Deed> Deliveries(List<PlannedOrder> plan, CancellationToken ct)
    {
        var (first, second) = (now.AddDays(-Days - 1), now.AddDays(-SecondDelivery));
        var asked = plan.SelectMany(o => o.Goods, (o, g) => (o.At, g.Item, g.Qty)).ToLookup(g => g.Item.Variant.Id);
        int Asked(DemoItem item, Func<DateTimeOffset, bool> when) => asked[item.Variant.Id].Where(g => when(g.At)).Sum(g => g.Qty);

        yield return Receive("Opening stock", first, item => Asked(item, at => at < second) + (item.Left / 2));
        yield return Receive("Delivery from suppliers", second, item => Asked(item, at => at >= second) + item.Left - (item.Left / 2));

        Deed Receive(string reason, DateTimeOffset at, Func<DemoItem, int> pieces)
        {
            var goods = items.Select(i => new StockChange(i.Variant.Id, pieces(i), 0)).Where(c => c.OnHand > 0).ToList();
            return new(at, () => StockRoom.MoveAsync(db, MovementKind.Receive, goods, reason, null, DemoPeople.Packer, at, ct));
        }
    }

    private IEnumerable<Deed> DeedsOf(PlannedOrder planned, CancellationToken ct)
    {
        Order? order = null;
        yield return new(planned.At, async () => order = await PlaceAsync(planned, ct));
        foreach (var deed in planned.Deeds)
        {
            yield return new(deed.At, () =>
            {
                deed.Do(order!, deed.At);
                return OrderStock.ApplyAsync(db, order!, ct);
            });
        }
    }

    private async Task<Order> PlaceAsync(PlannedOrder planned, CancellationToken ct)
    {
        var cart = new CartView(0, 1, null, [.. planned.Goods.Select(g => LineOf(g.Item.Variant, g.Qty))]);
        var quote = Quote.For(cart.Lines.Select(l => new QuoteLine(l.VariantId, l.Qty, l.Price)), planned.Buyer.Delivery, planned.Buyer.RegionCode, shop);
        var order = await PlaceOrder.OpenAsync(db, shop, PlaceOrder.KeyOf(SecretToken.New(), cart.Version), cart, quote, planned.Buyer, planned.At, ct);
        await OrderStock.ApplyAsync(db, order, ct);
        return order;
    }

    private static CartViewLine LineOf(Variant variant, int qty) => new(
        variant.Id, variant.ProductId, variant.Product.Slug, variant.Product.Name, variant.ChoiceText, variant.Sku, variant.PicturePath ?? variant.Product.CoverPath,
        variant.Price, variant.Price, qty, OnSale: true, Available: qty, AllowBackorder: false);

    /// <summary>Something to do at its time.</summary>
    private sealed record Deed(DateTimeOffset At, Func<Task> Do);

    /// <summary>Something that will happen to an order.</summary>
    private sealed record PlannedDeed(DateTimeOffset At, Action<Order, DateTimeOffset> Do);

    /// <summary>An order that will be placed, and its whole life.</summary>
    private sealed record PlannedOrder(DateTimeOffset At, Buyer Buyer, IReadOnlyList<(DemoItem Item, int Qty)> Goods, IReadOnlyList<PlannedDeed> Deeds);
}
