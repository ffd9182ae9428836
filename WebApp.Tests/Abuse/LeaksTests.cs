// What only staff know is in no page a customer can open, signed in or not.
using System.Globalization;
using System.Net;
using Makola.Tests.Pages.Account;

namespace Makola.Tests.Abuse;

public sealed class LeaksTests(CustomersShop customers) : IClassFixture<CustomersShop>
{
    private RunningShop Shop => customers.Shop;

    [Fact]
    public async Task AC12_No_page_says_what_only_staff_and_others_know()
    {
        using var kofi = await customers.JoinAsync("Kofi Agyeman-Prempeh");
        var others = await customers.OrderAsync(kofi, Cast.PalmOil, change: form => form["Contact"] = "kofi.agyeman@makola.test");
        using var ama = await customers.JoinAsync();
        var number = await customers.OrderAsync(ama, Cast.Gari);
        await NoteAsync(number);
        Shop.Execute("UPDATE Variants SET Cost = 777331");

        List<string> secrets =
        [
            "777331", "7,773.31", "7773.31", "haggles too long", "kofi.agyeman", "Agyeman-Prempeh", Cast.OwnerEmail, Cast.OwnerName, Shop.Data, RunningShop.Repository, "   at Makola.", "Microsoft.EntityFrameworkCore", "SQLite Error",
            TokenOf(others), .. Column("SELECT PasswordHash FROM AspNetUsers"), .. Column("SELECT SecurityStamp FROM AspNetUsers"), .. Column("SELECT \"Key\" FROM SignInSessions"),
        ];
        Assert.True(secrets.Count > 20 && secrets.TrueForAll(s => s.Length > 5), string.Join(", ", secrets));

        using var guest = Shop.NewBuyer();
        await guest.AddQuicklyAsync(Cast.Plantain);
        await ama.AddQuicklyAsync(Cast.Plantain);
        var (asGuest, asAma) = (await WalkAsync(guest, secrets), await WalkAsync(ama, secrets));
        Assert.Empty(asGuest.Found.Concat(asAma.Found));
        Assert.True(asGuest.Opened.Count > 60 && asAma.Opened.Count > 60, $"{asGuest.Opened.Count} and {asAma.Opened.Count} pages");
        foreach (var own in new[] { "/account", "/account/orders", "/account/security", "/account/data", "/account/addresses", $"/o/{TokenOf(number)}", "/checkout" }) Assert.Contains(own, asAma.Opened);
    }

    private string TokenOf(long order) => Shop.Scalar<string>("SELECT Token FROM Orders WHERE Number = $n", ("$n", order));

    private List<string> Column(string sql)
    {
        using var connection = Shop.Sql();
        return RunningShop.Column(connection, sql);
    }

    private async Task NoteAsync(long number)
    {
        using var efua = Shop.NewBuyer();
        await efua.SignInAsync();
        var order = await efua.GetAsync($"/office/orders/{number}");
        Assert.Contains("haggles too long", (await efua.SubmitAsync(order.FormTo("handler=Note").Set("Note.Text", "She haggles too long"))).Expect(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        var card = Shop.Scalar<long>("SELECT CustomerId FROM Orders WHERE Number = $n", ("$n", number)).ToString(CultureInfo.InvariantCulture);
        Assert.Contains("haggles too long", (await efua.SubmitAsync((await efua.GetAsync($"/office/customers/{card}")).FormTo("handler=Note").Set("Text", "She haggles too long"))).Expect(HttpStatusCode.OK).Text, StringComparison.Ordinal);
    }

    /// <summary>Opens everything that is linked, and what breaks; says where a secret stood.</summary>
    private async Task<(List<string> Found, HashSet<string> Opened)> WalkAsync(Buyer visitor, List<string> secrets)
    {
        var (found, opened) = (new List<string>(), new HashSet<string>());
        var seen = new HashSet<string>(
        [
            "/", "/account", "/account/data", "/cart", "/checkout", "/track", "/contact", "/sitemap.xml", "/robots.txt", "/nothing-here", "/p/secret-sauce", "/p/old-radio", "/p/%00", "/c/food?page=99999999999999999999", "/search?q=sauce",
            "/search?handler=Suggest&q=ga", "/o/" + new string('A', SecretToken.Length), "/office", "/office/orders", "/error", "/p/gari/reviews", "/account/orders",
        ]);
        var queue = new Queue<string>(seen);
        while (queue.TryDequeue(out var path))
        {
            visitor.Move();
            var page = await visitor.GetAsync(path);
            opened.Add(page.Path);
            if (page.Response.Content.Headers.ContentType?.MediaType == "text/html")
            {
                foreach (var link in page.Html.QuerySelectorAll("a[href], [hx-get]").Select(element => element.GetAttribute("hx-get") ?? element.GetAttribute("href")!))
                    if (Uri.TryCreate(page.Address, link, out var target) && target.Authority == Shop.Address.Authority && target.Scheme == "http" && seen.Count < 300 && seen.Add(target.PathAndQuery)) queue.Enqueue(target.PathAndQuery);
            }

            var said = page.Body + string.Join('\n', page.Response.Headers.Select(h => $"{h.Key}: {string.Join(',', h.Value)}"));
            found.AddRange(secrets.Where(secret => said.Contains(secret, StringComparison.OrdinalIgnoreCase)).Select(secret => $"{path}: {secret}"));
        }

        return (found, opened);
    }
}
