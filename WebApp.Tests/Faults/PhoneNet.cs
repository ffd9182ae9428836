// The network a customer's phone is in: slow, far away, with stalls, and now and then gone in the middle of an answer.
using System.Net.Sockets;

namespace Makola.Tests.Faults;

/// <summary>
/// Lines of 50 kbit/s with a third of a second there and back (a 2G phone; the recipe's figures). It stands in for a queueing discipline of the kernel, which not
/// every machine has: what is received is read as slowly as it would come, through a window so small that the shop itself has to wait.
/// </summary>
/// <param name="seed">Where stalls and breaks come from.</param>
internal sealed class PhoneNet(int seed)
{
    private const int BytesPerSecond = 50_000 / 8, Window = 4_096, AtOnce = 512;
    private const double Stalls = 0.01, Breaks = 0.004; // Of each half kilobyte.
    private static readonly TimeSpan ThereAndBack = TimeSpan.FromMilliseconds(300), Stall = TimeSpan.FromSeconds(1);
    private readonly Random _chance = new(seed);
    private int _broken;

    /// <summary>Whether lines break off: not any more, once the customer stands where it is better.</summary>
    public bool IsBad { get; set; } = true;

    /// <summary>How many lines broke in the middle of something.</summary>
    public int Broken => _broken;

    /// <summary>A phone in it.</summary>
    public Buyer NewPhone(RunningShop shop)
    {
        var phone = shop.NewBuyer();
        phone.Line = async (context, ct) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveBufferSize = Window, SendBufferSize = Window };
            await socket.ConnectAsync(context.DnsEndPoint, ct);
            return new PhoneLine(this, socket);
        };
        return phone;
    }

    private bool Happens(double share)
    {
        lock (_chance) return _chance.NextDouble() < share;
    }

    private async ValueTask TravelAsync(int bytes, Socket socket, CancellationToken ct)
    {
        await Task.Delay(TimeSpan.FromSeconds(bytes / (double)BytesPerSecond) + (Happens(Stalls) ? Stall : TimeSpan.Zero), ct);
        if (!IsBad || !Happens(Breaks)) return;
        Interlocked.Increment(ref _broken);
        socket.Dispose();
        throw new IOException("The line is gone.");
    }

    private sealed class PhoneLine(PhoneNet net, Socket socket) : NetworkStream(socket, ownsSocket: true)
    {
        private bool _hasAsked;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (buffer.IsEmpty) return await base.ReadAsync(buffer, cancellationToken); // Asks only whether there is anything.
            if (_hasAsked) await Task.Delay(ThereAndBack, cancellationToken);
            _hasAsked = false;
            var read = await base.ReadAsync(buffer[..Math.Min(buffer.Length, AtOnce)], cancellationToken);
            await net.TravelAsync(read, Socket, cancellationToken);
            return read;
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _hasAsked = true;
            await net.TravelAsync(buffer.Length, Socket, cancellationToken);
            await base.WriteAsync(buffer, cancellationToken);
        }
    }
}
