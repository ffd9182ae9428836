// Writers wait their turn in order, instead of hammering the database's lock.
using System.Collections.Concurrent;

namespace Makola.Data;

/// <summary>The shop is too busy to write now; answered with 503 and Retry-After.</summary>
public sealed class ShopBusyException() : Exception("The shop could not write within its patience.");

/// <summary>
/// SQLite has one writer at a time. Its own lock is taken by polling, which starves late comers and blocks a thread each; this gate lets the
/// writers of one process wait in order without a thread. It is for speed alone: the database's lock and conditions keep the data right.
/// </summary>
public sealed class WriteGate
{
    /// <summary>How long a write waits for its turn in this process, where whoever is before it is at work: an import of ten thousand goods holds it for seconds.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>How long it then waits at the database, for another process that may be at work or not.</summary>
    public static readonly TimeSpan PatienceAtDatabase = TimeSpan.FromSeconds(5);

    private static readonly ConcurrentDictionary<string, WriteGate> Gates = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim one = new(1);

    /// <summary>The gate of a database.</summary>
    public static WriteGate For(string connectionString) => Gates.GetOrAdd(connectionString, _ => new());

    /// <summary>Waits for the turn; disposing the answer ends it.</summary>
    /// <exception cref="ShopBusyException">It did not come in time.</exception>
    public async Task<IDisposable> WaitAsync(CancellationToken ct) =>
        await one.WaitAsync(Patience, ct) ? new Turn(one) : throw new ShopBusyException();

    private sealed class Turn(SemaphoreSlim one) : IDisposable
    {
        public void Dispose() => one.Release();
    }
}
