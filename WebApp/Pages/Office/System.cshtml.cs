// How the shop is: disk, backup, mail and clock in words with what to do, and what it runs on.
using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using Makola.Backstage;
using Makola.Web;

namespace Makola.Pages.Office;

/// <summary>The page <c>/office/system</c>.</summary>
[Needs(Scopes.System)]
public sealed class SystemModel(ShopDb db, CurrentShop shop, Checkup checkup, DataFolder data, SceneStore scenes) : OfficePage(db, shop)
{
    /// <summary>What was found.</summary>
    public IReadOnlyList<Finding> Findings { get; private set; } = [];

    /// <summary>What the shop runs on, name and value.</summary>
    public IReadOnlyList<(string Name, string Value)> Facts { get; private set; } = [];

    /// <summary>The request of a customer that took longest today; null when there was none.</summary>
    public Scene? Slowest { get; private set; }

    /// <summary>Shows it.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        (Findings, var state) = await checkup.AllAsync(Db, Shop.Settings, ct);
        Slowest = await scenes.SlowestAsync(Sales.StartOf(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Shop.Now, Shop.Settings.Zone()).DateTime), Shop.Settings.Zone()), ct);
        using var program = Process.GetCurrentProcess();
        Facts =
        [
            ("Program", typeof(SystemModel).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+') is [var version, ..] parts
                ? parts.Length > 1 ? $"Makola {version} ({parts[1][..Math.Min(10, parts[1].Length)]})" : $"Makola {version}" : "Makola"),
            ("Running for", Spoken.Time(Shop.Now - program.StartTime.ToUniversalTime())),
            ("Memory", Spoken.Size(program.WorkingSet64)),
            ("Database", $"{Spoken.Size(state.Bytes)}, SQLite {state.Sqlite}"),
            (".NET", Environment.Version.ToString()),
            ("Machine", $"{RuntimeInformation.OSDescription}, {Environment.ProcessorCount} {(Environment.ProcessorCount == 1 ? "processor" : "processors")}"),
            ("Data folder", data.Path),
        ];
    }
}
