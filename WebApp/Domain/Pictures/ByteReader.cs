// Reads a file's fields one after another and never beyond its end.
using System.Buffers.Binary;

namespace Makola.Domain.Pictures;

/// <summary>The rest of a file. Reading more than there is says that the file is cut off.</summary>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> left = bytes;

    /// <summary>What was not read yet.</summary>
    public readonly ReadOnlySpan<byte> Left => left;

    /// <summary>The next bytes.</summary>
    /// <exception cref="InvalidDataException">There are fewer.</exception>
    public ReadOnlySpan<byte> Take(int count)
    {
        if ((uint)count > (uint)left.Length) throw new InvalidDataException("it is cut off");
        var taken = left[..count];
        left = left[count..];
        return taken;
    }

    public byte Byte() => Take(1)[0];

    public int Big16() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    /// <summary>A length: 32 bits of which a file of two megabytes needs 21.</summary>
    public int Big32() => Length(BinaryPrimitives.ReadUInt32BigEndian(Take(4)));

    public int Little16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    /// <inheritdoc cref="Big32"/>
    public int Little32() => Length(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)));

    private static int Length(uint read) => read <= int.MaxValue ? (int)read : throw new InvalidDataException("it is cut off");
}
