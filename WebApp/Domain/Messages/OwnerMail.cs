// What the shop's own people are told, in English as the back office is.
namespace Makola.Domain.Messages;

/// <summary>What the daily mail tells.</summary>
/// <param name="Sold">Yesterday's sales.</param>
/// <param name="ToPack">Orders to pack.</param>
/// <param name="AwaitingMoney">Orders that wait for a transfer.</param>
/// <param name="ToSend">Orders with parcels to send.</param>
/// <param name="Low">Goods running out, fewest first, and how many pieces are left of each.</param>
/// <param name="Failed">Messages that could not be sent.</param>
/// <param name="Further">Further lines, such as the head of the log.</param>
public sealed record DailyFigures(DaySales Sold, int ToPack, int AwaitingMoney, int ToSend, IReadOnlyList<(string Name, int Left)> Low, int Failed, IReadOnlyList<(string Name, string Value)> Further);

/// <summary>Letters to the shop's owner.</summary>
public static class OwnerMail
{
    /// <summary>Somebody ordered. Answers go to the customer.</summary>
    public static Letter NewOrder(Order order, string to) => new(MessageKind.NewOrder, $"order.new:{order.Number}.{to}", to, sheet =>
    {
        sheet.Subject = $"New order #{order.Number}: {order.InMoney(order.Total)}";
        sheet.Say($"{order.Name} ordered, {(order.Method == PaymentMethod.Transfer ? "pays by transfer" : "pays on delivery")}, {(order.Delivery == DeliveryKind.Collect ? "collects it" : $"to {Region.NameOf(order.RegionCode)}")}.");
        sheet.Rows([.. order.Lines.Select(l => ($"{l.Ordered} × {l.Name} {l.Choices}".TrimEnd(), $"{order.InMoney(l.Total)}")), ("Total", $"{order.InMoney(order.Total)}")], total: true);
        if (order.BuyerNote is { } note) sheet.Say($"“{note}”");
        sheet.Link("Open the order", $"/office/orders/{order.Number}");
    })
    { OrderNumber = order.Number, ReplyTo = order.Email };

    /// <summary>Somebody did what harms when a stranger does it: whoever it was, the owner hears of it.</summary>
    public static Letter Sensitive(Deed deed, string to) => new(MessageKind.Account, $"deed:{deed.Request}.{to}", to, sheet =>
    {
        sheet.Subject = $"{deed.By.Name} in the office of {sheet.Shop.Name}: {deed.What}";
        sheet.Say("If you know of this, there is nothing to do. If not, keep the person out at once and change your password.");
        sheet.Rows([("Who", deed.By.Name), ("What", deed.What), ("Where", deed.Page ?? ""), ("When", $"{TimeZoneInfo.ConvertTime(deed.At, sheet.Shop.Zone()):d MMM yyyy, HH:mm}"), ("From", deed.From ?? "")]);
        sheet.Link("See the log", "/office/log");
    });

    /// <summary>Somebody is asked to work here. The link opens the shop to whoever has it.</summary>
    public static Letter Invitation(string name, string asker, string token, string to) => new(MessageKind.Account, $"staff.invitation:{SecretToken.Hash(token)}", to, sheet =>
    {
        sheet.Subject = $"{asker} asks you to work at {sheet.Shop.Name}";
        sheet.Say($"Hello {name}, with this link you choose a password and are in. It opens once, within a week.");
        sheet.Link("Come in", $"/account/invitation?token={token}");
    })
    { Secret = true, GoodFor = StaffInvitation.Good };

    /// <summary>A test of the mail settings.</summary>
    public static Letter Test(string name, string to) => new(MessageKind.Daily, "test", to, sheet =>
    {
        sheet.Subject = $"{sheet.Shop.Name} can send mail";
        sheet.Say($"Hello {name}, this is the test you asked for. It arrived: mail works.");
    });

    /// <summary>The key of the daily mail about a day: it is told once.</summary>
    public static string DailyKey(DateOnly day, string to) => $"owner.daily:{day:yyyy-MM-dd}.{to}";

    /// <summary>Yesterday, and what waits.</summary>
    public static Letter Daily(DailyFigures figures, string to) => new(MessageKind.Daily, DailyKey(figures.Sold.Day, to), to, sheet =>
    {
        var sold = sheet.Shop.Money(figures.Sold.Total);
        sheet.Subject = $"Yesterday: {sold} in {(figures.Sold.Orders == 1 ? "1 order" : $"{figures.Sold.Orders} orders")}";
        sheet.Say($"{figures.Sold.Day:dddd d MMMM} at {sheet.Shop.Name}:");
        sheet.Rows(
        [
            ("Sold", $"{sold}"), ("Orders", $"{figures.Sold.Orders}"), ("Waiting to be packed", $"{figures.ToPack}"), ("Waiting for a transfer", $"{figures.AwaitingMoney}"),
            ("Waiting to be sent", $"{figures.ToSend}"), ("Mails that could not be sent", $"{figures.Failed}"), .. figures.Further,
        ]);
        if (figures.Low.Count > 0) sheet.Say("Running out:").Rows(figures.Low.Select(good => (good.Name, good.Left > 0 ? $"{good.Left} left" : "sold out")));
        sheet.Link("Open the back office", "/office");
    })
    { GoodFor = TimeSpan.FromHours(20) };
}
