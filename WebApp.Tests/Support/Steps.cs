// What tests do again and again in a browser's window: signing in as staff, waiting for a page.
using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Makola.Tests.Support;

/// <summary>Steps of staff in a browser.</summary>
public static class Office
{
    /// <summary>Signs the cast's owner in by the form, and waits for the page that was asked for.</summary>
    public static async Task SignInAsync(IPage page, string path = "/office")
    {
        ArgumentNullException.ThrowIfNull(page);
        await page.GotoAsync($"/account/sign-in?returnUrl={path}");
        await page.Locator("#Form_Email").FillAsync(Cast.OwnerEmail);
        await page.Locator("#Form_Password").FillAsync(Cast.OwnerPassword);
        await page.Locator("main form button").First.ClickAsync();
        await page.IsAtAsync($"**{path}");
    }
}

/// <summary>Where a window is.</summary>
public static class Whereabouts
{
    /// <summary>Waits until a window is at an address and its page is there as a whole. It looks again and again: an event of loading can be over before anybody listens to it.</summary>
    /// <param name="page">The window's page.</param>
    /// <param name="address">With <c>**</c> for anything before the query and <c>*</c> for anything within a part of the path.</param>
    /// <param name="patience">A minute when not given.</param>
    /// <exception cref="TimeoutException">It is elsewhere.</exception>
    public static async Task IsAtAsync(this IPage page, string address, TimeSpan? patience = null)
    {
        ArgumentNullException.ThrowIfNull(page);
        var wanted = new Regex($"^{Regex.Escape(address).Replace(@"\*\*", "[^?]*", StringComparison.Ordinal).Replace(@"\*", "[^/?]*", StringComparison.Ordinal)}$");
        for (var since = Stopwatch.StartNew(); ; await Task.Delay(50))
        {
            if (wanted.IsMatch(page.Url) && await IsWholeAsync(page)) return;
            if (since.Elapsed > (patience ?? TimeSpan.FromMinutes(1))) throw new TimeoutException($"The window is at {page.Url}, not at {address}.");
        }
    }

    private static async Task<bool> IsWholeAsync(IPage page)
    {
        try
        {
            return await page.EvaluateAsync<string>("() => document.readyState") == "complete";
        }
        catch (PlaywrightException)
        {
            return false; // It went on to another page under the question.
        }
    }
}
