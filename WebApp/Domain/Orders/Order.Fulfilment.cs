// The goods of an order: hold, pack, send, deliver, cancel, expire.
namespace Makola.Domain.Orders;

public sealed partial class Order
{
    /// <summary>Pieces kept for its lines, one row a line.</summary>
    public List<Hold> Holds { get; private set; } = [];

    /// <summary>True while the buyer may call it off by himself: open and nothing packed yet.</summary>
    public bool BuyerCanCancel => Status == OrderStatus.Open && Lines.TrueForAll(l => l.Packed == 0);

    /// <summary>True while staff may call it off: open and nothing has left the house.</summary>
    public bool StaffCanCancel => Status == OrderStatus.Open && Lines.TrueForAll(l => l.Sent == 0);

    /// <summary>Pieces a cancellation would put back on sale.</summary>
    public int PiecesHeld => Holds.Sum(h => h.Qty);

    /// <summary>Draft to open: holds every line, and says how long.</summary>
    /// <param name="holdUntil">When the hold of an unpaid order ends; null commits it at once (cash on delivery).</param>
    /// <param name="by">Who.</param>
    /// <param name="at">When.</param>
    public void Open(DateTimeOffset? holdUntil, Actor by, DateTimeOffset at)
    {
        Become(OrderStatus.Open);
        HoldAll(holdUntil, $"Order {Number}", by, at);
        SearchText = string.Join(' ', [Number, Reference, Name, Name.Replace('-', ' '), Phone, PhoneNumber.Show(Phone).Replace(" ", "", StringComparison.Ordinal), Email, .. Lines.Select(l => l.Sku)]);
        Record("Placed", by, at, new { total = Total, method = Method.ToString() });
    }

    /// <summary>Packs pieces together.</summary>
    /// <param name="quantities">Pieces by line number; null packs everything there is to pack.</param>
    /// <param name="by">Who.</param>
    /// <param name="at">When.</param>
    /// <exception cref="Refusal"><c>order.not_open</c>, <c>pack.nothing</c>, <c>pack.too_many</c>.</exception>
    public Parcel Pack(IReadOnlyDictionary<int, int>? quantities, Actor by, DateTimeOffset at)
    {
        RefuseUnlessOpen();
        quantities ??= Lines.ToDictionary(l => l.LineNo, l => l.ToPack);
        var wanted = Lines.Select(l => (Line: l, Qty: quantities.GetValueOrDefault(l.LineNo))).Where(w => w.Qty != 0).ToList();
        if (wanted.Count == 0) throw new Refusal("pack.nothing", "There is nothing to pack.") { Status = 409 };
        foreach (var (line, qty) in wanted)
        {
            if (qty < 0 || qty > line.ToPack)
                throw new Refusal("pack.too_many", "{0}: between 0 and {1} to pack.", line.Name, line.ToPack) { On = $"Qty[{line.LineNo}]" };
        }

        var parcel = new Parcel { OrderNumber = Number, No = Parcels.Count + 1 };
        foreach (var (line, qty) in wanted)
        {
            line.Packed += qty;
            parcel.Lines.Add(new ParcelLine { OrderNumber = Number, ParcelNo = parcel.No, LineNo = line.LineNo, Qty = qty });
        }

        Parcels.Add(parcel);
        Record("Packed", by, at, new { parcel = parcel.No, pieces = wanted.Sum(w => w.Qty) });
        return parcel;
    }

    /// <summary>Takes a parcel apart that has not left yet.</summary>
    /// <exception cref="Refusal"><c>order.not_open</c>, <c>parcel.gone</c>.</exception>
    public void Unpack(int parcelNo, Actor by, DateTimeOffset at)
    {
        RefuseUnlessOpen();
        var parcel = FindParcel(parcelNo, ParcelState.Packed);

        foreach (var inside in parcel.Lines) LineOf(inside).Packed -= inside.Qty;
        parcel.State = ParcelState.Unpacked;
        Record("Unpacked", by, at, new { parcel = parcelNo });
    }

    /// <summary>Gives a packed parcel to who carries it: its pieces leave the stock.</summary>
    /// <exception cref="Refusal"><c>order.not_open</c>, <c>parcel.gone</c>, <c>send.long</c>.</exception>
    public void Send(int parcelNo, string? carrier, string? tracking, Actor by, DateTimeOffset at)
    {
        RefuseUnlessOpen();
        if (carrier?.Length > 60) throw new Refusal("send.long", "At most {0} characters.", 60) { On = "Carrier" };
        if (tracking?.Length > 80) throw new Refusal("send.long", "At most {0} characters.", 80) { On = "Tracking" };
        var parcel = FindParcel(parcelNo, ParcelState.Packed);

        (parcel.Carrier, parcel.Tracking) = (Trimmed(carrier), Trimmed(tracking));
        Leave(parcel, by, at);
        Record("Sent", by, at, new { parcel = parcelNo, carrier = parcel.Carrier, tracking = parcel.Tracking });
    }

    /// <summary>The parcel is with the buyer. One that is to be collected leaves the house at this moment.</summary>
    /// <exception cref="Refusal"><c>order.not_open</c>, <c>parcel.gone</c>.</exception>
    public void Deliver(int parcelNo, Actor by, DateTimeOffset at)
    {
        RefuseUnlessOpen();
        var collected = Delivery == DeliveryKind.Collect && Parcels.Exists(p => p.No == parcelNo && p.State == ParcelState.Packed);
        var parcel = FindParcel(parcelNo, collected ? ParcelState.Packed : ParcelState.Sent);

        if (collected) Leave(parcel, by, at);
        foreach (var inside in parcel.Lines) LineOf(inside).Delivered += inside.Qty;
        parcel.State = ParcelState.Delivered;
        Record("Delivered", by, at, new { parcel = parcelNo, collected });
    }

