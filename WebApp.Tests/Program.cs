// The way into the test program: `load`, `scenes`, `import-load` and `stand-up` measure the published shop (Load/), `faults` lets everything go
// wrong around it (Faults/), `asvs` writes the security checklist, anything else is the test run
// of Microsoft.Testing.Platform, as xunit's own generated entry point would start it.
using Makola.Tests.Load;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace Makola.Tests;

internal static class Entry
{
    public static async Task<int> Main(string[] args)
    {
        // A test run of the shop talks to nobody outside this machine.
        Environment.SetEnvironmentVariable("TESTINGPLATFORM_TELEMETRY_OPTOUT", "1");

        if (args is ["load", ..])
            return await LoadCommand.RunAsync(args[1..]);
        if (args is ["scenes"])
            return await SceneCostCommand.RunAsync();
        if (args is ["stand-up"])
            return await StandUpCommand.RunAsync();
        if (args is ["faults", ..])
            return await Faults.FaultsCommand.RunAsync(args[1..]);
        if (args is ["import-load"])
            return await ImportLoadCommand.RunAsync();

        if (args is ["asvs"])
        {
            await File.WriteAllTextAsync(Path.Combine(Support.RunningShop.Repository, "WebApp.Tests", House.Checklist.FileName), House.Checklist.Write());
            return 0;
        }

        // Test explorers that speak xunit's older protocol ask with these two words.
        return args.Any(arg => arg is "-automated" or "@@")
            ? await ConsoleRunner.Run(args)
            : await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
    }
}
