// The log as one JSON object a line, with the request it belongs to, and without what would open a door.
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Makola.Backstage;

/// <summary>
/// The console's lines in Production. The framework's own JSON puts the whole path of a request beside each line, secret links included; here a line has the
/// request's reference, as a customer sees it beside an error, and the key of its scene.
/// </summary>
public sealed class JsonLog() : ConsoleFormatter(Format)
{
    /// <summary>Its name in <c>Logging:Console:FormatterName</c>.</summary>
    public const string Format = "shop";

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        ArgumentNullException.ThrowIfNull(textWriter);
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line, new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("at", DateTimeOffset.UtcNow);
            json.WriteString("level", logEntry.LogLevel.ToString());
            json.WriteString("from", logEntry.Category);
            if (logEntry.EventId.Id != 0) json.WriteNumber("event", logEntry.EventId.Id);
            json.WriteString("message", logEntry.Formatter(logEntry.State, logEntry.Exception));
            if (logEntry.Exception is { } fault) json.WriteString("exception", Masks.Exception(fault));
            if (RequestOf(scopeProvider) is { } request) json.WriteString("request", request);
            if (Telemetry.SceneNow is { } scene) json.WriteString("scene", scene);
            json.WriteEndObject();
        }

        textWriter.WriteLine(Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length));
    }

    private static string? RequestOf(IExternalScopeProvider? scopes)
    {
        string? found = null;
        scopes?.ForEachScope((scope, _) =>
        {
            if (scope is IEnumerable<KeyValuePair<string, object?>> values && values.FirstOrDefault(v => v.Key == "RequestId").Value is string id) found = id;
        }, 0);
        return found;
    }
}
