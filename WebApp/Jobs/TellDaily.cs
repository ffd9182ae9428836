// Once a day the owner reads how the shop stands, without opening it.
namespace Makola.Jobs;

/// <summary>Queues the daily mail in the morning: yesterday's sales, what waits, what runs out. Missed by more than some hours, it is left out.</summary>
public sealed class TellDaily(IDbContextFactory<ShopDb> factory, Outbox outbox, MailSetup setup, TimeProvider clock, ILogger<TellDaily> log) : Job(TimeSpan.FromMinutes(5), clock, log)
{
    /// <inheritdoc/>
    public override JobWords Words { get; } = new("Daily mail", "Writes the morning’s mail to the owner, once a day.");

    /// <summary>The hour of the shop's day, and how many hours after it the mail still makes sense.</summary>
    private const int Hour = 7, Late = 6;

    private const int MostLow = 10, Most = 1_000;

    /// <inheritdoc/>
    protected override async Task RunOnceAsync(CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        var shop = await db.Settings.AsNoTracking().SingleAsync(ct);
        var now = Clock.GetUtcNow();
        if (now - BackUp.DueAt(now, Hour, shop.Zone()) > TimeSpan.FromHours(Late)) return;
        var (settings, owners) = await outbox.LookAsync(db, ct);
        if (!settings.TellsDaily || setup.TransportOf(settings, shop.Name) is null) return;

        await TellAsync(db, outbox, shop, owners, now, ct);
    }

    /// <summary>Queues the mail of the day, once for each address.</summary>
    public static async Task TellAsync(ShopDb db, Outbox outbox, ShopSettings shop, IReadOnlyList<string> owners, DateTimeOffset now, CancellationToken ct)
    {
        var letters = await LettersAsync(db, shop, owners, now, ct);
        if (letters.Count > 0) await db.WriteAsync(() => outbox.QueueAsync(db, letters, ct), ct);
    }

    private static async Task<IReadOnlyList<Letter>> LettersAsync(ShopDb db, ShopSettings shop, IReadOnlyList<string> owners, DateTimeOffset now, CancellationToken ct)
    {
        var yesterday = Sales.DayOf(now, shop.Zone()).AddDays(-1);
        // Told already, as nearly always: nothing is counted.
        if (owners.Count == 0) return [];
        var key = OwnerMail.DailyKey(yesterday, owners[^1]);
        if (await db.Messages.AnyAsync(m => m.Key == key, ct)) return [];

        var sold = await Sales.BetweenAsync(db, Sales.StartOf(yesterday, shop.Zone()), Sales.StartOf(yesterday.AddDays(1), shop.Zone()).AddMilliseconds(-1), ct);
        var counts = await OrderCounts.ReadAsync(db, now, ct);
        var low = await db.StockItems.RunningLow().OnSale(db).FewestFirstAsync(null, MostLow, ct);
        var goods = await db.Variants.Where(v => EF.Parameter(low).Contains(v.Id)).Select(v => new { v.Id, v.Product.Name, v.ChoiceText, Left = v.Stock.OnHand - v.Stock.Reserved }).ToDictionaryAsync(v => v.Id, ct);
        var figures = new DailyFigures(sold with { Day = yesterday }, counts.ToPack, counts.AwaitingMoney, counts.ToSend,
            [.. low.Where(goods.ContainsKey).Select(id => goods[id]).Select(g => (g.ChoiceText.Length > 0 ? $"{g.Name} ({g.ChoiceText})" : g.Name, Math.Max(0, g.Left)))],
            counts.MailFailed, await FurtherAsync(db, ct));
        return [.. owners.Select(owner => OwnerMail.Daily(figures, owner))];
    }

    /// <summary>Further lines of the daily mail, name and value: the head of the log leaves the house with it, so that a log that was cut off shows.</summary>
    private static async Task<IReadOnlyList<(string Name, string Value)>> FurtherAsync(ShopDb db, CancellationToken ct) =>
        await AuditLog.HeadAsync(db, ct) is { } head ? [("Head of the log", head)] : [];
}
