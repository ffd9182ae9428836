// The yardstick: an ASP.NET Core process that does nothing but write given bytes with given headers. It runs in its own
// process, as the shop does, and answers the very bytes the shop answered.
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Makola.Tests.Load;

/// <summary>The bytes and headers of an answer, as kept in a file between the two processes.</summary>
internal sealed record BareAnswer(Dictionary<string, string> Headers, byte[] Body);

internal static class BareEndpoint
{
    /// <summary><c>load bare {port} {file}</c>: serves until it is killed.</summary>
    public static async Task ServeAsync(string port, string file)
    {
        var answer = JsonSerializer.Deserialize<BareAnswer>(await File.ReadAllBytesAsync(file))!;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.MapGet("/{**any}", (RequestDelegate)(context =>
        {
            foreach (var (name, value) in answer.Headers)
                context.Response.Headers[name] = value;
            context.Response.ContentLength = answer.Body.Length;
            return context.Response.Body.WriteAsync(answer.Body).AsTask();
        }));
        await app.RunAsync();
    }
}
