// A clock that jumps under a running shop: a startup hook of .NET puts it in the place of the machine's clock, and a file says how wrong it is.
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Makola.Tests.Faults
{
    /// <summary>
    /// The shop's clock, as a file has it: <c>-02:00:00</c> is two hours slow, <c>+2.00:00:00</c> two days fast, <c>=2027-03-28T00:59:59Z</c> stands still.
    /// Only the time of day is wrong; what measures how long something takes goes on, as on a machine whose clock is set.
    /// </summary>
    internal sealed class JumpingClock(string file) : TimeProvider
    {
        /// <summary>Names the file to the shop's process.</summary>
        private const string Variable = "MAKOLA_TEST_CLOCK";

        private long _readAt = -1_000;
        private string _says = "";

        /// <summary>How a shop is started whose clock is in a file.</summary>
        public static Opening Opening(string file) => new()
        {
            Variables = new Dictionary<string, string> { ["DOTNET_STARTUP_HOOKS"] = typeof(JumpingClock).Assembly.Location, [Variable] = file },
        };

        /// <summary>Sets the clock of a file; the shop looks at it every few milliseconds.</summary>
        public static async Task SetAsync(string file, string says)
        {
            await File.WriteAllTextAsync(file + ".new", says);
            File.Move(file + ".new", file, overwrite: true);
            await Task.Delay(100);
        }

        /// <inheritdoc/>
        public override DateTimeOffset GetUtcNow()
        {
            if (Environment.TickCount64 - _readAt > 20)
            {
                _says = File.Exists(file) ? File.ReadAllText(file) : "";
                _readAt = Environment.TickCount64;
            }

            return _says switch
            {
                "" => base.GetUtcNow(),
                ['=', .. var moment] => DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture),
                var wrong => base.GetUtcNow() + TimeSpan.Parse(wrong.TrimStart('+'), CultureInfo.InvariantCulture),
            };
        }

        /// <summary>In the shop's process, before its Main: waits for the moment at which its host is built, as Microsoft.AspNetCore.Mvc.Testing does.</summary>
        public static void Arrive()
        {
            if (Environment.GetEnvironmentVariable(Variable) is { } file) DiagnosticListener.AllListeners.Subscribe(new Ear(file));
        }

        private sealed class Ear(string file) : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
        {
            public void OnNext(DiagnosticListener value)
            {
                if (value.Name == "Microsoft.Extensions.Hosting") value.Subscribe(this);
            }

            public void OnNext(KeyValuePair<string, object?> value)
            {
                if (value is { Key: "HostBuilding", Value: IHostBuilder host }) host.ConfigureServices(services => services.AddSingleton<TimeProvider>(new JumpingClock(file)));
            }

            public void OnCompleted()
            {
            }

            public void OnError(Exception error)
            {
            }
        }
    }
}

#pragma warning disable CA1050 // .NET looks for this very name outside of any namespace (https://github.com/dotnet/runtime/blob/main/docs/design/features/host-startup-hook.md).
/// <summary>What .NET calls before the shop's Main.</summary>
internal static class StartupHook
{
    /// <summary>Brings the clock.</summary>
    public static void Initialize() => Makola.Tests.Faults.JumpingClock.Arrive();
}
#pragma warning restore CA1050
