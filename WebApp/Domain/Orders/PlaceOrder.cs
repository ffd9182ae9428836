// From a cart to an order: one transaction in which everything happens once, or nothing does.
using Makola.Backstage;

namespace Makola.Domain.Orders;

/// <summary>What a buyer tells at checkout, read and clean.</summary>
public sealed record Buyer
{
    /// <summary>The account that is signed in; null for a guest.</summary>
    public long? PersonId { get; init; }

    /// <summary>Full name, up to 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>E.164; null when an e-mail was given instead.</summary>
    public string? Phone { get; init; }

    /// <summary>Null when a phone was given instead.</summary>
    public string? Email { get; init; }

    /// <summary>Brought or collected.</summary>
    public required DeliveryKind Delivery { get; init; }

    /// <summary>Region code; null when collected.</summary>
    public string? RegionCode { get; init; }

    /// <summary>Address or landmark, up to 200 characters; null when collected.</summary>
    public string? Landmark { get; init; }

    /// <summary>Digital address, if given.</summary>
    public string? DigitalAddress { get; init; }

    /// <summary>Note to the shop, up to 500 characters.</summary>
    public string? Note { get; init; }

    /// <summary>How he pays.</summary>
    public required PaymentMethod Method { get; init; }
}

/// <summary>The answer to "place": the order, or the quote as it is now because it differs from the one the buyer was shown.</summary>
/// <param name="Token">Secret of the order's page; null when nothing was written.</param>
/// <param name="Number">The order's number; 0 when nothing was written.</param>
/// <param name="Now">The quote as it is now, when it differs from what was shown.</param>
public sealed record Placed(string? Token, long Number, Quote? Now = null);

/// <summary>Places orders.</summary>
public static class PlaceOrder
{
    /// <summary>The key that makes placing idempotent: only who holds the cart's secret can know it, and each change of the cart makes another.</summary>
    public static string KeyOf(string cartToken, int cartVersion) => SecretToken.Hash($"place {cartToken} {cartVersion}");

    /// <summary>Turns the cart into an order, once: pressed again with the same key it finds the first order.</summary>
    /// <param name="db">The shop.</param>
    /// <param name="shop">Its settings.</param>
    /// <param name="cartToken">The buyer's cart.</param>
    /// <param name="key">What the checkout page carried: <see cref="KeyOf"/> of the cart as it was shown.</param>
    /// <param name="shown"><see cref="Quote.Shown"/> of the quote the buyer saw.</param>
    /// <param name="buyer">Who, where to, how paid.</param>
    /// <param name="at">When.</param>
    /// <param name="ct">Stops the work before it began; once the order is written it stays.</param>
    /// <exception cref="Refusal"><c>cart.empty</c>, <c>cart.problem</c>, <c>stock.too_few</c>, <c>pay.method</c>, <c>delivery.none</c>, <c>customer.blocked</c>.</exception>
    public static Task<Placed> PlaceAsync(
        ShopDb db, ShopSettings shop, string? cartToken, string key, string shown, Buyer buyer, DateTimeOffset at, CancellationToken ct) =>
        db.WriteAsync(async () =>
        {
            using var step = Telemetry.Step("place the order");
            var cart = await CartView.ReadAsync(db, cartToken, ct);
            var isCartOfKey = cartToken is not null && KeyOf(cartToken, cart.Version) == key;
            // An order closes its cart: while the cart of the key is open, no order was placed with it.
            var earlier = isCartOfKey && cart.Lines.Count > 0 ? null : await db.Orders.Where(o => o.PlaceKey == key).Select(o => new { o.Token, o.Number }).FirstOrDefaultAsync(ct);
            if (earlier is not null)
            {
                Telemetry.About(earlier.Number);
                Telemetry.Rule($"pressed twice: order {earlier.Number} was placed with this cart already, nothing is written");
                return new Placed(earlier.Token, earlier.Number);
            }

            RefuseWhatCannotBe(cart, buyer, shop);
            Telemetry.Rule($"every line can be had: {cart.Lines.Count}");
            var quote = Quote.For(cart.Lines.Select(l => new QuoteLine(l.VariantId, l.Qty, l.Price)), buyer.Delivery, buyer.RegionCode, shop);
            Telemetry.Rule($"price: goods {shop.Money(quote.Goods)}, delivery {shop.Money(quote.Delivery)}, to pay {shop.Money(quote.Total)}");
            if (quote.Shown != shown || !isCartOfKey)
            {
                Telemetry.Rule($"not as it was shown to the buyer: asked again, nothing is written");
                return new Placed(null, 0, quote);
            }

            var order = await OpenAsync(db, shop, key, cart, quote, buyer, at, ct);
            await CloseAsync(db, cart, order.Number, at, ct);
            return new Placed(order.Token, order.Number);
        }, ct);

    /// <summary>Writes and opens the order of a cart that has been looked at. The demo shop's past is made with it, too.</summary>
    internal static async Task<Order> OpenAsync(
        ShopDb db, ShopSettings shop, string key, CartView cart, Quote quote, Buyer buyer, DateTimeOffset at, CancellationToken ct)
    {
        var customer = await CustomerCards.KnowAsync(db, buyer, quote.Total, at, ct);
        var order = Write(db, await NextNumberAsync(db, buyer, shop, ct), customer, key, shop.Currency, cart, quote, buyer, at);
        order.Open(buyer.Method == PaymentMethod.Transfer ? at.AddHours(shop.TransferHours) : null, Actor.Customer, at);
        return order;
    }

