// How many pieces of a variant there are, and the rows that prove it.
namespace Makola.Domain.Stock;

/// <summary>
/// Pieces of one variant. Changed only by <see cref="StockRoom"/>, as one conditional UPDATE whose row <see cref="StockMovement"/> records;
/// the database refuses figures that cannot be (CHECK constraints).
/// </summary>
public sealed class StockItem
{
    /// <summary>Most pieces one deed may bring, take or warn at.</summary>
    public const int MostPieces = 1_000_000;

    /// <summary>The variant; primary key.</summary>
    public long VariantId { get; set; }

    /// <summary>Pieces in the house, 0 or more.</summary>
    public int OnHand { get; private set; }

    /// <summary>Pieces promised to orders, 0 or more; at most <see cref="OnHand"/> unless <see cref="AllowBackorder"/>.</summary>
    public int Reserved { get; private set; }

    /// <summary>Whether more may be sold than there is. Changed by <see cref="TakeBackorders"/>.</summary>
    public bool AllowBackorder { get; private set; }

    /// <summary>At this many available pieces or fewer, staff see it as running out and customers see "only n left".</summary>
    public int LowAt { get; private set; } = 5;

    /// <summary>Number of movements so far: the sequence number of the last.</summary>
    public int Moves { get; private set; }

    /// <summary>What can be promised now. Never stored.</summary>
    public int Available => OnHand - Reserved;

    /// <summary>Says whether more may be sold than there is.</summary>
    /// <exception cref="Refusal">It is to stop while more is promised than there is.</exception>
    public StockItem TakeBackorders(bool allow)
    {
        if (!allow && Available < 0)
        {
            throw new Refusal("stock.promised", "{0} more are promised to orders than there are. Receive them or cancel orders first, then stop selling beyond stock.", -Available)
            {
                On = nameof(AllowBackorder), Status = 409,
            };
        }

        AllowBackorder = allow;
        return this;
    }

    /// <summary>Sets <see cref="LowAt"/>.</summary>
    /// <param name="pieces">0 to <see cref="MostPieces"/>.</param>
    public StockItem WarnAt(int pieces)
    {
        if (pieces is < 0 or > MostPieces) throw new Refusal("stock.low_at", "Write a whole number from 0 to {0}.", MostPieces) { On = nameof(LowAt) };

        LowAt = pieces;
        return this;
    }
}

/// <summary>Why stock moved.</summary>
public enum MovementKind
{
    /// <summary>Goods came in: on hand up.</summary>
    Receive,

    /// <summary>Staff or an import corrected the figure: on hand up or down.</summary>
    Adjust,

    /// <summary>Promised to an order: reserved up.</summary>
    Hold,

    /// <summary>No longer promised: reserved down.</summary>
    Release,

    /// <summary>Left the house: on hand and reserved down.</summary>
    Ship,
}

/// <summary>One change of one stock item, with the figures after it: every row can be checked against the one before. Append-only.</summary>
public sealed class StockMovement
{
    /// <summary>Whose stock moved.</summary>
    public required long VariantId { get; init; }

    /// <summary>1, 2, 3 … for each variant.</summary>
    public required int Seq { get; init; }

    /// <summary>Why.</summary>
    public required MovementKind Kind { get; init; }

    /// <summary>Change of on hand.</summary>
    public required int OnHandDelta { get; init; }

    /// <summary>Change of reserved.</summary>
    public required int ReservedDelta { get; init; }

    /// <summary>On hand afterwards.</summary>
    public required int OnHandAfter { get; init; }

    /// <summary>Reserved afterwards.</summary>
    public required int ReservedAfter { get; init; }

    /// <summary>In words, up to 200 characters.</summary>
    public required string Reason { get; init; }

    /// <summary>The order it was for; null for goods received or corrected.</summary>
    public long? OrderNumber { get; init; }

    /// <summary>The line of that order.</summary>
    public int? LineNo { get; init; }

    /// <summary>Who did it.</summary>
    public required Actor By { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>What a hold means.</summary>
public enum HoldState
{
    /// <summary>Kept while the buyer pays; ends by itself.</summary>
    Held,

    /// <summary>Promised for good: paid, or paid at the door.</summary>
    Committed,

    /// <summary>Over: sent, cancelled or expired.</summary>
    Released,
}

/// <summary>Pieces kept for one order line. The sum of open holds of a variant is its <see cref="StockItem.Reserved"/>.</summary>
public sealed class Hold
{
    /// <summary>The order.</summary>
    public required long OrderNumber { get; init; }

    /// <summary>Its line.</summary>
    public required int LineNo { get; init; }

    /// <summary>What is kept.</summary>
    public required long VariantId { get; init; }

    /// <summary>Pieces still kept: goes down as parcels leave, 0 once released.</summary>
    public required int Qty { get; set; }

    /// <summary>What it means now.</summary>
    public required HoldState State { get; set; }

    /// <summary>When a <see cref="HoldState.Held"/> hold ends by itself; null for others.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }
}
