// Sample goods to practise with: put in, and taken away again.
using Makola.Jobs;
using Makola.Web;
using Microsoft.AspNetCore.Mvc;

namespace Makola.Pages.Office;

/// <summary>The page <c>/office/practice</c>.</summary>
[Needs(Scopes.System)]
public sealed class PracticeModel(ShopDb db, CurrentShop shop, Operations operations) : OfficePage(db, shop)
{
    private const string Address = "/office/practice";

    /// <summary>Whether sample goods are in the shop.</summary>
    public bool IsOn => Shop.Settings.Demo;

    /// <summary>Shows how it stands.</summary>
    public void OnGet()
    {
    }

    /// <summary>Puts sample goods in.</summary>
    public Task<IActionResult> OnPostOnAsync() => BeginAsync("Sample goods come in", Data.Seeds.Practice.TurnOnAsync);

    /// <summary>Takes them away.</summary>
    public Task<IActionResult> OnPostOffAsync() => BeginAsync("Sample goods go", Data.Seeds.Practice.TurnOffAsync);

    private async Task<IActionResult> BeginAsync(string title, Func<ShopDb, TimeProvider, CancellationToken, Task<string>> turn)
    {
        var operation = await operations.StartAsync(title, Address, MyDeed, async (services, progress, stop) =>
        {
            progress.Report(title);
            return new Outcome(await turn(services.GetRequiredService<ShopDb>(), services.GetRequiredService<TimeProvider>(), stop));
        });
        return Redirect($"/office/work/{operation}");
    }
}
