// A new version takes over from the old one while people buy. (What is worse than that is in the matrix.)
using System.Net;

namespace Makola.Tests.Faults;

public sealed class TakeOverTests
{
    [Fact]
    public async Task AV14_A_new_version_takes_over_in_the_middle_of_fifty_purchases()
    {
        await using var shop = await Cast.OpenAsync();
        using var crowd = new Crowd(shop, 50);
        using var owner = shop.NewBuyer();
        await owner.SignInAsync();
        using var yaa = shop.NewBuyer();
        var join = (await yaa.GetAsync("/account/register")).Expect(HttpStatusCode.OK).Form();
        (join["Form.Name"], join["Form.Phone"], join["Form.Password"]) = ("Yaa", "0240019876", "six yellow baskets");
        Assert.Equal("/account", (await yaa.SubmitAsync(join)).Expect(HttpStatusCode.OK).Path);
        using var browsing = shop.NewBuyer();
        await browsing.AddAsync(Cast.Gari, 2);
        var open = await browsing.CheckoutAsync();
        await crowd.EachAsync(buyer => buyer.AddQuicklyAsync(Cast.Plantain));
        var forms = new Dictionary<Buyer, Form>();
        await crowd.EachAsync(async buyer =>
        {
            var form = await buyer.CheckoutAsync();
            lock (forms)
                forms.Add(buyer, form);
        });

        var presses = crowd.Buyers.Select(async buyer =>
        {
            try
            {
                return (await buyer.SubmitOnceAsync(forms[buyer])).SentTo;
            }
            catch (HttpRequestException)
            {
                return null;
            }
        }).ToList();
        await Task.WhenAny(presses); // In the middle of it: one has his order, the others press or wait.
        var ended = shop.StopAsync();
        var answers = await Task.WhenAll(presses);
        await ended;
        await shop.RestartAsync();

        Assert.Contains(answers, address => address is not null);
        foreach (var address in answers.OfType<string>())
            Assert.Equal(1, shop.Scalar<int>("SELECT count(*) FROM Orders WHERE Token = $token", ("$token", address["/o/".Length..])));
        // Who got no answer presses again; who stood at the checkout goes on with the page he has open; staff and customers stay signed in.
        for (var i = 0; i < answers.Length; i++)
        {
            if (answers[i] is null)
                Assert.StartsWith("/o/", (await crowd.Buyers[i].SubmitOnceAsync(forms[crowd.Buyers[i]])).SentTo, StringComparison.Ordinal);
        }

        Assert.True((await browsing.SubmitAsync(open)).IsOrder);
        (await owner.GetAsync("/office/orders")).Expect(HttpStatusCode.OK);
        Assert.Equal("/office/orders", owner.Page!.Path);
        Assert.Equal("/account", (await yaa.GetAsync("/account")).Expect(HttpStatusCode.OK).Path);
        Assert.Equal(51, shop.Scalar<int>("SELECT count(*) FROM Orders"));
        await shop.BooksAsync();
    }
}
