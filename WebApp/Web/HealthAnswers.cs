// What machines ask: does the program answer, and can the shop sell. For load balancers, containers and watchers of websites.
using System.Text;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Makola.Web;

/// <summary>
/// <c>/health/live</c>: the process answers; who gets no answer starts it again. <c>/health/ready</c>: it can sell; who gets 503 sends customers elsewhere
/// and reads why, a line each. Both stand before everything else: no session, no limit, no cache, and no first owner is needed.
/// </summary>
public static class HealthAnswers
{
    private const string Ready = "ready";

    /// <summary>Sets them up.</summary>
    public static void AddHealth(this IServiceCollection services)
    {
        services.AddSingleton<ClockWatch>();
        services.AddSingleton<Checkup>();
        services.AddHealthChecks().AddCheck<ReadyCheck>(Ready);
    }

    /// <summary>Puts them at their addresses.</summary>
    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync }).ShortCircuit();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Name == Ready, ResponseWriter = WriteAsync }).ShortCircuit();
    }

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        var words = new StringBuilder(report.Status == HealthStatus.Healthy ? "well\n" : "not ready\n");
        foreach (var said in report.Entries.Values.Where(e => e.Status != HealthStatus.Healthy).Select(e => e.Description)) words.Append(said).Append('\n');
        return context.Response.WriteAsync(words.ToString(), context.RequestAborted);
    }

    /// <summary>Asks the <see cref="Checkup"/>.</summary>
    private sealed class ReadyCheck(Checkup checkup) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            var ill = (await checkup.NeededAsync()).Where(f => f.Health == Health.Ill).ToList();
            return ill.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(string.Join('\n', ill.Select(f => $"{f.Name}: {f.Said} {f.ToDo}")));
        }
    }
}
