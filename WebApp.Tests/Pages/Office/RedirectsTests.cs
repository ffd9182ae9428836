// Redirects written by staff: an old shop's addresses lead into this one, never out of it, never in a circle, never in two steps.
using System.Net;

namespace Makola.Tests.Pages.Office;

public sealed class RedirectsTests(OfficeShop office) : IClassFixture<OfficeShop>
{
    private RunningShop Shop => office.Shop;

    private Buyer Efua => office.Efua;

    [Fact]
    public async Task An_old_address_leads_to_a_page_with_one_permanent_step_and_a_page_is_never_hidden()
    {
        await AddAsync("https://old.example/products/Gari%20white.html", "/p/gari");
        await AddAsync("/product.php?id=12", "/p/palm-oil");
        await AddAsync("/c/food", "/c/crafts");
        using var ama = Shop.NewBuyer();
        using var client = Shop.NewClient();

        using var answer = await client.GetAsync(new Uri("/products/Gari%20white.html", UriKind.Relative));
        Assert.Equal((HttpStatusCode.MovedPermanently, "/p/gari"), (answer.StatusCode, answer.Headers.Location!.OriginalString));
        Assert.Equal("/p/gari", (await ama.GetAsync("/products/Gari%20white.html/?utm=1")).Path);
        Assert.Equal("/p/palm-oil", (await ama.GetAsync("/product.php?id=12")).Path);
        (await ama.GetAsync("/product.php?id=13")).Expect(HttpStatusCode.NotFound);
        Assert.Equal("/c/food", (await ama.GetAsync("/c/food")).Path);
        Assert.Contains("/p/palm-oil", (await Efua.GetAsync("/office/redirects?q=/product.php")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ways_of_two_steps_become_one_and_circles_are_refused()
    {
        await AddAsync("/one", "/two");
        await AddAsync("/two", "/three");
        Assert.Equal("/three", Shop.Scalar<string>("SELECT \"To\" FROM Redirects WHERE \"From\" = '/one'"));
        await AddAsync("/zero", "/one");
        Assert.Equal("/three", Shop.Scalar<string>("SELECT \"To\" FROM Redirects WHERE \"From\" = '/zero'"));

        Assert.Contains("back to itself", await RefusedAsync("/three", "/zero"), StringComparison.Ordinal);
        Assert.Contains("leads to /three already", await RefusedAsync("/one", "/four"), StringComparison.Ordinal);
        foreach (var outside in new[] { "https://evil.example/", "//evil.example", "/\\evil.example", "p/gari", "/p/ gari" })
            Assert.Contains("is not an address of this shop", await RefusedAsync("/five", outside), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pasted_lines_are_added_all_or_none_and_taken_back_in_one_step()
    {
        var form = (await Efua.GetAsync("/office/redirects")).FormTo("handler=Paste");
        form["Form.Lines"] = "/a.html,/p/gari\n/b.html;/p/palm-oil\nnonsense,/p/gari";
        Assert.Contains("Line 3", (await Efua.SubmitAsync(form)).Expect(HttpStatusCode.UnprocessableEntity).Text, StringComparison.Ordinal);
        Assert.Equal(0, Shop.Scalar<int>("SELECT count(*) FROM Redirects WHERE \"From\" LIKE '%.html' AND \"From\" < '/c'"));

        form["Form.Lines"] = "/a.html,/p/gari\r\n/b.html;/p/palm-oil\r\n/a.html,/p/gari\r\n";
        Assert.Contains("2 added", (await Efua.SubmitAsync(form)).Expect(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        using var ama = Shop.NewBuyer();
        Assert.Equal("/p/palm-oil", (await ama.GetAsync("/b.html")).Path);

        await Efua.SubmitAsync((await Efua.GetAsync("/office/history")).FormTo("handler=Undo"));
        (await ama.GetAsync("/b.html")).Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task One_that_was_removed_comes_back()
    {
        await AddAsync("/gone.html", "/p/gari");
        var list = await Efua.GetAsync("/office/redirects?q=/gone.html");
        (await Efua.SubmitAsync(list.FormTo("handler=Remove"))).Expect(HttpStatusCode.OK);
        using var ama = Shop.NewBuyer();
        (await ama.GetAsync("/gone.html")).Expect(HttpStatusCode.NotFound);
        await Efua.SubmitAsync((await Efua.GetAsync("/office/history")).FormTo("handler=Undo"));
        Assert.Equal("/p/gari", (await ama.GetAsync("/gone.html")).Path);
    }

    private async Task AddAsync(string from, string to) => (await Efua.SubmitAsync(await FormAsync(from, to))).Expect(HttpStatusCode.OK);

    private async Task<string> RefusedAsync(string from, string to) => (await Efua.SubmitAsync(await FormAsync(from, to))).Expect(HttpStatusCode.UnprocessableEntity).Text;

    private async Task<Form> FormAsync(string from, string to)
    {
        var form = (await Efua.GetAsync("/office/redirects")).Form("main section form");
        (form["Form.From"], form["Form.To"]) = (from, to);
        return form;
    }
}
