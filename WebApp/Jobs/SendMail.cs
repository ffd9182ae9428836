// Sends what waits in the outbox. Two processes may do it at once: who changes the row first has the message.
using Makola.Backstage;

namespace Makola.Jobs;

/// <summary>
/// Takes one due message at a time with a lease, sends it outside of any transaction, and notes what came of it. Killed in between, the lease runs out
/// and the message is sent again with the same Message-ID. Woken when a message is queued; looks by itself for those to be tried again.
/// </summary>
public sealed class SendMail : Job
{
    /// <inheritdoc/>
    public override JobWords Words { get; } = new("Mail", "Sends the mail that waits, and tries again what could not be sent.");

    /// <summary>Most messages of one run: then the settings are read anew.</summary>
    private const int MostAtOnce = 100;

    private readonly IDbContextFactory<ShopDb> factory;
    private readonly MailSetup setup;
    private readonly Outbox outbox;
    private readonly TimeProvider clock;
    private readonly ILogger<SendMail> log;

    /// <summary>Listens for queued messages from now on.</summary>
    public SendMail(IDbContextFactory<ShopDb> factory, MailSetup setup, Outbox outbox, MailLinks links, ChangeFeed feed, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<SendMail> log) : base(TimeSpan.FromSeconds(10), clock, log)
    {
        (this.factory, this.setup, this.outbox, this.clock, this.log) = (factory, setup, outbox, clock, log);
        feed.Happened += changes =>
        {
            if (changes.Contains(Change.Mail)) Wake();
        };
        lifetime.ApplicationStarted.Register(() =>
        {
            if (!links.AreKnown) log.LogWarning("Shop:PublicUrl is not set: messages to customers carry no link to their order.");
        });
    }

    /// <inheritdoc/>
    protected override async Task RunOnceAsync(CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        var (settings, _) = await outbox.LookAsync(db, ct);
        if (!await db.Messages.Due(clock.GetUtcNow()).AnyAsync(ct)) return;
        var shop = await db.Settings.AsNoTracking().Select(s => s.Name).SingleAsync(ct);
        if (setup.TransportOf(settings, shop) is not { } transport) return;

        for (var count = 0; count < MostAtOnce && await TakeAsync(db, ct) is { } message; count++)
        {
            using var step = Telemetry.Step($"send message {message.Id}");
            if (message.OrderNumber is { } order) Telemetry.About(order);
            var delivery = await transport.SendAsync(message, ct);
            Telemetry.Rule($"message {message.Id} ({message.Kind}): {(delivery.IsDone ? "the mail server has it" : "not sent")}");
            if (!delivery.IsDone) log.LogWarning("Message {Id} was not sent: {Why}", message.Id, Masks.Message(delivery.Why ?? ""));
            await NoteAsync(db, message, delivery, ct);
            if (delivery.IsServerDown) return;
        }

        if (await db.Messages.Due(clock.GetUtcNow()).AnyAsync(ct)) Wake();
    }

    /// <summary>Takes the next message; null when there is none. Those that waited too long are put aside on the way.</summary>
    private async Task<Message?> TakeAsync(ShopDb db, CancellationToken ct)
    {
        try
        {
            return await db.WriteAsync(async () =>
            {
                var now = clock.GetUtcNow();
                foreach (var message in await db.Messages.Due(now).OrderBy(m => m.DueAt).ThenBy(m => m.Id).Take(MostAtOnce).ToListAsync(ct))
                    if (message.Take(now)) return message;
                return null;
            }, ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return null;
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    /// <summary>Notes what came of it, unless the lease ran out and another has the message now.</summary>
    private Task NoteAsync(ShopDb db, Message taken, Delivery delivery, CancellationToken ct) => db.WriteAsync(async () =>
    {
        var message = await db.Messages.SingleOrDefaultAsync(m => m.Id == taken.Id && m.State == MessageState.Sending && m.DueAt == taken.DueAt, ct);
        message?.Note(delivery, clock.GetUtcNow());
    }, CancellationToken.None);
}
