// Letting people in and out: invitations, roles, sessions, and the question "Is it you?".
using System.Net;

namespace Makola.Tests.Pages.Office.Staff;

public sealed class StaffTests(OfficeShop office) : IClassFixture<OfficeShop>
{
    private RunningShop Shop => office.Shop;

    private Buyer Efua => office.Efua;

    [Fact]
    public async Task An_invitation_opens_once_and_gives_the_role()
    {
        var form = (await Efua.GetAsync("/office/staff")).Form("form[action='/office/staff']");
        (form["Form.Name"], form["Form.Email"], form["Form.Role"]) = ("Abena", "abena@makola.test", RoleId("Catalogue"));
        var link = (await Efua.SubmitAsync(form)).One("input[readonly]").GetAttribute("value")!;
        var path = new Uri(link).PathAndQuery;
        Assert.DoesNotContain(link.Split('=')[^1], (await Efua.GetAsync("/office/staff")).Body, StringComparison.Ordinal);

        using var abena = Shop.NewBuyer();
        var door = (await abena.GetAsync(path)).Expect(HttpStatusCode.OK).Form();
        door["Password"] = "short";
        var refused = (await abena.SubmitAsync(door)).Expect(HttpStatusCode.UnprocessableEntity).Form();
        refused["Password"] = "beads and baskets";
        var inside = (await abena.SubmitAsync(refused)).Expect(HttpStatusCode.OK);
        Assert.Equal("/office", inside.Path);
        Assert.Contains("Abena", inside.TextOf(".menu-foot"), StringComparison.Ordinal);
        Assert.Contains("Catalogue", inside.TextOf(".menu-foot"), StringComparison.Ordinal);

        using var other = Shop.NewBuyer();
        (await other.GetAsync(path)).Expect(HttpStatusCode.Gone);
        (await other.PostAsync("/account/sign-in", ("Form.Email", "abena@makola.test"))).Expect(HttpStatusCode.BadRequest);
        Assert.Contains("Abena", (await Efua.GetAsync("/office/staff")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_or_taken_back_invitation_opens_nothing()
    {
        foreach (var way in new[] { "old", "taken back" })
        {
            var form = (await Efua.GetAsync("/office/staff")).Form("form[action='/office/staff']");
            (form["Form.Name"], form["Form.Email"], form["Form.Role"]) = ("Yaw", "yaw@makola.test", RoleId("Orders"));
            var made = await Efua.SubmitAsync(form);
            var path = new Uri(made.One("input[readonly]").GetAttribute("value")!).PathAndQuery;
            if (way == "old") Shop.Execute("UPDATE StaffInvitations SET At = At - 8 * 86400000 WHERE Email = 'yaw@makola.test'");
            else await Efua.SubmitAsync(made.FormTo("handler=TakeBack"));
            using var yaw = Shop.NewBuyer();
            (await yaw.GetAsync(path)).Expect(HttpStatusCode.Gone);
            Shop.Execute("DELETE FROM StaffInvitations");
        }
    }

    [Fact]
    public async Task ST04_nobody_gives_more_than_he_holds_and_every_attempt_is_in_the_log()
    {
        var role = (await Efua.GetAsync("/office/staff/roles/new")).Form("#edit");
        role["Form.Name"] = "Foreman";
        (role["Form.May[staff]"], role["Form.May[orders]"]) = ("write", "read");
        (await Efua.SubmitAsync(role)).Expect(HttpStatusCode.OK);
        using var foreman = await office.HireAsync("Foreman");
        var me = Shop.Scalar<string>("SELECT CAST(max(Id) AS TEXT) FROM AspNetUsers");
        var owner = Shop.Scalar<string>("SELECT CAST(Id AS TEXT) FROM AspNetUsers WHERE Email = $e", ("$e", Cast.OwnerEmail));

        foreach (var above in new[] { "Owner", "Manager", "Orders" })
        {
            var invite = (await foreman.GetAsync("/office/staff")).Form("form[action='/office/staff']");
            (invite["Form.Name"], invite["Form.Email"], invite["Form.Role"]) = ("X", "x@makola.test", RoleId(above));
            (await foreman.SubmitAsync(invite)).Expect(HttpStatusCode.Forbidden);
            var mine = (await foreman.GetAsync($"/office/staff/{me}")).FormTo("handler=Role");
            mine["role"] = RoleId(above);
            (await foreman.SubmitAsync(mine)).Expect(HttpStatusCode.Forbidden);
        }

        foreach (var deed in new[] { "Block", "Remove", "Role" })
            (await foreman.SubmitAsync((await foreman.GetAsync($"/office/staff/{owner}")).FormTo($"handler={deed}"))).Expect(HttpStatusCode.Forbidden);
        var more = (await foreman.GetAsync("/office/staff/roles/new")).Form("#edit");
        (more["Form.Name"], more["Form.May[settings]"]) = ("More", "write");
        (await foreman.SubmitAsync(more)).Expect(HttpStatusCode.Forbidden);
        Assert.Equal(0, Shop.Scalar<int>("SELECT count(*) FROM StaffInvitations WHERE Email = 'x@makola.test'"));
        Assert.Equal(1, Shop.Scalar<int>("SELECT count(*) FROM AspNetUserRoles r JOIN AspNetRoles o ON o.Id = r.RoleId WHERE o.Name = 'Owner'"));
    }

    [Fact]
    public async Task The_last_owner_cannot_be_removed_kept_out_or_made_less()
    {
        var owner = Shop.Scalar<string>("SELECT CAST(Id AS TEXT) FROM AspNetUsers WHERE Email = $e", ("$e", Cast.OwnerEmail));
        foreach (var deed in new[] { "Block", "Remove" })
        {
            // The page offers nobody to keep himself out; a form made by hand may ask for it.
            var made = (await Efua.GetAsync($"/office/staff/{owner}")).FormTo("handler=Role");
            made.Action = new Uri(Shop.Address, $"/office/staff/{owner}?handler={deed}");
            Assert.Contains("The shop needs an owner", (await Efua.SubmitAsync(made)).Expect(HttpStatusCode.Conflict).Text, StringComparison.Ordinal);
        }

        var form = (await Efua.GetAsync($"/office/staff/{owner}")).FormTo("handler=Role");
        form["role"] = RoleId("Manager");
        (await Efua.SubmitAsync(form)).Expect(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task AU10_who_is_kept_out_or_loses_his_role_is_out_within_seconds()
    {
        foreach (var deed in new[] { "Block", "Remove" })
        {
            using var kofi = await office.HireAsync("Orders");
            (await kofi.GetAsync("/office/orders")).Expect(HttpStatusCode.OK);
            var id = Shop.Scalar<string>("SELECT CAST(max(Id) AS TEXT) FROM AspNetUsers");
            (await Efua.SubmitAsync((await Efua.GetAsync($"/office/staff/{id}")).FormTo($"handler={deed}"))).Expect(HttpStatusCode.OK);
            Assert.StartsWith("/account/sign-in", (await kofi.GetAsync("/office/orders")).Path, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task AU05_a_copied_cookie_is_dead_after_signing_out()
    {
        using var kofi = await office.HireAsync("Orders");
        using var thief = Shop.NewBuyer();
        foreach (Cookie cookie in kofi.Cookies.GetAllCookies()) thief.Cookies.Add(cookie);
        (await thief.GetAsync("/office/orders")).Expect(HttpStatusCode.OK);
        await kofi.SubmitAsync((await kofi.GetAsync("/office")).Form("form[action='/account/sign-out']"));
        Assert.StartsWith("/account/sign-in", (await thief.GetAsync("/office/orders")).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_ends_when_its_time_is_over()
    {
        using var kofi = await office.HireAsync("Orders");
        Shop.Execute("UPDATE SignInSessions SET SeenAt = SeenAt - 3 * 3600000 WHERE PersonId = (SELECT max(Id) FROM AspNetUsers)");
        await Task.Delay(4500, TestContext.Current.CancellationToken); // What was looked up is kept that long.
        Assert.StartsWith("/account/sign-in", (await kofi.GetAsync("/office/orders")).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sensitive_deed_asks_who_it_is_and_keeps_what_was_typed()
    {
        using var shopOwner = Shop.NewBuyer();
        await shopOwner.SignInAsync();
        var form = (await shopOwner.GetAsync("/office/staff")).Form("form[action='/office/staff']");
        (form["Form.Name"], form["Form.Email"], form["Form.Role"]) = ("Esi \"the quick\" & co", "esi@makola.test", RoleId("Orders"));
        Shop.Execute("UPDATE SignInSessions SET ProvenAt = ProvenAt - 6 * 60000 WHERE \"Key\" = (SELECT \"Key\" FROM SignInSessions ORDER BY StartedAt DESC LIMIT 1)");
        await Task.Delay(4500, TestContext.Current.CancellationToken);

        var asked = (await shopOwner.SubmitAsync(form)).Expect(HttpStatusCode.Unauthorized);
        Assert.Contains("Is it you?", asked.Text, StringComparison.Ordinal);
        Assert.Equal(0, Shop.Scalar<int>("SELECT count(*) FROM StaffInvitations WHERE Email = 'esi@makola.test'"));
        var wrong = asked.Form();
        wrong["ProvePassword"] = "not it";
        var again = (await shopOwner.SubmitAsync(wrong)).Expect(HttpStatusCode.UnprocessableEntity).Form();
        again["ProvePassword"] = Cast.OwnerPassword;
        var done = (await shopOwner.SubmitAsync(again)).Expect(HttpStatusCode.OK);
        Assert.Contains("Esi \"the quick\" & co is invited by mail.", done.Text, StringComparison.Ordinal);
        Assert.Equal(1, Shop.Scalar<int>("SELECT count(*) FROM StaffInvitations WHERE Email = 'esi@makola.test'"));

        // The invitation is mailed, and the owner hears of it.
        Assert.Equal(1, Shop.Scalar<int>("SELECT count(*) FROM Messages WHERE \"To\" = 'esi@makola.test' AND Secret = 1"));
        Assert.NotEqual(0, Shop.Scalar<int>("SELECT count(*) FROM Messages WHERE \"To\" = $e AND Subject LIKE '%Staff: save%' AND Key LIKE 'deed:%'", ("$e", Cast.OwnerEmail)));
    }

    private string RoleId(string name) => Shop.Scalar<string>("SELECT CAST(Id AS TEXT) FROM AspNetRoles WHERE Name = $n", ("$n", name));
}
