// The events of an order in words.
using System.Text.Json;

namespace Makola.Pages.Office.Orders;

/// <summary>An event as the timeline tells it.</summary>
/// <param name="What">What happened, in one line.</param>
/// <param name="Note">What somebody wrote along with it.</param>
/// <param name="Who">Who did it.</param>
/// <param name="At">When.</param>
/// <param name="Scene">Key of the request, or the job's run, that did it; null when it was not recorded.</param>
public sealed record TimelineEntry(string What, string? Note, string Who, DateTimeOffset At, string? Scene);

/// <summary>Tells an order's events.</summary>
public static class Timeline
{
    /// <summary>The events of an order, newest first.</summary>
    public static IReadOnlyList<TimelineEntry> Of(Order order) => [.. order.Events.OrderByDescending(e => e.Seq).Select(e => Tell(e, order))];

    private static TimelineEntry Tell(OrderEvent happened, Order order)
    {
        using var document = JsonDocument.Parse(happened.Data);
        var data = document.RootElement;
        var what = happened.Type switch
        {
            "Placed" => $"Order placed, {order.InMoney(order.Total)}",
            "Packed" => $"Parcel {Text(data, "parcel")} packed, {Pieces(data)}",
            "Unpacked" => $"Parcel {Text(data, "parcel")} unpacked",
            "Sent" => Joined($"Parcel {Text(data, "parcel")} sent", Text(data, "carrier"), Text(data, "tracking")),
            "Delivered" => $"Parcel {Text(data, "parcel")} {(data.TryGetProperty("collected", out var c) && c.ValueKind == JsonValueKind.True ? "collected" : "delivered")}",
            "MoneyReceived" => Joined($"{Amount(data, order)} received", Text(data, "id")),
            "MoneyReturned" => Joined($"{Amount(data, order)} returned", Text(data, "id")),
            "Cancelled" => "Order cancelled",
            "Expired" => "Not paid in time: order expired, goods back on sale",
            "Revived" => "Order revived: money came late and the goods were still there",
            "Completed" => "Completed: all delivered and paid",
            "Note" => "Note",
            var other => other,
        };
        return new(what, Text(data, "text") ?? Text(data, "reason"), happened.By.Kind == Actor.Customer.Kind ? order.Name : happened.By.Name, happened.At, happened.Scene);
    }

    private static string Joined(params string?[] parts) => string.Join(" · ", parts.Where(p => p is not null));

    private static string Pieces(JsonElement data) => Text(data, "pieces") is { } n ? n == "1" ? "1 piece" : $"{n} pieces" : "";

    private static Money Amount(JsonElement data, Order order) =>
        order.InMoney(data.TryGetProperty("amount", out var amount) && amount.TryGetInt64(out var minor) ? minor : 0);

    private static string? Text(JsonElement data, string name) =>
        data.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? value.ToString() : null;
}
