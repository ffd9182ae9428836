// What a buyer thinks of something he got, from the page of his order.
using Makola.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Makola.Pages;

/// <summary>The page <c>/o/{token}/review/2</c>: the order's secret, and the line. Whoever has the link is the buyer.</summary>
[EnableRateLimiting(RateLimits.Checkout)]
public sealed class ReviewModel(ShopDb db, CurrentShop shop) : ShopPage
{
    /// <summary>The secret of the order.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Token { get; set; }

    /// <summary>Which line of it.</summary>
    [BindProperty(SupportsGet = true, Name = "line")]
    public int LineNo { get; set; }

    /// <summary>How it is signed.</summary>
    [BindProperty]
    public string? Name { get; set; }

    /// <summary>1 to 5, as typed.</summary>
    [BindProperty]
    public string? Stars { get; set; }

    /// <summary>The words.</summary>
    [BindProperty]
    public string? Text { get; set; }

    /// <summary>The order.</summary>
    public Order Order { get; private set; } = null!;

    /// <summary>What was bought.</summary>
    public OrderLine Line { get; private set; } = null!;

    /// <summary>What he wrote before; null for nothing.</summary>
    public Review? Written { get; private set; }

    /// <summary>True right after it was kept.</summary>
    public bool IsKept { get; private set; }

    /// <summary>Shows the form, with what was written before.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!await FindAsync(ct)) return NotFound();
        IsKept = TempData["Kept"] is true;
        (Name, Stars, Text) = (Written?.Name ?? Order.Name.Split(' ')[0], Written is null ? null : $"{Written.Stars}", Written?.Text);
        return Page();
    }

    /// <summary>Keeps it for staff to look at.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!await FindAsync(ct)) return NotFound();
        await Reviews.WriteAsync(db, Order, Line, Name, Stars is [var figure] && char.IsAsciiDigit(figure) ? figure - '0' : 0, Text, shop.Now, ct);
        TempData["Kept"] = true;
        return LocalRedirect($"/o/{Order.Token}/review/{Line.LineNo}");
    }

    /// <inheritdoc/>
    public override async Task<IActionResult> AgainAsync(CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        return await FindAsync(ct) ? Page() : NotFound();
    }

    private async Task<bool> FindAsync(CancellationToken ct)
    {
        Response.Headers.CacheControl = "no-store";
        if (await db.Orders.AsNoTracking().ByTokenAsync(Token, ct) is not { CustomerId: not null } order || order.Lines.Find(l => l.LineNo == LineNo) is not { Delivered: > 0 } line) return false;
        (Order, Line) = (order, line);
        Written = await db.Reviews.AsNoTracking().SingleOrDefaultAsync(r => r.CustomerId == order.CustomerId && db.Variants.IgnoreQueryFilters().Any(v => v.Id == line.VariantId && v.ProductId == r.ProductId), ct);
        return true;
    }
}
