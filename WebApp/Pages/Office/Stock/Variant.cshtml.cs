// The stock of one variant: its figures apart, what staff do with them by hand, and every movement there was.
using System.Globalization;
using Makola.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Makola.Pages.Office.Stock;

/// <summary>One variant's stock at <c>/office/stock/17?before=42</c>. Each deed is a form of its own.</summary>
[Needs(Scopes.Stock)]
public sealed class VariantStockModel(ShopDb db, CurrentShop shop) : OfficePage(db, shop)
{
    /// <summary>Movements on a page.</summary>
    public const int PageSize = 25;

    /// <summary>Only movements with a lower number: the page after.</summary>
    [BindProperty(SupportsGet = true)]
    public int? Before { get; set; }

    /// <summary>The variant.</summary>
    public StockRow Row { get; private set; } = null!;

    /// <summary>How many customers wait to be told that it is back.</summary>
    public int Waiting { get; private set; }

    /// <summary>Its movements, newest first.</summary>
    public IReadOnlyList<StockMovement> Movements { get; private set; } = [];

    /// <summary>Address of older movements; null when there are none.</summary>
    public string? Older { get; private set; }

    /// <summary>Name of the form that was refused, so that it is open and shows why.</summary>
    public string? Refused { get; private set; }

    /// <summary>Goods that came in.</summary>
    public ReceiveForm Receive { get; private set; } = new();

    /// <summary>A correction.</summary>
    public AdjustForm Adjust { get; private set; } = new();

    /// <summary>When to warn, and whether to sell on.</summary>
    public LevelForm Level { get; private set; } = new();

    /// <summary>What is corrected: to a figure, or by pieces.</summary>
    public static IEnumerable<SelectListItem> Ways { get; } = [new("There are exactly", "exactly"), new("There are more, by", "more"), new("There are fewer, by", "fewer")];

    /// <summary>Reasons to choose from.</summary>
    public static IEnumerable<SelectListItem> Reasons { get; } = [.. Enum.GetNames<AdjustReason>().Select(name => new SelectListItem(name, name))];

    /// <summary>Pieces that came, and the supplier's paper.</summary>
    public sealed record ReceiveForm
    {
        /// <summary>As typed.</summary>
        public string? Pieces { get; init; }

        /// <summary>Invoice, supplier, delivery note.</summary>
        public string? Reference { get; init; }
    }

    /// <summary>A figure or a difference, and why.</summary>
    public sealed record AdjustForm
    {
        /// <summary><c>exactly</c>, <c>more</c> or <c>fewer</c>.</summary>
        public string Way { get; init; } = "exactly";

        /// <summary>As typed.</summary>
        public string? Pieces { get; init; }

        /// <summary>Name of an <see cref="AdjustReason"/>.</summary>
        public string? Why { get; init; }

        /// <summary>In words.</summary>
        public string? Note { get; init; }
    }

    /// <summary>What the shopkeeper decides about this variant.</summary>
    public sealed record LevelForm
    {
        /// <summary>As typed.</summary>
        public string? LowAt { get; init; }

        /// <summary>Whether more may be sold than there is.</summary>
        public bool AllowBackorder { get; init; }
    }

    /// <summary>Shows the variant.</summary>
    public async Task<IActionResult> OnGetAsync(long variantId, CancellationToken ct)
    {
        if (!await FindAsync(variantId, ct)) return NotFound();
        Level = new() { LowAt = Row.LowAt.ToString(CultureInfo.InvariantCulture), AllowBackorder = Row.AllowBackorder };
        return Page();
    }

    /// <summary>Goods came in.</summary>
    public Task<IActionResult> OnPostReceiveAsync(long variantId, int seen, ReceiveForm receive, CancellationToken ct)
    {
        Receive = receive;
        return DoAsync(nameof(Receive), "received", variantId, async () =>
        {
            var pieces = Whole(receive.Pieces) ?? 0;
            var taken = await StockTaking.ReceiveAsync(Db, variantId, seen, pieces, receive.Reference, Me, Shop.Now, ct);
            return taken.Again ? $"{Orders.OrderModel.Pieces(pieces)} had been received already; nothing was added twice." : $"{Orders.OrderModel.Pieces(pieces)} received: {taken.OnHand} on hand.";
        }, ct);
    }

