// New rows written many at a time come back exactly as they were, whatever a buyer typed.
namespace Makola.Tests.Data.Sqlite;

public sealed class RowBatchTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 14, 16, 0, 0, 123, TimeSpan.Zero);

    [Fact]
    public async Task Rows_come_back_as_they_were()
    {
        var data = Watchman.NewFolder("rows");
        await Cast.PutIntoAsync(data);
        await using (var db = RunningShop.OpenDb(data)) await db.WriteAsync(() => PlaceAsync(db));

        await using var again = RunningShop.OpenDb(data);
        var order = await again.Orders.WholeAsync(1001, CancellationToken.None);

        Assert.Equal("Ama “₵” O'Neil \"<b>\" 😀", order!.Name);
        Assert.Equal("one\r\ntwo\tthree\u2028four {0} @p0", order.BuyerNote);
        Assert.Equal(Now, order.PlacedAt);
        Assert.Null(order.Email);
        Assert.Null(order.HoldUntil);
        Assert.Equal((PaymentMethod.CashOnDelivery, DeliveryKind.Collect), (order.Method, order.Delivery));
        Assert.Equal([1, 2, 3], order.Lines.Select(l => l.LineNo));
        Assert.Equal(3, order.Holds.Sum(h => h.Qty));
        Assert.Equal("Placed", Assert.Single(order.Events).Type);
        Assert.Equal(Actor.Customer, order.Events[0].By);
        Assert.Equal(3, await again.StockMovements.CountAsync(m => m.OrderNumber == 1001 && m.ReservedDelta == 1));
    }

    private static async Task PlaceAsync(ShopDb db)
    {
        var order = new Order
        {
            Number = 1001, Token = SecretToken.New(), PlaceKey = SecretToken.Hash("rows"), Currency = "GHS", Name = "Ama “₵” O'Neil \"<b>\" 😀",
            Phone = "+233248124490", BuyerNote = "one\r\ntwo\tthree\u2028four\0 {0} @p0", Delivery = DeliveryKind.Collect, Method = PaymentMethod.CashOnDelivery,
            GoodsTotal = 300, DeliveryTotal = 0, Total = 300, PlacedAt = Now,
        };
        foreach (var variant in await db.Variants.Where(v => v.Sku.StartsWith("BEAD-")).OrderBy(v => v.Sku).Take(3).ToListAsync())
        {
            order.Lines.Add(new OrderLine
            {
                OrderNumber = 1001, LineNo = order.Lines.Count + 1, VariantId = variant.Id, Name = "Krobo bead", Sku = variant.Sku, Choices = "", UnitPrice = 100, Ordered = 1, Total = 100,
            });
        }

        order.Payments.Add(new Payment { OrderNumber = 1001, No = 1, Method = order.Method, Currency = "GHS", AmountExpected = 300, Reference = order.Reference });
        db.Orders.Add(order);
        order.Open(null, Actor.Customer, Now);
    }
}
