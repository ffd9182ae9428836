// What customers are told about their orders. What was delivered is in their hands: no mail says so.
using System.Text.Json;

namespace Makola.Domain.Messages;

/// <summary>Letters to a customer about an order.</summary>
public static class OrderMail
{
    /// <summary>The letter that tells of an event; null when there is nothing to tell.</summary>
    public static Letter? About(Order order, OrderEvent happened)
    {
        using var document = JsonDocument.Parse(happened.Data);
        var data = document.RootElement;
        return happened.Type switch
        {
            "Placed" => Placed(order),
            "MoneyReceived" => Money(order, happened.Seq, data.GetProperty("amount").GetInt64()),
            "Sent" => Sent(order, happened.Seq, order.Parcels.Single(p => p.No == data.GetProperty("parcel").GetInt32())),
            "Cancelled" => Cancelled(order, data.GetProperty("reason").GetString()),
            "Expired" => Expired(order, happened.Seq),
            _ => null,
        };
    }

    private static Letter Placed(Order order) => To(order, MessageKind.OrderPlaced, $"order.placed:{order.Number}", sheet =>
    {
        var t = sheet.Texts;
        sheet.Subject = t["Your order {0} at {1}", order.Reference, sheet.Shop.Name];
        sheet.Say(t["Thank you, {0}. Your order {1} is with us.", order.Name, order.Reference]);
        sheet.Rows(
            [
                .. order.Lines.Select(l => ($"{l.Ordered} × {Named(l)}", $"{order.InMoney(l.Total)}")),
                (order.Delivery == DeliveryKind.Collect ? t["Collect from the shop"] : t["Delivery"], $"{order.InMoney(order.DeliveryTotal)}"),
                (t["Total"], $"{order.InMoney(order.Total)}"),
            ], total: true);
        if (order.Method == PaymentMethod.Transfer)
        {
            sheet.Say(t["Send {0} to this number and write the reference. We pack as soon as we see it.", order.InMoney(order.Outstanding)]);
            sheet.Rows(TransferTo(sheet, order));
        }
        else
        {
            sheet.Say(t["You pay {0} in cash or by mobile money when you get it.", order.InMoney(order.Outstanding)]);
        }

        sheet.Say(order.Delivery == DeliveryKind.Collect
            ? t["Collect it here: {0}", string.Join(", ", new[] { sheet.Shop.PickUpAddress, sheet.Shop.OpeningHours }.Where(part => part is not null))]
            : t["It goes to: {0}, {1}", order.Landmark ?? "", Region.NameOf(order.RegionCode)]);
        sheet.Link(t["See your order"], $"/o/{order.Token}");
    });

    private static Letter Money(Order order, int seq, long amount) => To(order, MessageKind.MoneyReceived, $"order.money:{order.Number}.{seq}", sheet =>
    {
        var t = sheet.Texts;
        sheet.Subject = t["We received {0} for your order {1}", order.InMoney(amount), order.Reference];
        sheet.Say(t["Thank you, {0}. We received {1} for your order {2}.", order.Name, order.InMoney(amount), order.Reference]);
        sheet.Say(order switch
        {
            { Credit: > 0 } => t["The shop owes you {0} and returns it.", order.InMoney(order.Credit)],
            { Outstanding: > 0 } => t["{0} is still to be paid.", order.InMoney(order.Outstanding)],
            _ => t["It is paid in full."],
        });
        sheet.Link(t["See your order"], $"/o/{order.Token}");
    });

    private static Letter Sent(Order order, int seq, Parcel parcel) => To(order, MessageKind.ParcelSent, $"order.sent:{order.Number}.{seq}", sheet =>
    {
        var t = sheet.Texts;
        sheet.Subject = t["Your order {0} is on its way", order.Reference];
        sheet.Say(t["Good news, {0}: a parcel of your order {1} is on its way.", order.Name, order.Reference]);
        sheet.Rows(parcel.Lines.Select(l => (Named(order.Lines.Single(line => line.LineNo == l.LineNo)), $"{l.Qty}")));
        if ((parcel.Carrier ?? parcel.Tracking) is not null)
            sheet.Say(t["Sent with {0}", string.Join(", ", new[] { parcel.Carrier, parcel.Tracking }.Where(part => part is not null))]);
        if (order.Outstanding > 0) sheet.Say(t["{0} is still to be paid.", order.InMoney(order.Outstanding)]);
        sheet.Link(t["See your order"], $"/o/{order.Token}");
    });

    private static Letter Cancelled(Order order, string? reason) => To(order, MessageKind.OrderCancelled, $"order.cancelled:{order.Number}", sheet =>
    {
        var t = sheet.Texts;
        sheet.Subject = t["Your order {0} was cancelled", order.Reference];
        sheet.Say(t["{0}, your order {1} was cancelled.", order.Name, order.Reference]);
        if (reason is not null) sheet.Say(reason);
        sheet.Say(order.Credit > 0 ? t["The shop owes you {0} and returns it.", order.InMoney(order.Credit)] : t["There is nothing to pay."]);
        sheet.Link(t["See your order"], $"/o/{order.Token}");
    });

    private static Letter Expired(Order order, int seq) => To(order, MessageKind.OrderExpired, $"order.expired:{order.Number}.{seq}", sheet =>
    {
        var t = sheet.Texts;
        sheet.Subject = t["Your order {0} was not paid in time", order.Reference];
        sheet.Say(t["{0}, we saw no money for your order {1}.", order.Name, order.Reference]);
        sheet.Say(t["The time to pay is over and the goods are on sale again. Order again, or call the shop if you have paid."]);
        sheet.Link(t["See your order"], $"/o/{order.Token}");
    });

    private static Letter To(Order order, MessageKind kind, string key, Action<Sheet> write) => new(kind, key, order.Email!, write) { OrderNumber = order.Number };

    private static IEnumerable<(string, string)> TransferTo(Sheet sheet, Order order)
    {
        var (shop, t) = (sheet.Shop, sheet.Texts);
        yield return (shop.TransferNetwork ?? t["Number"], shop.TransferNumber ?? "");
        if (shop.TransferName is { } name) yield return (t["Name"], name);
        yield return (t["Reference"], order.Reference);
        if (order.HoldUntil is { } until) yield return (t["Kept for you until"], sheet.When(until));
    }

    private static string Named(OrderLine line) => line.Choices.Length > 0 ? $"{line.Name} ({line.Choices})" : line.Name;
}