    private static void RefuseWhatCannotBe(CartView cart, Buyer buyer, ShopSettings shop)
    {
        if (cart.Lines.Count == 0) throw new Refusal("cart.empty", "Your cart is empty. Nothing was ordered.") { Status = 409 };
        foreach (var line in cart.Lines)
        {
            if (line.Problems(shop).FirstOrDefault(p => p.Blocks) is not { } problem) continue;
            throw problem.Code == "few"
                ? new Refusal("stock.too_few", "{0}: only {1} left. Nothing was ordered; please order fewer.", Title(line.Name, line.Choices), line.Most) { Status = 409 }
                : new Refusal("stock.too_few", "{0}: sold out, 0 left. Nothing was ordered; please remove it from your cart.", Title(line.Name, line.Choices)) { Status = 409 };
        }

        if (buyer.Method == PaymentMethod.Transfer ? shop.TransferNumber is null : !shop.CashOnDelivery)
            throw new Refusal("pay.method", "This way to pay is not offered any more. Choose another.") { On = "Method" };
        if (buyer.Delivery == DeliveryKind.Collect ? shop.PickUpAddress is null : !shop.Delivers)
            throw new Refusal("delivery.none", "This way of delivery is not offered any more. Choose another.") { On = "Delivery" };
    }

    /// <summary>
    /// The next number, taken inside the transaction: rolled back with it, so that numbers have no gaps. The same statement says whether staff blocked this
    /// buyer: his account, his phone, or his e-mail on whatever card.
    /// </summary>
    private static async Task<long> NextNumberAsync(ShopDb db, Buyer buyer, ShopSettings shop, CancellationToken ct)
    {
        var (email, match) = (buyer.Email?.ToLowerInvariant(), CustomerSearch.ExactlyOf(buyer.Email));
        var next = (await db.Database.SqlQuery<Next>($"""
            UPDATE Counters SET Value = Value + 1 WHERE Name = 'order' RETURNING Value,
                EXISTS (SELECT 1 FROM Customers WHERE PersonId = {buyer.PersonId} AND BlockedAt IS NOT NULL)
                OR EXISTS (SELECT 1 FROM Customers WHERE Phone = {buyer.Phone} AND BlockedAt IS NOT NULL)
                OR EXISTS (SELECT 1 FROM Customers WHERE Id IN (SELECT rowid FROM CustomerSearch WHERE CustomerSearch MATCH {match}) AND lower(Email) = {email} AND BlockedAt IS NOT NULL) AS IsBlocked
            """).ToListAsync(ct)).Single();
        if (!next.IsBlocked) return next.Value;
        throw shop.Phone is null ? new Refusal("customer.blocked", "We cannot take this order here. Please write to us.") : new Refusal("customer.blocked", "We cannot take this order here. Please call us: {0}.", PhoneNumber.Show(shop.Phone));
    }

    private static Order Write(ShopDb db, long number, long customer, string key, string currency, CartView cart, Quote quote, Buyer buyer, DateTimeOffset at)
    {
        var order = new Order
        {
            Number = number, CustomerId = customer, Token = SecretToken.New(), PlaceKey = key, Currency = currency, Name = buyer.Name, Phone = buyer.Phone, Email = buyer.Email,
            Delivery = buyer.Delivery, RegionCode = buyer.RegionCode, Landmark = buyer.Landmark, DigitalAddress = buyer.DigitalAddress,
            BuyerNote = buyer.Note, Method = buyer.Method, GoodsTotal = quote.Goods, DeliveryTotal = quote.Delivery, Total = quote.Total, PlacedAt = at,
        };
        foreach (var line in cart.Lines)
        {
            order.Lines.Add(new OrderLine
            {
                OrderNumber = number, LineNo = order.Lines.Count + 1, VariantId = line.VariantId, Name = line.Name, Sku = line.Sku, Choices = line.Choices,
                Picture = line.Picture, UnitPrice = line.Price, Ordered = line.Qty, Total = line.Total,
            });
        }

        order.Payments.Add(new Payment
        {
            OrderNumber = number, No = 1, Method = buyer.Method, Currency = currency, AmountExpected = quote.Total, Reference = order.Reference,
        });
        db.Orders.Add(order);
        return order;
    }

    private static async Task CloseAsync(ShopDb db, CartView cart, long number, DateTimeOffset at, CancellationToken ct)
    {
        var closed = await db.Carts.Where(c => c.Id == cart.Id && c.Version == cart.Version && c.OrderNumber == null)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.OrderNumber, number).SetProperty(c => c.TouchedAt, at), ct);
        if (closed == 0) throw new Refusal("cart.changed", "Your cart changed meanwhile. Please look again.") { Status = 409 };
    }

    private sealed record Next(long Value, bool IsBlocked);

    private static string Title(string name, string choices) => choices.Length > 0 ? $"{name} ({choices})" : name;
}