    /// <summary>Calls the order off and puts its goods back on sale. Money that came in is then owed to the buyer.</summary>
    /// <exception cref="Refusal"><c>cancel.too_late</c> when too much has happened for this person to call it off.</exception>
    public void Cancel(string? reason, Actor by, DateTimeOffset at)
    {
        var byBuyer = by.Kind == Actor.Customer.Kind;
        if (Status == OrderStatus.Open && byBuyer && !BuyerCanCancel)
            throw new Refusal("cancel.too_late", "Your order is packed already. Please call the shop.") { Status = 409 };
        if (Status == OrderStatus.Open && !byBuyer && !StaffCanCancel)
            throw new Refusal("cancel.too_late", "Goods of this order have been sent; it cannot be cancelled any more.") { Status = 409 };
        if (reason?.Length > 300) throw new Refusal("cancel.long", "At most {0} characters.", 300) { On = "Reason" };
        Become(OrderStatus.Cancelled);

        foreach (var parcel in Parcels.Where(p => p.State == ParcelState.Packed)) parcel.State = ParcelState.Unpacked;
        foreach (var line in Lines) (line.Cancelled, line.Packed) = (line.Ordered, 0);
        ReleaseAll($"Order {Number} cancelled", by, at);
        HoldUntil = null;
        Record("Cancelled", by, at, new { reason = Trimmed(reason) });
    }

    /// <summary>Lets the stock of an unpaid order go because its time is over.</summary>
    /// <exception cref="Refusal"><c>expire.paid</c> when money came in after all, <c>expire.sent</c> when goods left all the same, <c>expire.early</c>.</exception>
    public void Expire(DateTimeOffset at)
    {
        if (Status == OrderStatus.Open && Kept > 0) throw new Refusal("expire.paid", "Money came in for order {0}.", Number) { Status = 409 };
        if (Status == OrderStatus.Open && Lines.Exists(l => l.Sent > 0)) throw new Refusal("expire.sent", "Goods of order {0} have been sent.", Number) { Status = 409 };
        if (Status == OrderStatus.Open && (HoldUntil is null || HoldUntil > at)) throw new Refusal("expire.early", "Order {0} still has time.", Number) { Status = 409 };
        Become(OrderStatus.Expired);

        foreach (var parcel in Parcels.Where(p => p.State == ParcelState.Packed)) parcel.State = ParcelState.Unpacked;
        foreach (var line in Lines) line.Packed = 0;
        ReleaseAll($"Order {Number} not paid in time", Actor.Shop("shop"), at);
        HoldUntil = null;
        Record("Expired", Actor.Shop("shop"), at);
    }

    /// <summary>Brings an expired order back because its money came late. The transaction is refused when its stock is gone.</summary>
    private void Revive(Actor by, DateTimeOffset at)
    {
        Become(OrderStatus.Open);
        HoldAll(null, $"Order {Number} paid late", by, at);
        Record("Revived", by, at);
    }

    private void HoldAll(DateTimeOffset? until, string reason, Actor by, DateTimeOffset at)
    {
        HoldUntil = until;
        foreach (var line in Lines)
        {
            var hold = Holds.Find(h => h.LineNo == line.LineNo);
            if (hold is null)
                Holds.Add(hold = new Hold { OrderNumber = Number, LineNo = line.LineNo, VariantId = line.VariantId, Qty = 0, State = HoldState.Released });
            hold.Qty = line.Wanted;
            (hold.State, hold.ExpiresAt) = until is null ? (HoldState.Committed, null) : (HoldState.Held, until);
            StockMoves.Add(new(MovementKind.Hold, line.LineNo, line.Wanted, reason, by, at));
        }
    }

    private void ReleaseAll(string reason, Actor by, DateTimeOffset at)
    {
        foreach (var hold in Holds.Where(h => h.Qty > 0))
        {
            StockMoves.Add(new(MovementKind.Release, hold.LineNo, hold.Qty, reason, by, at));
            hold.Qty = 0;
        }

        foreach (var hold in Holds) (hold.State, hold.ExpiresAt) = (HoldState.Released, null);
    }

    /// <summary>The pieces of a parcel leave the house. Staff trust who has not paid yet: from now on the order does not end by itself.</summary>
    private void Leave(Parcel parcel, Actor by, DateTimeOffset at)
    {
        CommitHolds();
        foreach (var inside in parcel.Lines)
        {
            var hold = Holds.Single(h => h.LineNo == inside.LineNo);
            LineOf(inside).Sent += inside.Qty;
            hold.Qty -= inside.Qty;
            if (hold.Qty == 0) (hold.State, hold.ExpiresAt) = (HoldState.Released, null);
            StockMoves.Add(new(MovementKind.Ship, inside.LineNo, inside.Qty, $"Order {Number}, parcel {parcel.No}", by, at));
        }

        parcel.State = ParcelState.Sent;
    }

    /// <summary>What was kept for a time is kept for good.</summary>
    private void CommitHolds()
    {
        HoldUntil = null;
        foreach (var hold in Holds.Where(h => h.State == HoldState.Held)) (hold.State, hold.ExpiresAt) = (HoldState.Committed, null);
    }

    private void RefuseUnlessOpen()
    {
        if (Status != OrderStatus.Open) throw new Refusal("order.not_open", "Order {0} is {1}.", Number, Status) { Status = 409 };
    }

    private Parcel FindParcel(int no, ParcelState state) =>
        Parcels.Find(p => p.No == no && p.State == state)
        ?? throw new Refusal("parcel.gone", "Parcel {0} is not {1}. The page shows how it stands now.", no, state) { Status = 409 };

    private OrderLine LineOf(ParcelLine inside) => Lines.Single(l => l.LineNo == inside.LineNo);

    private static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
