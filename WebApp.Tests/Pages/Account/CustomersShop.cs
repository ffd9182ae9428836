// The cast's shop with customers who have accounts: what the tests of their pages share.
using System.Net;

namespace Makola.Tests.Pages.Account;

/// <summary>One shop for a test class.</summary>
public class CustomersShop : IAsyncLifetime
{
    /// <summary>The password of every customer here.</summary>
    public const string Password = "six yellow baskets";

    private static int phones = 1_000;
    private RunningShop? _shop;

    /// <summary>The shop.</summary>
    public RunningShop Shop => _shop!;

    /// <summary>How the shop is started.</summary>
    protected virtual Opening Opening => new();

    /// <inheritdoc/>
    public virtual async ValueTask InitializeAsync() => _shop = await Cast.OpenAsync(Opening);

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Shop.DisposeAsync();
    }

    /// <summary>A phone nobody here has.</summary>
    public static string NewPhone() => $"024001{Interlocked.Increment(ref phones):0000}";

    /// <summary>Somebody opens an account, and is signed in.</summary>
    public async Task<Buyer> JoinAsync(string name = Cast.CustomerName, string? phone = null)
    {
        var buyer = Shop.NewBuyer();
        var form = (await buyer.GetAsync("/account/register")).Expect(HttpStatusCode.OK).Form();
        (form["Form.Name"], form["Form.Phone"], form["Form.Password"]) = (name, phone ?? NewPhone(), Password);
        Assert.Equal("/account", (await buyer.SubmitAsync(form)).Expect(HttpStatusCode.OK).Path);
        return buyer;
    }

    /// <summary>A further browser of somebody comes in.</summary>
    public static async Task<Page> SignInAsync(Buyer buyer, string phone, string to = "/account")
    {
        ArgumentNullException.ThrowIfNull(buyer);
        var form = (await buyer.GetAsync($"/account/sign-in?returnUrl={Uri.EscapeDataString(to)}")).Expect(HttpStatusCode.OK).Form();
        (form["Form.Email"], form["Form.Password"]) = (phone, Password);
        return await buyer.SubmitAsync(form);
    }

    /// <summary>He orders; the order's number.</summary>
    public async Task<long> OrderAsync(Buyer buyer, Good good, int qty = 1, Action<Form>? change = null)
    {
        ArgumentNullException.ThrowIfNull(buyer);
        await buyer.AddQuicklyAsync(good, qty);
        var placed = await buyer.PlaceAsync(change);
        Assert.True(placed.IsOrder, placed.Text);
        return Shop.Scalar<long>("SELECT Number FROM Orders WHERE Token = $t", ("$t", placed.Address.Segments[^1]));
    }
}
