// A stand-in for an OpenTelemetry collector: takes what is sent over HTTP and reads as much of it as tests look at.
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;

namespace Makola.Tests.Support;

/// <summary>A span as it arrived.</summary>
public sealed record SentSpan(string Scope, string Id, string Parent, string Name, IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<string> Events);

/// <summary>
/// Speaks OTLP over HTTP with protobuf (https://opentelemetry.io/docs/specs/otlp/, messages of opentelemetry-proto 1.x). Listens on 127.0.0.1 only.
/// </summary>
public sealed class OtlpSink : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly Task serving;

    /// <summary>Begins to listen.</summary>
    public OtlpSink()
    {
        Address = $"http://127.0.0.1:{RunningShop.FreePort()}";
        listener.Prefixes.Add(Address + "/");
        listener.Start();
        serving = ServeAsync();
    }

    /// <summary>Where to send to.</summary>
    public string Address { get; }

    /// <summary>Spans that arrived.</summary>
    public ConcurrentQueue<SentSpan> Spans { get; } = new();

    /// <summary>Names of figures that arrived.</summary>
    public ConcurrentDictionary<string, int> Figures { get; } = new();

    /// <summary>Bodies as they arrived, as text: what must not be sent is looked for in them.</summary>
    public ConcurrentQueue<string> Bodies { get; } = new();

    /// <inheritdoc/>
    public void Dispose()
    {
        listener.Stop();
        serving.Wait(TimeSpan.FromSeconds(10));
        listener.Close();
    }

    private async Task ServeAsync()
    {
        while (listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception over) when (over is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            Bodies.Enqueue(Encoding.UTF8.GetString(body.ToArray()));
            if (context.Request.Url!.AbsolutePath == "/v1/traces") ReadTraces(body.ToArray());
            else if (context.Request.Url.AbsolutePath == "/v1/metrics") ReadMetrics(body.ToArray());
            context.Response.ContentType = "application/x-protobuf";
            context.Response.Close();
        }
    }

    private void ReadTraces(byte[] request)
    {
        foreach (var resource in Parts(request, 1))
        foreach (var scoped in Parts(resource, 2))
        {
            var scope = Parts(scoped, 1).Select(s => Text(s, 1)).FirstOrDefault() ?? "";
            foreach (var span in Parts(scoped, 2))
                Spans.Enqueue(new(scope, Hex(span, 2), Hex(span, 4), Text(span, 5), Attributes(span, 9), [.. Parts(span, 11).Select(e => string.Join(' ', Attributes(e, 3).Values.Prepend(Text(e, 2))))]));
        }
    }

    private void ReadMetrics(byte[] request)
    {
        foreach (var resource in Parts(request, 1))
        foreach (var scoped in Parts(resource, 2))
        foreach (var metric in Parts(scoped, 2))
            Figures.AddOrUpdate(Text(metric, 1), 1, (_, n) => n + 1);
    }

    private static Dictionary<string, string> Attributes(byte[] message, int field) => Parts(message, field).GroupBy(a => Text(a, 1)).ToDictionary(g => g.Key, g =>
    {
        var value = Parts(g.First(), 2).FirstOrDefault() ?? [];
        return Parts(value, 1).Select(Encoding.UTF8.GetString).FirstOrDefault() ?? Numbers(value, 3).Select(n => n.ToString(CultureInfo.InvariantCulture)).FirstOrDefault() ?? "";
    });

    private static string Text(byte[] message, int field) => Parts(message, field).Select(Encoding.UTF8.GetString).FirstOrDefault() ?? "";

    private static string Hex(byte[] message, int field) => Parts(message, field).Select(b => Convert.ToHexStringLower(b)).FirstOrDefault() ?? "";

    private static IEnumerable<byte[]> Parts(byte[] message, int field) => Fields(message).Where(f => f.Field == field && f.Bytes is not null).Select(f => f.Bytes!);

    private static IEnumerable<ulong> Numbers(byte[] message, int field) => Fields(message).Where(f => f.Field == field && f.Bytes is null).Select(f => f.Number);

    /// <summary>The fields of a protobuf message (https://protobuf.dev/programming-guides/encoding/).</summary>
    private static List<(int Field, byte[]? Bytes, ulong Number)> Fields(byte[] message)
    {
        List<(int, byte[]?, ulong)> fields = [];
        for (var at = 0; at < message.Length;)
        {
            var key = Varint(message, ref at);
            var field = (int)(key >> 3);
            switch (key & 7)
            {
                case 0:
                    fields.Add((field, null, Varint(message, ref at)));
                    break;
                case 1:
                    fields.Add((field, null, BitConverter.ToUInt64(message, at)));
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(message, ref at);
                    fields.Add((field, message[at..(at + length)], 0));
                    at += length;
                    break;
                case 5:
                    fields.Add((field, null, BitConverter.ToUInt32(message, at)));
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException("Not a protobuf message.");
            }
        }

        return fields;
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = message[at++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80) return value;
        }
    }
}
