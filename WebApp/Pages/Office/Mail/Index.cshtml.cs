// The outbox: what the shop wrote to people, newest first, by state, or found by address or order.
using System.Globalization;
using Makola.Web;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Pages.Office.Mail;

/// <summary>The page <c>/office/mail</c>; <c>?state=failed</c>, <c>?q=ama@mail.example</c> or <c>?q=1042</c>, <c>?before=120</c> goes on.</summary>
[Needs(Scopes.Customers)]
public sealed class OutboxModel(ShopDb db, CurrentShop shop) : OfficePage(db, shop)
{
    private const int PageSize = 40;

    /// <summary>The states there are tabs for.</summary>
    public static IReadOnlyList<MessageState> Tabs { get; } = [MessageState.Waiting, MessageState.Failed, MessageState.Sent, MessageState.Stopped];

    /// <summary>Only messages in this state.</summary>
    [BindProperty(SupportsGet = true)]
    public MessageState? State { get; set; }

    /// <summary>An address, or the number of an order.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>Only older ones than this.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    /// <summary>The messages.</summary>
    public IReadOnlyList<MailRow> Rows { get; private set; } = [];

    /// <summary>Address of the older ones; null when there are none.</summary>
    public string? Older { get; private set; }

    /// <summary>Shows the list.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid) return NotFound();
        Q = string.IsNullOrWhiteSpace(Q) ? null : Q.Trim()[..Math.Min(Q.Trim().Length, 254)];
        var messages = State is { } state ? Db.Messages.In(state) : Db.Messages;
        if (Q is not null) messages = OrderNumber(Q) is { } number ? messages.Where(m => m.OrderNumber == number) : messages.Where(m => m.To == Q);
        var before = Before ?? long.MaxValue;
        var rows = await messages.Where(m => m.Id < before).OrderByDescending(m => m.Id).Select(MailRow.From).Take(PageSize + 1).ToListAsync(ct);

        Rows = [.. rows.Take(PageSize)];
        if (rows.Count > PageSize) Older = $"/office/mail?{(State is null ? "" : $"state={State}&")}{(Q is null ? "" : $"q={Uri.EscapeDataString(Q)}&")}before={Rows[^1].Id}";
        return Page();
    }

    /// <summary>The number somebody means by <c>1042</c>, <c>#1042</c> or <c>MK-1042</c>.</summary>
    private static long? OrderNumber(string typed) =>
        long.TryParse(typed.TrimStart('#').Replace("MK-", "", StringComparison.OrdinalIgnoreCase), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
