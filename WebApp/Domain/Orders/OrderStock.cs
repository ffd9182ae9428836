// Writes the stock movements an order's verbs asked for.
using Makola.Backstage;

namespace Makola.Domain.Orders;

/// <summary>Writes the stock movements an order's verbs asked for, in the transaction that saves the order.</summary>
internal static class OrderStock
{
    /// <summary>Applies and clears <see cref="Order.StockMoves"/>.</summary>
    /// <exception cref="Refusal"><c>stock.too_few</c>, naming what is short and how many are left.</exception>
    public static async Task ApplyAsync(ShopDb db, Order order, CancellationToken ct)
    {
        foreach (var deed in order.StockMoves.GroupBy(m => (m.Kind, m.Reason, m.By, m.At)).ToList())
        {
            var changes = deed.Select(m => ChangeOf(m, order)).ToList();
            using var step = Telemetry.Step($"stock: {deed.Key.Kind} for order {order.Number}");
            var shortages = await StockRoom.MoveAsync(db, deed.Key.Kind, changes, deed.Key.Reason, order.Number, deed.Key.By, deed.Key.At, ct);
            if (shortages.Count == 0)
            {
                Telemetry.Rule($"stock: {deed.Key.Kind} {deed.Sum(m => m.Qty)} of {changes.Count} goods");
                continue;
            }

            var line = order.Lines.First(l => l.VariantId == shortages[0].VariantId);
            var text = deed.Key.Kind == MovementKind.Ship
                ? "{0}: only {1} in the house. Nothing was sent; count the stock and correct it first."
                : "{0}: only {1} left. Nothing was ordered; please order fewer.";
            throw new Refusal("stock.too_few", text, line.Name, shortages[0].Left) { Status = 409 };
        }

        order.StockMoves.Clear();
    }

    private static StockChange ChangeOf(OrderStockMove move, Order order)
    {
        var variant = order.Lines.Single(l => l.LineNo == move.LineNo).VariantId;
        return move.Kind switch
        {
            MovementKind.Hold => new(variant, 0, move.Qty, move.LineNo),
            MovementKind.Release => new(variant, 0, -move.Qty, move.LineNo),
            MovementKind.Ship => new(variant, -move.Qty, -move.Qty, move.LineNo),
            _ => throw new InvalidOperationException($"An order cannot {move.Kind}."),
        };
    }
}
