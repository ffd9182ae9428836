// What the server does for a page, as steps of its scene: letting in, the page's own work, making the answer.
using Microsoft.AspNetCore.Mvc.Filters;

namespace Makola.Backstage;

/// <summary>A step for the handler of a page, and one for making its answer. Costs nothing while nobody records.</summary>
public sealed class PageSteps : IAsyncPageFilter, IAsyncResultFilter
{
    /// <inheritdoc/>
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        using var step = Telemetry.ServerStep(NameOf(context.HandlerMethod?.MethodInfo.Name));
        await next();
    }

    /// <inheritdoc/>
    public async Task OnResultExecutionAsync(ResultExecutingContext context, ResultExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        using var step = Telemetry.ServerStep("make the answer");
        await next();
    }

    private static string NameOf(string? handler) => handler is null ? "run the page" : Names.GetOrAdd(handler, static name => $"run the page: {name}");

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, string> Names = new(StringComparer.Ordinal);
}
