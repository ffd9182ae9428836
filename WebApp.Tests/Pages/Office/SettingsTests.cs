// What the owner decides takes effect at once, and what cannot be is refused at its field.
using System.Net;

namespace Makola.Tests.Pages.Office;

public sealed class SettingsTests(OfficeShop office) : IClassFixture<OfficeShop>
{
    [Fact]
    public async Task A_new_name_and_fee_show_in_the_shop_at_once()
    {
        using var ama = office.Shop.NewBuyer();
        await ama.AddQuicklyAsync(Cast.Gari);
        using var stranger = office.Shop.NewClient();
        Assert.DoesNotContain("Aunty Efua", await stranger.GetStringAsync(new Uri("/", UriKind.Relative)), StringComparison.Ordinal);

        var saved = await SaveAsync(form => (form["Name"], form["Form.Fees[AA]"]) = ("Aunty Efua’s Shop", "21.50"));

        Assert.Equal("Saved. Customers see it from now on.", saved.TextOf("#said"));
        Assert.Equal("21.50", saved.One("#Form_Fees_AA_").GetAttribute("value"));
        Assert.Contains("Aunty Efua", WebUtility.HtmlDecode(await stranger.GetStringAsync(new Uri("/", UriKind.Relative))), StringComparison.Ordinal);
        var checkout = await ama.CheckoutAsync();
        Assert.Contains("21.50", (await ama.SubmitAsync(checkout)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Name", "", "The shop needs a name.")]
    [InlineData("Phone", "12", "Write it like 024 812 4490 or +233 24 812 4490.")]
    [InlineData("Email", "efua", "That is not an e-mail address.")]
    [InlineData("DeliveryFee", "-5", "Write the amount like this: 45.00.")]
    [InlineData("DeliveryFee", "1e3", "Write the amount like this: 45.00.")]
    [InlineData("TransferHours", "0", "Write whole hours, from 1 to 720.")]
    [InlineData("TimeZone", "Mars/Olympus", "Choose a time zone.")]
    [InlineData("Form.Fees[AH]", "10.005", "Write the amount like this: 45.00.")]
    public async Task What_cannot_be_is_refused_at_its_field_and_stays_typed(string name, string typed, string said)
    {
        var version = office.Shop.Scalar<int>("SELECT Version FROM Settings");

        var refused = (await SaveAsync(form => form[name] = typed)).Expect(HttpStatusCode.UnprocessableEntity);

        Assert.Contains(said, refused.Html.QuerySelectorAll(".field-error").Select(error => error.TextContent));
        Assert.Contains(said, refused.TextOf("#said"), StringComparison.Ordinal);
        if (name != "TimeZone") Assert.Equal(typed, refused.One("[aria-invalid]").GetAttribute("value"));
        Assert.Equal(version, office.Shop.Scalar<int>("SELECT Version FROM Settings"));
    }

    [Fact]
    public async Task A_shop_keeps_at_least_one_way_to_pay_and_one_way_to_the_goods()
    {
        var refused = await SaveAsync(form =>
        {
            form.Set("CashOnDelivery", "false").Set("Delivers", "false");
            (form["TransferNumber"], form["PickUpAddress"]) = ("", "");
        });

        refused.Expect(HttpStatusCode.UnprocessableEntity);
        Assert.Equal(2, refused.Html.QuerySelectorAll(".field-error").Length);
    }

    [Fact]
    public async Task The_second_of_two_who_save_is_told_and_overwrites_nothing()
    {
        var stale = await FormAsync();
        await SaveAsync(form => form["OpeningHours"] = "Sunday after church");
        stale["OpeningHours"] = "Never";

        var refused = await office.Efua.SubmitAsync(stale);

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Equal("Never", refused.One("#Form_OpeningHours").GetAttribute("value"));
        Assert.Equal("Sunday after church", office.Shop.Scalar<string>("SELECT OpeningHours FROM Settings"));
    }

    [Fact]
    public async Task The_currency_of_goods_with_prices_stays()
    {
        await SaveAsync(form => form.Add("Form.Currency", "NGN"));

        Assert.Equal("GHS", office.Shop.Scalar<string>("SELECT Currency FROM Settings"));
    }

    private async Task<Form> FormAsync() => (await office.Efua.GetAsync("/office/settings")).Expect(HttpStatusCode.OK).Form("main form");

    private async Task<Page> SaveAsync(Action<Form> change)
    {
        var form = await FormAsync();
        change(form);
        return await office.Efua.SubmitAsync(form);
    }
}
