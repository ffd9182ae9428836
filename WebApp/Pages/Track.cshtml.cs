// Finding an order again by number and phone: tells its state, and nothing else.
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Makola.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;

namespace Makola.Pages;

/// <summary>Tells the state of an order to who knows its number and the phone or e-mail on it. Never name, address or goods: numbers are easy to guess.</summary>
[EnableRateLimiting(RateLimits.Track)]
[IgnoreAntiforgeryToken]
public sealed class TrackModel(ShopDb db, IStringLocalizer<Texts> texts) : ShopPage
{
    /// <summary>Order number as typed: <c>1042</c>, <c>#1042</c>, <c>MK-1042</c>.</summary>
    [BindProperty, StringLength(20)]
    public string? Number { get; set; }

    /// <summary>Phone or e-mail as typed.</summary>
    [BindProperty, StringLength(254)]
    public string? Contact { get; set; }

    /// <summary>The order's number; 0 while nothing was found.</summary>
    public long Found { get; private set; }

    /// <summary>Its state; null while nothing was found.</summary>
    public OrderProgress? Progress { get; private set; }

    /// <summary>Shows the form.</summary>
    public void OnGet()
    {
    }

    /// <summary>Looks. Wrong number and wrong contact are answered alike.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        Response.Headers.CacheControl = "no-store";
        var (phone, email) = (PhoneNumber.Read(Contact), Contact?.Trim());
        if (ModelState.IsValid && ReadNumber(Number) is { } number && (phone ?? email) is { Length: > 0 })
        {
            var order = await db.Orders.AsNoTracking().Where(o => o.Number == number)
                .Select(o => new { o.Number, o.Phone, o.Email, o.Status, o.Goods, o.Money, o.Method, o.Delivery }).FirstOrDefaultAsync(ct);
            if (order is not null && ((phone is not null && order.Phone == phone) || (order.Email is not null && string.Equals(order.Email, email, StringComparison.OrdinalIgnoreCase))))
            {
                (Found, Progress) = (order.Number, OrderProgress.Of(order.Status, order.Goods, order.Money, order.Method, order.Delivery));
                return Page();
            }
        }

        ModelState.AddModelError("", texts["No order has this number together with this phone or e-mail. Please check both."]);
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    private static long? ReadNumber(string? text)
    {
        var digits = (text ?? "").Trim().TrimStart('#').Trim();
        if (digits.StartsWith("MK", StringComparison.OrdinalIgnoreCase)) digits = digits[2..].TrimStart('-', ' ');
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
