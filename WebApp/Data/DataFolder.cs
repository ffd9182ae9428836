// Where the shop's own things lie.
namespace Makola.Data;

/// <summary>The one folder in which everything the shop owns lies: database, pictures, keys; backups unless told otherwise.</summary>
/// <param name="Path">Absolute.</param>
public sealed record DataFolder(string Path)
{
    /// <summary>With less of the disk free orders would soon be refused: the shop is not ready, and what can wait is not written. Bytes.</summary>
    public const long LeastFree = 64L << 20;

    /// <summary>What of the folder's disk is free, bytes.</summary>
    public long Free => FreeAt(Path);

    /// <summary>True when what room there is belongs to orders.</summary>
    public bool IsAlmostFull => Free < LeastFree;

    /// <summary>What is free of the disk a folder lies on, bytes. A folder can be a disk of its own.</summary>
    public static long FreeAt(string folder) => new DriveInfo(System.IO.Path.GetFullPath(folder)).AvailableFreeSpace;
}
