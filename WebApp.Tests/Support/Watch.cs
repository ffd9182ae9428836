// Listens to a browser: script errors, refused loads, and violations of the content security policy.
using Microsoft.Playwright;

namespace Makola.Tests.Support;

/// <summary>What a browser complained about while a test walked through the shop.</summary>
public sealed class Watch
{
    private readonly List<string> _complaints = [];

    private Watch()
    {
    }

    /// <summary>Complaints so far, in the browser's words.</summary>
    public IReadOnlyList<string> Complaints
    {
        get
        {
            lock (_complaints)
                return [.. _complaints];
        }
    }

    /// <summary>Fails with everything the browser complained about.</summary>
    public void AssertQuiet() => Assert.True(Complaints.Count == 0, "The browser complained:\n" + string.Join('\n', Complaints));

    /// <summary>Begins to listen to every page of a visitor.</summary>
    /// <param name="context">The visitor.</param>
    /// <param name="mayFail">Statuses a page of this walk may answer with; the browser reports them as errors of loading.</param>
    public static async Task<Watch> OverAsync(IBrowserContext context, params int[] mayFail)
    {
        var watch = new Watch();
        // The policy's own report, which also names what was stopped without a word on the console.
        await context.AddInitScriptAsync("document.addEventListener('securitypolicyviolation', e => console.error('CSP ' + e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sample));");
        context.Page += (_, page) =>
        {
            page.PageError += (_, error) => watch.Add("script: " + error);
            page.Console += (_, message) =>
            {
                if (message.Type is not ("error" or "warning") || mayFail.Any(status => message.Text.Contains($"status of {status}", StringComparison.Ordinal)))
                    return;
                watch.Add($"console: {message.Text} ({page.Url})");
            };
            page.RequestFailed += (_, request) =>
            {
                // A page that is left stops what it still loads.
                if (request.Failure is not "net::ERR_ABORTED")
                    watch.Add($"request: {request.Url} {request.Failure}");
            };
        };
        return watch;
    }

    private void Add(string complaint)
    {
        lock (_complaints)
            _complaints.Add(complaint);
    }
}
