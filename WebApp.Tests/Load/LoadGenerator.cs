// A lean load generator: a few keep-alive connections over plain sockets, each sending the next request when the answer to
// the last is complete. It parses only what it must (where an answer ends), so that it takes little of the cores it measures on.
using System.Buffers.Text;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Makola.Tests.Load;

/// <summary>What one run of requests showed.</summary>
/// <param name="Count">Complete answers.</param>
/// <param name="Took">From the first request to the last answer.</param>
/// <param name="Ticks">Time of each answer in <see cref="Stopwatch"/> ticks, sorted.</param>
internal sealed record Run(int Count, TimeSpan Took, long[] Ticks)
{
    /// <summary>Answers a second.</summary>
    public double PerSecond => Count / Took.TotalSeconds;

    /// <summary>The time within which this share of the answers came, 0 to 1.</summary>
    public TimeSpan Within(double share) =>
        Ticks.Length == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(0, Ticks[(int)Math.Min(Ticks.Length - 1, share * Ticks.Length)]);
}

/// <summary>Sends the same request over and over.</summary>
internal sealed class LoadGenerator(int port, string path, IReadOnlyList<string> headers)
{
    private const int MostPerConnection = 400_000;
    private readonly byte[] _request = Encoding.ASCII.GetBytes(
        $"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{string.Concat(headers.Select(header => header + "\r\n"))}\r\n");

    /// <summary>Runs for a time over a number of connections.</summary>
    /// <exception cref="IOException">An answer was not 200, or a connection broke: a measurement with errors is none.</exception>
    public async Task<Run> RunAsync(int connections, TimeSpan time)
    {
        var start = Stopwatch.GetTimestamp();
        var end = start + (long)(time.TotalSeconds * Stopwatch.Frequency);
        var all = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(() => ConnectionAsync(end))));
        var took = Stopwatch.GetElapsedTime(start);
        long[] ticks = [.. all.SelectMany(times => times)];
        Array.Sort(ticks);
        return new Run(ticks.Length, took, ticks);
    }

    /// <summary>
    /// Runs until the process that answers is as fast as it gets: its just-in-time compiler has next to nothing left to do, and no answer comes faster than before. On
    /// two cores under full load that is a minute and more for the busier pages, after half a minute in which they hardly get faster. Gives up after four minutes.
    /// </summary>
    /// <param name="connections">How many at once.</param>
    /// <param name="pid">The process.</param>
    public async Task WarmAsync(int connections, int pid)
    {
        const int most = 60, enough = 3;
        const double little = 0.05, faster = 1.03;
        var window = TimeSpan.FromSeconds(4);
        var best = 0.0;
        for (var (windows, still) = (0, 0); windows < most && still < enough; windows++)
        {
            var compiled = Figures.CompilerTime(pid);
            var speed = (await RunAsync(connections, window)).PerSecond;
            still = speed > best * faster || (Figures.CompilerTime(pid) - compiled) / window > little ? 0 : still + 1;
            best = Math.Max(best, speed);
        }
    }

    private async Task<List<long>> ConnectionAsync(long end)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync("127.0.0.1", port);
        var times = new List<long>(16_384);
        var buffer = new byte[256 * 1024];
        while (times.Count < MostPerConnection)
        {
            var sent = Stopwatch.GetTimestamp();
            if (sent >= end)
                break;
            await socket.SendAsync(_request);
            await ReadAnswerAsync(socket, buffer);
            times.Add(Stopwatch.GetTimestamp() - sent);
        }

        return times;
    }

    private static async ValueTask ReadAnswerAsync(Socket socket, byte[] buffer)
    {
        var (have, head) = (0, -1);
        while (head < 0)
        {
            have += await ReceiveAsync(socket, buffer, have);
            head = buffer.AsSpan(0, have).IndexOf("\r\n\r\n"u8);
        }

        if (!buffer.AsSpan(0, head).StartsWith("HTTP/1.1 200"u8))
            throw new IOException("Not 200: " + Encoding.ASCII.GetString(buffer, 0, Math.Min(head, 200)));

        var body = head + 4;
        if (LengthIn(buffer.AsSpan(0, head + 2)) is { } length)
        {
            while (have < body + length)
                have += await ReceiveAsync(socket, buffer, have);
            return;
        }

        // Chunked: hop from one chunk's size to the next until the empty one.
        for (var at = body; ;)
        {
            int line;
            while ((line = buffer.AsSpan(at, have - at).IndexOf("\r\n"u8)) < 0)
                have += await ReceiveAsync(socket, buffer, have);
            Utf8Parser.TryParse(buffer.AsSpan(at, line), out int size, out _, 'x');
            at += line + 2 + size + 2;
            while (have < at)
                have += await ReceiveAsync(socket, buffer, have);
            if (size == 0)
                return;
        }
    }

    private static async ValueTask<int> ReceiveAsync(Socket socket, byte[] buffer, int have)
    {
        if (have == buffer.Length)
            throw new IOException("An answer is longer than the generator's buffer.");
        var read = await socket.ReceiveAsync(buffer.AsMemory(have));
        return read > 0 ? read : throw new IOException("The server closed the connection within an answer.");
    }

    private static int? LengthIn(ReadOnlySpan<byte> head)
    {
        var at = head.IndexOf("\r\nContent-Length: "u8);
        if (at < 0)
            return null;
        return Utf8Parser.TryParse(head[(at + 18)..], out int length, out _) ? length : null;
    }
}
