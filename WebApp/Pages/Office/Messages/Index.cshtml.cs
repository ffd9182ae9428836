// What customers wrote to the shop.
using Makola.Web;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Pages.Office.Messages;

/// <summary>A row of the list.</summary>
public sealed record MessageRow(long Id, string Name, DateTimeOffset At, string Beginning);

/// <summary>The page <c>/office/messages</c>; <c>?show=answered</c> for the others, <c>?before=120</c> goes on.</summary>
[Needs(Scopes.Customers)]
public sealed class MessagesModel(ShopDb db, CurrentShop shop) : OfficePage(db, shop)
{
    private const int PageSize = 40, Beginning = 140;

    /// <summary><c>answered</c>, or empty for those that wait.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Show { get; set; }

    /// <summary>Only older ones than this.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    /// <summary>The messages, newest first.</summary>
    public IReadOnlyList<MessageRow> Rows { get; private set; } = [];

    /// <summary>True when there are older ones.</summary>
    public bool HasMore { get; private set; }

    /// <summary>Which are shown.</summary>
    public bool IsAnswered => Show == "answered";

    /// <summary>Shows the list.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        var before = Before ?? long.MaxValue;
        var messages = IsAnswered ? Db.ContactMessages.Where(m => m.AnsweredAt != null) : Db.ContactMessages.Waiting();
        var rows = await messages.Where(m => m.Id < before).OrderByDescending(m => m.Id).Take(PageSize + 1)
            .Select(m => new MessageRow(m.Id, m.Name, m.At, m.Text.Substring(0, Beginning))).ToListAsync(ct);
        (Rows, HasMore) = ([.. rows.Take(PageSize)], rows.Count > PageSize);
    }
}
