// Finds a browser on this machine and drives it: an installed Chromium or Chrome, else Playwright's own install, else the
// chromium package (Debian, root). Where none can be had the tests fail: a skipped browser test would prove nothing.
using System.Diagnostics;
using Microsoft.Playwright;

namespace Makola.Tests.Support;

/// <summary>How a visitor looks at the shop.</summary>
public sealed record Look
{
    /// <summary>A phone of 360 × 800 by default; <see cref="Desktop"/> is 1280 × 900.</summary>
    public int Width { get; init; } = 360;

    /// <summary>Height of the window in CSS pixels.</summary>
    public int Height { get; init; } = 800;

    /// <summary>Screen pixels to a CSS pixel.</summary>
    public float Sharp { get; init; } = 1;

    /// <summary>The visitor's system is dark.</summary>
    public bool Dark { get; init; }

    /// <summary>JavaScript is on.</summary>
    public bool Script { get; init; } = true;

    /// <summary>A phone, 360 × 800.</summary>
    public static Look Phone { get; } = new();

    /// <summary>A desk, 1280 × 900.</summary>
    public static Look Desktop { get; } = new() { Width = 1280, Height = 900 };

    /// <inheritdoc/>
    public override string ToString() => $"{(Width < 600 ? "phone" : "desktop")}{(Dark ? ", dark" : "")}{(Script ? "" : ", no script")}";
}

/// <summary>One browser for the whole test run, started at the first use; every test gets a fresh profile in it.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    ];

    private readonly Lazy<Task<(IPlaywright Playwright, IBrowser Browser)>> _started = new(LaunchAsync);

    /// <summary>A fresh window of a new visitor; disposing the context closes it.</summary>
    public async Task<IBrowserContext> VisitorAsync(RunningShop shop, Look? look = null)
    {
        look ??= Look.Phone;
        var (_, browser) = await _started.Value;
        var context = await browser.NewContextAsync(new()
        {
            BaseURL = shop.Address.ToString(),
            ViewportSize = new() { Width = look.Width, Height = look.Height },
            DeviceScaleFactor = look.Sharp,
            ColorScheme = look.Dark ? ColorScheme.Dark : ColorScheme.Light,
            JavaScriptEnabled = look.Script,
            ReducedMotion = ReducedMotion.Reduce,
            Locale = "en-GB",
        });
        context.SetDefaultTimeout(60_000);
        return context;
    }

    /// <summary>Waits for the end of long work: with script the page follows it by itself; without, its link asks again.</summary>
    public static async Task WorkEndsAsync(IPage page, bool script)
    {
        await page.IsAtAsync("**/office/work/*");
        for (var patience = 200; !script && await page.Locator("progress").CountAsync() > 0 && patience > 0; patience--)
        {
            await Task.Delay(200);
            await page.GetByRole(AriaRole.Link, new() { Name = "See how far it is" }).ClickAsync();
        }

        await Assertions.Expect(page.Locator("#said")).ToHaveTextAsync("Done.", new() { Timeout = 40_000 });
    }

    /// <summary>Signs the cast's owner in at the door, as she does it, and opens a page of the back office.</summary>
    /// <returns>Her page.</returns>
    public static async Task<IPage> SignInAsync(IBrowserContext window, string path)
    {
        var page = await window.NewPageAsync();
        await Office.SignInAsync(page, path);
        return page;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_started.IsValueCreated)
            return;

        var (playwright, browser) = await _started.Value;
        await browser.CloseAsync();
        playwright.Dispose();
    }

    private static async Task<(IPlaywright, IBrowser)> LaunchAsync()
    {
        // A busy machine of two cores is slow, not wrong.
        Assertions.SetDefaultExpectTimeout(30_000);
        var path = await ProvideAsync();
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = Flags, Headless = true });
        return (playwright, browser);
    }

    /// <summary>The browser to start; null means Playwright's own.</summary>
    private static async Task<string?> ProvideAsync()
    {
        if (Installed() is { } installed)
            return installed;

        // Its exit code is not the whole truth: what counts is whether the browser then starts.
        var exit = await Task.Run(() => Microsoft.Playwright.Program.Main(["install", "chromium"]));
        if (exit == 0)
            return null;

        if (OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && File.Exists("/usr/bin/apt-get"))
        {
            await RunAsync("apt-get", "update");
            await RunAsync("apt-get", "install", "-y", "--no-install-recommends", "chromium");
        }

        return Installed() ?? throw new InvalidOperationException(
            "The browser tests need Chromium or Chrome. None was found, Playwright could not install one, and apt-get (Debian, root) could not either. " +
            "Install one, or set CHROME_PATH to it.");
    }

    private static string? Installed() => Places().FirstOrDefault(File.Exists);

    private static IEnumerable<string> Places()
    {
        if (Environment.GetEnvironmentVariable("CHROME_PATH") is { Length: > 0 } named)
            yield return named;

        var names = OperatingSystem.IsWindows()
            ? new[] { "chrome.exe", "chromium.exe", "msedge.exe" }
            : ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).ToList();
        if (OperatingSystem.IsLinux())
            folders.AddRange(["/usr/bin", "/usr/local/bin", "/opt/google/chrome", "/usr/lib/chromium"]);
        if (OperatingSystem.IsMacOS())
        {
            foreach (var root in new[] { "/Applications", Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "Applications") })
            {
                yield return Path.Combine(root, "Google Chrome.app/Contents/MacOS/Google Chrome");
                yield return Path.Combine(root, "Chromium.app/Contents/MacOS/Chromium");
            }
        }

        if (OperatingSystem.IsWindows())
        {
            foreach (var root in new[] { Environment.SpecialFolder.ProgramFiles, Environment.SpecialFolder.ProgramFilesX86, Environment.SpecialFolder.LocalApplicationData })
            {
                folders.Add(Path.Combine(Environment.GetFolderPath(root), @"Google\Chrome\Application"));
                folders.Add(Path.Combine(Environment.GetFolderPath(root), @"Chromium\Application"));
                folders.Add(Path.Combine(Environment.GetFolderPath(root), @"Microsoft\Edge\Application"));
            }
        }

        foreach (var folder in folders)
        {
            foreach (var name in names)
                yield return Path.Combine(folder, name);
        }
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
    }
}
