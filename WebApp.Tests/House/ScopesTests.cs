// Default deny: every page and handler below /office asks for a scope, and every ready role is tried on every one of them over HTTP.
using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using Makola.Pages.Office;
using Makola.Web;
using Makola.Tests.Pages.Office;

namespace Makola.Tests.House;

public sealed partial class ScopesTests(OfficeShop office) : IClassFixture<OfficeShop>
{
    /// <summary>The ready roles but the owner's.</summary>
    public static TheoryData<string> Roles { get; } = ["Manager", "Orders", "Catalogue", "Accountant"];

    [Fact]
    public void Every_page_of_the_office_asks_for_a_scope()
    {
        var silent = Pages().Where(p => ScopeFilter.NeedsOf(p.Model, null).Count == 0).Select(p => p.Model.Name);
        Assert.Empty(silent);
        var words = Pages().SelectMany(p => Handlers(p.Model).SelectMany(h => ScopeFilter.NeedsOf(p.Model, h))).Select(n => n.Scope).Distinct().Except([Scopes.Anyone]);
        Assert.Empty(words.Except(Scopes.All.Select(s => s.Key)));
        Assert.True(Pages().Count > 40);
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task AC07_a_role_opens_what_it_may_and_nothing_else(string role)
    {
        using var kofi = await office.HireAsync(role);
        var token = (await kofi.GetAsync("/office")).One("input[name=__token]").GetAttribute("value")!;
        var held = role == "Owner" ? [] : StaffRoles.Ready.Single(r => r.Name == role).Grants.ToHashSet();
        var (wrong, tried) = (new List<string>(), 0);
        foreach (var (model, address) in Pages())
        {
            foreach (var handler in Handlers(model))
            {
                var isGet = handler.Name.StartsWith("OnGet", StringComparison.Ordinal);
                var may = ScopeFilter.NeedsOf(model, handler).All(n => Scopes.Include(held, n.Scope, !isGet && !n.ReadOnly));
                // What he may is only looked at: an empty form of a restore would be one too many.
                if (may && !isGet) continue;
                var name = HandlerName().Match(handler.Name).Groups[1].Value;
                var path = $"{address}{(name.Length > 0 ? $"?handler={name}" : "")}";
                var answer = isGet ? await kofi.GetAsync(path) : await kofi.PostAsync(path, ("__token", token));
                tried++;
                if (may ? answer.Status == HttpStatusCode.Forbidden : answer.Status != HttpStatusCode.Forbidden) wrong.Add($"{role} {handler.Name} {path}: {(int)answer.Status}, {(may ? "may" : "may not")}");
                if (!may && answer.Body.Contains("office-main", StringComparison.Ordinal)) wrong.Add($"{path}: shows the office");
            }
        }

        Assert.Empty(wrong);
        Assert.True(tried > 60, $"{tried}");
        Assert.True(office.Shop.Scalar<int>("SELECT count(*) FROM AuditEntries WHERE What LIKE 'Refused: %'") > 10);
        await office.Shop.BooksAsync();
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("customer")]
    [InlineData("dismissed")]
    public async Task AC08_who_is_no_staff_opens_nothing_and_does_nothing(string who)
    {
        using var visitor = who == "dismissed" ? await office.HireAsync("Manager") : office.Shop.NewBuyer();
        if (who == "customer")
        {
            var form = (await visitor.GetAsync("/account/register")).Form();
            (form["Form.Name"], form["Form.Phone"], form["Form.Password"]) = (Cast.CustomerName, "024 555 0008", "six yellow baskets");
            Assert.Equal("/account", (await visitor.SubmitAsync(form)).Path);
        }
        else if (who == "dismissed")
        {
            (await visitor.GetAsync("/office/orders")).Expect(HttpStatusCode.OK);
            var member = office.Shop.Scalar<long>("SELECT max(Id) FROM AspNetUsers");
            await office.Efua.SubmitAsync((await office.Efua.GetAsync($"/office/staff/{member}")).FormTo("handler=Remove"));
        }

        // A token that is his own: it is the door that refuses, not the token.
        await visitor.AddQuicklyAsync(Cast.Gari);
        var token = (await visitor.CheckoutAsync())["__token"]!;
        var before = office.Shop.Digest(Lasts);
        var wrong = new List<string>();
        foreach (var (model, address) in Pages())
        {
            foreach (var handler in Handlers(model))
            {
                var isGet = handler.Name.StartsWith("OnGet", StringComparison.Ordinal);
                var name = HandlerName().Match(handler.Name).Groups[1].Value;
                var path = $"{address}{(name.Length > 0 ? $"?handler={name}" : "")}";
                var answer = isGet ? await visitor.GetAsync(path) : await visitor.PostAsync(path, ("__token", token));
                var isClosed = answer.Status is HttpStatusCode.Forbidden or HttpStatusCode.NotFound || answer.Path.StartsWith("/account/sign-in?", StringComparison.Ordinal);
                if (!isClosed || answer.Body.Contains("office-main", StringComparison.Ordinal)) wrong.Add($"{handler.Name} {path}: {(int)answer.Status} {answer.Path}");
            }
        }

        Assert.Empty(wrong);
        Assert.Equal(before, office.Shop.Digest(Lasts));

        static bool Lasts(string table) => table is not ("AuditEntries" or "SignInSessions" or "Counters" or "ShelfPlaces");
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task The_menu_and_the_find_box_lead_nobody_to_a_closed_door(string role)
    {
        using var kofi = await office.HireAsync(role);
        var today = await kofi.GetAsync("/office");
        var found = await kofi.GetAsync("/office/find?q=settings");
        var links = today.Html.QuerySelectorAll("a[href^='/office'], .menu a[href]").Concat(found.Html.QuerySelectorAll("main a[href^='/office']")).Select(a => a.GetAttribute("href")!.Split('#')[0]).Where(h => h.StartsWith("/office", StringComparison.Ordinal)).Distinct().ToList();
        foreach (var link in links) Assert.True((await kofi.GetAsync(link)).Status == HttpStatusCode.OK, $"{role}: {link}");
    }

    private static List<(TypeInfo Model, string Address)> Pages() =>
    [
        .. typeof(OfficePage).Assembly.DefinedTypes.Where(t => !t.IsAbstract && t.IsSubclassOf(typeof(OfficePage))).OrderBy(t => t.FullName, StringComparer.Ordinal).Select(t => (t, AddressOf(t))),
    ];

    /// <summary>The route at the top of the page whose model it is.</summary>
    private static string AddressOf(TypeInfo model)
    {
        var folder = Path.Combine([RunningShop.Repository, "WebApp", .. model.Namespace!["Makola.".Length..].Split('.')]);
        var view = Directory.EnumerateFiles(folder, "*.cshtml").Select(File.ReadAllText).Single(text => Route().IsMatch(text) && ModelName().Match(text) is { Success: true } m && m.Groups[1].Value.Split('.')[^1] == model.Name);
        return Parameter().Replace(Route().Match(view).Groups[1].Value, "1");
    }

    private static IEnumerable<MethodInfo> Handlers(TypeInfo model) =>
        model.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly | BindingFlags.FlattenHierarchy).Where(m => HandlerName().IsMatch(m.Name));

    [GeneratedRegex("^On(?:Get|Post)(.*?)(?:Async)?$")]
    private static partial Regex HandlerName();

    [GeneratedRegex(@"@model ([\w.]+)")]
    private static partial Regex ModelName();

    [GeneratedRegex("@page \"([^\"]+)\"")]
    private static partial Regex Route();

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
