// What was packed together and goes the same way.
namespace Makola.Domain.Orders;

/// <summary>How far a parcel is.</summary>
public enum ParcelState
{
    /// <summary>Packed, still in the house.</summary>
    Packed,

    /// <summary>Taken apart again; its pieces wait to be packed.</summary>
    Unpacked,

    /// <summary>On its way.</summary>
    Sent,

    /// <summary>With the buyer.</summary>
    Delivered,
}

/// <summary>What was packed together. An order can have several.</summary>
public sealed class Parcel
{
    /// <summary>The order.</summary>
    public required long OrderNumber { get; init; }

    /// <summary>1, 2 … within the order.</summary>
    public required int No { get; init; }

    /// <summary>How far it is.</summary>
    public ParcelState State { get; internal set; }

    /// <summary>Who carries it: a rider's name, STC, a courier; up to 60 characters.</summary>
    public string? Carrier { get; internal set; }

    /// <summary>Tracking number or the rider's phone, up to 80 characters.</summary>
    public string? Tracking { get; internal set; }

    /// <summary>What is in it.</summary>
    public List<ParcelLine> Lines { get; private set; } = [];
}

/// <summary>Pieces of an order line in a parcel.</summary>
public sealed class ParcelLine
{
    /// <summary>The order.</summary>
    public required long OrderNumber { get; init; }

    /// <summary>The parcel.</summary>
    public required int ParcelNo { get; init; }

    /// <summary>The line.</summary>
    public required int LineNo { get; init; }

    /// <summary>Pieces, 1 or more.</summary>
    public required int Qty { get; init; }
}
