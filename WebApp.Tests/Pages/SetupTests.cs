// The first minute of a shop.
using System.Net;
using Makola.Tests.Pages.Account;

namespace Makola.Tests.Pages;

public sealed class SetupTests
{
    [Fact]
    public async Task Only_the_consoles_token_opens_an_empty_shop_and_only_once()
    {
        await using var shop = await RunningShop.StartAsync();
        using var stranger = shop.NewBuyer();
        using var efua = shop.NewBuyer();
        var link = shop.OneTimeLink!.PathAndQuery;
        Assert.StartsWith("/setup?token=", link, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync("/setup")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync("/setup?token=guess")).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await stranger.GetAsync("/")).Status);

        var form = FillIn((await efua.GetAsync(link)).Expect(HttpStatusCode.OK).Form("main form"));
        var opened = await efua.SubmitAsync(form);

        // Who owns everything needs more than a password, before all else.
        Assert.Equal("/account/security?needed=true", opened.Path);
        (await efua.GetAsync("/office")).Expect(HttpStatusCode.OK);
        Assert.Equal("/account/security?needed=true", efua.Page!.Path);
        await WaysInTests.SetUpAppAsync(efua);
        Assert.Equal("Aunty Efua", (await efua.GetAsync("/office/settings")).One("#Form_Name").GetAttribute("value"));
        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync("/")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(link)).Status);
        Assert.Equal(0, shop.Scalar<int>("SELECT COUNT(*) FROM Products"));
        Assert.Equal(1, shop.Scalar<int>("SELECT COUNT(*) FROM AspNetUsers"));
    }

    [Fact]
    public async Task A_demo_shop_is_full_and_has_the_name_that_was_typed()
    {
        await using var shop = await RunningShop.StartAsync();
        using var efua = shop.NewBuyer();
        var form = FillIn((await efua.GetAsync(shop.OneTimeLink!.PathAndQuery)).Form("main form"));
        form["Demo"] = "true";

        var today = await efua.SubmitAsync(form);

        Assert.Equal("/office", today.Path);
        Assert.Equal("Aunty Efua", today.TextOf(".brand"));
        Assert.True(shop.Scalar<int>("SELECT COUNT(*) FROM Products") > 20);
        await shop.BooksAsync();
    }

    [Fact]
    public async Task What_is_wrong_is_said_at_its_field_and_nothing_is_opened()
    {
        await using var shop = await RunningShop.StartAsync();
        using var efua = shop.NewBuyer();
        var form = FillIn((await efua.GetAsync(shop.OneTimeLink!.PathAndQuery)).Form("main form"));
        (form["ShopName"], form["Email"], form["Password"], form["Currency"], form["Demo"]) = ("", "efua", "short", "NGN", "true");

        var refused = (await efua.SubmitAsync(form)).Expect(HttpStatusCode.UnprocessableEntity);

        Assert.Equal(4, refused.Html.QuerySelectorAll(".field-error").Length);
        Assert.Equal("efua", refused.One("#Form_Email").GetAttribute("value"));
        Assert.DoesNotContain("short\"", refused.Body, StringComparison.Ordinal);
        Assert.Equal(0, shop.Scalar<int>("SELECT COUNT(*) FROM AspNetUsers"));
        form = FillIn(refused.Form("main form"));
        form["Currency"] = "GHS";
        form["Demo"] = "false";
        Assert.Equal("/account/security?needed=true", (await efua.SubmitAsync(form)).Path);
    }

    private static Form FillIn(Form form)
    {
        form["ShopName"] = "Aunty Efua";
        form["Name"] = Cast.OwnerName;
        form["Phone"] = "024 812 4490";
        form["Email"] = Cast.OwnerEmail;
        form["Password"] = Cast.OwnerPassword;
        return form;
    }
}
