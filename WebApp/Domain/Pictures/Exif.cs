// The one fact of a camera's data that is needed: which way up the picture is.
using System.Buffers.Binary;

namespace Makola.Domain.Pictures;

/// <summary>Exif (CIPA DC-008), tag 0x0112. Everything else in it, places and serial numbers above all, is left behind.</summary>
internal static class Exif
{
    private const int Orientation = 0x0112, Short = 3;

    /// <summary>How the camera was held, 1 to 8; 1 when it is not said or cannot be read.</summary>
    /// <param name="tiff">From the byte order mark on.</param>
    public static int TurnOf(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8 || !(tiff.StartsWith("II*\0"u8) || tiff.StartsWith("MM\0*"u8))) return 1;
        var little = tiff[0] == 'I';
        int Two(ReadOnlySpan<byte> at) => little ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);
        var first = little ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (first > tiff.Length - 2) return 1;

        var entries = tiff[((int)first + 2)..];
        for (var left = Two(tiff[(int)first..]); left > 0 && entries.Length >= 12; left--, entries = entries[12..])
            if (Two(entries) == Orientation && Two(entries[2..]) == Short && Two(entries[8..]) is >= 1 and <= 8 and var turn) return turn;
        return 1;
    }

    /// <summary>Exif data that says nothing but this.</summary>
    public static byte[] Only(int turn) => [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, Short, 0, 0, 0, 1, 0, (byte)turn, 0, 0, 0, 0, 0, 0];

    /// <summary>A picture of these coded sizes, as it is shown.</summary>
    public static PictureBytes Turned(PictureKind kind, int width, int height, int turn, byte[] bytes) =>
        turn >= 5 ? new(kind, height, width, bytes) : new(kind, width, height, bytes);
}