    /// <summary>The figure was wrong. "Exactly" applies the difference to the figure that was shown, so that what was sold meanwhile stays sold.</summary>
    public Task<IActionResult> OnPostAdjustAsync(long variantId, int seen, int shown, AdjustForm adjust, CancellationToken ct)
    {
        Adjust = adjust;
        return DoAsync(nameof(Adjust), "corrected", variantId, async () =>
        {
            if (Whole(adjust.Pieces) is not { } pieces) throw new Refusal("stock.pieces", "Write a whole number.") { On = nameof(adjust.Pieces) };
            if (!Enum.TryParse<AdjustReason>(adjust.Why, out var why) || !Enum.IsDefined(why)) throw new Refusal("stock.why", "Choose a reason.") { On = nameof(adjust.Why) };
            var change = adjust.Way switch { "more" => pieces, "fewer" => -pieces, _ => pieces - shown };
            var taken = await StockTaking.AdjustAsync(Db, variantId, seen, change, why, adjust.Note, Me, Shop.Now, ct);
            return taken.Again ? "This had been corrected already; nothing was done twice." : $"Corrected by {Signed(change)}: {taken.OnHand} on hand.";
        }, ct);
    }

    /// <summary>When to warn, and whether to sell beyond stock.</summary>
    public Task<IActionResult> OnPostLevelAsync(long variantId, LevelForm level, CancellationToken ct)
    {
        Level = level;
        return DoAsync(nameof(Level), "set up", variantId, async () =>
        {
            await StockRoom.SetAsync(Db, variantId, Whole(level.LowAt) ?? -1, level.AllowBackorder, ct);
            return "Saved.";
        }, ct);
    }

    /// <summary>"+3", "−2".</summary>
    public static string Signed(int change) => change < 0 ? $"−{-(long)change}" : $"+{change}";

    /// <summary>What happened, in a word.</summary>
    public static string Name(MovementKind kind) => kind switch
    {
        MovementKind.Receive => "Received",
        MovementKind.Adjust => "Corrected",
        MovementKind.Hold => "Promised",
        MovementKind.Release => "Free again",
        _ => "Left the house",
    };

    /// <summary>What it changed: "+3 on hand"; "−1 on hand" and "−1 reserved".</summary>
    public static IEnumerable<string> Changes(StockMovement movement)
    {
        if (movement.OnHandDelta != 0) yield return $"{Signed(movement.OnHandDelta)} on hand";
        if (movement.ReservedDelta != 0) yield return $"{Signed(movement.ReservedDelta)} reserved";
    }

    /// <summary>Why something moved for an order: "Order 1042, parcel 1".</summary>
    public static string OrderReason(StockMovement movement) =>
        movement.Reason.StartsWith($"Order {movement.OrderNumber}", StringComparison.Ordinal) ? movement.Reason : $"Order {movement.OrderNumber}: {movement.Reason}";

    /// <summary>Does the deed and says so; a "no" brings the page back with the form as it was filled in.</summary>
    private async Task<IActionResult> DoAsync(string form, string done, long variantId, Func<Task<string>> deed, CancellationToken ct)
    {
        if (!await FindAsync(variantId, ct)) return NotFound();
        if (Level.LowAt is null) Level = new() { LowAt = Row.LowAt.ToString(CultureInfo.InvariantCulture), AllowBackorder = Row.AllowBackorder };
        try
        {
            var said = "";
            await Db.ChangeAsync($"Stock of {Row.Sku} {done}", Me, Shop.Now, async () => said = await deed(), ct);
            return SayAt(Row.Address, said);
        }
        catch (Refusal refusal) when (refusal.Status != 404)
        {
            var on = refusal.On?.StartsWith("Counted", StringComparison.Ordinal) == true ? nameof(AdjustForm.Pieces) : refusal.On;
            ModelState.AddModelError(on is null ? "" : $"{form}.{on}", refusal.Message);
            Response.StatusCode = refusal.Status;
            Refused = form;
            return Page();
        }
    }

    private async Task<bool> FindAsync(long variantId, CancellationToken ct)
    {
        if (await Db.Variants.IgnoreQueryFilters().Where(v => v.Id == variantId).Select(StockRow.From).SingleOrDefaultAsync(ct) is not { } row) return false;
        Row = row;
        Waiting = await Db.StockRequests.CountAsync(r => r.VariantId == variantId, ct);
        var movements = await Db.StockMovements.AsNoTracking().Where(m => m.VariantId == variantId && m.Seq < (Before ?? int.MaxValue))
            .OrderByDescending(m => m.Seq).Take(PageSize + 1).ToListAsync(ct);
        Movements = [.. movements.Take(PageSize)];
        Older = movements.Count > PageSize ? $"{row.Address}?before={Movements[^1].Seq}#movements" : null;
        return true;
    }

    private static int? Whole(string? typed) =>
        int.TryParse(typed?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n <= StockItem.MostPieces ? n : null;
}
