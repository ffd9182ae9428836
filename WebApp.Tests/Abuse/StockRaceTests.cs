// Staff at the shelf and customers at the till, at the same moment: no piece is made or lost, and the books agree.
using System.Net;

namespace Makola.Tests.Abuse;

public sealed class StockRaceTests
{
    [Fact]
    public async Task Two_staff_correct_and_receive_while_customers_order_and_every_piece_is_accounted_for()
    {
        await using var shop = await Cast.OpenAsync();
        await HireKofiAsync(shop);
        using var efua = shop.NewBuyer();
        using var kofi = shop.NewBuyer();
        await efua.SignInAsync();
        await kofi.SignInAsync("kofi@makola.example");
        using var crowd = new Crowd(shop, 20);
        await crowd.EachAsync(buyer => buyer.AddQuicklyAsync(Cast.Drum));

        // Five drums: Efua takes one off ten times (as far as they are free), Kofi brings two four times, twenty customers want one each.
        var corrected = StaffAsync(efua, "Adjust", 10, (form, i) => (form["Way"], form["Pieces"], form["Why"], form["Note"]) = ("fewer", "1", "Damaged", $"drop {i}"));
        var received = StaffAsync(kofi, "Receive", 4, (form, i) => (form["Pieces"], form["Reference"]) = ("2", $"box {i}"));
        var orders = await crowd.PlaceAtOnceAsync();

        var (off, came, sold) = (await corrected, await received, orders.Count(page => page.SentToOrder));
        Assert.Equal(4, came);
        Assert.InRange(sold, 1, 13);
        Assert.Equal(5 + 2 * came - off, Figure(shop, "OnHand"));
        Assert.Equal(sold, Figure(shop, "Reserved"));
        Assert.All(orders, page => Assert.True(page.SentToOrder || page.Status == HttpStatusCode.Conflict, page.Text));
        await shop.BooksAsync();
    }

    [Fact]
    public async Task Two_staff_take_over_the_same_count_at_once_and_it_counts_once()
    {
        await using var shop = await Cast.OpenAsync();
        await HireKofiAsync(shop);
        using var efua = shop.NewBuyer();
        using var kofi = shop.NewBuyer();
        await efua.SignInAsync();
        await kofi.SignInAsync("kofi@makola.example");
        var list = $"/office/stock/count?lines={Cast.VariantId(Cast.Gari)}.97.100.1";
        var forms = new List<(Buyer Who, Form Form)>();
        foreach (var who in (Buyer[])[efua, kofi, efua, kofi])
        {
            var form = (await who.GetAsync(list)).Expect(HttpStatusCode.OK).FormTo("handler=Scan");
            form.Action = new Uri(form.Action, "?handler=Apply");
            forms.Add((who, form));
        }

        var answers = await Task.WhenAll(forms.Select(f => Buyer.UntilNotBusyAsync(() => f.Who.SubmitOnceAsync(f.Form))));

        Assert.Equal(2, answers.Count(page => page.SentTo == "/office/stock/count"));
        Assert.Equal(2, answers.Count(page => page.Status == HttpStatusCode.Conflict && page.Text.Contains("was counted by", StringComparison.Ordinal)));
        Assert.Equal(97, shop.Scalar<int>("SELECT OnHand FROM StockItems WHERE VariantId = $v", ("$v", Cast.VariantId(Cast.Gari))));
        await shop.BooksAsync();
    }

    /// <summary>Does a deed again and again; returns how often it was done.</summary>
    private static async Task<int> StaffAsync(Buyer who, string deed, int times, Action<Form, int> fill)
    {
        var done = 0;
        for (var i = 1; i <= times; i++)
        {
            var form = (await who.GetAsync($"/office/stock/{Cast.VariantId(Cast.Drum)}")).Expect(HttpStatusCode.OK).FormTo($"handler={deed}");
            fill(form, i);
            var answer = await Buyer.UntilNotBusyAsync(() => who.SubmitOnceAsync(form));
            Assert.True(answer.SentTo is not null || answer.Status == HttpStatusCode.Conflict, answer.Text);
            if (answer.SentTo is not null) done++;
        }

        return done;
    }

    private static int Figure(RunningShop shop, string column) => column == "OnHand"
        ? shop.Scalar<int>("SELECT OnHand FROM StockItems WHERE VariantId = $v", ("$v", Cast.VariantId(Cast.Drum)))
        : shop.Scalar<int>("SELECT Reserved FROM StockItems WHERE VariantId = $v", ("$v", Cast.VariantId(Cast.Drum)));

    /// <summary>A second pair of hands, with the owner's password.</summary>
    private static async Task HireKofiAsync(RunningShop shop)
    {
        await using var db = shop.Db();
        var efua = await db.Users.AsNoTracking().SingleAsync(p => p.Email == Cast.OwnerEmail);
        var kofi = new Person
        {
            Name = "Kofi Boateng", UserName = "kofi@makola.example", NormalizedUserName = "KOFI@MAKOLA.EXAMPLE", Email = "kofi@makola.example", NormalizedEmail = "KOFI@MAKOLA.EXAMPLE",
            EmailConfirmed = true, SecurityStamp = Guid.NewGuid().ToString("N"), PasswordHash = efua.PasswordHash,
        };
        db.Add(kofi);
        await db.SaveChangesAsync();
        var role = await db.UserRoles.AsNoTracking().SingleAsync(r => r.UserId == efua.Id);
        db.Add(new Microsoft.AspNetCore.Identity.IdentityUserRole<long> { UserId = kofi.Id, RoleId = role.RoleId });
        await db.SaveChangesAsync();
    }
}
