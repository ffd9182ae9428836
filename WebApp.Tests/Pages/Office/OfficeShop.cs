// The cast's shop with its owner at the counter: what the back office's tests share.
using System.Globalization;
using System.Net;

namespace Makola.Tests.Pages.Office;

/// <summary>One shop for a test class: orders are placed over HTTP, and Efua is signed in.</summary>
public class OfficeShop : IAsyncLifetime
{
    /// <summary>The shop.</summary>
    public RunningShop Shop { get; private set; } = null!;

    /// <summary>The owner, signed in.</summary>
    public Buyer Efua { get; private set; } = null!;

    /// <summary>How the shop is started.</summary>
    protected virtual Opening Opening => new();

    /// <inheritdoc/>
    public virtual async ValueTask InitializeAsync()
    {
        Shop = await Cast.OpenAsync(Opening);
        Efua = Shop.NewBuyer();
        await Efua.SignInAsync();
    }

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Efua.Dispose();
        await Shop.DisposeAsync();
    }

    /// <summary>Somebody is invited as staff, comes in by the link, and is signed in.</summary>
    /// <param name="role">A ready role, or one the test made.</param>
    public async Task<Buyer> HireAsync(string role)
    {
        var form = (await Efua.GetAsync("/office/staff")).Form("form[action='/office/staff']");
        (form["Form.Name"], form["Form.Email"]) = ($"Kofi of {role}", $"kofi.{Guid.NewGuid():N}@makola.test");
        form["Form.Role"] = Shop.Scalar<string>("SELECT CAST(Id AS TEXT) FROM AspNetRoles WHERE Name = $n", ("$n", role));
        var link = (await Efua.SubmitAsync(form)).Expect(HttpStatusCode.OK).One("input[readonly]").GetAttribute("value")!;
        var kofi = Shop.NewBuyer();
        var door = (await kofi.GetAsync(new Uri(link).PathAndQuery)).Expect(HttpStatusCode.OK).Form();
        door["Password"] = "a long enough password";
        Assert.Equal("/office", (await kofi.SubmitAsync(door)).Expect(HttpStatusCode.OK).Path);
        return kofi;
    }

    /// <summary>A customer orders; returns the order's number.</summary>
    public async Task<long> OrderAsync(Action<Form>? change = null, params (Good Good, int Qty)[] goods)
    {
        using var ama = Shop.NewBuyer();
        foreach (var (good, qty) in goods.Length > 0 ? goods : [(Cast.Gari, 2), (Cast.PalmOil, 1)])
            await ama.AddQuicklyAsync(good, qty);
        var placed = await ama.PlaceAsync(form =>
        {
            form["Contact"] = Cast.CustomerPhone;
            change?.Invoke(form);
        });
        Assert.True(placed.IsOrder, $"No order came of it: {placed.Text}");
        return Shop.Scalar<long>("SELECT Number FROM Orders WHERE Token = $t", ("$t", placed.Address.Segments[^1]));
    }

    /// <summary>A customer orders and chooses to pay by transfer.</summary>
    public Task<long> TransferOrderAsync(params (Good Good, int Qty)[] goods) => OrderAsync(form => form["Method"] = "Transfer", goods);

    /// <summary>The order's page as staff see it.</summary>
    public async Task<Page> OpenAsync(long number) => (await Efua.GetAsync($"/office/orders/{number}")).Expect(HttpStatusCode.OK);

    /// <summary>Opens the order's page and does one deed on it with the form as it is shown, or changed.</summary>
    public async Task<Page> DoAsync(long number, string deed, Action<Form>? change = null)
    {
        var form = (await OpenAsync(number)).FormTo($"handler={deed}");
        change?.Invoke(form);
        return await Efua.SubmitAsync(form);
    }

    /// <summary>Pieces on the shelf and promised, of a good.</summary>
    public (int OnHand, int Reserved) StockOf(Good good)
    {
        var figures = Shop.Scalar<string>("SELECT OnHand || ' ' || Reserved FROM StockItems WHERE VariantId = $v", ("$v", Cast.VariantId(good))).Split(' ');
        return (int.Parse(figures[0], CultureInfo.InvariantCulture), int.Parse(figures[1], CultureInfo.InvariantCulture));
    }

    /// <summary>What an order is: status, goods, money.</summary>
    public string StatesOf(long number) => Shop.Scalar<string>("SELECT Status || ' ' || Goods || ' ' || Money FROM Orders WHERE Number = $n", ("$n", number));
}
