// A buyer's way through the shop: product, cart, checkout, place. Every form is read from the page he sees.
using System.Globalization;
using System.Net;

namespace Makola.Tests.Support;

public sealed partial class Buyer
{
    /// <summary>How often a buyer presses a button that answers "busy, try again".</summary>
    private const int MostPresses = 20;

    /// <summary>Opens a good's page with its variant chosen and puts pieces into the cart; ends on the page the shop answers with.</summary>
    public async Task<Page> AddAsync(Good good, int qty = 1)
    {
        var product = (await GetAsync($"/p/{good.Slug}?v={Cast.VariantId(good)}")).Expect(HttpStatusCode.OK);
        var form = product.FormTo("handler=Add");
        form["Qty"] = qty.ToString(CultureInfo.InvariantCulture);
        return await UntilNotBusyAsync(() => SubmitAsync(form));
    }

    /// <summary>Adds by the form's own fields without opening the product's page: quick, for crowds.</summary>
    public Task<Page> AddQuicklyAsync(Good good, int qty = 1) => UntilNotBusyAsync(() => AddOnceAsync(good, qty));

    /// <summary>The same, pressed once only, whatever the shop answers.</summary>
    public Task<Page> AddOnceAsync(Good good, int qty) => PostAsync("/cart?handler=Add",
        ("VariantId", Cast.VariantId(good).ToString(CultureInfo.InvariantCulture)), ("Qty", qty.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Presses a button, and again while the shop says that it is busy (503), as its page asks for.</summary>
    public static async Task<Page> UntilNotBusyAsync(Func<Task<Page>> press)
    {
        ArgumentNullException.ThrowIfNull(press);
        var answer = await press();
        for (var again = 1; again < MostPresses && answer.Status == HttpStatusCode.ServiceUnavailable; again++)
        {
            Assert.NotNull(answer.Response.Headers.RetryAfter);
            await Task.Delay(500);
            answer = await press();
        }

        return answer;
    }

    /// <summary>Opens the checkout and fills it in as Ama would: phone, name, region, landmark; delivered, cash to the rider.</summary>
    public async Task<Form> CheckoutAsync() => FillIn((await GetAsync("/checkout")).Expect(HttpStatusCode.OK));

    /// <summary>Fills in a checkout page.</summary>
    public static Form FillIn(Page checkout)
    {
        ArgumentNullException.ThrowIfNull(checkout);
        var form = checkout.FormTo("/checkout");
        form["Contact"] = Cast.CustomerPhone;
        form["Name"] = Cast.CustomerName;
        form["Region"] = "AA";
        form["Landmark"] = "Blue gate behind the Methodist church";
        return form;
    }

    /// <summary>Checks out and places the order, perhaps with other words in the form; ends on the order's page, or on the checkout with its refusal.</summary>
    public async Task<Page> PlaceAsync(Action<Form>? change = null)
    {
        var form = await CheckoutAsync();
        change?.Invoke(form);
        return await SubmitAsync(form);
    }

    /// <summary>Buys one kind of good and returns the order's page.</summary>
    public async Task<Page> BuyAsync(Good good, int qty = 1)
    {
        await AddAsync(good, qty);
        var order = await PlaceAsync();
        Assert.True(order.IsOrder, $"No order came of it: {order.Path} ({(int)order.Status}) {order.Text}");
        return order;
    }

    /// <summary>Presses a button of a page: posts one value to a handler with the page's antiforgery token.</summary>
    /// <param name="path">Where it goes.</param>
    /// <param name="handler">The handler, as <c>handler=Again</c>.</param>
    /// <param name="field">What the button says.</param>
    /// <param name="from">The page whose token is taken; the same one when not given.</param>
    public async Task<Page> PostFromAsync(string path, string handler, (string Name, string Value) field, string? from = null)
    {
        var token = (await GetAsync(from ?? path)).One("input[name=__token]").GetAttribute("value")!;
        return await PostAsync($"{path}?{handler}", ("__token", token), field);
    }

    /// <summary>Signs the owner in, or another of the staff, with the cast's password unless another one is given.</summary>
    public async Task SignInAsync(string email = Cast.OwnerEmail, string password = Cast.OwnerPassword)
    {
        var form = (await GetAsync("/account/sign-in?returnUrl=/office")).Expect(HttpStatusCode.OK).Form("main form[method=post]");
        form["Email"] = email;
        form["Password"] = password;
        var office = await SubmitAsync(form);
        Assert.StartsWith("/office", office.Path, StringComparison.Ordinal);
    }
}
