// So many in each second, and no more.
namespace Makola.Backstage;

/// <summary>Lets so many through in each second of the clock; costs a reading of the clock and a count, and no lock.</summary>
/// <param name="most">1 or more.</param>
internal sealed class EachSecond(int most)
{
    private long second;
    private int count;

    /// <summary>Whether one more may pass in this second.</summary>
    public bool Take()
    {
        var now = Environment.TickCount64 / 1000;
        if (Volatile.Read(ref second) != now && Interlocked.Exchange(ref second, now) != now) Volatile.Write(ref count, 0);
        return Volatile.Read(ref count) < most && Interlocked.Increment(ref count) <= most;
    }
}
