// A change of prices that waits for its time, and goes back at another if it is told so.
namespace Makola.Domain.Pricing;

/// <summary>How far a plan is.</summary>
public enum PlanState
{
    /// <summary>Its time has not come.</summary>
    Waiting,

    /// <summary>The prices are changed, and will go back.</summary>
    Running,

    /// <summary>Nothing more happens.</summary>
    Over,

    /// <summary>Somebody stopped it before it began.</summary>
    Cancelled,
}

/// <summary>Prices that change at a time. Which goods it is about is looked up when the time comes.</summary>
public sealed class PricePlan
{
    /// <summary>Database key.</summary>
    public long Id { get; private set; }

    /// <summary>In words, up to 150 characters.</summary>
    public required string Text { get; init; }

    /// <summary>Which goods.</summary>
    public required GoodsFilter Goods { get; init; }

    /// <summary>How their prices change.</summary>
    public required PriceRule Rule { get; init; }

    /// <summary>Who planned it: the change is his.</summary>
    public required Actor By { get; init; }

    /// <summary>When prices change.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>When they go back; null for never.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>How far it is.</summary>
    public PlanState State { get; private set; }

    /// <summary>What it changed, once it has.</summary>
    public long? ChangeSetId { get; private set; }

    /// <summary>Whether something is to be done now.</summary>
    public bool IsDue(DateTimeOffset now) => (State == PlanState.Waiting && From <= now) || (State == PlanState.Running && Until <= now);

    /// <summary>Does what is due, once, in one transaction with the note that it is done.</summary>
    public static Task KeepAsync(ShopDb db, long id, DateTimeOffset now, CancellationToken ct) => db.WriteAsync(async () =>
    {
        var plan = await db.PricePlans.SingleAsync(p => p.Id == id, ct);
        if (!plan.IsDue(now)) return;
        if (plan.State == PlanState.Running) await plan.GoBackAsync(db, now, ct);
        else if (plan.Until <= now) plan.State = PlanState.Over; // The shop was closed all the while.
        else await plan.BeginAsync(db, now, ct);
    }, ct);

    /// <summary>Stops it: prices that have changed go back at once.</summary>
    /// <exception cref="Refusal">It is over.</exception>
    public static Task StopAsync(ShopDb db, long id, DateTimeOffset now, CancellationToken ct) => db.WriteAsync(async () =>
    {
        var plan = await db.PricePlans.SingleOrDefaultAsync(p => p.Id == id, ct) ?? throw new Refusal("plan.none", "There is no such plan.") { Status = 404 };
        if (plan.State is PlanState.Over or PlanState.Cancelled) throw new Refusal("plan.over", "It is over already.") { Status = 409 };
        if (plan.State == PlanState.Running) await plan.GoBackAsync(db, now, ct);
        else plan.State = PlanState.Cancelled;
    }, ct);

    private async Task BeginAsync(ShopDb db, DateTimeOffset now, CancellationToken ct)
    {
        var set = await new PriceChange(Goods, Rule).DoAsync(db, Text, By, now, ct);
        (ChangeSetId, State) = (set?.Id, set is not null && Until is not null ? PlanState.Running : PlanState.Over);
    }

    /// <summary>What somebody changed or took back meanwhile stays as he left it.</summary>
    private async Task GoBackAsync(ShopDb db, DateTimeOffset now, CancellationToken ct)
    {
        State = PlanState.Over;
        if (await db.ChangeSets.AnyAsync(s => s.Id == ChangeSetId && s.UndoneBy == null, ct))
            await Undo.RevertAsync(db, ChangeSetId!.Value, By, now, ct);
    }
}
